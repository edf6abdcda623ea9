"""Rules for clock times and hours of the day: '19:00', '9 to 11 a.m.', 'a las 10 de la mañana', 'at dawn'."""

from __future__ import annotations

import re
from datetime import timedelta

from tocsin.reading.time_atoms import APPROXIMATE, Atom, Context
from tocsin.reading.time_calendar import DAY, HOUR, MINUTE, PARTS
from tocsin.reading.time_digits import ClockTime
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_rules import Rule

_HOUR_BEFORE = frozenset(kinds_of("TO_AT ABOUT FROM UNTIL BETWEEN TO AND AT BEFORE AFTER OF"))


def _clock(context: Context, match: re.Match[str]) -> Atom:
    """A clock time, on the day of publication until it is joined to another."""
    clock: ClockTime = context.said(match.start())
    return _at(context, match.span(), clock.hour, clock.minute, clock)


def _at(
    context: Context, span: tuple[int, int], hour: int, minute: int = 0, clock: ClockTime | None = None
) -> Atom:
    at = context.today + timedelta(hours=hour, minutes=minute)
    return Atom(*span, at, at + MINUTE, grain="clock", zone=clock.zone if clock else None)


def _clock_range(context: Context, match: re.Match[str]) -> Atom | None:
    """'9 to 11 a.m.': the half of the day is said once."""
    clock: ClockTime = context.said(match.end() - 1)
    hour = context.value(match, "h")
    if not clock.half or not 1 <= hour <= 12:
        return None
    if context.kinds[match.start("to")] == KIND["AND"] and context.kind(match.start() - 1) != KIND["BETWEEN"]:
        return None
    if clock.half == "p" and hour < 12:
        hour += 12
        if hour > clock.hour:
            hour -= 12
    first = context.today + hour * HOUR
    after = context.today + timedelta(hours=clock.hour, minutes=clock.minute)
    end = after if after > first else after + DAY
    return Atom(*match.span(), first, end, grain="clock", zone=clock.zone, ranged=True)


def _hour_in_words(context: Context, match: re.Match[str]) -> Atom | None:
    """'A las 10 de la mañana', 'à 20 heures', '8 o'clock in the evening', 'الساعة 10 صباحا'."""
    hour, part = context.value(match, "h"), context.value(match, "part")
    if isinstance(hour, tuple):
        hour = hour[0]
    before = context.kind(match.start() - 1)
    unit = context.value(match, "u")
    marked = before == KIND["AT_HOUR"]
    if context.kinds[match.start("h")] == KIND["ORDWORD"] and context.language != "ar":
        return None  # Arabic counts its hours: 'the second hour'.
    hours = unit == "hour" and context.language == "fr" and before in _HOUR_BEFORE
    oclock = context.has(match, "oclock")
    spoken = before in kinds_of("AT TO_AT") and part is not None
    spoken = spoken or (context.language == "ar" and part is not None and before in _HOUR_BEFORE)
    if unit not in (None, "hour") or not (marked or hours or oclock or spoken) or not 0 <= hour <= 24:
        return None
    if marked and part is None and unit is None and context.word(match.end()):
        follows = context.word(match.end())
        if context.language != "ar" and follows not in ("y", "e", "horas", "local", "hora"):
            return None
    if (
        part in ("afternoon", "evening", "night", "dusk", "noon")
        and 1 <= hour < 12
        and not (part == "noon" and hour > 4)
    ):
        hour += 12
    span = (match.start() - 1 if context.language == "ar" and marked else match.start()), match.end()
    return _at(context, span, hour)


def _part_alone(context: Context, match: re.Match[str]) -> Atom | None:
    """'At dawn', 'in the early hours': hours of the day, until joined to one."""
    part = context.value(match, "part")
    if part not in ("dawn", "dusk", "small") or context.before(match.start(), _AT_BEFORE) is None:
        return None
    first, after = PARTS[part]
    return Atom(
        *match.span(), context.today + first * HOUR, context.today + after * HOUR, APPROXIMATE, "clock"
    )


_AT_BEFORE = pattern("(?:AT|IN|BEFORE|AFTER|TO_AT|UNTIL|SINCE|BY|FROM)(?:THE|ABOUT|APOSTROPHE)*$")


CLOCK_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("ANY_DAY", "(?P<h>DAY)(?P<to>TO|DASH|AND)CLOCK", _clock_range),
    ("CLOCK", "CLOCK", _clock),
    (
        "DAY COUNT ORDWORD",
        "(?P<h>DAY|COUNT|ORDWORD)(?:(?P<oclock>OCLOCK)|(?P<u>UNIT))?(?:(?:OF|IN|THE|AT|AT_HOUR|FROM|DAYWORD)*(?P<part>PART))?",
        _hour_in_words,
    ),
    ("PART", "(?P<part>PART)", _part_alone),
)
