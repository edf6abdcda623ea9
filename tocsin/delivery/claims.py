"""Claiming what is due and writing down what came of it: the short transactions of the worker."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import F, Max

from tocsin.accounts.bulk_rows import insert_rows, stored
from tocsin.accounts.errors import SecretUnreadable
from tocsin.alerts.models import Edition
from tocsin.delivery.bulletin import Bulletin, bulletin_of
from tocsin.delivery.channels import Response
from tocsin.delivery.decide import (
    Follows,
    Outcome,
    Rule,
    Tried,
    Waiting,
    after,
    why_not_now,
    words,
)
from tocsin.delivery.digests import bundled
from tocsin.delivery.errors import DeliveryError, EditionUnreadable
from tocsin.delivery.holds import held
from tocsin.delivery.leases import claimed
from tocsin.delivery.links import answer_link
from tocsin.delivery.messages import Kind, Letter
from tocsin.delivery.models import Answer, Attempt, Delivery
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Contact, Exposure

_log = logging.getLogger(__name__)

Dice = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed delivery, ready to be sent without asking the database for anything."""

    delivery_id: int
    channel: str
    attempt: int
    critical: bool
    expires: datetime
    letter: Letter


@dataclass(frozen=True, slots=True)
class Finished:
    """One attempt that ended, and what was said."""

    job: Job
    response: Response
    milliseconds: int


def is_any_due(*, critical: bool, now: datetime) -> bool:
    """Tell, without a write transaction, whether anything waits in a lane."""
    return Delivery.objects.filter(state=DeliveryState.QUEUED, critical=critical, due_at__lte=now).exists()


def claim(limit: int, *, critical: bool, holder: str, now: datetime, dice: Dice) -> tuple[list[Job], int]:
    """Take up to `limit` due rows of one lane for `holder`; return what is to be sent, and how many rows were seen.

    Runs in the caller's transaction. Rows that other workers are taking are passed over (SKIP LOCKED on
    PostgreSQL; on SQLite the transaction has the only write lock). Rows that need not be sent any more, or
    cannot be, are cancelled or failed here with their reason.
    """
    due = Delivery.objects.filter(state=DeliveryState.QUEUED, critical=critical, due_at__lte=now)
    numbers = list(
        due.order_by("due_at", "id").select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit]
    )
    if not numbers:
        return [], 0
    found = Delivery.objects.filter(pk__in=numbers).order_by("due_at", "id")
    rows = [Due(*values) for values in found.values_list(*Due.__slots__[:-3], *_OF_PERSON)]
    editions = Edition.objects.select_related("alert__organisation").in_bulk({row.edition_id for row in rows})
    kept = held(_without_the_needless(rows, editions, now=now), editions, now=now)
    jobs = bundled(_jobs(kept, editions, now=now, dice=dice), kept)
    Delivery.objects.filter(pk__in=[job.delivery_id for job in jobs]).update(
        state=DeliveryState.SENDING, held_by=holder, held_since=now
    )
    return jobs, len(rows)


@dataclass(frozen=True, slots=True)
class Due:
    """A row whose turn has come, with what of its person the message needs: values, because thousands pass by."""

    pk: int
    edition_id: int
    person_id: int
    contact_id: int | None
    channel: str
    rule: str
    reason: str
    critical: bool
    message_id: str
    attempts: int
    due_at: datetime
    expires_at: datetime
    last_error: str
    about_id: int | None
    round: int
    name: str
    language: str
    active: bool


#: The last three columns of :class:`Due`.
_OF_PERSON = ("person__name", "person__language", "person__active")

Editions = Mapping[int, Edition]


