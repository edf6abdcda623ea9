"""Dates and clock times written in digits, read at one place of a text: 2017-07-09T10:00Z, 02/03/04, 05:12 PM, 0600L, 21h30."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tocsin.reading.clock_words import ZONE_NAME, month_number, zone_of

_ASCII_DIGITS = {
    ord(digit): str(number)
    for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９")
    for number, digit in enumerate(row)
}
_OTHER_DIGITS = re.compile("[٠-٩۰-۹०-९０-９]")
_MONTH_FIRST = frozenset({"US", "PH", "FM", "PW", "MH", "BZ"})
_ABBREVIATED = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_FOLLOWS = (
    rf"(?:\s?(?P<open>[\[(])?(?:\b(?P<zone>{ZONE_NAME})(?![\w/])|(?P<signed>(?:\+|(?<=\s)-)\d\d:?\d\d)\b"
    r"|(?P<local>(?:in )?local(?: time)?\b|LOCAL(?: TIME)?\b|heure locale\b|hora local\b|بالتوقيت المحلي|توقيت محلي)"
    r"|(?:hrs?|hours|HRS?|HOURS)\b(?:\s(?P<local2>local(?: time)?|LT)\b|\s(?P<zone2>UTC|GMT|Z)\b)?)(?(open)[\])]))?"
)

_DATE = re.compile(
    r"(?P<iy>(?:1[5-9]|20|21)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)"
    r"(?:(?:T|\s)(?P<it>[0-2]\d:?[0-5]\d)(?::?[0-5]\d(?:[.,]\d{1,9})?)?\s?(?P<iz>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?(?![\w-]|[.:]\d)"
    r"|(?P<by>(?:19|20)\d\d)(?P<bm>[01]\d)(?P<bd>[0-3]\d)T(?P<bt>[0-2]\d[0-5]\d)(?:[0-5]\d)?(?P<bz>Z)?(?!\w)"
    r"|(?P<sy>(?:19|20)\d\d)(?P<ysep>[/.])(?P<sm>\d{1,2})(?P=ysep)(?P<sd>\d{1,2})(?![\w/]|[.,-]\d)"
    r"|(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\w/-]|[.,]\d)"
    rf"|(?P<gd>[0-3]\d)/?(?P<gt>[0-2]\d[0-5]\d)\s?(?P<gz>Z|UTC)\b(?:\s?(?P<gm>(?i:{_ABBREVIATED}))[a-z]*\s?(?P<gy>\d{{4}}|\d\d)\b)?"
)
_CLOCK = re.compile(
    r"(?:(?P<h>[01]?\d|2[0-4])(?::(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:]|[.,]\d)(?:\s?(?P<half>[AaPp])\.?[Mm]\b(?:\.(?=\W|$))?)?"
    r"|(?:[.](?P<m2>[0-5]\d))?\s?(?P<half2>[AaPp])(?:\.[Mm]\.|[Mm]\b)"
    r"|\s[hH]\s(?P<m4>[0-5]\d)\b|\s?[hH](?P<m3>[0-5]\d)?(?:min)?\b)"
    r"|(?P<mh>[01]\d|2[0-4])(?P<mm>[0-5]\d)(?:(?P<letter>[LZ]|LT)\b|(?P<hrs>\s?(?:hrs?|hours|HRS?|HOURS|h|H)\b)"
    r"|(?=\s?\(?(?:UTC|GMT|UCT|local\b|LOCAL\b))))" + _FOLLOWS
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+(?!\d)|\d+[.,]\d+")
_MONTH_AND_DAY = re.compile(r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?![\w/-]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Written:
    """A time in digits on clocks of its zone (None: of the place): a day, or a moment where `fine`. `sure` is 0 to 1."""

    day: datetime
    fine: bool = False
    zone: tzinfo | None = None
    sure: float = 1.0
    short_year: bool = False
    needs_year: bool = False


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A clock time: hour (0 to 24), minute, its zone (None: of the place). `bare` where only its context makes it one."""

    hour: int
    minute: int = 0
    zone: tzinfo | None = None
    bare: bool = False
    half: str = ""


def ascii_digits(text: str) -> str:
    """The text with Arabic-Indic and full-width digits as ASCII ones; as long as before."""
    return text.translate(_ASCII_DIGITS) if _OTHER_DIGITS.search(text) else text


