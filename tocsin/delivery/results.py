"""Writing down what came of the attempts, and taking over what a dead worker held: the other half of the transactions."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Least

from tocsin.accounts.bulk_rows import among, in_order, insert_rows, stored
from tocsin.delivery.channels import Response
from tocsin.delivery.decide import Follows, Outcome, Tried, after
from tocsin.delivery.due import aware, listed
from tocsin.delivery.jobs import Finished
from tocsin.delivery.leases import Leases
from tocsin.delivery.models import Attempt, Delivery
from tocsin.delivery.setback import note_setbacks
from tocsin.delivery.states import DeliveryState

_log = logging.getLogger(__name__)

Dice = Callable[[], float]


def what_follows(
    response: Response, attempt: int, critical: bool, expires: datetime, *, now: datetime, dice: Dice
) -> Follows:
    """Return what the rules of decide.py make of a response."""
    tried = Tried(response.outcome, response.wait)
    return after(tried, attempt=attempt, critical=critical, now=now, expires=expires, dice=dice())


def record(finished: Iterable[Finished], *, holder: str, now: datetime, dice: Dice) -> int:
    """Write down what the attempts came to, in the caller's transaction; return how many there were.

    What was put off was no attempt: its row waits again and says why, and nothing is counted.
    """
    attempts: list[tuple[object, ...]] = []
    moment = stored(now)
    accepted: list[int] = []
    failed: list[int] = []
    put_off: dict[tuple[str, datetime], list[int]] = {}
    for one in finished:
        job, response = one.job, one.response
        if response.is_put_off:
            due = _back_at(response, job.expires, now=now)
            put_off.setdefault((response.words, due), []).append(job.delivery_id)
            continue
        follows = what_follows(response, job.attempt, job.critical, job.expires, now=now, dice=dice)
        attempts.append(_attempt_row(job.delivery_id, response, follows, moment))
        if follows.state == DeliveryState.SENT:
            accepted.append(job.delivery_id)
        else:
            _settle([job.delivery_id], holder, response.words, follows, follows.due, now=now)
            if follows.due is None:
                failed.append(job.delivery_id)
    note_setbacks(failed, now=now)
    if accepted:
        those, numbers = listed(accepted)
        # The two bars keep the database from the index of what is being sent: the rows are found by their numbers.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE delivery_delivery SET state = 'sent', attempts = attempts + 1, finished_at = %s, held_by = '', "  # noqa: S608
                f"held_since = NULL, last_error = '' WHERE id {those} AND state = 'sending' AND held_by || '' = %s",
                [moment, numbers, holder],
            )
    for (words, due), numbers in put_off.items():
        Delivery.objects.filter(pk__in=numbers, state=DeliveryState.SENDING, held_by=holder).update(
            state=DeliveryState.QUEUED, held_by="", held_since=None, last_error=words, due_at=due
        )
    insert_rows(Attempt, _ATTEMPT, attempts)
    return len(attempts)


def _back_at(response: Response, expires: datetime, *, now: datetime) -> datetime:
    """Return when a message comes back that was not tried: before the edition's end, where there is any time left."""
    wait = response.wait or timedelta(0)
    return now + wait if now + wait < expires else now + max(expires - now, timedelta(0)) / 2


def record_each(finished: Iterable[Finished], *, holder: str, now: datetime, dice: Dice) -> None:
    """Write down what each attempt came to by itself, where together they could not be: one fault may not hold up the others.

    What the database refuses is written down as a fault of ours, and tried again. If it refuses that too, the row is gone (its
    person was erased while the message was on its way), or `tocsin check` finds it held.
    """
    for one in finished:
        try:
            _record_alone(one, holder=holder, now=now, dice=dice)
        except (DataError, IntegrityError) as error:
            words = f"A fault in Tocsin: what came of it could not be written down ({type(error).__name__})."
            fault = Finished(one.job, Response(Outcome.TECHNICAL, words))
            try:
                _record_alone(fault, holder=holder, now=now, dice=dice)
            except (DataError, IntegrityError):
                _log.exception("What came of delivery %d could not be written down.", one.job.delivery_id)


def _record_alone(one: Finished, *, holder: str, now: datetime, dice: Dice) -> None:
    with transaction.atomic():
        record([one], holder=holder, now=now, dice=dice)


#: The columns of an attempt, in the order of :func:`record`.
_ATTEMPT = ("delivery", "at", "outcome", "response", "rule", "reason", "milliseconds")


