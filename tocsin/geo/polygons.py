"""A polygon on the Earth: one outer ring with holes, checked when it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.validation import explain_validity

from tocsin.geo.errors import PolygonError
from tocsin.geo.points import EARTH_RADIUS_KM, Point, points_of
from tocsin.geo.sphere import Array, area_vector, densified, distance_to_line_km, unit_vectors, wrapped

# More positions than this in one polygon are refused: no authority draws such an area by intent.
MAX_POSITIONS = 100_000
KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180


@dataclass(frozen=True, slots=True)
class Polygon:
    """The points inside a closed ring (first and last position equal, at least 4 positions) and outside its holes.

    Sides are straight on the longitude-latitude plane (RFC 7946, section 3.1.1). Where two neighbours are more than
    180 degrees of longitude apart the side goes the shorter way, across the antimeridian; only sides along a pole, or
    from -180 to 180 in a band right round the Earth, are taken as written. A ring that goes once round the Earth holds
    the pole it is nearer to. The direction of the rings does not matter.

    Raises `PolygonError` when a ring has fewer than 4 positions or is not closed, when the polygon has more than
    100,000 positions (`MAX_POSITIONS`), crosses itself, has no area, or has a hole that is not inside it.
    """

    outer: tuple[Point, ...]
    holes: tuple[tuple[Point, ...], ...] = ()
    _shape: shapely.Polygon = field(init=False, repr=False, compare=False)
    _lines: tuple[Array, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        positions = len(self.outer) + sum(len(hole) for hole in self.holes)
        if positions > MAX_POSITIONS:
            raise PolygonError(
                f"the polygon has {positions:,} positions and at most {MAX_POSITIONS:,} are read; "
                "ask its sender for a simpler outline"
            )
        outer = _unrolled("the outer ring", self.outer)
        holes = [_unrolled(f"hole {number}", hole) for number, hole in enumerate(self.holes, 1)]
        middle = outer[:, 0].mean()
        holes = [hole - (round((hole[:, 0].mean() - middle) / 360) * 360.0, 0.0) for hole in holes]
        shape = shapely.Polygon(outer, holes)
        if not shape.is_valid:
            raise PolygonError(f"{_what_is_wrong(shape)}; draw the area again without it")
        object.__setattr__(self, "_shape", shape)
        object.__setattr__(self, "_lines", ())

    @classmethod
    def from_pairs(
        cls,
        outer: Sequence[tuple[float, float]],
        holes: Sequence[Sequence[tuple[float, float]]] = (),
    ) -> Polygon:
        """The polygon of rings of (longitude, latitude) pairs, the order of GeoJSON. Raises like the class."""
        return cls(
            outer=points_of(outer),
            holes=tuple(points_of(hole) for hole in holes),
        )

    @property
    def shape(self) -> shapely.Polygon:
        """The shapely polygon in (longitude, latitude) degrees; longitudes run on past 180 instead of jumping."""
        return self._shape

    @property
    def positions(self) -> int:
        """How many positions all rings have together."""
        return len(self.outer) + sum(len(hole) for hole in self.holes)

    def contains(self, point: Point) -> bool:
        """Whether the point is inside or on the edge."""
        west, _, east, _ = self._shape.bounds
        if abs(point.latitude) == 90:
            # Every longitude is the same pole: it is inside where the shape touches that latitude anywhere.
            pole = shapely.LineString([(west - 1, point.latitude), (east + 1, point.latitude)])
            return bool(self._shape.intersects(pole))
        first = int(np.floor((west - point.longitude) / 360))
        candidates = (point.longitude + 360 * turn for turn in range(first, first + 4))
        return any(
            shapely.intersects_xy(self._shape, x, point.latitude) for x in candidates if west <= x <= east
        )

    def distance_km(self, point: Point) -> float:
        """Great-circle distance in km from the point to the polygon; 0.0 inside."""
        if self.contains(point):
            return 0.0
        return min(distance_to_line_km(point, line) for line in self.edges)

    def area_vector(self) -> Array:
        """The integral of the unit vector over the polygon, shape (3,): its direction is the centre of the area."""
        total = np.zeros(3)
        for number, line in enumerate(self.edges):
            ring = self._shape.exterior if number == 0 else self._shape.interiors[number - 1]
            sign = 1 if ring.is_ccw else -1
            total += (sign if number == 0 else -sign) * area_vector(line)
        return total

    def simplified(self, max_points: int) -> Simplification:
        """The polygon with at most `max_points` positions, and how far its edge moved at most.

        Douglas and Peucker's method (1973) with the tolerance doubled from 1 m until the polygon is small enough;
        holes that become too small are left out. A polygon that is small enough already comes back unchanged. Raises
        `PolygonError` when `max_points` is under 4.
        """
        if max_points < 4:
            raise PolygonError(f"a polygon needs at least 4 positions and {max_points} were asked for")
        if self.positions <= max_points:
            return Simplification(self, self.positions, self.positions, 0.0)
        degrees = 0.001 / KM_PER_DEGREE
        # Without regard to crossings it is ten times as quick, and never leaves more positions.
        while _positions_left(self._shape.exterior, degrees) > max_points and degrees <= 180:
            degrees *= 2
        while True:
            shape = shapely.simplify(self._shape, degrees, preserve_topology=True)
            rings = [shape.exterior, *shape.interiors]
            if sum(len(ring.coords) for ring in rings) > max_points and len(rings) > 1:
                rings = [ring for ring in rings if ring is rings[0] or len(ring.coords) > 5]
                shape = shapely.Polygon(rings[0], rings[1:])
            count = sum(len(ring.coords) for ring in rings)
            if count <= max_points:
                break
            degrees *= 2
            if degrees > 360:
                shape = shapely.Polygon(self._shape.exterior).convex_hull.envelope
                count = 5
                break
        polygon = _from_shape(shape)
        return Simplification(polygon, self.positions, count, degrees * KM_PER_DEGREE)

    @property
    def edges(self) -> tuple[Array, ...]:
        """The rings, the outer one first, as unit vectors of shape (n, 3) joined by great circles (`sphere.densified`)."""
        if not self._lines:
            rings = [self._shape.exterior, *self._shape.interiors]
            lines = tuple(unit_vectors(densified(np.asarray(ring.coords))) for ring in rings)
            object.__setattr__(self, "_lines", lines)
        return self._lines


@dataclass(frozen=True, slots=True)
class Simplification:
    """A simplified polygon and what it cost: positions before and after, and the largest move of its edge in km."""

    polygon: Polygon
    positions_before: int
    positions_after: int
    tolerance_km: float

    @property
    def note(self) -> str:
        """One sentence for the record; empty when nothing was changed."""
        if self.positions_before == self.positions_after:
            return ""
        return (
            f"Outline simplified from {self.positions_before:,} to {self.positions_after:,} positions; "
            f"its edge moved by at most {self.tolerance_km:.3g} km."
        )


def _positions_left(ring: shapely.LinearRing, degrees: float) -> int:
    return int(shapely.get_num_coordinates(shapely.simplify(ring, degrees, preserve_topology=False)))


def _unrolled(what: str, ring: tuple[Point, ...]) -> Array:
    """The ring's (longitude, latitude) with jumps across the antimeridian taken out, closed over a pole if need be."""
    if len(ring) < 4:
        raise PolygonError(
            f"{what} has {len(ring)} positions and needs at least 4: three corners and the first one again"
        )
    if ring[0] != ring[-1]:
        raise PolygonError(
            f"{what} is not closed: it starts at {_words(ring[0])} and ends at {_words(ring[-1])}; "
            "repeat the first position at the end"
        )
    degrees = np.column_stack(
        [
            np.fromiter((getattr(point, name) for point in ring), np.float64, len(ring))
            for name in ("longitude", "latitude")
        ]
    )
    steps = np.diff(degrees, axis=0)
    jumps = np.where(np.abs(steps[:, 0]) > 180, -360 * np.sign(steps[:, 0]), 0)
    # From -180 to 180 at one latitude is no step at all, except along a pole, or where nothing else gives width.
    parallel = (np.abs(steps[:, 0]) == 360) & (steps[:, 1] == 0)
    along_pole = (steps[:, 1] == 0) & (np.abs(degrees[1:, 1]) == 90)
    # Along a pole either way round is right: the one is that closes the ring.
    as_written = np.where(along_pole, 0, jumps)
    if as_written.sum() == 0:
        jumps = as_written
    if not (steps[:, 0] + jumps).any():
        jumps[parallel] = 0
    degrees[1:, 0] += np.cumsum(jumps)
    if jumps.sum() == 0:
        return degrees
    pole = 90.0 if degrees[:, 1].mean() >= 0 else -90.0
    close = [(degrees[-1, 0], pole), (degrees[0, 0], pole), (degrees[0, 0], degrees[0, 1])]
    return np.vstack((degrees, close))


