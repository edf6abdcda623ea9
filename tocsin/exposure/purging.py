"""Trips are kept for as long as they are needed: removed some days after their end, with counts in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation
from tocsin.exposure.models import Exposure, HeldLine, ImportChange, PlaceLook, Stay, TravelCount, Trip
from tocsin.exposure.sentences import NO_LONGER_KEPT

#: So many trips go in one transaction.
_AT_ONCE = 500
#: Looks are kept for a year: long enough for the person to see them.
LOOKS_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Purged:
    """What went: trips, stays, places in exposures, old lines of imports, looks."""

    trips: int = 0
    stays: int = 0
    exposures: int = 0
    lines: int = 0
    looks: int = 0

    def text(self) -> str:
        """Return it for the terminal."""
        return (
            f"{self.trips} trips with {self.stays} stays, the places of {self.exposures} exposures, "
            f"{self.lines} lines of imports and {self.looks} looks were removed."
        )


def purge_due(organisation: Organisation, *, now: datetime) -> Purged:
    """Return what `purge` would remove at `now`, and remove nothing."""
    before = now - timedelta(days=organisation.keep_trips_days)
    trips = _ended(organisation, before).order_by().values("pk")
    lines = _held_lines(organisation, before).count() + _changes(organisation, before).count()
    exposures = Exposure.objects.filter(stay__trip__in=trips).count()
    return Purged(
        trips.count(),
        Stay.objects.filter(trip__in=trips).count(),
        exposures + _orphans(organisation, before).count(),
        lines,
        _old_looks(organisation, now).count(),
    )


def purge(organisation: Organisation, *, now: datetime) -> Purged:
    """Remove what is older than the organisation keeps it (`keep_trips_days`), in short transactions.

    A trip goes when the last of its stays ended so long ago; one without an end stays. Counts by month and country are
    kept (TravelCount). Exposures stay without their places. Asked again it finds nothing.
    """
    before = now - timedelta(days=organisation.keep_trips_days)
    trips = stays = exposures = 0
    while numbers := list(_ended(organisation, before).values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            stays += _count(organisation, numbers)
            exposures += _blank(Exposure.objects.filter(stay__trip__in=numbers))
            Trip.objects.filter(pk__in=numbers).delete()
        trips += len(numbers)
    with transaction.atomic():
        exposures += _blank(_orphans(organisation, before))
        lines, _ = _held_lines(organisation, before).delete()
        changes, _ = _changes(organisation, before).delete()
        looks, _ = _old_looks(organisation, now).delete()
        done = Purged(trips, stays, exposures, lines + changes, looks)
        if done != Purged():
            detail = {"trips": trips, "stays": stays, "exposures": exposures, "looks": looks}
            audit.record(organisation, "trips.purge", "trips", now=now, detail=detail)
    return done


def purge_all(*, now: datetime) -> Iterator[tuple[Organisation, Purged]]:
    """Purge every organisation, and yield what went."""
    for organisation in Organisation.objects.order_by("pk"):
        yield organisation, purge(organisation, now=now)


def _ended(organisation: Organisation, before: datetime) -> QuerySet[Trip]:
    lasting = Stay.objects.filter(Q(depart__isnull=True) | Q(depart__gte=before), trip=OuterRef("pk"))
    mine = Trip.objects.filter(person__organisation=organisation)
    some = Stay.objects.filter(trip=OuterRef("pk"))
    old_and_empty = Q(created_at__lt=before)
    return mine.filter(~Exists(lasting)).filter(Exists(some) | old_and_empty).order_by("pk")


def _orphans(organisation: Organisation, before: datetime) -> QuerySet[Exposure]:
    """Whose stay was removed by hand has a place on record too."""
    rows = Exposure.objects.filter(person__organisation=organisation, edition__expires__lt=before)
    return rows.filter(stay__isnull=True, site__isnull=True).exclude(located_by="")


def _held_lines(organisation: Organisation, before: datetime) -> QuerySet[HeldLine]:
    return HeldLine.objects.filter(record__organisation=organisation, record__at__lt=before)


def _changes(organisation: Organisation, before: datetime) -> QuerySet[ImportChange]:
    return ImportChange.objects.filter(record__organisation=organisation, record__at__lt=before)


def _old_looks(organisation: Organisation, now: datetime) -> QuerySet[PlaceLook]:
    return PlaceLook.objects.filter(person__organisation=organisation, at__lt=now - LOOKS_KEPT)


def _count(organisation: Organisation, trips: list[int]) -> int:
    stays: Counter[tuple[date, str]] = Counter()
    nights: Counter[tuple[date, str]] = Counter()
    for country, arrive, depart in Stay.objects.filter(trip__in=trips).values_list(
        "country", "arrive", "depart"
    ):
        key = depart.date().replace(day=1), country
        stays[key] += 1
        nights[key] += max(0, (depart.date() - arrive.date()).days)
    for (month, country), number in stays.items():
        row, _ = TravelCount.objects.get_or_create(organisation=organisation, month=month, country=country)
        TravelCount.objects.filter(pk=row.pk).update(
            stays=F("stays") + number, nights=F("nights") + nights[month, country]
        )
    return sum(stays.values())


def _blank(rows: QuerySet[Exposure]) -> int:
    changed = []
    for row in rows.only("pk", "rule", "place", "reason", "located_by"):
        row.place, row.reason, row.located_by = "", NO_LONGER_KEPT % {"rule": row.rule}, ""
        changed.append(row)
    Exposure.objects.bulk_update(changed, ["place", "reason", "located_by"], batch_size=500)
    return len(changed)
