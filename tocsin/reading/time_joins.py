"""Joins times that stand side by side: parts of a day and clock times to their days, ranges, and the words before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from tocsin.reading.time_atoms import APPROXIMATE, EXACT, Atom, Context
from tocsin.reading.time_calendar import DAY, HOUR, MINUTE, PARTS, midnight, moved, weekend
from tocsin.reading.time_kinds import KIND, kinds_of, pattern
from tocsin.reading.time_tense import FUTURE, PAST, tense
from tocsin.reading.values import Certainty

_MOST_BETWEEN = 6
_PART_BEFORE = pattern(
    "(?P<soft>SOFT)?(?:IN)?(?:THE)?(?P<part>PART|NIGHTLY)DASH?(?:OF|THE|ON|DAYWORD|FROM|IN|AT|TO_AT)*$"
)
_PART_AFTER = pattern("(?:COMMA|OF|THE|AT|IN|ON|TO_AT|AT_HOUR|DAYWORD|FROM|BY|DASH)*(?P<part>PART|NIGHTLY)")
_WEEKEND_BEFORE = pattern("WEEKEND(?:OF|THE|COMMA|ON|DASH)*$")
_SOFT_BEFORE = pattern("(?P<soft>SOFT|EARLIER|LATER)DASH?(?:OF|IN|THE|ON|DAYWORD|TO_AT|AT)*$")
_ON_GAP = pattern(
    "(?:COMMA|ON|OF|IN|AT|TO_AT|THE|DAYWORD|FROM|AT_HOUR|ABOUT|SHORTLY|AFTER|BEFORE|SINCE|UNTIL|BY|OPEN)*"
)
_RANGE_GAP = pattern(
    "(?P<to>TO|DASH|SLASH|UNTIL|TO_AT|AND|AND UNTIL)(?:AT|LEAST|THE|ON|DAYWORD|ABOUT|AT_HOUR|TO_AT|OF|IN|UNTIL|LAST)*"
)
_BEFORE = pattern(
    "(?:(?P<until>UNTIL)(?P<least>LEAST)?|(?P<least2>LEAST)(?P<until2>UNTIL)|(?P<since>SINCE)|(?P<from>FROM)|(?P<by>BY)"
    "|(?P<shortly>SHORTLY)(?:AFTER|BEFORE)|(?P<before>BEFORE|AGOPRE)|(?P<after>AFTER)|(?P<about>ABOUT|SHORTLY)"
    "|(?P<at>AT)ABOUT|(?P<between>BETWEEN)|(?P<in>IN|OVER)(?=THE?$))"
    "(?:LEAST|THE|ON|AT|DAYWORD|ABOUT|AT_HOUR|OF|TO_AT|UNTIL|BY|FROM|UNIT|COMMA)*$"
)
_DURATION_BEFORE = pattern(
    "(?P<n>ANY_COUNT)DASH?(?P<u>UNIT)(?:OTHER){0,3}(?P<from>FROM|ON|AT)(?:ON|THE|AT|DAYWORD)*$"
)
_DURATION_AFTER = pattern("(?:COMMA)?FOR(?:ABOUT)?(?P<n>ANY_COUNT)(?P<u>UNIT)")
_UNION = frozenset(kinds_of("AND"))


def joined(context: Context, found: list[Atom]) -> list[Atom]:
    """The times with parts of a day, clock times, ranges and the words before them ('since', 'until') applied."""
    parted = [_parted(context, one) for one in _apart(found)]
    ranged = list(_pairs(context, parted, _as_range))
    dated = list(_pairs(context, ranged, _as_dated_clock))
    dated = list(_pairs(context, dated, _as_range))
    placed = _placed(context, dated)
    return list(_apart([_bounded(context, _softened(context, one)) for one in placed]))


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


def _parted(context: Context, atom: Atom) -> Atom:
    """The atom of a day with the part of the day beside it: 'Friday evening', 'the night of 3-4 May', 'ayer por la tarde'."""
    if atom.grain != "day" or atom.length is None or atom.length > 3 * DAY or atom.first_grain != "day":
        return atom
    if weekended := context.before(atom.first_item, _WEEKEND_BEFORE):
        if atom.first is not None:
            return replace(
                atom, first_item=weekended.start(), certainty=APPROXIMATE,
                **dict(zip(("first", "after"), weekend(atom.first), strict=True)),
            )  # fmt: skip
    after = _PART_AFTER.match(context.kinds, atom.after_item, min(len(context.kinds), atom.after_item + 5))
    if after is not None and not _owned(context, after.end()):
        hours = _hours(atom, str(context.value(after, "part")))
        if hours is not None:
            return replace(
                atom,
                after_item=after.end(),
                first=hours[0],
                after=hours[1],
                certainty=_rougher(atom),
                grain="minute",
            )
    before = context.before(atom.first_item, _PART_BEFORE, 6)
    if before is not None:
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
                certainty=_rougher(atom),
                grain="minute",
            )
    return atom


def _owned(context: Context, at: int) -> bool:
    """Whether a part of a day belongs to the date behind it: 'on Friday, the night of 3 May'."""
    return context.kind(at) == KIND["OF"] and context.kind(at + 1) in kinds_of(
        "DAY ORDINAL ANY_WEEKDAY REL THE"
    )


def _rougher(atom: Atom) -> Certainty:
    return APPROXIMATE if atom.certainty is EXACT else atom.certainty


def _as_range(context: Context, one: Atom, other: Atom) -> Atom | None:
    gap = _RANGE_GAP.fullmatch(context.kinds, one.after_item, other.first_item)
    if gap is None or one.first is None or other.first is None or other.after is None:
        return None
    joint = context.kinds[gap.start("to")]
    if joint in _UNION and not _between(context, one):
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
        alone = (other.length or MINUTE) <= MINUTE
        end = other.first if alone else other.after
        return replace(
            one,
            after_item=other.after_item,
            after=end if end > one.first else end + DAY,
            zone=zone,
            certainty=one.certainty,
        )
    first, last = _same_year(one, other)
    if first is None or last is None:
        return None
    end = last.first if last.grain == "minute" and (last.length or MINUTE) <= MINUTE else last.after
    if first.first is None or end is None or end <= first.first:
        return None
    grain = "minute" if "minute" in (one.grain, other.grain) else other.grain
    if one.grain == "day" == other.grain and one.weekday != other.weekday and joint in _UNION:
        return None
    return replace(
        first,
        after_item=other.after_item,
        after=end,
        last_grain=other.last_grain,
        zone=zone,
        grain=grain,
        confidence=sure,
        fixed=True,
        certainty=first.certainty if first.certainty is not EXACT else other.certainty,
    )


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
    return replace(one, after_item=other.after_item, after=end if end > one.first else end + DAY)


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
            return one, replace(other, first=other.first + 7 * DAY, after=other.after + 7 * DAY)
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
        clock.certainty if not alone else EXACT,
        "minute",
        zone=clock.zone,
        confidence=min(day.confidence, clock.confidence),
        year_said=day.year_said,
        weekday=day.weekday,
        fixed=day.fixed,
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
        day = _day_nearby(context, placed[-1] if placed else None, found[index + 1 : index + 2], one)
        if day is not None:
            shift = day - midnight(one.first)
            placed.append(
                replace(
                    one,
                    first=one.first + shift,
                    after=one.after + shift,
                    grain="minute",
                    confidence=min(one.confidence, 0.8),
                )
            )
            continue
        told = tense(context.row, one.first_item, one.after_item)
        if told == PAST and one.first > context.now and one.zone is None:
            one = replace(one, first=one.first - DAY, after=one.after - DAY, confidence=0.6)
        elif (
            told == FUTURE
            and one.after <= context.now
            and one.zone is None
            and (context.now - one.after) > HOUR
        ):
            one = replace(one, first=one.first + DAY, after=one.after + DAY, confidence=0.6)
        placed.append(replace(one, grain="minute"))
    return placed


def _day_nearby(context: Context, last: Atom | None, following: list[Atom], clock: Atom) -> datetime | None:
    for other in ([last] if last is not None else []) + following:
        if (
            other.first is None
            or other.length is None
            or other.length > DAY
            or other.grain not in ("day", "minute")
        ):
            continue
        low, high = (
            sorted((other.after_item, clock.first_item))
            if other is last
            else (clock.after_item, other.first_item)
        )
        between = context.kinds[low:high]
        if high - low > 16 or KIND["STOP"] in between:
            continue
        if any(
            kind == KIND["DOT"] and context.items[low + at].end < len(context.row.text)
            and context.row.text[context.items[low + at].end].isspace()
            for at, kind in enumerate(between)
        ):  # fmt: skip
            continue
        return midnight(other.first)
    return None


def _softened(context: Context, atom: Atom) -> Atom:
    """The atom with 'early', 'mid', 'late', 'the end of' before it applied."""
    match = context.before(atom.first_item, _SOFT_BEFORE, 6)
    if match is None or atom.first is None or atom.after is None:
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
    grain = atom.grain
    if length > 300 * DAY:
        grain = "year" if length > 3000 * DAY else "month"
    elif length > DAY:
        grain = "day"
    ends = atom.first_grain if atom.grain == "minute" else grain
    whole_day = atom.grain == "day" and length == DAY
    return replace(
        atom, first_item=match.start(), first=first, after=after, certainty=_rougher(atom), grain="day" if whole_day else grain,
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
        low, high = ((0, 10), (10, 16), (16, 24))[third]
        return first + low * HOUR, first + high * HOUR
    return first + third * length / 3, first + (third + 1) * length / 3


def _bounded(context: Context, atom: Atom) -> Atom:
    """The atom with the words before it applied: since, until, from, by, before, after, about; and how long it lasts."""
    if atom.first is None or atom.after is None:
        return _with_length(context, atom)
    match = context.before(atom.first_item, _BEFORE, 5)
    if match is None:
        return _with_length(context, atom)
    start, kind = match.start(), match.lastgroup
    words = {name for name, at in match.re.groupindex.items() if match.start(name) >= 0}
    rough = _rougher(atom)
    pointed = atom.grain == "minute" and (atom.length or MINUTE) <= MINUTE
    ranged = atom.after - atom.first > (MINUTE if atom.grain == "minute" else DAY)
    noun = context.kind(atom.after_item) == KIND["APOSTROPHE"] or (
        context.kind(atom.after_item) == KIND["OTHER"] and not atom.fixed
    )
    if "between" in words:
        return replace(atom, first_item=start) if ranged else atom
    if "since" in words:
        if atom.first > context.now:
            return _with_length(context, replace(atom, first_item=start, after=None))
        end = context.now if atom.grain == "minute" else context.today + DAY
        return replace(
            atom, first_item=start, after=end if end > atom.first else atom.after, last_grain="day",
            grain="day" if atom.grain in ("month", "year") else atom.grain,
        )  # fmt: skip
    if "until" in words or "until2" in words:
        return replace(
            atom, first_item=start, first=None, after=atom.first if pointed else atom.after,
            certainty=rough if words & {"least", "least2"} else atom.certainty,
            fixed=True,
        )  # fmt: skip
    if "by" in words:
        return replace(atom, first_item=start, first=None, certainty=rough)
    if "before" in words:
        if noun:
            return atom
        return replace(atom, first_item=start, first=None, after=atom.first, certainty=rough)
    if "from" in words:
        return _from(context, atom, start)
    if "after" in words:
        if noun or atom.weekday or (atom.grain == "minute" and not pointed):
            return atom
        later = atom.first if atom.grain in ("year", "minute") else atom.after
        return replace(atom, first_item=start, first=later, after=None, certainty=rough)
    if words & {"about", "shortly", "at"} and kind:
        return _with_length(
            context,
            replace(atom, first_item=match.start("about") if "about" in words else start, certainty=rough),
        )
    if "in" in words and atom.grain in ("year", "month") and atom.first_grain == "year":
        return _with_length(context, replace(atom, first_item=start))
    return _with_length(context, atom)


def _from(context: Context, atom: Atom, start: int) -> Atom:
    """'From ...': to the end of a range, for as long as is said, else with open end."""
    if atom.first is None or atom.after is None:
        return atom
    lasting = _with_length(context, replace(atom, first_item=start))
    if lasting.after != atom.after:
        return lasting
    alone = (atom.grain == "minute" and atom.after - atom.first <= MINUTE) or (
        atom.grain in ("day", "month", "year") and not _is_range(context, atom)
    )
    if (
        context.language in ("ar", "es", "pt")
        and not _starts(context, start)
        and not _is_range(context, atom)
    ):
        return atom
    return replace(atom, first_item=start, after=None) if alone else replace(atom, first_item=start)


def _starts(context: Context, start: int) -> bool:
    """Whether the word that may be 'from' or 'of' is surely 'from' ('a partir de')."""
    item = context.items[start]
    return item.end - item.start > 4


def _is_range(context: Context, atom: Atom) -> bool:
    return (
        atom.certainty is not APPROXIMATE
        and atom.length is not None
        and atom.length > DAY
        and atom.grain == "day"
    )


def _with_length(context: Context, atom: Atom) -> Atom:
    """The atom that begins something said to last: 'a 48-hour strike from Monday', 'from 06:00 for three days'."""
    if atom.first is None or (atom.grain == "day" and atom.length != DAY and atom.after is not None):
        return atom
    after = _DURATION_AFTER.match(
        context.kinds, atom.after_item, min(len(context.kinds), atom.after_item + 6)
    )
    before = (
        None if after else context.before(atom.first_item + _own_from(context, atom), _DURATION_BEFORE, 9)
    )
    match = after or before
    if match is None or atom.grain in ("month", "year", "open"):
        return atom
    if before is not None and before.group("from") != KIND["FROM"] and not _begins(context, before):
        return atom
    said = context.value(match, "n")
    count = said[1] if isinstance(said, tuple) else said
    unit = str(context.value(match, "u"))
    if not 1 <= count <= 400 or unit in ("decade", "century", "quarter"):
        return atom
    end = moved(atom.first, count, unit)
    if unit in ("hour", "minute") and atom.grain == "day":
        end = max(end, atom.first + DAY)
    return replace(
        atom, after=end, after_item=match.end() if after else atom.after_item, certainty=_rougher(atom)
    )


def _own_from(context: Context, atom: Atom) -> int:
    """How many of the atom's own first words are 'from' and the like."""
    count = 0
    while context.kind(atom.first_item + count) in kinds_of("FROM ON THE AT DAYWORD") and count < 3:
        count += 1
    return count


def _begins(context: Context, match: re.Match[str]) -> bool:
    return any(
        context.word(at) in ("begin", "begins", "beginning", "start", "starts")
        for at in range(match.start(), match.end())
    )
