"""Reckoning with days, weeks, months and feasts on the clocks of one place, without zone."""

# Local clocks without zone, on purpose; `times` adds the zone.
# ruff: noqa: DTZ001
from __future__ import annotations

from datetime import datetime, timedelta

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

#: First and last hour of the parts of a day; beyond 24 is the next day, below 0 the day before.
PARTS: dict[str, tuple[int, int]] = {
    "small": (0, 6),
    "dawn": (4, 8),
    "morning": (6, 12),
    "noon": (12, 14),
    "afternoon": (12, 18),
    "dusk": (17, 21),
    "evening": (18, 24),
    "night": (20, 30),
    "tonight": (18, 30),
    "last_night": (-4, 6),
    "overnight": (-4, 8),
    "before_last": (-28, -18),
}
# Feasts on a fixed day of the year, and those so many days from Easter Sunday, with how many days they last.
_FIXED = {
    "christmas": (12, 25),
    "christmas_eve": (12, 24),
    "boxing": (12, 26),
    "new_year": (1, 1),
    "new_year_eve": (12, 31),
    "epiphany": (1, 6),
    "valentine": (2, 14),
    "patrick": (3, 17),
    "may_day": (5, 1),
    "bastille": (7, 14),
    "halloween": (10, 31),
    "all_saints": (11, 1),
}
_FROM_EASTER = {
    "easter": (0, 1),
    "easter_monday": (1, 1),
    "good_friday": (-2, 1),
    "maundy": (-3, 1),
    "palm_sunday": (-7, 1),
    "holy_week": (-7, 8),
    "ash_wednesday": (-46, 1),
    "carnival": (-47, 1),
    "ascension": (39, 1),
    "pentecost": (49, 1),
}


def midnight(moment: datetime) -> datetime:
    """The beginning of the moment's day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def full_year(short: int, now: datetime) -> int:
    """The year that two digits stand for: the last such year up to two years ahead of `now`."""
    century = now.year // 100 * 100
    return next(
        one for one in (century + 100 + short, century + short, century - 100 + short) if one <= now.year + 2
    )


def month_bounds(year: int, month: int) -> tuple[datetime, datetime]:
    """The first moment of a month and of the one after it. Raises ValueError outside the years 1 to 9999."""
    return datetime(year, month, 1), datetime(year + month // 12, month % 12 + 1, 1)


def moved(moment: datetime, count: int, unit: str) -> datetime:
    """The moment so many units later (or earlier); months and years keep the day of the month where it exists."""
    if unit in ("minute", "hour", "day", "week"):
        return moment + count * timedelta(**{unit + "s": 1})
    if unit == "fortnight":
        return moment + 14 * count * DAY
    months = count * {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    for day in range(moment.day, moment.day - 4, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError("no such day")


def period(inside: datetime, unit: str) -> tuple[datetime, datetime]:
    """The day, week (from Monday, ISO 8601), month, quarter, half year, year, decade or century that holds a moment."""
    day = midnight(inside)
    if unit == "day":
        return day, day + DAY
    if unit == "week":
        first = day - day.weekday() * DAY
        return first, first + 7 * DAY
    if unit == "fortnight":
        first = day - day.weekday() * DAY
        return first, first + 14 * DAY
    if unit in ("month", "quarter", "half"):
        length = {"month": 1, "quarter": 3, "half": 6}[unit]
        first = day.replace(month=(day.month - 1) // length * length + 1, day=1)
        return first, moved(first, length, "month")
    length = {"year": 1, "decade": 10, "century": 100}[unit]
    start = day.year // length * length
    return datetime(start or 1, 1, 1), datetime(start + length, 1, 1)


def easter(year: int) -> datetime:
    """Easter Sunday of the western churches (the anonymous Gregorian computus; Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return datetime(year, month, day + 1)


def feast(name: str, year: int) -> tuple[datetime, datetime]:
    """First day, and the day after the last, of a feast in a year."""
    if name in _FIXED:
        day = datetime(year, *_FIXED[name])
        return day, day + DAY
    shift, length = _FROM_EASTER[name]
    first = easter(year) + shift * DAY
    return first, first + length * DAY


def weekend(near: datetime) -> tuple[datetime, datetime]:
    """Saturday and Sunday of the weekend that holds the day, or that comes next after it."""
    day = midnight(near)
    saturday = day - DAY if day.weekday() == 6 else day + (5 - day.weekday()) * DAY
    return saturday, saturday + 2 * DAY
