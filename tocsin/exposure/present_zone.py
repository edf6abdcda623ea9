"""Whose clock says what: the time zones of people by where they are now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from tocsin.accounts.bulk_rows import among
from tocsin.exposure.models import Stay
from tocsin.exposure.zones import country_zones, zone_near
from tocsin.geo import Point


def present_zones(people: Collection[int], *, now: datetime) -> dict[int, str]:
    """Return the IANA zone of the place where each of `people` (numbers) is at `now`, by the stay that began last.

    Whoever is on no stay, or at a place whose zone cannot be known, is not in it.
    """
    found: dict[int, str] = {}
    stays = Stay.objects.filter(
        Q(depart__isnull=True) | Q(depart__gt=now), trip__person__in=among(people), arrive__lte=now
    ).select_related("trip")
    for stay in stays.order_by("arrive", "pk"):
        if zone := _zone_of(stay):
            found[stay.trip.person_id] = zone
    return found


def _zone_of(stay: Stay) -> str:
    zones = country_zones(stay.country) if stay.country else ()
    if len(zones) == 1:
        return zones[0]
    if stay.longitude is None or stay.latitude is None:
        return ""
    zone, _why = zone_near(Point(longitude=stay.longitude, latitude=stay.latitude), stay.country)
    return zone
