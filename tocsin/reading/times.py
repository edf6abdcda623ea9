"""The times that a text names, as intervals in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.reading.sentences import sentence_at
from tocsin.reading.spans import Span
from tocsin.reading.time_joins import joined
from tocsin.reading.time_rules import Atom, atoms
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
    """Every time the text names, in order. Days begin at midnight of the anchor's zone unless the text gives a zone."""

    def sentence_of(offset: int) -> str:
        found = sentence_at(sentences, offset)
        return text[offset - 80 if offset > 80 else 0 : offset + 80] if found is None else found.of(text)

    found = joined(
        text,
        atoms(
            text, {word.folded for word in among}, anchor.now, anchor.language, anchor.country, sentence_of
        ),
        anchor.now,
    )
    return tuple(_mention(text, atom, anchor) for atom in found)


def _mention(text: str, atom: Atom, anchor: Anchor) -> TimeMention:
    zone = atom.zone or anchor.local_zone
    return TimeMention(
        text=text[atom.start : atom.end],
        span=Span(atom.start, atom.end),
        start=_utc(atom.first, zone),
        end=_utc(atom.after, zone),
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
    if atom.grain == "minute" and first is not None:
        start = first.isoformat(timespec="minutes")
        if after is None:
            return f"{start}/.."
        return (
            start
            if after - first <= timedelta(minutes=1)
            else f"{start}/{after.isoformat(timespec='minutes')}"
        )
    start = ".." if first is None else _day_text(first.date(), atom.first_grain)
    end = ".." if after is None else _day_text((after - timedelta(microseconds=1)).date(), atom.last_grain)
    return start if start == end else f"{start}/{end}"


def _day_text(day: date, grain: str) -> str:
    return {"year": f"{day.year:04d}", "month": f"{day.year:04d}-{day.month:02d}"}.get(grain, day.isoformat())
