"""Which hazard a text is about: reports of our own in five languages, and words that only sound like a hazard."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import HAZARDS, read
from tocsin.reading.focus import Parts
from tocsin.reading.hazard_reading import read_hazards
from tocsin.reading.hazards import FIGURES_OF_SPEECH
from tocsin.reading.spans import Span
from tocsin.reading.tests.snippets import SNIPPETS
from tocsin.reading.words import fold, words

PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)
FLOOR = 0.95


def codes_of(text):
    return [one.code for one in read(text, published=PUBLISHED).hazards]


def is_right(text, wanted):
    first = (codes_of(text) or [""])[0]
    return first != wanted.removeprefix("not ") if wanted.startswith("not ") else first == wanted


def test_the_floor_holds_over_all_reports_and_in_each_language():
    assert sum(map(len, SNIPPETS.values())) >= 150
    for rows in SNIPPETS.values():
        assert len(rows) >= 12
        assert sum(is_right(text, hazard) for text, hazard, _ in rows) / len(rows) >= FLOOR


@pytest.mark.parametrize("language", SNIPPETS)
def test_words_that_only_sound_like_a_hazard_decide_nothing(language):
    assert [text for text, hazard, _ in SNIPPETS[language] if hazard == "" and codes_of(text)] == []


@pytest.mark.parametrize(
    ("figure", "event", "hazard"),
    [
        ("A storm of protest met the plan.", "A storm hit the coast and tore off roofs.", "storm"),
        ("A flood of refugees is a figure of speech.", "A flood hit the town in May.", "flood"),
        ("They struck a deal.", "The dockers are on strike.", "labour-action"),
        ("He died of a heart attack.", "He died in a terrorist attack.", "terrorism"),
        ("It won by a landslide.", "It was buried by a landslide.", "landslide"),
        ("A virus deleted the files: a computer virus.", "The virus infected nine patients.", None),
        ("The film bombed at the box office.", "The car bomb exploded at the office.", "terrorism"),
        ("The shares crashed: a market crash.", "The plane crashed: a plane crash.", "transport"),
    ],
)
def test_the_same_word_as_a_figure_and_in_earnest(figure, event, hazard):
    assert hazard not in codes_of(figure)
    if hazard:
        assert codes_of(event)[:1] == [hazard]


def test_an_air_strike_is_war_and_a_rail_strike_is_labour():
    assert codes_of("An air strike hit the barracks.")[0] == "armed-conflict"
    assert codes_of("A rail strike hit commuters.")[0] == "labour-action"


def test_what_the_report_is_about_comes_before_what_it_only_mentions():
    text = (
        "A magnitude 6.2 earthquake struck the city on Monday, killing forty people.\n\nThe region saw floods last year, and "
        "an election is due in May. Rescue teams are looking for survivors."
    )
    assert codes_of(text)[0] == "earthquake"


def test_a_shouted_report_is_read_like_any_other():
    assert codes_of("TWO CAR BOMBS EXPLODED NEAR THE MINISTRY, KILLING NINE.")[0] == "terrorism"


def test_the_words_that_decided_are_quoted_from_the_text():
    (quake, *_) = read("A strong Earthquake hit Lima.", published=PUBLISHED).hazards
    assert quake.words == ("Earthquake",)
    assert quake.spans == (Span(9, 19),)


def test_supporting_words_alone_decide_nothing():
    assert codes_of("Passengers took the train and the bus to the airport; the road was long.") == []


def test_every_phrase_is_written_as_texts_are_folded():
    for one in HAZARDS:
        for language in one.words:
            if language != "ar":
                assert [phrase for phrase in one.words[language] if phrase != fold(phrase)] == []
    for language, phrases in FIGURES_OF_SPEECH.items():
        if language != "ar":
            assert [phrase for phrase in phrases if phrase != fold(phrase)] == []


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["bomb", "storm of", "flood", "in march", "\n", "é", "زلزال", "1"])).map(
        " ".join
    ),
    st.sampled_from(["en", "fr", "es", "pt", "ar", "xx", ""]),
)
def test_no_text_stops_the_hazards_and_their_words_stand_in_it(text, language):
    found = read_hazards(text, words(text), language, Parts(None, (), ()))
    codes = [one.code for one in found]
    assert len(set(codes)) == len(codes) <= 4
    for one in found:
        assert 0 < one.confidence <= 1
        assert all(span.of(text) in text for span in one.spans)
    assert found == read_hazards(text, words(text), language, Parts(None, (), ()))


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        (
            "Night curfew in Haiti\n\nHaiti imposed a curfew from 6 p.m. to 5 a.m. after a week of attacks on police stations.",
            "civil-unrest",
        ),
        (
            "Coup under way in Bamako: soldiers arrested the head of state, gunfire near the palace.",
            "politics-and-elections",
        ),
        (
            "Gunmen abduct three aid workers\n\nGunmen abducted three aid workers on the road to Pemba. Their driver was released unharmed. No one has claimed the abduction. Insurgents linked to Islamic State have attacked villages since 2017.",
            "kidnapping-and-piracy",
        ),
    ],
)
def test_what_it_is_about_counts_more_than_what_stands_around_it(text, hazard):
    assert codes_of(text)[:1] == [hazard]
