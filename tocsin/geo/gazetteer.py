"""The gazetteer: places by name, by number, by position, and names found in running text.

Data file `data/gazetteer.bin` (container: `tocsin.geo.packed`), kind "gazetteer", version 2. Places are rows, one class after
the other (countries, admin-1, admin-2, cities, sites, regions, seas), inside a class by ascending id:

- ``class_start`` (8,) uint32: the first row of each class, and the number of rows;
- ``id`` int32: GeoNames' number, or a negative one of our own: airports -(1,000,000 + the IATA code as a number to base
  26), seas -1001 onwards, regions -2001 onwards, features derived from Natural Earth -20,001 onwards, admin areas without
  GeoNames number -(10,000,000 + count), areas of Natural Earth that are none of today's -(20,000,000 + its number), post
  towns of the United States -(30,000,000 + their lowest postal code);
- ``longitude``, ``latitude`` int32 in 1/100,000 degree; ``population`` uint32;
- ``country`` uint8: row of the country (255 none); ``admin1``, ``admin2`` uint16: rows of the areas (65535 none);
- ``timezone`` uint16: entry in ``timezones`` (text, one name a line); 0 is none;
- ``name_start`` uint32 (rows + 1): where each shown name starts in ``names`` (UTF-8);
- ``country_codes`` (countries, 2) uint8; ``admin_start`` uint32 and ``admin_codes`` (text): GeoNames' codes of the admin rows;
- ``languages`` (text, one code a line), ``title_start`` uint32 (languages * countries + 1) and ``titles`` (UTF-8): the names
  of the countries in these languages.

The index of names, ``number``, ``entry``, ``references``, ``filter`` and ``beginnings``: see `tocsin.geo.name_index`.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from tocsin.geo.admin_outlines import admin1_at
from tocsin.geo.errors import GazetteerError
from tocsin.geo.name_index import (
    ABBREVIATION,
    DEMONYM,
    LONGEST_NAME,
    ROW_BITS,
    ROW_MASK,
    NameIndex,
    Run,
    Written,
)
from tocsin.geo.names import Word, name_number, words
from tocsin.geo.outlines import country_at
from tocsin.geo.packed import DATA_FOLDER, PackedFile
from tocsin.geo.places import Place, Precision
from tocsin.geo.points import EARTH_RADIUS_KM, Point

KIND, VERSION = "gazetteer", 2
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
# What `NameMatch.demonym` says of people of no single country: CLDR's code of no known region.
NO_SINGLE_COUNTRY = "ZZ"
# How far a town may be to say which admin-1 and admin-2 area a point is in, in km.
TOWN_KM = 50.0
_AIRPORT_NUMBERS = range(-(1_000_000 + 26**3), -1_000_000 + 1)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name found in a text: offsets of characters (end exclusive), the text as written, and what it can mean.

    `places` are all that bear the name, most important first; `demonym_places` all whose people or adjective it is
    ("Moroccans", "Texan", "European"). `demonym` is the country code of the first of these, "ZZ" where that is a place of no
    single country, and "" where the words are no demonym. An abbreviation is taken with its full stop ("Calif.").
    """

    start: int
    end: int
    text: str
    references: tuple[int, ...]
    demonym: str = ""
    demonym_references: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that bear the name, most important first; () for a demonym that names no place."""
        book = gazetteer()
        return tuple(book.place(row) for row in self.references)

    @property
    def demonym_places(self) -> tuple[Place, ...]:
        """The places whose people or adjective the words name, most important first; () for what is no demonym."""
        book = gazetteer()
        return tuple(book.place(row) for row in self.demonym_references)


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
        self._index = NameIndex(packed)

    def __len__(self) -> int:
        return self._start[-1]

    def place(self, row: int) -> Place:
        """The place of a row of the packed file, as `NameMatch.references` gives them."""
        number = bisect_right(self._start, row) - 1
        identifier = int(self._id[row])
        return Place(
            geonames_id=identifier,
            name=str(self._names[self._name_start[row] : self._name_start[row + 1]], "utf-8"),
            country=self._country_of(row),
            admin1=self._admin_code(int(self._admin1[row])),
            admin2=self._admin_code(int(self._admin2[row])),
            precision=CLASSES[number],
            point=Point(
                longitude=int(self._longitude[row]) / UNITS_PER_DEGREE,
                latitude=int(self._latitude[row]) / UNITS_PER_DEGREE,
            ),
            population=int(self._population[row]),
            timezone=self._timezones[self._timezone[row]],
            airport=iata_of(identifier) if identifier in _AIRPORT_NUMBERS else "",
        )

    def by_name(self, name: str) -> tuple[Place, ...]:
        """The places of that name in any language and script, most important first; () when there is none.

        Compared as `normalised` does. Importance is population, with countries before regions before cities, a capital
        and a place's main name counting more. Abbreviations are found as they are written: "La." and "LA", not "La", is
        Louisiana.
        """
        bare = name.strip()
        inside = "." in bare[1:-1]
        written = Written(bare == bare.upper(), inside, bare.endswith(".") and not inside, behind_comma=True)
        found = self._index.meaning(self._index.place(name_number(name)), written.flags | ABBREVIATION)
        return tuple(self.place(row) for row in found.rows)

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
        """The country whose people or adjective the word names ("Moroccans" MA, "Texan" US); None for other words.

        "ZZ" for people of no single country ("European"). Raises nothing.
        """
        places = self.demonym_places(word)
        return (places[0].country or NO_SINGLE_COUNTRY) if places else None

    def demonym_places(self, word: str) -> tuple[Place, ...]:
        """The places whose people or adjective the word names, most important first: "Texan" Texas, "Kurds" Kurdistan."""
        references = self._index.references(self._index.place(name_number(word)))
        return tuple(self.place(one & ROW_MASK) for one in references if one >> ROW_BITS & DEMONYM)

    def admin_area(self, code: str) -> Place | None:
        """The admin-1 or admin-2 area with GeoNames' code ("MA.07", "US.TX.201"), as places name theirs; else None."""
        row = self._rows_by_code.get(code)
        return None if row is None else self.place(row)

    def areas_at(self, point: Point) -> tuple[Place, ...]:
        """The country, admin-1 and admin-2 area a point is in, the largest first, as far as they are known.

        Country and admin-1 come from outlines (2 to 5 km exact). Where an area has no outline, and for admin-2 always, the
        nearest town within 50 km that lies in the area found so far says it: near a border of admin-2 areas that is often
        the neighbour. () at sea.
        """
        country = country_at(point)
        if country is None:
            return ()
        towns = [row for row in self._towns_near(point) if self._country_of(row) == country]
        admin1 = admin1_at(point, country) or (self._admin_code(int(self._admin1[towns[0]])) if towns else "")
        admin2 = next(
            (
                int(self._admin2[row])
                for row in towns
                if self._admin2[row] != NO_AREA and self._admin_code(int(self._admin1[row])) == admin1
            ),
            NO_AREA,
        )
        found = [self.country(country), self.admin_area(admin1), self.admin_area(self._admin_code(admin2))]
        return tuple(place for place in found if place is not None)

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

    def largest_towns(self, country: str, most: int) -> tuple[Place, ...]:
        """The towns of a country (alpha-2 code), at most so many, the most populous first; () for an unknown code."""
        if country not in self._codes:
            return ()
        number = CLASSES.index(Precision.CITY)
        first, last = self._start[number], self._start[number + 1]
        rows = first + np.flatnonzero(self._country[first:last] == self._codes.index(country))
        order = np.argsort(-self._population[rows].astype(np.int64), kind="stable")[:most]
        return tuple(self.place(int(row)) for row in rows[order])

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
        runs = self._index.runs(tokens, capitals=capitals)
        reach = {run.first: run.first + run.length for run in reversed(runs)}
        for run in runs:
            head = tokens[run.first]
            if head.start < free:
                continue
            # "the Gulf of Aden" holds the name Gulf of Aden, not the name "the Gulf".
            if head.form == "the" and reach.get(run.first + 1, 0) > run.first + run.length:
                continue
            match = self._match(text, tokens, run)
            if match is not None:
                found.append(match)
                free = match.end
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
        for run in self._index.runs(tokens[:LONGEST_NAME], capitals=capitals):
            match = None if run.first or run.tail else self._match(text[start:], tokens, run)
            if match is not None:
                return replace(match, start=match.start + start, end=match.end + start)
        return None

    def _match(self, text: str, tokens: tuple[Word, ...], run: Run) -> NameMatch | None:
        head, last = tokens[run.first], tokens[run.first + run.length - 1]
        start, end = head.tail_start if run.tail else head.start, last.end
        said = text[start:end]
        before = text[max(0, start - 3) : start].rstrip()[-1:]
        written = Written(
            capitals=said == said.upper(),
            stops_inside="." in said[1:-1],
            stop_behind=text[end : end + 1] == ".",
            behind_comma=before == ",",
            behind_number=before.isdigit(),
        )
        meaning = self._index.meaning(run.place, written.flags)
        if not meaning.rows and not meaning.people:
            return None
        if meaning.stopped and written.stop_behind:
            end += 1
        demonym = self._country_of(meaning.people[0]) or NO_SINGLE_COUNTRY if meaning.people else ""
        return NameMatch(start, end, text[start:end], meaning.rows, demonym, meaning.people)

    @cached_property
    def _rows_by_code(self) -> dict[str, int]:
        first, last = self._start[1], self._start[3]
        return {self._admin_code(row): row for row in range(first, last)}

    def _towns_near(self, point: Point) -> list[int]:
        """The rows of the towns within 50 km, the nearest first."""
        number = CLASSES.index(Precision.CITY)
        near = self._inside(
            point, math.degrees(TOWN_KM / EARTH_RADIUS_KM), self._start[number], self._start[number + 1]
        )
        kilometres = self._distances(point, near)
        order = np.argsort(kilometres, kind="stable")
        rows: list[int] = near[order[kilometres[order] <= TOWN_KM]].tolist()
        return rows

    def _country_of(self, row: int) -> str:
        country = int(self._country[row])
        return "" if country == NO_COUNTRY else self._codes[country]

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


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, opened once and shared. Raises `GazetteerError` when its data file is missing or damaged."""
    return Gazetteer()