def _without_the_needless(rows: list[Due], of: Editions, *, now: datetime) -> list[Due]:
    alerts = {edition.alert_id for edition in of.values()}
    newest: dict[int, tuple[int, str]] = {}
    editions = Edition.objects.filter(alert__in=alerts).order_by("number")
    for alert_id, number, message_type in editions.values_list("alert_id", "number", "message_type"):
        newest[alert_id] = (number, message_type)
    answered = {
        (alert, person): number
        for alert, person, number in Answer.objects.filter(
            edition__alert__in=alerts, person__in={row.about_id or row.person_id for row in rows}
        )
        .values_list("edition__alert", "person")
        .annotate(number=Max("edition__number"))
    }
    kept = []
    for row in rows:
        edition = of[row.edition_id]
        number, message_type = newest[edition.alert_id]
        # What a person at the desk asked to send again goes out although there was an answer.
        # A call for help is an answer, and goes to the desk all the same.
        asked_again = row.rule in (Rule.ASKED_AGAIN, Rule.HELP_CALLED)
        refusal = why_not_now(
            Waiting(
                edition_number=edition.number,
                expires=row.expires_at,
                # What is about somebody is not overtaken by news of the alert.
                newest_number=edition.number if row.about_id else number,
                newest_type=message_type,
                answered_number=0
                if asked_again
                else answered.get((edition.alert_id, row.about_id or row.person_id), 0),
                active=row.active,
                addressed=row.contact_id is not None,
            ),
            now=now,
        )
        if refusal is None:
            kept.append(row)
        else:
            _end(row, DeliveryState.CANCELLED, *refusal, now=now)
    return kept


def _end(row: Due, state: DeliveryState, rule: Rule, reason: str, *, now: datetime, error: str = "") -> None:
    Delivery.objects.filter(pk=row.pk, state=DeliveryState.QUEUED).update(
        state=state, rule=rule, reason=reason, finished_at=now, last_error=error or row.last_error
    )


def _jobs(rows: Sequence[Due], of: Editions, *, now: datetime, dice: Dice) -> list[Job]:
    contacts = _contacts([row.contact_id for row in rows if row.contact_id is not None])
    threads = _threads(rows, of)
    reasons = _reasons(rows)
    bulletins: dict[int, Bulletin] = {}
    jobs = []
    for row in rows:
        try:
            if row.edition_id not in bulletins:
                bulletins[row.edition_id] = bulletin_of(of[row.edition_id])
            contact = _readable(contacts.get(row.contact_id or 0))
            reason = reasons.get((row.edition_id, row.person_id), _Reason(row.reason, is_asked=True))
            if row.about_id:
                reason = _Reason(row.reason, is_asked=False)
            thread = threads.get(row.pk, ())
            bulletin = bulletins[row.edition_id]
            letter = _letter(row, of[row.edition_id], contact, bulletin, thread, reason, now=now)
        except EditionUnreadable as error:
            said = words(Rule.UNREADABLE, why=str(error))
            _end(row, DeliveryState.FAILED, Rule.UNREADABLE, said, now=now, error=str(error))
        except (DeliveryError, SecretUnreadable) as error:
            _put_off(row, str(error), now=now, dice=dice)
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 one row's fault may not stop the others; it is kept with the row
            _log.exception("Delivery %d could not be made ready.", row.pk)
            _put_off(row, f"A fault in Tocsin: {type(error).__name__}: {error}", now=now, dice=dice)
        else:
            jobs.append(Job(row.pk, row.channel, row.attempts + 1, row.critical, row.expires_at, letter))
    return jobs


def _readable(contact: Contact | SecretUnreadable | None) -> Contact:
    if isinstance(contact, Contact):
        return contact
    raise contact or DeliveryError("the address was removed a moment ago")


