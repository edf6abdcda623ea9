"""The publication: from an approved draft to a frozen edition with its documents, and the job of telling people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.alerts.content import text_of
from tocsin.alerts.editions import freeze
from tocsin.alerts.models import Draft, Edition, MessageType
from tocsin.delivery.fan_out import AT_ONCE_WITH_PUBLICATION, expand, open_fan_out
from tocsin.exposure.candidates import stays_near
from tocsin.exposure.models import Exposure
from tocsin.exposure.targets import target_of_text
from tocsin.publishing.documents.making import make_documents


def publish(draft: Draft, *, publisher: User, now: datetime) -> Edition:
    """Publish `draft` and return its edition: all of it happens, or nothing.

    In one transaction the edition and every form of it are frozen, and the job of telling people is left with it. Where
    few are in the way the job is done in the same transaction: exposures and deliveries stand at once. More are written
    by the worker, in pieces, beginning at once. Raises what the rooms raise: AlertsError where the approval does not
    hold, PublishingError where a document must not leave the house.
    """
    few = _reaches_few(draft, now=now)
    with transaction.atomic():
        edition = freeze(draft, publisher=publisher, now=now, make_documents=make_documents)
        job = open_fan_out(edition, now=now)
        if few:
            expand(job.pk, clock=lambda: now)
        record(
            edition.alert.organisation,
            "ring the bell",
            f"edition:{edition.pk}",
            now=now,
            actor=publisher,
            detail=_told(edition) if few else {"identifier": edition.identifier, "level": edition.level},
        )
    return edition


def _reaches_few(draft: Draft, *, now: datetime) -> bool:
    """Whether all of it can be done at once; asked before the transaction, since the search must hold up nobody."""
    organisation, incident = draft.alert.organisation, draft.alert.incident
    target = target_of_text(
        text_of(draft.content), organisation, now=now, phase=incident.phase, precision=incident.precision
    )
    told = 0
    if draft.message_type != MessageType.ALERT:
        told = Exposure.objects.filter(edition__alert=draft.alert_id).count()
    return told + len(stays_near(target, organisation.pk)) <= AT_ONCE_WITH_PUBLICATION


def _told(edition: Edition) -> dict[str, object]:
    people = Exposure.objects.filter(edition=edition).values("person").distinct().count()
    return {
        "identifier": edition.identifier,
        "level": edition.level,
        "exposed": people,
        "deliveries": edition.deliveries.count(),
    }
