"""The kinds of word and sign that make up a time, one letter each, so that forms of times are patterns over a row of letters."""

from __future__ import annotations

import re
import string
from functools import lru_cache

_NAMES = [
    "OTHER",
    "STOP",
    "COMMA",
    "DASH",
    "SLASH",
    "APOSTROPHE",
    "DOT",
    "OPEN",
    "CLOSE",
    "DAY",
    "ORDINAL",
    "NUMBER",
    "YEAR",
    "DECADE",
    "COUNT",
    "MONTH",
    "MONTH_UNSURE",
    "MONTH_SMALL",
    "WEEKDAY",
    "WEEKDAY_UNSURE",
    "REL",
    "NIGHTLY",
    "PART",
    "CLOCK",
    "MOMENT",
    "ISO",
    "NUMERIC",
    "UNIT",
    "DUAL",
    "LAST",
    "LASTPOST",
    "NEXT",
    "NEXTPOST",
    "THIS",
    "AGO",
    "AGOPRE",
    "EARLIER",
    "LATER",
    "SINCE",
    "UNTIL",
    "LEAST",
    "FROM",
    "BETWEEN",
    "BEFORE",
    "AFTER",
    "BY",
    "ON",
    "IN",
    "OVER",
    "WITHIN",
    "AT",
    "AT_HOUR",
    "TO",
    "TO_AT",
    "AND",
    "OF",
    "THE",
    "FOR",
    "ABOUT",
    "SHORTLY",
    "SOFT",
    "ORDWORD",
    "HALF",
    "QUARTER",
    "SEASON",
    "WEEKEND",
    "EVERY",
    "FURTHER",
    "OCLOCK",
    "DAYWORD",
    "FEAST",
    "FEAST_MOVING",
]
_LETTERS = string.ascii_letters + "".join(map(chr, range(0xC0, 0x100)))
KIND: dict[str, str] = dict(zip(_NAMES, _LETTERS, strict=False))

# Names for several kinds at once.
_GROUPS = {
    "ANY_MONTH": "MONTH MONTH_UNSURE MONTH_SMALL",
    "CAPITAL_MONTH": "MONTH MONTH_UNSURE",
    "ANY_WEEKDAY": "WEEKDAY WEEKDAY_UNSURE",
    "ANY_DAY": "DAY ORDINAL",
    "ANY_COUNT": "COUNT DAY NUMBER",
    "ANY_UNIT": "UNIT",
    "ANY_TO": "TO TO_AT DASH SLASH UNTIL",
    "ANY_LAST": "LAST LASTPOST",
    "ANY_NEXT": "NEXT NEXTPOST",
    "ANY_DAY_NAME": "WEEKDAY REL ISO NUMERIC",
    "SMALL": "OF THE ON IN AT TO_AT DAYWORD FROM FOR AT_HOUR APOSTROPHE",
}


def pattern(source: str) -> re.Pattern[str]:
    """A pattern over rows of letters, from one that names kinds in capitals; white space in it counts for nothing."""

    def letters(match: re.Match[str]) -> str:
        name = match.group()
        return f"[{''.join(KIND[one] for one in _GROUPS.get(name, name).split())}]"

    return re.compile(re.sub(r"\s+", "", re.sub(r"[A-Z][A-Z_]+", letters, source)))


@lru_cache(maxsize=256)
def kinds_of(names: str) -> str:
    """The letters of the kinds named, groups among them."""
    return "".join(KIND[one] for name in names.split() for one in _GROUPS.get(name, name).split())
