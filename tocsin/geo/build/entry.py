"""An entry of the gazetteer before packing: a place with all its names."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from tocsin.geo.name_index import ABBREVIATION, INITIALS, MAIN_NAME, POSTAL, STOPPED
from tocsin.geo.names import normalised
from tocsin.geo.places import Precision
from tocsin.geo.points import Point


@dataclass(slots=True)
class Entry:
    """A place on its way into the file; `admin1` and `admin2` are area numbers of the source."""

    identifier: int
    name: str
    precision: Precision
    country: str
    point: Point
    population: int
    rank: float
    timezone: str = ""
    code: str = ""
    number: int = 0
    admin1: int | None = None
    admin2: int | None = None
    names: dict[str, int] = field(default_factory=dict)

    def add(self, names: Iterable[str], flags: int = 0) -> None:
        """Give the place more names; the first flags a name gets stay."""
        for name in names:
            if normalised(name):
                self.names.setdefault(name, flags)

    def add_main(self, names: Iterable[str]) -> None:
        """Give the place more names by which it is mainly known; those in capitals count only in capitals."""
        for name in names:
            self.add([name], MAIN_NAME | ABBREVIATION if is_abbreviation(name) else MAIN_NAME)


def size(people: int) -> float:
    """How much a place counts by its people alone."""
    return math.log10(people + 10)


def is_abbreviation(name: str) -> bool:
    """Whether the name is two to five capitals."""
    letters = [letter for letter in name if letter.isalpha()]
    return 1 < len(letters) <= 5 and all(letter.isupper() and letter.isascii() for letter in letters)


def abbreviation_flags(form: str) -> int:
    """How an abbreviation of our own table must be written to count: 'Calif.', 'N.Y.', 'TX', or as it stands."""
    bare = form.rstrip(".")
    if "." in bare.replace(". ", " "):
        return INITIALS
    if form.endswith(".") or ". " in form:
        return STOPPED
    if form in {"NY", "NJ", "NC", "DC", "NSW", "QLD", "PEI", "NWT"}:
        return ABBREVIATION
    return POSTAL if is_abbreviation(form) else MAIN_NAME


def is_name(name: str) -> bool:
    """Whether an alternate name is one: the source also lists airport codes, and spellings made for search engines."""
    letters = [letter for letter in name if letter.isalpha()]
    if not letters:
        return False
    cased = [letter for letter in letters if letter.lower() != letter.upper()]
    if len(cased) < len(letters):
        # A word mixed from two scripts is a slip of the transliteration.
        return not any(letter.isascii() for letter in letters)
    if len(letters) < 3 or not any(letter.isupper() for letter in letters):
        return False
    return not (len(letters) == 3 and all(letter.isupper() for letter in letters))
