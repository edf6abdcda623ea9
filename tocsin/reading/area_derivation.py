"""Areas that a text tells by places and that have no name of their own: '12 km south of Kabul', 'northern Mali'.

Only what is said in words that reach up to a place's name is derived. Where nothing is known of a place's extent (seas,
regions), no part of it is made up. Seats of government ('talks between Russia and Ukraine') are no areas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tocsin.geo import Place, Point, Precision, distance_km, gazetteer
from tocsin.geo.points import FARTHEST_KM
from tocsin.geo.sphere import destination
from tocsin.reading import area_words as said
from tocsin.reading.area_distances import distance_before, unit_km
from tocsin.reading.area_shapes import (
    BEARINGS,
    CENTRE,
    Round,
    around_point,
    border,
    edge,
    has_surface,
    midway,
    part,
    place_of,
    town_radius_km,
    whole,
)
from tocsin.reading.spans import Span
from tocsin.reading.values import AreaKind, DerivedArea, PlaceMention, Role

_WINDOW = 100
_REACH = 64
_LONGEST_GAP = 40
# Room for ' governorate' behind a name.
_KIND_ROOM = 13
_NEAR_KM, _NEAR_CITY_KM, _LARGE_CITY = 15.0, 25.0, 1_000_000
_COAST_KM = 50.0
# Villages have no parts; 'West Mosul' is a part of a large town, 'North Clayton' mostly the name of something else.
_PARTED_TOWN, _PARTED_CITY = 20_000, 100_000
# Of a whole state only 'near' makes an area: 'around Ohio' is all over it, 'outside Ohio' everywhere else.
_NOT_OF_STATES = frozenset(("around", "surrounding", "in and around", "outside", "outside of"))
# 'North of Kabul' without a distance: the next towns on that side.
_BEYOND_KM = 20.0
# A direction of eight winds is meant to half a wind to each side, and people round distances.
_SPREAD, _FINE_SPREAD, _LEAST_KM = 0.4, 0.25, 2.0
_FARTHEST_OFFSET_KM = 2_000.0
_FARTHEST_BETWEEN_KM = 1_000.0
_TOWNS = (Precision.CITY, Precision.SITE)
_PROVINCES = (Precision.ADMIN_1, Precision.ADMIN_2)
_LAST_WORD = re.compile(r"([^\W\d_]+)['’,\s]*\Z")
_DEFINITE = re.compile(r"(?:['’]s|\bthe)\s+\Z", re.I)
_NAMES = {
    "N": "northern", "S": "southern", "E": "eastern", "W": "western", "NE": "north-eastern", "NW": "north-western",
    "SE": "south-eastern", "SW": "south-western", CENTRE: "central",
}  # fmt: skip


def derived_areas(text: str, mentions: Sequence[PlaceMention]) -> tuple[DerivedArea, ...]:
    """The areas told by the words around these places, in the order of the text, none overlapping another.

    Each is a circle that holds the area (see `DerivedArea`). Demonyms count only beside 'border' and 'coast'.
    """
    ordered = sorted(mentions, key=lambda one: one.span)
    found: list[DerivedArea] = []
    used = -1
    for index, mention in enumerate(ordered):
        if mention.span.start < used:
            continue
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        area = _of_two(text, mention, following) if following is not None else None
        area = area or _of_one(text, mention, used)
        if area is not None and area.span.start >= used:
            found.append(area)
            used = area.span.end
    return tuple(found)


def _of_two(text: str, first: PlaceMention, second: PlaceMention) -> DerivedArea | None:
    """'Between A and B', 'the border between A and B', 'the A-B border', 'A's border with B'."""
    gap = text[first.span.end : second.span.start]
    if not 0 < len(gap) <= _LONGEST_GAP or first.geonames_id == second.geonames_id:
        return None
    start, end = first.span.start, second.span.end
    if said.HYPHEN.fullmatch(gap) or said.AND.fullmatch(gap):
        behind = said.BORDER_AFTER.match(text, end, end + _LONGEST_GAP)
        before = _up_to_name(said.BETWEEN, text[max(0, start - _WINDOW) : start])
        if before is not None and said.AND.fullmatch(gap):
            noun = before.group("noun") or ""
            begins = max(0, start - _WINDOW)
            if said.IS_BORDER.fullmatch(noun):
                return _border(text, Span(begins + before.start(), end), first, second)
            if behind is None:
                return _between(text, Span(begins + before.start("between"), end), first, second, noun)
        if behind is not None and said.HYPHEN.fullmatch(gap):
            return _border(text, Span(start, behind.end()), first, second)
        return None
    return (
        _border(text, Span(start, end), first, second)
        if said.BORDER_WITH.fullmatch(gap) is not None
        else None
    )


