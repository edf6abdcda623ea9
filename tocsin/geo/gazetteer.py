"""The gazetteer: places by name, by number, by position, and names found in running text.

Data file `data/gazetteer.bin` (container: `tocsin.geo.packed`), kind "gazetteer", version 1. Places are rows, one class after
the other (countries, admin-1, admin-2, cities, sites, regions, seas), inside a class by ascending id:

- ``class_start`` (8,) uint32: the first row of each class, and the number of rows;
- ``id`` int32: GeoNames' number, or a negative one of our own: airports -(1,000,000 + the IATA code as a number to base
  26), seas -1001 onwards, regions -2001 onwards, admin areas without GeoNames number -(10,000,000 + count);
- ``longitude``, ``latitude`` int32 in 1/100,000 degree; ``population`` uint32;
- ``country`` uint8: row of the country (255 none); ``admin1``, ``admin2`` uint16: rows of the areas (65535 none);
- ``timezone`` uint16: entry in ``timezones`` (text, one name a line); 0 is none;
- ``name_start`` uint32 (rows + 1): where each shown name starts in ``names`` (UTF-8);
- ``country_codes`` (countries, 2) uint8; ``admin_start`` uint32 and ``admin_codes`` (text): GeoNames' codes of the admin rows;
- ``languages`` (text, one code a line), ``title_start`` uint32 (languages * countries + 1) and ``titles`` (UTF-8): the names
  of the countries in these languages.

Names are not stored but numbered (`tocsin.geo.names.name_number`, 64 bits; the chance that some other word has the number
of one of a million names is 1 in 10^13, and the build fails if two packed names collide):

- ``number`` uint64, sorted; ``entry`` uint32 beside it: a reference, or with the top bit set the place in ``references`` where a
  list stands: its length, then its references, most important first;
- a reference is the place's row in the low 24 bits and flags above: 1 the place's main name, 2 an abbreviation that counts
  only in capital letters, 4 a name of the country's people or its adjective;
- ``filter`` uint8 (2^20): one bit for the top 23 bits of every number, so that most words are dismissed at once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from tocsin.geo.errors import GazetteerError
from tocsin.geo.names import MULTIPLIER, Word, name_number, words
from tocsin.geo.outlines import country_at
from tocsin.geo.packed import DATA_FOLDER, PackedFile
from tocsin.geo.places import Place, Precision
from tocsin.geo.points import EARTH_RADIUS_KM, Point

KIND, VERSION = "gazetteer", 1
UNITS_PER_DEGREE = 100_000
CLASSES = (
    Precision.COUNTRY,
    Precision.ADMIN_1,
    Precision.ADMIN_2,
    Precision.CITY,
    Precision.SITE,
    Precision.REGION,
    Precision.SEA,
)
NO_COUNTRY, NO_AREA = 255, 65535
ROW_BITS = 24
MAIN_NAME, ABBREVIATION, DEMONYM = 1, 2, 4
LIST = 0x80000000
FILTER_BITS = 23
# Names of more words than this are found by `by_name` but not in running text.
LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name found in a text: offsets of characters (end exclusive), the text as written, and what it can mean.

    `places` are all that bear the name, most important first. `demonym` is the country code when the words name a
    country's people or are its adjective ("Moroccans"), else "".
    """

    start: int
    end: int
    text: str
    references: tuple[int, ...]
    demonym: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that bear the name, most important first; () for a demonym that names no place."""
        book = gazetteer()
        return tuple(book.place(row) for row in self.references)


class Gazetteer:
    """The packed places. Make it with `gazetteer()`, which opens the file once."""

    def __init__(self) -> None:
        packed = PackedFile(DATA_FOLDER / "gazetteer.bin", kind=KIND, version=VERSION)
        self._start: list[int] = packed.array("class_start").tolist()
        self._id = packed.array("id")
        self._longitude, self._latitude = packed.array("longitude"), packed.array("latitude")
        self._population = packed.array("population")
        self._country, self._timezone = packed.array("country"), packed.array("timezone")
        self._admin1, self._admin2 = packed.array("admin1"), packed.array("admin2")
        self._name_start, self._names = packed.array("name_start"), packed.text("names")
        self._admin_start, self._admin_codes = packed.array("admin_start"), packed.text("admin_codes")
        self._codes = [bytes(row).decode("ascii") for row in packed.array("country_codes")]
        self._timezones = bytes(packed.text("timezones")).decode("ascii").split("\n")
        self._languages = bytes(packed.text("languages")).decode("ascii").split("\n")
        self._title_start, self._titles = packed.array("title_start"), packed.text("titles")
        self._number, self._entry = packed.array("number"), packed.array("entry")
        self._references, self._filter = packed.array("references"), packed.array("filter")

    def __len__(self) -> int:
        return self._start[-1]

    def place(self, row: int) -> Place:
        """The place of a row of the packed file, as `NameMatch.references` gives them."""
        number = next(n for n in range(len(CLASSES)) if row < self._start[n + 1])
        country = int(self._country[row])
        identifier = int(self._id[row])
        return Place(
            geonames_id=identifier,
            name=str(self._names[self._name_start[row] : self._name_start[row + 1]], "utf-8"),
            country="" if country == NO_COUNTRY else self._codes[country],
            admin1=self._admin_code(int(self._admin1[row])),
            admin2=self._admin_code(int(self._admin2[row])),
            precision=CLASSES[number],
            point=Point(
                longitude=int(self._longitude[row]) / UNITS_PER_DEGREE,
                latitude=int(self._latitude[row]) / UNITS_PER_DEGREE,
            ),
            population=int(self._population[row]),
            timezone=self._timezones[self._timezone[row]],
            airport=iata_of(identifier) if CLASSES[number] is Precision.SITE else "",
        )

    def by_name(self, name: str) -> tuple[Place, ...]:
        """The places of that name in any language and script, most important first; () when there is none.

        Compared as `normalised` does. Importance is population, with countries before regions before cities, a capital
        and a place's main name counting more.
        """
        return tuple(self.place(row) for row, _ in self._named(name_number(name)))

    def by_id(self, geonames_id: int) -> Place | None:
        """The place with that GeoNames number (or negative number of our own); None when it is not packed."""
        for first, last in zip(self._start, self._start[1:], strict=False):
            row = first + int(np.searchsorted(self._id[first:last], geonames_id))
            if row < last and self._id[row] == geonames_id:
                return self.place(row)
        return None

    def country(self, code: str) -> Place | None:
        """The country with an ISO 3166-1 alpha-2 code (any case; XK is Kosovo); None for an unknown code."""
        row = self._country_row(code)
        return None if row is None else self.place(row)

    def countries(self) -> tuple[Place, ...]:
        """All countries and territories with a code, by code."""
        rows = [self._country_row(code) for code in self._codes]
        return tuple(self.place(row) for row in rows if row is not None)

    def country_at(self, point: Point) -> str | None:
        """The code of the country a point is in, or of the nearest within 25 km of a coast; None at sea."""
        return country_at(point)

    def country_name(self, code: str, language: str = "en") -> str:
        """The country's name in a language (see `languages`); English for others. Raises `GazetteerError` if unknown."""
        if code.upper() not in self._codes:
            raise GazetteerError(f"{code!r} is no country code the gazetteer knows; use ISO 3166-1 alpha-2")
        wanted = language.lower().partition("-")[0].partition("_")[0]
        number = self._languages.index(wanted) if wanted in self._languages else 0
        place = number * len(self._codes) + self._codes.index(code.upper())
        return str(self._titles[self._title_start[place] : self._title_start[place + 1]], "utf-8")

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages country names are packed in; the first is English."""
        return tuple(self._languages)

    def airport(self, iata: str) -> Place | None:
        """The airport with an IATA code (any case); None when it is not known."""
        if len(iata) != 3 or not iata.isascii() or not iata.isalpha():
            return None
        return self.by_id(airport_id(iata))

    def demonym(self, word: str) -> str | None:
        """The country whose people or adjective the word names ("Moroccans" MA); None for other words."""
        for reference in self._found(name_number(word)):
            if reference >> ROW_BITS & DEMONYM:
                return self._codes[self._country[reference & (1 << ROW_BITS) - 1]]
        return None

    def credits(self) -> tuple[str, ...]:
        """One line for each source of the packed data: what it is, its version and its licence.

        Raises `GazetteerError` when the manifest beside the data files is missing or damaged.
        """
        path = DATA_FOLDER / "manifest.json"
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GazetteerError(
                f"{path.name} cannot be read ({error}); install the package again"
            ) from error
        return tuple(
            f"{source['name']} {source['version']}: {source['what']} ({source['licence']})"
            for source in manifest["sources"]
        )

    def nearest(self, point: Point, precision: Precision = Precision.CITY) -> Place:
        """The place of that precision whose point is nearest; for countries the one the point is in, if any.

        Raises `GazetteerError` when no place of that precision is packed.
        """
        if precision is Precision.COUNTRY:
            inside = self.country(country_at(point) or "")
            if inside is not None:
                return inside
        number = CLASSES.index(precision)
        first, last = self._start[number], self._start[number + 1]
        if first == last:
            raise GazetteerError(f"no place of precision {precision} is packed")
        rows = np.arange(first, last)
        for degrees in (0.25, 1.0, 5.0, 20.0):
            near = self._inside(point, degrees, first, last)
            if len(near):
                kilometres = self._distances(point, near)
                best = int(np.argmin(kilometres))
                # Anything outside the window is at least this far away.
                if kilometres[best] <= degrees * math.pi / 180 * EARTH_RADIUS_KM:
                    return self.place(int(near[best]))
        return self.place(int(rows[np.argmin(self._distances(point, rows))]))

    def within(self, point: Point, km: float, precision: Precision = Precision.CITY) -> tuple[Place, ...]:
        """The places of that precision at most so many km away, the most populous first."""
        number = CLASSES.index(precision)
        degrees = math.degrees(km / EARTH_RADIUS_KM)
        near = self._inside(point, degrees, self._start[number], self._start[number + 1])
        near = near[self._distances(point, near) <= km]
        order = np.argsort(-self._population[near].astype(np.int64), kind="stable")
        return tuple(self.place(int(row)) for row in near[order])

    def matches(self, text: str, *, capitals: bool = True) -> tuple[NameMatch, ...]:
        """The names in a text from left to right, at each word the longest, none overlapping the one before.

        Names begin and end at word boundaries. With `capitals` a match must have a capital letter at the beginning of
        one of its words, or be in a script without case; without it lower-case words count too (headlines typed small).
        Abbreviations always need capitals ("US", never "us").
        """
        tokens = words(text)
        if not tokens:
            return ()
        found: list[NameMatch] = []
        free = 0
        for first, lengths in sorted(self._candidates(tokens).items()):
            if tokens[first].start < free:
                continue
            for count, tail in sorted(lengths, reverse=True):
                match = self._match(text, tokens, first, count, tail, capitals)
                if match is not None:
                    found.append(match)
                    free = match.end
                    break
        return tuple(found)

    def longest_match(self, text: str, start: int, *, capitals: bool = False) -> NameMatch | None:
        """The longest name that begins exactly at `start`, an offset of characters in the text; None if none does.

        `start` must be the beginning of a word (or follow an elided article: the A of d'Abidjan), else None.
        """
        if start > 0 and text[start - 1 : start].isalnum() and text[start : start + 1].isalnum():
            return None
        tokens = words(text[start : start + 200])
        if not tokens or tokens[0].start != 0:
            return None
        for count, tail in sorted(self._candidates(tokens[:LONGEST_NAME]).get(0, ()), reverse=True):
            match = None if tail else self._match(text[start:], tokens, 0, count, tail, capitals)
            if match is not None:
                return NameMatch(
                    match.start + start, match.end + start, match.text, match.references, match.demonym
                )
        return None

    def _candidates(self, tokens: tuple[Word, ...]) -> dict[int, list[tuple[int, bool]]]:
        """For each first word that may begin a name: how many words, and whether it begins at the word's tail."""
        numbers = np.array([token.number for token in tokens], dtype=np.uint64)
        tails = [(i, token.tail_number) for i, token in enumerate(tokens) if token.tail_number]
        firsts = np.concatenate((np.arange(len(tokens)), np.array([i for i, _ in tails], dtype=np.int64)))
        run = np.concatenate((numbers, np.array([number for _, number in tails], dtype=np.uint64)))
        is_tail = np.arange(len(firsts)) >= len(tokens)
        candidates: dict[int, list[tuple[int, bool]]] = {}
        multiplier = np.uint64(MULTIPLIER)
        for count in range(1, LONGEST_NAME + 1):
            if count > 1:
                fits = firsts + count <= len(tokens)
                firsts, run, is_tail = firsts[fits], run[fits], is_tail[fits]
                if not len(firsts):
                    break
                run = run * multiplier + numbers[firsts + count - 1]
            bits = run >> np.uint64(64 - FILTER_BITS)
            likely = np.flatnonzero(
                self._filter[(bits >> np.uint64(3)).astype(np.intp)] >> (bits & np.uint64(7)).astype(np.uint8)
                & 1
            )
            places = np.searchsorted(self._number, run[likely])
            places[places == len(self._number)] = 0
            for index in likely[self._number[places] == run[likely]]:
                candidates.setdefault(int(firsts[index]), []).append((count, bool(is_tail[index])))
        return candidates

    def _match(
        self, text: str, tokens: tuple[Word, ...], first: int, count: int, tail: bool, capitals: bool
    ) -> NameMatch | None:
        head, last = tokens[first], tokens[first + count - 1]
        start = head.tail_start if tail else head.start
        written = text[start : last.end]
        run = tokens[first : first + count]
        starts = [token.start for token in run] + [token.tail_start for token in run if token.tail_number]
        if capitals and not _has_capital(text[at] for at in starts if at >= start):
            return None
        number = head.tail_number if tail else head.number
        for token in tokens[first + 1 : first + count]:
            number = (number * MULTIPLIER + token.number) & 0xFFFFFFFFFFFFFFFF
        shouted = written == written.upper()
        rows, demonym = [], ""
        for reference in self._found(number):
            row, flags = reference & (1 << ROW_BITS) - 1, reference >> ROW_BITS
            if flags & DEMONYM:
                demonym = demonym or self._codes[self._country[row]]
            elif shouted or not flags & ABBREVIATION:
                rows.append(row)
        if not rows and not demonym:
            return None
        return NameMatch(start, last.end, written, tuple(rows), demonym)

    def _found(self, number: int) -> list[int]:
        """The references under a name's number, most important first."""
        place = int(np.searchsorted(self._number, np.uint64(number)))
        if place == len(self._number) or int(self._number[place]) != number:
            return []
        entry = int(self._entry[place])
        if not entry & LIST:
            return [entry]
        first = entry & ~LIST
        count = int(self._references[first])
        references: list[int] = self._references[first + 1 : first + 1 + count].tolist()
        return references

    def _named(self, number: int) -> list[tuple[int, int]]:
        found = [(r & (1 << ROW_BITS) - 1, r >> ROW_BITS) for r in self._found(number)]
        return [(row, flags) for row, flags in found if not flags & DEMONYM]

    def _country_row(self, code: str) -> int | None:
        if code.upper() not in self._codes:
            return None
        number = self._codes.index(code.upper())
        rows = np.flatnonzero(self._country[: self._start[1]] == number)
        return int(rows[0])

    def _admin_code(self, row: int) -> str:
        if row == NO_AREA:
            return ""
        place = row - self._start[1]
        return str(self._admin_codes[self._admin_start[place] : self._admin_start[place + 1]], "ascii")

    def _inside(self, point: Point, degrees: float, first: int, last: int) -> npt.NDArray[np.intp]:
        """Rows whose point may be within that many degrees of great circle."""
        latitude = self._latitude[first:last]
        middle, half = int(point.latitude * UNITS_PER_DEGREE), int(degrees * UNITS_PER_DEGREE) + 1
        rows = first + np.flatnonzero((latitude >= middle - half) & (latitude <= middle + half))
        farthest = abs(point.latitude) + degrees
        if farthest >= 89:
            return rows
        wide = math.degrees(
            math.asin(min(1.0, math.sin(math.radians(degrees)) / math.cos(math.radians(point.latitude))))
        )
        turn = np.abs(self._longitude[rows] / UNITS_PER_DEGREE - point.longitude)
        near: npt.NDArray[np.intp] = rows[np.minimum(turn, 360 - turn) <= wide + 1e-4]
        return near

    def _distances(self, point: Point, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """Great-circle km from the point to the rows' points (haversine)."""
        latitude = np.radians(self._latitude[rows] / UNITS_PER_DEGREE)
        longitude = np.radians(self._longitude[rows] / UNITS_PER_DEGREE)
        north, east = math.radians(point.latitude), math.radians(point.longitude)
        h = (
            np.sin((latitude - north) / 2) ** 2
            + math.cos(north) * np.cos(latitude) * np.sin((longitude - east) / 2) ** 2
        )
        kilometres: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h)))
        return kilometres


def airport_id(iata: str) -> int:
    """The negative number an airport has in the gazetteer, from its IATA code."""
    value = 0
    for letter in iata.upper():
        value = value * 26 + ord(letter) - ord("A")
    return -(1_000_000 + value)


def iata_of(identifier: int) -> str:
    """The IATA code of an airport's number in the gazetteer."""
    value = -identifier - 1_000_000
    return "".join(chr(ord("A") + value // power % 26) for power in (676, 26, 1))


def _has_capital(letters: Iterable[str]) -> bool:
    """Whether one of the letters is a capital, or of a script that has none."""
    return any(
        letter.isupper() or (letter.isalpha() and letter.lower() == letter.upper()) for letter in letters
    )


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, opened once and shared. Raises `GazetteerError` when its data file is missing or damaged."""
    return Gazetteer()
