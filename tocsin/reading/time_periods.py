"""Rules for times longer than days that name themselves: 'July 2016', 'Q3 2019', 'the 1990s', and for feasts."""

# Local clocks without zone, on purpose; `times` adds the zone.
# ruff: noqa: DTZ001
from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from tocsin.reading.time_atoms import (
    APPROXIMATE,
    EXACT,
    NAMED_BEFORE,
    VAGUE,
    Atom,
    Context,
    nearest_year,
    whole,
)
from tocsin.reading.time_calendar import DAY, feast, month_bounds, moved, period
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_rules import COUNTED, SECOND_NAME, TOLD_YEAR, Rule, told_year
from tocsin.reading.time_tense import FUTURE
from tocsin.reading.words import word_set

_EVENTS = word_set(
    "attack attacks bombing bombings election elections war earthquake quake coup flood floods hurricane typhoon tsunami"
    " invasion crisis uprising massacre conflict ceasefire peace protests riots revolution siege offensive eruption disaster"
    " olympics referendum genocide outbreak epidemic cyclone explosion crash hijacking"
)
_NOT_FEAST = word_set("island islands rising tree market markets egg bunny eggs carol seals")
_COUNTED_RANGE = pattern("(?:AND|TO|DASH)(?:NUMBER|DAY|COUNT)")
_FEAST_BEFORE = pattern(
    "(?:IN|ON|AT|OVER|BEFORE|AFTER|SINCE|UNTIL|BY|FOR|AGOPRE|TO_AT|PART OF|FROM|WITHIN|ABOUT|DAYWORD)(?:THE|OF|DAYWORD)*$"
)


def _month_told(context: Context, match: re.Match[str]) -> Atom | None:
    """'In May last year', 'en mayo del año pasado'."""
    year = told_year(context, match)
    if year is None:
        return None
    return whole(match, month_bounds(year, context.value(match, "m")), "month")


def _month(context: Context, match: re.Match[str]) -> Atom | None:
    """A month with its year."""
    year, month = context.value(match, "y"), context.value(match, "m")
    small = context.kinds[match.start()] == KIND["MONTH_SMALL"]
    if context.word(match.end()) in COUNTED or (small and match.end() - match.start() > 2):
        return None
    return whole(match, month_bounds(year, month), "month", fixed=True)


def _months(context: Context, match: re.Match[str]) -> Atom | None:
    """From one month to another, in one year or over its end."""
    if context.kinds[match.start("to")] == KIND["AND"] and context.kind(match.start() - 1) != KIND["BETWEEN"]:
        return None
    first, last = context.value(match, "m"), context.value(match, "m2")
    year = context.value(match, "y")
    ending = year or nearest_year(last, 1, context.now, context.told_year(match))
    beginning = ending - 1 if first > last else ending
    bounds = (month_bounds(beginning, first)[0], month_bounds(ending, last)[1])
    return whole(match, bounds, "month", year_said=bool(year), ranged=True)


def _month_alone(context: Context, match: re.Match[str]) -> Atom | None:
    """A month without year after a word that wants a time ('in July', 'since May'), or with 'last' and 'next'."""
    which, post = context.value(match, "which"), context.value(match, "post")
    at, month = match.start("m"), context.value(match, "m")
    bare = which is None and post is None
    if bare and (context.before(at, NAMED_BEFORE) is None or _is_person(context, at)):
        return None
    told = context.told_year(match)
    word = which or post
    if word in ("last", "past", "previous", "recent"):
        year = context.now.year if month < context.now.month else context.now.year - 1
    elif word in ("next", "coming", "following"):
        year = context.now.year if month > context.now.month else context.now.year + 1
    elif context.kind(at - 1) in kinds_of("UNTIL BY"):
        year = nearest_year(month, 1, context.now, FUTURE)
    else:
        year = nearest_year(month, 1, context.now, told)
    return whole(match, month_bounds(year, month), "month", year_said=False)


def _is_person(context: Context, at: int) -> bool:
    """Whether 'by June Carter' names a person: a month that is also a name before another capital."""
    after = context.items[at + 1] if at + 1 < len(context.items) else None
    if after is None or context.kind(at + 1) != KIND["OTHER"] or context.capitals(at):
        return False
    return context.row.text[after.start].isupper() and context.kind(at - 1) != KIND["IN"]


