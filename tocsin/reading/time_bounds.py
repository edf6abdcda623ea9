"""Bounds times by the words before and behind them: since, until, from, by, before, after, about, 'for three days'."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from tocsin.reading.time_atoms import Atom, Context
from tocsin.reading.time_calendar import DAY, HOUR, MINUTE, midnight, moved
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_parts import rougher
from tocsin.reading.time_tense import PAST, tense
from tocsin.reading.values import Certainty

_BEFORE = pattern(
    "(?:(?P<until>UNTIL)(?P<least>LEAST)?|(?P<least2>LEAST)(?P<until2>UNTIL)|(?P<since>SINCE)|(?P<from>FROM)|(?P<by>BY)"
    "|(?P<shortly>SHORTLY)(?:AFTER|BEFORE)|(?P<before>BEFORE|AGOPRE)|(?P<after>AFTER)|(?P<about>ABOUT|SHORTLY)"
    "|(?P<at>AT)ABOUT|(?P<between>BETWEEN)|(?P<in>IN|OVER)(?=THE?$))"
    "(?:LEAST|THE|ON|AT|DAYWORD|ABOUT|AT_HOUR|OF|TO_AT|UNTIL|BY|FROM|UNIT|APOSTROPHE)*$"
)
_DURATION_BEFORE = pattern(
    "(?P<n>ANY_COUNT)DASH?(?P<u>UNIT)(?:OTHER){0,3}(?P<from>FROM|ON|AT)(?:ON|THE|AT|DAYWORD)*$"
)
_AHEAD_OF = pattern("(?P<n>ANY_COUNT)(?P<u>UNIT)$")
_DURATION_AFTER = pattern("(?:COMMA)?FOR(?:ABOUT)?(?P<n>ANY_COUNT)(?P<u>UNIT)")


def bounded(context: Context, atom: Atom) -> Atom:
    """The atom with the words before it applied: since, until, from, by, before, after, about; and how long it lasts."""
    first, after = atom.first, atom.after
    match = context.before(atom.first_item, _BEFORE, 5)
    if first is None or after is None or match is None:
        return _with_length(context, atom)
    words = {name for name, at in match.re.groupindex.items() if match.start(name) >= 0}
    start = match.start()
    pointed = _is_point(atom)
    if "between" in words:
        return replace(atom, first_item=start) if atom.ranged else atom
    if "since" in words:
        return _since(context, atom, start, first, after)
    if words & {"until", "until2"} or ("by" in words and pointed):
        least = bool(words & {"least", "least2"})
        return _until(context, atom, start, first, after, rougher(atom) if least else atom.certainty)
    if "by" in words:
        agent = context.kind(atom.after_item) == KIND["APOSTROPHE"]  # 'By Friday's attack'.
        return atom if agent else replace(atom, first_item=start, first=None, certainty=rougher(atom))
    if "before" in words:
        return _before(context, atom, start, first)
    if "from" in words:
        return _from(context, atom, start)
    if "after" in words:
        return _after(context, atom, start, first, after)
    if words & {"about", "shortly", "at"}:
        begin = match.start("about") if "about" in words else start
        return _with_length(context, replace(atom, first_item=begin, certainty=rougher(atom)))
    if "in" in words and atom.grain in ("year", "month") and atom.first_grain == "year":
        return _with_length(context, replace(atom, first_item=start))
    return _with_length(context, atom)


def _is_point(atom: Atom) -> bool:
    return atom.grain == "minute" and (atom.length or MINUTE) <= MINUTE


def _names_something(context: Context, atom: Atom) -> bool:
    """Whether the time only names what stands behind it: 'after Monday's attack', 'before Friday prayers'."""
    kind = context.kind(atom.after_item)
    return kind == KIND["APOSTROPHE"] or (kind == KIND["OTHER"] and not atom.fixed)


def _since(context: Context, atom: Atom, start: int, first: datetime, after: datetime) -> Atom:
    """From the time to publication; with open end where it is still to come."""
    if atom.ranged and after > first + DAY / 2 and context.language in ("es", "pt"):
        return replace(atom, first_item=start)  # 'Desde ... hasta ...'.
    if first > context.now:
        return _with_length(context, replace(atom, first_item=start, after=None))
    end = context.now if atom.grain == "minute" else context.today + DAY
    return replace(
        atom,
        first_item=start,
        after=end if end > first else after,
        last_grain="day",
        grain="day" if atom.grain in ("month", "year") else atom.grain,
    )


def _until(
    context: Context, atom: Atom, start: int, first: datetime, after: datetime, certainty: Certainty
) -> Atom:
    """Up to the end of the time, or to a clock time; of a weekday, up to the next one."""
    gone = atom.weekday and after < context.now - DAY / 2
    if gone and tense(context.row, atom.first_item, atom.after_item) != PAST:
        first, after = first + 7 * DAY, after + 7 * DAY
    end = first if _is_point(atom) else after
    if _is_point(atom) and says_midnight(context, atom):
        end = midnight(end) + DAY
    return replace(atom, first_item=start, first=None, after=end, certainty=certainty, fixed=True)


