"""Which names of a text are candidates for places, by tagger and gazetteer together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import GazetteerRecogniser, TaggedRecogniser
from tocsin.reading.tagged_recognition import LEAST, recogniser_for


def found(text, language="en"):
    return {one.text: one.likelihood for one in TaggedRecogniser().candidates(text, language)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paris Police arrested two men.", "Paris"),
        ("Paris police arrested two men.", "Paris"),
        ("The Springfield Sheriff's Office searched the house.", "Springfield"),
        ("Springfield High School was closed on Friday.", "Springfield"),
        ("The Fargo City Council met on Monday.", "Fargo"),
        ("The mayor of Garissa opened the bridge.", "Garissa"),
        ("Two men from Lansing were hurt.", "Lansing"),
    ],
)
def test_a_body_that_serves_a_place_names_the_place(text, name):
    assert found(text)[name] > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "A bus hit a wall on Paris Street.",
        "She studies at Boston University.",
        "The Boston Globe reported the fire.",
        "He works for Paris Motors.",
        "The Chicago Bears won on Sunday.",
        "Two people died of Marburg virus.",
        "The actress Paris Hilton opened a shop.",
        "Jordan Smith was arrested on Monday.",
        "The victim is Albert Lancaster, 44.",
        "The road was closed on Monday in May.",
    ],
)
def test_what_only_bears_the_name_of_a_place_is_none(text):
    assert found(text) == {}


def test_a_town_that_speaks_is_weak_and_one_where_somebody_speaks_is_not():
    assert found("Washington said it would send troops to Mali.")["Washington"] < 0.5
    assert found("Springfield said he would appeal.") == {}
    for text in ("Police in Garissa said two were hurt.", "Officials from Garissa said two were hurt."):
        assert found(text)["Garissa"] > 0.9
        (one,) = GazetteerRecogniser().candidates(text, "en")
        assert one.text == "Garissa"


def test_the_surname_of_a_person_named_in_full_is_no_town_further_on():
    text = "Police named Albert Lancaster as the driver. {} Lancaster was released on Friday."
    assert found(text.format("")) == {}
    assert "Nairobi" in found(text.format("He was on his way to Nairobi."))


def test_a_people_is_a_candidate_and_says_so():
    (one,) = TaggedRecogniser().candidates("Three Moroccan soldiers were killed.", "en")
    assert (one.text, one.reason) == ("Moroccan", "a country's people or adjective")
    assert one.likelihood > 0.5


def test_a_name_alone_in_a_line_or_cell_of_a_table_is_one():
    assert list(found("City | Deaths\nNairobi | 4\nMombasa | 2\nKisumu | 1\n")) == [
        "Nairobi",
        "Mombasa",
        "Kisumu",
    ]
    assert list(found("Nairobi\nMombasa\nKisumu\n")) == ["Nairobi", "Mombasa", "Kisumu"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The state of Indiana paid.", ["Indiana"]),
        ("A bomb exploded in The Hague on Monday.", ["The Hague"]),
        ("Floods hit Mexico City.", ["Mexico City"]),
        ("He was arrested in Monroe, La. on Friday.", ["Monroe", "La."]),
        ("Iraq's Mosul was quiet.", ["Iraq", "Mosul"]),
    ],
)
def test_a_candidate_begins_and_ends_as_people_mark_it(text, names):
    assert list(found(text)) == names


def test_in_a_text_in_capitals_places_are_found_still():
    text = "A BOMB EXPLODED IN NAIROBI ON MONDAY AND THE POLICE CLOSED THE ROAD TO MOMBASA."
    assert list(found(text)) == ["NAIROBI", "MOMBASA"]


def test_the_tagger_reads_english_and_the_gazetteer_alone_every_other_language():
    assert isinstance(recogniser_for("en"), TaggedRecogniser)
    for language in ("fr", "ar", "sw", ""):
        assert isinstance(recogniser_for(language), GazetteerRecogniser)


WORDS = [
    "Paris",
    "Jordan",
    "Smith",
    "Police",
    "Kenya",
    "Moroccan",
    "said",
    "in",
    "of",
    "the",
    ",",
    ".",
    "\n",
    "|",
    "Street",
    "La.",
    "Washington",
    "'s",
]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_candidates_of_any_text_stand_in_it_in_order_and_are_always_the_same(text):
    candidates = TaggedRecogniser().candidates(text, "en")
    end = 0
    for one in candidates:
        assert end <= one.span.start < one.span.end <= len(text)
        assert one.text == one.span.of(text)
        assert LEAST <= one.likelihood <= 1.0
        assert one.reason
        end = one.span.end
    assert TaggedRecogniser().candidates(text, "en") == candidates
