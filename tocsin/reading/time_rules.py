"""Rules that find dates and clock times and join them: '9 July', 'since 2002', 'from 08:00 to 18:00 on 20 July'.

Everything here is on the clocks of one place, without zone; `times` turns it into UTC. Years that are not said are
chosen so that the day lies in the past, or in the future where the sentence speaks of what is to come.
"""

# Everything below is on local clocks without zone, on purpose; `times` adds the zone.
# ruff: noqa: DTZ001
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from tocsin.reading.clock_words import MONTH, WEEKDAYS, clock_of, month_number, zone_of
from tocsin.reading.numbers import value_of
from tocsin.reading.time_patterns import BEFORE, COUNTS, FUTURE, PARTS, PATTERNS, RELATIVE
from tocsin.reading.values import Certainty
from tocsin.reading.words import word_set, words

DAY = timedelta(days=1)
SentenceOf = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Atom:
    """One time: offsets, [first, after) on local clocks (None: open), how sharp, and in which grain it was said."""

    start: int
    end: int
    first: datetime | None
    after: datetime | None
    certainty: Certainty = Certainty.EXACT
    grain: str = "day"
    first_grain: str = "day"
    last_grain: str = "day"
    zone: tzinfo | None = None
    confidence: float = 1.0


def atoms(
    text: str, present: set[str], now: datetime, language: str, country: str, sentence_of: SentenceOf
) -> list[Atom]:
    """Every single date and clock time of the text, none overlapping, in order. `present` are its folded words."""
    taken: list[Atom] = []
    months = _ANY_MONTH.search(text) is not None
    for kind, pattern in PATTERNS:
        if not (months if kind in _OF_MONTHS else _may_hold(kind, text, present)):
            continue
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in taken):
                continue
            atom = _read(kind, match, now, language, country, sentence_of)
            if atom is not None:
                taken.append(atom)
    return sorted(taken, key=lambda one: one.start)


# Words of which a text must hold one before a pattern is worth trying; other patterns need a digit.
_TRIGGERS: dict[str, frozenset[str]] = {
    "weekday": frozenset(word.folded for one in WEEKDAYS for word in words(one)),
    "past": word_set("past last previous recent"),
    "next": word_set("next coming following within"),
    "ago": word_set("ago earlier"),
    "period": word_set("week weekend month year summer winter spring autumn"),
    "relative": frozenset(word.folded for one in RELATIVE for word in words(one)),
}
_DIGIT = re.compile(r"\d")
_ANY_MONTH = re.compile(rf"\b{MONTH}\b")
_OF_MONTHS = frozenset({"mdy", "dmy", "month_year", "soft_month", "month"})


def _may_hold(kind: str, text: str, present: set[str]) -> bool:
    triggers = _TRIGGERS.get(kind)
    return _DIGIT.search(text) is not None if triggers is None else not triggers.isdisjoint(present)


def _read(
    kind: str, match: re.Match[str], now: datetime, language: str, country: str, sentence_of: SentenceOf
) -> Atom | None:
    try:
        if kind == "numeric":
            return _numeric(match, country)
        if kind in ("mdy", "dmy"):
            return _day_of_month(match, now, sentence_of)
        if kind in ("month_year", "soft_month", "month"):
            return _month(match, now, language, sentence_of)
        return _READERS[kind](match, now, sentence_of)
    except (ValueError, OverflowError):
        return None  # A day that no calendar has (30 February) is no date; its digits stay for the other readers.


