"""One time found in a text, before it is joined to its neighbours, and what all rules that find times share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from tocsin.reading.time_calendar import DAY, midnight
from tocsin.reading.time_kinds import KIND, pattern
from tocsin.reading.time_row import Row
from tocsin.reading.time_tense import FUTURE, PAST, tense
from tocsin.reading.values import Certainty
from tocsin.reading.words import fold

_ARABIC_PLURALS = frozenset(
    fold(word)
    for word in ["أيام", "أسابيع", "أشهر", "شهور", "أعوام", "سنوات", "سنين", "ساعات", "دقائق", "عقود", "قرون"]
)
BACKWARD = frozenset({"last", "past", "previous", "recent"})
_MOST_BACK = 20
EXACT, APPROXIMATE, VAGUE = Certainty.EXACT, Certainty.APPROXIMATE, Certainty.VAGUE


@dataclass(frozen=True, slots=True)
class Atom:
    """One time: its items in the row, [first, after) on local clocks (None: open), how sharp, and in which grain it was said.

    `grain` is minute, clock (a clock time still without its day), day, month, year or open (a time of unknown bounds).
    `year_said` is False where the year was chosen; `weekday` marks a bare day of the week, `fixed` a date that is said
    in full or nearly so, `ranged` a time with both its ends said.
    """

    first_item: int
    after_item: int
    first: datetime | None
    after: datetime | None
    certainty: Certainty = EXACT
    grain: str = "day"
    first_grain: str = "day"
    last_grain: str = "day"
    zone: tzinfo | None = None
    confidence: float = 1.0
    year_said: bool = True
    weekday: bool = False
    fixed: bool = False
    ranged: bool = False

    @property
    def length(self) -> timedelta | None:
        """How long it lasts; None where an end is open."""
        return None if self.first is None or self.after is None else self.after - self.first


class Context:
    """A row, the moment of publication on the clocks of the place, the country, and the times found so far."""

    def __init__(self, row: Row, now: datetime, country: str, elsewhere: datetime | None = None) -> None:
        self.row, self.now, self.country = row, now, country
        #: The day in UTC: where it is tomorrow's already, a desk far away may name that one as its own.
        self.day_elsewhere = elsewhere or now
        self.kinds, self.items, self.language = row.kinds, row.items, row.language
        self.today = midnight(now)
        self.found: list[Atom] = []

    def value(self, match: re.Match[str], name: str) -> Any:
        """What the word of a named group says; None where the group is empty."""
        return self.items[match.start(name)][0] if self.has(match, name) else None

    def at(self, match: re.Match[str], name: str) -> int:
        """The index of a named group's first item; -1 where the group is empty."""
        return match.start(name) if self.has(match, name) else -1

    def is_plural(self, at: int) -> bool:
        """Whether the word at an index is a plural ('weeks', 'semanas'); False for -1."""
        if at < 0:
            return False
        item = self.items[at]
        word = self.row.text[item.start : item.end].lower()
        return (word.endswith("s") and word not in ("mois", "mes", "mês")) or fold(word) in _ARABIC_PLURALS

    def said(self, at: int) -> Any:
        """What the word or sign at an index says."""
        return self.items[at][0]

    @staticmethod
    def has(match: re.Match[str], name: str) -> bool:
        """Whether the rule has a group of this name and it holds something."""
        return name in match.re.groupindex and match.start(name) >= 0

    def before(self, at: int, rule: re.Pattern[str], reach: int = 4) -> re.Match[str] | None:
        """The match of a rule (ending in `$`) on the kinds right before an item."""
        return rule.search(self.kinds, max(0, at - reach), at)

    def kind(self, at: int) -> str:
        """The kind's letter at an index; that of STOP outside the row."""
        return self.kinds[at] if 0 <= at < len(self.kinds) else KIND["STOP"]

    def word(self, at: int) -> str:
        """The folded word at an index where it is no word of time, else ""."""
        return str(self.items[at][0]) if self.kind(at) == KIND["OTHER"] else ""

    def tense(self, match: re.Match[str]) -> str:
        """Whether the words around a match speak of what is to come or is done; "" where they do not say."""
        return tense(self.row, match.start(), match.end())

    def recent(self) -> list[Atom]:
        """The last times found, the newest first."""
        return self.found[:-_MOST_BACK:-1]

    def last_day(self, unit: str = "day") -> datetime | None:
        """When the last time named before began that is said to the day, or to the unit; None where the text named none."""
        most = {"month": 31 * DAY, "year": 366 * DAY}.get(unit, 2 * DAY)
        for one in self.found[:-_MOST_BACK:-1]:
            if (
                one.first is not None
                and one.length is not None
                and one.length <= most
                and one.grain != "clock"
            ):
                return one.first
        return None

    def told_year(self, match: re.Match[str]) -> str:
        """As `tense`, but only of words right beside the match: a whole year hangs on them.

        What is told to come 'before the vote on 25 February' has that day ahead of it.
        """
        start = self.items[match.start()].start if match.start() < len(self.items) else 0
        if _AHEAD_OF.search(self.row.text[max(0, start - _CLAUSE) : start]):
            return FUTURE
        return tense(self.row, match.start(), match.end(), near=4)

    def capitals(self, at: int) -> bool:
        """Whether the item is written in capitals throughout."""
        item = self.items[at]
        return self.row.text[item.start : item.end].isupper()


#: Words behind which a day is still to come, with the noun between: 'ahead of the election on'.
_AHEAD_OF = re.compile(
    r"\b(?:before|ahead of|prior to|in advance of|run-up to|avant|antes d[aeo]l?s?|قبل)\s+(?:[^\W\d_]+\s+){1,4}$",
    re.IGNORECASE,
)
_CLAUSE = 70


def whole(match: re.Match[str], bounds: tuple[datetime, datetime], unit: str, **more: Any) -> Atom:
    """The atom of a whole day, week, month, quarter or year."""
    grain = unit if unit in ("month", "year") else "month" if unit in ("quarter", "half") else "day"
    if unit in ("decade", "century"):
        grain = "year"
    return Atom(*match.span(), *bounds, grain=grain, first_grain=grain, last_grain=grain, **more)


def day_atom(match: re.Match[str], day: datetime, **more: Any) -> Atom:
    """The atom of one day."""
    return Atom(*match.span(), day, day + DAY, **more)


def nearest_year(month: int, day: int, now: datetime, told: str) -> int:
    """The year of a day that is said without one: the nearest that fits what the words around it tell."""
    this = datetime(now.year, month, min(day, 28))  # noqa: DTZ001 (a clock on the wall)
    if told == FUTURE:
        return now.year if this >= now - 60 * DAY else now.year + 1
    ahead = 2 if told == PAST else 45
    if this <= now + ahead * DAY:
        # In January, 'on 30 December' is last month; in December, 'on 3 January' may be next month.
        following = this.replace(year=now.year + 1)
        return now.year + 1 if told != PAST and following <= now + 20 * DAY else now.year
    return now.year - 1


NAMED_BEFORE = pattern(
    "(?:IN|SINCE|UNTIL|FROM|BY|BEFORE|AFTER|BETWEEN|OVER|AGOPRE|SOFT|TO|TO_AT|WITHIN|ABOUT|EARLIER|LATER|THIS|UNIT OF|UNIT)"
    "(?:LEAST|THE|DASH|OF|IN|SOFT)*$"
)