def _year(context: Context, match: re.Match[str]) -> Atom | None:
    """A year alone, after a word that wants a time or before the name of an event."""
    year, at = context.value(match, "y"), match.start("y")
    before, after = context.kind(at - 1), context.word(at + 1)
    if after in COUNTED or context.kind(at + 1) in kinds_of("UNIT NUMBER DAY"):
        return None
    if before in kinds_of("BETWEEN FROM") and _COUNTED_RANGE.match(context.kinds, at + 1):
        return None  # 'Between 2000 and 3000 people'.
    bounds = datetime(year, 1, 1), datetime(year + 1, 1, 1)
    if before in kinds_of("IN SINCE UNTIL FROM BY BEFORE AFTER BETWEEN AGOPRE SOFT TO"):
        return whole(match, bounds, "year")
    if before in kinds_of("LEAST UNIT DASH OF THE") and context.before(at, NAMED_BEFORE) is not None:
        return whole(match, bounds, "year")
    if not 1900 <= year <= context.now.year + 10:
        return None
    if after in _EVENTS or (before == KIND["OPEN"] and context.kind(at + 1) in kinds_of("CLOSE COMMA DASH")):
        return whole(match, bounds, "year", confidence=0.9)
    return None


def _years(context: Context, match: re.Match[str]) -> Atom | None:
    """From one year to another; '2016-17' too, while '2017-07' is a month (ISO 8601)."""
    first, last, short = context.value(match, "y"), context.value(match, "y2"), context.value(match, "yy")
    if context.kinds[match.start("to")] == KIND["AND"] and context.kind(match.start() - 1) != KIND["BETWEEN"]:
        return None
    if context.word(match.end()) in COUNTED:
        return None
    if last is None:
        item = context.items[match.start("yy")]
        if item.end - item.start != 2 or item.start != context.items[match.start("to")].end:
            return None
        if not 0 < short < 100:
            return None
        if short > first % 100:
            last = first // 100 * 100 + short
            if short <= 12:
                return whole(
                    match,
                    (datetime(first, 1, 1), datetime(last + 1, 1, 1)),
                    "year",
                    confidence=0.6,
                    ranged=True,
                )
        elif short <= 12:
            return whole(match, month_bounds(first, short), "month", fixed=True)
    if last is None or not first < last <= first + 150:
        return None
    return whole(match, (datetime(first, 1, 1), datetime(last + 1, 1, 1)), "year", ranged=True)


def _decade(context: Context, match: re.Match[str]) -> Atom | None:
    """The ten years of 'the 1990s'; not of a woman 'in her seventies'."""
    year, item = context.value(match, "decade"), context.items[match.start()]
    in_words = context.row.text[item.start].isalpha() and context.language != "ar"
    if in_words and context.kind(match.start() - 1) not in kinds_of("THE SOFT DASH"):
        return None
    return whole(match, (datetime(year, 1, 1), datetime(year + 10, 1, 1)), "year", certainty=VAGUE)


def _decade_in_words(context: Context, match: re.Match[str]) -> Atom | None:
    """'Les années 1990', 'la década de 1990', 'los años 90'."""
    year, at = context.value(match, "y"), match.start("y")
    item, unit = context.items[match.start()], context.value(match, "u")
    plural = context.row.text[item.start : item.end].lower() in ("années", "annees", "años", "anos")
    if not (unit == "decade" or plural) or context.language in ("en", "ar"):
        return None
    if context.kinds[at] != KIND["YEAR"]:
        if not 20 <= year <= 90:
            return None
        year += 1900
    if year % 10:
        return None
    return whole(match, (datetime(year, 1, 1), datetime(year + 10, 1, 1)), "year", certainty=VAGUE)


