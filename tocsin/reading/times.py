"""The times that a text names, as intervals in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.reading.spans import Span
from tocsin.reading.time_atoms import Atom, Context
from tocsin.reading.time_dateline import Dateline, dateline_of
from tocsin.reading.time_finder import atoms
from tocsin.reading.time_joins import joined
from tocsin.reading.time_row import row_of
from tocsin.reading.values import TimeMention
from tocsin.reading.words import Word


@dataclass(frozen=True, slots=True)
class Anchor:
    """What times are reckoned from: the publication time (UTC), the IANA zone of the focus, the language, the country."""

    published: datetime
    zone: str = "UTC"
    language: str = "en"
    country: str = ""

    @property
    def local_zone(self) -> tzinfo:
        """The zone itself; UTC where the name is empty or this system does not know it."""
        try:
            return ZoneInfo(self.zone) if self.zone else UTC
        except (ZoneInfoNotFoundError, ValueError):
            return UTC

    @property
    def now(self) -> datetime:
        """The publication time on the clocks of the zone, without zone."""
        return self.published.astimezone(self.local_zone).replace(tzinfo=None)


def read_times(
    text: str, among: Sequence[Word], sentences: Sequence[Span], anchor: Anchor
) -> tuple[TimeMention, ...]:
    """Every time the text names, in order. Days begin at midnight of the anchor's zone unless the text gives a zone.

    Where the text begins with a dateline that carries a date ('LIMA, 4 FEB 90 (EFE) --'), 'today' is that day.
    """
    now = anchor.now
    dateline = dateline_of(text, now)
    if dateline is not None:
        now = _anchored(now, dateline)
    row = row_of(text, among, anchor.language, anchor.country, now)
    elsewhere = anchor.published.replace(tzinfo=None) if dateline is None else now
    context = Context(row, now, anchor.country, elsewhere)
    found = joined(context, atoms(context))
    return tuple(_mention(context, atom, anchor) for atom in found)


def _anchored(now: datetime, dateline: Dateline) -> datetime:
    """Noon of the dateline's day, or the publication time where it lies on that day already."""
    return now if now.date() == dateline.day else datetime(*dateline.day.timetuple()[:3], 12)  # noqa: DTZ001


def _mention(context: Context, atom: Atom, anchor: Anchor) -> TimeMention:
    local = anchor.local_zone
    zone = atom.zone or local
    items, text = context.items, context.row.text
    begin, finish = items[atom.first_item].start, items[atom.after_item - 1].end
    start, end = _utc(atom.first, zone), _utc(atom.after, zone)
    if start is not None and end is not None and end <= start and atom.first and atom.after:
        end = start + (atom.after - atom.first)  # Clocks were put back or forward in between.
    return TimeMention(
        text=text[begin:finish],
        span=Span(begin, finish),
        start=start,
        end=end,
        certainty=atom.certainty,
        zone=("UTC" if atom.zone is UTC else str(atom.zone)) if atom.zone else (anchor.zone or "UTC"),
        confidence=atom.confidence,
        when=when_text(atom),
    )


def _utc(local: datetime | None, zone: tzinfo) -> datetime | None:
    if local is None:
        return None
    try:
        return local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None


def when_text(atom: Atom) -> str:
    """The interval in ISO 8601 on the clocks of its zone, days inclusive: 2011, 2017-07-09, 2002/2017-07-15, 2014/.."""
    first, after = atom.first, atom.after
    if first is None and after is None:
        return ""
    if atom.grain == "minute":
        return _minute_text(first, after)
    start = ".." if first is None else _day_text(first.date(), atom.first_grain)
    end = ".." if after is None else _day_text((after - timedelta(microseconds=1)).date(), atom.last_grain)
    return start if start == end else f"{start}/{end}"


def _minute_text(first: datetime | None, after: datetime | None) -> str:
    start = ".." if first is None else first.isoformat(timespec="minutes")
    end = ".." if after is None else after.isoformat(timespec="minutes")
    if first is not None and after is not None and after - first <= timedelta(minutes=1):
        return start
    return f"{start}/{end}"


def _day_text(day: date, grain: str) -> str:
    return {"year": f"{day.year:04d}", "month": f"{day.year:04d}-{day.month:02d}"}.get(grain, day.isoformat())
