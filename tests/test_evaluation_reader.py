"""Tocsin as one of the systems measured: what `read()` says, brought back to the text that people marked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import tocsin_reader
from evaluation.corpora import Document, GoldMention
from evaluation.tocsin_reader import Mode, spans_back
from tocsin.geo import Point
from tocsin.reading import Span

TEXT = "Floods in Kisumu & Migori. A Kenyan officer said so in Kisumu."


def document(text: str = TEXT, title: str = "") -> Document:
    mentions = tuple(
        GoldMention(Span(at, at + len(words)), words, Point(longitude=34.7, latitude=-0.1), "KE")
        for words in ("Kisumu", "Migori")
        if (at := text.find(words)) >= 0
    )
    return Document("one", title, text, datetime(2020, 4, 1, tzinfo=UTC), mentions)


def words(given: Document) -> list[str]:
    return [one.span.of(given.text) for one in tocsin_reader.answers(given, Mode.FAST)]


def test_answers_stand_in_the_text_handed_in() -> None:
    assert words(document()) == ["Kisumu", "Migori", "Kenyan", "Kisumu"]
    assert [one.demonym for one in tocsin_reader.answers(document(), Mode.FAST)] == [
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("title", ["Kenya: floods in Kisumu", "Nairobi"])
def test_places_of_a_title_that_the_text_does_not_hold_are_no_answers(title: str) -> None:
    assert words(document(title=title)) == words(document())


@pytest.mark.parametrize("title", ["", "Kenya: floods in Kisumu"])
def test_answers_come_back_from_a_text_that_was_cleaned(title: str) -> None:
    given = document(TEXT.replace("&", "&amp;"), title)
    assert words(given) == ["Kisumu", "Migori", "Kenyan", "Kisumu"]
    assert len({one.span for one in tocsin_reader.answers(given, Mode.FAST)}) == 4


def test_marked_places_are_answered_one_for_one() -> None:
    given = tocsin_reader.marked(document())
    assert [one and one.country for one in given] == ["KE", "KE"]


@given(st.text(alphabet="ab .\n", max_size=60), st.text(alphabet="cd", min_size=1, max_size=10), st.data())
def test_spans_come_back_to_the_same_words_however_the_title_stands_before(
    text: str, title: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    ahead = len(title) + 2
    moved = Span(span.start + ahead, span.end + ahead)
    assert spans_back([moved], f"{title}\n\n{text}", text, title) == (span,)
    assert spans_back([Span(0, 1)], f"{title}\n\n{text}", text, title) == (None,)
    assert spans_back([span], text, text) == (span,)
