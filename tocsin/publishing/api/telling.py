"""Tell those who turned out to be in the way of an edition after it was published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.exposure.models import Exposure


def tell(exposures: Iterable[Exposure], *, now: datetime) -> tuple[Delivery, ...]:
    """Queue the messages for new exposures to editions in force, in the caller's transaction; return them."""
    editions = {exposure.edition_id: exposure.edition for exposure in exposures}
    return tuple(delivery for edition in editions.values() for delivery in enqueue(edition, now=now))
