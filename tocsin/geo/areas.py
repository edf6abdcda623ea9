"""An area: circles, polygons and whole countries, as one set of points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tocsin.geo.circles import Circle
from tocsin.geo.errors import AreaError
from tocsin.geo.geojson import circle_rings, cut_rings, read_document
from tocsin.geo.outlines import country_at, country_polygons, outlines
from tocsin.geo.points import EARTH_RADIUS_KM, FARTHEST_KM, Point
from tocsin.geo.polygons import Polygon
from tocsin.geo.sphere import point_of, smallest_span, unit_vectors, vector_of


@dataclass(frozen=True, slots=True)
class Area:
    """The points in any of its circles, polygons or whole countries, or within `margin_km` of them.

    `countries` are ISO 3166-1 alpha-2 codes; a point off the coast belongs to the country `country_at` gives it.
    `geocodes` are (system, code) pairs carried along for other systems; they add no points here. An area of nothing
    (`is_empty`) contains no point and is infinitely far from every point.
    """

    description: str = ""
    circles: tuple[Circle, ...] = ()
    polygons: tuple[Polygon, ...] = ()
    countries: tuple[str, ...] = ()
    geocodes: tuple[tuple[str, str], ...] = ()
    margin_km: float = 0.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.margin_km) or not 0 <= self.margin_km <= FARTHEST_KM:
            raise AreaError(f"margin {self.margin_km} km is outside 0 to {FARTHEST_KM:.0f} km")
        for code in self.countries:
            if len(code) != 2 or not code.isascii() or not code.isalpha() or not code.isupper():
                raise AreaError(f"{code!r} is not a country code; use two capital letters of ISO 3166-1")

    @property
    def is_empty(self) -> bool:
        """Whether no circle, polygon or country is named."""
        return not (self.circles or self.polygons or self.countries)

    def contains(self, point: Point) -> bool:
        """Whether the point is inside or on the edge of the area, its margin included.

        Raises `AreaError` when a country of the area has no outline: nobody can say who is inside.
        """
        if self.margin_km:
            return self.distance_km(point) == 0.0
        return self._holds(point)

    def distance_km(self, point: Point) -> float:
        """Great-circle distance in km from the point to the area: 0.0 inside, infinity for an empty area.

        Raises `AreaError` when a country of the area has no outline.
        """
        if self.is_empty:
            return math.inf
        if self._holds(point):
            return 0.0
        shapes: Iterable[Circle | Polygon] = (*self.circles, *self._all_polygons())
        nearest = min(shape.distance_km(point) for shape in shapes)
        return max(0.0, nearest - self.margin_km)

    def centroid(self) -> Point:
        """The centre of the area's surface on the sphere; it may lie outside a bent area. Margins do not move it.

        Raises `AreaError` when the area is empty.
        """
        if self.is_empty:
            raise AreaError("an empty area has no centre; give it a circle, a polygon or a country")
        total = np.zeros(3)
        for circle in self.circles:
            weight = math.pi * math.sin(circle.radius_km / EARTH_RADIUS_KM) ** 2
            total += weight * vector_of(circle.center)
        for polygon in self._all_polygons():
            total += polygon.area_vector()
        if np.linalg.norm(total) < 1e-12:
            # Points without surface, or an area as large on one side of the Earth as on the other.
            corners = [circle.center for circle in self.circles]
            corners += [corner for polygon in self._all_polygons() for corner in polygon.outer[:-1]]
            total = unit_vectors(np.array([(c.longitude, c.latitude) for c in corners])).sum(axis=0)
            if np.linalg.norm(total) < 1e-12:
                return corners[0]
        return point_of(total)

    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees, margin included; west > east crosses the antimeridian.

        Raises `AreaError` when the area is empty.
        """
        if self.is_empty:
            raise AreaError("an empty area has no bounds; give it a circle, a polygon or a country")
        boxes = [replace(circle, radius_km=self._with_margin(circle)).bounds() for circle in self.circles]
        boxes += [self._widened_box(polygon.shape.bounds) for polygon in self._all_polygons()]
        west, east = smallest_span((box[0], box[2]) for box in boxes)
        return (west, min(box[1] for box in boxes), east, max(box[3] for box in boxes))

    def widened(self, km: float) -> Area:
        """The area with everything within `km` more kilometres of it. Raises `AreaError` when `km` is negative."""
        if not km >= 0:
            raise AreaError(f"an area can be widened, not narrowed: {km} km is negative")
        return replace(self, margin_km=min(self.margin_km + km, FARTHEST_KM))

    def to_geojson(self) -> dict[str, Any]:
        """A GeoJSON Feature (RFC 7946) that `from_geojson` reads back as the same set of points.

        Polygons are cut at the antimeridian and their outer rings turned anticlockwise, as the RFC asks. The geometry is what a map draws: the polygons, then each circle of 1 m to 5,000 km as a ring of 64 corners; null for
        an area of countries only. What GeoJSON has no shape for is exact in `properties`: `description`, `circles`
        (longitude, latitude, radius_km), `drawn_circles` (how many polygons at the end of the geometry draw them),
        `countries`, `geocodes`, `margin_km`.
        """
        exact = [piece for polygon in self.polygons for piece in cut_rings(polygon)]
        drawn = [piece for circle in self.circles for piece in circle_rings(circle)]
        properties: dict[str, Any] = {"description": self.description}
        if self.circles:
            properties["circles"] = [
                {
                    "longitude": circle.center.longitude,
                    "latitude": circle.center.latitude,
                    "radius_km": circle.radius_km,
                }
                for circle in self.circles
            ]
            properties["drawn_circles"] = len(drawn)
        if self.countries:
            properties["countries"] = list(self.countries)
        if self.geocodes:
            properties["geocodes"] = [{"system": system, "code": code} for system, code in self.geocodes]
        if self.margin_km:
            properties["margin_km"] = self.margin_km
        feature: dict[str, Any] = {"type": "Feature", "properties": properties, "geometry": None}
        if not self.is_empty:
            feature["bbox"] = list(self.bounds())
        rings = [*exact, *drawn]
        if rings:
            feature["geometry"] = {"type": "MultiPolygon", "coordinates": rings}
        return feature

    @classmethod
    def from_geojson(cls, document: Mapping[str, Any]) -> Area:
        """The area of a GeoJSON Feature, FeatureCollection, Polygon, MultiPolygon, Point or GeometryCollection.

        A Point becomes a circle of radius 0. Reads everything `to_geojson` writes. Raises `AreaError` naming the part
        that cannot be read, `PolygonError`, `CoordinateError` or `CircleError` for impossible shapes.
        """
        parts = read_document(document)
        return cls(
            description=parts.description,
            circles=parts.circles,
            polygons=parts.polygons,
            countries=parts.countries,
            geocodes=parts.geocodes,
            margin_km=parts.margin_km,
        )

    def _holds(self, point: Point) -> bool:
        shapes: tuple[Circle | Polygon, ...] = (*self.circles, *self.polygons)
        if any(shape.contains(point) for shape in shapes):
            return True
        if not self.countries:
            return False
        for code in self.countries:
            self._outline(code)
        return country_at(point) in self.countries or any(
            code in self.countries for code in outlines().holding(point)
        )

    @staticmethod
    def _outline(code: str) -> tuple[Polygon, ...]:
        outline = country_polygons(code)
        if not outline:
            raise AreaError(f"the country {code} has no outline; name its area by a circle or a polygon")
        return outline

    def _all_polygons(self) -> tuple[Polygon, ...]:
        of_countries: list[Polygon] = []
        for code in self.countries:
            of_countries += self._outline(code)
        return (*self.polygons, *of_countries)

    def _with_margin(self, circle: Circle) -> float:
        return min(circle.radius_km + self.margin_km, FARTHEST_KM)

    def _widened_box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        west, south, east, north = box
        if not self.margin_km:
            return box
        angle = math.degrees(self.margin_km / EARTH_RADIUS_KM)
        south, north = max(-90.0, south - angle), min(90.0, north + angle)
        farthest = max(abs(south), abs(north))
        if farthest >= 90:
            return (-180.0, south, 180.0, north)
        # The tangent meridian of a circle of the margin's size around the corner that is nearest to a pole.
        half = math.degrees(
            math.asin(min(1.0, math.sin(math.radians(angle)) / math.cos(math.radians(farthest - angle))))
        )
        return (west - half, south, east + half, north)
