"""Outlines of the countries, and which country a point is in.

From Natural Earth 1:50 million (public domain), lines simplified by at most 0.01 degrees (1.1 km) with common borders
kept common. The source is generalised for that scale: a border or coast may be some 2 to 5 km from its true place, and
small islands and lagoons are missing. Fit for 'which country', distances of tens of kilometres and small maps; not
for land claims. Measured against the gazetteer's own cities: see docs/gazetteer.md.

Codes are ISO 3166-1 alpha-2, with XK for Kosovo (user-assigned, as the European Union and GeoNames use it). Territory
without a code of its own is drawn with the country that ISO counts it to: northern Cyprus with CY, Somaliland with SO.
Overseas parts with a code of their own (GF, GP, MQ, RE, YT, SJ, BQ ...) are apart from their state. Crimea is with UA and all of
Western Sahara is EH, as ISO 3166 and GeoNames have them. The Siachen glacier belongs to no outline.

Data file `data/outlines.bin`, kind "outlines"; its layout: `tocsin.geo.outline_set`.
"""

from __future__ import annotations

from functools import cache

import shapely

from tocsin.geo.outline_set import OutlineSet
from tocsin.geo.points import Point
from tocsin.geo.polygons import Polygon

FILE, KIND = "outlines.bin", "outlines"
# A point in no outline belongs to the nearest country up to this far off its coast, in km.
COAST_KM = 25.0


@cache
def outlines() -> OutlineSet:
    """The outlines, opened once. Raises `GazetteerError` when the data file is missing or damaged."""
    return OutlineSet(FILE, KIND)


@cache
def country_polygons(code: str) -> tuple[Polygon, ...]:
    """The polygons of a country by its alpha-2 code, cut at the antimeridian; () when there is no outline."""
    return outlines().polygons(code)


def country_outline(code: str) -> shapely.MultiPolygon | None:
    """The outline of a country in (longitude, latitude) degrees, cut at the antimeridian; None for an unknown code.

    Accuracy some 2 to 5 km, see the module.
    """
    return outlines().outline(code)


def country_at(point: Point) -> str | None:
    """The alpha-2 code of the country the point is in, or of the nearest within 25 km of a coast; None at sea.

    Near a land border the answer can be the neighbour's: outlines are some 2 to 5 km exact.
    """
    return outlines().covering(point) or outlines().nearest(point, COAST_KM)


def swapped_coordinates_hint(point: Point, country: str) -> str | None:
    """A sentence when longitude and latitude look swapped: the point is not in the country, but exchanged it is.

    `country` is an alpha-2 code. None when the point is where it should be, or when swapping does not help.
    """
    if not outlines().pieces(country) or country_at(point) == country:
        return None
    swapped = point.swapped
    if swapped is None or country_at(swapped) != country:
        return None
    return (
        f"longitude {point.longitude} and latitude {point.latitude} are not in {country}, but longitude "
        f"{swapped.longitude} and latitude {swapped.latitude} are: latitude and longitude look swapped"
    )
