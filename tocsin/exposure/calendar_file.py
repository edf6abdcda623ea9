"""An iCalendar file (RFC 5545) as rows of a trips file. Pure: bytes in, rows out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from tocsin.exposure.problems import Problem
from tocsin.exposure.tables import Row
from tocsin.wording import worded

MOST_BYTES = 4 * 1024 * 1024
#: A recurring event is followed for a year from its first day, and so often at most.
MOST_OCCURRENCES, FARTHEST = 100, timedelta(days=366)


@dataclass(slots=True)
class Itinerary:
    """What a calendar or a mail says of somebody's way.

    `rows` have the columns of a trips file but `person`; their line is the number of the event, from 1. `addresses` are the
    mail addresses that may tell whose it is, by line. `cancelled` are the keys of trips that are off. `notes` say what was
    taken and what was passed over.
    """

    rows: list[Row] = field(default_factory=list)
    addresses: dict[int, tuple[str, ...]] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_calendar(data: bytes) -> Itinerary:
    """Return the stays of a calendar: every event with a place (LOCATION or GEO) and a time.

    The trip's key is the event's UID, so that the same calendar can be loaded again and changes what it changed. A cancelled
    event cancels its trip. A recurring one is followed for a year, 100 times at most, and a note says so. Never raises for
    what is in the file.
    """
    found = Itinerary()
    if len(data) > MOST_BYTES:
        found.problems.append(
            Problem(1, "", worded("The calendar has more than 4 MB."), worded("Export a shorter time."))
        )
        return found
    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, UnicodeDecodeError) as error:
        words = worded(
            "This is no calendar that can be read (%(name)s: %(why)s).",
            name=type(error).__name__,
            why=str(error)[:120],
        )
        found.problems.append(Problem(1, "", words, worded("Export it again as iCalendar (.ics).")))
        return found
    for number, event in enumerate(calendar.walk("VEVENT"), 1):
        try:
            _read_event(event, number, found)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
            words = worded(
                "The event %(title)s cannot be read: %(why)s.",
                title=repr(_text(event, "SUMMARY")),
                why=str(error)[:160],
            )
            found.problems.append(Problem(number, "", words, worded("Correct or remove it.")))
    if not found.rows and not found.problems and not found.cancelled:
        found.problems.append(
            Problem(1, "", worded("The calendar holds no event with a place."), worded("Fill in the places."))
        )
    return found


def _read_event(event: Any, number: int, found: Itinerary) -> None:
    uid, title = _text(event, "UID")[:100] or f"event-{number}", _text(event, "SUMMARY")[:200]
    if _text(event, "STATUS").upper() == "CANCELLED":
        found.cancelled.append(uid)
        found.notes.append(
            worded(
                "Event %(number)s (%(title)s) is cancelled; its trip is removed.", number=number, title=title
            )
        )
        return
    latitude, longitude = _geo(event)
    place = _text(event, "LOCATION").replace("\n", ", ")[:200]
    if not place and not latitude:
        found.notes.append(
            worded(
                "Event %(number)s (%(title)s) has no place and was passed over.", number=number, title=title
            )
        )
        return
    start = event.decoded("DTSTART")
    end = _end(event, start)
    starts = list(_starts(event, start))
    if len(starts) > 1:
        words = worded(
            "Event %(number)s (%(title)s) recurs; %(count)s of its days within a year were taken.",
            number=number,
            title=title,
            count=len(starts),
        )
        found.notes.append(words)
    found.addresses[number] = tuple(_addresses(event))
    for begin in starts:
        cells = {
            "trip": uid, "trip_name": title, "place": place, "latitude": latitude, "longitude": longitude,
            "arrive": _words(begin), "depart": _last_words(begin + (end - start), begin),
        }  # fmt: skip
        found.rows.append(Row(number, cells))


def _end(event: Any, start: date) -> Any:
    if "DTEND" in event:
        end = event.decoded("DTEND")
    elif "DURATION" in event:
        end = start + event.decoded("DURATION")
    else:
        end = start + (timedelta(hours=1) if isinstance(start, datetime) else timedelta(days=1))
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise ValueError("it begins with a date and ends with a time, or the other way round")
    return end


def _starts(event: Any, start: Any) -> Iterator[Any]:
    """When the event begins: once, or each time that it recurs within the bounds."""
    if "RRULE" not in event:
        yield start
        return
    # dateutil counts naive times; the zone is the first day's for all.
    naive = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time.min)
    rules = event["RRULE"]
    text = "\n".join(
        f"RRULE:{_without_zone(rule)}" for rule in (rules if isinstance(rules, list) else [rules])
    )
    left_out = {moment.replace(tzinfo=None) for moment in _exceptions(event)}
    count = 0
    for moment in rrulestr(text, dtstart=naive, ignoretz=True):
        if moment > naive + FARTHEST or count >= MOST_OCCURRENCES:
            return
        if moment in left_out:
            continue
        count += 1
        yield moment.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else moment.date()


def _without_zone(rule: Any) -> str:
    return str(rule.to_ical().decode())


def _exceptions(event: Any) -> Iterator[datetime]:
    listed = event.get("EXDATE", [])
    for one in listed if isinstance(listed, list) else [listed]:
        for moment in one.dts:
            value = moment.dt
            yield value if isinstance(value, datetime) else datetime.combine(value, time.min)


def _geo(event: Any) -> tuple[str, str]:
    geo = event.get("GEO")
    if geo is None:
        return "", ""
    return f"{float(geo.latitude):.6f}", f"{float(geo.longitude):.6f}"


def _addresses(event: Any) -> Iterator[str]:
    for name in ("ORGANIZER", "ATTENDEE"):
        listed = event.get(name, [])
        for one in listed if isinstance(listed, list) else [listed]:
            address = str(one)
            if address.lower().startswith("mailto:"):
                yield address[7:].strip().lower()


def _words(moment: date) -> str:
    """A time as a trips file has it: with its offset where it has a zone, else local to the place."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        return f"{moment:%Y-%m-%d %H:%M}"
    return moment.astimezone(UTC).isoformat(timespec="minutes")


def _last_words(end: date, start: date) -> str:
    """The end of an all-day event is the day after its last one (RFC 5545, 3.6.1); a trips file names the last."""
    if isinstance(end, datetime):
        return _words(end)
    return _words(max(start, end - timedelta(days=1)))


def _text(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip()
