"""Narrows times by the words beside them: 'Friday evening', 'the night of 3-4 May', 'early 2015', 'the weekend of 12 May'."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tocsin.reading.time_atoms import APPROXIMATE, EXACT, Atom, Context
from tocsin.reading.time_calendar import DAY, HOUR, MINUTE, PARTS, midnight, moved, period, weekend
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.values import Certainty

PART_BEFORE = pattern(
    "(?P<soft>SOFT)?(?:IN)?(?:THE)?(?P<part>PART|NIGHTLY)DASH?(?:OF|THE|ON|DAYWORD|FROM|IN|AT|TO_AT)*$"
)
_PART_AFTER = pattern(
    "(?:COMMA|OF|THE|AT|IN|ON|TO_AT|AT_HOUR|DAYWORD|FROM|BY|DASH|SOFT|APOSTROPHE)*(?P<part>PART|NIGHTLY)"
)
_WEEKEND_BEFORE = pattern("WEEKEND(?:OF|THE|ON|DASH)*$")
_WEEK_BEFORE = pattern("(?P<u>UNIT)OF(?:THE|COMMA|ON|DAYWORD)*$")
_SOFT_BEFORE = pattern("(?P<soft>SOFT|EARLIER|LATER)DASH?(?:OF|IN|THE|ON|DAYWORD|TO_AT|AT|APOSTROPHE)*$")


def parted(context: Context, atom: Atom, floor: int) -> Atom:
    """The atom of a day with the part of the day beside it: 'Friday evening', 'the night of 3-4 May', 'ayer por la tarde'."""
    if atom.grain != "day" or atom.length is None or atom.length > 3 * DAY or atom.first_grain != "day":
        return atom
    weekended = context.before(atom.first_item, _WEEKEND_BEFORE)
    if weekended is not None and atom.first is not None:
        saturday, monday = weekend(atom.first)
        return replace(
            atom, first_item=weekended.start(), first=saturday, after=monday, certainty=APPROXIMATE
        )
    week = context.before(atom.first_item, _WEEK_BEFORE)
    if (
        week is not None
        and atom.first is not None
        and atom.length == DAY
        and context.value(week, "u") == "week"
    ):
        return replace(
            atom, first_item=week.start(), first=period(atom.first, "week")[0], after=period(atom.first, "week")[1],
            certainty=APPROXIMATE,
        )  # fmt: skip
    after = _PART_AFTER.match(context.kinds, atom.after_item, min(len(context.kinds), atom.after_item + 6))
    if after is not None and not _owned(context, after.end()):
        hours = _hours(atom, str(context.value(after, "part")))
        if hours is not None:
            return replace(
                atom,
                after_item=after.end(),
                first=hours[0],
                after=hours[1],
                certainty=rougher(atom),
                grain="minute",
            )
    before = context.before(atom.first_item, PART_BEFORE, 6)
    if before is not None and before.start("part") >= floor:
        hours = _hours(atom, str(context.value(before, "part")))
        start = before.start("part")
        if context.kind(start - 1) == KIND["THE"] and context.kind(start - 2) not in kinds_of("IN ON"):
            start -= 1
        if hours is not None:
            return replace(
                atom,
                first_item=start,
                first=hours[0],
                after=hours[1],
                certainty=rougher(atom),
                grain="minute",
            )
    return atom


def _hours(atom: Atom, part: str) -> tuple[datetime, datetime] | None:
    """The hours of a part of the atom's day; of its first and last day for the night of two days."""
    if atom.first is None or atom.after is None or part not in PARTS:
        return None
    first, after = PARTS[part]
    last = atom.after - DAY
    if part in ("night", "overnight", "last_night", "tonight") and last > atom.first:
        last -= DAY
        first, after = PARTS["night"]
    elif part in ("overnight", "last_night", "tonight"):
        first, after = PARTS["night"]
    return atom.first + first * HOUR, last + after * HOUR


