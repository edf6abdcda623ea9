"""The entries of admin-1 and admin-2 areas, and of the areas of the outlines' source that are none of today's."""

from __future__ import annotations

import re
from collections import defaultdict

from tocsin.geo.build import sources
from tocsin.geo.build.centres import AdminOutline, Joined, centre_of, cities_centre, join_outlines
from tocsin.geo.build.entry import Entry, is_name, size
from tocsin.geo.build.forms import county_forms, written_otherwise
from tocsin.geo.build.sources import City, Subdivision
from tocsin.geo.name_index import MAIN_NAME, STOPPED
from tocsin.geo.names import normalised
from tocsin.geo.places import Precision
from tocsin.geo.points import distance_km

_KIND = re.compile(
    r"^(?:the )?(?:province|region|state|department|governorate|wilaya|préfecture|prefecture) (?:of|de|du|d') ?"
    r"|[ -](?:province|governorate|region|state|oblast|district|prefecture|county|department|division|voivodeship)$",
    re.IGNORECASE,
)
# What an area counts less than a town of its people; and more again where no town of its own shares its name, for then the
# name means the area: Kent, Victoria, Bali.
BEHIND_TOWNS = {Precision.ADMIN_1: 0.2, Precision.ADMIN_2: 0.5}
WITHOUT_NAMESAKE = {Precision.ADMIN_1: 0.3, Precision.ADMIN_2: 0.2}
# Negative numbers of our own: admin areas without GeoNames number, and outlines that are no area of today.
OWN_AREAS, OUTLINE_AREAS = 10_000_000, 20_000_000
# An outline whose name a known area bears within so many km is that area drawn otherwise.
SAME_AREA_KM = 150.0
LARGE_TOWN = 50_000


def admin_entries(
    areas: list[Subdivision], cities: list[City], outlines: list[AdminOutline]
) -> tuple[list[Entry], Joined, dict[str, int]]:
    """The entries, the outlines of the admin-1 areas, and counts for the record.

    Gives the cities that no link names an area for the one of their admin-1 code.
    """
    first = {area.number for area in areas if area.level == 1}
    numbers_by_code = {area.code: area.number for area in areas if area.level == 1}
    for city in cities:
        # A city the links miss still says its admin-1 code.
        if not any(number in first for number in city.areas) and city.admin1_code in numbers_by_code:
            city.areas = [numbers_by_code[city.admin1_code], *city.areas]
    area_of = [next((number for number in city.areas if number in first), None) for city in cities]
    joined = join_outlines(areas, cities, area_of, outlines)
    members: dict[int, list[City]] = defaultdict(list)
    for city in cities:
        for number in city.areas:
            members[number].append(city)
    ordinary = sources.ordinary_words("names")
    found, without, own = [], 0, 0
    for area in areas:
        mine = members.get(area.number, [])
        if not mine:
            without += 1
            continue
        identifier = area.geonames_id
        if not identifier:
            own += 1
            identifier = -(OWN_AREAS + own)
        found.append(_entry(area, identifier, mine, joined, ordinary))
    codes = {entry.code: entry.number for entry in found if entry.precision is Precision.ADMIN_1}
    for entry in found:
        if entry.precision is Precision.ADMIN_2:
            entry.admin1 = codes.get(".".join(entry.code.split(".")[:2]))
    counts = {
        "admin-1 points from outlines": sum(1 for entry in found if entry.number in joined.centres),
        "admin areas left out, no city in them": without,
    }
    return found, joined, counts


