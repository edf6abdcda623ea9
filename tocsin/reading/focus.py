"""Where the event happens, told apart from the places that a text only names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.geo import Place, Precision, gazetteer
from tocsin.reading.resolution import Resolved
from tocsin.reading.spans import Span
from tocsin.reading.values import PlaceMention, Role
from tocsin.reading.words import word_set

_SUBPLACES = (Precision.CITY, Precision.SITE, Precision.ADMIN_1, Precision.ADMIN_2, Precision.SEA)
_ENOUGH = 1.6
_AWAY = re.compile(
    r"\b(?:from|flee|fled|fleeing|left|via|than|like|unlike|of|capture of|liberation of|based in|compared (?:with|to)|en provenance d[eu]|desde|vindos? d[eoa])\s+$",
    re.I,
)
# Countries with more than one zone in everyday use: their name alone gives no local time.
_SEVERAL_ZONES = word_set("US CA MX BR AU RU ID KZ MN CD CL EC ES PT FR NZ KI FM PG GL UA UM PF AQ")
_ONE_ENOUGH_ZONE = {
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon",
    "FR": "Europe/Paris",
    "UA": "Europe/Kyiv",
    "CL": "America/Santiago",
    "EC": "America/Guayaquil",
    "NZ": "Pacific/Auckland",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a text that weigh differently: title, lead (summary or first sentences), event, the rest."""

    title: Span | None
    lead: tuple[Span, ...]
    asides: tuple[Span, ...]

    def weight(self, span: Span) -> float:
        """How much a mention here says about where the event is."""
        if self.title is not None and self.title.meets(span):
            return 3.0
        if any(part.meets(span) for part in self.asides):
            return 0.15
        if any(part.meets(span) for part in self.lead):
            return 2.0
        return 0.5


def place_mentions(
    text: str, resolved: Sequence[Resolved], parts: Parts, headline_countries: Sequence[str]
) -> tuple[tuple[PlaceMention, ...], tuple[PlaceMention, ...], tuple[Place, ...]]:
    """All mentions with their roles, the focus (one mention for each place of it), and the focus as places."""
    chosen = _focus(text, resolved, parts, headline_countries)
    focus_ids = {place.geonames_id for place in chosen}
    mentions = tuple(mention_of(item, focus_ids) for item in resolved)
    first: dict[int, PlaceMention] = {}
    for mention in mentions:
        if mention.role is Role.FOCUS:
            first.setdefault(mention.geonames_id, mention)
    return mentions, tuple(first[place.geonames_id] for place in chosen if place.geonames_id in first), chosen


def mention_of(item: Resolved, focus_ids: set[int] | frozenset[int] = frozenset()) -> PlaceMention:
    """What a resolved name is told as; `focus_ids` are the numbers of the places of the focus."""
    place = item.place
    role = Role.DEMONYM if item.demonym else Role.FOCUS if place.geonames_id in focus_ids else Role.ALSO_NAMED
    return PlaceMention(
        text=item.candidate.text,
        span=item.candidate.span,
        geonames_id=place.geonames_id,
        name=place.name,
        country=place.country,
        longitude=place.point.longitude,
        latitude=place.point.latitude,
        precision=place.precision,
        confidence=item.confidence,
        role=role,
        reason=item.reason,
    )


def _focus(
    text: str, resolved: Sequence[Resolved], parts: Parts, headline_countries: Sequence[str]
) -> tuple[Place, ...]:
    by_country: dict[str, float] = defaultdict(float)
    by_place: dict[int, float] = defaultdict(float)
    places: dict[int, Place] = {}
    for item in resolved:
        weight = parts.weight(item.candidate.span) * item.confidence
        if item.demonym:
            by_country[item.country] += 0.3 * weight
            continue
        before = text[max(0, item.candidate.span.start - 24) : item.candidate.span.start]
        if _AWAY.search(before) and not re.search(
            r"\b(?:city|town|village|province|state|port|district|region|island|coast|off|south|north|east|west|centre|center|outskirts|edge|suburbs?|heart|middle|parts?|streets|hills|slopes|shores?|vicinity|north-?(?:east|west)|south-?(?:east|west)) of\s+$",
            before,
            re.I,
        ):
            weight *= 0.35
        by_country[item.country] += weight
        by_place[item.place.geonames_id] += weight
        places[item.place.geonames_id] = item.place
    wanted = _countries_of_focus(by_country, headline_countries)
    if not wanted:
        seas = [number for number, place in places.items() if not place.country]
        return (places[max(seas, key=lambda number: by_place[number])],) if seas else ()
    chosen: list[Place] = []
    for country in wanted:
        inside = {
            number: by_place[number]
            for number, place in places.items()
            if place.country == country and place.precision in _SUBPLACES
        }
        best = max(inside.values(), default=0.0)
        if best >= _ENOUGH:
            chosen += [places[number] for number, weight in inside.items() if weight >= 0.6 * best]
            continue
        whole = gazetteer().country(country)
        if whole is not None and any(item.country == country for item in resolved):
            chosen.append(whole)
    return tuple(_without_holders(chosen))


def _countries_of_focus(by_country: dict[str, float], headline_countries: Sequence[str]) -> list[str]:
    if headline_countries:
        return list(headline_countries)
    real = {country: weight for country, weight in by_country.items() if country and weight > 0}
    if not real:
        return []
    best = max(real.values())
    leaders = [country for country, weight in real.items() if weight >= 0.85 * best]
    return sorted(leaders, key=lambda country: -real[country])[:3]


def _without_holders(chosen: list[Place]) -> list[Place]:
    """Leave out an area where a smaller place inside it is chosen too ('Marawi, Lanao del Sur')."""
    inner = {place.admin1 for place in chosen if place.precision in (Precision.CITY, Precision.SITE)}
    kept = [one for one in chosen if not (one.precision is Precision.ADMIN_1 and one.admin1 in inner)]
    return kept or chosen


def zone_of_focus(chosen: Sequence[Place]) -> str:
    """The IANA zone of the first place of the focus; "" where it has several or none is known."""
    for place in chosen[:1]:
        if place.timezone:
            return place.timezone
        if place.precision is Precision.COUNTRY:
            return _zone_of_country(place.country)
        if place.country and place.precision is not Precision.SEA:
            return gazetteer().nearest(place.point).timezone
    return ""


@lru_cache(maxsize=512)
def _zone_of_country(code: str) -> str:
    if code in _ONE_ENOUGH_ZONE:
        return _ONE_ENOUGH_ZONE[code]
    country = gazetteer().country(code)
    if country is None or code in _SEVERAL_ZONES:
        return ""
    city = gazetteer().nearest(country.point)
    return city.timezone if city.country == code else ""
