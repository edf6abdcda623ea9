"""The desk's map: incidents, alerts in force, sites and people, and the same things as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tocsin.accounts.models import Organisation
from tocsin.alerts.editions import in_force
from tocsin.alerts.models import Edition
from tocsin.exposure.models import Site, Stay
from tocsin.geo import Area, Circle, Point, gazetteer
from tocsin.geo.situation_map import Mark, situation_map
from tocsin.grading import Level
from tocsin.incidents.models import Incident

#: More places than this are drawn as the largest of them.
MOST_PLACES = 400
_PEOPLE, _SITES, _INCIDENTS = "#ffffff", "#c9c4b8", "#575349"


@dataclass(frozen=True, slots=True)
class PlaceOfPeople:
    """A place and how many people are there now; `people` are their numbers."""

    place: str
    country: str
    point: Point | None
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the map shows. `places` and `sites` are empty for whoever may not see people; `by_country` counts them for all."""

    svg: str
    around: str
    editions: Sequence[Edition]
    incidents: Sequence[Incident]
    sites: Sequence[Site]
    places: Sequence[PlaceOfPeople]
    by_country: Sequence[tuple[str, int]]

    @property
    def seen(self) -> frozenset[int]:
        """The numbers of the people whose places are shown."""
        return frozenset().union(*(place.people for place in self.places)) if self.places else frozenset()


def map_page(organisation: Organisation, *, around: str, sees_people: bool, now: datetime) -> MapPage:
    """Return the map of `organisation` at `now`: of the world, or of a country (alpha-2) or alert (its reference).

    Where somebody is, and the sites, stand on it only where `sees_people`; others get sums by country.
    """
    editions = list(in_force(now=now, organisation=organisation)[:100])
    incidents = list(
        Incident.objects.filter(organisation=organisation, state="open").order_by("-last_report_at")[:100]
    )
    mine = Site.objects.filter(organisation=organisation, active=True).order_by("name")
    sites = list(mine[:500]) if sees_people else []
    places = people_by_place(organisation, now=now)
    sums: dict[str, set[int]] = defaultdict(set)
    for place in places:
        sums[place.country] |= place.people
    shown = places if sees_people else []
    svg = situation_map(
        [*_marks_of_incidents(incidents), *_marks_of_sites(sites), *_marks_of_people(shown)],
        [(Area.from_geojson(edition.area), Level.from_word(edition.level).colour) for edition in editions],
        around=_around(around, editions),
        title=_("Incidents, alerts, sites and people"),
        language=get_language() or "en",
    )
    counted = sorted(((code, len(people)) for code, people in sums.items()), key=lambda pair: -pair[1])
    return MapPage(svg, around, editions, incidents, sites, shown, counted)


def people_by_place(organisation: Organisation, *, now: datetime) -> list[PlaceOfPeople]:
    """Return where the people of an organisation are at `now`, the places with most of them first."""
    running = Stay.objects.filter(
        Q(depart__isnull=True) | Q(depart__gt=now), arrive__lte=now, organisation=organisation,
        trip__person__active=True,
    ).select_related("trip")  # fmt: skip
    people: dict[tuple[str, str, float | None, float | None], set[int]] = defaultdict(set)
    for stay in running.iterator(chunk_size=2000):
        longitude, latitude = stay.longitude, stay.latitude
        # Addresses in one town are one mark on a map of the world.
        near = (
            (None, None)
            if longitude is None or latitude is None
            else (round(longitude, 1), round(latitude, 1))
        )
        name = stay.place if stay.precision != "site" else ""
        people[name, stay.country, *near].add(stay.trip.person_id)
    found = [
        PlaceOfPeople(
            name or _("several addresses"),
            country,
            None if x is None or y is None else Point(longitude=x, latitude=y),
            frozenset(numbers),
        )
        for (name, country, x, y), numbers in people.items()
    ]
    return sorted(found, key=lambda place: -len(place.people))[:MOST_PLACES]


def _around(asked: str, editions: Sequence[Edition]) -> Area | None:
    for edition in editions:
        if edition.alert.reference == asked:
            area = Area.from_geojson(edition.area)
            if area.circles and not area.polygons and not area.countries:
                wide = tuple(
                    Circle(circle.center, max(circle.radius_km * 3, 100.0)) for circle in area.circles
                )
                return Area(circles=wide)
            return area
    if len(asked) == 2 and gazetteer().country(asked.upper()) is not None:
        return Area(countries=(asked.upper(),))
    return None


def _marks_of_people(places: Sequence[PlaceOfPeople]) -> list[Mark]:
    marks = []
    for place in places:
        point = place.point
        if point is None:
            country = gazetteer().country(place.country) if place.country else None
            point = country.point if country else None
        if point is not None:
            count = len(place.people)
            words = ngettext("%(num)d person", "%(num)d people", count) % {"num": count}
            marks.append(Mark(point, f"{place.place}: {words}", _PEOPLE, "circle", count))
    return marks


def _marks_of_sites(sites: Sequence[Site]) -> list[Mark]:
    return [
        Mark(Point(longitude=site.longitude, latitude=site.latitude), site.name, _SITES, "square")
        for site in sites
        if site.longitude is not None and site.latitude is not None
    ]


def _marks_of_incidents(incidents: Sequence[Incident]) -> list[Mark]:
    marks = []
    for incident in incidents:
        if incident.longitude is None or incident.latitude is None:
            continue
        level = Level.from_word(incident.level)
        point = Point(longitude=incident.longitude, latitude=incident.latitude)
        marks.append(Mark(point, f"{level.word}: {incident.title}", level.colour, level.shape))
    return marks
