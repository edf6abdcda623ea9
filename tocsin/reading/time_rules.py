"""Rules that find dates and clock times and join them: '9 July', 'since 2002', 'from 08:00 to 18:00 on 20 July'.

Everything here is on the clocks of one place, without zone; `times` turns it into UTC. Years that are not said are
chosen so that the day lies in the past, or in the future where the sentence speaks of what is to come.
"""

# Everything below is on local clocks without zone, on purpose; `times` adds the zone.
# ruff: noqa: DTZ001
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from tocsin.reading.clock_words import (
    CLOCK,
    ENGLISH_MONTH,
    MONTH,
    WEEKDAY,
    WEEKDAYS,
    ZONE,
    clock_of,
    month_number,
    zone_of,
)
from tocsin.reading.numbers import value_of
from tocsin.reading.values import Certainty

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


_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th|er|º|ª)?(?![\d:])"
_COUNT = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|several|few|a few|couple of|a couple of"
_UNIT = r"minute|hour|day|week|month|quarter|year|decade|century"
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip
_RELATIVE = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "last night": -1, "overnight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "earlier today": 0, "later today": 0,
    "hier": -1, "aujourd'hui": 0, "aujourd’hui": 0, "demain": 1, "ayer": -1, "hoy": 0, "mañana": 1, "anoche": -1,
    "ontem": -1, "hoje": 0, "amanhã": 1, "أمس": -1, "امس": -1, "اليوم": 0, "غدا": 1, "غداً": 1,
}  # fmt: skip
_PARTS = {
    "morning": (6, 12),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "tonight": (18, 30),
    "night": (20, 30),
    "anoche": (20, 30),
    "overnight": (-4, 8),
}
_SOFT = r"(?P<soft>[Ee]arly|[Mm]id|[Ll]ate|(?:the )?(?:end|beginning|start|middle) of)(?:[ -](?:in )?)"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?:[T ](?P<clock>[0-2]\d:[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?(?![\d-])")),
    ("numeric", re.compile(r"(?<![\w/.-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\w/]|\.\d)")),
    ("mdy", re.compile(rf"(?:\b{WEEKDAY},?\s+)?\b(?P<mon>{ENGLISH_MONTH})\.?\s+(?P<d>{_DAY})(?:\s?(?:-|–|to|and)\s?(?P<d2>{_DAY}))?(?:,?\s+(?P<y>{_YEAR})\b)?")),
    ("dmy", re.compile(rf"(?:\b{WEEKDAY},?\s+(?:le\s|día\s|dia\s)?)?(?<![\d.,:/])\b(?P<d>{_DAY})(?:\s?(?:-|–|to|and|au|et|al|y|a|e)\s?(?P<d2>{_DAY}))?\s+(?:of\s|de\s|d['’])?(?P<mon>{MONTH})\b\.?(?:,?\s+(?:de\s|del\s)?(?P<y>{_YEAR})\b)?")),
    ("month_year", re.compile(rf"(?:\b{_SOFT})?\b(?P<mon>{MONTH})\.?,?\s+(?:of\s|de\s|del\s)?(?P<y>{_YEAR})\b(?!\s+(?:people|cells))")),
    ("soft_month", re.compile(rf"\b{_SOFT}(?P<mon>{ENGLISH_MONTH})\b")),
    ("month", re.compile(rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) |(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=[Tt]hrough )|(?<=[Bb]y )|(?<=[Dd]uring )|(?<=[Ff]rom ))(?P<mon>{ENGLISH_MONTH})\b(?! \d)")),
    ("past", re.compile(rf"\b(?:(?:in|over|during|for|within|throughout)\s+)?(?:the\s+)?(?P<which>past|last|previous|recent)\s+(?:(?P<n>{_COUNT})\s+)?(?P<unit>{_UNIT}|year)s?\b", re.I)),
    ("next", re.compile(rf"\b(?:(?:in|over|during|for|within)\s+)?(?:the\s+)?(?P<which>next|coming|following)\s+(?:(?P<n>{_COUNT})\s+(?:to\s+(?P<n2>{_COUNT})\s+)?)?(?P<unit>{_UNIT})s?\b|\bwithin\s+(?P<n3>\d{{1,3}})\s+(?P<unit3>{_UNIT})s?\b", re.I)),
    ("ago", re.compile(rf"\b(?:(?P<rough>about|around|nearly|almost|more than|over|some)\s+)?(?P<n>{_COUNT})\s+(?P<unit>{_UNIT})s?\s+(?:ago|earlier)\b", re.I)),
    ("period", re.compile(r"\b(?:(?P<soft>earlier|later)\s+)?(?P<which>this)\s+(?P<unit>week|weekend|month|year|summer|winter|spring|autumn)\b|\b(?P<which2>last|next)\s+(?P<unit2>weekend|summer|winter|spring|autumn)\b", re.I)),
    ("soft_year", re.compile(rf"\b{_SOFT}(?P<y>{_YEAR})\b")),
    ("decade", re.compile(r"\b(?:(?:in|since|during|from)\s+)?(?:the\s+)?(?:(?:early|mid|late)[ -])?(?P<y>(?:1[89]|20)\d0)s\b", re.I)),
    ("years", re.compile(rf"\b(?:(?:from|between|entre|de)\s+)?(?P<y>{_YEAR})\s?(?:-|–|to|and|et|y|a|e|à)\s?(?P<y2>{_YEAR})\b(?![-/\d])")),
    ("year", re.compile(rf"(?P<prep>\b[Ii]n |\b[Ss]ince |\b[Dd]uring |\b[Uu]ntil |\b[Ff]rom |\b[Bb]y |\b[Bb]efore |\b[Aa]fter |\b[Dd]epuis |\b[Dd]esde |\b[Ee]n |\b[Ee]m |\bفي (?:عام |سنة )?|\bمنذ (?:عام |سنة )?|\bعام )(?P<y>{_YEAR})\b(?![-/.,:]\d)(?!\s+(?:people|personnes|personas|pessoas|houses|homes|soldiers|fighters|members|cases|others|were|have)\b)")),
    ("bare_year", re.compile(r"(?<![\w.,$€£#:/-])(?P<y>(?:19[5-9]|20[0-4])\d)(?=\s*[.,;)]|\s+(?:attack|bombing|election|war|earthquake|coup|flood|hurricane|typhoon|invasion|crisis|uprising|massacre)s?\b)(?![.,]\d)")),
    ("weekday", re.compile(rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming) )?(?P<wd>{WEEKDAY})(?: (?P<part>morning|afternoon|evening|night))?\b")),
    ("relative", re.compile(r"\b(?P<word>yesterday|earlier today|later today|today|tonight|tomorrow|last night|overnight|this (?:morning|afternoon|evening)|hier|aujourd['’]hui|demain|ayer|anoche|hoy|ontem|hoje|amanhã|أمس|امس|غداً?)\b(?: (?P<part>morning|afternoon|evening|night)\b)?", re.I)),
    ("clock", re.compile(rf"(?<![\w.,:/€$£-])(?P<clock>{CLOCK})(?![\w/]|[.,:]\d)(?:\s?\(?(?:(?P<zone>{ZONE})|(?P<local>(?:(?:in )?local(?: time)?|heure locale|hora local)))\)?)?")),
)  # fmt: skip

_FUTURE = re.compile(
    r"\b(?:will|planned|scheduled|upcoming|expected|due to|is to|are to|to be held|forecast|plans?|called for|anticipated|ahead of"
    r"|set to|prévue?s?|prevu|aura lieu|auront lieu|prevista?s?|convocad[ao]s?|previsto|será|serão|serán|سوف|المقررة?|المقبل)\b",
    re.I,
)
_BEFORE = re.compile(
    r"(?:\b(?P<since>since|depuis(?: le)?|desde(?: el| o)?|منذ)|\b(?P<until>(?:lasting )?(?:through|until|till|up to)(?: at least)?|through at least|hasta(?: el)?|até|jusqu['’]au|حتى)"
    r"|\b(?P<from>(?:(?:starting|beginning|effective) )?(?:from|on)|à partir du|a partir (?:del|de))|\b(?P<by>by)|\b(?P<before>before|prior to|avant(?: le)?)"
    r"|\b(?P<after>after|following)|\b(?P<about>about|around|approximately|shortly (?:after|before)|vers|hacia|por volta d[ae]s?))\s+(?:the\s+)?$",
    re.I,
)


def atoms(text: str, now: datetime, language: str, country: str, sentence_of: SentenceOf) -> list[Atom]:
    """Every single date and clock time of the text, none overlapping, in order."""
    taken: list[Atom] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in taken):
                continue
            atom = _read(kind, match, now, language, country, sentence_of)
            if atom is not None:
                taken.append(atom)
    return sorted(taken, key=lambda one: one.start)


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
    found = _BEFORE.search(before)
    if found and (found["until"] or found["by"] or (found["from"] and found["from"].strip().lower() != "on")):
        return True
    return _FUTURE.search(sentence_of(match.start())) is not None


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
    return (int(value_of(lowered) or 1), False) if lowered[0].isdigit() else (_COUNTS.get(lowered, 1), False)


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


