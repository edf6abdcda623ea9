"""Circles for parts and surroundings of places: half a country, the stretch along a border, a distance from a town.

Where a place has an outline, the outline is cut; a province or county without one is drawn round its towns; a town is a
circle by its population. All results are circles, so that whoever asks 'is this near?' needs one distance only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tocsin.geo import Place, Point, Precision, admin1_outline, country_outline, distance_km, gazetteer
from tocsin.geo.points import EARTH_RADIUS_KM, FARTHEST_KM
from tocsin.geo.sphere import destination, point_of, smallest_span, unit_vectors, vector_of, wrapped

#: Bearings of the winds in degrees, clockwise from north.
BEARINGS = {
    name: step * 22.5
    for step, name in enumerate(
        ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"]
    )
}
#: The middle of a place, where a part is asked for.
CENTRE = "centre"
# A piece of land farther than this from the main body (Alaska, the Canaries) is left out of 'the north' of a country ...
_APART_DEGREES = 5.0
# ... unless it is at least this share of it (both halves of Malaysia stay).
_LARGE_SHARE = 0.35
# The shares of a place's length in a direction that 'north', 'far north', 'north-east', 'far north-east' and 'centre' take.
_HALF, _FAR, _QUARTER, _FAR_QUARTER, _MIDDLE = 0.5, 1 / 3, 0.4, 0.27, 1 / 3
_BESIDE = 0.15
_BORDER_KM = 20.0
_BORDER_DEGREES = 0.2
_MOST_BORDER_POINTS = 3_000
# Once round the Earth, in degrees.
_TURN = np.array([360.0, 0.0])
_TOWNS_WITHIN_KM = {Precision.ADMIN_1: 200.0, Precision.ADMIN_2: 60.0}
_FEWEST_TOWNS = 3


class Round(NamedTuple):
    """A circle on the Earth: its middle and its radius in km."""

    middle: Point
    radius_km: float


@lru_cache(maxsize=4096)
def place_of(geonames_id: int) -> Place | None:
    """The place with that number, remembered."""
    return gazetteer().by_id(geonames_id)


def town_radius_km(population: int) -> float:
    """How far a town of so many people reaches from its middle: 10 km for a million, from 2 to 25 km."""
    return min(25.0, max(2.0, math.sqrt(max(0, population)) / 100))


def around_point(middle: Point, radius_km: float) -> Round:
    """The circle, its radius kept between 100 m and half way round the Earth."""
    return Round(middle, min(FARTHEST_KM, max(0.1, radius_km)))


@lru_cache(maxsize=1024)
def has_surface(geonames_id: int) -> bool:
    """Whether the place is a country, province or county whose surface is known."""
    return _surface(geonames_id) is not None


@lru_cache(maxsize=1024)
def whole(geonames_id: int) -> Round | None:
    """A circle that holds the main body of a country, province or county; None where its surface is unknown."""
    shape = _surface(geonames_id)
    return None if shape is None else _round_about(shape)


@lru_cache(maxsize=4096)
def part(geonames_id: int, winds: tuple[str, ...], far: bool) -> Round | None:
    """A circle that holds that part of a place: halves, quarters ("NE") or its `CENTRE`, joined where several are asked for.

    `far` takes a third instead of a half. None where the surface of the place is unknown.
    """
    place = place_of(geonames_id)
    if place is None or not winds or any(wind != CENTRE and wind not in BEARINGS for wind in winds):
        return None
    if place.precision in (Precision.CITY, Precision.SITE):
        return _part_of_town(place, winds)
    shape = _surface(geonames_id)
    if shape is None:
        return None
    pieces = [shapely.intersection(shape, _window(shape, wind, far)) for wind in winds]
    piece = shapely.union_all(pieces)
    if piece.is_empty or piece.area == 0:
        return _round_about(shape)
    return _round_about(piece)


@lru_cache(maxsize=1024)
def edge(geonames_id: int, wind: str) -> Point | None:
    """The last point of a country, province or county that lies in that direction from its middle."""
    place, shape = place_of(geonames_id), _surface(geonames_id)
    if place is None or shape is None:
        return None
    middle = shape.centroid
    bearing = math.radians(BEARINGS[wind])
    reach = 360.0
    ray = shapely.LineString(
        [
            (middle.x, middle.y),
            (middle.x + reach * math.sin(bearing), middle.y + reach * math.cos(bearing)),
        ]
    )
    inside = shapely.get_coordinates(shapely.intersection(shape, ray))
    if not len(inside):
        return _point(middle.x, middle.y)
    steps = (inside[:, 0] - middle.x) ** 2 + (inside[:, 1] - middle.y) ** 2
    last = inside[int(np.argmax(steps))]
    return _point(float(last[0]), float(last[1]))


def midway(first: Point, second: Point) -> Round:
    """The circle whose diameter is the great circle between two points."""
    total = vector_of(first) + vector_of(second)
    if float(np.abs(total).max()) < 1e-9:
        return around_point(first, FARTHEST_KM / 2)
    return around_point(point_of(total), distance_km(first, second) / 2)


@lru_cache(maxsize=1024)
def border(first: int, second: int) -> Round | None:
    """A circle that holds the stretch where two places with a surface meet, 20 km to spare; None where they do not meet."""
    one, other = _surface(first), _surface(second)
    if one is None or other is None:
        return None
    west, south, east, north = other.bounds
    room = _BORDER_DEGREES
    corners = shapely.get_coordinates(one)
    turned = np.vstack((corners, corners + _TURN, corners - _TURN))
    inside = turned[
        (turned[:, 0] >= west - room)
        & (turned[:, 0] <= east + room)
        & (turned[:, 1] >= south - room)
        & (turned[:, 1] <= north + room)
    ]
    inside = inside[:: 1 + len(inside) // _MOST_BORDER_POINTS]
    if not len(inside):
        return None
    shapely.prepare(other)
    close = inside[shapely.dwithin(shapely.points(inside), other, room)]
    if not len(close):
        return None
    middle, radius = _round_of(close)
    return around_point(middle, radius + _BORDER_KM)


@lru_cache(maxsize=512)
def _surface(geonames_id: int) -> BaseGeometry | None:
    """The main body of a place in degrees, its longitudes unrolled past 180 where it lies across the antimeridian."""
    place = place_of(geonames_id)
    if place is None:
        return None
    outline: BaseGeometry | None = None
    if place.precision is Precision.COUNTRY:
        outline = country_outline(place.country)
    elif place.precision is Precision.ADMIN_1:
        outline = admin1_outline(place.admin1)
    if outline is None and place.precision in _TOWNS_WITHIN_KM:
        outline = _about_towns(place)
    if outline is None:
        return None
    return _main_body(outline)


def _about_towns(place: Place) -> BaseGeometry | None:
    """The hull of the towns of a province or county that has no outline."""
    level = "admin1" if place.precision is Precision.ADMIN_1 else "admin2"
    code = getattr(place, level)
    near = gazetteer().within(place.point, _TOWNS_WITHIN_KM[place.precision])
    towns = [one.point for one in near if code and getattr(one, level) == code]
    if len(towns) < _FEWEST_TOWNS:
        return None
    # Longitudes are counted from the place's own, so that towns on both sides of the antimeridian stay neighbours.
    turns = [
        place.point.longitude + wrapped(one.longitude - place.point.longitude)
        if abs(one.longitude - place.point.longitude) > 180
        else one.longitude
        for one in towns
    ]
    hull = shapely.MultiPoint(
        [(turn, one.latitude) for turn, one in zip(turns, towns, strict=True)]
    ).convex_hull
    return hull.buffer(0.05)


def _main_body(outline: BaseGeometry) -> BaseGeometry:
    """The pieces of an outline that lie together, its large far pieces too."""
    pieces = list(getattr(outline, "geoms", [outline]))
    west, east = smallest_span([(one.bounds[0], one.bounds[2]) for one in pieces])
    if west > east:
        pieces = [
            shapely.transform(one, lambda degrees: degrees + _TURN) if one.bounds[2] <= east else one
            for one in pieces
        ]
    pieces.sort(key=lambda one: -one.area)
    total = sum(one.area for one in pieces)
    boxes = [shapely.box(*one.bounds) for one in pieces]
    kept, rest = [0], list(range(1, len(pieces)))
    fresh = kept
    while fresh and rest:
        reached = shapely.union_all([boxes[index] for index in fresh])
        away = shapely.distance(np.array([boxes[index] for index in rest], dtype=object), reached)
        fresh = [index for index, degrees in zip(rest, away, strict=True) if degrees <= _APART_DEGREES]
        kept = kept + fresh
        rest = [index for index in rest if index not in set(fresh)]
        if not fresh:
            fresh = [index for index in rest[:1] if pieces[index].area >= _LARGE_SHARE * total]
            kept, rest = kept + fresh, rest[len(fresh) :]
    return shapely.MultiPolygon([pieces[index] for index in sorted(kept)])


def _window(shape: BaseGeometry, wind: str, far: bool) -> BaseGeometry:
    """What a word of direction leaves of the plane: the middle of the shape's box, or all beyond a line across it."""
    west, south, east, north = shape.bounds
    wide, high = east - west, north - south
    if wind == CENTRE:
        margin = (1 - _MIDDLE) / 2
        return shapely.box(
            west + margin * wide, south + margin * high, east - margin * wide, north - margin * high
        )
    # Of three letters the last two tell the part: NNE lies in the north-east.
    letters = wind[-2:]
    way = np.array(
        [("E" in letters) * 1.0 - ("W" in letters), ("N" in letters) * 1.0 - ("S" in letters)]
    ) / math.sqrt(len(letters))
    # In units of the box, so that the north-west of a country that runs from south-west to north-east is its whole flank.
    middle, halves = np.array([(west + east) / 2, (south + north) / 2]), np.array([wide, high]) / 2
    halves = np.maximum(halves, 1e-9)
    places = (shapely.get_coordinates(shape) - middle) / halves
    along, across = places @ way, np.array([-way[1], way[0]])
    share = (_FAR if far else _HALF) if len(letters) == 1 else (_FAR_QUARTER if far else _QUARTER)
    least = float(along.max()) - share * float(along.max() - along.min())
    low, high = -9.0, 9.0
    if len(letters) == 2:
        # The corners far out on both sides are the north and the east rather than the north-east.
        beside = places @ across
        ends, wide = (float(beside.min()), float(beside.max())), float(beside.max() - beside.min())
        low, high = ends[0] + _BESIDE * wide, ends[1] - _BESIDE * wide
    corners = [
        way * least + across * low,
        way * least + across * high,
        way * 9 + across * high,
        way * 9 + across * low,
    ]
    return shapely.Polygon([middle + corner * halves for corner in corners])


