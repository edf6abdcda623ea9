"""What stands around a figure: where and when it is said of, and of which nation those counted are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.reading.clauses import Tally
from tocsin.reading.numerals import Number
from tocsin.reading.scopes import is_recent
from tocsin.reading.spans import Span
from tocsin.reading.values import Figure, PlaceMention, Role, TimeMention
from tocsin.reading.words import Word


@dataclass(frozen=True, slots=True)
class Context:
    """A text with what else was read in it; `asides` are the parts that give background only."""

    text: str
    words: Sequence[Word]
    places: Sequence[PlaceMention]
    times: Sequence[TimeMention]
    published: datetime
    asides: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Around:
    """The sentence of a figure, the window of it that is the figure's own, and the figure before in the sentence.

    `first` is the index of the sentence's first word, `limit` where the next figure begins, `said` the folded words.
    """

    sentence: Span
    first: int
    window: Span
    limit: int
    said: frozenset[str]
    before: Figure | None


def nationality_of(context: Context, tally: Tally) -> str:
    """The country of a demonym among the words of what is counted: 'three French tourists', 'five Americans'."""
    end = tally.noun.end if tally.noun is not None else tally.number.end + 16
    for place in context.places:
        if place.role is Role.DEMONYM and tally.number.start <= place.span.start <= end and place.country:
            between = context.text[tally.number.end : place.span.start]
            if len(between) <= 24 and not set(between) & set(",.;:"):
                return place.country
    return ""


def place_of(context: Context, number: Number, around: Around) -> tuple[str, int]:
    """The name and number of the place nearest to a figure in its own words, else before it in its sentence; ("", 0) for none."""
    sentence, window = around.sentence, around.window
    real = [
        one
        for one in context.places
        if sentence.start <= one.span.start < sentence.end
        and one.role is not Role.DEMONYM
        and one.confidence >= 0.3
    ]
    if not real:
        return "", 0
    after = [one for one in real if number.end <= one.span.start and one.span.end <= window.end]
    before = [one for one in real if window.start <= one.span.start and one.span.end <= number.start]
    earlier = [one for one in real if one.span.end <= number.start]
    place = after[0] if after else before[-1] if before else earlier[-1] if earlier else None
    return (place.name, place.geonames_id) if place else ("", 0)


def time_of(context: Context, number: Number, around: Around) -> TimeMention | None:
    """The time that a figure is said of: the one in its own words, else the first of its sentence where that stands before."""
    inside = [one for one in context.times if around.sentence.holds(one.span)]
    if not inside:
        return None
    window = around.window
    after = [one for one in inside if number.end <= one.span.start and one.span.end <= window.end]
    before = [one for one in inside if window.start <= one.span.start and one.span.end <= number.start]
    if after:
        return after[0]
    if before:
        return before[-1]
    return inside[0] if inside[0].span.end <= number.start else None


def has_recent_time(context: Context, sentence: Span) -> bool:
    """Whether the sentence names a short time close to the publication."""
    return any(sentence.holds(one.span) and is_recent(one, context.published) for one in context.times)
