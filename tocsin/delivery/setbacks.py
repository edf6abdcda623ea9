"""What follows where a message failed for good: the next step for its person is due at once, if nothing else reaches them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from tocsin.accounts.bulk_rows import stored, update_rows
from tocsin.delivery.decide import Rule, words
from tocsin.delivery.due import listed
from tocsin.delivery.escalation_steps import FIRST_CALL, Cause, Failure, rule_on_failure
from tocsin.delivery.models import Delivery, Escalation
from tocsin.delivery.setback import Setback
from tocsin.delivery.states import DeliveryState

#: So many are judged in one transaction.
_AT_ONCE = 500
#: What reached somebody, or may still.
_ALIVE = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED)


class _Subject(NamedTuple):
    """Whom a message was about in the end, for which edition (numbers)."""

    edition: int
    person: int


def judge(*, now: datetime, stop: Callable[[], bool] = lambda: False) -> int:
    """Judge every failure that was written down, and return for how many people the next step is due at once.

    Whoever is answering, or escalated, at this moment is passed over and looked at again the next time: then it is known
    what came of that.
    """
    brought = 0
    while not stop() and Setback.objects.filter(judged_at__isnull=True).exists():
        with transaction.atomic():
            seen, some = _judge(now)
        brought += some
        if seen < _AT_ONCE:
            break
    return brought


def _judge(now: datetime) -> tuple[int, int]:
    open_ones = Setback.objects.filter(judged_at__isnull=True).order_by("pk")
    rows = list(
        open_ones.select_for_update(skip_locked=True, of=("self",)).select_related(
            "delivery__person", "delivery__about"
        )[:_AT_ONCE]
    )
    of = {row.pk: _subject(row.delivery) for row in rows}
    cases, busy = _cases({*of.values()})
    alive = _alive({*of.values()})
    ruled = {
        row.pk: rule_on_failure(_failure(row.delivery, of[row.pk], alive, cases))
        for row in rows
        if of[row.pk] not in busy
    }
    forward = {of[pk]: cases[of[pk]] for pk, rule in ruled.items() if rule is Rule.UNREACHABLE}
    Escalation.objects.filter(pk__in=forward.values()).update(rule=Rule.UNREACHABLE, due_at=now)
    update_rows(
        Setback,
        ("judged_at", "rule", "reason"),
        (
            (row.pk, (stored(now), ruled[row.pk].value, _words(row.delivery, ruled[row.pk])))
            for row in rows
            if row.pk in ruled
        ),
    )
    return len(ruled), len(forward)


def _subject(row: Delivery) -> _Subject:
    return _Subject(row.edition_id, row.about_id or row.person_id)


def _cases(subjects: Collection[_Subject]) -> tuple[dict[_Subject, int], set[_Subject]]:
    """Return the open cases of silence by their subject, locked, and the subjects whose case somebody else has locked."""
    open_ones = Escalation.objects.filter(
        edition__in={one.edition for one in subjects},
        person__in={one.person for one in subjects},
        cause=Cause.SILENCE,
        ended_at__isnull=True,
    )
    there = {
        _Subject(edition, person): pk
        for pk, edition, person in open_ones.values_list("pk", "edition", "person")
    }
    wanted = {one: pk for one, pk in there.items() if one in subjects}
    locked = Escalation.objects.filter(pk__in=wanted.values(), ended_at__isnull=True)
    held = set(locked.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return {one: pk for one, pk in wanted.items() if pk in held}, {
        one for one, pk in wanted.items() if pk not in held
    }


def _alive(subjects: Collection[_Subject]) -> Mapping[_Subject, Sequence[bool]]:
    """Return, by subject, for each message that reached somebody or may still, whether it went to somebody else."""
    people, numbers = listed({one.person for one in subjects})
    editions, of_editions = listed({one.edition for one in subjects})
    found: dict[_Subject, list[bool]] = defaultdict(list)
    # The bars and the plus keep the database from the indexes of whole editions: the rows are found by the people.
    for column, is_about, others in (
        ("person_id", False, "about_id IS NULL"),
        ("about_id", True, f"round < {FIRST_CALL}"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT edition_id, {column} FROM delivery_delivery WHERE {column} {people} AND +edition_id {editions} "  # noqa: S608
                f"AND {others} AND state || '' IN ({', '.join(['%s'] * len(_ALIVE))})",
                [numbers, of_editions, *(state.value for state in _ALIVE)],
            )
            for edition, person in cursor.fetchall():
                found[_Subject(edition, person)].append(is_about)
    return found


def _failure(
    row: Delivery, subject: _Subject, alive: Mapping[_Subject, Sequence[bool]], cases: Mapping[_Subject, int]
) -> Failure:
    others = alive.get(subject, ())
    return Failure(
        is_failed=row.state == DeliveryState.FAILED,
        is_chased=subject in cases and not (row.about_id and row.round >= FIRST_CALL),
        # Where a message to whoever stands in failed, it is no help that the person's own was taken long ago.
        reaches=any(others) if row.about_id else bool(others),
    )


def _words(row: Delivery, rule: Rule) -> str:
    if rule is Rule.UNREACHABLE:
        return words(rule, who=row.about.name if row.about else row.person.name)
    return words(rule)