def _part_of_town(place: Place, winds: Sequence[str]) -> Round:
    """Half of a town's circle (a quarter for two letters, its inner third for the centre), in a circle of its own."""
    reach = town_radius_km(place.population)
    if len(winds) != 1:
        return around_point(place.point, reach)
    wind = winds[0]
    if wind == CENTRE:
        return around_point(place.point, reach / 3)
    if len(wind) == 1:
        # The centre of mass of a half disc, and the distance from there to its corners.
        away = 4 / (3 * math.pi)
        return around_point(
            destination(place.point, BEARINGS[wind], away * reach), reach * math.hypot(1, away)
        )
    away = math.sqrt(0.5)
    return around_point(destination(place.point, BEARINGS[wind], away * reach), away * reach)


def _round_about(shape: BaseGeometry) -> Round:
    """A circle that holds all corners of a shape in degrees: about its centroid, or its bounding circle's middle if that is smaller."""
    corners = shapely.get_coordinates(shape)
    middles = (shape.centroid, shapely.minimum_bounding_circle(shape).centroid)
    points = [_point(one.x, one.y) for one in middles if not one.is_empty]
    return min(
        (around_point(point, _farthest_km(point, corners)) for point in points), key=lambda one: one.radius_km
    )


def _round_of(corners: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[Point, float]:
    total = unit_vectors(corners).sum(axis=0)
    point = (
        point_of(total)
        if float(np.abs(total).max()) > 1e-9
        else _point(float(corners[0, 0]), float(corners[0, 1]))
    )
    return point, _farthest_km(point, corners)


def _farthest_km(point: Point, corners: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    chords = ((unit_vectors(corners) - vector_of(point)) ** 2).sum(axis=1)
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(float(chords.max())) / 2))


def _point(longitude: float, latitude: float) -> Point:
    return Point(longitude=wrapped(longitude), latitude=max(-90.0, min(90.0, latitude)))