def _put_off(row: Due, said: str, *, now: datetime, dice: Dice) -> None:
    """Count a row that cannot be made ready now as a technical failure: an operator may mend it before the end."""
    response = Response(Outcome.TECHNICAL, said)
    follows = _follows(response, row.attempts + 1, row.critical, row.expires_at, now=now, dice=dice)
    _attempt(row.pk, response, follows, now=now).save(force_insert=True)
    rows = Delivery.objects.filter(pk=row.pk, state=DeliveryState.QUEUED)
    if follows.due is None:
        _end(row, DeliveryState.FAILED, follows.rule, follows.reason, now=now, error=said)
        rows = Delivery.objects.filter(pk=row.pk)
    rows.update(attempts=F("attempts") + 1, last_error=said, due_at=follows.due or row.due_at)


def _follows(
    response: Response, attempt: int, critical: bool, expires: datetime, *, now: datetime, dice: Dice
) -> Follows:
    tried = Tried(response.outcome, response.wait)
    return after(tried, attempt=attempt, critical=critical, now=now, expires=expires, dice=dice())


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a person is told, in words; whoever only follows such alerts is not asked whether they are safe."""

    words: str
    is_asked: bool


def _reasons(rows: Sequence[Due]) -> dict[tuple[int, int], _Reason]:
    """Return the sentences of the exposures behind `rows`, by edition and person: what the person may read of them."""
    sentences: dict[tuple[int, int], list[str]] = defaultdict(list)
    asked: set[tuple[int, int]] = set()
    found = Exposure.objects.filter(
        edition__in={row.edition_id for row in rows}, person__in={row.person_id for row in rows}
    ).order_by("certainty", "pk")
    for edition_id, person_id, certainty, reason in found.values_list(
        "edition_id", "person_id", "certainty", "reason"
    ):
        key = edition_id, person_id
        if certainty != Exposure.Certainty.SUBSCRIBED:
            asked.add(key)
        if reason not in sentences[key]:
            sentences[key].append(reason)
    return {key: _Reason(" ".join(words), key in asked) for key, words in sentences.items()}


def _letter(
    row: Due,
    edition: Edition,
    contact: Contact,
    bulletin: Bulletin,
    thread: tuple[str, ...],
    reason: _Reason,
    *,
    now: datetime,
) -> Letter:
    asks = bulletin.asks_for_answer and reason.is_asked
    return Letter(
        message_id=row.message_id,
        address=contact.address,
        secret=contact.secret,
        name=row.name,
        language=row.language or "en",
        why=reason.words,
        answer=answer_link(edition, row.person_id, now=now) if asks else "",
        thread=thread,
        bulletin=bulletin,
        at=now,
        kind=_kind(row),
        lead=row.reason if row.about_id else "",
    )


def _kind(row: Due) -> Kind:
    if row.about_id:
        return Kind.ABOUT
    return Kind.REMINDER if row.round else Kind.ALERT


def _contacts(ids: list[int]) -> dict[int, Contact | SecretUnreadable]:
    """Return the contacts by id; one that cannot be decrypted is its own error and spoils no other."""
    try:
        return dict(Contact.objects.in_bulk(ids))
    except SecretUnreadable:
        found: dict[int, Contact | SecretUnreadable] = {}
        for pk in ids:
            try:
                found.update(Contact.objects.in_bulk([pk]))
            except SecretUnreadable as error:
                found[pk] = error
        return found


def _threads(rows: Sequence[Due], of: Editions) -> dict[int, tuple[str, ...]]:
    """Return, for rows of later editions, the message ids of the same alert that the same person had before."""
    later = [row for row in rows if row.channel == "email" and of[row.edition_id].number > 1]
    if not later:
        return {}
    earlier: dict[tuple[int, int], list[tuple[int, str]]] = {}
    found = Delivery.objects.filter(
        edition__alert__in={of[row.edition_id].alert_id for row in later},
        person__in={row.person_id for row in later},
        channel="email",
        state__in=[DeliveryState.SENT, DeliveryState.DELIVERED],
    ).order_by("edition__number", "id")
    for alert, person, number, message_id in found.values_list(
        "edition__alert", "person", "edition__number", "message_id"
    ):
        earlier.setdefault((alert, person), []).append((number, message_id))
    return {
        row.pk: tuple(
            message_id
            for number, message_id in earlier.get((of[row.edition_id].alert_id, row.person_id), ())
            if number < of[row.edition_id].number
        )
        for row in later
    }


def record(finished: Iterable[Finished], *, holder: str, now: datetime, dice: Dice) -> int:
    """Write down what the attempts came to, in the caller's transaction; return how many there were."""
    attempts: list[tuple[object, ...]] = []
    moment = stored(now)
    accepted: list[int] = []
    for one in finished:
        job, response = one.job, one.response
        follows = _follows(response, job.attempt, job.critical, job.expires, now=now, dice=dice)
        attempts.append(
            (
                job.delivery_id, moment, response.outcome.value, response.words, follows.rule.value, follows.reason,
                one.milliseconds,
            )
        )  # fmt: skip
        if follows.state == DeliveryState.SENT:
            accepted.append(job.delivery_id)
        else:
            _settle(job.delivery_id, holder, response.words, follows, now=now)
    Delivery.objects.filter(pk__in=accepted, state=DeliveryState.SENDING, held_by=holder).update(
        state=DeliveryState.SENT,
        attempts=F("attempts") + 1,
        finished_at=now,
        held_by="",
        held_since=None,
        last_error="",
    )
    insert_rows(Attempt, _ATTEMPT, attempts)
    return len(attempts)


