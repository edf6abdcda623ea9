"""The polygons of an area on the plane of longitude and latitude, joined and prepared for many questions at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

import numpy as np
import shapely

from tocsin.geo.polygons import Polygon
from tocsin.geo.sphere import Array

#: So many areas are kept prepared; an edition is asked for again and again while it is in force.
_KEPT = 256


@dataclass(frozen=True, slots=True)
class FlatShape:
    """One valid shape, prepared, and its boundary. `turns` are the whole turns of 360 degrees at which it meets the map.

    A polygon across the antimeridian runs on past 180 degrees: the place at -179 is asked for at 181.
    """

    shape: shapely.Geometry
    boundary: shapely.Geometry
    turns: tuple[int, ...]
    is_the_world: bool

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees, running on past 180."""
        west, south, east, north = self.shape.bounds
        return west, south, east, north

    def holds(self, longitudes: Array, latitudes: Array) -> Array:
        """Return whether each place (degrees) lies inside or on the edge."""
        found = np.zeros(len(longitudes), bool)
        for turn in self.turns:
            found |= shapely.intersects_xy(self.shape, longitudes + 360.0 * turn, latitudes)
        # The two names of the antimeridian are one line.
        on_line = np.flatnonzero(np.abs(longitudes) == 180)
        if len(on_line):
            found[on_line] |= shapely.intersects_xy(self.shape, -longitudes[on_line], latitudes[on_line])
        return found


_THE_WORLD = shapely.box(-180, -90, 180, 90)
_KNOWN: OrderedDict[int, tuple[tuple[Polygon, ...], tuple[FlatShape, ...]]] = OrderedDict()
_LOCK = Lock()


def flat_shapes(polygons: tuple[Polygon, ...]) -> tuple[FlatShape, ...]:
    """Return the shapes that stand for `polygons`, as few as can be; the same for the same tuple while it is in use."""
    if not polygons:
        return ()
    with _LOCK:
        known = _KNOWN.get(id(polygons))
        if known is not None:
            _KNOWN.move_to_end(id(polygons))
            return known[1]
    shapes = tuple(_flattened(polygons))
    with _LOCK:
        _KNOWN[id(polygons)] = (polygons, shapes)
        while len(_KNOWN) > _KEPT:
            _KNOWN.popitem(last=False)
    return shapes


def _flattened(polygons: tuple[Polygon, ...]) -> Iterator[FlatShape]:
    plain = [polygon.shape for polygon in polygons if _is_plain(polygon)]
    joined = shapely.MultiPolygon(plain) if len(plain) > 1 else None
    # Polygons that overlap make no valid shape together: where they do, each answers for itself.
    if joined is not None and joined.is_valid:
        yield _flat(joined, (0,))
    else:
        for shape in plain:
            yield _flat(shape, (0,))
    for polygon in polygons:
        if not _is_plain(polygon):
            west, _, east, _ = polygon.shape.bounds
            first, last = int(np.floor((west + 180) / 360)), int(np.ceil((east - 180) / 360))
            yield _flat(polygon.shape, tuple(range(first, last + 1)))


def _is_plain(polygon: Polygon) -> bool:
    west, _, east, _ = polygon.shape.bounds
    return west >= -180 and east <= 180


def _flat(shape: shapely.Geometry, turns: tuple[int, ...]) -> FlatShape:
    # A copy: preparing changes a geometry, and the polygon's own may be in use by another thread.
    shape, boundary = shapely.transform(shape, lambda places: places), shape.boundary
    shapely.prepare(shape)
    shapely.prepare(boundary)
    return FlatShape(shape, boundary, turns, bool(shape.covers(_THE_WORLD)))
