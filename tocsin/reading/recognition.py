"""Which stretches of a text may be names of places: what any recogniser gives, and the one that needs no tagger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from tocsin.geo import Place, Precision, gazetteer
from tocsin.reading import place_words
from tocsin.reading.clock_words import MONTHS, WEEKDAYS
from tocsin.reading.name_spans import trimmed
from tocsin.reading.nested_names import borrowed_by_next
from tocsin.reading.spans import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may name a place or its people, how likely (0 to 1) it does, and why."""

    span: Span
    text: str
    likelihood: float
    reason: str


class Recogniser(Protocol):
    """Finds the candidates of a text. `read()` takes any; `GazetteerRecogniser` is the one that needs no model."""

    def candidates(self, text: str, language: str) -> tuple[Candidate, ...]:
        """The candidates in order, none overlapping another."""
        ...


_NEXT = re.compile(r"[ \u00a0]+([^\W\d_][\w'’-]*)")
_PREVIOUS = re.compile(r"([^\W\d_][\w'’-]*)\.?[ \u00a0]+$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]['\"”’)]*\s+|\n\s*[-*•]?\s*|[\"“«(]\s*)$")
_ARABIC = re.compile(r"[\u0621-\u064a]{4,}")
_ARABIC_PREFIX = re.compile(r"^(?:و?[بلف]|و)(?=ال)|^و?لل|^[وبل]")
_LARGER_PLACE = re.compile(r"(?:,\s+|\s+\()[A-Z]\w+")
_START = "first word of a sentence, a little-known name"
_WATERS = re.compile(r"\b(?:Gulf|Bay|Sea|Strait|Straits) of\s+$")
_BIG_TOWN = 100_000
# A negative likelihood marks a name that a person bears here: it is no place there, and a doubtful one elsewhere.
_PERSON, _SURE = -1.0, 0.9
_MOST_PLACES = 10


class GazetteerRecogniser:
    """Names of the gazetteer at word boundaries, judged by the words around them."""

    def candidates(self, text: str, language: str) -> tuple[Candidate, ...]:
        """See `Recogniser`. Likelihood comes from capitals, neighbours (titles, first names, prepositions) and fame."""
        found = gazetteer().matches(text)
        shouted = is_shouted(text)
        seen: dict[tuple[int, ...], tuple[Place, ...]] = {}
        kept: list[Candidate] = []
        people: set[str] = set()
        barred = place_words.not_places(text)
        for match in found:
            span = trimmed(text, Span(match.start, match.end))
            if span is None or any(span.meets(other) for other in barred) or borrowed_by_next(text, span.end):
                continue
            if span.of(text).casefold() in place_words.GENERIC:
                continue
            rows = match.references[:_MOST_PLACES]
            if rows not in seen:
                seen[rows] = tuple(map(_place, rows))
            likelihood, reason = _likelihood(text, span, seen[rows], match.demonym, language, shouted)
            if likelihood <= _PERSON:
                people.add(span.of(text).casefold())
            if likelihood > 0:
                kept.append(Candidate(span, span.of(text), likelihood, reason))
        kept = [one for one in kept if one.likelihood >= _SURE or one.text.casefold() not in people]
        if language == "ar":
            kept += _with_arabic_prefix(text, kept)
        return tuple(sorted(_without_lone_starts(text, kept), key=lambda one: one.span))


@lru_cache(maxsize=8_192)
def _place(row: int) -> Place:
    return gazetteer().place(row)


def _without_lone_starts(text: str, kept: Sequence[Candidate]) -> list[Candidate]:
    """Drop little-known names that stand only where any word has a capital: at the start of a sentence."""
    elsewhere = {one.text for one in kept if one.reason != _START}
    return [
        one
        for one in kept
        if one.reason != _START or one.text in elsewhere or _LARGER_PLACE.match(text, one.span.end)
    ]


def is_shouted(text: str) -> bool:
    """Whether a text is written in capitals, so that they tell nothing about its names."""
    letters = [letter for letter in text[:400] if letter.isalpha() and letter.upper() != letter.lower()]
    return len(letters) > 20 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters)


