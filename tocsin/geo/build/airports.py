"""The entries of airports with an IATA code."""

from __future__ import annotations

import math
from collections import defaultdict

from tocsin.geo.build import sources
from tocsin.geo.build.entry import Entry
from tocsin.geo.gazetteer import airport_id
from tocsin.geo.name_index import MAIN_NAME
from tocsin.geo.places import Precision
from tocsin.geo.points import Point, distance_km


def airport_entries(places: list[Entry]) -> list[Entry]:
    """One entry for each airport, in the areas of the nearest city of its country."""
    short = {row[0]: row[1].split("|") for row in sources.table("airport_names.tsv")}
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
            5.0 if airport.iata in short else 4.0,
            timezone=airport.timezone,
        )
        entry.add([airport.name], MAIN_NAME)
        for word in (" International", " Intl", " Domestic", " Regional"):
            if word in airport.name:
                entry.add([airport.name.replace(word, "")], MAIN_NAME)
        if airport.city and "/" not in airport.city:
            entry.add([f"{airport.city} Airport", f"{airport.city} International Airport"])
        entry.add_main(short.get(airport.iata, ()))
        column, row = _cell(point)
        near = [
            (distance_km(point, city.point), city.identifier, city)
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for city in cities.get((x, y), [])
            if city.country == airport.country
        ]
        if near:
            city = min(near, key=lambda item: item[:2])[2]
            entry.admin1, entry.admin2 = city.admin1, city.admin2
        found.append(entry)
    return found


def _cell(point: Point) -> tuple[int, int]:
    return (math.floor(point.longitude), math.floor(point.latitude))