def _border(text: str, span: Span, first: PlaceMention, second: PlaceMention) -> DerivedArea | None:
    places = (first.geonames_id, second.geonames_id)
    surfaces = has_surface(first.geonames_id) and has_surface(second.geonames_id)
    names = f"{first.name} and {second.name}"
    if surfaces:
        found = border(*places) or border(*reversed(places))
        if found is None:
            return None
        return _area(text, span, AreaKind.BETWEEN, found, places, f"the stretch where {names} meet")
    return _halfway(text, span, first, second)


def _between(
    text: str, span: Span, first: PlaceMention, second: PlaceMention, noun: str
) -> DerivedArea | None:
    if noun.lower() in said.NOT_BETWEEN:
        return None
    if any(
        one.precision is Precision.COUNTRY or one.role is Role.DEMONYM or one.precision is Precision.REGION
        for one in (first, second)
    ):
        return None
    return _halfway(text, span, first, second)


def _halfway(text: str, span: Span, first: PlaceMention, second: PlaceMention) -> DerivedArea | None:
    one, other = _point(first), _point(second)
    apart = distance_km(one, other)
    if not 0.1 <= apart <= _FARTHEST_BETWEEN_KM:
        return None
    reason = f"half way between {first.name} and {second.name}, which are {apart:.0f} km apart"
    return _area(
        text,
        span,
        AreaKind.BETWEEN,
        midway(one, other),
        (first.geonames_id, second.geonames_id),
        reason,
    )


def _of_one(text: str, mention: PlaceMention, used: int) -> DerivedArea | None:
    """The area that the words before a place, or right behind it, make of it."""
    start = mention.span.start
    begins = max(0, start - _WINDOW, used)
    before = text[begins:start]
    after = text[mention.span.end : mention.span.end + 2]
    last = _LAST_WORD.search(before[-24:])
    triggered = last is not None and last.group(1).lower() in said.TRIGGERS
    if not triggered and after not in ("'s", "’s"):
        return None
    place = place_of(mention.geonames_id)
    if place is None:
        return None
    if mention.role is Role.DEMONYM:
        return _coast_of_people(text, before, begins, mention, place) if triggered else None
    if triggered:
        # Distances are told from towns: 'near Fukushima' is near the town, whatever 'Fukushima' was taken for.
        town = None
        if place.precision in _PROVINCES and any(_up_to_name(one, before) for one in said.TOLD_FROM_TOWNS):
            named = said.KIND_AFTER.match(text, mention.span.end, mention.span.end + _KIND_ROOM)
            town = None if named else _town_in(place, mention.text)
        for form in (_offset, _coast, _around, _beyond, _part_before):
            told_from = form in (_offset, _around, _beyond)
            found = form(text, before, begins, mention, (town or place) if told_from else place)
            if found is not None:
                return found
    behind = said.PART_AFTER.match(text, mention.span.end, mention.span.end + _LONGEST_GAP)
    if behind is not None:
        winds = (said.wind_of(behind.group("wind")),)
        return _part(text, Span(start, behind.end()), mention, place, winds, bool(behind.group("far")))
    return None


def _offset(text: str, before: str, begins: int, mention: PlaceMention, place: Place) -> DerivedArea | None:
    """'12 km south of Kabul', '30 miles from Mosul', '20 km off the coast of Yemen'."""
    match = said.OFFSET.search(before)
    if match is None or not (match.group("wind") or match.group("link")):
        return None
    wind = said.wind_of(match.group("wind") or "")
    measured = distance_before(before[: match.start("unit")], match)
    if measured is None:
        return None
    at, low, high = measured
    factor = unit_km(match.group("unit"))
    low, high = low * factor, high * factor
    if not 0 < high <= _FARTHEST_OFFSET_KM:
        return None
    end = mention.span.end
    if not wind and said.GOES_ON_TO.match(text, end, end + 12):
        return None
    span, places = Span(begins + at, end), (mention.geonames_id,)
    sea = bool(match.group("coast")) or match.group("link") == "off"
    whence = _where(mention, place)
    if not wind or wind == CENTRE:
        about = _extent(place, whence)
        if about is None:
            return None
        found = around_point(about.middle, about.radius_km + high)
        reason = f"within {_km(high)} of {'the coast of ' if sea else ''}{mention.name}; no direction is said"
        return _area(text, span, AreaKind.AROUND, found, places, reason)
    if place.precision not in _TOWNS:
        if place.precision in (Precision.REGION, Precision.SEA):
            return None
        whence = edge(mention.geonames_id, wind) or whence
    middle = (low + high) / 2
    spread = (_FINE_SPREAD if len(wind) == 3 else _SPREAD) * middle
    found = around_point(
        destination(whence, BEARINGS[wind], middle), max(_LEAST_KM, spread, (high - low) / 2)
    )
    reason = f"{_km(middle)} from {mention.name}, bearing {BEARINGS[wind]:g} degrees"
    return _area(text, span, AreaKind.OFFSET, found, places, reason)


