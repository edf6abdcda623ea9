"""The entries of cities and towns, and of the post towns of the United States that the list of cities lacks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tocsin.geo.build import sources
from tocsin.geo.build.entry import Entry, is_abbreviation, is_name, size
from tocsin.geo.build.forms import compass_shortened, without_article, written_otherwise
from tocsin.geo.build.sources import City, PostTown, Subdivision
from tocsin.geo.name_index import ABBREVIATION, MAIN_NAME
from tocsin.geo.names import normalised
from tocsin.geo.places import Precision
from tocsin.geo.points import Point, distance_km

# Short forms news use for large cities, by GeoNames number.
CITY_SHORT_FORMS = {
    5128581: ("NYC", "New York"),
    4140963: ("Washington DC", "Washington D.C.", "District of Columbia"),
    5368361: ("Los Angeles", "City of Los Angeles"),
    2645425: ("Hull",),
    2641673: ("Newcastle",),
    698740: ("Odessa",),
    163808: ("Palmyra",),
    4560349: ("Philly",),
    5506956: ("Vegas",),
    5391959: ("San Fran",),
    4171563: ("St. Pete",),
    4508722: ("Cincy",),
    4335045: ("NOLA",),
    993800: ("Joburg", "Jo'burg"),
    3451190: ("Rio",),
    1735161: ("KL",),
    1566083: ("HCMC", "Saigon"),
    3530597: ("CDMX",),
}
# Negative numbers of our own for post towns: this and the lowest postal code.
POST_TOWNS = 30_000_000
# A post town within so many km of a listed town of its name is that town.
SAME_TOWN_KM = 40.0
# Where towns are written with and without Saint, Fort and Mount in the press.
_ENGLISH = {"US", "CA", "GB", "IE", "AU", "NZ", "ZA", "JM", "TT", "BB", "BS", "GD", "LC", "KN", "VC", "AG"}
_WELL_KNOWN = 5_000
# Where the names of towns carry the Arabic article, which the press often leaves out.
_ARABIC = {
    "AE",
    "BH",
    "DZ",
    "EG",
    "IQ",
    "JO",
    "KW",
    "LB",
    "LY",
    "MA",
    "OM",
    "QA",
    "SA",
    "SD",
    "SY",
    "TN",
    "YE",
}


def city_entries(
    cities: list[City],
    areas: list[Subdivision],
    known: dict[int, Entry],
    countries: dict[str, dict[str, Any]],
) -> list[Entry]:
    """One entry for each city; a capital counts more."""
    level = {area.number: area.level for area in areas}
    capitals = {code: normalised(entry["capital"]) for code, entry in countries.items() if entry["capital"]}
    titles = {code: normalised(entry["name"]) for code, entry in countries.items()}
    found = []
    for city in cities:
        mine = [number for number in city.areas if number in known]
        entry = Entry(
            city.geonames_id,
            city.name,
            Precision.CITY,
            city.country,
            Point(longitude=city.longitude, latitude=city.latitude),
            city.population,
            size(city.population) + 0.5,
            timezone=city.timezone,
            admin1=next((number for number in mine if level[number] == 1), None),
            admin2=next((number for number in mine if level[number] == 2), None),
        )
        entry.add([city.name], MAIN_NAME)
        entry.add_main(CITY_SHORT_FORMS.get(city.geonames_id, ()))
        for name in city.other_names:
            if is_name(name):
                entry.add([name], ABBREVIATION if is_abbreviation(name) else 0)
        area = known.get(entry.admin1 or 0)
        called = normalised(city.name)
        if called == titles[city.country] or (area is not None and called == normalised(area.name)):
            entry.add([f"{city.name} City"])
        if city.population >= _WELL_KNOWN:
            written = [name for name in entry.names if name[0].isascii()]
            entry.add(form for name in written for form in written_otherwise(name))
        elif city.country in _ENGLISH:
            entry.add(written_otherwise(city.name))
        if city.country in _ARABIC and city.population >= _WELL_KNOWN:
            entry.add(form for name in list(entry.names) for form in without_article(name))
        if city.country in _ENGLISH:
            entry.add(compass_shortened(city.name))
        found.append(entry)
    for code, capital in capitals.items():
        named = [e for e in found if e.country == code and capital in {normalised(name) for name in e.names}]
        if named:
            max(named, key=lambda entry: entry.population).rank += 0.6
    return found


def post_town_entries(towns: list[PostTown], cities: list[Entry], admins: list[Entry]) -> list[Entry]:
    """Towns that have a post office and no entry yet, without people: villages and unincorporated places."""
    codes = {entry.code: entry for entry in admins}
    ordinary = sources.ordinary_words("towns")
    bearers: dict[str, list[Entry]] = defaultdict(list)
    for entry in cities:
        if entry.country == "US":
            for name in entry.names:
                bearers[normalised(name)].append(entry)
    found = []
    for town in towns:
        point = Point(longitude=town.longitude, latitude=town.latitude)
        state, county = codes.get(f"US.{town.state}"), codes.get(f"US.{town.state}.{town.county}")
        known = bearers[normalised(town.name)]
        if state is None or normalised(town.name) in ordinary:
            continue
        if any(distance_km(entry.point, point) <= SAME_TOWN_KM for entry in known):
            continue
        entry = Entry(
            -(POST_TOWNS + town.code),
            town.name,
            Precision.CITY,
            "US",
            point,
            0,
            size(0) + 0.5,
            timezone=(county or state).timezone,
            admin1=state.number,
            admin2=county.number if county else None,
        )
        entry.add([town.name], MAIN_NAME)
        entry.add(written_otherwise(town.name))
        entry.add(compass_shortened(town.name))
        bearers[normalised(town.name)].append(entry)
        found.append(entry)
    return found
