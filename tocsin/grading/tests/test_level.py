"""The four levels: their order, their words, their look."""

import re

import pytest

from tocsin.grading import Level, UnknownWordError, level_icon, level_shape


def test_levels_are_ordered_from_notice_to_critical():
    assert sorted(Level, reverse=True) == [Level.CRITICAL, Level.WARNING, Level.ADVISORY, Level.NOTICE]
    assert Level.NOTICE < Level.ADVISORY < Level.WARNING < Level.CRITICAL
    assert max(Level.NOTICE, Level.WARNING) is Level.WARNING


@pytest.mark.parametrize("level", Level)
def test_a_level_survives_its_word_its_json_and_its_rank(level):
    assert Level.from_word(level.word) is level
    assert Level.from_word(f" {level.word.upper()} ") is level
    assert Level(level.to_json()) is level
    assert Level.from_rank(level.rank) is level
    assert str(level) == f"{level}" == level.word


def test_an_unknown_word_is_answered_with_the_words_there_are():
    with pytest.raises(UnknownWordError, match="'Amber'; write one of Notice, Advisory, Warning, Critical"):
        Level.from_word("Amber")
    with pytest.raises(UnknownWordError, match="rank 5"):
        Level.from_rank(5)


def test_every_level_has_its_own_shape_and_colour_and_no_level_is_green():
    assert {level.shape for level in Level} == {"circle", "diamond", "triangle", "hexagon"}
    assert [level.colour for level in Level] == ["#86b3d1", "#ffd166", "#e2570b", "#8a0f35"]
    assert len({level_shape(level) for level in Level}) == 4


def relative_luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("level", Level)
def test_text_on_a_levels_colour_can_be_read(level):
    light, dark = sorted(
        (relative_luminance(level.colour), relative_luminance(level.text_colour)), reverse=True
    )
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("level", Level)
def test_the_icon_is_one_svg_that_needs_nothing_else(level):
    icon = level_icon(level, 20)
    assert icon.startswith("<svg ")
    assert icon.endswith("</svg>")
    assert level.colour in icon
    assert re.fullmatch(r"[MmLlHhVvAaZz0-9 .-]+", level_shape(level))
    assert "http" not in icon
