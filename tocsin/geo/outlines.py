"""Outlines of the countries, and which country a point is in.

From Natural Earth 1:50 million (public domain), lines simplified by at most 0.01 degrees (1.1 km) with common borders
kept common. The source is generalised for that scale: a border or coast may be some 2 to 5 km from its true place, and
small islands and lagoons are missing. Fit for 'which country', distances of tens of kilometres and small maps; not
for land claims. Measured against the gazetteer's own cities: see docs/gazetteer.md.

Codes are ISO 3166-1 alpha-2, with XK for Kosovo (user-assigned, as the European Union and GeoNames use it). Territory
without a code of its own is drawn with the country that ISO counts it to: northern Cyprus with CY, Somaliland with SO.
Overseas parts with a code of their own (GF, GP, MQ, RE, YT, SJ, BQ ...) are apart from their state. Crimea is with UA and all of
Western Sahara is EH, as ISO 3166 and GeoNames have them. The Siachen glacier belongs to no outline.

Data file `data/outlines.bin` (container: `tocsin.geo.packed`), kind "outlines", version 1:

- ``codes`` (n, 2) uint8: the country codes in ASCII, sorted;
- ``ring_start`` (r + 1,) uint32: where each ring starts in ``positions``;
- ``ring_polygon`` (r,) uint32: the polygon of each ring; a polygon's first ring is its outer one, the rest are holes;
- ``polygon_country`` (p,) uint16: the row in ``codes`` of each polygon;
- ``positions`` (m, 2) int32: longitude and latitude in 1/100,000 degree; first and last position of a ring are equal.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from tocsin.geo.packed import DATA_FOLDER, PackedFile
from tocsin.geo.points import EARTH_RADIUS_KM, Point
from tocsin.geo.polygons import Polygon

KIND, VERSION = "outlines", 1
UNITS_PER_DEGREE = 100_000
# A point in no outline belongs to the nearest country up to this far off its coast, in km.
COAST_KM = 25.0


class Outlines:
    """All outlines of the packed file, ready to be asked."""

    def __init__(self) -> None:
        packed = PackedFile(DATA_FOLDER / "outlines.bin", kind=KIND, version=VERSION)
        self.codes = tuple(bytes(row).decode("ascii") for row in packed.array("codes"))
        starts: npt.NDArray[np.int64] = packed.array("ring_start").astype(np.int64)
        lengths = starts[1:] - starts[:-1]
        degrees = packed.array("positions") / UNITS_PER_DEGREE
        lines = shapely.linearrings(degrees, indices=np.repeat(np.arange(len(lengths)), lengths))
        self.shapes: npt.NDArray[Any] = shapely.polygons(lines, indices=packed.array("ring_polygon"))
        self.country = packed.array("polygon_country")
        self.tree = shapely.STRtree(self.shapes)

    def pieces(self, code: str) -> list[int]:
        """The rows of the country's polygons; none for a code without outline."""
        if code not in self.codes:
            return []
        return [int(row) for row in np.flatnonzero(self.country == self.codes.index(code))]

    def holding(self, point: Point) -> dict[str, float]:
        """The countries whose outline holds the point (several on a common border), each with its piece's size there."""
        meridians = {point.longitude, -point.longitude} if abs(point.longitude) == 180 else {point.longitude}
        rows = [
            int(row)
            for longitude in meridians
            for row in self.tree.query(shapely.Point(longitude, point.latitude), predicate="intersects")
        ]
        return {self.codes[self.country[row]]: float(self.shapes[row].area) for row in rows}

    def covering(self, point: Point) -> str | None:
        """The country whose outline holds the point; of several the one with the smallest piece of land there."""
        found = [(size, code) for code, size in self.holding(point).items()]
        return min(found, default=(0.0, None))[1]

    def nearest(self, point: Point, within_km: float) -> str | None:
        """The country whose outline is nearest to the point, if one is within that many km."""
        angle = math.degrees(within_km / EARTH_RADIUS_KM)
        farthest = min(89.9, abs(point.latitude) + angle)
        half = min(180.0, angle / math.cos(math.radians(farthest)))
        south, north = point.latitude - angle, point.latitude + angle
        boxes = [
            shapely.box(point.longitude + turn - half, south, point.longitude + turn + half, north)
            for turn in (-360, 0, 360)
        ]
        rows = {int(row) for row in self.tree.query(boxes, predicate="intersects")[1]}
        found = [(polygon_of(row).distance_km(point), self.codes[self.country[row]]) for row in rows]
        kilometres, code = min(found, default=(math.inf, None))
        return code if kilometres <= within_km else None


@cache
def outlines() -> Outlines:
    """The outlines, opened once. Raises `GazetteerError` when the data file is missing or damaged."""
    return Outlines()


@cache
def polygon_of(row: int) -> Polygon:
    """One polygon of the packed file as a value."""
    shape = outlines().shapes[row]
    rings = [shape.exterior, *shape.interiors]
    outer, *holes = [[(float(x), float(y)) for x, y in ring.coords] for ring in rings]
    return Polygon.from_pairs(outer, holes)


@cache
def country_polygons(code: str) -> tuple[Polygon, ...]:
    """The polygons of a country by its alpha-2 code, cut at the antimeridian; () when there is no outline."""
    return tuple(polygon_of(row) for row in outlines().pieces(code))


def country_outline(code: str) -> shapely.MultiPolygon | None:
    """The outline of a country in (longitude, latitude) degrees, cut at the antimeridian; None for an unknown code.

    Accuracy some 2 to 5 km, see the module.
    """
    rows = outlines().pieces(code)
    return shapely.MultiPolygon([outlines().shapes[row] for row in rows]) if rows else None


def country_at(point: Point) -> str | None:
    """The alpha-2 code of the country the point is in, or of the nearest within 25 km of a coast; None at sea.

    Near a land border the answer can be the neighbour's: outlines are some 2 to 5 km exact.
    """
    return outlines().covering(point) or outlines().nearest(point, COAST_KM)


def swapped_coordinates_hint(point: Point, country: str) -> str | None:
    """A sentence when longitude and latitude look swapped: the point is not in the country, but exchanged it is.

    `country` is an alpha-2 code. None when the point is where it should be, or when swapping does not help.
    """
    if not outlines().pieces(country) or country_at(point) == country:
        return None
    swapped = point.swapped
    if swapped is None or country_at(swapped) != country:
        return None
    return (
        f"longitude {point.longitude} and latitude {point.latitude} are not in {country}, but longitude "
        f"{swapped.longitude} and latitude {swapped.latitude} are: latitude and longitude look swapped"
    )
