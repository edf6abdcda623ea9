"""Rules for spans told from the moment of publication: 'last week', 'two days ago', 'the next 48 hours', 'until further notice'."""

from __future__ import annotations

import re

from tocsin.reading.time_atoms import APPROXIMATE, BACKWARD, EXACT, VAGUE, Atom, Context, day_atom, whole
from tocsin.reading.time_calendar import DAY, HOUR, moved, period
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_rules import Rule
from tocsin.reading.time_tense import FUTURE, PAST
from tocsin.reading.words import word_set

_FINE = frozenset({"minute", "hour"})
_MODALS = word_set("could will would may might can must should not cannot")
_RECORDS = word_set("first worst time once only least most")
_IN_BEFORE = pattern("(?:IN|OVER|WITHIN|FOR|ON)(?:THE|THIS)?$")
_THE_BEFORE = pattern("(?:THE|THIS|AT_HOUR)$")
_ROUGH_BEFORE = pattern("(?:ABOUT|OVER|LEAST|SHORTLY)$")
_WHICH = "(?P<which>LAST|LASTPOST|NEXT|NEXTPOST|THIS)"


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
    if which in BACKWARD:
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
    last = context.last_day(unit)
    bounds = period(moved(last or context.now, 1, unit), unit)
    return whole(match, bounds, unit, certainty=APPROXIMATE, confidence=0.5 if last else 1.0)


def _previous(context: Context, match: re.Match[str], unit: str) -> Atom | None:
    """'The previous year': the one before the last year named, else before that of publication."""
    if unit in _FINE:
        return None
    last = next((one.first for one in context.recent() if one.first and one.grain == unit), None)
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
    last = context.last_day()
    if last is None and context.tense(match) != FUTURE:
        return None
    day = (last + DAY) if last is not None else context.today + DAY
    return day_atom(match, day, certainty=APPROXIMATE, confidence=0.5)


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
    last = context.last_day(unit) if earlier and unit not in _FINE and low == high else None
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
    last = context.last_day(unit)
    if last is None:
        if counted or unit not in _FINE:
            return None
        return Atom(*match.span(), context.today - DAY, context.today + DAY, VAGUE, confidence=0.2)
    if unit in _FINE:
        return Atom(*match.span(), last, last + 2 * DAY, VAGUE, confidence=0.3)
    if not counted:
        return Atom(*match.span(), last, moved(last, 8, unit), VAGUE, confidence=0.3)
    bounds = period(moved(last, low, unit), unit)[0], period(moved(last, high, unit), unit)[1]
    if bounds[0] > context.now and context.tense(match) != FUTURE:
        return None  # The day it is reckoned from is not the last one named.
    return whole(match, bounds, unit, certainty=APPROXIMATE if low == high else VAGUE, confidence=0.5)


def _further(context: Context, match: re.Match[str]) -> Atom:
    """'Until further notice': from publication to an unknown end."""
    return Atom(*match.span(), context.today, None, VAGUE, confidence=0.6)


RELATIVE_RULES: tuple[tuple[str, str, Rule], ...] = (
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
