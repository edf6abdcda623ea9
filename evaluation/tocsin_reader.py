"""Tocsin's reading as one of the systems that are measured: the only module here that knows how it is called."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import tocsin.reading
from evaluation.alignment import Aligner
from evaluation.answers import Answer
from evaluation.corpora import UNDATED, Document
from tocsin.geo import Point, gazetteer
from tocsin.reading import Candidate, GazetteerRecogniser, PlaceMention, Role, Span, read
from tocsin.reading.resolution import resolve

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
    if hasattr(tocsin.reading, "resolve_marked"):
        mentions = tocsin.reading.resolve_marked(document.text, spans, title=document.title or None)
        pairs = zip(mentions, spans, strict=True)
        return tuple(None if one is None else _answer(one, span) for one, span in pairs)
    return _resolved(document.text, spans)


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


def _resolved(text: str, spans: Sequence[Span]) -> tuple[Answer | None, ...]:
    """The same by the resolver as it stands, until `resolve_marked` is there."""
    found: list[Answer | None] = []
    for item in resolve(text, [_candidate(text, span) for span in spans], {}):
        place = item.place or gazetteer().country(item.candidate.demonym)
        span = item.candidate.span
        found.append(
            None
            if place is None
            else Answer(span, place.point, place.country, item.confidence, item.place is None)
        )
    return tuple(found)


def _candidate(text: str, span: Span) -> Candidate:
    words = span.of(text)
    whole = (one for one in gazetteer().matches(words) if len(one.text) == len(words))
    demonym = next((one.demonym for one in whole if one.demonym), "")
    return Candidate(span, words, tuple(gazetteer().by_name(words)[:10]), demonym, 1.0, "marked")