def _quarter(context: Context, match: re.Match[str]) -> Atom | None:
    """A quarter or half of a year, of the year said or the nearest that has begun."""
    number = context.value(match, "q") or context.value(match, "n") or context.value(match, "n2")
    unit = context.value(match, "u") or context.value(match, "u2")
    length = 3 if context.has(match, "q") or unit == "quarter" else 6
    if (
        context.has(match, "u") and context.value(match, "u") != "quarter"
    ) or not 1 <= number <= 12 // length:
        return None
    year = context.value(match, "y")
    named = (
        context.before(match.start(), NAMED_BEFORE) is not None
        or context.kind(match.start() - 1) == KIND["THE"]
    )
    alone = year is None and not context.has(match, "which")
    if alone and (not named or length == 6):
        return None  # 'The second half' alone is of a match.
    told = "" if year else context.tense(match)
    step = context.value(match, "which")
    if step is not None:
        year = context.now.year + {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(
            step, 0
        )
    first = datetime(year or context.now.year, (number - 1) * length + 1, 1)
    if year is None and first > context.now and told != FUTURE:
        first = first.replace(year=first.year - 1)
    elif year is None and told == FUTURE and moved(first, length, "month") <= context.now:
        first = first.replace(year=first.year + 1)
    return whole(
        match,
        (first, moved(first, length, "month")),
        "quarter",
        year_said=bool(year),
        confidence=0.6 if alone else 1.0,
    )


def _first_months(context: Context, match: re.Match[str]) -> Atom | None:
    """'The first six months of 2017' (of the year, of last year)."""
    low, count = _pair(context.value(match, "n"))
    if context.value(match, "first") != 1 or low != count or not 1 < count < 12:
        return None
    if context.value(match, "u") != "month" or context.value(match, "wu") not in (None, "year"):
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1}.get(str(context.value(match, "which")), 0)
    first = datetime(context.value(match, "y") or context.now.year + step, 1, 1)
    return whole(match, (first, moved(first, count, "month")), "month")


def _pair(said: Any) -> tuple[int, int]:
    return (said[0], said[1]) if isinstance(said, tuple) else (said, said)


def _last_of_year(context: Context, match: re.Match[str]) -> Atom | None:
    """The last quarter, month or week of a year."""
    unit, year = context.value(match, "u"), context.value(match, "y")
    if unit not in ("quarter", "month", "week", "day"):
        return None
    return whole(match, period(datetime(year, 12, 31), unit), unit)


def _part_of_month(context: Context, match: re.Match[str]) -> Atom | None:
    """The first (second, last) week or half of a month."""
    month, number = context.value(match, "m"), context.value(match, "n")
    last = not context.has(match, "n")
    year = context.value(match, "y")
    first, after = month_bounds(year or nearest_year(month, 1, context.now, context.told_year(match)), month)
    if context.has(match, "half"):
        middle = first.replace(day=16)
        if number not in (1, 2):
            return None
        return Atom(*match.span(), *((first, middle) if number == 1 else (middle, after)), APPROXIMATE)
    if context.value(match, "u") not in ("week", "day"):
        return None
    length = 7 if context.value(match, "u") == "week" else 1
    if length == 1 and context.is_plural(context.at(match, "u")):
        length, number = 7, 1  # 'The first days of July'.
    start = after - length * DAY if last else first + (number - 1) * length * DAY
    return Atom(*match.span(), start, min(start + length * DAY, after), APPROXIMATE if length > 1 else EXACT)


def _feast(context: Context, match: re.Match[str]) -> Atom | None:
    """A feast on a day that is fixed or hangs on Easter, of the year said or the nearest."""
    name = context.value(match, "feast")
    year = context.value(match, "y") or context.value(match, "y2")
    which = context.value(match, "which")
    wanted = which is not None or context.before(match.start(), _FEAST_BEFORE) is not None
    if context.word(match.end()) in _NOT_FEAST or (year is None and not wanted):
        return None
    if year is None:
        year = context.now.year
        told = context.tense(match)
        first, after = feast(name, year)
        if which in ("last", "past", "previous") or (which is None and told != FUTURE):
            ahead = 0 if which or told else 45
            year -= int(first > context.now + ahead * DAY)
        elif after <= context.now:
            year += 1
    first, after = feast(name, year)
    return Atom(*match.span(), first, after, EXACT if after - first == DAY else APPROXIMATE)


def _moving_feast(context: Context, match: re.Match[str]) -> Atom | None:
    """A feast whose day no simple rule gives: a time, but one of unknown bounds."""
    if context.before(match.start(), _FEAST_BEFORE) is None and not context.has(match, "which"):
        return None
    return Atom(*match.span(), None, None, VAGUE, "open", confidence=0.2)


def _season(context: Context, match: re.Match[str]) -> Atom | None:
    """A season of a year said, of three months as in the north."""
    year = context.value(match, "y")
    first = datetime(year, context.value(match, "season"), 1)
    return whole(match, (first, moved(first, 3, "month")), "month", certainty=VAGUE)


