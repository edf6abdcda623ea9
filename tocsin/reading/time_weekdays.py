"""Rules for days told from that of publication: 'yesterday', 'on Tuesday', 'this morning', 'last weekend', 'on the 13th'."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from tocsin.reading.time_atoms import APPROXIMATE, BACKWARD, VAGUE, Atom, Context, day_atom, whole
from tocsin.reading.time_calendar import DAY, HOUR, PARTS, moved, weekend
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_rules import Rule
from tocsin.reading.time_tense import FUTURE, PAST
from tocsin.reading.words import word_set

_NAMES_OF_DAYS = word_set(
    "black bloody cyber sheffield casual super manic ruby freaky fat shrove santo san plaza"
)
_WEEKDAY_BESIDE = pattern("(?:COMMA|ON|DAYWORD|THE)*WEEKDAY")
_NOT_TODAY = word_set("usa russia")  # 'USA Today'.
_SITES = word_set("river harbor harbour island creek market mosque school church")
_PAPERS = word_set("times telegraph mirror express mail herald tribune independent")
_DAY_BEHIND = pattern("(?:ON|OF|TO)?(?:THE)?(?:WEEKDAY|REL|ISO|ANY_DAY OF?ANY_MONTH|ANY_MONTH ANY_DAY)")
_WEEKEND_BEFORE = pattern("(?:OVER|AT|ON|IN|FOR|BY|UNTIL|THIS|FROM|SINCE|TO_AT)(?:THE|OF)*$")
_ALONE = pattern("(?P<which>LAST|LASTPOST|NEXT|NEXTPOST|THIS)?(?P<wd>ANY_WEEKDAY)")
_WHICH = "(?P<which>LAST|LASTPOST|NEXT|NEXTPOST|THIS)"


def _weekday(context: Context, match: re.Match[str]) -> Atom | None:
    """A day of the week: the last one, or the next where the words around it speak of what is to come."""
    at = match.start("wd")
    names = context.word(match.end())
    if (
        names in _PAPERS
        or (names in _SITES and context.kind(at - 1) != KIND["ON"])
        or context.word(at - 1) in _NAMES_OF_DAYS
        or context.kind(at - 1) == KIND["EVERY"]
    ):
        return None
    if context.kinds[at] == KIND["WEEKDAY_UNSURE"] and not _sure_weekday(context, match, at):
        return None
    wanted = context.value(match, "wd")
    number = context.value(match, "number") or context.value(match, "nth")
    if number is not None:
        numbered = _weekday_number(context, match, wanted, number)
        return numbered or _weekday(context, _ALONE.match(context.kinds, match.start()) or match)
    which = context.value(match, "which") or context.value(match, "post")
    unit = context.value(match, "u")
    today = context.today
    back = (today.weekday() - wanted) % 7
    if unit is not None:
        if unit != "week":
            return None
        step = -1 if which in BACKWARD else 1 if which in ("next", "coming", "following") else 0
        monday = today - today.weekday() * DAY + 7 * step * DAY
        return day_atom(match, monday + wanted * DAY)
    if which in ("next", "coming", "following"):
        shift = (wanted - today.weekday()) % 7 or 7
    elif which in BACKWARD:
        shift = -(back or 7)
    else:
        ahead = back and context.tense(match) == FUTURE
        begun = back == 6 and context.day_elsewhere.weekday() == wanted
        shift = (wanted - today.weekday()) % 7 if ahead or begun else -back
    return day_atom(match, today + shift * DAY, weekday=which is None)


def _sure_weekday(context: Context, match: re.Match[str], at: int) -> bool:
    """Whether 'Sun' or 'Sat' is a day: between a word that wants a day and no other name."""
    if context.has(match, "which") or context.has(match, "post"):
        return True
    follows = context.kind(at + 1) != KIND["OTHER"]
    wanted = "IN THIS OF UNTIL TO_AT SINCE BY" if context.language == "pt" else "ON UNTIL BY SINCE"
    return follows and context.kind(at - 1) in kinds_of(wanted)


def _weekday_number(context: Context, match: re.Match[str], wanted: int, number: int) -> Atom | None:
    """'Mardi 19', 'el martes 12', 'Friday the 13th': the nearest day of that number that falls on that weekday."""
    counts = context.has(match, "number") and context.word(match.end()) and context.language == "en"
    steps = (0, -1, 1) if context.tense(match) != FUTURE else (0, 1, -1)
    for step in () if counts else steps:
        try:
            day = moved(context.today.replace(day=1), step, "month").replace(day=number)
        except ValueError:
            continue
        if day.weekday() == wanted and abs(day - context.today) <= 40 * DAY:
            return day_atom(match, day, year_said=False)
    return None


def _day_number(context: Context, match: re.Match[str]) -> Atom | None:
    """'On the 13th', 'el día 13': the nearest day of that number; nothing where it counts something ('the 13th brigade')."""
    number, language = context.value(match, "n"), context.language
    if context.kind(match.end()) in kinds_of("OTHER NUMBER YEAR UNIT OF ANY_MONTH HALF") and language == "en":
        return None
    if context.kind(match.end()) in kinds_of("ANY_MONTH NUMBER UNIT") or not 1 <= number <= 31:
        return None
    told = context.tense(match)
    for step in (0, 1) if told == FUTURE else (0, -1):
        try:
            day = moved(context.today.replace(day=1), step, "month").replace(day=number)
        except ValueError:
            continue
        if (told == FUTURE) == (day > context.today) or day == context.today:
            return day_atom(match, day, year_said=False, confidence=0.7)
    return None


def _relative_day(context: Context, match: re.Match[str]) -> Atom | None:
    """Yesterday, today, tomorrow and the days beside them."""
    at, step = match.start(), context.value(match, "rel")
    if context.word(at - 1) in _NOT_TODAY and context.row.text[context.items[at].start].isupper():
        return None
    day = context.today + step * DAY
    beside = _WEEKDAY_BESIDE.match(context.kinds, match.end())
    if beside is not None and context.said(beside.end() - 1) == day.weekday():
        return Atom(at, beside.end(), day, day + DAY)  # 'Yesterday, Friday'.
    return day_atom(match, day)


def _nightly(context: Context, match: re.Match[str]) -> Atom | None:
    """Tonight, last night, overnight."""
    name = context.value(match, "night")
    if context.kind(match.start() - 1) == KIND["COUNT"]:
        return None  # 'An overnight curfew' is no night in particular.
    if name == "overnight" and _DAY_BEHIND.match(context.kinds, match.end()):
        return None  # 'Overnight on Thursday': the day takes it as its part.
    if name == "overnight" and context.tense(match) == FUTURE:
        name = "night"
    return _hours_of(match.span(), context.today, name)


def _hours_of(span: tuple[int, int], day: datetime, part: str) -> Atom:
    first, after = PARTS[part]
    return Atom(*span, day + first * HOUR, day + after * HOUR, APPROXIMATE, "minute")


def _this_part(context: Context, match: re.Match[str]) -> Atom | None:
    """'This morning', 'ce soir', 'esta noche'."""
    which, part = context.value(match, "which"), str(context.value(match, "part"))
    if which in BACKWARD:
        return _hours_of(match.span(), context.today - DAY, part)
    if which == 0:
        return _hours_of(match.span(), context.today, part)
    if which in ("next", "following"):
        last = context.last_day()
        if last is None and context.tense(match) != FUTURE:
            return None
        day = (last or context.today) + DAY
        return replace(_hours_of(match.span(), day, part), confidence=0.5)
    return None


def _weekend(context: Context, match: re.Match[str]) -> Atom | None:
    """'Last weekend', 'this weekend', 'over the weekend'."""
    which, post = context.value(match, "which"), context.value(match, "post")
    which = post if which is None else which
    at, today = match.start(), context.today
    this = weekend(today)[0]
    if which is None or which == 0:
        wanted = which == 0 or context.before(at, _WEEKEND_BEFORE) is not None
        wanted = wanted or (context.language != "en" and context.kind(at - 1) == KIND["THE"])
        if not wanted or context.kind(match.end()) == KIND["OF"]:
            return None
        told = context.tense(match)
        back = this > today and (told == PAST or (which is None and told != FUTURE))
        saturday = this - 7 * DAY if back else this
    elif which in BACKWARD:
        saturday = this - 7 * DAY
    else:
        saturday = this + 7 * DAY if today.weekday() >= 5 else this
    return Atom(*match.span(), saturday, saturday + 2 * DAY, APPROXIMATE)


def _season(context: Context, match: re.Match[str]) -> Atom | None:
    """'Last summer', 'this winter', of three months as in the north."""
    which, month = (
        context.value(match, "which") or context.value(match, "post"),
        context.value(match, "season"),
    )
    first = context.today.replace(month=month, day=1)
    if which in BACKWARD:
        while moved(first, 3, "month") > context.now:
            first = first.replace(year=first.year - 1)
    elif which in ("next", "coming", "following"):
        while first <= context.now:
            first = first.replace(year=first.year + 1)
    return whole(match, (first, moved(first, 3, "month")), "month", certainty=VAGUE, year_said=False)


WEEKDAY_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("REL", "(?P<rel>REL)", _relative_day),
    ("NIGHTLY", "(?P<night>NIGHTLY)", _nightly),
    (
        "ANY_WEEKDAY",
        "(?P<wd>ANY_WEEKDAY)(?:OF|COMMA|ON|IN|THE)*(?P<which>LAST|NEXT|THIS)(?P<u>UNIT)",
        _weekday,
    ),
    (
        "LAST LASTPOST NEXT NEXTPOST THIS ANY_WEEKDAY",
        f"{_WHICH}?(?P<wd>ANY_WEEKDAY)(?:(?P<number>DAY)|THE?(?P<nth>ORDINAL))?(?P<post>LASTPOST|NEXTPOST)?",
        _weekday,
    ),
    ("ON", "ON THE(?P<n>ORDINAL)", _day_number),
    ("DAYWORD", "DAYWORD(?P<n>DAY)", _day_number),
    ("LAST LASTPOST NEXT NEXTPOST THIS", f"{_WHICH}(?P<part>PART)", _this_part),
    ("LAST LASTPOST NEXT NEXTPOST THIS WEEKEND", f"{_WHICH}?WEEKEND(?P<post>LASTPOST|NEXTPOST)?", _weekend),
    ("LAST LASTPOST NEXT NEXTPOST THIS", f"{_WHICH}(?P<season>SEASON)", _season),
    ("SEASON", "(?P<season>SEASON)(?P<post>LASTPOST|NEXTPOST)", _season),
)
