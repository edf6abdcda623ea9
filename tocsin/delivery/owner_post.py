"""Sending what the owners of alerts are asked: claimed, handed over, written down, as the worker does with deliveries."""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.accounts.errors import SecretUnreadable
from tocsin.accounts.models import Membership
from tocsin.delivery.bulletin import bulletin_of
from tocsin.delivery.channel_settings import gateways, way_of
from tocsin.delivery.channels import Channels, Response, configured, send_all
from tocsin.delivery.decide import Outcome, Rule, words
from tocsin.delivery.errors import DeliveryError
from tocsin.delivery.expiry_warning import written_of
from tocsin.delivery.leases import Leases, lease
from tocsin.delivery.messages import Kind, Letter
from tocsin.delivery.owner_notice import OwnerNotice
from tocsin.delivery.owner_rules import APPROVER, DEPUTY, WRITER, Turn, reason_for, why_not_now
from tocsin.delivery.results import Dice, what_follows
from tocsin.delivery.shelf import newest_editions
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Contact

_log = logging.getLogger(__name__)

#: Where an alert is held on, updated or ended; the desk's addresses have the same.
PAGE = "desk/alerts/{reference}/"
#: So many are sent at once.
_AT_ONCE = 50
#: While somebody writes an update the question waits; it is looked at again after so long.
_PAUSE = timedelta(minutes=1)
_OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)


class _Job(NamedTuple):
    row: OwnerNotice
    letter: Letter


def post_notices(
    *,
    clock: Callable[[], datetime],
    channels: Channels | None = None,
    folder: Path | None = None,
    dice: Dice = random.random,
) -> int:
    """Send what is due to the owners of alerts, and return how many attempts that were.

    A row is held under a lease while it travels: a worker that is killed then loses nothing, and the message goes out again
    under the same id.
    """
    if not OwnerNotice.objects.filter(state__in=_OPEN, due_at__lte=clock()).exists():
        return 0
    own = lease(folder or settings.TOCSIN_HOME / "workers")
    ways = configured() if channels is None else channels
    count = 0
    try:
        _take_over(own, now=clock())
        while jobs := _claim(own.name, now=clock(), dice=dice):
            responses = _send(jobs, ways)
            _record(responses, own.name, now=clock(), dice=dice)
            count += len(jobs)
    finally:
        if channels is None:
            for channel in ways.values():
                channel.close()
        own.release()
    return count


def _take_over(own: Leases, *, now: datetime) -> None:
    """Queue again what dead workers held."""
    sending = OwnerNotice.objects.filter(state=DeliveryState.SENDING)
    for holder in set(sending.exclude(held_by=own.name).values_list("held_by", flat=True)):
        with own.claimed(holder) as is_dead:
            if is_dead:
                count = OwnerNotice.objects.filter(state=DeliveryState.SENDING, held_by=holder).update(
                    state=DeliveryState.QUEUED, held_by="", attempts=F("attempts") + 1, due_at=now
                )
                _log.warning("Took over %d messages to owners from a worker that ended.", count)


@transaction.atomic
def _claim(holder: str, *, now: datetime, dice: Dice) -> list[_Job]:
    due = OwnerNotice.objects.filter(state=DeliveryState.QUEUED, due_at__lte=now).order_by("due_at", "pk")
    locked = due.select_for_update(skip_locked=True, of=("self",))[:_AT_ONCE]
    rows = list(locked.select_related("edition__alert__organisation"))
    jobs = []
    for row in _still_asked(rows, now=now):
        try:
            letter = _letter(row, now=now)
        except (DeliveryError, SecretUnreadable) as error:
            _settle(row, Response(Outcome.TECHNICAL, str(error)), now=now, dice=dice)
        except Contact.DoesNotExist:
            _end(row, Rule.NO_ADDRESS, words(Rule.NO_ADDRESS), now=now)
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 one row's fault may not keep every owner; it is kept with the row
            _log.exception("Message %d to an owner could not be made ready.", row.pk)
            fault = Response(Outcome.TECHNICAL, f"A fault in Tocsin: {type(error).__name__}: {error}")
            _settle(row, fault, now=now, dice=dice)
        else:
            jobs.append(_Job(row, letter))
    for job in jobs:
        row = job.row
        row.state, row.held_by, row.rule = DeliveryState.SENDING, holder, Rule.RUNS_OUT
        row.reason = reason_for(row.part, row.edition.expires)
        row.save(update_fields=["state", "held_by", "rule", "reason"])
    return jobs


