"""Which time zone a place is in, as far as the gazetteer can know. Pure."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from django.utils.translation import get_language

from tocsin.geo import Point, Precision, distance_km, gazetteer
from tocsin.recorded import Blank, recorded
from tocsin.wording import Wording, worded

#: The zone of the nearest city counts for coordinates this close to it, in km.
ZONE_WITHIN_KM = 200.0
#: Where a zone is from, as a stay keeps it.
ONLY_ZONE = recorded("the only zone of %(country)s", country=Blank.COUNTRY)
_NEAREST_ZONE = recorded("the zone of %(city)s, the nearest city")


def zone_near(point: Point, country: str) -> tuple[str, str]:
    """Return the IANA zone of the nearest city of the same country, '' where none is near, and a sentence that says so."""
    if country:
        zones = country_zones(country)
        if len(zones) == 1:
            return zones[0], worded(ONLY_ZONE, country=country_wording(country))
        city = gazetteer().nearest(point)
        if city.country == country and city.timezone and distance_km(city.point, point) <= ZONE_WITHIN_KM:
            return city.timezone, worded(_NEAREST_ZONE, city=city.name)
    return "", worded(
        "no city with a known zone lies within %(km)s km of the coordinates.", km=f"{ZONE_WITHIN_KM:.0f}"
    )


@lru_cache(maxsize=300)
def country_zones(code: str) -> tuple[str, ...]:
    """Return the IANA zones of a country, by its first-level areas; of its nearest city where it has none."""
    zones = _zones().get(code, ())
    place = gazetteer().country(code)
    if zones or place is None:
        return zones
    city = gazetteer().nearest(place.point)
    return (city.timezone,) if city.country == code and city.timezone else ()


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    everywhere = gazetteer().within(Point(longitude=0, latitude=0), 20016.0, Precision.ADMIN_1)
    for area in everywhere:
        if area.timezone:
            found[area.country].add(area.timezone)
    return {code: tuple(sorted(zones)) for code, zones in found.items()}


def country_name(code: str) -> str:
    """Return the English name of a country, 'the sea' for ''. Raises `GazetteerError` of `tocsin.geo` where unknown."""
    return gazetteer().country_name(code) if code else "the sea"


def country_wording(code: str) -> Wording:
    """Return the name of a country as :func:`country_name`, which says itself in the active language."""
    if not code:
        return worded("the sea")
    return Wording.of(country_name(code), lambda: gazetteer().country_name(code, get_language() or "en"))
