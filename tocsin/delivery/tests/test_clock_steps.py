"""A clock that was ahead, or is put back, holds no message up that nobody holds on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from tocsin.accounts.bulk_rows import stored
from tocsin.accounts.models import AuditEntry
from tocsin.delivery import answers, clock_steps
from tocsin.delivery.channels import Done, Response
from tocsin.delivery.clock_steps import ClockWatch
from tocsin.delivery.decide import CHANNELS, Outcome, Rule
from tocsin.delivery.escalation import escalate
from tocsin.delivery.messages import Letter
from tocsin.delivery.models import Delivery, Escalation
from tocsin.delivery.tests.rows import World
from tocsin.delivery.worker import Worker

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


class Post:
    """A channel that keeps what it is given, and answers as it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.outcome = Outcome.ACCEPTED

    def hand_over(self, letter: Letter, done: Done) -> None:
        self.sent.append(letter.address)
        done(Response(self.outcome, "250 ok"))

    def close(self) -> None:
        """Nothing is open."""


class Desk:
    """A worker with a clock that is set by hand; a second on the wall is one of the clock that only runs on."""

    def __init__(self, start: datetime, folder: Path) -> None:
        self.now, self.post = start, Post()
        self.worker = Worker(clock=lambda: self.now, channels={"email": self.post}, folder=folder)

    def work(self) -> list[str]:
        """Turn until nothing is due, and return to whom something was sent."""
        self.worker._next_clock_look = self.worker._next_long_look = 0.0
        self.post.sent.clear()
        self.worker.turn()
        while not self.worker.idle:
            self.worker.rest(0.01)
            self.worker.turn()
        return self.post.sent


@pytest.fixture
def desk(noon: datetime, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(noon, tmp_path / "workers")
    yield desk
    desk.worker.end()


@pytest.mark.parametrize("level", ["Critical", "Notice"])
def test_what_was_published_by_a_clock_an_hour_ahead_goes_out_when_it_is_put_right(
    world: World, desk: Desk, noon: datetime, level: str
) -> None:
    world.now = noon + HOUR
    world.queued(world.person("Mira"), world.person("Omar"), level=level)
    assert desk.work() == ["mira@field.example", "omar@field.example"]
    entry = AuditEntry.objects.get(action="deliveries-brought-forward")
    assert (entry.detail["rows"], entry.detail["lay_ahead_seconds"]) == (2, 3600.0)


def test_a_call_for_help_reaches_the_desk_although_the_clock_was_put_back(
    world: World, desk: Desk, noon: datetime
) -> None:
    mira, _ = world.person("Mira"), world.person("Duty", on_duty=True)
    (row,) = world.queued(mira)
    assert desk.work() == ["mira@field.example"]
    answers.record(row.edition, mira, "need-help", now=noon + HOUR, via="link")
    desk.work()
    case = Escalation.objects.get(cause="help")
    assert (case.began_at, case.due_at) == (noon, noon)
    assert AuditEntry.objects.filter(action="escalations-brought-forward").count() == 1
    assert escalate(now=noon) == 1
    assert desk.work() == ["duty@field.example"]
    # And the next call is not an hour later than it should be.
    Escalation.objects.filter(cause="help").update(due_at=noon + HOUR + timedelta(minutes=5))
    desk.work()
    assert Escalation.objects.get(cause="help").due_at == noon + timedelta(minutes=5)


def test_who_is_silent_is_reminded_as_long_after_the_message_as_before(
    world: World, desk: Desk, noon: datetime
) -> None:
    world.now = noon + HOUR
    world.queued(world.person("Mira"), level="Critical")
    before = Escalation.objects.get()
    desk.work()
    after = Escalation.objects.get()
    assert after.began_at == noon
    assert after.due_at == before.due_at - HOUR


def test_a_retry_waits_as_long_as_it_was_to_wait(world: World, desk: Desk, noon: datetime) -> None:
    world.queued(world.person("Mira"))
    desk.now = noon + HOUR
    desk.post.outcome = Outcome.TEMPORARY
    assert desk.work() == ["mira@field.example"]
    due = Delivery.objects.get().due_at
    desk.now = noon
    assert desk.work() == []
    assert Delivery.objects.get().due_at == due - HOUR
    desk.now = noon + timedelta(seconds=15)
    assert desk.work() == ["mira@field.example"]


def test_no_retry_lies_further_ahead_than_any_backoff(world: World, desk: Desk, noon: datetime) -> None:
    world.queued(world.person("Mira"))
    Delivery.objects.update(attempts=1, due_at=noon + timedelta(hours=6))
    assert desk.work() == []
    Delivery.objects.update(due_at=noon + timedelta(days=30))
    assert desk.work() == ["mira@field.example"]


@pytest.mark.parametrize("rule", [Rule.QUIET_HOURS, Rule.DIGEST, Rule.IN_DIGEST])
def test_what_is_held_on_purpose_stays_held(world: World, desk: Desk, noon: datetime, rule: Rule) -> None:
    world.queued(world.person("Mira"), level="Advisory")
    Delivery.objects.update(rule=rule, reason="Quiet until 13:00.", due_at=noon + HOUR)
    desk.now = noon + HOUR / 2
    desk.work()
    desk.now = noon
    assert desk.work() == []
    assert Delivery.objects.get().due_at == noon + HOUR
    assert not AuditEntry.objects.filter(action="deliveries-brought-forward").exists()


def test_only_a_clock_that_was_put_back_is_said_to_be(noon: datetime) -> None:
    wall, running = [noon], [0.0]
    watch = ClockWatch(lambda: wall[0], monotonic=lambda: running[0])

    def passes(on_the_wall: float, seconds: float) -> float:
        wall[0] += timedelta(seconds=on_the_wall)
        running[0] += seconds
        return watch.stepped_back().total_seconds()

    assert passes(1.0, 1.0) == 0
    assert passes(0.5, 1.0) == 0
    assert passes(-3599.0, 1.0) == 3600
    assert passes(1.0, 1.0) == 0
    assert passes(7200.0, 1.0) == 0


def test_looking_for_what_lies_ahead_uses_the_index_of_what_waits(world: World, noon: datetime) -> None:
    question = clock_steps._AHEAD.format(more="", which=clock_steps._MUST_GO, order="row.due_at, row.id")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        verb = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{verb} {question}", [True, CHANNELS[0], stored(noon), stored(noon), 10])
        assert "delivery_waiting" in str(cursor.fetchall())
