"""Those who come into the way of an alert after its publication are told too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from tocsin.alerts.models import Edition
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import enqueue_people
from tocsin.exposure.models import Exposure


def enqueue_late(exposures: Iterable[Exposure], *, now: datetime) -> tuple[Delivery, ...]:
    """Queue the messages for new exposures to editions in force, in the caller's transaction, and return their rows.

    What was queued for an edition already is not queued again.
    """
    people: dict[int, set[int]] = defaultdict(set)
    for row in exposures:
        people[row.edition_id].add(row.person_id)
    last = Delivery.objects.aggregate(last=Max("pk"))["last"] or 0
    editions = Edition.objects.filter(pk__in=people).select_related("alert__organisation", "alert__incident")
    for edition in editions.order_by("pk"):
        enqueue_people(edition, people[edition.pk], now=now)
    return tuple(Delivery.objects.filter(edition__in=people, pk__gt=last).order_by("pk"))