def _owned(context: Context, at: int) -> bool:
    """Whether a part of a day belongs to the date behind it: 'on Friday, the night of 3 May'."""
    return context.kind(at) == KIND["OF"] and context.kind(at + 1) in kinds_of(
        "DAY ORDINAL ANY_WEEKDAY REL THE"
    )


def softened(context: Context, atom: Atom, floor: int) -> Atom:
    """The atom with 'early', 'mid', 'late', 'the end of' before it applied."""
    match = context.before(atom.first_item, _SOFT_BEFORE, 6)
    if match is None or match.start() < floor or atom.first is None or atom.after is None:
        return atom
    soft = context.value(match, "soft")
    if atom.grain == "minute" and atom.length is not None and atom.length <= MINUTE:
        return replace(atom, first_item=match.start(), certainty=APPROXIMATE)
    length = atom.after - atom.first
    if soft == 0:  # 'Earlier this week', 'later today': up to now, or from now on.
        earlier = context.kinds[match.start("soft")] == KIND["EARLIER"]
        if not atom.first < context.now < atom.after:
            return replace(atom, first_item=match.start(), certainty=APPROXIMATE)
        bounds = (atom.first, context.today + DAY) if earlier else (context.today, atom.after)
        return replace(
            atom, first_item=match.start(), first=bounds[0], after=bounds[1], certainty=APPROXIMATE,
            grain="day", first_grain="day", last_grain="day",
        )  # fmt: skip
    first, after = _third(atom.first, atom.after, str(soft))
    if atom.grain == "minute" and soft == "early" and atom.first.hour == 6 and length == 6 * HOUR:
        first = midnight(first)  # 'Early on Friday morning' begins with the small hours.
    if atom.grain == "minute" and soft == "late" and atom.first.hour == 20 and length == 10 * HOUR:
        first, after = atom.first + 2 * HOUR, atom.first + 8 * HOUR  # 'Late on Friday night'.
    grain = atom.grain
    if length > 300 * DAY:
        grain = "year" if length > 3000 * DAY else "month"
    elif length > DAY:
        grain = "day"
    ends = atom.first_grain if atom.grain == "minute" else grain
    whole_day = atom.grain == "day" and length == DAY
    return replace(
        atom, first_item=match.start(), first=first, after=after, certainty=rougher(atom), grain="day" if whole_day else grain,
        first_grain=ends, last_grain=ends,
    )  # fmt: skip


def _third(first: datetime, after: datetime, soft: str) -> tuple[datetime, datetime]:
    """The first, middle or last third of a time; of a year four months, of a month ten days, of a day its hours."""
    length = after - first
    third = 1 if soft == "mid" else 0 if soft in ("early", "start") else 2
    if length >= 3650 * DAY:
        years = (after.year - first.year) // 3
        bounds = [
            first,
            first.replace(year=first.year + years + 1),
            first.replace(year=after.year - years),
            after,
        ]
        return bounds[third], bounds[third + 1]
    if length >= 365 * DAY:
        return moved(first, 4 * third, "month"), moved(first, 4 * third + 4, "month")
    if length > 14 * DAY:
        days = max(10, length.days // 3)
        if length.days <= 31:
            low = (first, first + 9 * DAY, first + 20 * DAY)[third]
            return low, (first + 10 * DAY, first + 20 * DAY, after)[third]
        return first + third * days * DAY, after if third == 2 else first + (third + 1) * days * DAY
    if length > 2 * DAY:
        days = max(1, round(length.days / 3))
        low = (first, first + days * DAY, after - days * DAY)[third]
        return low, (low + days * DAY if third == 0 else after - days * DAY if third == 1 else after)
    if length == DAY:
        from_hour, to_hour = ((0, 10), (10, 16), (16, 24))[third]
        return first + from_hour * HOUR, first + to_hour * HOUR
    return first + third * length / 3, first + (third + 1) * length / 3


def rougher(atom: Atom) -> Certainty:
    """The atom's certainty, but approximate instead of exact."""
    return APPROXIMATE if atom.certainty is EXACT else atom.certainty
