"""Places and areas: points, circles, polygons, the gazetteer, country outlines and the locator map.

Pure: no Django, clock, network or database; the packed data files are opened when first asked for.
"""

from tocsin.geo.admin_outlines import admin1_area, admin1_at, admin1_outline, admin1_polygons
from tocsin.geo.areas import Area
from tocsin.geo.circles import Circle
from tocsin.geo.corridors import corridor
from tocsin.geo.country_reach import countries_reached
from tocsin.geo.errors import (
    AreaError,
    CircleError,
    CoordinateError,
    GazetteerError,
    GeoError,
    MapError,
    PolygonError,
)
from tocsin.geo.gazetteer import Gazetteer, NameMatch, gazetteer
from tocsin.geo.locator_map import locator_map
from tocsin.geo.locator_picture import locator_picture
from tocsin.geo.named_areas import area_of
from tocsin.geo.names import Word, normalised, words
from tocsin.geo.outlines import country_at, country_outline, swapped_coordinates_hint
from tocsin.geo.places import Place, Precision
from tocsin.geo.points import Point, distance_km, points_of
from tocsin.geo.polygons import MAX_POSITIONS, Polygon, Simplification

__all__ = [
    "MAX_POSITIONS",
    "Area",
    "AreaError",
    "Circle",
    "CircleError",
    "CoordinateError",
    "Gazetteer",
    "GazetteerError",
    "GeoError",
    "MapError",
    "NameMatch",
    "Place",
    "Point",
    "Polygon",
    "PolygonError",
    "Precision",
    "Simplification",
    "Word",
    "admin1_area",
    "admin1_at",
    "admin1_outline",
    "admin1_polygons",
    "area_of",
    "corridor",
    "countries_reached",
    "country_at",
    "country_outline",
    "distance_km",
    "gazetteer",
    "locator_map",
    "locator_picture",
    "normalised",
    "points_of",
    "swapped_coordinates_hint",
    "words",
]