def _coast(text: str, before: str, begins: int, mention: PlaceMention, place: Place) -> DerivedArea | None:
    """'Off the coast of Yemen', 'off Somalia's northern coast'."""
    end, match = mention.span.end, _up_to_name(said.COAST, before)
    wind = match.group("wind") if match is not None else None
    if match is None:
        match = _up_to_name(said.OFF, before)
        behind = said.COAST_AFTER.match(text, end, end + _LONGEST_GAP) if match is not None else None
        if match is None or behind is None:
            return None
        end, wind = behind.end(), behind.group("wind") or match.group("wind")
    span = Span(begins + match.start(), end)
    about = _extent(place, _point(mention))
    if wind and about is not None:
        about = part(mention.geonames_id, (said.wind_of(wind),), False) or about
    if about is None:
        return None
    found = around_point(about.middle, about.radius_km + _COAST_KM)
    reason = f"{_part_name(wind)}{mention.name} and the sea within {_COAST_KM:.0f} km of it"
    return _area(text, span, AreaKind.AROUND, found, (mention.geonames_id,), reason)


def _coast_of_people(
    text: str, before: str, begins: int, mention: PlaceMention, place: Place
) -> DerivedArea | None:
    """'Off the Yemeni coast'."""
    return _coast(text, before, begins, mention, place) if _up_to_name(said.OFF, before) else None


def _around(text: str, before: str, begins: int, mention: PlaceMention, place: Place) -> DerivedArea | None:
    """'Near Timbuktu', 'on the outskirts of Paris'; countries, seas and regions have no such surroundings."""
    if place.precision in (Precision.COUNTRY, Precision.SEA, Precision.REGION):
        return None
    match = _up_to_name(said.AROUND, before)
    if match is None or said.INSIDE_AFTER.match(text, mention.span.end, mention.span.end + _LONGEST_GAP):
        return None
    word = " ".join(match.group("word").lower().split())
    if place.precision is Precision.ADMIN_1 and word in _NOT_OF_STATES:
        return None
    about = _extent(place, _where(mention, place))
    if about is None:
        return None
    reach = (
        _NEAR_CITY_KM if place.precision is Precision.CITY and place.population > _LARGE_CITY else _NEAR_KM
    )
    found = around_point(about.middle, about.radius_km + reach)
    span = Span(begins + match.start(), mention.span.end)
    reason = f"within {reach:.0f} km of {mention.name}; the distance is ours, the text names none"
    return _area(text, span, AreaKind.AROUND, found, (mention.geonames_id,), reason)


def _beyond(text: str, before: str, begins: int, mention: PlaceMention, place: Place) -> DerivedArea | None:
    """'The north of Mali' is a part of it; 'north of Kabul' and 'to the north of Kabul' lie outside."""
    match = _up_to_name(said.BEYOND, before)
    if match is None:
        return None
    wind = said.wind_of(match.group("wind"))
    if wind == CENTRE and match.group("wind")[:1].isupper():
        # 'The Arts Center of Cannon County' is a house.
        return None
    inside = match.group("the") or match.group("inside") or wind == CENTRE
    romance = match.group("to") and match.group("to").lower() not in ("to the", "just")
    span = Span(begins + match.start(), mention.span.end)
    if inside or (romance and place.precision not in _TOWNS):
        if match.group("inside"):
            # 'in the north of Mali': the preposition is no part of the area's words.
            start = begins + match.end("inside") - len(match.group("inside").split()[-1])
            span = Span(min(start, begins + match.start("wind")), mention.span.end)
        return _part(text, span, mention, place, (wind,), bool(match.group("far")))
    if place.precision not in _TOWNS or not wind:
        return None
    span = Span(begins + match.start("wind"), mention.span.end)
    reach = town_radius_km(place.population)
    away = reach + _BEYOND_KM / 2
    found = around_point(destination(_where(mention, place), BEARINGS[wind], away), max(_BEYOND_KM, away))
    reason = f"the {_BEYOND_KM:.0f} km beyond {mention.name} on that side; the text names no distance"
    return _area(text, span, AreaKind.OFFSET, found, (mention.geonames_id,), reason)