def _likelihood(
    text: str, span: Span, places: Sequence[Place], demonym: str, language: str, shouted: bool
) -> tuple[float, str]:
    said = span.of(text)
    folded = said.casefold()
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
    if len(said) < 2 or (not said[0].isupper() and said[0].lower() != said[0].upper()):
        return 0.0, ""
    if folded in WEEKDAYS or folded in MONTHS or _WATERS.search(before):
        return 0.0, ""
    if demonym:
        return 0.8, "a country's people or adjective"
    top = places[0]
    famous = (
        top.precision in (Precision.COUNTRY, Precision.REGION, Precision.SEA) or top.population >= 1_000_000
    )
    previous, following = _neighbour(_PREVIOUS, before), _neighbour(_NEXT, after)
    in_front = previous.casefold()
    if _is_person(folded, in_front, previous, following):
        return _PERSON, "a person"
    if said.isupper() and len(said) <= 4 and top.precision is Precision.COUNTRY:
        return 0.9, "a country's abbreviation"
    located = in_front in place_words.LOCATIVES
    if following in place_words.SPEAKING and not famous and not located:
        return _PERSON, "speaks, so a person"
    if following in place_words.ORGANISATION_TAILS and not (famous and top.precision is Precision.COUNTRY):
        return (0.15, "part of an organisation's name") if famous else (0.0, "")
    at_start = _SENTENCE_START.search(before) is not None
    if len(said) <= 3 and top.precision not in (Precision.COUNTRY,):
        return (0.0, "") if not located or said.isupper() else (0.25, "a very short name")
    if folded in place_words.COMMON_WORDS:
        if located and not at_start and not shouted:
            return 0.55, "a common word, but after a word of place"
        hierarchy = re.match(r",\s+[A-Z]", after) is not None and not at_start
        return (0.4, "a common word before a larger place") if hierarchy else (0.0, "")
    if place_words.is_ordinary(folded, language) and not (located and not shouted):
        return 0.0, ""
    if (
        previous[:1].isupper()
        and not famous
        and not at_start
        and in_front not in place_words.BEFORE_PLACES
        and not shouted
        and not located
    ):
        return 0.2, "follows another capitalised word"
    if (
        following[:1].isupper()
        and not famous
        and not located
        and following.casefold() not in place_words.AFTER_PLACES
        and not shouted
    ):
        return 0.2, "goes on with another capitalised word"
    if located:
        return 0.95, "after a word of place"
    if famous:
        return 0.9, "a well-known name"
    if at_start and top.population < _BIG_TOWN:
        return 0.3, _START
    if " " in said and len(said) > 8:
        return 0.8, "a name of several words"
    return (0.7, "a known name") if top.population >= _BIG_TOWN else (0.45, "a little-known name")


def _neighbour(pattern: re.Pattern[str], piece: str) -> str:
    match = pattern.search(piece) if pattern is _PREVIOUS else pattern.match(piece)
    return match.group(1) if match else ""


def _is_person(folded: str, in_front: str, previous: str, following: str) -> bool:
    if in_front in place_words.TITLES_OF_PEOPLE:
        return True
    if previous[:1].isupper() and in_front in place_words.FIRST_NAMES:
        return True
    goes_on = following[:1].isupper() and following.casefold() not in place_words.AFTER_PLACES
    surname = following[1:].islower() and following not in place_words.ORGANISATION_TAILS
    return folded in place_words.FIRST_NAMES and goes_on and surname


def _with_arabic_prefix(text: str, kept: Sequence[Candidate]) -> list[Candidate]:
    """Names behind the one-letter words that Arabic writes together with the next: in, to, and."""
    added = []
    for match in _ARABIC.finditer(text):
        span = Span(*match.span())
        prefix = _ARABIC_PREFIX.match(match.group())
        if prefix is None or any(span.meets(one.span) for one in kept):
            continue
        rest = match.group()[prefix.end() :]
        bare = "ال" + rest if prefix.group().endswith("لل") else rest
        places = gazetteer().by_name(bare)[:_MOST_PLACES]
        if places and (places[0].precision is Precision.COUNTRY or places[0].population >= _BIG_TOWN):
            inner = Span(span.end - len(rest), span.end)
            added.append(Candidate(inner, inner.of(text), 0.8, "a known name behind a prefix"))
    return added
