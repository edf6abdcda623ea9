"""Outlines as a map in a browser draws them: GeoJSON, thinned and rounded. What is stored is never thinned."""

from __future__ import annotations

from functools import cache
from typing import Any

import shapely

from tocsin.geo.admin_outlines import admin1_outlines
from tocsin.geo.areas import Area
from tocsin.geo.gazetteer import gazetteer
from tocsin.geo.geojson import circle_rings, cut_rings
from tocsin.geo.outline_set import OutlineSet
from tocsin.geo.outlines import country_polygons, outlines
from tocsin.geo.places import Place, Precision

#: Outlines of countries are drawn this exact, in degrees, and those of regions five times as exact.
COARSE, FINE = 0.05, 0.01
#: A polygon with more positions is thinned for drawing. A screen has no more pixels along an edge.
MOST_POSITIONS = 2000
#: So many towns of a country are named; the map leaves those out for which there is no room.
MOST_TOWNS = 500


@cache
def countries_drawn() -> dict[str, Any]:
    """Return all countries as a FeatureCollection, thinned by 5 km at most; each has its `code` and English `name`.

    A point for each says where its name stands; its `rank` is less where the name matters more.
    """
    book, countries = outlines(), gazetteer().countries()
    known = {place.country: place.name for place in countries}
    areas = _features(book, [(code, known.get(code, code)) for code in book.codes], COARSE, 2)
    return _collection(areas + [_named(place, -place.population) for place in countries])


@cache
def regions_drawn(country: str) -> dict[str, Any]:
    """Return `country` (alpha-2) itself and its first-level areas that have an outline, thinned by 1 km at most.

    The features are as those of `countries_drawn`, with points for the towns; there are none for a code that is no country.
    """
    names = gazetteer()
    whole = names.country(country)
    if whole is None or whole.country != country:
        return _collection([])
    codes = [code for code in admin1_outlines().codes if code.startswith(f"{country}.")]
    places = [(code, names.admin_area(code)) for code in codes]
    regions = [(code, place.name if place else code) for code, place in places]
    return _collection(
        _features(outlines(), [(country, whole.name)], FINE, 3)
        + _features(admin1_outlines(), regions, FINE, 3)
        + [_named(town, -town.population) for town in names.largest_towns(country, MOST_TOWNS)]
    )


def drawn(area: Area) -> dict[str, Any] | None:
    """Return the shapes of `area` as a GeoJSON MultiPolygon to look at, without its margin; None where nothing can be drawn."""
    rings: list[Any] = []
    for polygon in area.polygons:
        rings += cut_rings(polygon.simplified(MOST_POSITIONS).polygon)
    for circle in area.circles:
        rings += circle_rings(circle)
    for code in area.countries:
        for polygon in country_polygons(code):
            shape = shapely.simplify(polygon.shape, COARSE / 5, preserve_topology=True)
            rings.append(_rounded(shape, 3))
    return {"type": "MultiPolygon", "coordinates": rings} if rings else None


def _named(place: Place, rank: int) -> dict[str, Any]:
    at = [round(place.point.longitude, 3), round(place.point.latitude, 3)]
    kind = "country" if place.precision is Precision.COUNTRY else "town"
    properties = {"name": place.name, "kind": kind, "rank": rank}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _features(
    book: OutlineSet, named: list[tuple[str, str]], exact: float, places: int
) -> list[dict[str, Any]]:
    features = []
    for code, name in named:
        shapes = [
            shapely.simplify(book.shapes[row], exact, preserve_topology=True) for row in book.pieces(code)
        ]
        largest = max((shape.area for shape in shapes), default=0.0)
        # Rocks that are smaller than what is drawn exactly go; a country that is no more than a rock stays.
        seen = [shape for shape in shapes if shape.area > 4 * exact * exact or shape.area == largest]
        geometry = {"type": "MultiPolygon", "coordinates": [_rounded(shape, places) for shape in seen]}
        features.append({"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry})
    return features


def _rounded(shape: Any, places: int) -> list[list[list[float]]]:
    rings = (shape.exterior, *shape.interiors)
    return [[[round(x, places), round(y, places)] for x, y in ring.coords] for ring in rings]
