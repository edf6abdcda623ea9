"""The places that a name can mean: looked up as written, else with the words around the bare name taken off."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tocsin.geo import Place, Precision, gazetteer

#: More places of one name than these are never weighed; the gazetteer gives the most important first.
MOST_SENSES = 30
_BEHIND_CITY, _SHARE_OF_AREA = 0.3, 0.1
#: What a class of place is worth beside its population (a power of ten): a country named is most likely the country.
CLASS_BONUS = {
    Precision.COUNTRY: 4.0,
    Precision.ADMIN_1: 1.5,
    Precision.ADMIN_2: -0.3,
    Precision.CITY: 0.0,
    Precision.SITE: 0.3,
    Precision.REGION: 4.5,
    Precision.SEA: 4.5,
}
_LEADING = re.compile(
    r"^(?:the|greater|downtown|central|inner|metropolitan|old|upper|lower|mid|north(?:ern|east|eastern|west|western)?"
    r"|south(?:ern|east|eastern|west|western)?|east(?:ern)?|west(?:ern)?|(?:city|town|village|province|state|republic|county"
    r"|district|port|region|municipality|department|governorate|island) of)\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s+(?:city|county|parish|province|governorate|state|district|region|town|township|village|islands?|prefecture"
    r"|metropolitan area|area|metro|peninsula|municipality|department|borough|oblast|valley|county's)$",
    re.IGNORECASE,
)
_SAINT = re.compile(r"^(saint|st\.?|ste\.?|mount|mt\.?|fort|ft\.?)\s+", re.IGNORECASE)
_OTHER_SPELLING = {
    "saint": "st",
    "st": "saint",
    "ste": "sainte",
    "mount": "mt",
    "mt": "mount",
    "fort": "ft",
    "ft": "fort",
}
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Senses:
    """Every place of a name, most important first, with their columns: unit vectors, prior points, country and area.

    `prior` is log10 of population plus the class's bonus. `people_of` is the place whose people or adjective the name is
    ('Texan', 'European'), None for other names; it is among `places`.
    """

    places: tuple[Place, ...]
    people_of: Place | None
    exact: bool
    vectors: npt.NDArray[np.float64]
    prior: npt.NDArray[np.float64]


def prior_of(place: Place) -> float:
    """How likely a place is meant when nothing else is known: log10 of its population and its class's bonus."""
    return math.log10(max(place.population, 1) + 1) + CLASS_BONUS[place.precision]


def _priors(places: Sequence[Place]) -> npt.NDArray[np.float64]:
    """The prior of each place; an area gets no bonus where a great city of that name ranks before it (Washington, Santiago)."""
    values = [prior_of(one) for one in places]
    if places and places[0].precision is Precision.CITY:
        for index, one in enumerate(places[1:], 1):
            area = one.precision in (Precision.ADMIN_1, Precision.ADMIN_2)
            if area and places[0].population >= _SHARE_OF_AREA * one.population:
                values[index] = min(values[index], values[0] - _BEHIND_CITY)
    return np.array(values, dtype=np.float64)


@lru_cache(maxsize=2_048)
def senses_of(name: str) -> Senses:
    """The senses of a name as a text writes it."""
    places, peoples, exact = _found(name)
    first = peoples[:1]
    places = (*first, *(one for one in places if one not in first))[:MOST_SENSES]
    longitude = np.radians(np.array([one.point.longitude for one in places], dtype=np.float64))
    latitude = np.radians(np.array([one.point.latitude for one in places], dtype=np.float64))
    vectors = np.stack(
        (np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)),
        axis=-1,
    )
    return Senses(
        places,
        first[0] if first else None,
        exact,
        vectors,
        _priors(places),
    )


def without_leading(name: str) -> str:
    """The name without words before it that only say which part or kind of place it is ('Western', 'City of')."""
    return _LEADING.sub("", name)


def _found(name: str) -> tuple[tuple[Place, ...], tuple[Place, ...], bool]:
    """The places of a name, the places whose people it names, and whether it was found as written."""
    book = gazetteer()
    bare = _POSSESSIVE.sub("", name.strip())
    places, peoples = book.by_name(bare), book.demonym_places(bare)
    if places or peoples:
        return places, peoples, True
    for other in _other_forms(bare):
        places, peoples = book.by_name(other), book.demonym_places(other)
        if places or peoples:
            return places, peoples, False
    return (), (), False


def _other_forms(name: str) -> Iterator[str]:
    without_head = _LEADING.sub("", name)
    without_tail = _TRAILING.sub("", name)
    both = _TRAILING.sub("", without_head)
    other = _SAINT.sub(lambda match: _OTHER_SPELLING[match.group(1).rstrip(".").lower()] + " ", name)
    forms = (without_head, without_tail, both, other, name.partition(",")[0], name.removesuffix("s"))
    for form in dict.fromkeys(forms):
        if form != name and len(form) > 2:
            yield form
