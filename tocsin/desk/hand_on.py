"""Those who come into the way of an alert after its publication are told too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tocsin.alerts.models import Edition
from tocsin.delivery.outbox import enqueue
from tocsin.exposure.models import Exposure


def hand_on(exposures: Iterable[Exposure], *, now: datetime) -> int:
    """Queue the messages for new exposures, in the caller's transaction; return how many people they concern."""
    rows = list(exposures)
    editions = Edition.objects.select_related("alert__organisation").filter(
        pk__in={row.edition_id for row in rows}
    )
    for edition in editions:
        enqueue(edition, now=now)
    return len({row.person_id for row in rows})
