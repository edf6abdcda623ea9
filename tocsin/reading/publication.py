"""When a document says that it was published: a moment with its zone, or a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from tocsin.reading.clock_words import MONTH, moment_of_line, month_number

_ISO = re.compile(r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º)?\s+(?:de\s+)?({MONTH})\b\.?,?\s+(?:de\s+|del\s+)?((?:19|20)\d\d)(?!\d)",
    re.I,
)
_MONTH_FIRST = re.compile(rf"\b({MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)", re.I)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)(?!\d)")
# PDF 1.7, section 7.9.4: D:YYYYMMDDHHmmSSOHH'mm'.
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?")


@dataclass(frozen=True, slots=True)
class Publication:
    """A moment in UTC, or a day where no more is said; both None where nothing is."""

    moment: datetime | None = None
    day: date | None = None


NOTHING_SAID = Publication()


def publication_of(said: str) -> Publication:
    """What a date as pages, mails and PDFs write it states.

    Read are ISO 8601, RFC 5322, PDF dates, and dates in words in the languages served. A date of figures alone counts
    only where it can be read in one way (25/03/2021).
    """
    said = " ".join(said[:200].split())
    if not said or not any(map(str.isdigit, said)):
        return Publication()
    moment = _pdf_date(said) or _iso_moment(said) or moment_of_line(said) or _mail_date(said)
    if moment is not None:
        return Publication(moment, moment.date())
    return Publication(None, day_of(said))


def day_of(said: str) -> date | None:
    """The first day named in some words, or None; figures alone count only where they can be read in one way."""
    if found := _ISO.match(said):
        return _day(found[1], int(found[2]), found[3])
    if found := _DAY_FIRST.search(said):
        return _day(found[3], month_number(found[2]), found[1])
    if found := _MONTH_FIRST.search(said):
        return _day(found[3], month_number(found[1]), found[2])
    if found := _NUMBERS.search(said):
        first, second = int(found[1]), int(found[2])
        if first > 12 or first == second:
            return _day(found[3], second, found[1])
        if second > 12:
            return _day(found[3], first, found[2])
    return None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _iso_moment(said: str) -> datetime | None:
    if not _ISO.match(said):
        return None
    try:
        found = datetime.fromisoformat(said.replace(" UTC", "Z").replace(" ", "T", 1))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _mail_date(said: str) -> datetime | None:
    """RFC 5322; its '-0000' is UTC from a machine that does not tell its own zone."""
    try:
        found = parsedate_to_datetime(said)
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC) if "-0000" in said else None
        return found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _pdf_date(said: str) -> datetime | None:
    found = _PDF_DATE.match(said)
    if found is None or not (found[7] or found[8]):
        return None
    shift = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
    try:
        zone = timezone(-shift if found[8] == "-" else shift)
        year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
        return datetime(year, month, day, hour, minute, int(found[6] or 0), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