def date_at(text: str, start: int, country: str, now: datetime) -> tuple[Written, int] | None:
    """The date in digits that begins at this offset and where it ends, or None. `country` (ISO) decides 02/03/2004."""
    match = _DATE.match(text, start)
    if match is None:
        return None
    try:
        if match["iy"]:
            return _iso(match, "i"), match.end()
        if match["by"]:
            return _iso(match, "b"), match.end()
        if match["sy"]:
            day = datetime(int(match["sy"]), int(match["sm"]), int(match["sd"]))  # noqa: DTZ001 (a clock on the wall)
            return Written(day), match.end()
        if match["gd"]:
            found = _date_time_group(match, now)
            return (found, match.end()) if found else None
        return _numeric(match, country), match.end()
    except ValueError:
        return None  # A day that no calendar has is no date.


def _iso(match: re.Match[str], kind: str) -> Written:
    day = datetime(int(match[kind + "y"]), int(match[kind + "m"]), int(match[kind + "d"]))  # noqa: DTZ001
    clock = match[kind + "t"]
    if not clock:
        return Written(day)
    digits = clock.replace(":", "")
    moment = day + timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    zone = zone_of(match[kind + "z"]) if match[kind + "z"] else None
    return Written(moment, fine=True, zone=zone)


def _date_time_group(match: re.Match[str], now: datetime) -> Written | None:
    """A date-time group as navies write it: 150600Z JUL 17; without month the nearest such day before the reading."""
    clock = timedelta(hours=int(match["gt"][:2]), minutes=int(match["gt"][2:]))
    zone = zone_of("UTC")
    if match["gm"]:
        year = int(match["gy"]) + (2000 if len(match["gy"]) == 2 else 0)
        return Written(datetime(year, month_number(match["gm"]), int(match["gd"])) + clock, True, zone)  # noqa: DTZ001
    if "/" not in match.group():
        return None
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    day = month.replace(day=int(match["gd"]))
    return Written(day + clock, True, zone, 0.7)


def _numeric(match: re.Match[str], country: str) -> Written:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    short = len(match["y"]) == 2
    year += (2000 if year < 70 else 1900) if short else 0
    month_first = (country in _MONTH_FIRST and match["sep"] != "." and a <= 12) or b > 12
    if a > 12:
        month_first = False
    sure = 0.95 if a > 12 or b > 12 or a == b else 0.8 if match["sep"] == "." else 0.5
    day = datetime(year, a if month_first else b, b if month_first else a)  # noqa: DTZ001
    return Written(day, sure=round(sure * (0.6 if short else 1.0), 2), short_year=short)


def month_and_day_at(text: str, start: int, country: str, now: datetime) -> tuple[Written, int] | None:
    """A date without year in digits ('03/02'), in the year nearest before, and where it ends; never surer than 0.4."""
    match = _MONTH_AND_DAY.match(text, start)
    if match is None:
        return None
    a, b = int(match["a"]), int(match["b"])
    month_first = (country in _MONTH_FIRST and a <= 12) or b > 12
    if a > 12:
        month_first = False
    try:
        day = datetime(now.year, a if month_first else b, b if month_first else a)  # noqa: DTZ001
    except ValueError:
        return None
    return Written(day, sure=0.6 if a > 12 or b > 12 else 0.4, needs_year=True), match.end()


def clock_at(text: str, start: int, country: str) -> tuple[ClockTime, int] | None:
    """The clock time that begins at this offset, with the zone behind it, and where it ends; None where it is none."""
    match = _CLOCK.match(text, start)
    if match is None:
        return None
    hour = int(match["h"] or match["mh"])
    minute = int(match["m"] or match["m2"] or match["m3"] or match["m4"] or match["mm"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half:
        if hour > 12 and not match["m"]:
            return None
        hour = hour % 12 + 12 if half == "p" and hour <= 12 else 0 if half == "a" and hour == 12 else hour
    if hour == 24 and minute:
        return None
    said_zone = (
        match["zone"] or match["signed"] or match["zone2"] or ("UTC" if match["letter"] == "Z" else "")
    )
    zone = zone_of(said_zone, country) if said_zone else None
    known = bool(half or said_zone or match["local"] or match["local2"] or match["letter"])
    written_small = bool(match["m"]) and len(match["h"]) == 1
    hours_only = (
        match["h"] is not None and not match["m"] and not half and not match["m3"] and not match["m4"]
    )
    four_digits = match["hrs"] is not None
    return ClockTime(
        hour, minute, zone, not known and (written_small or hours_only or four_digits), half
    ), match.end()


def number_end(text: str, start: int) -> int:
    """Where a number with separators ('1.600', '9.5') that begins at this offset ends; the offset itself for none."""
    match = _GROUPED.match(text, start)
    return match.end() if match else start
