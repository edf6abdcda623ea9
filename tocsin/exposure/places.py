"""The place that the cells of a file, a form or an API call name. Pure; nothing is guessed silently."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from tocsin.exposure.errors import PlaceUnclear, ValueImpossible
from tocsin.exposure.sentences import (
    BY_AIRPORT,
    BY_CITY,
    BY_COORDINATES,
    BY_COUNTRY,
    BY_NUMBER,
    BY_REGION,
    BY_SITE,
)
from tocsin.exposure.uncertainty import UNCERTAINTY_KM
from tocsin.exposure.zones import ONLY_ZONE, country_name, country_wording, country_zones, zone_near
from tocsin.geo import CoordinateError, Place, Point, Precision, country_at, distance_km, gazetteer
from tocsin.wording import Wording, worded, worded_count, worded_list

#: People per square km of a built-up area, to guess the radius of a city from its population. Median of large urban
#: areas in Demographia World Urban Areas, 18th edition (2022), table 1, is 4,100 to 6,600.
_DENSITY = 5000.0
_SMALLEST_CITY_KM, _LARGEST_CITY_KM = 1.0, 30.0
#: Somebody who lands at an airport is soon in the city that it serves.
AIRPORT_KM = 15.0
#: In a country that is named, a place this many times more populous than the next of its name is taken, with a note.
DOMINANCE = 10
_SAME_PLACE_KM = 40.0
_RIVAL_PEOPLE = 100_000
_SWAP_WITHIN_KM = 100.0
_SEA = frozenset({"sea", "at sea", "high seas", "xz"})
_KINDS = {
    Precision.COUNTRY: worded("country"),
    Precision.ADMIN_1: worded("admin-1"),
    Precision.ADMIN_2: worded("admin-2"),
    Precision.CITY: worded("city"),
    Precision.SITE: worded("site"),
    Precision.REGION: worded("region"),
    Precision.SEA: worded("sea"),
}
_WORDS = {Precision.CITY: BY_CITY, Precision.SITE: BY_SITE, Precision.ADMIN_1: BY_REGION}


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What somebody wrote about a place, each part '' where nothing was written."""

    place: str = ""
    country: str = ""
    latitude: str = ""
    longitude: str = ""
    airport: str = ""
    geonames_id: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """A place on Earth, and how it was found.

    `point` is None where only the country is known; `country` is '' at sea. `timezone` is an IANA name or '', and
    `zone_reason` says where it is from, or why there is none. `note` says what was taken where a name had several
    meanings, '' where nothing needs saying.
    """

    place: str
    geonames_id: int | None
    country: str
    admin1: str
    point: Point | None
    precision: str
    uncertainty_km: float
    located_by: str
    timezone: str
    zone_reason: str
    note: str = ""


@lru_cache(maxsize=65_536)
def locate(words: PlaceWords) -> Located:
    """Return the place that `words` name: by coordinates, else by GeoNames number, airport, name, or country alone.

    Raises PlaceUnclear with the choices where a name means several places, and ValueImpossible, whose `field` is the
    column, for what cannot be.
    """
    country = country_code(words.country)
    if words.latitude or words.longitude:
        return _by_coordinates(words, country)
    if words.geonames_id:
        return _by_number(words, country)
    if words.airport:
        return _by_airport(words.airport, country)
    if words.place:
        return _by_name(words.place, country)
    if words.country and country:
        return _by_country(country)
    raise ValueImpossible(
        "place",
        worded("No place is given."),
        worded("Fill place, or latitude and longitude, or airport, or country."),
    )


@lru_cache(maxsize=1024)
def country_code(words: str) -> str | None:
    """Return the alpha-2 code of a country's code or English name; '' for the sea, None where nothing is written.

    Raises ValueImpossible where no country is called so.
    """
    cleaned = words.strip()
    if not cleaned:
        return None
    if cleaned.lower() in _SEA:
        return ""
    if len(cleaned) == 2 and gazetteer().country(cleaned) is not None:
        return cleaned.upper()
    named = [place.country for place in gazetteer().by_name(cleaned) if place.precision is Precision.COUNTRY]
    if len(cleaned) > 2 and len(set(named)) == 1:
        return named[0]
    raise ValueImpossible(
        "country",
        worded("%(words)s is no country.", words=repr(cleaned)),
        worded("Use its ISO 3166-1 code of two letters, as MA."),
    )


