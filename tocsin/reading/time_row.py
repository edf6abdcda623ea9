"""A text as a row of kinds, one letter for each word or sign that could be part of a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from tocsin.reading.time_digits import (
    ClockTime,
    ascii_digits,
    clock_at,
    date_at,
    month_and_day_at,
    number_end,
)
from tocsin.reading.time_kinds import KIND, kinds_of
from tocsin.reading.time_words import lexicon
from tocsin.reading.words import Word, word_set


class Item(NamedTuple):
    """One word or sign of a time: what it says (a number, a unit's name) and where it stands. A word of no time is a `Word`."""

    value: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """The kinds of all words and signs of a text as one string, and for each of them its item."""

    text: str
    kinds: str
    items: tuple[Item | Word, ...]
    language: str

    def said(self, first: int, after: int) -> str:
        """The text from the first of these items to the one before `after`."""
        return self.text[self.items[first].start : self.items[after - 1].end]


_new = tuple.__new__
_OTHER, _STOP = KIND["OTHER"], KIND["STOP"]
_SIGNS = {
    ",": KIND["COMMA"],
    "،": KIND["COMMA"],
    "|": KIND["COMMA"],
    "-": KIND["DASH"],
    "–": KIND["DASH"],
    "‑": KIND["DASH"],
    "/": KIND["SLASH"],
    "'": KIND["APOSTROPHE"],
    "’": KIND["APOSTROPHE"],
    ".": KIND["DOT"],
    "(": KIND["OPEN"],
    ")": KIND["CLOSE"],
    "º": KIND["DOT"],
}
_CLOCK_BEFORE = frozenset(
    kinds_of(
        "AT TO_AT AT_HOUR FROM UNTIL BETWEEN TO AND DASH ABOUT SHORTLY AFTER BEFORE BY SINCE COMMA OPEN"
        " ON OF THE IN FOR WEEKDAY REL PART MONTH YEAR DAY ORDINAL STOP"
    )
)
_HOURS_BEFORE = frozenset(
    kinds_of("AT TO_AT AT_HOUR FROM UNTIL BETWEEN TO AND DASH ABOUT SHORTLY OPEN WEEKDAY REL PART")
)
_NOT_HOURS_BEFORE = frozenset(kinds_of("FOR ABOUT OVER OF WITHIN LAST LASTPOST NEXT NEXTPOST AFTER THE"))
_DAY_BEFORE = frozenset(kinds_of("ON SINCE UNTIL BY FROM THE DAYWORD BEFORE AFTER TO_AT IN WEEKDAY OF"))
_ORDINALS = ("st", "nd", "rd", "th", "er", "ro", "ª", "º")
_ARTICLE = ("ال", "وال", "بال", "لل", "فال", "كال")


def row_of(text: str, among: Sequence[Word], language: str, country: str, now: datetime) -> Row:
    """The row of a text whose words are `among`. `country` (ISO 3166-1) and `now` decide dates written in digits."""
    reader = _Reader(text, ascii_digits(text), among, language, country, now)
    kinds, items = reader.read()
    return Row(text, "".join(kinds), tuple(items), language)


class _Reader:
    def __init__(
        self, text: str, plain: str, among: Sequence[Word], language: str, country: str, now: datetime
    ) -> None:
        self.text, self.plain, self.among, self.country, self.now = text, plain, among, country, now
        self.language = language
        self.kinds: list[str] = []
        self.items: list[Item | Word] = []
        self.known = lexicon(language)
        self.index = 0

    def read(self) -> tuple[list[str], list[Item | Word]]:
        text, among, kinds, items = self.text, self.among, self.kinds, self.items
        known = self.known
        end, count, index = 0, len(among), 0
        while index < count:
            word = among[index]
            folded, start, stop = word
            index += 1
            if start < end:
                if stop > end:  # A word of which a time in digits took only the beginning.
                    kinds.append(_STOP)
                    items.append(Item("", end, stop))
                    end = stop
                continue
            if start - end != 1 or text[end] != " ":
                self._signs(end, start)
            found = known.get(folded)
            if found is None:
                if folded[0].isdigit():
                    while start < stop - 1 and not text[start].isdigit():
                        start += 1  # The Arabic article before digits.
                    self.index = index
                    end = self._digits(start, stop)
                    continue
                if folded[-1].isdigit() and folded[0] == "و" and folded[1:].isdigit():
                    self._add(KIND["AND"], start, start + 1, 0)
                    self.index = index
                    end = self._digits(start + 1, stop)
                    continue
                kinds.append(_OTHER)
                items.append(word)
                end = stop
                continue
            for entry in found:
                rest, letter, value, unsettled = entry
                if not rest or (
                    index < count and among[index].folded == rest[0] and self._follows(rest, index)
                ):
                    index += len(rest)
                    end = among[index - 1].end
                    if unsettled:
                        self._settle(unsettled, value, word, end)
                    else:
                        kinds.append(letter)
                        items.append(_new(Item, (value, start, end)))
                    break
            else:
                kinds.append(_OTHER)
                items.append(word)
                end = stop
        self._signs(end, len(text))
        return kinds, items

    def _add(self, kind: str, start: int, end: int, value: Any) -> int:
        self.kinds.append(kind)
        self.items.append(_new(Item, (value, start, end)))
        return end

    def _signs(self, start: int, end: int) -> None:
        """The signs between two words; a blank line, and what is no sign of a time, part what stands around it."""
        gap = self.text[start:end]
        bare = gap.strip()
        if bare == "":
            if gap.count("\n") > 1:
                self._add(_STOP, start, end, "")
            return
        if len(bare) <= 3:
            at = start
            for sign in gap:
                kind = _SIGNS.get(sign)
                if kind is not None:
                    self._add(kind, at, at + 1, sign)
                elif not sign.isspace() and sign not in "\u200e\u200f":
                    self._add(_STOP, at, at + 1, sign)
                at += 1
            if "--" in bare or gap.count("\n") > 1:
                self._add(_STOP, start, end, "")
            return
        self._add(_STOP, start, end, bare[:3])

    def _follows(self, rest: tuple[str, ...], index: int) -> bool:
        among = self.among
        if index + len(rest) > len(among):
            return False
        before = among[index - 1].end
        for offset, wanted in enumerate(rest):
            word = among[index + offset]
            if word.folded != wanted or word.start - before > 2 or "." in self.text[before : word.start]:
                return False
            before = word.end
        return True

    def _settle(self, kind: str, value: Any, word: Word, end: int) -> None:
        """Adds a word whose kind hangs on its capital, its article or the word before it."""
        start = word.start
        settled = kind
        if kind.endswith("_ARTICLE") and self.text.startswith("و", start) and end - start > 4:
            start = self._add(KIND["AND"], start, start + 1, 0)
        if kind == "MONTH_CASED":
            settled = "MONTH_UNSURE" if self.text[start].isupper() else "MONTH_SMALL"
        elif kind == "WEEKDAY_CASED":
            settled = "WEEKDAY_UNSURE" if self.text[start].isupper() else ""
        elif kind == "WEEKDAY_ARTICLE":
            settled = "WEEKDAY" if self.text.startswith(_ARTICLE, start) else ""
        elif kind == "DAY_ARTICLE":
            if self.text.startswith(_ARTICLE, start):
                settled, value = "REL", 0
            else:
                settled, value = ("UNIT", "day") if self.kinds[-1:] == [KIND["DAY"]] else ("DAYWORD", 0)
        elif kind == "DAY_OR_DATE":
            dated = self.plain[end : end + 3].strip()[:1].isdigit()
            settled = "DAYWORD" if dated else "UNIT"
        elif kind == "HOUR_ARTICLE":
            settled = "AT_HOUR" if self.text.startswith(_ARTICLE, start) else "UNIT"
        else:
            before = self.kinds[-1] if self.kinds else _STOP
            morning = before in kinds_of("THE THIS AT AT_HOUR DAYWORD")
            settled, value = ("PART", "morning") if morning else ("REL", 1)
        if settled:
            self._add(KIND[settled], start, end, value)
        else:
            self._add(_OTHER, start, end, word.folded)

    def _digits(self, start: int, stop: int) -> int:
        """The kind of a word that begins with a digit, with the signs and words that belong to it; returns its end."""
        plain, before = self.plain, self.plain[start - 1] if start else ""
        if before in "$€£¥#.,:-/+_" and before and self._goes_on(before, start):
            return self._add(KIND["NUMBER"], start, stop, 0)
        last = self.kinds[-1] if self.kinds else _STOP
        date = date_at(plain, start, self.country, self.now) if before != "/" else None
        if date is not None and self._is_date(start, date[0].short_year):
            written, end = date
            return self._add(
                KIND["MOMENT" if written.fine else "NUMERIC" if written.sure < 1 else "ISO"],
                start,
                end,
                written,
            )
        window = _HOURS_WINDOW.match(plain, start)
        if window is not None:
            for name, sign in (("1", KIND["DASH"]), ("2", "")):
                hours, at = window["h" + name], window.start("h" + name)
                self._add(KIND["CLOCK"], at, at + 4, ClockTime(int(hours[:2]), int(hours[2:])))
                if sign:
                    self._add(sign, at + 4, window.start("h2"), "-")
            return window.end("h2")
        clock = clock_at(plain, start, self.country)
        if clock is not None and self._is_clock(clock[0], start, clock[1], last):
            return self._add(KIND["CLOCK"], start, clock[1], clock[0])
        if last in _DAY_BEFORE and before != "/":
            short = month_and_day_at(plain, start, self.country, self.now)
            if short is not None and self._is_month_and_day(start, short[1]):
                return self._add(KIND["NUMERIC"], start, short[1], short[0])
        if stop - start == 4 and last in _HOURS_BEFORE and self._is_four_digit_clock(start, stop):
            clock_time = ClockTime(int(plain[start : start + 2]), int(plain[start + 2 : stop]))
            return self._add(KIND["CLOCK"], start, stop, clock_time)
        end = number_end(plain, start)
        if end > stop or (end > start and end != stop):
            return self._add(KIND["NUMBER"], start, max(end, stop), 0)
        return self._number(start, stop)

    def _goes_on(self, sign: str, start: int) -> bool:
        """Whether the sign before a digit makes it a part of a longer number, a price or a label."""
        if sign in "$€£¥#_+":
            return True
        earlier = self.plain[start - 2 : start - 1]
        if sign in ".:":
            return earlier.isdigit()
        return (
            sign == ","
            and earlier.isdigit()
            and self.plain[start : start + 3].isdigit()
            and not self.plain[start + 3 : start + 4].isdigit()
        )

    def _is_date(self, start: int, short_year: bool) -> bool:
        before = self.items[-1][0] if self.items and self.kinds[-1] == _OTHER else ""
        if before in _LABELS:
            return False
        dotted = "." in self.plain[start : start + 3] and short_year
        return not dotted or (bool(self.kinds) and self.kinds[-1] in _DAY_BEFORE)

    def _is_month_and_day(self, start: int, end: int) -> bool:
        said = self.plain[start:end]
        return said not in ("9/11", "24/7", "7/7") and (len(said) >= 4 or self.language != "en")

    def _is_clock(self, clock: ClockTime, start: int, end: int, last: str) -> bool:
        if not clock.bare:
            return True
        said = self.plain[start:end]
        if ":" in said:
            return last in _CLOCK_BEFORE
        if "h" in said.lower() and not said[:4].isdigit():
            return last in _HOURS_BEFORE or (
                last == KIND["OF"] and _TO_HOURS.match(self.plain, end) is not None
            )
        return last not in _NOT_HOURS_BEFORE  # '1600 hours', but not 'for 1600 hours'

    def _is_four_digit_clock(self, start: int, stop: int) -> bool:
        """Whether four digits alone are a time ('at 0400', 'at 1615'), not a year, a number or a count of the next word."""
        said = self.plain[start:stop]
        if not said.isdecimal() or int(said[:2]) > 23 or int(said[2:]) > 59:
            return False
        if said[0] != "0" and (self.kinds[-1] != KIND["AT"] or self.language != "en"):
            return False
        following = self.among[self.index].folded if self.index < len(self.among) else ""
        return (
            not self.plain[stop : stop + 2].strip(" \n").isalnum()
            or (following in self.known and following != "and")
            or following == "local"
        )

    def _number(self, start: int, stop: int) -> int:
        said = self.plain[start:stop]
        letters = said.lstrip("0123456789")
        digits = said[: len(said) - len(letters)]
        if not digits:
            return self._add(_OTHER, start, stop, said)
        number = int(digits[:9])
        letters = letters.lower()
        if not letters:
            after = self.plain[stop : stop + 1]
            if after in "%°" and after:
                return self._add(KIND["NUMBER"], start, stop, number)
            if len(digits) <= 2:
                return self._add(KIND["DAY" if number <= 31 else "NUMBER"], start, stop, number)
            year = len(digits) == 4 and 1500 <= number <= 2199
            return self._add(KIND["YEAR" if year else "NUMBER"], start, stop, number)
        if letters in _ORDINALS and len(digits) <= 2 and 1 <= number <= 31:
            return self._add(KIND["ORDINAL"], start, stop, number)
        if letters == "s" and len(digits) in (2, 4) and number % 10 == 0:
            decade = number if len(digits) == 4 else 1900 + number
            known = 1500 <= decade <= 2090 and (len(digits) == 4 or self.plain[start - 1 : start] in "'’")
            if known:
                return self._add(KIND["DECADE"], start, stop, decade)
        return self._add(_OTHER, start, stop, said)


_HOURS_WINDOW = re.compile(
    r"(?P<h1>(?:[01]\d|2[0-4])[0-5]\d)\s?[-–]\s?(?P<h2>(?:[01]\d|2[0-4])[0-5]\d)(?=\s?(?:hrs?|hours|local|daily|[LZ])\b)",
    re.I,
)
_TO_HOURS = re.compile(r"\s?(?:à|a|às|al?|-|–)\s?(?:las\s)?\d{1,2}\s?h", re.I)
# Words after which digits with points or strokes are no date.
_LABELS = word_set(
    "version release build ios android section article paragraph chapter page ip no nr route highway road flight unit"
    " resolution room apartment apt block lot model type grade score ratio tel phone fax"
)
