"""Rules about dates and days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.grading.alert_text import AlertText, Sentence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

#: Names of days from Monday and of months from January; other languages are not held to these rules.
_DAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
# A headline speaks of the day before at most, or of a day of the timeframe.
_BEFORE = timedelta(days=1)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A date with its month in letters, the day of the week before or after it where there is one."""
    days, months = _DAYS[language].replace(" ", "|"), _MONTHS[language].replace(" ", "|")
    of = {"en": r"(?:st|nd|rd|th)?(?:\s+of)?", "fr": r"(?:er)?", "es": r"(?:\s+de)?"}[language]
    day_first = rf"(?P<day>\d{{1,2}}){of}\s+(?P<month>{months})"
    month_first = rf"(?P<month_before>{months})\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
    year = r"(?:,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d))?"
    return re.compile(
        rf"(?:\b(?P<weekday>{days})\s*,?\s+(?:(?:the|on|le|el)\s+)?)?\b(?:{day_first}|{month_first})\b{year}"
        rf"(?:\s*[,(]\s*(?:a\s+)?(?P<weekday_after>{days})\b)?",
        re.IGNORECASE,
    )


def _language(text: AlertText) -> str:
    return text.language.split("-")[0].lower()


def _dates(words: str, language: str, near: datetime | None) -> Iterator[tuple[str, date, str]]:
    """Give each date in `words` as it is written, as a day, and its day of the week ('' where none is said)."""
    for match in _pattern(language).finditer(words):
        said = match.groupdict()
        name = (said["month"] or said["month_before"]).lower()
        month = _MONTHS[language].split().index(name) + 1
        day = int(said["day"] or said["day_after"])
        found = _nearest(day, month, int(said["year"]) if said["year"] else None, near)
        if found is not None:
            yield match.group(0).strip(), found, (said["weekday"] or said["weekday_after"] or "").lower()


def _nearest(day: int, month: int, year: int | None, near: datetime | None) -> date | None:
    """The day in `year`, or in the year that brings it nearest to `near`; None where there is no such day."""
    years = [year] if year else [near.year - 1, near.year, near.year + 1] if near else []
    possible = []
    for one in years:
        try:
            possible.append(date(one, month, day))
        except ValueError:
            continue
    if not possible:
        return None
    return min(possible, key=lambda found: abs(found - near.date()) if near else timedelta(0))


@rule(
    "weekday-against-date",
    FindingSeverity.BLOCKS,
    gettext_noop("A day of the week fits the date beside it."),
    fails=Example(
        "The march starts on Monday, 18 July 2017.",
        {"event": (Sentence("The march starts on Monday, 18 July 2017.", ("report:2",)),)},
    ),
    passes=Example(
        "The march starts on Tuesday, 18 July 2017.",
        {"event": (Sentence("The march starts on Tuesday, 18 July 2017.", ("report:2",)),)},
    ),
)
def weekday_against_date(subject: Subject) -> Iterator[Breach]:
    """Reckon the day of the week of each date that stands with one; a year that is not said is the nearest."""
    language = _language(subject.text)
    if language not in _DAYS:
        return
    names = _DAYS[language].split()
    for passage in subject.passages():
        for words, day, weekday in _dates(passage.text, language, subject.text.onset):
            if weekday and names[day.weekday()] != weekday:
                yield Breach(
                    passage.part,
                    gettext_noop("'%(date)s': %(day)s is a %(weekday)s. Correct one of the two."),
                    {"date": words, "day": day.isoformat(), "weekday": names[day.weekday()].capitalize()},
                    passage.position,
                )


@rule(
    "headline-date-against-body",
    FindingSeverity.BLOCKS,
    gettext_noop(
        "A date or day in the headline is one that the timeframe, the summary or the Event has too."
    ),
    fails=Example(
        "Teachers plan march through central Nairobi on 28 July",
        {"headline": "Teachers plan march through central Nairobi on 28 July"},
    ),
    passes=Example(
        "Teachers plan march through central Nairobi on 18 July",
        {"headline": "Teachers plan march through central Nairobi on 18 July"},
    ),
)
def headline_date_against_body(subject: Subject) -> Iterator[Breach]:
    """Look for each date and day of the week of the headline in the timeframe (local days) and in the body."""
    text, language = subject.text, _language(subject.text)
    if language not in _DAYS:
        return
    body = text.paragraph("summary") + " " + text.paragraph("event")
    days = _days_in_force(text)
    told = {day for _, day, _ in _dates(body, language, text.onset)}
    dated = list(_dates(text.headline, language, text.onset))
    for words, day, _weekday in dated:
        if days and day not in days and day not in told:
            yield _other_day(words, text)
    names = _DAYS[language].split()
    alone = _pattern(language).sub(" ", text.headline).lower()
    for number, name in enumerate(names):
        if not days or len(days) >= len(names) or not re.search(rf"\b{name}\b", alone):
            continue
        if name not in body.lower() and number not in {day.weekday() for day in days | told}:
            yield _other_day(name.capitalize(), text)


def _other_day(words: str, text: AlertText) -> Breach:
    return Breach(
        "headline",
        gettext_noop(
            "The headline says '%(date)s', but the alert holds from %(onset)s until %(expires)s and nothing else "
            "speaks of that day. Make them agree."
        ),
        {
            "date": words,
            "onset": f"{text.onset:%Y-%m-%d %H:%M} UTC" if text.onset else "?",
            "expires": f"{text.expires:%Y-%m-%d %H:%M} UTC" if text.expires else "?",
        },
    )


def _days_in_force(text: AlertText) -> frozenset[date]:
    """The local days from the one before the onset to the expiry; empty where the timeframe is not known."""
    if text.onset is None or text.expires is None or text.expires <= text.onset:
        return frozenset()
    try:
        zone: ZoneInfo = ZoneInfo(text.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    first = (text.onset - _BEFORE).astimezone(zone).date()
    last = max(text.expires.astimezone(zone).date(), text.expires.astimezone(UTC).date())
    return frozenset(first + timedelta(days=number) for number in range((last - first).days + 1))


RULES = (weekday_against_date, headline_date_against_body)
