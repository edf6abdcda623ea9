"""Digests: what waited for one person on one channel goes out as one message, and the rest follows what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.db.models import F

from tocsin.delivery.decide import Outcome, Rule, words
from tocsin.delivery.due import Due
from tocsin.delivery.jobs import Job
from tocsin.delivery.messages import Item, Kind
from tocsin.delivery.models import Attempt, Delivery, Hold
from tocsin.delivery.setback import note_setbacks
from tocsin.delivery.states import DeliveryState

#: Whose digest, and to which address: person, channel, contact.
Group: TypeAlias = tuple[int, str, int | None]

_RULES = (Rule.DIGEST, Rule.IN_DIGEST)


def _group(row: Due) -> Group:
    return row.person_id, row.channel, row.contact_id


def own_moment(moment: datetime, person: int) -> datetime:
    """Return the moment of a person's own in that second, so that all of their digest is claimed one after the other."""
    return moment + timedelta(microseconds=person % 1_000_000)


def complete(rows: list[Due], *, now: datetime) -> list[Due]:
    """Return `rows` without the digests of which a part was not claimed with the rest: these come together the next time.

    A part that another worker is claiming at this moment is left to that one.
    """
    groups: dict[Group, list[Due]] = defaultdict(list)
    for row in rows:
        if row.rule in _RULES:
            groups[_group(row)].append(row)
    if not groups:
        return rows
    others = Delivery.objects.filter(
        person__in={person for person, _channel, _contact in groups},
        state=DeliveryState.QUEUED,
        rule__in=_RULES,
        due_at__lte=now,
    ).exclude(pk__in=[row.pk for row in rows])
    missing: dict[Group, list[int]] = defaultdict(list)
    for pk, *group in others.values_list("pk", "person_id", "channel", "contact_id"):
        missing[group[0], group[1], group[2]].append(pk)
    parts_of_all = [pk for parts in missing.values() for pk in parts]
    free = _held_by_nobody(parts_of_all) if parts_of_all else set()
    put_off: set[int] = set()
    for group, parts in missing.items():
        here = groups.get(group, [])
        # One that is larger than a claim goes out in parts.
        if here and len(here) < len(rows):
            put_off |= {row.pk for row in here}
            together = [*(pk for pk in parts if pk in free), *(row.pk for row in here)]
            first = min(row.due_at for row in here).replace(microsecond=0)
            Delivery.objects.filter(pk__in=together).update(due_at=own_moment(first, group[0]))
    return [row for row in rows if row.pk not in put_off]


def _held_by_nobody(numbers: Sequence[int]) -> set[int]:
    """Lock those of the rows that nobody else has locked, and return their numbers."""
    rows = Delivery.objects.filter(pk__in=numbers, state=DeliveryState.QUEUED).order_by("pk")
    return set(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))


def bundled(jobs: list[Job], rows: Sequence[Due]) -> list[Job]:
    """Return `jobs` (made of `rows`) with one for each digest: the first carries it, and the others wait for its outcome.

    A digest of one alert is an ordinary message.
    """
    by_row = {row.pk: row for row in rows if row.rule in _RULES}
    if not by_row:
        return jobs
    groups: dict[Group, list[Job]] = defaultdict(list)
    for job in jobs:
        if job.delivery_id in by_row:
            groups[_group(by_row[job.delivery_id])].append(job)
    carriers = {
        min(job.delivery_id for job in some): _carrier(some) for some in groups.values() if len(some) > 1
    }
    _restore([some[0].delivery_id for some in groups.values() if len(some) == 1])
    for some in groups.values():
        if len(some) > 1:
            _bind(sorted(job.delivery_id for job in some))
    bound = {job.delivery_id for some in groups.values() if len(some) > 1 for job in some}
    return [
        carriers.get(job.delivery_id, job)
        for job in jobs
        if job.delivery_id not in bound or job.delivery_id in carriers
    ]


