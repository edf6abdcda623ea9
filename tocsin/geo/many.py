"""Many places held against one area at once, with the answers that the area gives for each alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tocsin.geo.areas import Area
from tocsin.geo.circles import Circle
from tocsin.geo.flat_shapes import flat_shapes
from tocsin.geo.points import EARTH_RADIUS_KM, FARTHEST_KM, Point
from tocsin.geo.polygons import Polygon
from tocsin.geo.sphere import Array, unit_vectors

Flags: TypeAlias = npt.NDArray[np.bool_]

#: So many distances from a place to a piece of an edge are worked out at once: 32 MB for each of the arrays.
_AT_ONCE = 4_000_000


def holds(area: Area, longitudes: Array, latitudes: Array) -> Flags:
    """Return whether each place (degrees) lies in the shapes of `area` or within its margin; its countries do not count."""
    found = np.zeros(len(longitudes), bool)
    if not len(longitudes):
        return found
    for circle in area.circles:
        reach = min(circle.radius_km + area.margin_km, FARTHEST_KM)
        found |= _from_center(circle, longitudes, latitudes) <= reach
    if area.polygons:
        rest = np.flatnonzero(~found)
        found[rest] = _in_polygons(area.polygons, longitudes[rest], latitudes[rest])
        if area.margin_km:
            rest = np.flatnonzero(~found)
            near = _near_polygons(area, longitudes[rest], latitudes[rest])
            rest = rest[near]
            found[rest] = _to_polygons(area.polygons, longitudes[rest], latitudes[rest]) <= area.margin_km
    return found


def distances_km(area: Area, longitudes: Array, latitudes: Array) -> Array:
    """Return the distance in km from each place (degrees) to the shapes of `area`, 0.0 inside or within its margin.

    Its countries do not count; without shapes every distance is infinite.
    """
    found = np.full(len(longitudes), np.inf)
    if not len(longitudes):
        return found
    for circle in area.circles:
        np.minimum(found, _from_center(circle, longitudes, latitudes) - circle.radius_km, out=found)
    if area.polygons:
        inside = found <= 0
        inside[~inside] = _in_polygons(area.polygons, longitudes[~inside], latitudes[~inside])
        found[inside] = 0.0
        rest = np.flatnonzero(~inside)
        edges = _to_polygons(area.polygons, longitudes[rest], latitudes[rest])
        found[rest] = np.minimum(found[rest], edges)
    return np.maximum(found - area.margin_km, 0.0)


def _from_center(circle: Circle, longitudes: Array, latitudes: Array) -> Array:
    """Great-circle distances in km from the centre, by the haversine formula (Sinnott, 1984) as `distance_km` has it."""
    latitude = np.radians(circle.center.latitude)
    there = np.radians(latitudes)
    half = np.sin((there - latitude) / 2) ** 2
    half += (
        np.cos(latitude) * np.cos(there) * np.sin(np.radians(longitudes - circle.center.longitude) / 2) ** 2
    )
    result: Array = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return result


def _in_polygons(polygons: tuple[Polygon, ...], longitudes: Array, latitudes: Array) -> Flags:
    found = np.zeros(len(longitudes), bool)
    for flat in flat_shapes(polygons):
        found |= flat.holds(longitudes, latitudes)
    # A pole is one point at every longitude: the polygons themselves know which of them touch it.
    for row in np.flatnonzero(np.abs(latitudes) == 90).tolist():
        pole = Point(longitude=0.0, latitude=float(latitudes[row]))
        found[row] = any(polygon.contains(pole) for polygon in polygons)
    return found


def _near_polygons(area: Area, longitudes: Array, latitudes: Array) -> Flags:
    """Which places lie in the box around the polygons and their margin: the others need no measuring."""
    west, south, east, north = Area(polygons=area.polygons, margin_km=area.margin_km).bounds()
    near = (latitudes >= south - 1e-6) & (latitudes <= north + 1e-6)
    if east < west:
        return near & ((longitudes >= west - 1e-6) | (longitudes <= east + 1e-6))
    if west > -180 and east < 180:
        near &= (longitudes >= west - 1e-6) & (longitudes <= east + 1e-6)
    return near


def _to_polygons(polygons: tuple[Polygon, ...], longitudes: Array, latitudes: Array) -> Array:
    """Distances in km to the nearest edge of any polygon."""
    found = np.full(len(longitudes), np.inf)
    vectors = unit_vectors(np.column_stack((longitudes, latitudes)))
    for line in _lines(polygons):
        step = max(1, _AT_ONCE // len(line))
        for start in range(0, len(vectors), step):
            part = slice(start, start + step)
            np.minimum(found[part], _to_line(vectors[part], line), out=found[part])
    return found


def _lines(polygons: tuple[Polygon, ...]) -> Iterator[Array]:
    for polygon in polygons:
        yield from polygon.edges


def _to_line(vectors: Array, line: Array) -> Array:
    """Distances in km from places to a line, both as unit vectors, as `sphere.distance_to_line_km` has it for one."""
    starts, ends = line[:-1], line[1:]
    nearest = line[np.argmax(vectors @ line.T, axis=1)]
    chords = np.sqrt(((nearest - vectors) ** 2).sum(axis=1))
    found = 2 * np.arcsin(np.minimum(chords / 2, 1.0))
    normals = np.cross(starts, ends)
    lengths = np.sqrt((normals**2).sum(axis=1))
    real = lengths > 1e-15
    normals, starts, ends, lengths = normals[real], starts[real], ends[real], lengths[real]
    if len(normals):
        # The foot of the perpendicular counts only where it falls between the two ends of its piece.
        between = (vectors @ np.cross(normals, starts).T > 0) & (vectors @ np.cross(ends, normals).T > 0)
        heights = np.where(between, np.abs(vectors @ (normals / lengths[:, None]).T), 2.0).min(axis=1)
        found = np.minimum(found, np.where(heights > 1, np.inf, np.arcsin(np.minimum(heights, 1.0))))
    return found * EARTH_RADIUS_KM
