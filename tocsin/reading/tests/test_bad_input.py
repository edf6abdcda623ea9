"""No text, however broken, stops the reading, and nothing is made up from it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.reading import Certainty, ZoneMissing, describe, read
from tocsin.reading.tests.pdf_writing import pages

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
    (alone,) = reading_of("A bus crashed in Kampala.").places
    told = reading_of("A bus crashed in Santa Rosa.")
    assert alone.confidence > 0.8
    assert all(one.confidence < 0.8 for one in told.places)
    assert told.places or any("Santa Rosa" in note for note in told.notes)


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


CITIES = [
    "Lagos",
    "Lima",
    "Oslo",
    "Hanoi",
    "Quito",
    "Accra",
    "Dakar",
    "Tunis",
    "Rabat",
    "Cairo",
    "Amman",
    "Riyadh",
    "Doha",
    "Muscat",
    "Kabul",
    "Tehran",
    "Baku",
    "Ankara",
]


def test_a_table_of_500_cities_is_read_as_a_table():
    rows = [(CITIES[number % len(CITIES)], number) for number in range(500)]
    plain = reading_of("\n".join(f"{name}\t{number}" for name, number in rows))
    markup = "".join(f"<tr><td>{name}</td><td>{number}</td></tr>" for name, number in rows)
    page = reading_of(f"<html><body><table>{markup}</table></body></html>")
    for reading in (plain, page):
        assert len(reading.places) == 500
        assert reading.hazards == ()
        assert reading.severity.value == "Unknown"
        assert any("list or table" in note for note in reading.notes)


def test_a_table_of_cities_is_where_nothing_happens():
    assert reading_of("\n".join(f"{name}\t{number}" for number, name in enumerate(CITIES * 28))).focus == ()


def test_a_page_whose_words_are_written_by_scripts_says_so():
    reading = reading_of(
        "<html><head><title>Live</title><script>var story = {headline: 'Bomb in London kills 99'};</script></head>"
        "<body><div id=app></div><script>render('Flood in Rome')</script></body></html>"
    )
    assert reading.places == ()
    assert reading.figures == ()
    assert any("holds no text" in note for note in reading.notes)


def test_a_language_that_is_not_known_is_said_and_nothing_is_sure():
    reading = reading_of(
        "Mae'r heddlu wedi cadarnhau bod dau ddyn wedi marw ar ol ffrwydrad yn y dref nos Sul."
    )
    assert reading.figures == ()
    assert all(one.confidence < 0.5 for one in reading.places)
    if not reading.language:
        assert any("language could not be told" in note for note in reading.notes)


def test_a_date_that_can_be_read_in_one_way_is_surer_than_one_that_cannot():
    first, second = reading_of("One letter is dated 02/03/04 and the other 13/02/2017.").times
    assert first.confidence < 0.5 < second.confidence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Some 1.600 people were evacuated.", 1600),
        ("Some 1 600 people were evacuated.", 1600),
        ("Some 1\u202f600 people were evacuated.", 1600),
        ("Some 1,600 people were evacuated.", 1600),
        ("Environ 1 600 personnes ont été évacuées.", 1600),
    ],
)
def test_thousands_are_read_in_every_dress(text, value):
    assert [one.value for one in reading_of(text).figures] == [value]


def test_a_headline_in_capitals_is_read_and_the_doubt_is_said():
    reading = reading_of("BOMB BLAST IN BAGHDAD KILLS 12 AND INJURES 40, POLICE SAY")
    assert [one.name for one in reading.focus] == ["Baghdad"]
    assert {(one.value, one.unit) for one in reading.figures} == {(12, "killed"), (40, "injured")}
    assert any("in capitals" in note for note in reading.notes)


def test_words_in_capitals_are_no_sure_places():
    reading = reading_of("NICE PEOPLE OF MOBILE ENJOY READING AND TURKEY DINNER IN CHINA SHOP")
    assert all(one.confidence < 0.8 for one in reading.places)


def test_damage_by_a_scanner_is_said():
    reading = reading_of("Tlie b0mb k1lled l2 pe0ple 0n M0nday ne4r tne rnarket, po1ice sa1d.")
    assert any("look damaged" in note for note in reading.notes)
    assert reading.places == ()


def test_half_a_word_is_no_sure_place():
    assert all(one.confidence < 0.5 for one in reading_of("Tlie b0mb in Bagh- dad kiIled tw0 people.").places)


def test_nuls_controls_and_lone_surrogates_part_words_and_no_more():
    reading = reading_of("Bomb\x00 in \x01Nairobi\x07 kills\x7f \ud8004\udfff people")
    assert [one.name for one in reading.focus] == ["Nairobi"]
    assert [one.value for one in reading.figures] == [4]
    assert "\x00" not in json.dumps(reading.to_json())


def test_the_colours_of_a_terminal_are_no_figures():
    reading = reading_of("\x1b[31mBomb in Nairobi\x1b[0m kills 4 people")
    assert [one.value for one in reading.figures] == [4]


def test_marks_of_no_width_do_not_part_words():
    reading = reading_of("Bo\u200bmb in Nai\u200b\u2060robi ki\xadlls 4 peo\ufeffple")
    assert [one.name for one in reading.focus] == ["Nairobi"]
    assert [(one.value, one.unit) for one in reading.figures] == [(4, "killed")]


def test_marks_of_direction_do_not_turn_a_text_round():
    reading = reading_of("\u202eBomb in \u2067Nairobi\u2069 kills 4 people\u202c")
    assert reading.text == "Bomb in Nairobi kills 4 people"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "word " * 20_000,
        "Paris," * 16_000,
        "1" * 100_000,
        "1 " * 50_000,
        "A.B." * 25_000,
        "-" * 100_000,
        "\n" * 100_000,
        "Event: " * 14_000,
        "from 1 to " * 10_000,
        "(" * 100_000,
        '"' * 100_000,
        "the " * 25_000,
        "Mr. " * 25_000,
        "Kenya: " * 14_000,
        "\u0301" * 50_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_endless_texts_are_read(text):
    reading = reading_of(text)
    assert reading.severity.value == "Unknown"
    assert reading.hazards == ()


@pytest.mark.parametrize(
    "words", ["bomb attack ", "killed 12 people in Paris on Monday, ", "Avoid the area. "]
)
def test_a_text_that_repeats_itself_for_100_000_characters_is_read(words):
    assert len(reading_of(words * (100_000 // len(words))).text) > 99_000


def test_entities_that_multiply_are_not_expanded():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "bomb in Paris "}">' for n in range(9))
    reading = reading_of(f"<?xml version='1.0'?><!DOCTYPE lolz [{laughs}]><lolz>&l8;</lolz>".encode())
    assert reading.text == ""
    assert any("DOCTYPE" in note for note in reading.notes)


def test_a_page_of_100_000_nested_blocks_keeps_its_words():
    reading = reading_of(
        f"<html><body>{'<div>' * 100_000}A bomb killed 4 people in Nairobi.{'</div>' * 100_000}</body></html>"
    )
    assert [one.name for one in reading.focus] == ["Nairobi"]


def test_a_stream_that_unpacks_without_end_is_given_up():
    reading = reading_of(pages(b"BT (Paris ) Tj ET " * 3_000_000))
    assert reading.text == ""
    assert any("could not be read" in note for note in reading.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Islamic State claimed the attack.",
        "Jordan Smith and Chelsea Clinton spoke.",
        "Georgia Tech beat the visitors on Monday.",
        "It was a nice day. Nice people came.",
        "He likes reading. Reading is fun.",
        "Mobile phones were stolen. Mobile users complain.",
        "Of the three, one died.",
        "Paris Hilton opened a shop.",
        "Washington said that it would act.",
        "Manchester United won again.",
        "May and August are hot. Will March be cold?",
    ],
)
def test_a_name_that_is_no_place_is_no_sure_place(text):
    reading = reading_of(text)
    assert [one for one in reading.places if one.confidence >= 0.5] == []
    assert reading.focus == ()


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
