"""Sphere geometry on arrays: unit vectors, distances to lines, destinations, and spans of longitude."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from tocsin.geo.points import EARTH_RADIUS_KM, Point

Array = npt.NDArray[np.float64]

# A straight line on the longitude-latitude plane is followed by great-circle pieces no longer than this; the pieces
# then lie within 30 m of the line (sagitta of dlon^2/8 * sin(lat) * cos(lat)).
LONGEST_PIECE_DEGREES = 0.5


def unit_vectors(degrees: Array) -> Array:
    """Unit vectors, shape (n, 3), of n rows of (longitude, latitude) in degrees."""
    longitude, latitude = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    flat = np.cos(latitude)
    return np.column_stack((flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)))


def vector_of(point: Point) -> Array:
    """The unit vector, shape (3,), of a point."""
    result: Array = unit_vectors(np.array([[point.longitude, point.latitude]]))[0]
    return result


def point_of(vector: Array) -> Point:
    """The point in which direction a vector of any length but zero points."""
    x, y, z = (float(value) for value in vector)
    return Point(
        longitude=math.degrees(math.atan2(y, x)),
        latitude=math.degrees(math.atan2(z, math.hypot(x, y))),
    )


def densified(ring: Array) -> Array:
    """The ring, shape (n, 2) in degrees, with positions added so that no piece is longer than the limit above."""
    steps = np.abs(np.diff(ring, axis=0)).max(axis=1)
    pieces = np.maximum(1, np.ceil(steps / LONGEST_PIECE_DEGREES)).astype(np.int64)
    if int(pieces.max(initial=1)) == 1:
        return ring
    starts = np.repeat(np.arange(len(pieces)), pieces)
    offsets = np.arange(len(starts)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (offsets / pieces[starts])[:, None]
    dense = ring[starts] * (1 - share) + ring[starts + 1] * share
    return np.vstack((dense, ring[-1:]))


def distance_to_line_km(point: Point, line: Array) -> float:
    """Great-circle distance in km from a point to a line of unit vectors, shape (n, 3), joined by great circles."""
    vector = vector_of(point)
    starts, ends = line[:-1], line[1:]
    chord = np.sqrt(((line - vector) ** 2).sum(axis=1))
    nearest = 2 * math.asin(min(1.0, float(chord.min()) / 2))
    # The foot of the perpendicular counts only where it falls between the two ends of its piece.
    normals = np.cross(starts, ends)
    lengths = np.sqrt((normals**2).sum(axis=1))
    inside = (
        (lengths > 1e-15) & (np.cross(normals, starts) @ vector > 0) & (np.cross(ends, normals) @ vector > 0)
    )
    if inside.any():
        heights = np.abs(normals[inside] @ vector) / lengths[inside]
        nearest = min(nearest, math.asin(min(1.0, float(heights.min()))))
    return nearest * EARTH_RADIUS_KM


def area_vector(line: Array) -> Array:
    """Integral of the unit vector over the inside of a closed line, shape (3,), in steradian-weighted units.

    The sum over the sides of half the side's angle times its normal (the vector form of Green's theorem; see
    Brock, The Inertia Tensor for a Spherical Triangle, 1975). Its direction is the centre of mass, its length about
    the area. Positive for rings that run anticlockwise.
    """
    normals = np.cross(line[:-1], line[1:])
    sines = np.sqrt((normals**2).sum(axis=1))
    cosines = (line[:-1] * line[1:]).sum(axis=1)
    angles = np.arctan2(sines, cosines)
    keep = sines > 1e-15
    result: Array = (normals[keep] / sines[keep, None] * (angles[keep, None] / 2)).sum(axis=0)
    return result


def destination(start: Point, bearing_degrees: float, kilometres: float) -> Point:
    """The point reached from `start` along the great circle with that bearing (clockwise from north), in km."""
    angle, bearing = kilometres / EARTH_RADIUS_KM, math.radians(bearing_degrees)
    if abs(start.latitude) == 90:
        # Every way from a pole leads along a meridian; the bearing is counted from the point's own longitude.
        turn_degrees = 180 - bearing_degrees if start.latitude > 0 else bearing_degrees
        latitude_degrees = math.copysign(1, start.latitude) * (90 - math.degrees(angle))
        return Point(
            longitude=wrapped(start.longitude + turn_degrees),
            latitude=max(-90.0, min(90.0, latitude_degrees)),
        )
    latitude = math.radians(start.latitude)
    sine = math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(bearing)
    sine = max(-1.0, min(1.0, sine))
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(latitude),
        math.cos(angle) - math.sin(latitude) * sine,
    )
    return Point(
        longitude=wrapped(start.longitude + math.degrees(turn)), latitude=math.degrees(math.asin(sine))
    )


def wrapped(longitude: float) -> float:
    """The same meridian as a longitude inside -180..180 degrees; values inside come back unchanged."""
    if -180 <= longitude <= 180:
        return longitude
    return (longitude + 180) % 360 - 180


def smallest_span(spans: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The smallest (west, east) in degrees that holds all (west, east) spans; west > east crosses the antimeridian.

    Spans may run past 180 (west 170, east 190). Where only the whole circle holds them: (-180, 180).
    """
    pieces: list[tuple[float, float]] = []
    for west, east in spans:
        if east - west >= 360:
            return (-180.0, 180.0)
        start = (west + 180) % 360
        end = start + (east - west)
        pieces.append((start, min(end, 360.0)))
        if end > 360:
            pieces.append((0.0, end - 360))
    pieces.sort()
    # Walk once round the circle: the widest stretch that nothing covers is what stays outside.
    reach = pieces[0][1]
    gap, west, east = -1.0, 0.0, 0.0
    for start, end in [*pieces[1:], (pieces[0][0] + 360, pieces[0][1] + 360)]:
        if start - reach > gap:
            gap, west, east = start - reach, start, reach
        reach = max(reach, end)
    if gap <= 0:
        return (-180.0, 180.0)
    return (wrapped(west - 180), wrapped(east - 180))
