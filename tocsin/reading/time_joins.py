"""Joins times that stand side by side: clock times to their days, and the two ends of a range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tocsin.reading.time_atoms import EXACT, Atom, Context
from tocsin.reading.time_bounds import bounded, says_midnight
from tocsin.reading.time_calendar import DAY, HOUR, MINUTE, midnight
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_parts import PART_BEFORE, parted, softened
from tocsin.reading.time_tense import FUTURE, PAST, tense

_MOST_BETWEEN = 6
_MOST_ITEMS_ON = 30
_ON_GAP = pattern(
    "(?:COMMA|ON|OF|IN|AT|TO_AT|THE|DAYWORD|FROM|AT_HOUR|ABOUT|SHORTLY|AFTER|BEFORE|SINCE|UNTIL|BY|OPEN)*"
)
_RANGE_GAP = pattern(
    "(?P<to>TO|DASH|SLASH|UNTIL|TO_AT|AND|AND UNTIL|AT_HOUR|FOR)(?:AT|LEAST|THE|ON|DAYWORD|ABOUT|AT_HOUR|TO_AT|OF|IN|UNTIL|LAST)*"
)
_UNION = frozenset(kinds_of("AND"))


def joined(context: Context, found: list[Atom]) -> list[Atom]:
    """The times with parts of a day, clock times, ranges and the words before them ('since', 'until') applied."""
    paired = list(_pairs(context, list(_apart(found)), _as_night))
    narrowed: list[Atom] = []
    for one in paired:
        floor = narrowed[-1].after_item if narrowed else 0
        narrowed.append(softened(context, parted(context, one, floor), floor))
    ranged = list(_pairs(context, narrowed, _as_range))
    dated = list(_pairs(context, ranged, _as_dated_clock))
    dated = list(_pairs(context, dated, _as_range))
    placed = _placed(context, dated)
    return list(_apart([bounded(context, one) for one in placed]))


def _apart(found: list[Atom]) -> Iterator[Atom]:
    """The atoms in order, without one that another, wider one takes up."""
    last: Atom | None = None
    for one in found:
        if last is not None and one.first_item < last.after_item:
            if one.after_item - one.first_item > last.after_item - last.first_item:
                last = one
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _pairs(
    context: Context, found: list[Atom], join: Callable[[Context, Atom, Atom], Atom | None]
) -> Iterator[Atom]:
    held: Atom | None = None
    for one in found:
        if held is not None:
            near = 0 <= one.first_item - held.after_item <= _MOST_BETWEEN
            both = join(context, held, one) if near else None
            if both is not None:
                held = both
                continue
            yield held
        held = one
    if held is not None:
        yield held


def _as_night(context: Context, one: Atom, other: Atom) -> Atom | None:
    """Both days of 'the night of Saturday to Sunday', for the part of the day before them."""
    if other.grain != "day" or one.grain != "day" or context.before(one.first_item, PART_BEFORE, 6) is None:
        return None
    return _as_range(context, one, other, night=True)


def _as_range(context: Context, one: Atom, other: Atom, night: bool = False) -> Atom | None:
    gap = _RANGE_GAP.fullmatch(context.kinds, one.after_item, other.first_item)
    if gap is None or one.first is None or other.first is None or other.after is None:
        return None
    joint = context.kinds[gap.start("to")]
    if joint in _UNION and not night and not _between(context, one):
        return None
    if joint == KIND["FOR"] and not (night and context.language == "pt"):
        return None
    if joint == KIND["AT_HOUR"]:  # 'Das 8h às 18h', 'de 8:00 a las 18:00'.
        opened = context.kind(one.first_item - 1) in kinds_of("OF FROM SINCE")
        if not opened or not one.grain == other.grain == "clock":
            return None
    if joint == KIND["SLASH"] and not (one.fixed and other.fixed):
        return None
    if (one.grain == "clock") != (other.grain == "clock"):
        if one.grain == "minute" and other.grain == "clock" and one.length is not None:
            return _until_clock(one, other)
        return None
    zone = other.zone or one.zone
    sure = min(one.confidence, other.confidence)
    if one.grain == "clock":
        one = _same_half(context, one, other)
        if one.first is None:
            return None
        alone = (other.length or MINUTE) <= MINUTE
        end = other.first if alone else other.after
        return replace(
            one,
            after_item=other.after_item,
            after=end if end > one.first else end + DAY,
            zone=zone,
            certainty=one.certainty,
            ranged=True,
        )
    first, last = _same_year(one, other)
    if first is None or last is None:
        return None
    until = last.first if last.grain == "minute" and (last.length or MINUTE) <= MINUTE else last.after
    if first.first is None or until is None or until <= first.first:
        return None
    grain = "minute" if "minute" in (one.grain, other.grain) else other.grain
    if one.grain == "day" == other.grain and one.weekday != other.weekday and joint in _UNION:
        return None
    return replace(
        first,
        after_item=other.after_item,
        after=until,
        last_grain=other.last_grain,
        zone=zone,
        grain=grain,
        confidence=sure,
        fixed=True,
        ranged=True,
        certainty=first.certainty if first.certainty is not EXACT else other.certainty,
    )


def _same_half(context: Context, one: Atom, other: Atom) -> Atom:
    """'6:30 to 8:30 p.m.': the half of the day that only the end says, for the beginning."""
    if one.first is None or other.first is None or context.kinds[one.first_item] != KIND["CLOCK"]:
        return one
    begin, end = context.said(one.first_item), context.said(other.after_item - 1)
    told = context.kinds[other.after_item - 1] == KIND["CLOCK"] and end.half == "p" and not begin.half
    if told and 1 <= begin.hour < 12 and begin.hour + 12 <= end.hour:
        return replace(one, first=one.first + 12 * HOUR, after=(one.after or one.first) + 12 * HOUR)
    return one


def _between(context: Context, one: Atom) -> bool:
    at = one.first_item - 1
    while at >= 0 and context.kinds[at] in kinds_of("THE ON DAYWORD AT AT_HOUR OF ABOUT"):
        at -= 1
    return context.kind(at) == KIND["BETWEEN"] or context.kind(one.first_item) == KIND["BETWEEN"]


def _until_clock(one: Atom, other: Atom) -> Atom | None:
    """'On Monday at 8:00 until 10:00'."""
    if one.first is None or other.first is None or (one.length or MINUTE) > MINUTE:
        return None
    end = midnight(one.first) + (other.first - midnight(other.first))
    return replace(one, after_item=other.after_item, after=end if end > one.first else end + DAY, ranged=True)


def _same_year(one: Atom, other: Atom) -> tuple[Atom | None, Atom | None]:
    """Both ends of a range with the year that only one of them says, the last not before the first."""
    if one.first is None or other.first is None or other.after is None or one.after is None:
        return None, None
    if not one.year_said and other.year_said and not other.weekday:
        for year in (other.first.year, other.first.year - 1):
            moved_one = _in_year(one, year)
            if moved_one is not None and moved_one.first is not None and moved_one.first < other.first:
                return moved_one, other
    if other.first < one.first:
        if other.weekday:
            weeks = -((other.first - one.first) // (7 * DAY))
            return one, replace(
                other, first=other.first + weeks * 7 * DAY, after=other.after + weeks * 7 * DAY
            )
        if not other.year_said:
            return one, _in_year(
                other, one.first.year + int(other.first.replace(year=2000) < one.first.replace(year=2000))
            )
        return None, None
    if one.weekday and other.weekday and other.first - one.first > 7 * DAY:
        return one, replace(other, first=other.first - 7 * DAY, after=other.after - 7 * DAY)
    return one, other


def _in_year(atom: Atom, year: int) -> Atom | None:
    if atom.first is None or atom.after is None:
        return None
    try:
        first = atom.first.replace(year=year)
    except ValueError:
        return None
    return replace(atom, first=first, after=first + (atom.after - atom.first), year_said=True)


def _as_dated_clock(context: Context, one: Atom, other: Atom) -> Atom | None:
    if (one.grain == "clock") == (other.grain == "clock"):
        return None
    gap = context.kinds[one.after_item : other.first_item]
    if _ON_GAP.fullmatch(gap) is None:
        return None
    day, clock = (one, other) if other.grain == "clock" else (other, one)
    if day.grain not in ("day", "minute") or day.first is None or day.length is None:
        return None
    if clock.first is None or clock.after is None or day.length > 31 * DAY or day.zone is not None:
        return None
    if day.grain == "minute" and (day.length <= MINUTE or day.length > 2 * DAY):
        return None
    alone = (clock.length or MINUTE) <= MINUTE
    base = day.first if day.grain == "day" else _day_of_hours(day, clock)
    shift = midnight(base) - midnight(clock.first)
    open_end = clock is other and KIND["FROM"] in gap and alone
    until = clock is other and (KIND["UNTIL"] in gap or KIND["BY"] in gap) and alone
    first = clock.first + shift
    after: datetime | None = clock.after + shift
    if open_end:
        after = None
    elif until:
        first, after = midnight(base), first if first > midnight(base) else first + DAY
    elif clock is one and alone and day.length > DAY and day.grain == "day":
        return None
    return Atom(
        one.first_item,
        other.after_item,
        first,
        after,
        day.certainty if day.confidence < 0.6 else clock.certainty if not alone else EXACT,
        "minute",
        zone=clock.zone,
        confidence=min(
            day.confidence, clock.confidence, 0.6 if says_midnight(context, clock) and not until else 1.0
        ),
        year_said=day.year_said,
        weekday=day.weekday,
        fixed=day.fixed,
        ranged=clock.ranged,
    )


def _day_of_hours(day: Atom, clock: Atom) -> datetime:
    """The day on which a clock time falls that is said with a part of a day: 'Friday night at 01:30' is on Saturday."""
    if day.first is None or day.after is None or clock.first is None:
        return datetime.min  # noqa: DTZ901 (unreachable: callers hand in closed intervals)
    if clock.first.hour < 12 and day.first.hour >= 18 and day.after.date() > day.first.date():
        return day.first + DAY
    return day.first


def _placed(context: Context, found: list[Atom]) -> list[Atom]:
    """The clock times that still lack a day, on the day named in their sentence, else on that of publication."""
    placed: list[Atom] = []
    for index, one in enumerate(found):
        if one.grain != "clock" or one.first is None or one.after is None:
            placed.append(one)
            continue
        day = _day_nearby(context, placed[-1] if placed else None, found[index + 1 : index + 3], one)
        if day is None:
            shift = _day_told(context, one)
            confidence = 0.6 if shift else one.confidence
        else:
            shift = day[0] - midnight(one.first)
            confidence = min(one.confidence, day[1])
        placed.append(
            replace(
                one, first=one.first + shift, after=one.after + shift, grain="minute", confidence=confidence
            )
        )
    return placed


def _day_told(context: Context, clock: Atom) -> timedelta:
    """How far from the day of publication a clock time lies: what happened at a later hour, it did the day before."""
    if clock.first is None or clock.after is None or clock.zone is not None:
        return timedelta()
    if says_midnight(context, clock) and context.kind(clock.first_item - 1) in kinds_of("UNTIL BY TO"):
        return timedelta()
    told = tense(context.row, clock.first_item, clock.after_item)
    if told == PAST and clock.first > context.now and not clock.ranged:
        return -DAY
    return DAY if told == FUTURE and context.now - clock.after > HOUR else timedelta()


def _day_nearby(
    context: Context, last: Atom | None, following: list[Atom], clock: Atom
) -> tuple[datetime, float] | None:
    """The day of the time before or behind a clock time in its sentence, and how sure it is to be the clock's."""
    for other in ([last] if last is not None else []) + following:
        if other.first is None or other.length is None or other.grain not in ("day", "minute"):
            continue
        if context.kind(other.first_item - 1) in kinds_of("UNTIL BY SINCE BEFORE"):
            continue
        if other is last:
            low, high = sorted((other.after_item, clock.first_item))
        else:
            low, high = clock.after_item, other.first_item
        if other.length <= 7 * DAY and high - low <= 16 and not _sentence_ends(context, low, high):
            return midnight(other.first), 0.8 if other.length <= DAY else 0.5
    # A story goes on: 'On Friday at 21:15 they came. At 21:40 they fled.'
    if last is None or last.first is None or last.length is None or last.zone is not None:
        return None
    told = last.grain in ("day", "minute") and last.length <= DAY
    told = told and context.kind(last.first_item - 1) not in kinds_of("UNTIL BY SINCE BEFORE")
    near = clock.first_item - last.after_item <= _MOST_ITEMS_ON
    return (midnight(last.first), 0.5) if told and near else None


def _sentence_ends(context: Context, low: int, high: int) -> bool:
    """Whether a sentence ends between two items."""
    text = context.row.text
    return any(
        kind == KIND["STOP"]
        or (kind == KIND["DOT"] and text[context.items[at].end : context.items[at].end + 1].isspace())
        for at, kind in enumerate(context.kinds[low:high], low)
    )