#: The columns of an attempt, in the order of :func:`record`.
_ATTEMPT = ("delivery", "at", "outcome", "response", "rule", "reason", "milliseconds")


def take_over(folder: Path, *, own: str, now: datetime, dice: Dice) -> int:
    """Queue again what dead workers of this host held, each with an 'interrupted' attempt; return how many rows."""
    holders = Delivery.objects.filter(state=DeliveryState.SENDING).exclude(held_by=own)
    count = 0
    for holder in holders.values_list("held_by", flat=True).distinct():
        with claimed(folder, holder) as dead:
            if dead:
                with transaction.atomic():
                    count += interrupt(holder, now=now, dice=dice)
    return count


def interrupt(holder: str, *, now: datetime, dice: Dice) -> int:
    """Queue again everything that `holder` still held, in the caller's transaction; return how many rows."""
    response = Response(
        Outcome.INTERRUPTED, "The worker stopped while it was sending; the message may have gone out."
    )
    attempts = []
    held = Delivery.objects.filter(state=DeliveryState.SENDING, held_by=holder)
    for row in held.only("attempts", "critical", "expires_at", "due_at"):
        follows = _follows(response, row.attempts + 1, row.critical, row.expires_at, now=now, dice=dice)
        if follows.due == now:
            # Whoever was next stays next: a long queue is no reason to wait for what a worker left behind.
            follows = replace(follows, due=min(row.due_at, now))
        attempts.append(_attempt(row.pk, response, follows, now=now))
        _settle(row.pk, holder, response.words, follows, now=now)
    Attempt.objects.bulk_create(attempts)
    return len(attempts)


def _settle(pk: int, holder: str, said: str, follows: Follows, *, now: datetime) -> None:
    values: dict[str, object] = {
        "state": follows.state, "attempts": F("attempts") + 1, "held_by": "", "held_since": None, "last_error": said,
    }  # fmt: skip
    if follows.due is not None:
        values["due_at"] = follows.due
    else:
        values.update(finished_at=now, rule=follows.rule, reason=follows.reason)
    Delivery.objects.filter(pk=pk, state=DeliveryState.SENDING, held_by=holder).update(**values)


def _attempt(
    pk: int, response: Response, follows: Follows, *, now: datetime, milliseconds: int = 0
) -> Attempt:
    return Attempt(
        delivery_id=pk, at=now, outcome=response.outcome, response=response.words, milliseconds=milliseconds,
        rule=follows.rule, reason=follows.reason,
    )  # fmt: skip
