"""No text, however broken, stops the reading, and nothing is made up from it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.reading import Certainty, ZoneMissing, describe, read

PUBLISHED = datetime(2017, 7, 15, 17, 12, tzinfo=UTC)


def reading_of(text, **hints):
    return read(text, published=PUBLISHED, **hints)


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\ufeff", b"", "....", "<html></html>", "<script>bomb in Paris</script>"]
)
def test_an_empty_text_says_nothing(text):
    reading = reading_of(text)
    assert (reading.places, reading.figures, reading.times, reading.hazards) == ((), (), (), ())
    assert reading.severity.value == "Unknown"
    assert reading.countries == ()


def test_five_megabytes_of_one_word_are_cut_and_the_reading_says_so():
    for text in ("bomb" * 1_250_000, "bomb " * 1_000_000, b"Paris " * 800_000):
        reading = reading_of(text)
        assert len(reading.text) == 100_000
        assert any(note.startswith("Only the first") for note in reading.notes)


def test_bytes_that_are_no_utf8_are_read_with_a_note():
    reading = reading_of(b"Explosion in Baghdad \xff\xfe\x80 kills 12 people.")
    assert [one.name for one in reading.focus] == ["Baghdad"]
    assert [one.value for one in reading.figures] == [12]
    assert any("not valid UTF-8" in note for note in reading.notes)


def test_bytes_in_the_character_set_that_the_page_names():
    page = '<html><head><meta charset="windows-1252"></head><body><p>Séisme près de Lomé</p></body></html>'
    assert "Séisme près de Lomé" in reading_of(page.encode("cp1252")).text


def test_hidden_text_of_a_page_is_no_text():
    page = (
        "<html><head><style>.Paris{}</style></head><body><script>document.write('Bomb in London kills 99')</script>"
        "<p>A bus overturned near Accra.</p><template>Flood in Rome</template><noscript>Fire in Oslo</noscript>"
        "<!-- Quake in Lima --></body></html>"
    )
    reading = reading_of(page)
    assert [one.text for one in reading.places] == ["Accra"]
    assert not any(word in reading.text for word in ("London", "Rome", "Oslo", "Lima", "script"))


def test_right_to_left_marks_and_mixed_scripts():
    reading = reading_of(
        "\u200fانفجار\u200e in \u202bبغداد\u202c — взрыв в Багдаде, 12 убитых; 爆炸 in Baghdad \u2066kills\u2069 12."
    )
    assert "Baghdad" in [one.name for one in reading.places]


def test_noise_of_a_scanner_makes_no_places():
    reading = reading_of("T h e e x p l 0 s i 0 n |n tne rnarket k1lled seven pe0ple 0n Fr1day. ~~ 1l1l 5S5S")
    assert reading.places == ()


def test_an_ambiguous_date_has_low_certainty():
    (found,) = reading_of("The letter is dated 02/03/04.").times
    assert found.certainty is Certainty.VAGUE
    assert found.confidence < 0.5


def test_a_name_that_many_places_bear_is_unsure():
    (alone,) = reading_of("A bus crashed in San Francisco.").places
    (told,) = reading_of("A bus crashed in Santa Rosa.").places
    assert told.confidence < 0.8 < alone.confidence


def test_a_table_of_cities_is_read():
    rows = "\n".join(
        f"{name}\t{number}" for number, name in enumerate(["Lagos", "Lima", "Oslo", "Hanoi", "Quito"] * 100)
    )
    assert len(reading_of(rows).places) == 500


def test_a_time_without_zone_is_refused():
    with pytest.raises(ZoneMissing, match="without a zone"):
        read("text", published=datetime(2017, 7, 15))


def test_a_title_handed_in_is_read_first():
    reading = reading_of("Ten people were hurt.", title="Train derails near Pune, India")
    assert reading.title == "Train derails near Pune, India"
    assert reading.text.startswith(reading.title)
    assert [one.name for one in reading.focus] == ["Pune"]
    assert reading.hazards[0].code == "transport"


PIECES = st.sampled_from(
    [
        *" \n\t.,:;-/|()<>&'\"%$€0123456789abcdefgMTP\u200f\u202e\u0301\x00\ud800éßİıñابت漢字ไทย",
        " killed ",
        "In 2011",
        "Paris, Texas",
        " Mosul ",
        "Event\n",
        "Advice\n",
        "Warning\n",
        "Morocco: ",
        " 31 February ",
        "15 Jul 2017 | 05:12 PM UTC\n",
        "99/99/99",
        "from 25:00 to 26:00",
        "since 9999",
        "<p>",
        "</p>",
        "<script>",
        "&#0;",
        "yesterday morning",
        "last Friday night",
        "this evening at 7 p.m.",
        "two weeks ago",
        "between 9am and 5pm",
        "tres mil",
        "à partir du 3 mai",
        "overnight",
        "next weekend",
        "in the past 999 years",
        "in the next 999 decades",
        "1.600",
        "dozens of people",
        "&amp;",
        "2017-07-15T10:00:00+02:00",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(PIECES, max_size=60).map("".join),
        st.lists(PIECES, max_size=60).map(lambda pieces: "".join(pieces).upper()),
        st.binary(max_size=300),
    )
)
@example("0001-01-01 9999-12-31 in the past century since 1900")
@example("<" * 2000)
@example("Event:\nAdvice:\n")
@example("\u0130stanbul " * 20)
def test_no_text_stops_the_reading_and_spans_quote_it(text):
    reading = reading_of(text)
    for one in (*reading.places, *reading.times, *reading.figures, *reading.sections):
        assert one.span.of(reading.text) == one.text
    for hazard in reading.hazards:
        assert {span.of(reading.text) for span in hazard.spans} == set(hazard.words) or len(
            hazard.words
        ) == 12
    json.dumps(reading.to_json())
    "".join(describe(reading)).encode("utf-8")
    assert reading == reading_of(text)
