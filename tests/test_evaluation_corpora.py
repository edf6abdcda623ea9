"""Corpus files are read as people write them, and what cannot be used is said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.alignment import Aligner, nearest
from evaluation.corpora import UNDATED, Corpus, read_corpus
from evaluation.errors import CorpusError
from tocsin.reading import Span

TEXT = "Fire in Mombasa. Two were hurt in Mombasa, Kenya, police said."


def toponym(
    phrase: str = "Mombasa",
    start: object = 8,
    end: object = 15,
    place: str = "<lat>-4.05</lat><lon>39.67</lon>",
) -> str:
    return (
        f"<toponym><start>{start}</start><end>{end}</end><phrase>{phrase}</phrase>"
        f"<gaztag geonameid='186301'><name>Mombasa</name>{place}</gaztag></toponym>"
    )


def article(*toponyms: str, text: str = TEXT, head: str = "<title>Fire in Mombasa</title>") -> str:
    marked = "".join(toponyms)
    return f"<article docid='7'>{head}<text>{escape(text)}</text><toponyms>{marked}</toponyms></article>"


def corpus(folder: Path, *articles: str) -> Corpus:
    path = folder / "new.xml"
    path.write_text(
        f"<?xml version='1.0' encoding='utf-8'?><articles>{''.join(articles)}</articles>", "utf-8"
    )
    return read_corpus(path)


def spans(read: Corpus) -> list[tuple[int, int]]:
    return [(one.span.start, one.span.end) for one in read.documents[0].mentions]


def test_the_form_of_lgl_is_read(tmp_path: Path) -> None:
    head = "<title> Fire in Mombasa </title><dltime>2009-03-20 12:24:52.002364-05</dltime>"
    read = corpus(
        tmp_path, article(toponym(), toponym("Kenya", 43, 48, "<lat>1</lat><lon>38</lon>"), head=head)
    )
    document = read.documents[0]
    assert (read.name, document.identifier, document.title, document.text) == (
        "new",
        "7",
        "Fire in Mombasa",
        TEXT,
    )
    assert document.published == datetime(2009, 3, 20, 17, 24, 52, 2364, tzinfo=UTC)
    assert [(one.text, one.country) for one in document.mentions] == [("Mombasa", "KE"), ("Kenya", "KE")]
    assert read.notes == ()


def test_the_form_of_geovirus_is_read(tmp_path: Path) -> None:
    location = "<location><name>Mombasa</name><start>9</start><end>16</end><lat>-4.05</lat><lon>39.67</lon></location>"
    source = "<source>https://news.example/fire</source>"
    read = corpus(
        tmp_path, f"<article>{source}<text>{TEXT}</text><locations>{location}</locations></article>"
    )
    assert (read.documents[0].identifier, read.documents[0].title) == ("https://news.example/fire", "")
    assert spans(read) == [(8, 15)]
    assert read.notes == ("1 marked places were moved to where their words stand.",)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2009-03-20T12:24:52Z", datetime(2009, 3, 20, 12, 24, 52, tzinfo=UTC)),
        ("2009-03-20", datetime(2009, 3, 20, tzinfo=UTC)),
        ("2009-03-20 12:24:52+0530", datetime(2009, 3, 20, 6, 54, 52, tzinfo=UTC)),
        ("Fri, 20 Mar 2009 12:24:52 -0500", datetime(2009, 3, 20, 17, 24, 52, tzinfo=UTC)),
        ("spring", UNDATED),
        ("", UNDATED),
    ],
)
def test_a_date_is_read_in_several_forms_and_is_not_needed(
    tmp_path: Path, said: str, moment: datetime
) -> None:
    read = corpus(tmp_path, article(toponym(), head=f"<dltime>{said}</dltime>"))
    assert read.documents[0].published == moment


def test_words_count_more_than_offsets(tmp_path: Path) -> None:
    read = corpus(tmp_path, article(toponym(start=38, end=45), toponym("Kenya", 0, 0)))
    assert spans(read) == [(34, 41), (43, 48)]


def test_without_offsets_the_same_words_take_their_places_in_turn(tmp_path: Path) -> None:
    assert spans(corpus(tmp_path, article(toponym(start="", end=""), toponym(start="x", end="y")))) == [
        (8, 15),
        (34, 41),
    ]


def test_without_words_the_offsets_count(tmp_path: Path) -> None:
    read = corpus(tmp_path, article(toponym("", 34, 41)))
    assert [one.text for one in read.documents[0].mentions] == ["Mombasa"]


def test_a_toponym_without_coordinates_is_marked_but_no_gold(tmp_path: Path) -> None:
    read = corpus(tmp_path, article(toponym(), toponym("Kenya", 43, 48, "")))
    assert (len(read.documents[0].mentions), len(read.documents[0].located)) == (2, 1)
    assert read.notes == ("1 marked places have no coordinates and are no part of the gold.",)


@pytest.mark.parametrize(
    "place", ["<lat>91</lat><lon>0</lon>", "<lat>north</lat><lon>0</lon>", "<lat>5</lat>"]
)
def test_coordinates_nowhere_on_earth_are_said_and_not_used(tmp_path: Path, place: str) -> None:
    read = corpus(tmp_path, article(toponym(), toponym("Kenya", 43, 48, place)))
    assert len(read.documents[0].located) == 1
    assert "nowhere on Earth" in read.notes[0]
    assert "toponym 2" in read.notes[0]


def test_what_stands_nowhere_in_the_text_is_left_out_and_said(tmp_path: Path) -> None:
    read = corpus(tmp_path, article(toponym(), toponym("Nairobi", 3, 10), toponym("", 900, 910)))
    assert spans(read) == [(8, 15)]
    assert len(read.notes) == 2


def test_an_article_without_text_is_left_out_and_said(tmp_path: Path) -> None:
    read = corpus(tmp_path, "<article docid='5'><title>Only a title</title></article>", article(toponym()))
    assert len(read.documents) == 1
    assert read.notes == ("1 articles have no text and were left out (the first: 5).",)


def test_words_that_name_no_place_are_no_gold_where_the_corpus_says_so(tmp_path: Path) -> None:
    marked = toponym().replace("<toponym>", "<toponym><type>Literal_Expression</type>")
    assert spans(corpus(tmp_path, article(marked, toponym("Kenya", 43, 48)))) == [(43, 48)]


def test_whether_demonyms_are_marked_is_seen_from_the_marked_words(tmp_path: Path) -> None:
    text = "A Kenyan and a Frenchman met in Mombasa."
    assert corpus(tmp_path, article(toponym("Kenyan", 2, 8), text=text)).demonyms
    assert not corpus(tmp_path, article(toponym("Mombasa", 32, 39), text=text)).demonyms


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not well-formed XML"),
        (b"Mombasa is in Kenya", "not well-formed XML"),
        (b"\x00\xff\xfe", "not well-formed XML"),
        (b"<articles><article></articles>", "not well-formed XML"),
        (b"<articles/>", "holds no <article>"),
        (b"<articles><article><text>Nothing is marked.</text></article></articles>", "marks no place"),
        (
            f"<articles>{article(toponym(place=''))}</articles>".encode(),
            "coordinates, so nothing can be scored",
        ),
        (
            b'<!DOCTYPE a [<!ENTITY x "y">]><articles><article><text>&x;</text></article></articles>',
            "declares entities",
        ),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><articles><article><text>&x;</text></article></articles>',
            "declares entities",
        ),
    ],
)
def test_a_file_that_is_no_corpus_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"bad\.xml") as refused:
        read_corpus(path)
    assert said in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xml", tmp_path):
        with pytest.raises(CorpusError, match="cannot be opened"):
            read_corpus(path)


def test_a_sample_is_spread_evenly_and_always_the_same(tmp_path: Path) -> None:
    read = corpus(tmp_path, *(article(toponym()).replace("'7'", f"'{number}'") for number in range(10)))
    assert [one.identifier for one in read.sample(3).documents] == ["0", "3", "6"]
    assert len(read.sample(0).documents) == len(read.sample(50).documents) == 10


scribbles = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12
) | st.sampled_from(("nan", "inf", "-1", "1e9", "0.5", "7", "٧", "Mombasa", "Kenya", "Literal", "9999999999"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(scribbles, min_size=7, max_size=7), max_size=4))
def test_whatever_stands_in_the_fields_of_one_toponym_the_others_are_read(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    marked = "".join(
        f"<toponym><start>{start}</start><end>{end}</end><phrase>{phrase}</phrase><type>{kind}</type>"
        f"<gaztag><lat>{lat}</lat><lon>{lon}</lon><country geonameid={quoteattr(country)}/></gaztag></toponym>"
        for start, end, phrase, kind, lat, lon, country in ((*map(escape, row[:6]), row[6]) for row in rows)
    )
    kept = toponym("Kenya", 43, 48)
    read = corpus(
        tmp_path, article(marked, kept, head=f"<dltime>{escape(rows[0][0]) if rows else ''}</dltime>")
    )
    found = read.documents[0].mentions
    assert Span(43, 48) in [one.span for one in found]
    assert all(one.text == one.span.of(TEXT) != "" for one in found)


# -- words to their place in a text -------------------------------------------------------------------------------------

words = st.text(alphabet="ab ", min_size=1, max_size=4).filter(lambda one: one.strip() == one)


@given(st.text(alphabet="ab c", max_size=80), words, st.integers(-5, 100))
def test_words_are_placed_where_they_stand_or_nowhere(text: str, said: str, start: int) -> None:
    span = Aligner(text).place(said, max(0, start))
    assert (span is None) == (said not in text)
    assert span is None or span.of(text) == said


@given(st.text(alphabet="ab c", min_size=1, max_size=80), st.data())
def test_right_offsets_are_kept(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    aligner = Aligner(text)
    assert aligner.place(text[start:end], start) == Span(start, end)
    assert aligner.moved == 0


@given(st.text(alphabet="ab", max_size=40), words, st.integers(0, 50), st.integers(1, 20))
def test_the_nearest_place_within_reach_is_taken(text: str, said: str, around: int, reach: int) -> None:
    everywhere = [at for at in range(len(text)) if text.startswith(said, at) and abs(at - around) <= reach]
    got = nearest(text, said, around, reach)
    assert (got == -1) == (not everywhere)
    assert got == -1 or abs(got - around) == min(abs(at - around) for at in everywhere)


def test_offsets_that_drift_lead_to_the_right_one_of_equal_words() -> None:
    text = "Mombasa, then Mombasa, then Mombasa."
    aligner = Aligner(text)
    assert [aligner.place("Mombasa", start) for start in (2, 16, 30)] == [
        Span(0, 7),
        Span(14, 21),
        Span(28, 35),
    ]
