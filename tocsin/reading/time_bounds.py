"""Bounds times by the words before and behind them: since, until, from, by, before, after, about, 'for three days'."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.reading.time_atoms import Atom, Context
from tocsin.reading.time_calendar import DAY, HOUR, MINUTE, midnight, moved
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_parts import rougher
from tocsin.reading.time_tense import PAST, tense

_BEFORE = pattern(
    "(?:(?P<until>UNTIL)(?P<least>LEAST)?|(?P<least2>LEAST)(?P<until2>UNTIL)|(?P<since>SINCE)|(?P<from>FROM)|(?P<by>BY)"
    "|(?P<shortly>SHORTLY)(?:AFTER|BEFORE)|(?P<before>BEFORE|AGOPRE)|(?P<after>AFTER)|(?P<about>ABOUT|SHORTLY)"
    "|(?P<at>AT)ABOUT|(?P<between>BETWEEN)|(?P<in>IN|OVER)(?=THE?$))"
    "(?:LEAST|THE|ON|AT|DAYWORD|ABOUT|AT_HOUR|OF|TO_AT|UNTIL|BY|FROM|UNIT|COMMA)*$"
)
_DURATION_BEFORE = pattern(
    "(?P<n>ANY_COUNT)DASH?(?P<u>UNIT)(?:OTHER){0,3}(?P<from>FROM|ON|AT)(?:ON|THE|AT|DAYWORD)*$"
)
_DURATION_AFTER = pattern("(?:COMMA)?FOR(?:ABOUT)?(?P<n>ANY_COUNT)(?P<u>UNIT)")


def bounded(context: Context, atom: Atom) -> Atom:
    """The atom with the words before it applied: since, until, from, by, before, after, about; and how long it lasts."""
    if atom.first is None or atom.after is None:
        return _with_length(context, atom)
    match = context.before(atom.first_item, _BEFORE, 5)
    if match is None:
        return _with_length(context, atom)
    start, kind = match.start(), match.lastgroup
    words = {name for name, at in match.re.groupindex.items() if match.start(name) >= 0}
    rough = rougher(atom)
    pointed = atom.grain == "minute" and (atom.length or MINUTE) <= MINUTE
    noun = context.kind(atom.after_item) == KIND["APOSTROPHE"] or (
        context.kind(atom.after_item) == KIND["OTHER"] and not atom.fixed
    )
    if "between" in words:
        return replace(atom, first_item=start) if atom.ranged else atom
    if "since" in words:
        if atom.first > context.now:
            return _with_length(context, replace(atom, first_item=start, after=None))
        end = context.now if atom.grain == "minute" else context.today + DAY
        return replace(
            atom, first_item=start, after=end if end > atom.first else atom.after, last_grain="day",
            grain="day" if atom.grain in ("month", "year") else atom.grain,
        )  # fmt: skip
    if "until" in words or "until2" in words or ("by" in words and pointed):
        end = atom.first if pointed else atom.after
        if pointed and says_midnight(context, atom):
            end = midnight(end) + DAY
        return replace(
            atom, first_item=start, first=None, after=end,
            certainty=rough if words & {"least", "least2"} else atom.certainty,
            fixed=True,
        )  # fmt: skip
    if "by" in words and context.kind(atom.after_item) == KIND["APOSTROPHE"]:
        return atom  # 'By Friday's attack'.
    if "by" in words:
        return replace(atom, first_item=start, first=None, certainty=rough)
    if "before" in words:
        if noun:
            return atom
        begin = midnight(atom.first) if atom.grain == "minute" and not pointed else None
        return replace(
            atom,
            first_item=start,
            first=begin if begin != atom.first else None,
            after=atom.first,
            certainty=rough,
        )
    if "from" in words:
        return _from(context, atom, start)
    if "after" in words:
        if noun or atom.weekday or (atom.grain == "minute" and not pointed):
            return atom
        if pointed:  # 'After 21:00': in the rest of that day.
            return replace(atom, first_item=start, after=midnight(atom.first) + DAY, certainty=rough)
        later = atom.first if atom.grain == "year" else atom.after
        return replace(atom, first_item=start, first=later, after=None, certainty=rough)
    if words & {"about", "shortly", "at"} and kind:
        return _with_length(
            context,
            replace(atom, first_item=match.start("about") if "about" in words else start, certainty=rough),
        )
    if "in" in words and atom.grain in ("year", "month") and atom.first_grain == "year":
        return _with_length(context, replace(atom, first_item=start))
    return _with_length(context, atom)


def _from(context: Context, atom: Atom, start: int) -> Atom:
    """'From ...': to the end of a range, for as long as is said, else with open end."""
    first, after = atom.first, atom.after
    if first is None or after is None:
        return atom
    gone = atom.weekday and first < context.now - DAY / 2 and context.language != "ar"
    if gone and tense(context.row, start, atom.after_item) != PAST:
        first, after = first + 7 * DAY, after + 7 * DAY
        atom = replace(atom, first=first, after=after)
    lasting = _with_length(context, replace(atom, first_item=start))
    if lasting.after != atom.after:
        return lasting
    if context.kinds[atom.first_item] in kinds_of("ANY_LAST THIS COUNT") and not atom.ranged:
        return atom  # 'Up from last year' begins nothing.
    if context.row.said(start, start + 1).lower() == "as of" and first <= context.now:
        return atom
    if context.language in ("ar", "es", "pt") and not _starts(context, start) and not atom.ranged:
        return atom
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
    said = context.value(match, "n")
    count = said[1] if isinstance(said, tuple) else said
    unit = str(context.value(match, "u"))
    if not 1 <= count <= 400 or unit in ("decade", "century", "quarter"):
        return atom
    end = moved(atom.first, count, unit)
    if unit in ("hour", "minute") and atom.grain == "day":
        end = max(end, atom.first + DAY)
    return replace(
        atom, after=end, after_item=match.end() if after else atom.after_item, certainty=rougher(atom)
    )


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
