"""Joins dates and clock times that stand side by side: ranges, a time on a day, 'since' and 'until' before a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tocsin.reading.time_patterns import BEFORE
from tocsin.reading.time_rules import DAY, Atom, midnight
from tocsin.reading.values import Certainty

_RANGE_GAP = re.compile(
    r"^\s*(?:-|–|to|until|till|through|and|au|à|jusqu['’](?:à|au)|a|al|hasta|até|às)\s*(?:the\s)?$", re.I
)
_ON_GAP = re.compile(
    r"^\s*,?\s*(?:on|of|le|el|em|no dia|\||at|from|à|a las|às|at around|around|at about)?\s*$", re.I
)


def joined(text: str, found: list[Atom], now: datetime) -> list[Atom]:
    """The atoms with ranges and clock times joined to their days, and 'since', 'until', 'from' before them applied."""
    ranged = list(_pairs(text, found, _as_range))
    dated = list(_pairs(text, ranged, _as_dated_clock))
    return [
        _bounded(text, replace(one, grain="minute") if one.grain == "clock" else one, now) for one in dated
    ]


def _pairs(text: str, found: list[Atom], join: Callable[[str, Atom, Atom], Atom | None]) -> Iterator[Atom]:
    held: Atom | None = None
    for one in found:
        if held is not None:
            both = join(text, held, one) if 0 <= one.start - held.end <= 16 else None
            if both is not None:
                held = both
                continue
            yield held
        held = one
    if held is not None:
        yield held


def _as_range(text: str, one: Atom, other: Atom) -> Atom | None:
    if (
        not _RANGE_GAP.match(text[one.end : other.start])
        or not one.first
        or not other.first
        or not other.after
    ):
        return None
    if (one.grain == "clock") != (other.grain == "clock"):
        return None
    if text[one.end : other.start].strip().lower() == "and" and not text[
        : one.start
    ].rstrip().lower().endswith("between"):
        return None
    zone = other.zone or one.zone
    if one.grain == "clock":
        after = other.first if other.first > one.first else other.first + DAY
        return replace(one, end=other.end, after=after, zone=zone)
    if other.first < one.first:
        return None
    return replace(one, end=other.end, after=other.after, last_grain=other.last_grain, zone=zone)


def _as_dated_clock(text: str, one: Atom, other: Atom) -> Atom | None:
    if (one.grain == "clock") == (other.grain == "clock") or not _ON_GAP.match(text[one.end : other.start]):
        return None
    day, clock = (one, other) if other.grain == "clock" else (other, one)
    if (
        day.first is None
        or day.after is None
        or day.grain not in ("day", "minute")
        or clock.first is None
        or clock.after is None
    ):
        return None
    if day.after - day.first > timedelta(days=31) or day.zone is not None:
        return None
    open_end = (
        clock is other and re.search(r"\bfrom\b|à partir", text[one.end : other.start], re.I) is not None
    )
    alone = clock.after - clock.first <= timedelta(minutes=1)
    shift = midnight(day.first) - midnight(clock.first)
    return Atom(
        one.start,
        other.end,
        clock.first + shift,
        None if open_end and alone else clock.after + shift,
        Certainty.EXACT,
        "minute",
        zone=clock.zone,
    )


def _bounded(text: str, atom: Atom, now: datetime) -> Atom:
    """The atom with the word before it applied: since, until, from, by, before, after, about."""
    before = text[max(0, atom.start - 28) : atom.start]
    match = BEFORE.search(before)
    if match is None or atom.first is None or atom.after is None:
        return atom
    start = atom.start - (len(before) - match.start())
    rough = Certainty.APPROXIMATE if atom.certainty is Certainty.EXACT else atom.certainty
    is_range = atom.after - atom.first > (timedelta(minutes=1) if atom.grain == "minute" else DAY)
    if match["since"] and atom.first <= now:
        return replace(
            atom, start=start, after=now if atom.grain == "minute" else midnight(now) + DAY, last_grain="day"
        )
    if match["until"]:
        return replace(
            atom,
            start=start,
            first=None,
            after=atom.first if atom.grain == "minute" and not is_range else atom.after,
            certainty=rough if "least" in match["until"] else atom.certainty,
        )
    if match["by"]:
        return replace(atom, start=start, first=None, certainty=rough)
    if match["before"]:
        return replace(atom, start=start, first=None, after=atom.first, certainty=rough)
    if match["from"] and match["from"].strip().lower() not in ("on",):
        if (is_range and atom.grain == "minute") or (
            is_range and atom.first_grain == "day" and atom.certainty is Certainty.EXACT
        ):
            return replace(atom, start=start)
        return replace(atom, start=start, after=None)
    if match["about"]:
        return replace(atom, start=start, certainty=rough)
    return atom
