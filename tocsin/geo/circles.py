"""A circle on the Earth: every point within a distance of its centre."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tocsin.geo.errors import CircleError
from tocsin.geo.points import EARTH_RADIUS_KM, FARTHEST_KM, Point, distance_km
from tocsin.geo.sphere import destination


@dataclass(frozen=True, slots=True)
class Circle:
    """All points at most `radius_km` great-circle kilometres from `center`. A radius of 0 is the point itself.

    Raises `CircleError` when the radius is negative, not finite or more than 20,015 km (half way round the Earth).
    """

    center: Point
    radius_km: float

    def __post_init__(self) -> None:
        radius = self.radius_km
        if isinstance(radius, bool) or not isinstance(radius, (int, float)) or not math.isfinite(radius):
            raise CircleError(f"radius {radius!r} is not a number of kilometres")
        if not 0 <= radius <= FARTHEST_KM:
            raise CircleError(f"radius {radius} km is outside 0 to {FARTHEST_KM:.0f} km")

    def contains(self, point: Point) -> bool:
        """Whether the point is inside or on the circle."""
        return distance_km(self.center, point) <= self.radius_km

    def distance_km(self, point: Point) -> float:
        """Great-circle distance in km from the point to the circle; 0.0 inside."""
        return max(0.0, distance_km(self.center, point) - self.radius_km)

    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees; east may be over 180, west under -180 (not wrapped)."""
        angle = self.radius_km / EARTH_RADIUS_KM
        latitude = math.radians(self.center.latitude)
        south, north = latitude - angle, latitude + angle
        if south <= -math.pi / 2 or north >= math.pi / 2:
            return (-180.0, max(-90.0, math.degrees(south)), 180.0, min(90.0, math.degrees(north)))
        half = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(latitude))))
        middle = self.center.longitude
        return (middle - half, math.degrees(south), middle + half, math.degrees(north))

    def ring(self, corners: int = 64) -> tuple[Point, ...]:
        """A closed anticlockwise ring of `corners` points on the circle, for drawing; at most 0.2 % inside it."""
        steps = (-360 * step / corners for step in range(corners))
        points = tuple(destination(self.center, bearing, self.radius_km) for bearing in steps)
        return (*points, points[0])
