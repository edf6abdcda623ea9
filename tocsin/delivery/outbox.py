"""The outbox: what is to be sent is written down in the transaction that publishes, and nowhere else.

**The order of locks.** Publications, answers, claims and steps change the same rows at the same moment. Whoever changes
deliveries and escalations in one transaction changes all deliveries first, then the escalations, each in the order of their
numbers (:func:`in_order`); an answer locks its person before both. Whoever holds an escalation already adds deliveries, and
changes only those that nobody holds (SKIP LOCKED). So nobody ever waits for somebody who waits for them.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Max, Q, QuerySet, Value, When

from tocsin.accounts.audit import record
from tocsin.accounts.bulk_rows import among, in_order, insert_rows, stored
from tocsin.accounts.models import User
from tocsin.alerts.models import Edition, MessageType
from tocsin.delivery.cases import end_earlier, open_silent
from tocsin.delivery.channel_settings import ways_set
from tocsin.delivery.coverings import uncover
from tocsin.delivery.decide import (
    BY_GATEWAY,
    CHANNELS,
    EXPOSED_BY,
    WHOLE,
    Address,
    EditionFacts,
    Intent,
    Recipient,
    Rule,
    clock_face,
    plan,
    words,
)
from tocsin.delivery.errors import NotRetryable
from tocsin.delivery.models import Delivery
from tocsin.delivery.quiet_facts import critical_note
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Contact, Exposure, Person
from tocsin.wording import worded

#: What Tocsin's message ids are derived from (RFC 9562, section 5.5).
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "message.tocsin")
#: So long a message about somebody else is worth sending, after the alert as well.
LONGEST_CHASE = timedelta(hours=12)
#: So many people are looked up at once.
_PEOPLE_AT_ONCE = 5000
#: The rule of an exposure that stands only for having been exposed to an earlier edition (docs/exposure.md).
_NOT_IN_THE_WAY = "told-before"


def message_id(
    edition: Edition,
    person_id: int,
    channel: str,
    contact_id: int | None,
    step: int = 0,
    about_id: int | None = None,
) -> str:
    """Return the id that every copy of one message carries, as 'tocsin-' and 32 hexadecimal digits.

    It is derived, not drawn: the same message has the same id however often it is written or sent. A `step` of an
    escalation, and whom it is `about`, make it another message: then the digits are the edition's, and numbers follow.
    """
    if step:
        return f"{stem(edition)}-{person_id}-{contact_id or 0}-{step}-{about_id or 0}"
    return _derived(f"{edition.identifier} {person_id} {channel} {contact_id or '-'}")


def stem(edition: Edition) -> str:
    """Return what the ids of an edition's later messages begin with."""
    return _derived(edition.identifier)


