"""The figures a text states: what is counted, how exactly, of whom, where, when, and whether of this event."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime

from tocsin.reading import units
from tocsin.reading.absences import absences
from tocsin.reading.clauses import Clause, Tally, word_range
from tocsin.reading.lines import unwrapped
from tocsin.reading.not_counts import counts_nothing
from tocsin.reading.numbers import Number, numbers
from tocsin.reading.qualifiers import qualifier_of
from tocsin.reading.scopes import COMING_WORDS, is_coming, scope_of
from tocsin.reading.sentences import sentence_at
from tocsin.reading.spans import Span
from tocsin.reading.surroundings import (
    Around,
    Context,
    has_recent_time,
    nationality_of,
    place_of,
    time_of,
)
from tocsin.reading.tallies import tallies
from tocsin.reading.tally_words import STOP
from tocsin.reading.unit_words import Kind
from tocsin.reading.units import Entry
from tocsin.reading.values import Figure, PlaceMention, Qualifier, Scope, TimeMention
from tocsin.reading.words import Match, Word

_MOST_FIGURES = 500
_MOST_NUMBERS = 2_000
_LONGEST_CLAUSE = 240
_LONGEST_SENTENCE = 150
_COUNTED = re.compile(r"\s+(?:of\s+(?:the\s+)?)?((?:[^\W\d_][\w'’-]*\s+){0,2}?[^\W\d_][\w'’-]*s)\b")
_CLAUSE_END = re.compile(r"[;:]|\.\s|,\s+(?:while|although|but|whereas|mais|pero|mas)\b")
_CROWD = re.compile(
    r"\b(?:crowds?|gathering|audience|group|convoy of migrants|foule|multitud|multidão|grupo|groupe) (?:of|de|d['’])\s?(?:[^\W\d]+\s){0,3}$",
    re.I,
)
_STILL = frozenset({Kind.NOUN, Kind.MEASURE})
_TIME_NOUNS = frozenset(
    {"years", "months", "weeks", "minutes", "seconds", "times", "hours", "days", "ans", "mois", "semaines", "minutos", "anos", "años", "meses", "semanas", "fois", "points", "percentage", "others", "was", "is", "has", "does", "les", "los", "las", "dos", "das", "des", "ses", "sus", "this", "its", "his", "as", "us"}
)  # fmt: skip


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
    if not among:
        return ()
    starts = [start for _, start, _ in among]
    sentences = _cut(unwrapped(text, sentences), starts)
    context = Context(text, among, places, times, published, asides)
    counts = [
        number
        for number in _outside(numbers(text, among, language), times)
        if not counts_nothing(text, number)
    ][:_MOST_NUMBERS]
    friends = units.FALSE_FRIENDS.get(language, frozenset())
    matches = [match for match in units.find_units(among) if among[match.first].folded not in friends]
    if any(match.payload.unit == "infected" for match in matches) and units.ILLNESS.isdisjoint(
        word for word, _, _ in among
    ):
        matches = [match for match in matches if match.payload.unit != "infected"]
    found: list[Figure] = []
    at = match_at = 0
    for sentence in sentences:
        if len(found) >= _MOST_FIGURES:
            break
        mine: list[Number] = []
        while at < len(counts) and counts[at].start < sentence.end:
            if counts[at].start >= sentence.start:
                mine.append(counts[at])
            at += 1
        said: list[Match[Entry]] = []
        while match_at < len(matches) and matches[match_at].start < sentence.end:
            if matches[match_at].start >= sentence.start:
                said.append(matches[match_at])
            match_at += 1
        if not mine and all(match.payload.kind in _STILL and match.payload.holds < 2 for match in said):
            continue
        first, after = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if after > first:
            found += _in_sentence(context, sentence, first, after, mine, said, starts, found[-1:])
    found += _none(context, sentences)
    return tuple(sorted(found, key=lambda one: (one.span.start, one.span.end)))[:_MOST_FIGURES]


def _cut(sentences: Sequence[Span], starts: Sequence[int]) -> Sequence[Span]:
    """The sentences, those of more than `_LONGEST_SENTENCE` words cut: what is no sentence costs no more than others."""
    cut: list[Span] = []
    for span in sentences:
        if span.end - span.start > _LONGEST_SENTENCE:
            first, after = bisect_left(starts, span.start), bisect_left(starts, span.end)
            while after - first > _LONGEST_SENTENCE:
                first += _LONGEST_SENTENCE
                cut.append(Span(span.start, starts[first]))
                span = Span(starts[first], span.end)
        cut.append(span)
    return cut


def _outside(found: Sequence[Number], times: Sequence[TimeMention]) -> Iterator[Number]:
    """The numbers that are no part of a time; both in order."""
    spans = sorted((time.span.start, time.span.end) for time in times)
    at = 0
    for number in found:
        while at < len(spans) and spans[at][1] <= number.start:
            at += 1
        if at == len(spans) or spans[at][0] >= number.end:
            yield number


def _in_sentence(
    context: Context,
    sentence: Span,
    first: int,
    after: int,
    mine: Sequence[Number],
    said: Sequence[Match[Entry]],
    starts: Sequence[int],
    last: Sequence[Figure],
) -> list[Figure]:
    clause = Clause(context.text, context.words, first, after, _clear_of(said, mine))
    placed = []
    for number in mine:
        begin, end = word_range(starts, context.words, Span(number.start, number.end))
        placed.append((number, begin, end))
    made = tallies(clause, placed)
    words = frozenset(word for word, _, _ in context.words[first:after]) if made else frozenset()
    found: list[Figure] = []
    for index, tally in enumerate(made):
        left = max(sentence.start, made[index - 1].number.end) if index else sentence.start
        right = min(sentence.end, made[index + 1].number.start) if index + 1 < len(made) else sentence.end
        right = max(right, tally.number.end)
        around = Around(
            sentence,
            first,
            Span(left, _clause_end(context.text, tally.number.end, right)),
            right,
            words,
            found[-1] if found else (last[0] if last and tally.part else None),
        )
        figure = _figure(context, clause, tally, around)
        if figure is not None:
            found.append(figure)
    return found


def _clear_of(said: Sequence[Match[Entry]], mine: Sequence[Number]) -> list[Match[Entry]]:
    """The matches that are not themselves numbers (Spanish 'miles')."""
    return [
        match for match in said if not any(one.start < match.end and match.start < one.end for one in mine)
    ]


def _clause_end(text: str, start: int, end: int) -> int:
    match = _CLAUSE_END.search(text, start, min(end, start + _LONGEST_CLAUSE))
    return match.start() if match else end


def _figure(context: Context, clause: Clause, tally: Tally, around: Around) -> Figure | None:
    number, text = tally.number, context.text
    unit = _unit(clause, tally, around)
    if unit == "-":
        return None
    inherits = tally.part and around.before is not None and not tally.measured
    if (
        inherits
        and around.before is not None
        and (not unit or (tally.fate is None and around.before.unit in units.FATES))
    ):
        unit = around.before.unit
    counted = "" if tally.implied or tally.measured else _counted(text, tally, around.window)
    if tally.implied and tally.fate is None:
        return None
    if (number.alone or number.vague) and not _says_count(clause, tally, unit):
        return None
    if not unit and not (counted and _counts_something(number, counted)):
        return None
    if (
        unit
        and not tally.measured
        and tally.fate is None
        and tally.noun is not None
        and not tally.part
        and number.alone
    ):
        return None
    qualifier, start, end = (
        (Qualifier.EXACTLY, number.start, number.end)
        if tally.implied
        else qualifier_of(text, context.words, tally.first, around.first, number.start, number.end)
    )
    end = max(end, _unit_end(tally, end, around.limit))
    place_name, place_number = place_of(context, number, around)
    if inherits and around.before is not None and not place_name:
        place_name, place_number = around.before.place, around.before.place_geonames_id
    time = time_of(context, number, around)
    scope = scope_of(
        text,
        around.sentence,
        number.start,
        end,
        time,
        context.published,
        context.asides,
        around.said,
        recent=has_recent_time(context, around.sentence),
    )
    if (
        scope is Scope.THIS_EVENT
        and unit in units.FATES
        and not around.said.isdisjoint(COMING_WORDS)
        and is_coming(text, around.sentence, number.start, number.end)
    ):
        scope = Scope.EXPECTED
    if tally.part and around.before is not None and time is None:
        scope = around.before.scope if scope is not Scope.WITHDRAWN else scope
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
        scope=scope,
        whose=tally.noun.payload.whose if tally.noun is not None else "",
        nationality="" if tally.measured else nationality_of(context, tally),
        part=tally.part,
        currency=number.currency or (tally.measure.payload.currency if tally.measure else ""),
    )


def _says_count(clause: Clause, tally: Tally, unit: str) -> bool:
    """Whether a bare 'one' or 'several' counts: 'one person was killed', not 'one of the' or 'no one said'."""
    if not unit or tally.measured:
        return False
    if tally.number.vague:
        return tally.fate is not None or (tally.noun is not None and unit in units.NOUNS)
    before = clause.folded(tally.first - 1)
    if before in ("no", "any", "every", "each", "this", "that", "the", "which", "not"):
        return False
    return tally.fate is not None


def _counts_something(number: Number, counted: str) -> bool:
    return (
        number.value != 1
        and number.value < 1e6
        and not number.vague
        and counted.islower()
        and len(counted) > 3
        and number.end - number.start < 16
        and counted.split()[-1] not in _TIME_NOUNS
        and counted.split()[0] not in _TIME_NOUNS
        and counted.split()[0] not in STOP
        and not counted.endswith(("ous", "ss", "us", "is"))
    )


def _unit(clause: Clause, tally: Tally, around: Around) -> str:
    """The unit of a tally, "" for none, "-" for a number that is no figure at all."""
    if tally.measured:
        return tally.measured
    joined = _joined_unit(clause, tally, around)
    if joined:
        return joined
    if tally.fate is not None:
        return tally.fate.payload.unit
    if tally.noun is not None:
        return tally.noun.payload.unit
    return (
        "people" if _CROWD.search(clause.text[max(0, tally.number.start - 40) : tally.number.start]) else ""
    )


def _joined_unit(clause: Clause, tally: Tally, around: Around) -> str:
    """'terrorist cells dismantled' and 'fighters travelled', which join a noun and what became of it."""
    is_cells = tally.noun is not None and tally.noun.payload.unit == "cells"
    is_travel = tally.fate is not None and tally.fate.payload.unit == "travelled"
    if not (is_cells or is_travel):
        return ""
    low, high = (
        max(around.window.start, tally.number.start - 40),
        min(around.sentence.end, tally.number.end + 120),
    )
    following = {
        word.folded for word in clause.among[clause.first : clause.after] if low <= word.start < high
    }
    if is_cells and not units.DISMANTLED.isdisjoint(following):
        return (
            "terrorist cells dismantled" if not units.TERRORIST.isdisjoint(following) else "cells dismantled"
        )
    if is_travel and not units.TO_FIGHT.isdisjoint(following):
        return "fighters travelled"
    return ""


def _unit_end(tally: Tally, end: int, limit: int) -> int:
    """Where the figure's words end: with the noun and the fate, where they follow closely and before the next figure."""
    last = end
    for match in (tally.measure, tally.noun, tally.fate):
        if match is not None and end <= match.start <= end + 40 and match.end <= limit:
            last = max(last, match.end)
    return last