def _midnight(moment: datetime) -> datetime:
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
    after = now if fine else _midnight(now) + DAY
    first = _moved(now if fine else _midnight(now), -count, unit)
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
        after if fine else _midnight(after) + DAY,
        certainty,
        grain="minute" if fine else "day",
    )


def _whole_period(match: re.Match[str], inside: datetime, unit: str) -> Atom:
    day = _midnight(inside)
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
            *match.span(), _midnight(at), _midnight(at) + DAY, Certainty.VAGUE if rough else Certainty.EXACT
        )
    if unit in ("year", "decade", "century"):
        return replace(_whole_period(match, at, "year"), certainty=certainty)
    return replace(_whole_period(match, at, unit), certainty=certainty)


def _period(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom | None:
    unit = (match["unit"] or match["unit2"]).lower()
    step = {"last": -1, "next": 1}.get((match["which2"] or "").lower(), 0)
    if unit == "weekend":
        saturday = _midnight(now) + (5 - now.weekday() + 7 * step) * DAY
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
        return replace(whole, after=_midnight(now) + DAY, last_grain="day") if first <= now else None
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
    return _with_part(match, _midnight(now) + shift * DAY)


def _relative(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom:
    word = match["word"].lower()
    return _with_part(match, _midnight(now) + _RELATIVE[word] * DAY, word)


def _with_part(match: re.Match[str], day: datetime, word: str = "") -> Atom:
    part = match["part"] or next((one for one in _PARTS if word.endswith(one)), "")
    if not part:
        return Atom(*match.span(), day, day + DAY)
    first, after = _PARTS[part]
    hour = timedelta(hours=1)
    return Atom(*match.span(), day + first * hour, day + after * hour, Certainty.APPROXIMATE, "minute")


def _clock(match: re.Match[str], now: datetime, sentence_of: SentenceOf) -> Atom | None:
    said = match["clock"]
    if "." in said and not re.search(r"[AaPp]", said):
        return None
    told = clock_of(said)
    if told is None or not (re.search(r"[:hAaPp]", said)):
        return None
    at = _midnight(now) + timedelta(hours=told[0], minutes=told[1])
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

_RANGE_GAP = re.compile(
    r"^\s*(?:-|–|to|until|till|through|and|au|à|jusqu['’](?:à|au)|a|al|hasta|até|às)\s*(?:the\s)?$", re.I
)
_ON_GAP = re.compile(
    r"^\s*,?\s*(?:on|of|le|el|em|no dia|\||at|from|à|a las|às|at around|around|at about)?\s*$", re.I
)


def joined(text: str, found: list[Atom], now: datetime) -> list[Atom]:
    """The atoms with ranges and clock times joined to their days, and 'since', 'until', 'from' before them applied."""
    ranged = list(_pairs(text, found, _as_range))
    dated = list(_pairs(text, ranged, _as_dated_clock))
    return [
        _bounded(text, replace(one, grain="minute") if one.grain == "clock" else one, now) for one in dated
    ]


def _pairs(text: str, found: list[Atom], join: Callable[[str, Atom, Atom], Atom | None]) -> Iterator[Atom]:
    held: Atom | None = None
    for one in found:
        if held is not None:
            both = join(text, held, one) if 0 <= one.start - held.end <= 16 else None
            if both is not None:
                held = both
                continue
            yield held
        held = one
    if held is not None:
        yield held


def _as_range(text: str, one: Atom, other: Atom) -> Atom | None:
    if (
        not _RANGE_GAP.match(text[one.end : other.start])
        or not one.first
        or not other.first
        or not other.after
    ):
        return None
    if (one.grain == "clock") != (other.grain == "clock"):
        return None
    if text[one.end : other.start].strip().lower() == "and" and not text[
        : one.start
    ].rstrip().lower().endswith("between"):
        return None
    zone = other.zone or one.zone
    if one.grain == "clock":
        after = other.first if other.first > one.first else other.first + DAY
        return replace(one, end=other.end, after=after, zone=zone)
    if other.first < one.first:
        return None
    return replace(one, end=other.end, after=other.after, last_grain=other.last_grain, zone=zone)


def _as_dated_clock(text: str, one: Atom, other: Atom) -> Atom | None:
    if (one.grain == "clock") == (other.grain == "clock") or not _ON_GAP.match(text[one.end : other.start]):
        return None
    day, clock = (one, other) if other.grain == "clock" else (other, one)
    if (
        day.first is None
        or day.after is None
        or day.grain not in ("day", "minute")
        or clock.first is None
        or clock.after is None
    ):
        return None
    if day.after - day.first > timedelta(days=31) or day.zone is not None:
        return None
    shift = _midnight(day.first) - _midnight(clock.first)
    return Atom(
        one.start,
        other.end,
        clock.first + shift,
        clock.after + shift,
        Certainty.EXACT,
        "minute",
        zone=clock.zone,
    )


def _bounded(text: str, atom: Atom, now: datetime) -> Atom:
    """The atom with the word before it applied: since, until, from, by, before, after, about."""
    before = text[max(0, atom.start - 28) : atom.start]
    match = _BEFORE.search(before)
    if match is None or atom.first is None or atom.after is None:
        return atom
    start = atom.start - (len(before) - match.start())
    rough = Certainty.APPROXIMATE if atom.certainty is Certainty.EXACT else atom.certainty
    is_range = atom.after - atom.first > (timedelta(minutes=1) if atom.grain == "minute" else DAY)
    if match["since"] and atom.first <= now:
        return replace(
            atom, start=start, after=now if atom.grain == "minute" else _midnight(now) + DAY, last_grain="day"
        )
    if match["until"]:
        return replace(
            atom,
            start=start,
            first=None,
            after=atom.first if atom.grain == "minute" and not is_range else atom.after,
            certainty=rough if "least" in match["until"] else atom.certainty,
        )
    if match["by"]:
        return replace(atom, start=start, first=None, certainty=rough)
    if match["before"]:
        return replace(atom, start=start, first=None, after=atom.first, certainty=rough)
    if match["from"] and match["from"].strip().lower() not in ("on",):
        if (is_range and atom.grain == "minute") or (
            is_range and atom.first_grain == "day" and atom.certainty is Certainty.EXACT
        ):
            return replace(atom, start=start)
        return replace(atom, start=start, after=None)
    if match["about"]:
        return replace(atom, start=start, certainty=rough)
    return atom
