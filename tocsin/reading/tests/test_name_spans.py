"""Where a name begins and ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading.name_spans import is_abbreviation, trimmed
from tocsin.reading.spans import Span


def name_in(stretch, after=""):
    text = "Now " + stretch + after
    span = trimmed(text, Span(4, 4 + len(stretch)))
    return span.of(text) if span else None


@pytest.mark.parametrize(
    ("stretch", "name"),
    [
        ("the state of Indiana", "Indiana"),
        ("Kermanshah province", "Kermanshah"),
        ("the Netherlands", "Netherlands"),
        ("The Kenya", "Kenya"),
        ("The Gambia", "Gambia"),
        ("The Hague", "The Hague"),
        ("The Woodlands", "The Woodlands"),
        ("Iraq's", "Iraq"),
        ("Iraq’s", "Iraq"),
        ("IRAQ'S", "IRAQ"),
        ("N'Djamena", "N'Djamena"),
        ("St. Louis", "St. Louis"),
        ("(Nairobi)", "Nairobi"),
        ("nairobi", "nairobi"),
    ],
)
def test_a_name_is_without_small_words_articles_and_possessives(stretch, name):
    assert name_in(stretch) == name


@pytest.mark.parametrize(
    ("stretch", "after", "name"),
    [
        ("La.", " on Friday", "La."),
        ("La", ". on Friday", "La."),
        ("W.Va", ". on Friday", "W.Va."),
        ("U.S.", " troops", "U.S."),
        ("U.S.", "..", "U.S."),
        ("Nairobi.", " Then", "Nairobi"),
        ("Nairobi", ". Then", "Nairobi"),
        ("Chad", ". Then", "Chad"),
    ],
)
def test_an_abbreviation_keeps_its_full_stop_and_a_name_gives_the_sentence_its_own(stretch, after, name):
    assert name_in(stretch, after) == name


@pytest.mark.parametrize("stretch", ["", " ", "...", "-", "’"])
def test_signs_are_no_name(stretch):
    assert name_in(stretch) is None


def test_only_areas_and_countries_are_abbreviated():
    assert is_abbreviation("Calif.")
    assert is_abbreviation("U.K.")
    assert not is_abbreviation("Paris.")
    assert not is_abbreviation("Qwxz.")
    assert not is_abbreviation("la.")


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["The", "the", "of", "La", ".", "'s", "’S", "Hague", "U.S.", "Paris", ",", "province", "(", "\n"])).map("".join),
    st.data(),
)  # fmt: skip
def test_a_name_never_leaves_the_stretch_but_for_one_full_stop(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = trimmed(text, Span(start, end))
    if span is not None:
        assert start <= span.start < span.end <= end + 1
        assert span.end <= end or text[end] == "."
        assert trimmed(text, span) is not None
