"""Places and areas: points, circles, polygons, the gazetteer, country outlines and the locator map.

Pure: no Django, clock, network or database; the packed data files are opened when first asked for.
"""

from tocsin.geo.areas import Area
from tocsin.geo.circles import Circle
from tocsin.geo.errors import (
    AreaError,
    CircleError,
    CoordinateError,
    GazetteerError,
    GeoError,
    PolygonError,
)
from tocsin.geo.outlines import country_at, country_outline
from tocsin.geo.places import Place, Precision
from tocsin.geo.points import Point, distance_km
from tocsin.geo.polygons import MAX_POSITIONS, Polygon, Simplification

__all__ = [
    "MAX_POSITIONS",
    "Area",
    "AreaError",
    "Circle",
    "CircleError",
    "CoordinateError",
    "GazetteerError",
    "GeoError",
    "Place",
    "Point",
    "Polygon",
    "PolygonError",
    "Precision",
    "Simplification",
    "country_at",
    "country_outline",
    "distance_km",
]