def _part_of_period(context: Context, match: re.Match[str]) -> Atom | None:
    """The end (beginning, middle) of this month or year, where only 'the' names it."""
    unit = context.value(match, "u")
    if unit not in ("week", "month", "year", "decade", "century"):
        return None
    soft = context.value(match, "soft")
    if context.language in ("en", "fr") and KIND["THE"] not in match["of"]:
        return None
    if not match["of"] and context.language != "ar":
        return None
    if soft in ("early", "late", "mid") and context.kind(match.end()) != KIND["STOP"]:
        return None
    bounds = period(context.now, unit)
    return replace(
        whole(match, bounds, unit), first_item=match.start("u"), certainty=APPROXIMATE, year_said=False
    )


PERIOD_RULES: tuple[tuple[str, str, Rule], ...] = (
    (
        "ANY_MONTH",
        f"(?P<m>ANY_MONTH){SECOND_NAME}DOT?(?:COMMA|OF|THE|FROM|SLASH|DASH)*UNIT?(?P<y>YEAR)(?!DASH|SLASH)",
        _month,
    ),
    ("ANY_MONTH", f"(?P<m>CAPITAL_MONTH){TOLD_YEAR}", _month_told),
    (
        "ANY_MONTH",
        "(?P<m>CAPITAL_MONTH)(?P<to>TO|DASH|AND|TO_AT|SLASH|UNTIL)THE?(?P<m2>CAPITAL_MONTH)(?:COMMA|OF)*(?P<y>YEAR)?",
        _months,
    ),
    (
        "LAST LASTPOST NEXT NEXTPOST THIS ANY_MONTH",
        "(?:(?P<which>ANY_LAST|ANY_NEXT|THIS))?(?P<m>CAPITAL_MONTH)(?P<post>LASTPOST|NEXTPOST)?(?!DASH?DAY)",
        _month_alone,
    ),
    (
        "YEAR",
        "(?P<y>YEAR)(?P<to>DASH|TO|AND|SLASH|TO_AT|UNTIL)(?:(?P<y2>YEAR)|(?P<yy>DAY|NUMBER))(?!DASH|SLASH)",
        _years,
    ),
    (
        "YEAR LAST LASTPOST NEXT NEXTPOST THIS FEAST",
        "(?:(?P<y>YEAR)|(?P<which>LAST|NEXT|THIS|LASTPOST|NEXTPOST))?(?P<feast>FEAST)(?:(?:COMMA|OF|IN)*(?P<y2>YEAR))?",
        _feast,
    ),
    ("LAST NEXT THIS FEAST_MOVING", "(?P<which>LAST|NEXT|THIS)?FEAST_MOVING", _moving_feast),
    ("YEAR", "(?P<y>YEAR)", _year),
    ("DECADE", "(?P<decade>DECADE)", _decade),
    ("UNIT", "(?P<u>UNIT)OF?(?P<y>YEAR|NUMBER|DAY)", _decade_in_words),
    (
        "ORDWORD ORDINAL QUARTER HALF UNIT",
        "(?:(?P<q>QUARTER)|(?P<n>ORDWORD|ORDINAL)(?:(?P<u>UNIT)|HALF)|(?:HALF|(?P<u2>UNIT))(?P<n2>ORDWORD))"
        "(?:(?:COMMA|OF|IN|THE|FROM|SLASH|DASH)*UNIT?(?P<y>YEAR)|OF?(?P<which>LAST|NEXT|THIS)UNIT)?(?!OF?(?:ANY_MONTH|THE))",
        _quarter,
    ),
    (
        "ORDWORD",
        "(?P<first>ORDWORD)(?P<n>COUNT|DAY)(?P<u>UNIT)(?:OF|IN)(?:(?P<y>YEAR)|(?:THE|(?P<which>LAST|THIS|NEXT))(?P<wu>UNIT))",
        _first_months,
    ),
    ("LAST LASTPOST", "ANY_LAST(?P<u>UNIT)(?:OF|IN)THE?UNIT?(?P<y>YEAR)", _last_of_year),
    (
        "ORDWORD ORDINAL LAST LASTPOST",
        "(?:(?P<n>ORDWORD|ORDINAL)|ANY_LAST)(?:(?P<half>HALF)|(?P<u>UNIT))(?:OF|IN|THE)*(?P<m>CAPITAL_MONTH)(?:(?:COMMA|OF)*(?P<y>YEAR))?",
        _part_of_month,
    ),
    ("SEASON", "(?P<season>SEASON)(?:OF|COMMA)*(?P<y>YEAR)", _season),
    (
        "SOFT",
        "(?P<soft>SOFT)(?P<of>(?:OF|THE|APOSTROPHE)*)(?P<u>UNIT)(?!LASTPOST|NEXTPOST|OTHER)",
        _part_of_period,
    ),
)