def city_radius_km(population: int) -> float:
    """Return how far the edge of a city of that population is from its middle, in km, 1 to 30: a disc of its people."""
    radius = math.sqrt(max(population, 0) / _DENSITY / math.pi)
    return round(min(_LARGEST_CITY_KM, max(_SMALLEST_CITY_KM, radius)), 1)


def described(place: Place) -> Wording:
    """Return a place as a choice: name, country, area, size and the number that picks it."""
    parts = [place.name, country_wording(place.country)] if place.country else [place.name]
    facts = [place.admin1] if place.admin1 else []
    if place.precision is not Precision.CITY:
        facts.append(_KINDS[place.precision])
    if size := place.population:
        facts.append(worded_count("%(num)s people", "%(num)s people", size, num=f"{size:,}"))
    facts.append(f"geonames_id {place.geonames_id}")
    return worded("%(place)s (%(facts)s)", place=worded_list(parts), facts=worded_list(facts))


def _by_coordinates(words: PlaceWords, country: str | None) -> Located:
    latitude, longitude = _degrees(words.latitude, "latitude"), _degrees(words.longitude, "longitude")
    if latitude == 0 and longitude == 0:
        raise ValueImpossible(
            "latitude",
            worded("0, 0 lies in the Gulf of Guinea and stands for a missing place."),
            worded("Give the true coordinates."),
        )
    try:
        point = Point(longitude=longitude, latitude=latitude)
    except CoordinateError as error:
        raise _outside(latitude, longitude, error) from error
    found = country_at(point)
    _check_swap(point, found, country, words.place)
    if country is not None and found != (country or None) and not _near_country(point, country):
        raise ValueImpossible(
            "country",
            worded(
                "Latitude %(latitude)s, longitude %(longitude)s lie in %(there)s, not in %(meant)s.",
                latitude=f"{latitude:g}",
                longitude=f"{longitude:g}",
                there=country_wording(found or ""),
                meant=country_wording(country),
            ),
            worded("Correct the coordinates or the country."),
        )
    code = country if country is not None else found or ""
    zone, reason = zone_near(point, code)
    label = words.place or f"{latitude:.4f}, {longitude:.4f}"
    return Located(label, None, code, "", point, "site", 0.0, BY_COORDINATES, zone, reason)


def _degrees(words: str, column: str) -> float:
    if not words:
        problem = (
            worded("Latitude is missing beside longitude.")
            if column == "latitude"
            else worded("Longitude is missing beside latitude.")
        )
        raise ValueImpossible(
            column,
            problem,
            worded("Fill both, or neither."),
        )
    # A decimal comma can only stand in a file that is separated by something else.
    if not re.fullmatch(r"[+-]?\d{1,3}(?:[.,]\d+)?", words.replace("−", "-")):
        raise ValueImpossible(
            column,
            worded("%(words)s is not a number of degrees.", words=repr(words)),
            worded("Write decimal degrees, as 33.5731."),
        )
    return float(words.replace("−", "-").replace(",", "."))


def _outside(latitude: float, longitude: float, error: CoordinateError) -> ValueImpossible:
    swapped = 90 < abs(latitude) <= 180 and abs(longitude) <= 90
    if swapped:
        where = country_at(Point(longitude=latitude, latitude=longitude))
        remedy = (
            worded("Exchange the two (then the place lies in %(country)s).", country=country_wording(where))
            if where
            else worded("Exchange the two.")
        )
        return ValueImpossible(
            "latitude",
            worded(
                "Latitude %(latitude)s is beyond the poles; latitude and longitude look swapped.",
                latitude=f"{latitude:g}",
            ),
            remedy,
        )
    column = "latitude" if abs(latitude) > 90 else "longitude"
    return ValueImpossible(
        column,
        worded("There is no such place: %(error)s.", error=str(error)),
        worded("Give decimal degrees."),
    )


