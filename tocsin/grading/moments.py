"""Moments in the form that readers of alerts know: '15 Jul 2017 17:12 UTC', and the time on the spot beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# English in every language: the form is the field's own, like the names of the levels in a log.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_utc(moment: datetime) -> str:
    """Return '15 Jul 2017 17:12 UTC' for an aware moment."""
    at = moment.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M} UTC"


def on_the_spot(moment: datetime, zone: str) -> str:
    """Return '18:12' in the zone with that IANA name, with the day where it is another than in UTC: '16 Jul 06:00'.

    '' where the zone is unknown, or tells the same time as UTC.
    """
    try:
        there = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    if not there.utcoffset():
        return ""
    day = "" if there.date() == moment.astimezone(UTC).date() else f"{there.day} {_MONTHS[there.month - 1]} "
    return f"{day}{there:%H:%M}"
