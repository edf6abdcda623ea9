"""Which countries an area reaches into."""

from __future__ import annotations

import math
from functools import lru_cache

import shapely

from tocsin.geo.areas import Area
from tocsin.geo.geojson import circle_rings, cut_rings
from tocsin.geo.outlines import country_at, outlines
from tocsin.geo.points import EARTH_RADIUS_KM, Point

#: Outlines are some 2 to 5 km exact: what runs along a border reaches no deeper over it than they can be wrong.
BORDER_KM = 5.0
#: A shape, or a country, of which so much is common to both is reached however thin it is.
_SHARE = 0.5


@lru_cache(maxsize=256)
def countries_reached(area: Area) -> frozenset[str]:
    """Return the alpha-2 codes of the countries that the area names or reaches into by more than `BORDER_KM`.

    A shape at sea belongs to the country that `country_at` gives its middle, if any. A small country, or a small shape, is
    reached where half of it is common to both. Margins count.
    """
    found = {country_at(circle.center) for circle in area.circles}
    for piece in _pieces(area):
        middle = piece.representative_point()
        found |= _reached(piece) or {country_at(Point(longitude=middle.x, latitude=middle.y))}
    return frozenset(code for code in (*area.countries, *found) if code)


def _pieces(area: Area) -> list[shapely.Geometry]:
    rings = [piece for polygon in area.polygons for piece in cut_rings(polygon)]
    rings += [piece for circle in area.circles for piece in circle_rings(circle)]
    pieces = [shapely.make_valid(shapely.Polygon(outer, holes)) for outer, *holes in rings]
    if not area.margin_km:
        return pieces
    return [piece.buffer(_degrees(area.margin_km, piece)) for piece in pieces]


def _degrees(kilometres: float, piece: shapely.Geometry) -> float:
    """So many km in degrees of longitude at the latitude of the piece's edge that is nearest to a pole."""
    _, south, _, north = piece.bounds
    farthest = min(85.0, max(abs(south), abs(north)))
    return math.degrees(kilometres / EARTH_RADIUS_KM) / math.cos(math.radians(farthest))


def _reached(piece: shapely.Geometry) -> set[str]:
    book, depth = outlines(), math.degrees(BORDER_KM / EARTH_RADIUS_KM)
    found = set()
    for row in book.tree.query(piece, predicate="intersects"):
        outline = book.shapes[row]
        common = shapely.intersection(piece, outline)
        is_large = common.area >= _SHARE * min(piece.area, outline.area)
        if is_large or not common.buffer(-depth).is_empty:
            found.add(book.codes[book.area[row]])
    return found
