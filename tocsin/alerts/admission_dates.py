"""The dates and clock times that a text names, as values that can be held against those of another. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# With a capital letter: '5 may have died' names no month.
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
_HALF = r"(?:[aApP]\.?[mM]\b\.?)"
_ZONE = r"(?:\s*\(?(?P<zone>UTC|GMT|[A-Z]{2,4}T|local|Z\b))?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d-])(?P<year>\d{4})-(?P<month_number>\d\d)-(?P<day>\d\d)(?![\d-])",
        rf"(?<![\d,.])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{_MONTH})(?:[,\s-]+(?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:,.]\d|\d)(?:,?\s+(?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR})\b)?",
        rf"(?<![\d:.])(?P<hour>\d{{1,2}})(?:[:h](?P<minute>\d\d))?(?:[:](?P<seconds>\d\d))?\s?(?P<half>{_HALF}){_ZONE}",
        rf"(?<![\d:.])(?P<hour>\d{{1,2}})[:h](?P<minute>\d\d)(?:[:](?P<seconds>\d\d))?(?![\d:]){_ZONE}",
        r"(?<![\d:.,])(?P<hour>[012]\d)(?P<minute>[0-5]\d)\s+(?P<zone>UTC|GMT|hours|local)\b",
        # A bare year: behind a word of time, or where nothing follows that it could count.
        rf"(?i:\b(?:in|since|from|until|till|to|of|by|early|late|mid|before|after|during|between|and|year)[\s-]+)(?P<year>{_YEAR})\b(?![,.]?\d)"
        r"(?!\s+(?!and\b|to\b|until\b|or\b|when\b|after\b|as\b|by\b|in\b|with\b)[a-z])",
        rf"(?<![\d,.])(?P<year>{_YEAR})(?=\s*[.,;)]|\s*$)(?![,.]\d)",
    )
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a clock time as a text names it; what it does not say is None (the zone: '')."""

    words: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone: str = ""

    def stands_in(self, others: Iterable[Moment]) -> bool:
        """Tell whether one of `others` says all that this one says."""
        return any(self._is_said_by(other) for other in others)

    def _is_said_by(self, other: Moment) -> bool:
        if self.hour is not None:
            return (self.hour, self.minute, self.zone) == (other.hour, other.minute, other.zone)
        return all(
            mine is None or mine == theirs
            for mine, theirs in ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        )


def moments(text: str) -> tuple[Moment, ...]:
    """Return the dates and clock times that `text` names, in order, none inside another."""
    found: list[Moment] = []
    for form in _FORMS:
        for match in form.finditer(text):
            said = match.groupdict()
            start = match.start("year") if set(said) == {"year"} else match.start()
            if any(start < one.end and one.start < match.end() for one in found):
                continue
            found.append(_moment(match.group(0).strip(), start, match.end(), said))
    return tuple(sorted(found, key=lambda one: one.start))


def without(text: str, found: Iterable[Moment]) -> str:
    """Return `text` with blanks where `found` stand, so that every other offset stays."""
    for one in found:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _moment(words: str, start: int, end: int, said: dict[str, str | None]) -> Moment:
    def number(name: str) -> int | None:
        written = said.get(name)
        return int(written) if written else None

    month = number("month_number")
    if written := said.get("month"):
        month = _MONTHS.index(written[:3].lower()) + 1
    hour, half = number("hour"), (said.get("half") or "").replace(".", "").lower()
    if hour is not None and half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    minute = number("minute") if hour is None else number("minute") or 0
    zone = {"Z": "UTC", "GMT": "UTC", "hours": ""}.get(said.get("zone") or "", said.get("zone") or "")
    return Moment(words, start, end, number("year"), month, number("day"), hour, minute, zone)
