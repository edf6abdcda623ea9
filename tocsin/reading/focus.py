"""Where the event happens, told apart from the places that a text only names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.geo import Place, Precision, gazetteer
from tocsin.reading.country_choice import choose_countries
from tocsin.reading.country_words import (
    DATELINE,
    INSIDE,
    LIST_GAP,
    LONGEST_LIST_GAP,
    at_border,
    beside,
    happenings,
    said_there,
    speaks_there,
)
from tocsin.reading.resolution import Resolved
from tocsin.reading.spans import Span
from tocsin.reading.values import PlaceMention, Role
from tocsin.reading.words import word_set

_SUBPLACES = (Precision.CITY, Precision.SITE, Precision.ADMIN_1, Precision.ADMIN_2, Precision.SEA)
_ENOUGH = 1.6
# A place that is hardly known to be one is no focus, even where no other is named.
_SURE = 0.5
_AWAY = re.compile(
    r"\b(?:from|flee|fled|fleeing|left|via|than|like|unlike|of|capture of|liberation of|based in|born in|bound for|compared (?:with|to)"
    r"|en provenance d[eu]|desde|vindos? d[eoa])\s+$",
    re.I,
)
_PART_OF = re.compile(
    r"\b(?:city|town|village|province|state|port|district|region|island|coast|off|south|north|east|west|centre|center|outskirts|edge|suburbs?"
    r"|heart|middle|parts?|streets|hills|slopes|shores?|vicinity|north-?(?:east|west)|south-?(?:east|west)"
    r"|ciudad|provincia|estado|norte|sur|este|oeste|ville|nord|sud|est|ouest|cidade|sul|leste) (?:of|de|do|da|du)\s+$",
    re.I,
)
# How much a place gains where the words say that it happened there, and loses where they say why else it is named.
_HAPPENS_THERE, _THERE, _SEAT, _SPOKEN_OF, _LEFT = 1.6, 1.2, 0.4, 0.35, 0.3
_BEFORE, _AFTER = 60, 48
_HEAD, _SEAT_STARTS = 200, 3
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

    def is_aside(self, span: Span) -> bool:
        """Whether a mention stands in a part that does not tell of the event: advice, context, sources."""
        in_title = self.title is not None and self.title.meets(span)
        return not in_title and any(part.meets(span) for part in self.asides)

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
) -> tuple[tuple[PlaceMention, ...], tuple[PlaceMention, ...], tuple[Place, ...], tuple[str, ...]]:
    """All mentions with their roles, the focus (one mention for each place of it) also as places, and the event's countries."""
    countries = tuple(headline_countries) or _countries(text, resolved, parts)
    chosen = _focus(text, resolved, parts, countries)
    focus_ids = {place.geonames_id for place in chosen}
    mentions = tuple(mention_of(item, focus_ids) for item in resolved)
    first: dict[int, PlaceMention] = {}
    for mention in mentions:
        if mention.role is Role.FOCUS:
            first.setdefault(mention.geonames_id, mention)
    told = tuple(first[place.geonames_id] for place in chosen if place.geonames_id in first)
    return mentions, told, chosen, countries


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


def _countries(text: str, resolved: Sequence[Resolved], parts: Parts) -> tuple[str, ...]:
    """The countries of the event, by the parts of the text that tell of it; else by all of it, else the one most named."""
    end = parts.title.end if parts.title is not None else 0
    told = [mention_of(item) for item in resolved if not parts.is_aside(item.candidate.span)]
    found = choose_countries(text, told, end)
    if not found and len(told) < len(resolved):
        found = choose_countries(text, [mention_of(item) for item in resolved], end)
    return found or _most_named(resolved, parts)


def _most_named(resolved: Sequence[Resolved], parts: Parts) -> tuple[str, ...]:
    named: dict[str, float] = defaultdict(float)
    for item in resolved:
        if item.country:
            named[item.country] += parts.weight(item.candidate.span) * item.confidence
    return (max(named, key=lambda code: named[code]),) if named else ()


def _focus(
    text: str, resolved: Sequence[Resolved], parts: Parts, countries: Sequence[str]
) -> tuple[Place, ...]:
    by_place: dict[int, float] = defaultdict(float)
    plain: dict[int, float] = defaultdict(float)
    places: dict[int, Place] = {}
    for item, factor in zip(resolved, _factors(text, resolved), strict=True):
        if item.demonym:
            continue
        weight = parts.weight(item.candidate.span) * item.confidence
        number = item.place.geonames_id
        by_place[number] += weight * factor
        # Enough is said of a place that is only a dateline or a speaker's, where no other is named.
        plain[number] += weight * (factor if factor == _LEFT else 1.0)
        places[number] = item.place
    seas = [number for number, place in places.items() if not place.country]
    sea = [places[max(seas, key=lambda number: by_place[number])]] if seas else []
    chosen: list[Place] = []
    for country in countries:
        inside = {
            number: by_place[number]
            for number, place in places.items()
            if place.country == country and place.precision in _SUBPLACES
        }
        best = max(inside.values(), default=0.0)
        whole = gazetteer().country(country)
        enough = max((plain[number] for number in inside), default=0.0) >= _ENOUGH or best >= _ENOUGH
        sure = any(item.place.geonames_id in inside and item.confidence >= _SURE for item in resolved)
        if inside and (enough or (sure and (whole is None or whole.geonames_id not in places))):
            chosen += [places[number] for number, weight in inside.items() if weight >= 0.6 * best]
        elif whole is not None and any(item.country == country for item in resolved):
            chosen.append(whole)
    if not any(place.geonames_id in places for place in chosen):
        # Only a people is named, or no country at all: what is named of the sea or of a wide region is where it is.
        chosen += sea
    return tuple(_without_holders(chosen))


def _factors(text: str, resolved: Sequence[Resolved]) -> Iterator[float]:
    """For each name how much the words around it speak for or against its being the place of the event."""
    happens = happenings(text.lower())
    dateline = DATELINE.match(text[:_HEAD])
    seat_end = dateline.end() if dateline else 0
    factor, last = 1.0, -LONGEST_LIST_GAP
    for item in resolved:
        start, end = item.candidate.span.start, item.candidate.span.end
        gap = text[last:start] if 0 <= start - last <= LONGEST_LIST_GAP else "-"
        last = end
        if factor != _SEAT and LIST_GAP.match(gap):
            yield factor
            continue
        before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
        factor = _factor(before, after, beside(text, happens, start)[1])
        if start <= _SEAT_STARTS and start < seat_end:
            factor = _SEAT
        yield factor


def _factor(before: str, after: str, happens_before: bool) -> float:
    if _AWAY.search(before) and not _PART_OF.search(before):
        return _LEFT
    if at_border(before, after) or said_there(before) or speaks_there(before, after):
        return _SPOKEN_OF
    if INSIDE.search(before) is None:
        return 1.0
    return _HAPPENS_THERE if happens_before else _THERE


def _without_holders(chosen: list[Place]) -> list[Place]:
    """Leave out an area where a smaller place inside it is chosen too ('Marawi, Lanao del Sur')."""
    small = [place for place in chosen if place.precision in (Precision.CITY, Precision.SITE)]
    inner = {place.admin1 for place in small} | {place.admin2 for place in small if place.admin2}
    kept = [
        one
        for one in chosen
        if not (one.precision is Precision.ADMIN_1 and one.admin1 in inner)
        and not (one.precision is Precision.ADMIN_2 and one.admin2 in inner)
    ]
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
