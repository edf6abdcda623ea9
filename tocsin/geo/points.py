"""A point on the Earth and the distance between two."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from tocsin.geo.errors import CoordinateError

# Mean radius R1 of the Earth: Moritz, Geodetic Reference System 1980, Journal of Geodesy 74 (2000), in km.
EARTH_RADIUS_KM = 6371.0088
# Half way round the Earth: no two points are farther apart.
FARTHEST_KM = math.pi * EARTH_RADIUS_KM


@dataclass(frozen=True, slots=True)
class Point:
    """A position in WGS 84 degrees: longitude -180..180 (east positive), latitude -90..90 (north positive).

    Raises `CoordinateError` when a value is outside its range or not a finite number.
    """

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        for name, value, limit in (("longitude", self.longitude, 180), ("latitude", self.latitude, 90)):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise CoordinateError(f"{name} {value!r} is not a number of degrees; write it like 12.5")
            if not -limit <= value <= limit:
                other = " (are latitude and longitude swapped?)" if limit == 90 and abs(value) <= 180 else ""
                raise CoordinateError(f"{name} {value} is outside -{limit} to {limit} degrees{other}")

    @property
    def swapped(self) -> Point | None:
        """The point with longitude and latitude exchanged; None when that is no position on Earth."""
        if abs(self.longitude) > 90:
            return None
        return Point(longitude=self.latitude, latitude=self.longitude)


# The slots themselves: a frozen dataclass is filled by its `__init__` alone, which is slow where a ring has 60,000 points.
_put_longitude = Point.__dict__["longitude"].__set__
_put_latitude = Point.__dict__["latitude"].__set__


def points_of(pairs: Iterable[Sequence[float]]) -> tuple[Point, ...]:
    """The points of (longitude, latitude) pairs, the same as `Point` makes of each, at a tenth of the cost for many.

    Raises `CoordinateError` for the first pair that is no position, and `ValueError` for one that is no pair.
    """
    rows = list(pairs)
    if not rows:
        return ()
    longitudes, latitudes = zip(*rows, strict=True)
    if not (_are_degrees(longitudes, 180) and _are_degrees(latitudes, 90)):
        return tuple(map(Point, longitudes, latitudes))
    points = list(map(object.__new__, repeat(Point, len(rows))))
    deque(map(_put_longitude, points, longitudes), maxlen=0)
    deque(map(_put_latitude, points, latitudes), maxlen=0)
    return tuple(points)


def _are_degrees(values: Sequence[float], limit: float) -> bool:
    """Whether all are numbers within the limit; a value that is not a number shows in the sum."""
    return (
        set(map(type, values)) <= {int, float}
        and -limit <= min(values)
        and max(values) <= limit
        and math.isfinite(sum(values))
    )


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance in km on the mean sphere, right at the poles and across the antimeridian.

    Haversine formula (Sinnott, Sky and Telescope 68, 1984); against the WGS 84 ellipsoid the error stays under 0.6 %.
    """
    latitude_a, latitude_b = math.radians(a.latitude), math.radians(b.latitude)
    half_longitude = math.radians(b.longitude - a.longitude) / 2
    h = (
        math.sin((latitude_b - latitude_a) / 2) ** 2
        + math.cos(latitude_a) * math.cos(latitude_b) * math.sin(half_longitude) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))
