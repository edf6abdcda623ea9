"""Rules for days of months: '9 July', '4 FEB 90', '5, 6 and 7 May', '13/02/2017', 'premier mai'."""

# Local clocks without zone, on purpose; `times` adds the zone.
# ruff: noqa: DTZ001
from __future__ import annotations

import re
from datetime import datetime

from tocsin.reading.time_atoms import APPROXIMATE, EXACT, VAGUE, Atom, Context, day_atom, nearest_year
from tocsin.reading.time_calendar import DAY, MINUTE, full_year
from tocsin.reading.time_kinds import KIND, kinds_of
from tocsin.reading.time_rules import COUNTED, SECOND_NAME, TOLD_YEAR, Rule, told_year
from tocsin.reading.words import word_set

_WEEKDAY = "(?:(?P<wd>ANY_WEEKDAY)DOT?COMMA?(?:THE|ON|DAYWORD|OF|COMMA)*)?"
_YEAR = f"(?:{TOLD_YEAR}|(?:COMMA|OF|FROM|THE)*UNIT?(?P<y>YEAR)|(?:DASH|SLASH)(?P<y3>YEAR)|COMMA?APOSTROPHE?(?P<yy>DAY|NUMBER))?"
# Before a date, before 'of' and a date, and behind a date. 'Place' alone is no square: 'took place July 9'.
_STREETS = word_set(
    "avenida av calle plaza parque barrio puente estadio colonia rua praca bairro ponte largo travessa viaduto"
    " شارع ميدان ساحة جسر ملعب جامعة"
)
_STREETS_OF = word_set(
    "rue place avenue boulevard bd quartier stade pont square calle plaza avenida praca rua"
)
_STREETS_AFTER = word_set(
    "street avenue road square boulevard bridge stadium airport lane plaza movement brigade battalion"
)


def _day(context: Context, match: re.Match[str]) -> Atom | None:
    """A day of a month, or the days between two or several of one."""
    at_month = match.start("m")
    month, first = context.value(match, "m"), context.value(match, "d")
    if _is_street(context, match):
        return None
    last = context.value(match, "d2") or first
    if not 1 <= first <= 31 or not first <= last <= 31:
        return None
    year, match_end, sure = _year_of(context, match)
    small = context.kinds[at_month] != KIND["MONTH"]
    if small and not year and _doubtful_month(context, match, at_month, match_end):
        return None
    if last != first and not year and _counts_follow(context, match, match_end):
        match_end, last = match.end("d"), first
        if match.start("m") > match.start("d"):
            return None
    said = year is not None
    if year is None and (month, first) == (9, 11) and _names_attacks(context, match_end):
        year, said = 2001, True
    if year is None:
        year = nearest_year(month, first, context.now, context.told_year(match))
        year = _weekday_year(context, match, year, month, first)
    start, end = datetime(year, month, first), datetime(year, month, last) + DAY
    return Atom(
        match.start(),
        match_end,
        start,
        end,
        confidence=sure,
        year_said=said,
        fixed=True,
        ranged=last > first,
        certainty=EXACT if sure > 0.6 else APPROXIMATE,
    )


def _names_attacks(context: Context, at: int) -> bool:
    """Whether 'September 11' is the name of the attacks of 2001."""
    following = {context.word(at), context.word(at + 1)}
    return context.now.year > 2001 and not following.isdisjoint(
        {"attacks", "attack", "terrorist", "hijackers"}
    )


def _is_street(context: Context, match: re.Match[str]) -> bool:
    """Whether a date is the name of a street or square: 'Avenida 9 de Julio', 'rue du 11 novembre', '12 May Street'."""
    at = match.start() - 1
    if context.kind(at) == KIND["OF"]:
        return context.word(at - 1) in _STREETS_OF
    return context.word(at) in _STREETS or context.word(match.end()) in _STREETS_AFTER


def _year_of(context: Context, match: re.Match[str]) -> tuple[int | None, int, float]:
    """The year said with a day, where the date then ends, and how sure the year is."""
    told = told_year(context, match)
    if told is not None:
        return told, match.end(), 1.0
    if context.has(match, "wu") or context.has(match, "wu2"):
        end = match.start("which") if context.has(match, "which") else match.start("wu2")
        while context.kinds[end - 1] in kinds_of("OF THE COMMA IN APOSTROPHE"):
            end -= 1
        return None, end, 1.0
    year = context.value(match, "y") or context.value(match, "y3")
    if year:
        return year, match.end(), 1.0
    short = context.value(match, "yy")
    if short is None:
        return None, match.end(), 1.0
    at = match.start("yy")
    mark = context.kinds[at - 1] == KIND["APOSTROPHE"]
    item = context.items[at]
    two_digits = item.end - item.start == 2
    if two_digits and 0 <= short <= 99:
        full = full_year(short, context.now)
        closed = context.kind(at + 1) != KIND["OTHER"] or context.word(at + 1) == "at"
        if mark or (closed and (short >= 32 or _tight(match, at))):
            return full, match.end(), 1.0 if mark or short >= 32 else 0.8
    end = at
    while context.kinds[end - 1] in kinds_of("COMMA APOSTROPHE OF IN THE"):
        end -= 1
    return None, end, 1.0


