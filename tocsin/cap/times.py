"""Times as CAP writes them, and as aware UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from tocsin.cap.errors import TimeError

# XML Schema part 2, section 3.2.7 (dateTime), with the zone optional so that its absence can be named.
_DATE_TIME = re.compile(
    r"(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


def parse_time(text: str, *, where: str = "time") -> datetime:
    """Return the instant that `text` (an XML Schema dateTime) names, as aware UTC in whole seconds.

    Fractions of a second, which CAP 1.2 cannot write, are cut off. `where` names the element in the message
    of the `TimeError` that is raised when the time has no zone, is no dateTime, or lies outside the years
    1 to 9999. Source: OASIS CAP 1.2, section 3.3.2 (DateTime data type).
    """
    matched = _DATE_TIME.fullmatch(text.strip())
    if matched is None:
        raise TimeError(
            f"{where} {text.strip()[:40]!r} is not a date and time. Write it like 2026-03-01T09:30:00+01:00.",
            rule="time-form",
        )
    year, month, day, hour, minute, second = (int(part) for part in matched.groups()[:6])
    zone = matched.group(7)
    if zone is None:
        raise TimeError(
            f"{where} {text.strip()!r} has no time zone, so it names no instant. "
            "Add the offset from UTC, for example +01:00 or -00:00."
        )
    try:
        offset = _offset(zone)
        next_day = timedelta(days=1) if hour == 24 else timedelta()
        moment = datetime(year, month, day, hour % 24, minute, second, tzinfo=timezone(offset))
        return (moment + next_day).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise TimeError(
            f"{where} {text.strip()!r} is outside what a calendar has ({error}). Correct the date or the offset.",
            rule="time-form",
        ) from error


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))


def format_time(moment: datetime) -> str:
    """Return `moment` as CAP 1.2 writes UTC: `2026-03-01T08:30:00-00:00`, never with 'Z' (section 3.3.2).

    Raises `TimeError` when `moment` has no zone.
    """
    return f"{as_utc(moment):%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + "-00:00"


def as_utc(moment: datetime, *, where: str = "time") -> datetime:
    """Return `moment` as aware UTC in whole seconds; raise `TimeError` when it has no zone."""
    if moment.utcoffset() is None:
        raise TimeError(
            f"{where} {moment.isoformat()} has no time zone. Give an aware datetime, for example with tzinfo=UTC."
        )
    return moment.astimezone(UTC).replace(microsecond=0)
