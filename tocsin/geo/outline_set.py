"""A set of outlines from a packed file: which of them holds a point, and which is nearest.

The file (container: `tocsin.geo.packed`) holds, for outlines of countries and of admin-1 areas alike:

- ``codes`` (text, one code a line): the codes of the areas, sorted;
- ``ring_start`` (r + 1,) uint32: where each ring starts in ``positions``;
- ``ring_polygon`` (r,) uint32: the polygon of each ring; a polygon's first ring is its outer one, the rest are holes;
- ``polygon_area`` (p,) uint16: the row in ``codes`` of each polygon;
- ``positions`` (m, 2) int32: longitude and latitude in 1/100,000 degree; first and last position of a ring are equal.

Outlines are cut at the antimeridian: no polygon runs past 180 degrees.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from tocsin.geo.packed import DATA_FOLDER, PackedFile
from tocsin.geo.points import EARTH_RADIUS_KM, Point
from tocsin.geo.polygons import Polygon

VERSION = 2
UNITS_PER_DEGREE = 100_000


class OutlineSet:
    """All outlines of a packed file, ready to be asked."""

    def __init__(self, name: str, kind: str) -> None:
        packed = PackedFile(DATA_FOLDER / name, kind=kind, version=VERSION)
        self.codes = tuple(bytes(packed.text("codes")).decode("ascii").split("\n"))
        self._rows = {code: row for row, code in enumerate(self.codes)}
        starts: npt.NDArray[np.int64] = packed.array("ring_start").astype(np.int64)
        lengths = starts[1:] - starts[:-1]
        degrees = packed.array("positions") / UNITS_PER_DEGREE
        lines = shapely.linearrings(degrees, indices=np.repeat(np.arange(len(lengths)), lengths))
        self.shapes: npt.NDArray[Any] = shapely.polygons(lines, indices=packed.array("ring_polygon"))
        self.area = packed.array("polygon_area")
        self.tree = shapely.STRtree(self.shapes)
        self._polygons: dict[int, Polygon] = {}

    def pieces(self, code: str) -> list[int]:
        """The rows of the area's polygons; none for a code without outline."""
        row = self._rows.get(code)
        return [] if row is None else [int(piece) for piece in np.flatnonzero(self.area == row)]

    def polygon(self, row: int) -> Polygon:
        """One polygon of the file as a value."""
        if row not in self._polygons:
            shape = self.shapes[row]
            rings = [shape.exterior, *shape.interiors]
            outer, *holes = [[(float(x), float(y)) for x, y in ring.coords] for ring in rings]
            self._polygons[row] = Polygon.from_pairs(outer, holes)
        return self._polygons[row]

    def polygons(self, code: str) -> tuple[Polygon, ...]:
        """The polygons of an area, cut at the antimeridian; () when there is no outline."""
        return tuple(self.polygon(row) for row in self.pieces(code))

    def outline(self, code: str) -> shapely.MultiPolygon | None:
        """The outline of an area in (longitude, latitude) degrees, cut at the antimeridian; None for an unknown code."""
        rows = self.pieces(code)
        return shapely.MultiPolygon([self.shapes[row] for row in rows]) if rows else None

    def holding(self, point: Point) -> dict[str, float]:
        """The areas whose outline holds the point (several on a common border), each with its piece's size there."""
        meridians = {point.longitude, -point.longitude} if abs(point.longitude) == 180 else {point.longitude}
        rows = [
            int(row)
            for longitude in meridians
            for row in self.tree.query(shapely.Point(longitude, point.latitude), predicate="intersects")
        ]
        return {self.codes[self.area[row]]: float(self.shapes[row].area) for row in rows}

    def covering(self, point: Point) -> str | None:
        """The area whose outline holds the point; of several the one with the smallest piece of land there."""
        found = [(size, code) for code, size in self.holding(point).items()]
        return min(found, default=(0.0, None))[1]

    def nearest(self, point: Point, within_km: float, beginning: str = "") -> str | None:
        """The area with the outline nearest to the point, if one is within that many km.

        With `beginning` only areas whose code begins so.
        """
        angle = math.degrees(within_km / EARTH_RADIUS_KM)
        farthest = min(89.9, abs(point.latitude) + angle)
        half = min(180.0, angle / math.cos(math.radians(farthest)))
        south, north = point.latitude - angle, point.latitude + angle
        boxes = [
            shapely.box(point.longitude + turn - half, south, point.longitude + turn + half, north)
            for turn in (-360, 0, 360)
        ]
        rows = {int(row) for row in self.tree.query(boxes, predicate="intersects")[1]}
        found = [
            (self.polygon(row).distance_km(point), self.codes[self.area[row]])
            for row in sorted(rows)
            if self.codes[self.area[row]].startswith(beginning)
        ]
        kilometres, code = min(found, default=(math.inf, None))
        return code if kilometres <= within_km else None