def _counted(text: str, tally: Tally, window: Span) -> str:
    noun, fate = tally.noun, tally.fate
    if noun is not None:
        return text[noun.start : noun.end] if noun.start >= tally.number.end else ""
    end = max(min(window.end, tally.number.end + 60), tally.number.end)
    if fate is not None and fate.start >= tally.number.end:
        end = min(end, fate.start)
    match = _COUNTED.match(text, tally.number.end, end)
    return match.group(1) if match else ""


def _none(context: Context, sentences: Sequence[Span]) -> list[Figure]:
    """Figures of nought: 'no one was hurt'."""
    found = []
    for span, unit in absences(context.text, context.words):
        sentence = sentence_at(sentences, span.start)
        if sentence is None:
            continue
        number = Number(span.start, span.end, 0.0)
        words = frozenset(word for word, start, _ in context.words if sentence.start <= start < sentence.end)
        around = Around(sentence, 0, sentence, sentence.end, words, None)
        place, place_number = place_of(context, number, around)
        time = time_of(context, number, around)
        found.append(
            Figure(
                text=span.of(context.text),
                span=span,
                value=0.0,
                upper=None,
                qualifier=Qualifier.EXACTLY,
                unit=unit,
                place=place,
                place_geonames_id=place_number,
                start=time.start if time else None,
                end=time.end if time else None,
                when=time.when if time else "",
                scope=scope_of(
                    context.text,
                    sentence,
                    span.start,
                    span.end,
                    time,
                    context.published,
                    context.asides,
                    words,
                ),
            )
        )
    return found