def _part_before(
    text: str, before: str, begins: int, mention: PlaceMention, place: Place
) -> DerivedArea | None:
    """'Northern Mali', 'north-east Nigeria', 'the southern parts of Gaza'; Arabic 'north Mali'."""
    match = _up_to_name(said.PART, before)
    more = None
    if match is None:
        match = _up_to_name(said.PART_ARABIC, before)
        if match is None or (place.precision in _TOWNS and said.wind_of(match.group("wind")) != CENTRE):
            return None
        span = Span(begins + match.start("wind"), mention.span.end)
        return _part(text, span, mention, place, (said.wind_of(match.group("wind")),), False)
    more = match.group("more")
    winds = tuple(said.wind_of(one) for one in (match.group("wind"), more) if one)
    far = match.group("far")
    least = _PARTED_CITY if said.CAPITAL_NOUN.match(match.group("wind")) else _PARTED_TOWN
    if place.precision in _TOWNS and place.population < least:
        return None
    if place.precision is Precision.ADMIN_1 and (
        (article := _DEFINITE.search(before, 0, match.start("wind"))) is not None
        and (
            article.group().lower().startswith(("'", "’"))
            or said.KIND_AFTER.search(text, mention.span.start, mention.span.end + _KIND_ROOM)
        )
    ):
        # 'Nigeria's north-eastern Borno State' and 'the eastern Anhui province' are the whole province, told where it lies.
        return None
    if match.group("region") and place.precision is not Precision.COUNTRY:
        # 'The northern region of Ashanti' is the region itself.
        return None
    span = Span(begins + match.start("far" if far else "wind"), mention.span.end)
    return _part(text, span, mention, place, winds, bool(far))


def _part(
    text: str, span: Span, mention: PlaceMention, place: Place, winds: tuple[str, ...], far: bool
) -> DerivedArea | None:
    place = place_of(mention.geonames_id) or place
    if not all(winds) or place.precision is Precision.SEA:
        return None
    found = part(mention.geonames_id, tuple(dict.fromkeys(winds)), far)
    if found is None:
        return None
    if span.end == mention.span.end and place.precision in (Precision.ADMIN_1, Precision.ADMIN_2):
        behind = said.KIND_AFTER.match(text, span.end, span.end + _LONGEST_GAP)
        span = Span(span.start, behind.end()) if behind is not None else span
    share = "far " if far else ""
    names = " and ".join(_NAMES.get(one, _NAMES.get(one[-2:], "")) for one in winds)
    how = (
        "a circle by its population"
        if place.precision in _TOWNS
        else "cut from its outline or the hull of its towns"
    )
    return _area(
        text,
        span,
        AreaKind.PART,
        found,
        (mention.geonames_id,),
        f"the {share}{names} part of {mention.name}, {how}",
    )


def _extent(place: Place, middle: Point) -> Round | None:
    """What is taken for the place itself: nothing but its point for a town, a circle about its outline otherwise."""
    if place.precision in _TOWNS:
        return Round(middle, 0.0)
    return whole(place.geonames_id)


def _part_name(wind: str | None) -> str:
    return f"{_NAMES.get(said.wind_of(wind), '')} " if wind else ""


def _point(mention: PlaceMention) -> Point:
    return Point(longitude=mention.longitude, latitude=mention.latitude)


def _up_to_name(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """The pattern where it reaches up to the end of the words before a name; not more than so many characters are tried."""
    return pattern.search(before, max(0, len(before) - _REACH))


def _where(mention: PlaceMention, place: Place) -> Point:
    """The place's point: as the mention has it, or the town's that stands for it."""
    return _point(mention) if place.geonames_id == mention.geonames_id else place.point


@lru_cache(maxsize=2048)
def _town_in(area: Place, name: str) -> Place | None:
    """The largest town of that name in a province or county, None where there is none."""
    for one in gazetteer().by_name(name):
        if one.precision is Precision.CITY and (
            one.admin1 == area.admin1 if area.precision is Precision.ADMIN_1 else one.admin2 == area.admin2
        ):
            return one
    return None


def _km(value: float) -> str:
    return f"{value:.0f} km" if value >= 10 else f"{value:.1f} km"


def _area(
    text: str, span: Span, kind: AreaKind, found: Round, places: tuple[int, ...], reason: str
) -> DerivedArea:
    return DerivedArea(
        text=span.of(text),
        span=span,
        kind=kind,
        longitude=round(found.middle.longitude, 4),
        latitude=round(found.middle.latitude, 4),
        radius_km=round(min(FARTHEST_KM, max(0.1, found.radius_km)), 1),
        places=places,
        reason=reason,
    )
