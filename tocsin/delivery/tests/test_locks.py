"""What happens at the same moment on PostgreSQL waits for each other one way only, and nothing fails by a deadlock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tocsin.delivery import answers, answers_together, digests
from tocsin.delivery.due import take_due
from tocsin.delivery.escalation import escalate
from tocsin.delivery.models import Delivery, Escalation
from tocsin.delivery.outbox import cancel_earlier
from tocsin.delivery.tests.rows import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="locks of rows are PostgreSQL's (tests/test_postgresql.py)"
    ),
]


class Act(threading.Thread):
    """Something that is done on a connection of its own; its fault is kept."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._act = act
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            with transaction.atomic():
                self._act()
        except Exception as fault:
            self.fault = fault
        finally:
            connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def until_somebody_waits(other: threading.Thread) -> None:
    while other.is_alive() and not somebody_waits():
        other.join(0.02)


@pytest.mark.parametrize("message_type", ["Update", "Cancel"])
@pytest.mark.parametrize("together", [False, True])
def test_an_edition_is_published_while_somebody_answers_the_one_before(
    world: World, noon: datetime, monkeypatch: pytest.MonkeyPatch, message_type: str, together: bool
) -> None:
    mira = world.person("Mira")
    (row,) = world.queued(mira)
    newer = world.edition(message_type)
    half_way, go_on = threading.Event(), threading.Event()

    def paused(act: Callable[..., Any], is_time: Callable[..., bool]) -> Callable[..., Any]:
        def then(*values: Any, **named: Any) -> Any:
            if is_time(*values):
                half_way.set()
                go_on.wait(30)
            return act(*values, **named)

        return then

    # Between the messages, which are cancelled, and the steps, which are ended.
    monkeypatch.setattr(answers, "take_answer", paused(answers.take_answer, lambda *_: True))
    if together:
        change = paused(answers_together._change, lambda change, *_: "escalation" in change)
        monkeypatch.setattr(answers_together, "_change", change)

    def answer() -> None:
        if together:
            answers_together.record_many([answers_together.Said(row.edition, mira, "safe", noon, "link")])
        else:
            answers.record(row.edition, mira, "safe", now=noon, via="link")

    answering, publishing = Act(answer), Act(lambda: cancel_earlier(newer, now=noon))
    answering.start()
    assert half_way.wait(30)
    publishing.start()
    until_somebody_waits(publishing)
    go_on.set()
    for one in (answering, publishing):
        one.join(60)
        assert one.fault is None
    assert Delivery.objects.get(pk=row.pk).rule == "answered"
    assert Escalation.objects.get().rule == "answered"


def test_two_workers_that_claim_parts_of_one_digest_do_not_wait_for_each_other(
    world: World, noon: datetime
) -> None:
    people = [world.person(name) for name in ("Mira", "Noor", "Omar")]
    first, one, last = world.queued(*people)
    two = Delivery.objects.get(pk=one.pk)
    two.pk, two.round, two.message_id = None, 1, "tocsin-another"
    two.save(force_insert=True)
    seconds = {first.pk: 0, one.pk: 1, two.pk: 2, last.pk: 3}
    for pk, second in seconds.items():
        Delivery.objects.filter(pk=pk).update(due_at=noon + timedelta(seconds=second))
    Delivery.objects.filter(pk__in=[one.pk, two.pk]).update(rule="digest")
    later = noon + timedelta(minutes=1)
    both, left = threading.Barrier(2, timeout=30), {}

    def claim(name: str, wait_for: threading.Event | None, taken: threading.Event) -> None:
        if wait_for:
            wait_for.wait(30)
        rows = take_due(2, channel="email", critical=False, now=later)
        taken.set()
        both.wait()
        left[name] = (len(rows), [row.pk for row in digests.complete(rows, now=later)])

    taken = threading.Event()
    workers = [
        Act(lambda: claim("a", None, taken)),
        Act(lambda: claim("b", taken, threading.Event())),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.fault is None
    assert left == {"a": (2, [first.pk]), "b": (2, [last.pk])}
    dues = set(Delivery.objects.filter(pk__in=[one.pk, two.pk]).values_list("due_at", flat=True))
    assert {moment.replace(microsecond=0) for moment in dues} <= {noon + timedelta(seconds=n) for n in (1, 2)}


def test_steps_are_taken_while_somebody_answers(world: World, noon: datetime) -> None:
    mira, noor = world.person("Mira"), world.person("Noor")
    row, _other = world.queued(mira, noor)
    later = noon + timedelta(minutes=31)
    acts = [
        Act(lambda: answers.record(row.edition, mira, "safe", now=later, via="link")),
        Act(lambda: escalate(now=later)),
    ]
    for act in acts:
        act.start()
    for act in acts:
        act.join(60)
        assert act.fault is None
