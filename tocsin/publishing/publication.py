"""The publication: from an approved draft to a frozen edition with its documents, and the job of telling people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.alerts.editions import Proof, freeze, proof_of
from tocsin.alerts.errors import ProofOutdated
from tocsin.alerts.models import Draft, Edition, MessageType, Review
from tocsin.delivery.fan_out import AT_ONCE_WITH_PUBLICATION, expand, open_fan_out
from tocsin.exposure.candidates import stays_near
from tocsin.exposure.models import Exposure
from tocsin.exposure.targets import target_of
from tocsin.exposure.values import Target
from tocsin.publishing.documents.making import make_documents

#: So often a publication is made ready before it gives up: each time something that it stands on had changed meanwhile.
_ATTEMPTS = 3


def publish(draft: Draft, *, publisher: User, now: datetime) -> Edition:
    """Publish `draft` and return its edition: all of it happens, or nothing.

    The edition and every form of it are made first, which may take a second where the area has many corners, and holds up
    nobody. In one transaction they are then held against what there is by now, and frozen, and the job of telling people
    is left with them. Where few are in the way the job is done in the same transaction: exposures and deliveries stand at
    once. More are written by the worker, in pieces, beginning at once. Raises what the rooms raise: AlertsError where the
    approval does not hold, PublishingError where a document must not leave the house.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        ready = made_ready(draft, publisher=publisher, now=now)
        try:
            return publish_ready(ready, publisher=publisher, now=now)
        except ProofOutdated:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


@dataclass(frozen=True, slots=True)
class Ready:
    """An edition with its documents, what it reaches, and whether those are so few that all is done with the publication."""

    proof: Proof
    target: Target
    few: bool


def made_ready(draft: Draft, *, publisher: User, now: datetime, foreseen: Review | None = None) -> Ready:
    """Return all of a publication that takes long; nothing is locked and nothing is written. Raises as :func:`publish`.

    `foreseen` is as in `proof_of`: the approval that the draft will have by then.
    """
    proof = proof_of(draft, publisher=publisher, now=now, make_documents=make_documents, foreseen=foreseen)
    target = target_of(proof.edition, proof.text.area)
    return Ready(proof, target, _reaches_few(proof, target))


@transaction.atomic
def publish_ready(ready: Ready, *, publisher: User, now: datetime) -> Edition:
    """Publish what was made ready, in one short transaction, and return the edition.

    Raises ProofOutdated where something that it stands on has changed since: make it ready anew.
    """
    target, few = ready.target, ready.few
    edition = freeze(ready.proof, publisher=publisher, now=now)
    job = open_fan_out(edition, now=now)
    if few:
        expand(job.pk, clock=lambda: now, known=(edition, target))
    record(
        edition.alert.organisation,
        "ring the bell",
        f"edition:{edition.pk}",
        now=now,
        actor=publisher,
        detail=_told(edition) if few else {"identifier": edition.identifier, "level": edition.level},
    )
    return edition


def _reaches_few(proof: Proof, target: Target) -> bool:
    """Whether all of it can be done at once; asked before the transaction, since the search must hold up nobody."""
    alert = proof.edition.alert
    told = 0
    if proof.edition.message_type != MessageType.ALERT:
        told = Exposure.objects.filter(edition__alert=alert).count()
    return told + len(stays_near(target, alert.organisation_id)) <= AT_ONCE_WITH_PUBLICATION


def _told(edition: Edition) -> dict[str, object]:
    people = Exposure.objects.filter(edition=edition).values("person").distinct().count()
    return {
        "identifier": edition.identifier,
        "level": edition.level,
        "exposed": people,
        "deliveries": edition.deliveries.count(),
    }
