"""The dateline of a news text: the day on which 'today' is said. 'LIMA, 4 FEB 90 (EFE) -- [TEXT]', 'KABUL, July 9 (Agency) -'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tocsin.reading.clock_words import MONTH, WEEKDAY, month_number
from tocsin.reading.spans import Span
from tocsin.reading.time_calendar import full_year

_FIRST_PART = 1_500
_DATELINE = re.compile(
    r"^[ \t\"“(\[]{0,3}"
    r"(?P<place>[^\W\d_][^\n,;:!?]{1,40}?(?:,\s[^\W\d_][^\n,;:!?\d]{1,30})?(?:\s?\([^)\n]{2,30}\))?)"
    r"[ \t]*[,|-]{1,2}[ \t\n]*"
    rf"(?:{WEEKDAY},?[ \t]+)?"
    rf"(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th|er)?[ \t]+(?:de[ \t]+)?(?P<month>{MONTH})\b\.?(?:,?[ \t]+(?:de[ \t]+)?(?P<year>(?:19|20)\d\d|\d\d)\b)?"
    rf"|(?P<month2>{MONTH})\.?[ \t]+(?P<day2>[0-3]?\d)\b(?:st|nd|rd|th)?(?:,?[ \t]+(?P<year2>(?:19|20)\d\d)\b)?"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d))"
    r"(?P<tail>[ \t]*(?:[(\[/][^\n]{2,60}?[)\]/]{1,2})?[ \t.]*(?:--|[—–:]|-[ \t\n]|\[))",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: its span, the span of its date, the day it names, and whether it says the year."""

    span: Span
    date_span: Span
    day: date
    full: bool


def dateline_of(text: str, now: datetime) -> Dateline | None:
    """The first dateline at the head of a text that names a day, or None. A year that is not said is the nearest before `now`."""
    for match in _DATELINE.finditer(text[:_FIRST_PART]):
        day = _day(match, now)
        if day is not None:
            begin = min(match.start(one) for one in ("day", "month2", "iso") if match.start(one) >= 0)
            full = bool(match["year"] or match["year2"] or match["iso"])
            return Dateline(Span(*match.span()), Span(begin, match.start("tail")), day, full)
    return None


def _day(match: re.Match[str], now: datetime) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        number, month = (
            int(match["day"] or match["day2"]),
            month_number(match["month"] or match["month2"]),
        )
        said = match["year"] or match["year2"]
        if said:
            return date(int(said) if len(said) == 4 else full_year(int(said), now), month, number)
        day = date(now.year, month, number)
        return day if day <= now.date() + timedelta(days=2) else date(now.year - 1, month, number)
    except ValueError:
        return None
