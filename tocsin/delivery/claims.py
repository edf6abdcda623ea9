"""Claiming what is due, and making a letter of each row: half of the worker's short transactions."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.models import F

from tocsin.accounts.bulk_rows import stored
from tocsin.accounts.errors import SecretUnreadable
from tocsin.delivery.channel_settings import Ways, gateways, way_of
from tocsin.delivery.channels import Response
from tocsin.delivery.decide import BY_GATEWAY, Outcome, Rule, Waiting, why_not_now, words
from tocsin.delivery.digests import bundled
from tocsin.delivery.due import (
    Due,
    Grounds,
    answered_editions,
    grounds_of,
    listed,
    newest_answers,
    read_due,
    take_due,
)
from tocsin.delivery.errors import DeliveryError, EditionUnreadable
from tocsin.delivery.holds import held
from tocsin.delivery.jobs import Job
from tocsin.delivery.leave_links import leave_link
from tocsin.delivery.messages import Kind, Letter
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.results import Dice, attempt_of, what_follows
from tocsin.delivery.setback import note_setbacks
from tocsin.delivery.shelf import Issue, Issues, Shelf, newest_editions
from tocsin.delivery.states import DeliveryState

_log = logging.getLogger(__name__)


def claim(
    limit: int, *, channel: str, critical: bool, holder: str, now: datetime, dice: Dice, shelf: Shelf
) -> tuple[list[Job], int]:
    """Take up to `limit` due rows of one lane and channel for `holder`; return what is to be sent, and how many were seen.

    Runs in the caller's transaction. Rows that need not be sent any more, or cannot be, are cancelled or failed here with
    their reason.
    """
    rows = take_due(limit, channel=channel, critical=critical, now=now)
    if not rows:
        return [], 0
    issues = shelf.issues({row.edition_id for row in rows})
    kept = held(_without_the_needless(rows, issues, now=now), issues, now=now)
    jobs = bundled(_jobs(kept, issues, now=now, dice=dice), kept)
    hold([job.delivery_id for job in jobs], holder=holder, now=now)
    return jobs, len(rows)


def hold(numbers: Collection[int], *, holder: str, now: datetime) -> None:
    """Write down who is sending those rows, since when."""
    those, list_of_them = listed(numbers)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE delivery_delivery SET state = 'sending', held_by = %s, held_since = %s "  # noqa: S608
            f"WHERE id {those}",
            [holder, stored(now), list_of_them],
        )


def _without_the_needless(rows: list[Due], issues: Issues, *, now: datetime) -> list[Due]:
    alerts = {issue.edition.alert_id for issue in issues.values()}
    newest = newest_editions(alerts)
    answered = answered_editions(alerts, {row.about_id or row.person_id for row in rows})
    callers = {row.about_id for row in rows if row.rule == Rule.HELP_CALLED and row.about_id}
    said = newest_answers(alerts, callers) if callers else {}
    kept = []
    for row in rows:
        edition = issues[row.edition_id].edition
        number, message_type = newest[edition.alert_id]
        # What a person at the desk asked to send again goes out although there was an answer.
        # A call for help is an answer, and goes to the desk all the same, as long as it is their last word and nobody has taken it.
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
                call_ended=_call_ended(said.get((edition.alert_id, row.about_id or 0)))
                if row.rule == Rule.HELP_CALLED
                else None,
            ),
            now=now,
        )
        if refusal is None:
            kept.append(row)
        else:
            _end(row, DeliveryState.CANCELLED, *refusal, now=now)
    return kept


def _call_ended(newest: tuple[str, bool] | None) -> Rule | None:
    """Return why a call for help is none any more, by what the person last said."""
    if newest is None:
        return None
    kind, is_taken = newest
    if kind != Answer.Kind.NEED_HELP:
        return Rule.HELP_OVER
    return Rule.HELP_TAKEN if is_taken else None


def _end(row: Due, state: DeliveryState, rule: Rule, reason: str, *, now: datetime, error: str = "") -> None:
    Delivery.objects.filter(pk=row.pk, state=DeliveryState.QUEUED).update(
        state=state, rule=rule, reason=reason, finished_at=now, last_error=error or row.last_error
    )
    if state is DeliveryState.FAILED:
        note_setbacks([row.pk], now=now)


def _jobs(rows: Sequence[Due], issues: Issues, *, now: datetime, dice: Dice) -> list[Job]:
    threads = _threads(rows, issues)
    grounds = grounds_of({row.edition_id for row in rows}, {row.person_id for row in rows})
    ways = _ways(rows, issues)
    jobs = []
    for row in rows:
        try:
            issue = issues[row.edition_id]
            why = grounds.get((row.edition_id, row.person_id))
            letter = _letter(row, issue, threads.get(row.pk, ()), why, ways, now=now)
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


def _put_off(row: Due, said: str, *, now: datetime, dice: Dice) -> None:
    """Count a row that cannot be made ready now as a technical failure: an operator may mend it before the end."""
    response = Response(Outcome.TECHNICAL, said)
    follows = what_follows(response, row.attempts + 1, row.critical, row.expires_at, now=now, dice=dice)
    attempt_of(row.pk, response, follows, now=now).save(force_insert=True)
    rows = Delivery.objects.filter(pk=row.pk, state=DeliveryState.QUEUED)
    if follows.due is None:
        _end(row, DeliveryState.FAILED, follows.rule, follows.reason, now=now, error=said)
        rows = Delivery.objects.filter(pk=row.pk)
    rows.update(attempts=F("attempts") + 1, last_error=said, due_at=follows.due or row.due_at)


def _ways(rows: Sequence[Due], issues: Issues) -> Ways:
    """Return the gateways that the desks behind `rows` have set; nobody is asked where none of them needs one."""
    if not any(row.channel in BY_GATEWAY for row in rows):
        return {}
    return gateways({issue.edition.alert.organisation_id for issue in issues.values()})


def _letter(
    row: Due, issue: Issue, thread: tuple[str, ...], grounds: Grounds | None, ways: Ways, *, now: datetime
) -> Letter:
    bulletin = issue.bulletin.in_language(row.language or "en")
    way = way_of(ways, issue.edition.alert.organisation_id, row.channel)
    is_asked = not row.about_id and (grounds is None or grounds.is_asked)
    return Letter(
        message_id=row.message_id,
        address=row.address,
        secret=row.secret,
        name=row.name,
        language=row.language or "en",
        why=_why(row, grounds),
        answer=issue.links.link(row.person_id, now=now) if bulletin.asks_for_answer and is_asked else "",
        thread=thread,
        bulletin=bulletin,
        at=now,
        kind=Kind.ABOUT if row.about_id else Kind.REMINDER if row.round else Kind.ALERT,
        lead=row.reason if row.about_id else "",
        gateway=way.url,
        longest=way.longest,
        # Nobody can end that they are warned of what happens where they are.
        expires=row.expires_at,
        person=row.person_id,
        leave=leave_link(issue.edition, row.person_id)
        if row.channel == "email" and not row.about_id and grounds is not None and not grounds.is_asked
        else "",
    )


def _why(row: Due, grounds: Grounds | None) -> str:
    """Why they are told. Where the exposure cannot be read they are told all the same, by which rule."""
    if row.about_id or grounds is None:
        return row.reason
    try:
        return grounds.words
    except SecretUnreadable:
        _log.exception("Why delivery %d is to be sent cannot be read; it goes out with its rule.", row.pk)
        return row.reason


def letter_again(pk: int, *, now: datetime) -> Letter:
    """Return the letter of a delivery (its number) as it was made when it was sent, whatever its state is now.

    Raises DeliveryError where the edition is unreadable or the address gone, and SecretUnreadable.
    """
    row = read_due(pk)
    if row.contact_id is None:
        raise DeliveryError("the address was removed a moment ago")
    issues = Shelf().issues({row.edition_id})
    why = grounds_of({row.edition_id}, {row.person_id}).get((row.edition_id, row.person_id))
    thread = _threads([row], issues).get(row.pk, ())
    return _letter(row, issues[row.edition_id], thread, why, _ways([row], issues), now=now)


def _threads(rows: Sequence[Due], issues: Issues) -> dict[int, tuple[str, ...]]:
    """Return, for rows of later editions, the message ids of the same alert that the same person had before."""
    of = {number: issue.edition for number, issue in issues.items()}
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
