"""Whether an event happened, goes on, is planned, is feared, is over or is denied, in five languages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import Phase, read
from tocsin.reading.focus import Parts
from tocsin.reading.phase_words import CUES
from tocsin.reading.phases import read_phase
from tocsin.reading.tests.snippets import SNIPPETS
from tocsin.reading.words import fold, words

PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)
FLOOR = 0.95
ROWS = [(language, text, phase) for language, rows in SNIPPETS.items() for text, _, phase in rows if phase]


def phase_of(text):
    return read(text, published=PUBLISHED).phase.value


def test_the_floor_holds_in_each_language():
    for language in SNIPPETS:
        rows = [(text, phase) for own, text, phase in ROWS if own == language]
        assert len(rows) >= 12
        assert sum(phase_of(text) == phase for text, phase in rows) / len(rows) >= FLOOR


@pytest.mark.parametrize("language", SNIPPETS)
def test_every_phase_is_known_in_every_language(language):
    assert {phase for own, _, phase in ROWS if own == language} == {phase.value for phase in Phase}


def test_the_words_that_decided_are_the_reason():
    reading = read("Rail workers plan a strike on Friday.", published=PUBLISHED)
    assert reading.phase is Phase.PLANNED
    assert "plan a strike" in reading.phase_reason


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("Police foiled a plot to bomb the embassy.", "feared"),
        ("The bomb failed to explode and was defused.", "feared"),
        ("Police searched the station after a bomb threat, but no bomb was found: a hoax.", "denied"),
        ("The army denied reports of a coup.", "denied"),
        ("The protest march planned for Sunday was cancelled.", "over"),
        ("The alert was lifted after the storm passed.", "over"),
        ("Twelve flights were cancelled because of the storm, which is battering the coast.", "under way"),
        ("A bomb exploded in the market. Nobody was killed.", "happened"),
        ("An attack is planned on the embassy, police warn.", "feared"),
        ("TERRORISTS THREATENED TO BLOW UP THE DAM.", "feared"),
        ("A quake struck the coast; no tsunami is expected.", "happened"),
    ],
)
def test_what_was_prevented_searched_for_or_called_off(text, phase):
    assert phase_of(text) == phase


def test_a_text_without_cues_is_taken_for_a_report():
    reading = read("An earthquake in Chile.", published=PUBLISHED)
    assert reading.phase is Phase.HAPPENED
    assert "No word says otherwise" in reading.phase_reason


def test_every_cue_is_written_as_texts_are_folded():
    for language, rows in CUES.items():
        if language != "ar":
            assert [
                cue for _, _, row in rows for cue in row.split("|") if cue.strip() != fold(cue.strip())
            ] == []


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(["no", "denied", "reports of", "plan a strike", "lifted", "could", "\n", "t", "قد"])
    ).map(" ".join),
    st.sampled_from(["en", "fr", "es", "pt", "ar", "xx", ""]),
)
def test_no_text_stops_the_phase(text, language):
    phase, reason = read_phase(text, words(text), language, Parts(None, (), ()), ())
    assert isinstance(phase, Phase)
    assert reason.endswith(".")


def test_a_wildfire_that_nears_a_town_is_burning():
    assert phase_of("A wildfire nears the suburbs of Valencia. It has burned 2,400 hectares.") == "under way"


def test_a_kidnapping_is_not_over_because_one_of_them_was_released():
    told = "Gunmen abduct three aid workers\n\nGunmen abducted three aid workers near Pemba. Their driver was released unharmed."
    assert phase_of(told) == "happened"
    assert phase_of("Aid workers freed: all three who were kidnapped were released on Monday.") == "over"