def _iso(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    day = datetime(int(match["y"]), int(match["m"]), int(match["d"]))
    if not match["clock"]:
        return Atom(*match.span(), day, day + DAY)
    hour, minute = clock_of(match["clock"]) or (0, 0)
    moment = day + timedelta(hours=hour, minutes=minute)
    zone = zone_of(match["zone"]) if match["zone"] else None
    return Atom(*match.span(), moment, moment + timedelta(minutes=1), grain="minute", zone=zone)


def _numeric(match: re.Match[str], country: str) -> Atom:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    short = len(match["y"]) == 2
    year += (2000 if year < 70 else 1900) if short else 0
    month_first = (
        country in ("US", "PH", "FM", "PW") and match["sep"] == "/" and b != 0 and a <= 12
    ) or b > 12
    if a > 12:
        month_first = False
    sure = a > 12 or b > 12 or a == b
    day = datetime(year, a if month_first else b, b if month_first else a)
    confidence = (0.95 if sure else 0.5) * (0.6 if short else 1.0)
    certainty = (
        Certainty.EXACT
        if confidence > 0.9
        else Certainty.APPROXIMATE
        if confidence >= 0.5
        else Certainty.VAGUE
    )
    return Atom(*match.span(), day, day + DAY, certainty, confidence=round(confidence, 2))


def _number_of_day(said: str | None) -> int:
    return int(re.sub(r"\D", "", said)) if said else 0


def _nearest_year(year: str | None, month: int, day: int, now: datetime, future: bool) -> int:
    if year:
        return int(year)
    this = datetime(now.year, month, min(day, 28))
    if future:
        return now.year if this >= now - 60 * DAY else now.year + 1
    return now.year if this <= now + 45 * DAY else now.year - 1


def _day_of_month(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom | None:
    month, day, last = month_number(match["mon"]), _number_of_day(match["d"]), _number_of_day(match["d2"])
    if not month or not 1 <= day <= 31:
        return None
    future = _is_future(match, sentence_of)
    year = _nearest_year(match["y"], month, day, now, future)
    first = datetime(year, month, day)
    end = datetime(year, month, last) if last > day else first
    return Atom(*match.span(), first, end + DAY)


def _is_future(match: re.Match[str], sentence_of: SentenceOf) -> bool:
    before = match.string[max(0, match.start() - 24) : match.start()]
    found = BEFORE.search(before)
    if found and (found["until"] or found["by"] or (found["from"] and found["from"].strip().lower() != "on")):
        return True
    return FUTURE.search(sentence_of(match.start())) is not None


def _month(match: re.Match[str], now: datetime, language: str, sentence_of: SentenceOf) -> Atom | None:
    groups = match.groupdict()
    month = month_number(groups["mon"])
    if not month or (groups["mon"].lower() in ("mars", "set", "marco") and language == "en"):
        return None
    future = _is_future(match, sentence_of) or (groups.get("which") or "").lower() == "next"
    if (groups.get("which") or "").lower() == "last":
        year = now.year if month < now.month else now.year - 1
    else:
        year = _nearest_year(groups.get("y"), month, 1, now, future)
    first, after = _month_bounds(year, month)
    soft = (groups.get("soft") or "").lower()
    if not soft:
        return Atom(*match.span(), first, after, first_grain="month", last_grain="month", grain="month")
    if "early" in soft or "beginning" in soft or "start" in soft:
        after = first + 10 * DAY
    elif "mid" in soft:
        first, after = first + 9 * DAY, first + 20 * DAY
    else:
        first = first + 20 * DAY
    return Atom(*match.span(), first, after, Certainty.APPROXIMATE)


def _month_bounds(year: int, month: int) -> tuple[datetime, datetime]:
    first = datetime(year, month, 1)
    return first, datetime(year + month // 12, month % 12 + 1, 1)


def _count(said: str | None) -> tuple[int, bool]:
    """The number and whether it is only rough."""
    if not said:
        return 1, False
    lowered = said.lower()
    if lowered in ("several", "few", "a few"):
        return 3, True
    if "couple" in lowered:
        return 2, True
    return (int(value_of(lowered) or 1), False) if lowered[0].isdigit() else (COUNTS.get(lowered, 1), False)


def _moved(moment: datetime, count: int, unit: str) -> datetime:
    """The moment so many units later (or earlier); months and years keep the day of the month where it exists."""
    unit = unit.lower()
    if unit in ("minute", "hour", "day", "week"):
        return moment + count * timedelta(**{unit + "s": 1})
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    total = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(total, 12)
    for day in range(moment.day, moment.day - 4, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError("no such day")


def midnight(moment: datetime) -> datetime:
    """The beginning of the moment's day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _past(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    count, rough = _count(match["n"])
    unit = match["unit"].lower()
    fine = unit in ("minute", "hour")
    whole = (
        match["which"].lower() in ("last", "previous")
        and not match["n"]
        and "the " not in match.group().lower()
        and not fine
    )
    if whole and unit in ("week", "month", "year", "quarter"):
        return _whole_period(match, _moved(now, -1, unit), unit)
    after = now if fine else midnight(now) + DAY
    first = _moved(now if fine else midnight(now), -count, unit)
    certainty = Certainty.APPROXIMATE
    if rough or match["which"].lower() == "recent" or unit in ("decade", "century"):
        certainty = Certainty.VAGUE
    return Atom(*match.span(), first, after, certainty, grain="minute" if fine else "day")


def _next(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    count, rough = _count(match["n2"] or match["n"] or match["n3"])
    unit = (match["unit"] or match["unit3"]).lower()
    if (match["which"] or "").lower() == "next" and not match["n"] and "the " not in match.group().lower():
        return _whole_period(match, _moved(now, 1, unit), unit)
    counted = bool(match["n"] or match["n3"])
    certainty = Certainty.APPROXIMATE if counted and not rough else Certainty.VAGUE
    after = _moved(now, count if counted else 3 if unit in ("hour", "day") else 1, unit)
    fine = unit in ("minute", "hour")
    return Atom(
        *match.span(),
        now,
        after if fine else midnight(after) + DAY,
        certainty,
        grain="minute" if fine else "day",
    )


def _whole_period(match: re.Match[str], inside: datetime, unit: str) -> Atom:
    day = midnight(inside)
    if unit == "year":
        first, after = day.replace(month=1, day=1), day.replace(year=day.year + 1, month=1, day=1)
        return Atom(*match.span(), first, after, grain="year", first_grain="year", last_grain="year")
    if unit == "month":
        first, after = _month_bounds(day.year, day.month)
        return Atom(*match.span(), first, after, grain="month", first_grain="month", last_grain="month")
    if unit == "week":
        first = day - day.weekday() * DAY
        return Atom(*match.span(), first, first + 7 * DAY, Certainty.APPROXIMATE)
    return Atom(*match.span(), day, _moved(day, 1, unit), Certainty.APPROXIMATE)


def _ago(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    count, rough = _count(match["n"])
    unit = match["unit"].lower()
    at = _moved(now, -count, unit)
    if unit in ("minute", "hour"):
        return Atom(*match.span(), at, at + timedelta(hours=1), Certainty.APPROXIMATE, grain="minute")
    certainty = (
        Certainty.VAGUE if rough or match["rough"] or unit in ("decade", "century") else Certainty.APPROXIMATE
    )
    if unit == "day":
        return Atom(
            *match.span(), midnight(at), midnight(at) + DAY, Certainty.VAGUE if rough else Certainty.EXACT
        )
    if unit in ("year", "decade", "century"):
        return replace(_whole_period(match, at, "year"), certainty=certainty)
    return replace(_whole_period(match, at, unit), certainty=certainty)


def _period(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom | None:
    unit = (match["unit"] or match["unit2"]).lower()
    step = {"last": -1, "next": 1}.get((match["which2"] or "").lower(), 0)
    if unit == "weekend":
        saturday = midnight(now) + (5 - now.weekday() + 7 * step) * DAY
        return Atom(*match.span(), saturday, saturday + 2 * DAY, Certainty.APPROXIMATE)
    if unit in ("week", "month", "year"):
        return _whole_period(match, now, unit)
    month = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[unit]
    first, _ = _month_bounds(now.year + step, month)
    return Atom(
        *match.span(),
        first,
        _moved(first, 3, "month"),
        Certainty.VAGUE,
        first_grain="month",
        last_grain="month",
    )


def _decade(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    year = int(match["y"])
    first, after = datetime(year, 1, 1), datetime(year + 10, 1, 1)
    return Atom(*match.span(), first, after, Certainty.VAGUE, "year", "year", "year")


def _soft_year(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    year, soft = int(match["y"]), match["soft"].lower()
    first = 9 if "late" in soft or "end" in soft else 5 if "mid" in soft else 1
    start = datetime(year, first, 1)
    return Atom(
        *match.span(), start, _moved(start, 4, "month"), Certainty.APPROXIMATE, "month", "month", "month"
    )


def _years(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom | None:
    first, last = int(match["y"]), int(match["y2"])
    if not first < last <= first + 150:
        return None
    return Atom(
        *match.span(),
        datetime(first, 1, 1),
        datetime(last + 1, 1, 1),
        Certainty.EXACT,
        "year",
        "year",
        "year",
    )


def _year(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom | None:
    year, before = int(match["y"]), (match.groupdict().get("prep") or "").strip().lower()
    first, after = datetime(year, 1, 1), datetime(year + 1, 1, 1)
    whole = Atom(*match.span(), first, after, Certainty.EXACT, "year", "year", "year")
    if before in ("since", "depuis", "desde") or before.startswith("منذ"):
        return replace(whole, after=midnight(now) + DAY, last_grain="day") if first <= now else None
    if before in ("until", "by"):
        return replace(whole, first=None, certainty=Certainty.APPROXIMATE)
    if before == "before":
        return replace(whole, first=None, after=first, certainty=Certainty.APPROXIMATE)
    if before in ("after", "from"):
        return replace(whole, after=None, certainty=Certainty.APPROXIMATE)
    return whole


def _weekday(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    wanted = WEEKDAYS[match["wd"].lower()]
    which = (match["which"] or "").lower()
    back = (now.weekday() - wanted) % 7
    if which in ("next", "coming") or (
        (not which or which == "this") and back and _is_future(match, sentence_of)
    ):
        shift = (wanted - now.weekday()) % 7 or 7
    elif which == "last":
        shift = -(back or 7)
    else:
        shift = -back
    return _with_part(match, midnight(now) + shift * DAY)


def _relative(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    word = match["word"].lower()
    return _with_part(match, midnight(now) + RELATIVE[word] * DAY, word)


def _with_part(match: re.Match[str], day: datetime, word: str = "") -> Atom:
    part = (match["part"] or "").lower() or next((one for one in PARTS if word.endswith(one)), "")
    if not part:
        return Atom(*match.span(), day, day + DAY)
    first, after = PARTS[part]
    hour = timedelta(hours=1)
    return Atom(*match.span(), day + first * hour, day + after * hour, Certainty.APPROXIMATE, "minute")


def _clock(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom | None:
    said = match["clock"]
    if "." in said and not re.search(r"[AaPp]", said):
        return None
    told = clock_of(said)
    if told is None or not (re.search(r"[:hAaPp]", said)):
        return None
    at = midnight(now) + timedelta(hours=told[0], minutes=told[1])
    zone = zone_of(match["zone"]) if match["zone"] else None
    return Atom(*match.span(), at, at + timedelta(minutes=1), grain="clock", zone=zone)


_READERS: dict[str, Callable[[re.Match[str], datetime, SentenceOf], Atom | None]] = {
    "iso": _iso,
    "past": _past,
    "next": _next,
    "ago": _ago,
    "period": _period,
    "soft_year": _soft_year,
    "decade": _decade,
    "years": _years,
    "year": _year,
    "bare_year": _year,
    "weekday": _weekday,
    "relative": _relative,
    "clock": _clock,
}