def _check_swap(point: Point, found: str | None, country: str | None, name: str) -> None:
    """Raise where the coordinates fit what else is written only if latitude and longitude are exchanged."""
    swapped = point.swapped
    if swapped is None:
        return
    other = country_at(swapped)
    both = {"latitude": f"{point.latitude:g}", "longitude": f"{point.longitude:g}"}
    problem = None
    if country:
        if found != country and other == country and not _near_country(point, country):
            problem = worded(
                "Latitude %(latitude)s and longitude %(longitude)s look swapped: exchanged they lie in %(country)s, as the country column says.",
                country=country_wording(country),
                **both,
            )
    elif name and (near := _named_near(name, swapped)) is not None and _named_near(name, point) is None:
        problem = worded(
            "Latitude %(latitude)s and longitude %(longitude)s look swapped: exchanged they lie by %(place)s, %(country)s.",
            place=near.name,
            country=country_wording(near.country),
            **both,
        )
    elif country is None and found is None and other is not None and not name:
        problem = worded(
            "Latitude %(latitude)s and longitude %(longitude)s look swapped: they lie in the sea, and exchanged in %(country)s.",
            country=country_wording(other),
            **both,
        )
    if problem is not None:
        raise ValueImpossible(
            "latitude",
            problem,
            worded("Exchange the two; for a place that is truly at sea write 'sea' as the country."),
        )


def _named_near(name: str, point: Point) -> Place | None:
    near = (p for p in gazetteer().by_name(name) if distance_km(p.point, point) <= _SWAP_WITHIN_KM)
    return next(near, None)


def _near_country(point: Point, country: str) -> bool:
    """Whether a point near a border may be in `country` after all: outlines are only 2 to 5 km exact."""
    if not country:
        return country_at(point) is None
    step = 6.0 / 111.2
    stretch = step / max(0.01, math.cos(math.radians(point.latitude)))
    around = ((dx, dy) for dx in (-stretch, 0.0, stretch) for dy in (-step, 0.0, step))
    return any(
        country_at(Point(longitude=x, latitude=y)) == country
        for dx, dy in around
        if -180 <= (x := point.longitude + dx) <= 180 and -90 <= (y := point.latitude + dy) <= 90
    )


def _by_number(words: PlaceWords, country: str | None) -> Located:
    if not re.fullmatch(r"-?\d{1,10}", words.geonames_id):
        raise ValueImpossible(
            "geonames_id",
            worded("%(geonames_id)s is not a GeoNames number.", geonames_id=repr(words.geonames_id)),
            worded("Use digits only."),
        )
    place = gazetteer().by_id(int(words.geonames_id))
    if place is None:
        raise ValueImpossible(
            "geonames_id",
            worded(
                "The gazetteer has no place with the number %(geonames_id)s.", geonames_id=words.geonames_id
            ),
            worded("Give latitude and longitude instead."),
        )
    _check_country(place, country, "geonames_id")
    return _by_country(place.country) if place.precision is Precision.COUNTRY else _of_place(place, BY_NUMBER)


def _by_airport(code: str, country: str | None) -> Located:
    place = gazetteer().airport(code)
    if place is None:
        raise ValueImpossible(
            "airport",
            worded("%(code)s is not the IATA code of an airport.", code=repr(code)),
            worded("Use three letters, as CMN, or give the city."),
        )
    _check_country(place, country, "airport")
    return _of_place(place, BY_AIRPORT)


def _check_country(place: Place, country: str | None, column: str) -> None:
    if country is not None and place.country != country:
        raise ValueImpossible(
            column,
            worded(
                "%(place)s does not lie in %(country)s.",
                place=described(place),
                country=country_wording(country),
            ),
            worded("Correct one of the two."),
        )