def _derived(name: str) -> str:
    # RFC 9562, section 5.5, as uuid.uuid5 does it, without an object for each of a million.
    digits = bytearray(hashlib.sha1(_NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    digits[6], digits[8] = digits[6] & 0x0F | 0x50, digits[8] & 0x3F | 0x80
    return f"tocsin-{digits.hex()}"


@transaction.atomic
def enqueue(edition: Edition, *, now: datetime) -> tuple[Delivery, ...]:
    """Write one row per person and address for the exposures of `edition`, and return the rows written.

    Those who were told of an earlier edition are told of an Update or an all-clear too, wherever they are
    by then. What is still queued for earlier editions is cancelled. Called again for the same edition, it adds what is
    missing and nothing twice. All at once: for a few thousand people; `fan_out` does more of them in pieces.
    """
    cancel_earlier(edition, now=now)
    last = Delivery.objects.aggregate(last=Max("pk"))["last"] or 0
    concerned = set(Exposure.objects.filter(edition=edition).values_list("person_id", flat=True))
    if edition.message_type != MessageType.ALERT:
        earlier = told(edition.alert_id).filter(edition__number__lt=edition.number)
        concerned |= set(earlier.values_list("person_id", flat=True))
    enqueue_people(edition, concerned, now=now)
    return tuple(Delivery.objects.filter(edition=edition, pk__gt=last).order_by("pk"))


def enqueue_people(edition: Edition, people: Collection[int], *, now: datetime) -> int:
    """Write the rows that `edition` has not got yet for those people (their numbers); return how many are new.

    With a fixed number of questions to the database for each few thousand people, in the caller's transaction.
    """
    facts = EditionFacts(edition.message_type, edition.level == "Critical", edition.expires)
    numbers, count = sorted(people), 0
    for start in range(0, len(numbers), _PEOPLE_AT_ONCE):
        some = list(_recipients(edition, numbers[start : start + _PEOPLE_AT_ONCE]))
        intents = (intent for recipient in some for intent in plan(recipient, facts, now=now))
        count += insert_rows(Delivery, _COLUMNS, _rows(edition, intents, now=now))
        asked = [one.person_id for one in some if one.active and one.is_asked]
        open_silent(edition, asked, now=now)
    return count


@dataclass(frozen=True, slots=True)
class StepLetter:
    """One message of an escalation's step: to whom, about whom (None: themselves), at which address, and why."""

    person_id: int
    about_id: int | None
    address: Address
    step: int
    rule: Rule
    reason: str


def end_of_chase(edition: Edition, now: datetime) -> datetime:
    """Return until when a message about somebody is worth sending: whoever has to look after them still has to later."""
    return max(edition.expires, now + LONGEST_CHASE)


def enqueue_steps(edition: Edition, letters: Iterable[StepLetter], *, now: datetime) -> int:
    """Write the messages of an escalation, in the caller's transaction; return how many are new.

    A new call for help takes the place of those about the same person that still wait at the same address.
    """
    letters = [one for one in letters if one.address.signable and one.address.reachable]
    _replace_calls(edition, [one for one in letters if one.rule is Rule.HELP_CALLED], now=now)
    moment, critical = stored(now), edition.level == "Critical"
    expires = stored(end_of_chase(edition, now))
    rows = (
        (
            edition.alert.organisation_id, edition.pk, one.person_id, one.address.contact_id, one.address.channel,
            DeliveryState.QUEUED.value, one.rule.value, one.reason, critical or one.about_id is not None,
            message_id(edition, one.person_id, one.address.channel, one.address.contact_id, one.step, one.about_id),
            0, moment, expires if one.about_id else stored(edition.expires), "", None, "", moment, None, one.about_id,
            one.step,
        )
        for one in letters
    )  # fmt: skip
    return insert_rows(Delivery, _COLUMNS, rows, keep_old=True)


def _replace_calls(edition: Edition, letters: Collection[StepLetter], *, now: datetime) -> None:
    if not letters:
        return
    same = {(one.person_id, one.about_id, one.address.contact_id) for one in letters}
    rows = Delivery.objects.filter(
        edition__in=Edition.objects.filter(alert=edition.alert_id).values("pk"),
        about__in={one.about_id for one in letters},
        rule=Rule.HELP_CALLED,
        state=DeliveryState.QUEUED,
    ).order_by("pk")
    # The caller holds escalations already: rows that somebody else holds are left to them.
    waiting = rows.select_for_update(skip_locked=True).values_list(
        "pk", "person_id", "about_id", "contact_id"
    )
    older = [pk for pk, *whom in waiting if tuple(whom) in same]
    Delivery.objects.filter(pk__in=older).update(
        state=DeliveryState.CANCELLED,
        rule=Rule.CALLED_AGAIN,
        reason=words(Rule.CALLED_AGAIN),
        finished_at=now,
    )


def cancel_earlier(edition: Edition, *, now: datetime) -> int:
    """Cancel what is still queued for the earlier editions of this alert; return how many rows that were."""
    rule = Rule.ALL_CLEAR if edition.message_type == MessageType.CANCEL else Rule.SUPERSEDED
    earlier = Delivery.objects.filter(
        edition__alert=edition.alert_id, edition__number__lt=edition.number, about__isnull=True
    )
    count = cancel(earlier, rule, words(rule), now=now)
    uncover(edition, now=now)
    end_earlier(edition, rule, now=now)
    return count


def cancel(rows: QuerySet[Delivery], rule: Rule, reason: str, *, now: datetime) -> int:
    """Cancel those of `rows` that are still queued, and return how many; what is being sent is left to its worker."""
    return in_order(rows.filter(state=DeliveryState.QUEUED)).update(
        state=DeliveryState.CANCELLED, rule=rule, reason=reason, finished_at=now
    )


@transaction.atomic
def try_again(delivery: Delivery, *, actor: User, now: datetime) -> Delivery:
    """Queue a failed delivery once more because `actor` asked, and return it.

    Raises NotRetryable where it has not failed, has lost its address, or its edition has ended.
    """
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state != DeliveryState.FAILED:
        raise NotRetryable(
            worded(
                "Delivery %(number)s is %(state)s: only what has failed can be sent again.",
                number=row.pk,
                state=worded(row.state),
            )
        )
    if row.contact_id is None:
        raise NotRetryable(
            worded(
                "Delivery %(number)s has no address any more: %(why)s",
                number=row.pk,
                why=worded(words(Rule.NO_ADDRESS)),
            )
        )
    if row.expires_at <= now:
        raise NotRetryable(
            worded(
                "The edition of delivery %(number)s ended on %(time)s: publish an update.",
                number=row.pk,
                time=clock_face(row.expires_at),
            )
        )
    row.state, row.rule = DeliveryState.QUEUED, Rule.ASKED_AGAIN
    row.reason = words(Rule.ASKED_AGAIN, who=str(actor))
    row.due_at, row.finished_at = now, None
    row.save(update_fields=["state", "rule", "reason", "due_at", "finished_at"])
    record(
        row.organisation, "delivery-asked-again", f"delivery:{row.pk}", now=now, actor=actor,
        detail={"last_error": row.last_error},
    )  # fmt: skip
    return row


def told(alert_id: int) -> QuerySet[Delivery]:
    """Return the deliveries of an alert by which somebody was told, or may have been.

    A try that ended without an answer may have been accepted; who may have been told is told the end as well.
    """
    return Delivery.objects.filter(edition__alert=alert_id, about__isnull=True).filter(
        Q(state__in=[DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.SENDING])
        | Q(tries__outcome__in=["technical", "interrupted"])
    )


def _recipients(edition: Edition, people: list[int]) -> Iterator[Recipient]:
    """Yield those of `people` whom the edition concerns."""
    exposures: dict[int, list[str]] = defaultdict(list)
    asked: set[int] = set()
    concerned: set[int] = set()
    found = Exposure.objects.filter(edition=edition, person__in=among(people), withdrawn_at__isnull=True)
    for person_id, rule, certainty in found.order_by("certainty", "id").values_list(
        "person_id", "rule", "certainty"
    ):
        concerned.add(person_id)
        if certainty != Exposure.Certainty.SUBSCRIBED and rule != _NOT_IN_THE_WAY:
            asked.add(person_id)
        words = EXPOSED_BY[certainty] % {"rule": rule}
        if rule != _NOT_IN_THE_WAY and words not in exposures[person_id]:
            exposures[person_id].append(words)
    before: set[int] = set()
    if edition.message_type != MessageType.ALERT:
        earlier = told(edition.alert_id).filter(edition__number__lt=edition.number, person__in=among(people))
        before = set(earlier.values_list("person_id", flat=True))
    addresses = addresses_of(people)
    standing: dict[int, set[tuple[str, int | None]]] = defaultdict(set)
    there = Delivery.objects.filter(edition=edition, person__in=among(people), round=0)
    for person_id, channel, contact_id in there.values_list("person_id", "channel", "contact_id"):
        standing[person_id].add((channel, contact_id))
    listed = Person.objects.filter(pk__in=among(people)).order_by("id").values_list("id", "active")
    for person_id, active in listed:
        if person_id in concerned or person_id in before:
            yield Recipient(
                person_id=person_id,
                active=active,
                addresses=addresses.get(person_id, ()),
                exposures=tuple(exposures.get(person_id, ())),
                told_before=person_id in before,
                is_asked=person_id in asked,
                standing=frozenset(standing.get(person_id, ())),
            )


def addresses_of(people: list[int]) -> dict[int, tuple[Address, ...]]:
    """Return each person's addresses in their order, without reading one: only whether they are there."""
    signable = Case(When(secret="", then=Value(False)), default=Value(True))
    rows = (
        Contact.objects.filter(person__in=among(people), kind__in=CHANNELS)
        .exclude(address="")
        .order_by("person_id", "position", "id")
        .annotate(signable=signable)
        .values_list("person_id", "person__organisation_id", "id", "kind", "signable")
    )
    ways = ways_set()
    return _grouped(
        (
            person,
            Address(
                contact,
                kind,
                signable=kind != "webhook" or has_secret,
                reachable=kind not in BY_GATEWAY or (organisation, kind) in ways or kind in WHOLE,
            ),
        )
        for person, organisation, contact, kind, has_secret in rows
    )


def _grouped(pairs: Iterable[tuple[int, Address]]) -> dict[int, tuple[Address, ...]]:
    found: dict[int, list[Address]] = defaultdict(list)
    for person_id, address in pairs:
        found[person_id].append(address)
    return {person_id: tuple(rows) for person_id, rows in found.items()}


#: Every column but the number, in the order of :func:`_rows`.
_COLUMNS = (
    "organisation", "edition", "person", "contact", "channel", "state", "rule", "reason", "critical", "message_id",
    "attempts", "due_at", "expires_at", "held_by", "held_since", "last_error", "created_at", "finished_at",
    "about", "round",
)  # fmt: skip


def _rows(edition: Edition, intents: Iterable[Intent], *, now: datetime) -> Iterator[tuple[Any, ...]]:
    organisation_id, critical = edition.alert.organisation_id, edition.level == "Critical"
    moment, expires = stored(now), stored(edition.expires)
    note = critical_note(edition, now=now) if critical else ""
    for one in intents:
        state = DeliveryState.QUEUED if one.send else DeliveryState.SUPPRESSED
        yield (
            organisation_id, edition.pk, one.person_id, one.contact_id, one.channel, state.value, one.rule.value,
            one.reason + note if one.send else one.reason, critical,
            message_id(edition, one.person_id, one.channel, one.contact_id), 0, moment, expires,
            "", None, "", moment, None if one.send else moment, None, 0,
        )  # fmt: skip
