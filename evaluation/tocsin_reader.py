"""Tocsin's reading as one of the systems that are measured: the only module here that knows how it is called."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from evaluation.alignment import Aligner
from evaluation.answers import Answer
from evaluation.corpora import UNDATED, Document
from tocsin.geo import Point
from tocsin.reading import GazetteerRecogniser, PlaceMention, Role, Span, read, resolve_marked

#: A mention that `read()` is less sure of counts as not answered.
LEAST_CONFIDENCE = 0.0


class Mode(StrEnum):
    """With everything that ships, or with the gazetteer and rules alone."""

    FULL = "tocsin"
    FAST = "tocsin-fast"


def answers(document: Document, mode: Mode) -> tuple[Answer, ...]:
    """The places that `read()` finds in the text of the document; the source's own country is not handed in."""
    reading = read(
        document.text,
        published=document.published,
        title=document.title or None,
        recogniser=GazetteerRecogniser() if mode is Mode.FAST else None,
    )
    back = spans_back([one.span for one in reading.places], reading.text, document.text, document.title)
    placed = zip(reading.places, back, strict=True)
    return tuple(
        _answer(one, span) for one, span in placed if span is not None and one.confidence >= LEAST_CONFIDENCE
    )


def read_bare(text: str, mode: Mode) -> int:
    """Read a text for the sake of the time that it takes; how many places were found."""
    recogniser = GazetteerRecogniser() if mode is Mode.FAST else None
    return len(read(text, published=UNDATED, recogniser=recogniser).places)


def marked(document: Document) -> tuple[Answer | None, ...]:
    """What Tocsin takes each of the document's marked places with coordinates for, when it is told where they stand."""
    spans = [one.span for one in document.located]
    pairs = zip(resolve_marked(document.text, spans), spans, strict=True)
    return tuple(None if one is None else _answer(one, span) for one, span in pairs)


def spans_back(spans: Sequence[Span], read_text: str, text: str, title: str = "") -> tuple[Span | None, ...]:
    """Spans of the text as read as spans of the text handed in: a title may stand before it, and it may be cleaned.

    None where the words stand only in the title, or not at all in the text handed in.
    """
    ahead = len(read_text) - len(text)
    if ahead >= 0 and read_text.endswith(text):
        return tuple(
            Span(one.start - ahead, one.end - ahead) if one.start >= ahead else None for one in spans
        )
    titled = title and read_text.startswith(title) and not text.lstrip().startswith(title)
    ahead = len(title) if titled else 0
    aligner = Aligner(text)
    return tuple(
        aligner.place(one.of(read_text), one.start - ahead) if one.start >= ahead else None for one in spans
    )


def _answer(mention: PlaceMention, span: Span) -> Answer:
    point = Point(longitude=mention.longitude, latitude=mention.latitude)
    return Answer(span, point, mention.country, mention.confidence, mention.role is Role.DEMONYM)