def outline_entries(
    outlines: list[AdminOutline], joined: Joined, known: list[Entry], towns: list[Entry]
) -> list[Entry]:
    """Regions for outlines that are no area of today: former provinces, and parts or wholes of today's areas.

    One that is called like a larger town is left out: the name means the town.
    """
    ordinary = sources.ordinary_words("names")
    large = {
        (town.country, normalised(name))
        for town in towns
        if town.population >= LARGE_TOWN
        for name, flags in town.names.items()
        if flags & MAIN_NAME
    }
    bearers: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in known:
        for name in entry.names:
            bearers[entry.country, normalised(name)].append(entry)
    countries = {entry.country for entry in known}
    found = []
    for row in joined.others:
        outline = outlines[row]
        if outline.country not in countries or not outline.main_names or not outline.number:
            continue
        point = centre_of([outline.shape])
        shown = outline.main_names[0]
        called = {normalised(form) for name in outline.main_names for form in (name, _KIND.sub("", name))}
        near = (entry for name in called for entry in bearers[outline.country, name])
        if any(distance_km(entry.point, point) <= SAME_AREA_KM for entry in near):
            continue
        if any((outline.country, name) in large or name in ordinary for name in called):
            continue
        entry = Entry(
            -(OUTLINE_AREAS + outline.number), shown, Precision.REGION, outline.country, point, 0, 4.0
        )
        entry.add_main(outline.main_names)
        entry.add(
            name
            for name in outline.names
            if is_name(name)
            and normalised(name) not in ordinary
            and (outline.country, normalised(name)) not in large
        )
        entry.add(_KIND.sub("", name) for name in list(entry.names) if is_name(_KIND.sub("", name)))
        if outline.kind and outline.kind.lower() not in shown.lower() and "|" not in outline.kind:
            entry.add([f"{shown} {outline.kind}"])
        found.append(entry)
    return found


def merged_features(features: list[Entry], admins: list[Entry]) -> dict[str, Entry]:
    """The features that are an admin-1 area under its own name (Sicily, Catalonia), by number, with that area.

    The area takes the feature's names and rank: it has an outline, towns and a time zone.
    """
    areas: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in admins:
        if entry.precision is Precision.ADMIN_1:
            for name in entry.names:
                areas[entry.country, normalised(name)].append(entry)
    merged = {}
    for feature in features:
        same = [
            area
            for area in areas[feature.country, normalised(feature.name)]
            if distance_km(area.point, feature.point) <= SAME_AREA_KM
        ]
        if feature.country and len(same) == 1:
            for name, flags in feature.names.items():
                same[0].names[name] = flags
            same[0].rank = max(same[0].rank, feature.rank)
            same[0].name = feature.name
            merged[str(feature.identifier)] = same[0]
    return merged


def _entry(area: Subdivision, identifier: int, mine: list[City], joined: Joined, ordinary: set[str]) -> Entry:
    people = sum(city.population for city in mine)
    level = Precision.ADMIN_1 if area.level == 1 else Precision.ADMIN_2
    zones: dict[str, int] = defaultdict(int)
    for city in mine:
        zones[city.timezone] += city.population
    bare = _KIND.sub("", area.name)
    own_town = any(
        normalised(bare) == normalised(name) for city in mine for name in (city.name, *city.other_names)
    )
    # "Polk County" is hardly ever called Polk, Kent and Nineveh are called so.
    called_so = level is Precision.ADMIN_1 or bare == area.name
    entry = Entry(
        identifier,
        area.name,
        level,
        area.code.partition(".")[0],
        joined.centres.get(area.number) or cities_centre(mine),
        people,
        size(people) - BEHIND_TOWNS[level] + (WITHOUT_NAMESAKE[level] if called_so and not own_town else 0.0),
        timezone=min(zones, key=lambda zone: (-zones[zone], zone)) if area.level == 1 else mine[0].timezone,
        code=area.code,
        number=area.number,
        admin1=area.number if area.level == 1 else None,
        admin2=area.number if area.level == 2 else None,
    )
    entry.add([area.name], MAIN_NAME)
    entry.add([bare], MAIN_NAME if called_so else 0)
    entry.add(name for name in area.other_names if is_name(name))
    if area.level == 1:
        entry.add(name for name in joined.names.get(area.number, []) if is_name(name))
        entry.add(_KIND.sub("", name) for name in list(entry.names) if is_name(_KIND.sub("", name)))
    entry.names = {
        name: flags
        for name, flags in entry.names.items()
        if flags & MAIN_NAME or normalised(name) not in ordinary
    }
    written = [name for name in entry.names if name.isascii()]
    entry.add(form for name in written for form in written_otherwise(name))
    for name in [name for name in entry.names if name.isascii()]:
        for form in county_forms(name):
            entry.add([form], STOPPED if form.endswith(".") else 0)
    return entry