def _still_asked(rows: Sequence[OwnerNotice], *, now: datetime) -> list[OwnerNotice]:
    alerts = {row.edition.alert_id for row in rows}
    newest = newest_editions(alerts) if alerts else {}
    written = written_of(alerts)
    members = _members(rows)
    kept = []
    for row in rows:
        edition = row.edition
        number, message_type = newest[edition.alert_id]
        turn = Turn(
            expires=edition.expires,
            is_newest=edition.number == number,
            newest_type=message_type,
            is_ended=edition.alert.ended_at is not None,
            active=(edition.alert.organisation_id, row.user_id) in members
            if row.user_id
            else _is_on_duty(row),
            addressed=row.user_id is not None or row.contact_id is not None,
        )
        if refusal := why_not_now(turn, now=now):
            _end(row, *refusal, now=now)
        elif edition.alert_id in written:
            row.rule, row.reason, row.due_at = Rule.UPDATE_BEGUN, words(Rule.UPDATE_BEGUN), now + _PAUSE
            row.save(update_fields=["rule", "reason", "due_at"])
        else:
            kept.append(row)
    return kept


def _members(rows: Sequence[OwnerNotice]) -> set[tuple[int, int]]:
    """Return who of the users behind `rows` works at which desk now."""
    found = Membership.objects.filter(
        user__in={row.user_id for row in rows if row.user_id}, user__is_active=True
    )
    return set(found.values_list("organisation_id", "user_id"))


def _is_on_duty(row: OwnerNotice) -> bool:
    return row.person is not None and row.person.active


def _letter(row: OwnerNotice, *, now: datetime) -> Letter:
    """Return the message; raises DeliveryError, SecretUnreadable, and Contact.DoesNotExist where the address is gone."""
    edition = row.edition
    organisation = edition.alert.organisation_id
    user, person = row.user, row.person
    contact = None if user is not None else Contact.objects.get(pk=row.contact_id)
    language = (user or person).language or "en"  # type: ignore[union-attr]
    way = way_of(gateways([organisation]), organisation, row.channel)
    page = f"{settings.TOCSIN_PUBLIC_ADDRESS}/{PAGE.format(reference=edition.alert.reference)}"
    return Letter(
        message_id=row.message_id,
        address=user.email if user is not None else contact.address,  # type: ignore[union-attr]
        secret=contact.secret if contact is not None else "",
        name=row.recipient,
        language=language,
        why=_why(row.part, language),
        answer="",
        thread=(),
        bulletin=replace(bulletin_of(edition).in_language(language), page=page),
        at=now,
        kind=Kind.STILL_TRUE,
        gateway=way.url,
        longest=way.longest,
    )


def _why(part: str, language: str) -> str:
    with translation.override(language):
        return {
            APPROVER: _("You approved this alert."),
            WRITER: _("You wrote this alert."),
            DEPUTY: _(
                "Nobody who wrote or approved this alert is at the desk any more, and you may approve."
            ),
        }.get(part) or _("You are on duty for the desk.")


def _send(jobs: Sequence[_Job], channels: Channels) -> list[tuple[OwnerNotice, Response]]:
    """Hand the letters over, those of each channel together; no transaction is open meanwhile."""
    by_channel: dict[str, list[_Job]] = defaultdict(list)
    for job in jobs:
        by_channel[job.row.channel].append(job)
    said: list[tuple[OwnerNotice, Response]] = []
    for name, some in by_channel.items():
        try:
            responses = send_all(channels[name], [job.letter for job in some])
        except Exception as error:  # noqa: BLE001 a fault in one channel may not keep the others; it is kept with its rows
            _log.exception("Messages to owners could not be sent by %s.", name)
            fault = Response(Outcome.TECHNICAL, f"A fault in Tocsin: {type(error).__name__}: {error}")
            responses = [fault] * len(some)
        said += zip((job.row for job in some), responses, strict=True)
    return said


@transaction.atomic
def _record(said: Sequence[tuple[OwnerNotice, Response]], holder: str, *, now: datetime, dice: Dice) -> None:
    # A bounce may have come while the message was still being written down: then it stays failed.
    mine = OwnerNotice.objects.select_for_update().filter(
        pk__in=[row.pk for row, _response in said], state=DeliveryState.SENDING, held_by=holder
    )
    held = set(mine.values_list("pk", flat=True))
    for row, response in said:
        if row.pk in held:
            _settle(row, response, now=now, dice=dice)


def _settle(row: OwnerNotice, response: Response, *, now: datetime, dice: Dice) -> None:
    """Write down what an attempt came to. There is little time, so that it waits no longer than a Critical message."""
    follows = what_follows(response, row.attempts + 1, True, row.edition.expires, now=now, dice=dice)
    row.attempts, row.state, row.held_by, row.said = row.attempts + 1, follows.state, "", response.words
    if follows.due is not None:
        row.due_at = follows.due
    else:
        row.finished_at = now
        if follows.state == DeliveryState.FAILED:
            row.rule, row.reason = follows.rule, follows.reason
            _log.error(
                "An owner of alert %s was not told that it runs out (%s): %s",
                row.edition.alert.reference, row.channel, response.words,
            )  # fmt: skip
    row.save(
        update_fields=["attempts", "state", "held_by", "said", "due_at", "finished_at", "rule", "reason"]
    )


def _end(row: OwnerNotice, rule: Rule, reason: str, *, now: datetime) -> None:
    row.state, row.rule, row.reason, row.finished_at = DeliveryState.CANCELLED, rule, reason, now
    row.save(update_fields=["state", "rule", "reason", "finished_at"])
