"""Who may be in the way, by indexes alone; `decide.match` has the last word.

Every query that looks for stays or sites near an area lives here, so that a faster index changes one module. Each
group below is one indexed range: stays of whole countries, stays known only by country, stays near the shapes, and
the few whose place is so uncertain that they must be looked for farther out.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, QuerySet

from tocsin.exposure.models import Site, Stay
from tocsin.exposure.values import Target
from tocsin.geo import Area

#: Stays more uncertain than this are looked for in a box that is wider by FARTHEST_KM.
FINE_KM = 50.0
#: No stay may be more uncertain than this (models and importing keep to it).
FARTHEST_KM = 1000.0


def stays_near(target: Target, organisation_id: int, within: QuerySet[Stay] | None = None) -> Iterator[Stay]:
    """Yield each stay that may match once, with `person_id`; only of `within` where it is given.

    Only people who are active and of the organisation are looked at.
    """
    stays = Stay.objects.all() if within is None else within
    stays = stays.filter(
        trip__person__organisation_id=organisation_id, trip__person__active=True, arrive__lt=target.latest
    ).filter(Q(depart__isnull=True) | Q(depart__gt=target.earliest))
    stays = stays.annotate(person_id=F("trip__person_id")).order_by()
    seen: set[int] = set()
    for places in _places(target):
        for stay in stays.filter(places).iterator(chunk_size=2000):
            if stay.pk not in seen:
                seen.add(stay.pk)
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
        yield Q(uncertainty_km__lte=FINE_KM) & _box(target.reached, target.uncertainty_km + FINE_KM)
        yield Q(uncertainty_km__gt=FINE_KM) & _box(target.reached, target.uncertainty_km + FARTHEST_KM)


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
