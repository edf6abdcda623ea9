"""Those who come into the way of an alert after its publication are told too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tocsin.alerts.models import Edition
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.exposure.models import Exposure


def enqueue_late(exposures: Iterable[Exposure], *, now: datetime) -> tuple[Delivery, ...]:
    """Queue the messages for new exposures to editions in force, in the caller's transaction, and return their rows.

    What was queued for an edition already is not queued again.
    """
    numbers = {row.edition_id for row in exposures}
    editions = Edition.objects.filter(pk__in=numbers).select_related("alert__organisation", "alert__incident")
    return tuple(row for edition in editions.order_by("pk") for row in enqueue(edition, now=now))