def _before(context: Context, atom: Atom, start: int, first: datetime) -> Atom:
    """Up to the beginning of the time; 'before dawn on Friday' is the hours of that day before it."""
    if _names_something(context, atom):
        return atom
    if context.kinds[atom.first_item] == KIND["SOFT"] and context.said(atom.first_item) == "end":
        return replace(
            atom, first_item=start, first=None, certainty=rougher(atom)
        )  # 'Before the end of 2017'.
    begin = midnight(first) if atom.grain == "minute" and not _is_point(atom) else None
    return replace(
        atom,
        first_item=start,
        first=begin if begin != first else None,
        after=first,
        certainty=rougher(atom),
    )


def _after(context: Context, atom: Atom, start: int, first: datetime, after: datetime) -> Atom:
    """From the end of the time on; 'after 21:00' is the rest of that day."""
    hours = atom.grain == "minute" and not _is_point(atom)
    if _names_something(context, atom) or atom.weekday or hours:
        return atom
    if _is_point(atom):
        return replace(atom, first_item=start, after=midnight(first) + DAY, certainty=rougher(atom))
    later = first if atom.grain == "year" else after
    return replace(atom, first_item=start, first=later, after=None, certainty=rougher(atom))


def _from(context: Context, atom: Atom, start: int) -> Atom:
    """'From ...': to the end of a range, for as long as is said, else with open end."""
    first, after = atom.first, atom.after
    if first is None or after is None:
        return atom
    begins = context.language not in ("ar", "es", "pt") or _starts(context, start)
    gone = atom.weekday and first < context.now - DAY / 2 and begins
    if gone and tense(context.row, start + 1, atom.after_item) != PAST:
        first, after = first + 7 * DAY, after + 7 * DAY
        atom = replace(atom, first=first, after=after)
    lasting = _with_length(context, replace(atom, first_item=start))
    if lasting.after != atom.after:
        return lasting
    if context.kinds[atom.first_item] in kinds_of("ANY_LAST THIS COUNT") and not atom.ranged:
        return atom  # 'Up from last year' begins nothing.
    if context.row.said(start, start + 1).lower() == "as of" and (
        first <= context.now or atom.grain == "minute"
    ):
        return atom
    if not begins and not atom.ranged:
        return atom
    ahead = context.before(start, _AHEAD_OF) if context.language == "en" and atom.length == DAY else None
    if ahead is not None and context.kind(ahead.start() - 1) != KIND["FOR"]:
        unit, (_, count) = str(context.value(ahead, "u")), _pair(context.value(ahead, "n"))
        if unit in ("day", "week", "month") and 1 <= count <= 60:  # 'A week from Monday'.
            day = moved(first, count, unit)
            return replace(atom, first_item=ahead.start(), first=day, after=day + DAY)
    open_end = not atom.ranged and (atom.grain != "minute" or after - first <= 12 * HOUR)
    return replace(atom, first_item=start, after=None) if open_end else replace(atom, first_item=start)


def _starts(context: Context, start: int) -> bool:
    """Whether the word that may be 'from' or 'of' is surely 'from' ('a partir de')."""
    item = context.items[start]
    return item.end - item.start > 4


def _with_length(context: Context, atom: Atom) -> Atom:
    """The atom that begins something said to last: 'a 48-hour strike from Monday', 'from 06:00 for three days'."""
    if atom.first is None or (atom.grain == "day" and atom.length != DAY and atom.after is not None):
        return atom
    after = _DURATION_AFTER.match(
        context.kinds, atom.after_item, min(len(context.kinds), atom.after_item + 6)
    )
    before = (
        None if after else context.before(atom.first_item + _own_from(context, atom), _DURATION_BEFORE, 9)
    )
    match = after or before
    if match is None or atom.grain in ("month", "year", "open"):
        return atom
    if before is not None and before.group("from") != KIND["FROM"] and not _begins(context, before):
        return atom
    count = _pair(context.value(match, "n"))[1]
    unit = str(context.value(match, "u"))
    bare = before is not None and match.end("u") == match.start("from") and count == 1
    if bare or not 1 <= count <= 400 or unit in ("decade", "century", "quarter"):
        return atom
    end = moved(atom.first, count, unit)
    if unit in ("hour", "minute") and atom.grain == "day":
        end = max(end, atom.first + DAY)
    return replace(
        atom, after=end, after_item=match.end() if after else atom.after_item, certainty=rougher(atom)
    )


def _pair(said: Any) -> tuple[int, int]:
    """A count as the least and the most it can be."""
    return (said[0], said[1]) if isinstance(said, tuple) else (said, said)


def _own_from(context: Context, atom: Atom) -> int:
    """How many of the atom's own first words are 'from' and the like."""
    count = 0
    while context.kind(atom.first_item + count) in kinds_of("FROM ON THE AT DAYWORD") and count < 3:
        count += 1
    return count


def _begins(context: Context, match: re.Match[str]) -> bool:
    return any(
        context.word(at) in ("begin", "begins", "beginning", "start", "starts")
        for at in range(match.start(), match.end())
    )


def says_midnight(context: Context, atom: Atom) -> bool:
    """Whether the word 'midnight' is in the atom; on which side of its day it lies, only its context can tell."""
    return any(
        context.kinds[at] == KIND["CLOCK"]
        and context.said(at).hour == 0
        and context.row.text[context.items[at].start].isalpha()
        for at in range(atom.first_item, atom.after_item)
    )
