"""Areas by their codes: a country, a first-level area by its outline, a second-level area by its towns."""

from __future__ import annotations

from functools import lru_cache

import shapely

from tocsin.geo.admin_outlines import admin1_polygons
from tocsin.geo.areas import Area
from tocsin.geo.errors import GazetteerError, PolygonError
from tocsin.geo.gazetteer import gazetteer
from tocsin.geo.outlines import country_polygons
from tocsin.geo.places import Place, Precision
from tocsin.geo.points import distance_km
from tocsin.geo.polygons import Polygon
from tocsin.geo.sphere import wrapped

#: Towns around a second-level area are looked for so far from its middle, in km: its neighbours' towns bound it.
_AROUND_KM = 150.0
_BORDER_DEGREES = 0.04


@lru_cache(maxsize=256)
def area_of(code: str) -> Area:
    """Return the area with a code of the gazetteer: 'MA', an admin-1 code as 'MA.04', an admin-2 code as 'US.CA.037'.

    A country is the whole country, a first-level area its outline. A second-level area has no outline in the sources: it is
    the part of its first-level area that is nearer to its own towns than to others, and its description says so. Raises
    `GazetteerError` for a code that is not known, or an area without outline or towns.
    """
    if len(code) == 2:
        place = gazetteer().country(code)
        if place is None:
            raise GazetteerError(f"{code!r} is no country; use two letters of ISO 3166-1.")
        return Area(description=place.name, countries=(place.country,))
    place = gazetteer().admin_area(code)
    if place is None:
        raise GazetteerError(f"the gazetteer has no area with the code {code!r}.")
    if place.precision is Precision.ADMIN_1:
        polygons = admin1_polygons(code)
        if not polygons:
            raise GazetteerError(f"{place.name} has no outline; name its area by a circle or a polygon.")
        return Area(description=place.name, polygons=polygons)
    return _of_towns(place, code)


def _of_towns(place: Place, code: str) -> Area:
    towns = [
        town
        for town in gazetteer().within(place.point, _AROUND_KM, Precision.CITY)
        if town.country == place.country and distance_km(town.point, place.point) <= _AROUND_KM
    ]
    mine = [town for town in towns if town.admin2 == code]
    bounds = admin1_polygons(place.admin1) or country_polygons(place.country)
    if not mine or not bounds:
        raise GazetteerError(
            f"{place.name} has no town in the gazetteer; name its area by a circle or a polygon."
        )
    seats: dict[tuple[float, float], bool] = {}
    for town in towns:
        seat = (town.point.longitude, town.point.latitude)
        seats[seat] = seats.get(seat, False) or town.admin2 == code
    # Outlines are a few km exact: a town by the border must not fall out of its own area.
    around = shapely.union_all([polygon.shape for polygon in bounds]).buffer(_BORDER_DEGREES)
    if len(seats) == 1:
        cells = around
    else:
        parts = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(list(seats)), extend_to=around))
        tree = shapely.STRtree(parts)
        rows = {
            int(tree.query(shapely.Point(seat), predicate="intersects")[0])
            for seat, own in seats.items()
            if own
        }
        cells = shapely.intersection(shapely.union_all([parts[row] for row in sorted(rows)]), around)
    polygons = tuple(_polygons(cells))
    if not polygons:
        raise GazetteerError(f"the towns of {place.name} lie outside its outline; name its area by a circle.")
    return Area(description=f"{place.name} (estimated from its towns)", polygons=polygons)


def _polygons(shape: shapely.Geometry) -> list[Polygon]:
    found = []
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        rings = [[(wrapped(x), y) for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        try:
            found.append(Polygon.from_pairs(rings[0], holes=rings[1:]))
        except PolygonError:
            # A sliver that the cut left: no town lies in it.
            continue
    return found
