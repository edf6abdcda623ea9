"""Who may be in the way, by indexes alone; `decide.match` has the last word.

Every query that looks for stays or sites near an area lives here, so that a faster index changes one module. Each
group below is one indexed range: stays of whole countries, stays known only by country, stays near the shapes, and
the few whose place is so uncertain that they must be looked for farther out.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from tocsin.exposure.models import Person, Site, Stay, Trip
from tocsin.exposure.uncertainty import COARSE, FARTHEST_KM, FINE_KM
from tocsin.exposure.values import Target
from tocsin.geo import Area

_BATCH = 900


def stays_near(target: Target, organisation_id: int, within: QuerySet[Stay] | None = None) -> Iterator[Stay]:
    """Yield each stay that may match once, with `person_id`; only of `within` where it is given.

    Only people who are active and of the organisation are looked at.
    """
    stays = Stay.objects.all() if within is None else within
    stays = stays.filter(
        Q(depart__isnull=True) | Q(depart__gt=target.earliest), arrive__lt=target.latest
    ).order_by()
    # Places and times first, people last: a planner that began with the organisation's people would look at them all.
    keys = sorted(
        {pk for places in _places(target) for pk in stays.filter(places).values_list("pk", flat=True)}
    )
    for start in range(0, len(keys), _BATCH):
        yield from _of_organisation(keys[start : start + _BATCH], organisation_id)


def _of_organisation(keys: list[int], organisation_id: int) -> Iterator[Stay]:
    stays = list(Stay.objects.filter(pk__in=keys).order_by("pk"))
    person_of = dict(
        Trip.objects.filter(pk__in={stay.trip_id for stay in stays}).values_list("pk", "person_id")
    )
    people = Person.objects.filter(
        pk__in=set(person_of.values()), organisation_id=organisation_id, active=True
    )
    active = set(people.values_list("pk", flat=True))
    for stay in stays:
        stay.person_id = person_of[stay.trip_id]
        if stay.person_id in active:
            yield stay


def sites_near(target: Target, organisation_id: int, within: QuerySet[Site] | None = None) -> Iterator[Site]:
    """Yield each active site of the organisation that may match, once; only of `within` where it is given."""
    sites = Site.objects.all() if within is None else within
    sites = sites.filter(organisation_id=organisation_id, active=True).order_by("pk")
    places = Q(country__in=target.whole_countries) if target.whole_countries else Q(pk__in=[])
    if not target.reached.is_empty:
        places |= _box(target.reached, target.uncertainty_km)
    yield from sites.filter(places)


def _places(target: Target) -> Iterator[Q]:
    if target.whole_countries:
        yield Q(country__in=target.whole_countries)
    if target.touches:
        yield Q(country__in=target.touches, longitude__isnull=True)
    if not target.reached.is_empty:
        yield _box(target.reached, target.uncertainty_km + FINE_KM)
        yield Q(precision__in=sorted(COARSE)) & _box(target.reached, target.uncertainty_km + FARTHEST_KM)


def _box(area: Area, margin_km: float) -> Q:
    # A little wider than asked: the box's own rounding must never lose anybody.
    west, south, east, north = area.widened(margin_km + 0.1).bounds()
    latitudes = Q(latitude__range=(south, north))
    if east - west >= 360 or (west <= -180 and east >= 180):
        return latitudes
    if north >= 90 or south <= -90:
        return latitudes
    if west > east:
        return latitudes & (Q(longitude__gte=west) | Q(longitude__lte=east))
    # The two names of the antimeridian are one line.
    touching = Q(longitude__range=(west, east))
    if west <= -180:
        touching |= Q(longitude=180)
    if east >= 180:
        touching |= Q(longitude=-180)
    return latitudes & touching
