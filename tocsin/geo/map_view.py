"""The part of the Earth a locator map shows, and where its points fall on the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from tocsin.geo.areas import Area
from tocsin.geo.errors import MapError
from tocsin.geo.outlines import country_polygons, outlines
from tocsin.geo.points import EARTH_RADIUS_KM, Point
from tocsin.geo.sphere import Array, smallest_span

# Mercator runs to infinity at the poles; nobody needs a locator map of what lies beyond.
FARTHEST_LATITUDE = 83.0
# A map never shows less than this many degrees from side to side: outlines are too coarse for more.
NARROWEST_DEGREES = 2.4
# Islands smaller than this share of a country's largest piece do not widen the view of that country.
LEAST_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class View:
    """A Mercator window: its middle and its scale (pixels for one degree of longitude)."""

    longitude: float
    latitude: float
    scale: float
    width: int
    height: int

    @classmethod
    def of(cls, area: Area, marker: Point | None, width: int, height: int) -> View:
        """The view that shows the area and the marker with some land around. Raises `MapError` when both are missing."""
        if not (64 <= width <= 4096 and 64 <= height <= 4096):
            raise MapError(
                f"a map of {width} by {height} pixels cannot be drawn; use 64 to 4096 for each side"
            )
        boxes = list(_boxes(area))
        if marker is not None:
            boxes.append((marker.longitude, marker.latitude, marker.longitude, marker.latitude))
        if not boxes:
            raise MapError("the map has neither an area nor a marker to show")
        west, east = smallest_span((box[0], box[2]) for box in boxes)
        span = east - west if east >= west else east - west + 360
        south = _mercator(min(box[1] for box in boxes))
        north = _mercator(max(box[3] for box in boxes))
        # A sixth of the picture stays free on each side, more where the area is small.
        room = 1.5 if span > 4 or area.countries else 2.4
        across = max(span * room, (north - south) * room * width / height, NARROWEST_DEGREES)
        across = min(across, 360.0)
        middle = (south + north) / 2
        return cls(_wrapped(west + span / 2), middle, width / across, width, height)

    def project(self, degrees: Array) -> Array:
        """Pixels, shape (n, 2), of rows of (longitude, latitude); longitudes are not wrapped."""
        latitude = np.radians(np.clip(degrees[:, 1], -FARTHEST_LATITUDE, FARTHEST_LATITUDE))
        y = np.degrees(np.log(np.tan(np.pi / 4 + latitude / 2)))
        return np.column_stack(
            (
                (degrees[:, 0] - self.longitude) * self.scale + self.width / 2,
                (self.latitude - y) * self.scale + self.height / 2,
            )
        )

    def pixel(self, point: Point) -> tuple[float, float]:
        """Where a point falls: the copy of it that is nearest to the middle."""
        turn = round((self.longitude - point.longitude) / 360) * 360
        x, y = self.project(np.array([[point.longitude + turn, point.latitude]]))[0]
        return float(x), float(y)

    def degrees(self) -> tuple[float, float]:
        """How many degrees of longitude and latitude the picture shows."""
        return self.width / self.scale, min(
            180.0, self.height / self.scale * math.cos(math.radians(self.centre.latitude))
        )

    @property
    def centre(self) -> Point:
        """The point in the middle of the picture."""
        latitude = math.degrees(2 * math.atan(math.exp(math.radians(self.latitude))) - math.pi / 2)
        return Point(longitude=self.longitude, latitude=latitude)

    @property
    def km_per_pixel(self) -> float:
        """Kilometres for one pixel in the middle of the picture."""
        degree = EARTH_RADIUS_KM * math.pi / 180 * math.cos(math.radians(self.centre.latitude))
        return degree / self.scale

    def clipped(self, shapes: Iterable[Any], margin: int = 3) -> Any:
        """The shapes (in degrees) as one shape in pixels, cut to the picture and a margin; joined at the antimeridian."""
        frame = (-margin, -margin, self.width + margin, self.height + margin)
        parts = []
        for shape in shapes:
            for turn in (-360.0, 0.0, 360.0):
                west, south, east, north = shape.bounds
                corners = self.project(np.array([[west + turn, south], [east + turn, north]]))
                (left, bottom), (right, top) = corners
                if right < frame[0] or left > frame[2] or bottom < frame[1] or top > frame[3]:
                    continue
                moved = shapely.transform(
                    shape, lambda xy, turn=turn: self.project(xy + np.array([turn, 0.0]))
                )
                thin = shapely.make_valid(shapely.simplify(moved, 0.3, preserve_topology=True))
                if west <= -180 or east >= 180:
                    # Rounding to a hundredth of a pixel lets pieces that were cut apart meet again.
                    thin = shapely.set_precision(thin, 0.01)
                parts.append(shapely.intersection(thin, shapely.box(*frame)))
        return shapely.union_all(parts)

    def countries(self) -> dict[str, Any]:
        """The countries in the picture, by code, in pixels."""
        book = outlines()
        across, _ = self.degrees()
        half = across / 2 + 0.5
        top, bottom = self._latitude_at(0), self._latitude_at(self.height)
        boxes = [
            shapely.box(self.longitude + turn - half, bottom, self.longitude + turn + half, top)
            for turn in (-360, 0, 360)
        ]
        rows = sorted({int(row) for row in book.tree.query(boxes)[1]})
        shapes: dict[str, list[Any]] = {}
        for row in rows:
            shapes.setdefault(book.codes[book.area[row]], []).append(book.shapes[row])
        return {code: self.clipped(pieces) for code, pieces in shapes.items()}

    def _latitude_at(self, y: float) -> float:
        mercator = math.radians(self.latitude + (self.height / 2 - y) / self.scale)
        return math.degrees(2 * math.atan(math.exp(mercator)) - math.pi / 2)


def _boxes(area: Area) -> Iterable[tuple[float, float, float, float]]:
    for circle in area.circles:
        yield circle.bounds()
    for polygon in area.polygons:
        yield polygon.shape.bounds
    for code in area.countries:
        shapes = [polygon.shape for polygon in country_polygons(code)]
        largest = max((shape.area for shape in shapes), default=0.0)
        for shape in shapes:
            if shape.area >= LEAST_SHARE * largest:
                yield shape.bounds


def _mercator(latitude: float) -> float:
    latitude = max(-FARTHEST_LATITUDE, min(FARTHEST_LATITUDE, latitude))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