def _tight(match: re.Match[str], at: int) -> bool:
    """Whether a two-digit year stands right behind its month ('5 Feb 18'), not behind a day or a comma."""
    return match.end("m") in (at, at - 1) and match.start("m") > match.start("d")


def _doubtful_month(context: Context, match: re.Match[str], at: int, end: int) -> bool:
    """Whether 'may 5', 'May 5 kilometres' or 'March 12 people' are more likely a verb and a number."""
    if context.kinds[at] == KIND["MONTH_SMALL"]:
        return context.language == "en" or match.start("m") < match.start("d")
    return context.word(end) in COUNTED and match.start("m") < match.start("d")


def _counts_follow(context: Context, match: re.Match[str], end: int) -> bool:
    """Whether 'July 5 and 6 people' counts people with its second number."""
    return context.word(end) in COUNTED


def _weekday_year(context: Context, match: re.Match[str], year: int, month: int, day: int) -> int:
    """The year in which the day falls on the weekday said with it, if that is next to the year chosen."""
    weekday = context.value(match, "wd")
    if weekday is None:
        return year
    for one in (year, year - 1, year + 1):
        if day <= 28 and datetime(one, month, day).weekday() == weekday:
            return one
    return year


def _first_of_month(context: Context, match: re.Match[str]) -> Atom | None:
    """The first of a month in words ('premier mai', 'primero de mayo', 'the first of May')."""
    number = context.value(match, "n")
    if number != 1 and context.language != "ar":
        return None
    if context.language == "en" and not context.has(match, "of"):
        return None
    month, year = context.value(match, "m"), context.value(match, "y")
    year_of_day = year or nearest_year(month, number, context.now, context.told_year(match))
    day = datetime(year_of_day, month, number)
    return day_atom(match, day, year_said=bool(year), fixed=True)


def _written(context: Context, match: re.Match[str]) -> Atom:
    """A date or moment in digits."""
    written = context.said(match.start())
    if written.fine:
        return Atom(
            *match.span(),
            written.day,
            written.day + MINUTE,
            grain="minute",
            zone=written.zone,
            confidence=written.sure,
            fixed=True,
        )
    day = written.day
    if written.needs_year:
        day = day.replace(year=nearest_year(day.month, day.day, context.now, context.told_year(match)))
    certainty = EXACT if written.sure > 0.6 else APPROXIMATE if written.sure >= 0.5 else VAGUE
    return day_atom(match, day, certainty=certainty, confidence=written.sure, fixed=True)


DAY_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("ISO NUMERIC MOMENT", "(?:ISO|NUMERIC|MOMENT)", _written),
    (
        "ANY_WEEKDAY ANY_MONTH",
        f"{_WEEKDAY}(?P<m>ANY_MONTH)DOT?THE?(?P<d>ANY_DAY)"
        f"(?:(?:COMMA?AND|TO|DASH|TO_AT)THE?(?P<d2>ANY_DAY)(?!OF?ANY_MONTH))?{_YEAR}",
        _day,
    ),
    (
        "ANY_WEEKDAY DAYWORD ANY_DAY",
        f"{_WEEKDAY}DAYWORD?(?P<d>ANY_DAY)(?:COMMA ANY_DAY){{0,5}}"
        "(?:COMMA?(?:AND|TO|DASH|SLASH|TO_AT|COMMA)(?:THE|DAYWORD|OF)*(?P<d2>ANY_DAY))?"
        f"(?:OF|DASH|THE|FROM|UNIT)*(?P<m>ANY_MONTH){SECOND_NAME}DOT?{_YEAR}",
        _day,
    ),
    (
        "ORDWORD",
        "(?P<n>ORDWORD)(?P<of>OF|FROM)?(?P<m>CAPITAL_MONTH)(?:(?:COMMA|OF)*(?P<y>YEAR))?",
        _first_of_month,
    ),
)