def _by_name(name: str, country: str | None) -> Located:
    found = _places_called(name, country)
    if not found and country is None and "," in name:
        head, _, tail = name.rpartition(",")
        try:
            return _by_name(head.strip(), country_code(tail))
        except PlaceUnclear:
            raise
        except ValueImpossible:
            found = []
    if not found and re.fullmatch(r"[A-Z]{3}", name) and gazetteer().airport(name) is not None:
        return _by_airport(name, country)
    if not found:
        said = repr(name)
        problem = (
            worded(
                "The gazetteer has no place called %(name)s in %(country)s.",
                name=said,
                country=country_wording(country),
            )
            if country
            else worded("The gazetteer has no place called %(name)s.", name=said)
        )
        raise PlaceUnclear(
            "place",
            problem,
            worded("Check the spelling, or give latitude and longitude, or the country alone."),
        )
    if len(found) == 1 and found[0].precision is Precision.COUNTRY:
        return _by_country(found[0].country)
    if len(found) == 1:
        return _of_place(found[0])
    if country is not None and found[0].population >= DOMINANCE * max(1, found[1].population):
        note = worded_count(
            "%(name)s was taken as %(place)s; %(num)s smaller places bear the name.",
            "%(name)s was taken as %(place)s; %(num)s smaller places bear the name.",
            len(found) - 1,
            name=repr(name),
            place=described(found[0]),
        )
        return _of_place(found[0], note=note)
    remedy = (
        worded("Add the country, or geonames_id.")
        if country is None
        else worded("Give its geonames_id, or coordinates.")
    )
    choices = tuple(described(place) for place in found[:8])
    raise PlaceUnclear(
        "place",
        worded_count(
            "%(name)s means %(num)s places.", "%(name)s means %(num)s places.", len(found), name=repr(name)
        ),
        remedy,
        choices,
    )


def _places_called(name: str, country: str | None) -> list[Place]:
    """The places of that name, most populous first, each once: a city before the district or province around it."""
    places = [p for p in gazetteer().by_name(name) if country is None or p.country == country]
    whole = [p for p in places if p.precision is Precision.COUNTRY]
    if whole and country is None:
        # Georgia is a country and a state of another one: both are shown.
        rivals = [p for p in places if p.country != whole[0].country and p.population >= _RIVAL_PEOPLE]
        return whole[:1] + rivals
    if country is not None and len(places) > len(whole):
        places = [p for p in places if p not in whole]
    cities = [p for p in places if p.precision in (Precision.CITY, Precision.SITE)]
    kept = [p for p in places if p in cities or not any(_around(p, city) for city in cities)]
    kept.sort(key=lambda p: -p.population)
    distinct: list[Place] = []
    for place in kept:
        if not any(
            p.country == place.country and distance_km(p.point, place.point) < _SAME_PLACE_KM
            for p in distinct
        ):
            distinct.append(place)
    return distinct


def _around(region: Place, city: Place) -> bool:
    return region.country == city.country and (
        (region.admin1 != "" and region.admin1 == city.admin1)
        or distance_km(region.point, city.point) < _SAME_PLACE_KM
    )


def _by_country(code: str) -> Located:
    place = gazetteer().country(code)
    if place is None:
        raise ValueImpossible(
            "country",
            worded("The country %(code)s is not known.", code=repr(code)),
            worded("Use its ISO 3166-1 code, as MA."),
        )
    zones = country_zones(code)
    zone = zones[0] if len(zones) == 1 else ""
    name = country_wording(code)
    if zone:
        reason = worded(ONLY_ZONE, country=name)
    elif zones:
        reason = worded_count(
            "only the country is known and %(country)s has %(num)s zones.",
            "only the country is known and %(country)s has %(num)s zones.",
            len(zones),
            country=name,
        )
    else:
        reason = worded("only the country is known and %(country)s has no zones.", country=name)
    return Located(
        country_name(code), place.geonames_id, code, "", None, "country", 0.0, BY_COUNTRY, zone, reason
    )


def _of_place(place: Place, located_by: str = "", *, note: str = "") -> Located:
    precision = str(place.precision)
    if place.airport:
        uncertainty = AIRPORT_KM
    elif place.precision is Precision.CITY:
        uncertainty = city_radius_km(place.population)
    else:
        uncertainty = UNCERTAINTY_KM.get(precision, 150.0)
    zone, reason = place.timezone, f"the zone of {place.name}"
    if not zone:
        zone, reason = zone_near(place.point, place.country)
    return Located(
        place=place.name,
        geonames_id=place.geonames_id if place.geonames_id > 0 else None,
        country=place.country,
        admin1=place.admin1,
        point=place.point,
        precision=precision,
        uncertainty_km=uncertainty,
        located_by=located_by or _WORDS.get(place.precision, BY_REGION),
        timezone=zone,
        zone_reason=reason,
        note=note,
    )
