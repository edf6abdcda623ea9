"""Rules for times told from the moment of publication: 'yesterday', 'on Tuesday', 'last week', 'two days ago', 'at noon'."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from tocsin.reading.time_atoms import APPROXIMATE, EXACT, VAGUE, Atom, Context, day_atom, whole
from tocsin.reading.time_calendar import DAY, HOUR, PARTS, moved, period, weekend
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_rules import Rule
from tocsin.reading.time_tense import FUTURE, PAST
from tocsin.reading.words import word_set

_BACK = frozenset({"last", "past", "previous", "recent"})
_FINE = frozenset({"minute", "hour"})
_NAMES_OF_DAYS = word_set(
    "black bloody cyber sheffield casual super manic ruby freaky fat shrove santo san plaza"
)
_WEEKDAY_BESIDE = pattern("(?:COMMA|ON|DAYWORD|THE)*WEEKDAY")
_SITES = word_set("river harbor harbour island creek market mosque school church")
_MODALS = word_set("could will would may might can must should not can't won't cannot")
_RECORDS = word_set("first worst time once only least most")
_MOST_BACK = 20
_PAPERS = word_set("times telegraph mirror express mail herald tribune independent")
_IN_BEFORE = pattern("(?:IN|OVER|WITHIN|FOR|ON)(?:THE|THIS)?$")
_THE_BEFORE = pattern("(?:THE|THIS|AT_HOUR)$")
_DAY_BEHIND = pattern("(?:ON|OF|TO)?(?:THE)?(?:WEEKDAY|REL|ISO|ANY_DAY OF?ANY_MONTH|ANY_MONTH ANY_DAY)")
_ROUGH_BEFORE = pattern("(?:ABOUT|OVER|LEAST|SHORTLY)$")
_WEEKEND_BEFORE = pattern("(?:OVER|AT|ON|IN|FOR|BY|UNTIL|THIS|FROM|SINCE|TO_AT)(?:THE|OF)*$")


def _count(context: Context, match: re.Match[str], name: str = "n") -> tuple[int, int]:
    """The number of units, as the least and the most it can be; (1, 1) where none is said."""
    said = context.value(match, name)
    if said is None:
        return 1, 1
    return said if isinstance(said, tuple) else (said, said)


def _unit_of(context: Context, match: re.Match[str]) -> str:
    return str(context.value(match, "u") or context.value(match, "dual"))


def _span(match: re.Match[str], context: Context, rule: re.Pattern[str]) -> tuple[int, int]:
    """The items of a match, with the words before it that a rule takes in."""
    before = context.before(match.start(), rule)
    return (before.start() if before else match.start()), match.end()


def _period(context: Context, match: re.Match[str]) -> Atom | None:
    """'Last week', 'the past three years', 'the next 48 hours', 'this month', in any order of the words."""
    which, unit = str(context.value(match, "which")), _unit_of(context, match)
    counted = context.has(match, "n") or context.has(match, "dual")
    low, high = (2, 2) if context.has(match, "dual") else _count(context, match)
    if context.has(match, "n2"):
        high = _count(context, match, "n2")[1]
    if high < 1 or high > 3000:
        return None
    if which == "last" and _is_verb(context, match):
        return None
    if which == "following" and not counted and unit in ("week", "month", "year"):
        return _following(context, match, unit)
    span = _span(match, context, _IN_BEFORE)
    definite = context.before(match.start(), _THE_BEFORE) is not None
    plural = context.is_plural(context.at(match, "u"))
    if which == "0":
        return None if unit in _FINE or counted else _this(context, match, unit)
    if which in _BACK:
        if (unit == "minute" or (unit == "day" and which == "last" and not plural)) and not counted:
            return None
        if which == "previous" and not counted and not plural:
            return _previous(context, match, unit)
        rolling = counted or plural or which in ("past", "recent") or (definite and context.language == "en")
        if not rolling and unit not in _FINE:
            if unit == "day":
                return None
            return whole(
                match,
                period(moved(context.now, -1, unit), unit),
                unit,
                certainty=APPROXIMATE if unit == "week" else EXACT,
            )
        return _rolling_back(
            context,
            span,
            unit,
            3 if plural and not counted else high,
            low != high or (plural and not counted),
        )
    if which == "following" and unit == "day" and not counted:
        return _day_after_last(context, match)
    if which == "next" and unit == "day" and not counted and context.tense(match) == PAST:
        return _day_after_last(context, match)
    if unit in _FINE and not counted and not plural and not definite:
        return None
    if counted or plural or (definite and context.language == "en") or unit in _FINE:
        return _rolling_on(context, span, unit, high if counted else 3 if plural else 1, counted, low != high)
    return whole(
        match,
        period(moved(context.now, 1, unit), unit),
        unit,
        certainty=APPROXIMATE if unit == "week" else EXACT,
    )


def _is_verb(context: Context, match: re.Match[str]) -> bool:
    """Whether 'last' is what something does: 'could last a decade', 'will last two days'."""
    at = match.start()
    article = context.said(at + 1) == (1, 1) and context.kinds[at + 1] == KIND["COUNT"]
    return article or context.word(at - 1) in _MODALS or context.kind(at - 1) == KIND["TO"]


def _following(context: Context, match: re.Match[str], unit: str) -> Atom:
    """'The following year': the one after the last year named, else after that of publication."""
    last = _last_day(context, unit)
    bounds = period(moved(last or context.now, 1, unit), unit)
    return whole(match, bounds, unit, certainty=APPROXIMATE, confidence=0.5 if last else 1.0)


def _previous(context: Context, match: re.Match[str], unit: str) -> Atom | None:
    """'The previous year': the one before the last year named, else before that of publication."""
    if unit in _FINE:
        return None
    last = next(
        (one.first for one in context.found[:-_MOST_BACK:-1] if one.first and one.grain == unit), None
    )
    before = moved(last or context.now, -1, unit)
    return whole(match, period(before, unit), unit, certainty=APPROXIMATE, confidence=0.5)


def _rolling_back(context: Context, span: tuple[int, int], unit: str, count: int, rough: bool) -> Atom:
    fine = unit in _FINE
    after = context.now if fine else context.today + DAY
    first = moved(context.now if fine else context.today, -count, unit)
    vague = rough or unit in ("decade", "century")
    return Atom(*span, first, after, VAGUE if vague else APPROXIMATE, "minute" if fine else "day")


def _rolling_on(
    context: Context, span: tuple[int, int], unit: str, count: int, counted: bool, rough: bool
) -> Atom:
    fine = unit in _FINE
    after = moved(context.now, count, unit)
    if not fine:
        after = after.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    sharp = counted and not rough
    return Atom(
        *span, context.now, after, APPROXIMATE if sharp else VAGUE, "minute" if fine else "day", fixed=True
    )


def _this(context: Context, match: re.Match[str], unit: str) -> Atom:
    return whole(match, period(context.now, unit), unit, certainty=APPROXIMATE if unit == "week" else EXACT)


def _day_after_last(context: Context, match: re.Match[str]) -> Atom | None:
    """The day after the last one named; tomorrow where none is and the words speak of what is to come."""
    last = _last_day(context)
    if last is None and context.tense(match) != FUTURE:
        return None
    day = (last + DAY) if last is not None else context.today + DAY
    return day_atom(match, day, certainty=APPROXIMATE, confidence=0.5)


def _last_day(context: Context, unit: str = "day") -> datetime | None:
    """When the last time named before began that is said to the day, or to the unit; None where the text named none."""
    most = {"month": 31 * DAY, "year": 366 * DAY}.get(unit, 2 * DAY)
    for one in context.found[:-_MOST_BACK:-1]:
        if one.first is not None and one.length is not None and one.length <= most and one.grain != "clock":
            return one.first
    return None


def _ago(context: Context, match: re.Match[str]) -> Atom | None:
    """'Two days ago', 'il y a trois jours', 'hace dos semanas': the day, week, month or year that far back."""
    low, high = (2, 2) if context.has(match, "dual") else _count(context, match)
    unit = _unit_of(context, match)
    if (
        not context.has(match, "n")
        and not context.has(match, "dual")
        and context.is_plural(context.at(match, "u"))
    ):
        low, high = 2, 7
    if not 1 <= high <= 3000 or context.kind(match.start() - 1) == KIND["SLASH"]:
        return None
    if context.has(match, "day") and low == high and unit not in _FINE:
        return day_atom(match, moved(context.today, -low, unit))  # 'Fifteen years ago today'.
    earlier = context.kinds[match.end() - 1] == KIND["EARLIER"]
    last = _last_day(context, unit) if earlier and unit not in _FINE and low == high else None
    if last is not None:  # 'On Friday ..., up from 40 a day earlier'.
        bounds = period(moved(last, -low, unit), "week" if unit == "fortnight" else unit)
        return whole(match, bounds, unit, certainty=APPROXIMATE, confidence=0.5)
    rough = context.before(match.start(), _ROUGH_BEFORE) is not None
    span = ((match.start() - 1) if rough else match.start()), match.end()
    at, farthest = moved(context.now, -low, unit), moved(context.now, -high, unit)
    if unit in _FINE:
        first = farthest if unit == "minute" else farthest.replace(minute=0, second=0, microsecond=0)
        if low != high:
            return Atom(*span, farthest, at + HOUR, VAGUE, "minute")
        # Said in whole hours or minutes: within half an hour of it, an hour in all.
        return Atom(
            *span,
            farthest if unit == "minute" else first if first <= farthest else farthest,
            farthest + HOUR,
            APPROXIMATE,
            "minute",
        )
    if unit == "day":
        first = farthest.replace(hour=0, minute=0, second=0, microsecond=0)
        last = at.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        return Atom(*span, first, last, VAGUE if low != high or rough else EXACT)
    sized = "year" if unit in ("decade", "century") else "week" if unit == "fortnight" else unit
    bounds = period(farthest, sized)[0], period(at, sized)[1]
    vague = low != high or rough or unit in ("decade", "century")
    grain = sized if sized in ("month", "year") else "day"
    return Atom(*span, *bounds, VAGUE if vague else APPROXIMATE, grain, grain, grain)


def _since_ago(context: Context, match: re.Match[str]) -> Atom | None:
    """'Since three days', as French, Spanish and Arabic say it: from then until publication."""
    low, high = (2, 2) if context.has(match, "dual") else _count(context, match)
    if context.language == "en" or not 1 <= high <= 3000:
        return None
    unit = _unit_of(context, match)
    if context.language == "ar":
        return _ago(context, match)
    return _rolling_back(context, match.span(), unit, high, low != high)


def _within(context: Context, match: re.Match[str]) -> Atom | None:
    """'Within 48 hours', counted from publication."""
    low, high = _count(context, match)
    if not 1 <= high <= 3000 or context.tense(match) == PAST or context.kind(match.end()) == KIND["OF"]:
        return None
    return _rolling_on(context, match.span(), _unit_of(context, match), high, True, low != high)


def _in_future(context: Context, match: re.Match[str]) -> Atom | None:
    """'Will begin in two hours': a moment so far ahead; nothing where the words do not speak of what is to come."""
    _low, high = _count(context, match)
    unit = _unit_of(context, match)
    time = context.kind(match.end()) == KIND["APOSTROPHE"] and context.word(match.end() + 1) == "time"
    if not 1 <= high <= 3000 or context.kind(match.end()) == KIND["OF"]:
        return None
    if not time and (context.tense(match) != FUTURE or _is_record(context, match.start())):
        return None
    if unit in _FINE:
        at = moved(context.now, high, unit)
        return Atom(*match.span(), at, at + HOUR, APPROXIMATE, "minute")
    sized = "year" if unit in ("decade", "century") else "week" if unit == "fortnight" else unit
    return whole(
        match, period(moved(context.now, high, unit), sized), sized, certainty=APPROXIMATE, fixed=True
    )


def _is_record(context: Context, at: int) -> bool:
    """Whether 'in 16 years' says how long nothing was like it: 'the coldest winter in 16 years'."""
    before = [context.word(one) for one in range(max(0, at - 4), at)]
    return any(word.endswith("est") or word in _RECORDS for word in before)


def _after_event(context: Context, match: re.Match[str]) -> Atom | None:
    """'Hours after', 'two days later': reckoned from the last day named, else from publication, and never sure."""
    counted = context.has(match, "n")
    plural = context.is_plural(context.at(match, "u"))
    if not counted and (not plural or context.kind(match.start() - 1) in kinds_of("ANY_COUNT")):
        return None
    low, high = _count(context, match)
    unit = _unit_of(context, match)
    if counted and not context.has(match, "late"):
        return None  # 'Two days after the attack': the attack's own day is not told here.
    if not 1 <= high <= 365 or unit in ("decade", "century") or (counted and high == 1 and unit in _FINE):
        return None
    last = _last_day(context, unit)
    if last is None:
        if counted or unit not in _FINE:
            return None
        return Atom(*match.span(), context.today - DAY, context.today + DAY, VAGUE, confidence=0.2)
    if unit in _FINE:
        return Atom(*match.span(), last, last + 2 * DAY, VAGUE, confidence=0.3)
    if not counted:
        return Atom(*match.span(), last, moved(last, 8, unit), VAGUE, confidence=0.3)
    bounds = period(moved(last, low, unit), unit)[0], period(moved(last, high, unit), unit)[1]
    return whole(match, bounds, unit, certainty=APPROXIMATE if low == high else VAGUE, confidence=0.5)


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
        step = -1 if which in _BACK else 1 if which in ("next", "coming", "following") else 0
        monday = today - today.weekday() * DAY + 7 * step * DAY
        return day_atom(match, monday + wanted * DAY)
    if which in ("next", "coming", "following"):
        shift = (wanted - today.weekday()) % 7 or 7
    elif which in _BACK:
        shift = -(back or 7)
    else:
        ahead = back and context.tense(match) == FUTURE
        shift = (wanted - today.weekday()) % 7 if ahead else -back
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
    item, text = context.items[at], context.row.text
    named = text[item.start].isupper() and not context.capitals(at)
    if named and context.kind(at - 1) == KIND["OTHER"]:
        return None  # 'USA Today', 'Russia Today'.
    if context.word(at - 1) == "usa":
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
    if which in _BACK:
        return _hours_of(match.span(), context.today - DAY, part)
    if which == 0:
        return _hours_of(match.span(), context.today, part)
    if which in ("next", "following"):
        last = _last_day(context)
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
    elif which in _BACK:
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
    if which in _BACK:
        while moved(first, 3, "month") > context.now:
            first = first.replace(year=first.year - 1)
    elif which in ("next", "coming", "following"):
        while first <= context.now:
            first = first.replace(year=first.year + 1)
    return whole(match, (first, moved(first, 3, "month")), "month", certainty=VAGUE, year_said=False)


def _further(context: Context, match: re.Match[str]) -> Atom:
    """'Until further notice': from publication to an unknown end."""
    return Atom(*match.span(), context.today, None, VAGUE, confidence=0.6)


_ALONE = pattern("(?P<which>LAST|LASTPOST|NEXT|NEXTPOST|THIS)?(?P<wd>ANY_WEEKDAY)")
_WHICH = "(?P<which>LAST|LASTPOST|NEXT|NEXTPOST|THIS)"
RELATIVE_RULES: tuple[tuple[str, str, Rule], ...] = (
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
    (
        "LAST LASTPOST NEXT NEXTPOST THIS",
        f"{_WHICH}(?:(?P<n>ANY_COUNT)(?:(?:TO|DASH)(?P<n2>ANY_COUNT))?)?(?:(?P<u>UNIT)|(?P<dual>DUAL))(?:LATER)?",
        _period,
    ),
    (
        "ANY_COUNT UNIT DUAL",
        "(?:(?P<n>ANY_COUNT)(?P<which>LASTPOST|NEXTPOST)(?P<u>UNIT))",
        _period,
    ),
    (
        "ANY_COUNT UNIT DUAL",
        "(?:(?:(?P<n>ANY_COUNT)?(?P<u>UNIT)|(?P<dual>DUAL))(?P<which>LASTPOST|NEXTPOST))",
        _period,
    ),
    ("UNIT", "(?P<u>UNIT)(?P<n>ANY_COUNT)(?P<which>LASTPOST|NEXTPOST)", _period),
    (
        "ANY_COUNT UNIT DUAL",
        "(?:(?P<n>ANY_COUNT)?(?P<u>UNIT)|(?P<dual>DUAL))(?:AGO|EARLIER)(?P<day>REL)?",
        _ago,
    ),
    (
        "AGOPRE",
        "AGOPRE(?:ABOUT|OVER)?(?:(?P<n>ANY_COUNT)?(?P<u>UNIT)(?!YEAR|LASTPOST|NEXTPOST)|(?P<dual>DUAL))",
        _ago,
    ),
    (
        "SINCE",
        "SINCE(?:AGOPRE)?(?:ABOUT|OVER)?(?:(?P<n>ANY_COUNT)(?P<u>UNIT)|(?P<dual>DUAL))",
        _since_ago,
    ),
    ("WITHIN", "WITHIN(?:THE|NEXT)*(?P<n>ANY_COUNT)DASH?(?P<u>UNIT)", _within),
    ("IN", "IN(?:ABOUT)?(?P<n>ANY_COUNT)(?P<u>UNIT)", _in_future),
    ("ANY_COUNT UNIT", "(?P<n>ANY_COUNT)?(?P<u>UNIT)(?:AFTER|(?P<late>LATER))", _after_event),
    ("FURTHER", "FURTHER", _further),
)