def _carrier(jobs: Sequence[Job]) -> Job:
    first = min(jobs, key=lambda job: job.delivery_id)
    ordered = sorted(jobs, key=lambda job: (-job.letter.bulletin.level.rank, -job.delivery_id))
    items = tuple(Item(job.letter.bulletin, job.letter.why, job.letter.answer) for job in ordered)
    return replace(first, letter=replace(first.letter, kind=Kind.DIGEST, items=items, thread=(), answer=""))


def _restore(numbers: Iterable[int]) -> None:
    """Give rows that leave alone after all the rule and reason back by which they were to be sent."""
    holds = Hold.objects.filter(delivery__in=list(numbers)).order_by("pk")
    firsts = {
        number: (rule, reason)
        for number, rule, reason in holds.values_list("delivery_id", "first_rule", "first_reason")
    }
    for number, (rule, reason) in firsts.items():
        Delivery.objects.filter(pk=number).update(rule=rule, reason=reason)


def _bind(numbers: Sequence[int]) -> None:
    carrier, *others = numbers
    reason = words(Rule.IN_DIGEST, count=str(len(numbers)))
    Delivery.objects.filter(pk__in=numbers).update(rule=Rule.IN_DIGEST, reason=reason)
    # Nobody claims them before it is known what became of the carrier; at their end they are looked at in any case.
    Delivery.objects.filter(pk__in=others).update(due_at=F("expires_at"))
    latest: Mapping[int, int] = {
        delivery: pk
        for pk, delivery in Hold.objects.filter(delivery__in=others)
        .order_by("pk")
        .values_list("pk", "delivery_id")
    }
    Hold.objects.filter(pk__in=latest.values()).update(carrier=carrier)


@transaction.atomic
def follow(*, now: datetime) -> int:
    """Let what went out in a digest follow the message that carried it, and return how many rows did.

    Where that one was accepted or refused for good, so were they. Where it waits for another try they wait with it, and are
    put together anew then; where it was stopped they go without it.
    """
    bound = Hold.objects.filter(carrier__isnull=False).exclude(carrier__state=DeliveryState.SENDING)
    holds = list(
        bound.select_related("carrier", "delivery").select_for_update(skip_locked=True, of=("self",))
    )
    for hold in holds:
        assert hold.carrier is not None
        if hold.delivery.state == DeliveryState.QUEUED:
            _follow(hold.delivery, hold.carrier, now)
    Hold.objects.filter(pk__in=[hold.pk for hold in holds]).update(carrier=None)
    return len(holds)


def _follow(row: Delivery, carrier: Delivery, now: datetime) -> None:
    own = Delivery.objects.filter(pk=row.pk)
    last = carrier.tries.order_by("-at", "-pk").first()
    response = last.response if last is not None else ""
    if carrier.state in (DeliveryState.SENT, DeliveryState.DELIVERED):
        # The table of states has no way from waiting to sent but by sending: it was sent, inside another.
        own.update(state=DeliveryState.SENDING, held_by=f"digest:{carrier.pk}", held_since=now)
        own.update(
            state=DeliveryState.SENT, held_by="", held_since=None, finished_at=carrier.finished_at,
            attempts=F("attempts") + 1, last_error="",
        )  # fmt: skip
        _attempt(row, Outcome.ACCEPTED, response, Rule.IN_DIGEST, carrier)
    elif carrier.state == DeliveryState.FAILED and carrier.rule == Rule.REFUSED:
        own.update(
            state=DeliveryState.FAILED, finished_at=carrier.finished_at, rule=carrier.rule, reason=carrier.reason,
            attempts=F("attempts") + 1, last_error=carrier.last_error,
        )  # fmt: skip
        _attempt(row, Outcome.PERMANENT, response, Rule.REFUSED, carrier)
        note_setbacks([row.pk], now=now)
    else:
        own.update(due_at=carrier.due_at if carrier.state == DeliveryState.QUEUED else now)


def _attempt(row: Delivery, outcome: Outcome, response: str, rule: Rule, carrier: Delivery) -> None:
    Attempt.objects.create(
        delivery=row,
        at=carrier.finished_at,
        outcome=outcome,
        response=response,
        rule=rule,
        reason=carrier.reason,
    )
