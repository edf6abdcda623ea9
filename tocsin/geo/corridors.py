"""Everything within some kilometres of a route, as an area of polygons."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from tocsin.geo.areas import Area
from tocsin.geo.circles import Circle
from tocsin.geo.errors import AreaError
from tocsin.geo.points import EARTH_RADIUS_KM, Point, distance_km
from tocsin.geo.polygons import Polygon
from tocsin.geo.sphere import Array, point_of, vector_of, wrapped

#: A route is followed in steps of at most so many km, each drawn as the hull of the circles at its two ends.
LONGEST_STEP_KM = 50.0
_CORNERS = 32
#: Polygons around the circles instead of in them, and a little more for the straight sides between: nobody is lost.
_ROOM = 1.004 / math.cos(math.pi / _CORNERS)
#: Nearer to a pole a strip is no simple shape on the map.
FARTHEST_LATITUDE = 85.0
_MOST_POINTS, _WIDEST_KM = 500, 500.0


def corridor(route: Sequence[Point], half_width_km: float, description: str = "") -> Area:
    """Return the area of everything within `half_width_km` of the great-circle way through the points of `route`.

    Its edge lies up to 1 % of the width outside, never inside. Raises `AreaError` for fewer than two points, more than 500, a
    width that is not 0.1 to 500 km, or a route that comes near a pole.
    """
    if not 2 <= len(route) <= _MOST_POINTS:
        raise AreaError(f"a route has 2 to {_MOST_POINTS} points, this one {len(route)}")
    if not 0.1 <= half_width_km <= _WIDEST_KM:
        raise AreaError(f"a corridor of {half_width_km:g} km to each side cannot be drawn; use 0.1 to 500 km")
    reach = FARTHEST_LATITUDE - math.degrees(half_width_km / EARTH_RADIUS_KM)
    steps = list(_steps(route, min(LONGEST_STEP_KM, max(half_width_km, 5.0))))
    if any(abs(point.latitude) > reach for point in steps):
        raise AreaError("the route comes too near to a pole for a corridor; use circles there")
    rings = [_ring(point, half_width_km) for point in steps]
    middle = rings[0][:, 0].mean()
    for ring in rings:
        ring[:, 0] += round((middle - ring[:, 0].mean()) / 360) * 360
        middle = ring[:, 0].mean()
    hulls = [shapely.convex_hull(shapely.MultiPoint(np.vstack(pair))) for pair in itertools.pairwise(rings)]
    joined = shapely.union_all(hulls)
    shapes = [part for part in shapely.get_parts(joined) if part.geom_type == "Polygon"]
    return Area(description=description, polygons=tuple(_polygon(shape) for shape in shapes))


def _steps(route: Sequence[Point], longest_km: float) -> Iterator[Point]:
    """The route with points added along its great circles."""
    yield route[0]
    for start, end in itertools.pairwise(route):
        count = max(1, math.ceil(distance_km(start, end) / longest_km))
        first, last = vector_of(start), vector_of(end)
        angle = math.acos(max(-1.0, min(1.0, float(first @ last))))
        if angle > math.pi - 1e-6:
            raise AreaError("two points of the route lie opposite each other; add one between them")
        for step in range(1, count + 1):
            share = step / count
            yield end if step == count else point_of(_between(first, last, angle, share))


def _between(first: Array, last: Array, angle: float, share: float) -> Array:
    if angle < 1e-12:
        return first
    result: Array = (math.sin((1 - share) * angle) * first + math.sin(share * angle) * last) / math.sin(angle)
    return result


def _ring(center: Point, radius_km: float) -> Array:
    """The corners around a circle; longitudes run on past 180 where it crosses the antimeridian."""
    corners = Circle(center, radius_km * _ROOM).ring(_CORNERS)
    degrees = np.array([(corner.longitude, corner.latitude) for corner in corners])
    degrees[:, 0] += np.round((center.longitude - degrees[:, 0]) / 360) * 360
    return degrees


def _polygon(shape: shapely.Polygon) -> Polygon:
    rings = [[(wrapped(x), y) for x, y in ring.coords] for ring in (shape.exterior, *shape.interiors)]
    return Polygon.from_pairs(rings[0], holes=rings[1:])
