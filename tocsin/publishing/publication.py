"""The publication: from an approved draft to a frozen edition with its documents, exposures and deliveries."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.alerts.editions import freeze
from tocsin.alerts.models import Draft, Edition
from tocsin.delivery.outbox import enqueue
from tocsin.exposure.matching import expose
from tocsin.publishing.documents.making import make_documents


@transaction.atomic
def publish(draft: Draft, *, publisher: User, now: datetime) -> Edition:
    """Publish `draft` and return its edition: all of it happens, or nothing.

    In one transaction the edition and every form of it are frozen, the people in its way are matched, and a
    delivery row stands for each of them and each of their channels. Raises what the rooms raise: AlertsError
    where the approval does not hold, PublishingError where a document must not leave the house.
    """
    edition = freeze(draft, publisher=publisher, now=now, make_documents=make_documents)
    exposures = expose(edition, now=now)
    deliveries = enqueue(edition, now=now)
    record(
        edition.alert.organisation,
        "ring the bell",
        f"edition:{edition.pk}",
        now=now,
        actor=publisher,
        detail={
            "identifier": edition.identifier,
            "level": edition.level,
            "exposed": len({exposure.person_id for exposure in exposures}),
            "deliveries": len(deliveries),
        },
    )
    return edition