def take_over(leases: Leases, *, own: str, now: datetime, dice: Dice) -> int:
    """Queue again what dead workers held, each with an 'interrupted' attempt; return how many rows."""
    with connection.cursor() as cursor:
        # The state is written out: SQLite finds the rows by their partial index only so.
        cursor.execute(
            "SELECT DISTINCT held_by FROM delivery_delivery WHERE state = 'sending' AND held_by <> %s", [own]
        )
        holders = [str(name) for (name,) in cursor.fetchall()]
    count = 0
    for holder in holders:
        with leases.claimed(holder) as is_dead:
            if is_dead:
                try:
                    with transaction.atomic():
                        count += interrupt(holder, now=now, dice=dice)
                except (DataError, IntegrityError):
                    # What one dead worker left may not keep this one from sending.
                    _log.exception("What the worker %s held could not be taken over.", holder)
    return count


def give_back(holder: str, *, known: Collection[int]) -> int:
    """Queue again what `holder` holds but for the `known` rows, in the caller's transaction; return how many rows.

    They were claimed by a commit whose answer was lost with the connection: nobody was sent anything, and nothing is counted.
    """
    rows = Delivery.objects.filter(state=DeliveryState.SENDING, held_by=holder).exclude(pk__in=among(known))
    return in_order(rows).update(state=DeliveryState.QUEUED, held_by="", held_since=None)


def interrupt(holder: str, *, now: datetime, dice: Dice) -> int:
    """Queue again everything that `holder` still held, in the caller's transaction; return how many rows.

    A row that the database refuses stays as it is, which `tocsin check` finds, and keeps no other from being queued.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, attempts, critical, expires_at FROM delivery_delivery "
            "WHERE state = 'sending' AND held_by = %s",
            [holder],
        )
        held = cursor.fetchall()
    try:
        with transaction.atomic():
            _interrupt(held, holder, now=now, dice=dice)
    except (DataError, IntegrityError):
        _log.exception("%d rows could not be taken over together; each is by itself.", len(held))
    else:
        return len(held)
    count = 0
    for row in held:
        try:
            with transaction.atomic():
                _interrupt([row], holder, now=now, dice=dice)
            count += 1
        except (DataError, IntegrityError):
            _log.exception("Delivery %d could not be taken over.", row[0])
    return count


def _interrupt(held: list[tuple[Any, ...]], holder: str, *, now: datetime, dice: Dice) -> None:
    response = Response(
        Outcome.INTERRUPTED, "The worker stopped while it was sending; the message may have gone out."
    )
    attempts = []
    alike: dict[Follows, list[int]] = defaultdict(list)
    for number, tries, critical, expires in held:
        follows = what_follows(response, tries + 1, bool(critical), aware(expires), now=now, dice=dice)
        attempts.append(_attempt_row(number, response, follows, stored(now)))
        alike[follows].append(number)
    # Nearly all that a worker held goes on alike: row by row, everybody would wait a quarter of a second for it.
    for follows, numbers in alike.items():
        # Whoever was next stays next: a long queue is no reason to wait for what a worker left behind.
        due = Least(F("due_at"), now) if follows.due == now else follows.due
        _settle(numbers, holder, response.words, follows, due, now=now)
    note_setbacks(
        [number for follows, numbers in alike.items() if follows.due is None for number in numbers], now=now
    )
    insert_rows(Attempt, _ATTEMPT, attempts)


def _settle(
    numbers: Collection[int], holder: str, said: str, follows: Follows, due: object, *, now: datetime
) -> None:
    values: dict[str, object] = {
        "state": follows.state, "attempts": F("attempts") + 1, "held_by": "", "held_since": None, "last_error": said,
    }  # fmt: skip
    if due is not None:
        values["due_at"] = due
    else:
        values.update(finished_at=now, rule=follows.rule, reason=follows.reason)
    rows = Delivery.objects.filter(pk__in=among(numbers), state=DeliveryState.SENDING, held_by=holder)
    in_order(rows).update(**values)


def _attempt_row(number: int, response: Response, follows: Follows, moment: object) -> tuple[object, ...]:
    return (
        number, moment, response.outcome.value, response.words, follows.rule.value, follows.reason,
        response.milliseconds,
    )  # fmt: skip


def attempt_of(pk: int, response: Response, follows: Follows, *, now: datetime) -> Attempt:
    """Return the row, not yet written, that says what an attempt brought and what follows."""
    return Attempt(
        delivery_id=pk, at=now, outcome=response.outcome, response=response.words,
        milliseconds=response.milliseconds, rule=follows.rule, reason=follows.reason,
    )  # fmt: skip
