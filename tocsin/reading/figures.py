"""The figures a text states: what is counted, how exactly, where, when, and whether of this event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.reading import units
from tocsin.reading.numbers import Number, numbers
from tocsin.reading.sentences import sentence_at
from tocsin.reading.spans import Span
from tocsin.reading.values import Figure, PlaceMention, Qualifier, Role, Scope, TimeMention
from tocsin.reading.words import Match, Word, fold

_RECENT = timedelta(days=30)
_MOST_FIGURES = 500

_BEFORE: tuple[tuple[Qualifier, str], ...] = (
    (Qualifier.AT_LEAST, r"at least|no fewer than|no less than|not less than|a minimum of|minimum|au moins|al menos|por lo menos|como minimo|pelo menos|ao menos|لا يقل عن|على الأقل"),
    (Qualifier.UP_TO, r"up to|as many as|as much as|at most|no more than|a maximum of|fewer than|less than|under|below|jusqu['’]à|moins de|hasta|menos de|até|no máximo|ما يصل إلى"),
    (Qualifier.MORE_THAN, r"more than|over|above|upwards of|in excess of|exceeding|exceeds|greater than|plus d['’]une?|plus de|más de|mas de|mais de|أكثر من|اكثر من|يزيد عن|تجاوز"),
    (Qualifier.ABOUT, r"about|around|approximately|approx\.?|roughly|some|nearly|almost|an estimated|estimated|close to|circa|environ|près de|quelque|une? |unos|unas|alrededor de|cerca de|casi|aproximadamente|quase|cerca d[ea]|uns|umas|نحو|حوالي|قرابة|زهاء|يقارب"),
)  # fmt: skip
_BEFORE_RULES = tuple(
    (qualifier, re.compile(rf"(?:^|[^\w])(?:{words})\s*(?:the\s|a\s|an\s|US\s?)?[$€£¥]?$", re.I))
    for qualifier, words in _BEFORE
)
_AFTER_RULES = (
    (
        Qualifier.AT_LEAST,
        re.compile(r"^\s*(?:\+|or more\b|ou plus\b|o más\b|ou mais\b|\w+\s+على الأقل)", re.I),
    ),
    (Qualifier.ABOUT, re.compile(r"^\s*(?:or so\b|approximately\b|environ\b)", re.I)),
)
_RANGE_GAP = re.compile(r"^\s*(?:-|–|to|and|or|à|a|y|e|ou|o)\s*$", re.I)
_INCLUDING = re.compile(
    r"\b(?:including|of whom|of which|among them|of them|dont|entre ellos|incluid[oa]s|incluindo|dos quais|من بينهم)\b[\s\w]{0,14}$",
    re.I,
)
_PAST_WORDS = re.compile(
    r"\b(?:previous|previously|last year|earlier attack|in a similar|a similar attack|anniversary|historically|years ago|decades ago|l['’]année dernière|el año pasado|ano passado)\b",
    re.I,
)
_STANDING_WORDS = re.compile(
    r"\b(?:since|so far this year|this year|every year|each year|annually|on average|in the past|over the past|in the last|over the last|to date|thus far|in recent|estimated that|depuis|desde)\b",
    re.I,
)
_NOT_COUNTS = re.compile(r"^(?:[-\s]?years?[- ]old|\s*(?:st|nd|rd|th)\b|[-–]\w+-old|\s*%\s*$)", re.I)
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:aged?|update|route|highway|chapter|page|no|number|room|gate|section|article|flight|phase|category|cat|zone|terminal|resolution|boeing|airbus|tel|phone|call|line|block|magnitude-)|#)\.?\s*$",
    re.I,
)
_COUNTED = re.compile(r"^\s+(?:of\s+(?:the\s+)?)?((?:[^\W\d_][\w'’-]*\s+){0,2}?[^\W\d_][\w'’-]*s)\b")
_CLAUSE_END = re.compile(r"[;:]|\.\s|,\s+(?:while|although|but|whereas|mais|pero|mas)\b")


@dataclass(frozen=True, slots=True)
class _Context:
    text: str
    words: Sequence[Word]
    matches: tuple[Match[str], ...]
    places: Sequence[PlaceMention]
    times: Sequence[TimeMention]
    published: datetime
    asides: Sequence[Span]


def read_figures(
    text: str,
    among: Sequence[Word],
    language: str,
    sentences: Sequence[Span],
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
    published: datetime,
    asides: Sequence[Span],
) -> tuple[Figure, ...]:
    """Every figure with a unit, and counts of other things, in order. `asides` are parts that give background only."""
    context = _Context(text, among, tuple(units.PHRASES.find(among)), places, times, published, asides)
    found: list[Figure] = []
    counts = [
        number
        for number in _joined_ranges(text, numbers(text, among, language))
        if not any(number.start < time.span.end and time.span.start < number.end for time in times)
    ][:_MOST_FIGURES]
    for index, number in enumerate(counts):
        sentence = sentence_at(sentences, number.start)
        if sentence is None or _NOT_COUNTS.match(text[number.end : number.end + 12]):
            continue
        if _LABEL_BEFORE.search(text[max(0, number.start - 14) : number.start]):
            continue
        left = max([sentence.start] + [one.end for one in counts[:index] if one.end > sentence.start])
        right = min(
            [sentence.end] + [one.start for one in counts[index + 1 : index + 2] if one.start < sentence.end]
        )
        window = Span(left, _clause_end(text, number.end, right))
        before = found[-1] if found and sentence.start <= found[-1].span.start else None
        figure = _figure(context, number, window, sentence, before)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def _joined_ranges(text: str, found: Sequence[Number]) -> list[Number]:
    """'10 to 15' and 'between 10 and 15' as one number with an upper bound."""
    joined: list[Number] = []
    for number in found:
        last = joined[-1] if joined else None
        if last and last.upper is None and number.value > last.value and not last.currency:
            gap = text[last.end : number.start]
            says_and = gap.strip().lower() in ("and", "y", "e")
            if _RANGE_GAP.match(gap) and (
                not says_and or text[: last.start].rstrip().lower().endswith(("between", "entre"))
            ):
                joined[-1] = Number(last.start, number.end, last.value, number.value)
                continue
        joined.append(number)
    return joined


def _clause_end(text: str, start: int, end: int) -> int:
    match = _CLAUSE_END.search(text, start, end)
    return match.start() if match else end


def _figure(
    context: _Context, number: Number, window: Span, sentence: Span, last: Figure | None
) -> Figure | None:
    text = context.text
    before = text[sentence.start : number.start]
    unit, unit_span, _includes = _unit(context, number, window, sentence)
    inherits = not unit and last is not None and _INCLUDING.search(before[-30:]) is not None
    if inherits and last is not None:
        unit = last.unit
    counted = _counted(text, number, window)
    if not unit and not (counted and _counts_something(number, counted)):
        return None
    qualifier, start = _qualifier(text, number, sentence)
    end = (
        max(number.end, unit_span.end)
        if unit_span and number.end <= unit_span.start <= number.end + 40
        else number.end
    )
    place = _place(context, number, window, sentence)
    if inherits and last is not None and place is None:
        place_name, place_number = last.place, last.place_geonames_id
    else:
        place_name, place_number = (place.name, place.geonames_id) if place else ("", 0)
    time = _time(context, number, window, sentence)
    return Figure(
        text=text[start:end],
        span=Span(start, end),
        value=number.value,
        upper=number.upper,
        qualifier=Qualifier.ABOUT if number.rough and qualifier is Qualifier.EXACTLY else qualifier,
        unit=unit,
        counted=counted,
        place=place_name,
        place_geonames_id=place_number,
        start=time.start if time else None,
        end=time.end if time else None,
        when=time.when if time else "",
        scope=_scope(context, number, sentence, time),
    )


def _counts_something(number: Number, counted: str) -> bool:
    return (
        number.value != 1
        and number.value < 1e6
        and counted.islower()
        and len(counted) > 3
        and number.end - number.start < 16
    )


def _unit(context: _Context, number: Number, window: Span, sentence: Span) -> tuple[str, Span | None, bool]:
    """The unit, where its word stands, and whether it stands before the number."""
    text = context.text
    if number.currency:
        return units.CURRENCIES.get(number.currency, ""), None, False
    if text[number.end : number.end + 2].lstrip().startswith("%"):
        return "per cent", None, False
    if re.match(r"\s?°\s?C?", text[number.end : number.end + 4]):
        return "degrees Celsius", None, False
    if re.match(r"\s?km/h\b", text[number.end : number.end + 6]):
        return "kilometres per hour", None, False
    after = [one for one in context.matches if number.end <= one.start and one.end <= window.end]
    before = [one for one in context.matches if window.start <= one.start and one.end <= number.start]
    direct = _direct_before(context, number, before)
    adjacent = after[0] if after and not text[number.end : after[0].start].strip(" -\u00a0") else None
    if adjacent and adjacent.payload in units.MEASURES and adjacent.payload != "magnitude":
        return adjacent.payload, Span(adjacent.start, adjacent.end), False
    if adjacent and adjacent.payload == "magnitude":
        return "magnitude", Span(adjacent.start, adjacent.end), False
    if direct is not None and (direct.payload in units.FATES or direct.payload == "magnitude"):
        return direct.payload, Span(direct.start, direct.end), True
    near = [one for one in after if _words_between(context, number.end, one.start) <= 12]
    fate = next((one for one in near if one.payload in units.FATES and one.payload != "travelled"), None)
    noun = next(
        (
            one
            for one in near
            if one.payload in units.NOUNS and _words_between(context, number.end, one.start) <= 4
        ),
        None,
    )
    joined = _joined_unit(
        context,
        near,
        noun,
        Span(max(window.start, number.start - 40), max(window.end, min(sentence.end, number.end + 120))),
    )
    if joined:
        return joined, Span(near[0].start, near[0].end), False
    if fate is not None and not _cut_off(text[number.end : fate.start]):
        return fate.payload, Span(fate.start, fate.end), False
    if noun is not None:
        return noun.payload, Span(noun.start, noun.end), False
    moved = next((one for one in near if one.payload == "travelled"), None)
    return (moved.payload, Span(moved.start, moved.end), False) if moved else ("", None, False)


def _direct_before(context: _Context, number: Number, before: Sequence[Match[str]]) -> Match[str] | None:
    """The fate or measure right before the number ('killed at least', 'a death toll of', 'magnitude')."""
    for match in reversed(before):
        gap = context.text[match.end : number.start]
        if _words_between(context, match.end, number.start) > 5 or re.search(
            r"[,;.]|\band\b|\by\b|\bet\b|\be\b|\bو", gap
        ):
            return None
        said = fold(context.words[match.after - 1].folded)
        if said in units.ACTIVE or gap.strip() == ":":
            return match
    return None


def _words_between(context: _Context, start: int, end: int) -> int:
    return len(context.text[start:end].split())


def _cut_off(gap: str) -> bool:
    """Whether the words between a number and a fate already speak of something else ('17 people and injured')."""
    return re.search(r"\band\b\s*$|\bet\b\s*$|\by\b\s*$|\be\b\s*$", gap) is not None and len(gap.split()) <= 4


def _joined_unit(context: _Context, near: Sequence[Match[str]], noun: Match[str] | None, reach: Span) -> str:
    following = [word.folded for word in context.words if reach.start <= word.start < reach.end]
    if noun is not None and noun.payload == "cells" and units.DISMANTLED.intersection(following):
        return "terrorist cells dismantled" if units.TERRORIST.intersection(following) else "cells dismantled"
    if any(one.payload == "travelled" for one in near) and units.TO_FIGHT.intersection(following):
        return "fighters travelled"
    return ""


def _counted(text: str, number: Number, window: Span) -> str:
    match = _COUNTED.match(text[number.end : min(window.end, number.end + 60)])
    return match.group(1) if match else ""


def _qualifier(text: str, number: Number, sentence: Span) -> tuple[Qualifier, int]:
    """How the figure is bounded, and where the words that say so begin."""
    before = text[max(sentence.start, number.start - 32) : number.start]
    for qualifier, rule in _BEFORE_RULES:
        match = rule.search(before)
        if match:
            start = number.start - len(before) + match.start()
            return qualifier, start if text[start].isalnum() else start + 1
    for qualifier, rule in _AFTER_RULES:
        if rule.match(text[number.end : number.end + 24]):
            return qualifier, number.start
    return Qualifier.EXACTLY, number.start


def _place(context: _Context, number: Number, window: Span, sentence: Span) -> PlaceMention | None:
    real = [one for one in context.places if one.role is not Role.DEMONYM and one.confidence >= 0.3]
    after = [one for one in real if number.end <= one.span.start and one.span.end <= window.end]
    before = [one for one in real if window.start <= one.span.start and one.span.end <= number.start]
    earlier = [one for one in real if sentence.start <= one.span.start and one.span.end <= number.start]
    return after[0] if after else before[-1] if before else earlier[-1] if earlier else None


def _time(context: _Context, number: Number, window: Span, sentence: Span) -> TimeMention | None:
    inside = [one for one in context.times if sentence.holds(one.span)]
    after = [one for one in inside if number.end <= one.span.start and one.span.end <= window.end]
    before = [one for one in inside if window.start <= one.span.start and one.span.end <= number.start]
    return (
        after[0]
        if after
        else before[-1]
        if before
        else inside[0]
        if inside and inside[0].span.end <= number.start
        else None
    )


def _scope(context: _Context, number: Number, sentence: Span, time: TimeMention | None) -> Scope:
    said = sentence.of(context.text)
    if time is not None and time.start is not None and time.end is not None:
        if time.end < context.published - _RECENT:
            return Scope.PAST
        if time.end - time.start > _RECENT:
            return Scope.BACKGROUND
        return Scope.THIS_EVENT
    if _PAST_WORDS.search(said):
        return Scope.PAST
    if _STANDING_WORDS.search(said) or any(part.start <= number.start < part.end for part in context.asides):
        return Scope.BACKGROUND
    return Scope.THIS_EVENT
