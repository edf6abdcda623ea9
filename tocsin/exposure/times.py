"""Times as people write them in a file, as UTC. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.exposure.errors import ValueImpossible
from tocsin.wording import worded

_DATE = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_DOTTED = r"(?P<dotted_day>\d{1,2})\.(?P<dotted_month>\d{1,2})\.(?P<dotted_year>\d{4})"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_ZONE = r"(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?|[A-Za-z]+(?:/[A-Za-z0-9_+-]+)+)"
_TIME = re.compile(rf"(?:{_DATE}|{_DOTTED})(?:(?:\s*T\s*|\s+){_CLOCK}(?:\s*{_ZONE})?)?", re.IGNORECASE)
_FORMS = worded("Write 2017-07-15, 2017-07-15 14:30 or 2017-07-15T14:30+01:00.")


@lru_cache(maxsize=1000)
def zone_of(name: str, field: str = "timezone") -> ZoneInfo:
    """Return the zone with that IANA name. Raises ValueImpossible for `field` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueImpossible(
            field,
            worded("%(name)s is not a time zone.", name=repr(name)),
            worded("Use an IANA name, as Africa/Casablanca."),
        ) from error


def read_time(words: str, *, field: str, zone: str, unknown_zone: str, is_end: bool = False) -> datetime:
    """Return the moment (UTC) that `words` name.

    A zone in the words counts first, then `zone` (an IANA name, '' where none is known). A date alone is the local
    day: its beginning, or its end (the next midnight) where `is_end`. A local time that comes twice, when clocks are
    set back, is the earlier one, or the later one where `is_end`: the wider window. Raises ValueImpossible for `field`
    for anything else, and with the sentence `unknown_zone` where no zone can be known.
    """
    found = _TIME.fullmatch(words.strip())
    if found is None:
        said = repr(words)
        problem = (
            worded(
                "%(words)s is not a date or time. Dates with slashes are read differently in different countries.",
                words=said,
            )
            if "/" in words
            else worded("%(words)s is not a date or time.", words=said)
        )
        raise ValueImpossible(
            field,
            problem,
            _FORMS,
        )
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    day = _day(words, field, parts)
    tz = _zone(parts.get("zone", ""), zone, field, words, unknown_zone)
    if "hour" not in parts:
        return _moment(day + timedelta(days=1) if is_end else day, time(0), tz, is_end=False)
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts.get("second", 0))
    if (hour, minute, second) == (24, 0, 0):
        return _moment(day + timedelta(days=1), time(0), tz, is_end=is_end)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueImpossible(field, worded("%(words)s names no time of day.", words=repr(words)), _FORMS)
    return _moment(day, time(hour, minute, second), tz, is_end=is_end)


def _day(words: str, field: str, parts: dict[str, str]) -> date:
    prefix = "dotted_" if "dotted_day" in parts else ""
    year, month, day = (int(parts[prefix + name]) for name in ("year", "month", "day"))
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise ValueImpossible(
            field, worded("%(words)s names no day of the calendar.", words=repr(words)), _FORMS
        ) from error
    if not 1970 <= year <= 2200:
        raise ValueImpossible(
            field,
            worded("The year %(year)s cannot be meant.", year=year),
            worded("Leave depart empty for an open end."),
        )
    return found


def _zone(said: str, known: str, field: str, words: str, unknown_zone: str) -> tzinfo:
    if said.upper() in ("Z", "UTC", "GMT"):
        return ZoneInfo("UTC")
    if said.startswith(("+", "-")):
        digits = said[1:].replace(":", "").ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        if minutes > 14 * 60 or int(digits[2:]) > 59:
            raise ValueImpossible(
                field,
                worded("%(said)s in %(words)s is no offset from UTC.", said=said, words=repr(words)),
                worded("Offsets go to +14:00."),
            )
        return timezone(timedelta(minutes=-minutes if said[0] == "-" else minutes))
    if said:
        return zone_of(said, field)
    if not known:
        remedy = worded("Add the zone to the time (as +01:00 or Z), or fill the column timezone.")
        raise ValueImpossible(
            field,
            worded(
                "%(words)s has no time zone, and %(unknown_zone)s",
                words=repr(words),
                unknown_zone=unknown_zone,
            ),
            remedy,
        )
    return zone_of(known)


def _moment(day: date, clock: time, zone: tzinfo, *, is_end: bool) -> datetime:
    return datetime.combine(day, clock.replace(fold=int(is_end)), zone).astimezone(UTC)
