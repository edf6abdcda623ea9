"""People who are looked after until they answer, or until somebody takes their call for help: opening and ending the rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.accounts.audit import record
from tocsin.accounts.bulk_rows import among, in_order, insert_rows, stored
from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import Edition
from tocsin.delivery.decide import Rule, words
from tocsin.delivery.errors import PolicyImpossible
from tocsin.delivery.escalation_steps import (
    PUBLISHED,
    Cause,
    Planned,
    Policy,
    Step,
    first_due,
    read_policy,
    write_policy,
)
from tocsin.delivery.models import Answer, Escalation, EscalationPolicy, FanOut
from tocsin.exposure.models import Person
from tocsin.wording import worded

#: A step may come so many minutes after the first message at most: a week.
LONGEST_WAIT = 7 * 24 * 60


def policy_of(organisation: Organisation, level: str) -> Policy:
    """Return the steps for alerts of `level`: the desk's own where it has set them, else what is published."""
    own = EscalationPolicy.objects.filter(organisation=organisation, level=level).first()
    return PUBLISHED.get(level, ()) if own is None else read_policy(own.steps)


@transaction.atomic
def set_policy(
    organisation: Organisation, level: str, policy: Policy, *, actor: User | str, now: datetime
) -> EscalationPolicy:
    """Set the steps for alerts of `level` that are published from now on, and return the row.

    Raises PolicyImpossible for a level that there is not, or steps that do not come one after the other within a week.
    """
    if level not in PUBLISHED:
        raise PolicyImpossible(
            worded(
                "%(level)s is no level; it is one of %(choices)s.",
                level=repr(level),
                choices=", ".join(PUBLISHED),
            )
        )
    minutes = [planned.minutes for planned in policy]
    if minutes != sorted(set(minutes)) or any(not 1 <= one <= LONGEST_WAIT for one in minutes):
        raise PolicyImpossible(
            worded(
                "Each step comes after the one before it, from one minute to a week after the first message: these are at %(minutes)s minutes.",
                minutes=", ".join(map(str, minutes)),
            )
        )
    row, _created = EscalationPolicy.objects.update_or_create(
        organisation=organisation,
        level=level,
        defaults={"steps": write_policy(policy), "changed_at": now, "changed_by": str(actor)},
    )
    record(
        organisation, "escalation-policy", f"level:{level}", now=now, actor=actor, detail={"steps": row.steps}
    )
    return row


def steps_at(again: int, stand_in: int, desk: int) -> Policy:
    """Return the policy with its three steps after so many minutes; 0 leaves one out."""
    wanted = ((again, Step.AGAIN), (stand_in, Step.STAND_IN), (desk, Step.DESK))
    return tuple(sorted((Planned(at, step) for at, step in wanted if at), key=lambda one: one.minutes))


def open_silent(edition: Edition, people: Collection[int], *, now: datetime) -> int:
    """Begin to look after those people (numbers) who are asked by `edition`, in the caller's transaction; return how many."""
    if not people or not edition.asks_for_answer:
        return 0
    due = first_due(policies_of([edition])[edition.pk], now)
    if due is None:
        return 0
    moment, first = stored(now), stored(due)
    rows = ((edition.pk, person, Cause.SILENCE.value, 0, moment, first, None, "", "") for person in people)
    return insert_rows(Escalation, _COLUMNS, rows, keep_old=True)


_COLUMNS = ("edition", "person", "cause", "done", "began_at", "due_at", "ended_at", "rule", "reason")


def policies_of(editions: Collection[Edition]) -> dict[int, Policy]:
    """Return the steps of each edition (by its number) as they stood when it was published, with two questions at most."""
    kept = dict(
        FanOut.objects.filter(edition__in=[edition.pk for edition in editions]).values_list(
            "edition", "policy"
        )
    )
    others = [edition for edition in editions if edition.pk not in kept]
    own: dict[tuple[int, str], list[list[object]]] = {}
    if others:
        rows = EscalationPolicy.objects.filter(
            organisation__in={edition.alert.organisation_id for edition in others}
        )
        own = {(row.organisation_id, row.level): row.steps for row in rows}
    found = {number: read_policy(steps) for number, steps in kept.items()}
    for edition in others:
        steps = own.get((edition.alert.organisation_id, edition.level))
        found[edition.pk] = PUBLISHED.get(edition.level, ()) if steps is None else read_policy(steps)
    return found


def take_answer(answer: Answer, *, now: datetime) -> None:
    """Stop chasing whoever has answered, and call the desk where they need help: in the transaction of the answer."""
    edition = answer.edition
    open_ones = Escalation.objects.filter(
        person=answer.person, edition__alert=edition.alert_id, ended_at__isnull=True
    )
    silent = open_ones.filter(cause=Cause.SILENCE, edition__number__lte=edition.number)
    silent.update(ended_at=now, rule=Rule.ANSWERED, reason=words(Rule.ANSWERED))
    if answer.kind != Answer.Kind.NEED_HELP:
        open_ones.filter(cause=Cause.HELP).update(
            ended_at=now, rule=Rule.ANSWERED, reason=words(Rule.ANSWERED)
        )
        return
    case, is_new = Escalation.objects.get_or_create(
        edition=edition,
        person=answer.person,
        cause=Cause.HELP,
        defaults={"began_at": now, "due_at": now},
    )
    if not is_new and case.ended_at is not None:
        case.ended_at, case.rule, case.reason, case.due_at, case.began_at = None, "", "", now, now
        case.save()


def help_was_taken(answer: Answer, *, now: datetime) -> None:
    """Stop calling the desk for a call that somebody has taken, in the transaction that takes it."""
    Escalation.objects.filter(
        edition__alert=answer.edition.alert_id, person=answer.person, cause=Cause.HELP, ended_at__isnull=True
    ).update(ended_at=now, rule=Rule.HELP_TAKEN, reason=words(Rule.HELP_TAKEN))


def end_earlier(edition: Edition, rule: Rule, *, now: datetime) -> int:
    """Stop chasing for earlier editions of this alert, in the transaction that publishes `edition`; return how many."""
    earlier = Escalation.objects.filter(
        edition__alert=edition.alert_id,
        edition__number__lt=edition.number,
        cause=Cause.SILENCE,
        ended_at__isnull=True,
    )
    return in_order(earlier).update(ended_at=now, rule=rule, reason=words(rule))


def next_steps(people: Collection[Person], alert_id: int) -> dict[int, tuple[datetime, str]]:
    """Return, by person, when the next step for an alert's silent people is due and which it is ('again', ...)."""
    found: dict[int, tuple[datetime, str]] = {}
    rows = Escalation.objects.filter(
        edition__alert=alert_id,
        person__in=among([person.pk for person in people]),
        cause=Cause.SILENCE,
        ended_at__isnull=True,
    )
    waiting = list(rows.select_related("edition__alert"))
    plans = policies_of(list({row.edition_id: row.edition for row in waiting}.values()))
    for row in waiting:
        plan = plans[row.edition_id]
        if row.done < len(plan):
            due = row.began_at + timedelta(minutes=plan[row.done].minutes)
            found[row.person_id] = (due, plan[row.done].step.value)
    return found