def _what_is_wrong(shape: shapely.Polygon) -> str:
    reason = explain_validity(shape)
    kind, _, where = reason.partition("[")
    place = ""
    if where:
        x, y = (float(part) for part in where.rstrip("]").split()[:2])
        place = f" near longitude {x:.5f}, latitude {y:.5f}"
    words = {
        "Self-intersection": "the polygon crosses itself",
        "Ring Self-intersection": "a ring of the polygon touches or crosses itself",
        "Hole lies outside shell": "a hole lies outside the polygon",
        "Holes are nested": "one hole lies inside another",
        "Interior is disconnected": "holes cut the polygon in pieces",
        "Too few points in geometry component": "the polygon has no area, its positions are the same",
    }
    return words.get(kind.strip(), f"the polygon is not valid ({kind.strip().lower()})") + place


def _words(point: Point) -> str:
    return f"(longitude {point.longitude}, latitude {point.latitude})"


def _from_shape(shape: shapely.Polygon) -> Polygon:
    """The polygon of a shapely shape whose longitudes may run past 180."""
    rings = [np.asarray(ring.coords) for ring in (shape.exterior, *shape.interiors)]
    outer, *holes = [
        tuple(Point(longitude=wrapped(float(x)), latitude=float(y)) for x, y in ring) for ring in rings
    ]
    return Polygon(outer=outer, holes=tuple(holes))
