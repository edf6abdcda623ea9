"""Do two areas meet? Measured between their shapes, with no place lost."""

from __future__ import annotations

import numpy as np

from tocsin.geo.areas import Area
from tocsin.geo.circles import Circle
from tocsin.geo.many import distances_km, holds
from tocsin.geo.outlines import country_polygons
from tocsin.geo.points import Point
from tocsin.geo.polygons import Polygon
from tocsin.geo.sphere import densified


def meet(one: Area, other: Area, countries: frozenset[str] = frozenset()) -> bool:
    """Return whether the shapes of `one` meet those of `other` or one of the whole `countries` (alpha-2).

    Margins count. A country without an outline meets nothing. Edges are walked in steps of half a degree, so that a
    corner which only just touches a side between two steps may be missed by less than 30 m.
    """
    other = Area(
        circles=other.circles,
        polygons=(*other.polygons, *(part for code in sorted(countries) for part in country_polygons(code))),
        margin_km=other.margin_km,
    )
    return _reaches(one, other) or _reaches(other, one)


def _reaches(one: Area, other: Area) -> bool:
    """Whether a circle, a corner or a place on an edge of `one` lies in `other`, as far as `one` has a margin."""
    for circle in one.circles:
        if _near(circle, other, one.margin_km):
            return True
    for polygon in one.polygons:
        places = _places_of(polygon)
        longitudes, latitudes = (places[:, 0] + 180) % 360 - 180, places[:, 1]
        if one.margin_km:
            if (distances_km(other, longitudes, latitudes) <= one.margin_km).any():
                return True
        elif holds(other, longitudes, latitudes).any():
            return True
    return False


def _near(circle: Circle, other: Area, margin_km: float) -> bool:
    center: Point = circle.center
    found = distances_km(other, np.array([center.longitude]), np.array([center.latitude]))
    return bool(found[0] <= circle.radius_km + margin_km)


def _places_of(polygon: Polygon) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return densified(np.asarray(polygon.shape.exterior.coords))
