"""The life of a delivery: the table, the database's guard and our own acts agree."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.delivery import results
from tocsin.delivery.answers import record
from tocsin.delivery.channels import Response
from tocsin.delivery.decide import Outcome
from tocsin.delivery.jobs import Finished, Job
from tocsin.delivery.models import Attempt, Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.states import STEPS, DeliveryState
from tocsin.delivery.tests.rows import World, claimed

pytestmark = pytest.mark.django_db

STATES = list(DeliveryState)
LEGAL = {(before, after) for before, after, _ in STEPS}
HELD = {"held_by": "w", "held_since": datetime.fromisoformat("2017-07-15T12:00:00+00:00")}


def columns(state: DeliveryState, noon: datetime) -> dict[str, Any]:
    """What the other columns must hold for a row to stand in `state`."""
    finished = None if state in (DeliveryState.QUEUED, DeliveryState.SENDING) else noon
    held = HELD if state is DeliveryState.SENDING else {"held_by": "", "held_since": None}
    return {"state": state, "finished_at": finished, "last_error": "x", **held}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from(STATES), min_size=1, max_size=8))
def test_the_database_lets_a_row_walk_only_along_the_table(
    walk: list[DeliveryState], world: World, noon: datetime
) -> None:
    with transaction.atomic():
        edition = world.edition()
        world.expose(edition, world.person(f"p{edition.number}"))
        (row,) = enqueue(edition, now=noon)
        now = DeliveryState.QUEUED
        for state in walk:
            legal = state == now or (now, state) in LEGAL
            try:
                with transaction.atomic():
                    Delivery.objects.filter(pk=row.pk).update(**columns(state, noon))
            except DatabaseError:
                assert not legal, f"{now} to {state} is in the table and was refused"
            else:
                assert legal, f"{now} to {state} is not in the table and was let through"
                now = state
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "lost"},
        {"reason": ""},
        {"state": "sending"},
        {"held_by": "w"},
        {
            "state": "failed",
            "last_error": "",
            "finished_at": datetime.fromisoformat("2017-07-15T12:00:00+00:00"),
        },
        {"state": "cancelled"},
    ],
)
def test_the_database_refuses_a_row_that_does_not_say_how_it_stands(
    broken: dict[str, Any], world: World
) -> None:
    world.queued(world.person())
    with pytest.raises(DatabaseError), transaction.atomic():
        Delivery.objects.update(**broken)


EVENTS = (
    "claim",
    "accept",
    "later",
    "never",
    "silence",
    "crash",
    "answer",
    "update",
    "all-clear",
    "hour",
    "day",
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EVENTS), min_size=1, max_size=14))
def test_whatever_happens_in_whatever_order_every_row_ends_with_a_reason_or_still_waits(
    events: list[str], world: World, noon: datetime
) -> None:
    """No act of ours ever asks for a step that the guard refuses, and none leaves a row without a way on."""
    with transaction.atomic():
        now, jobs = noon, list[Job]()
        person = world.person(f"p{world.alert.editions.count()}")
        edition = world.edition()
        world.expose(edition, person)
        enqueue(edition, now=now)
        said = {
            "accept": Outcome.ACCEPTED,
            "later": Outcome.TEMPORARY,
            "never": Outcome.PERMANENT,
            "silence": Outcome.TECHNICAL,
        }
        for event in events:
            if event == "claim":
                jobs += claimed(now=now)
            elif event in said:
                ended = [Finished(job, Response(said[event], "words")) for job in jobs]
                results.record(ended, holder="w", now=now, dice=lambda: 0.5)
                jobs.clear()
            elif event == "crash":
                results.interrupt("w", now=now, dice=lambda: 0.5)
                jobs.clear()
            elif event == "answer":
                record(edition, person, "safe", now=now, via="link")
            elif event in ("update", "all-clear"):
                edition = world.edition("Update" if event == "update" else "Cancel")
                world.expose(edition, person)
                enqueue(edition, now=now)
            else:
                now += timedelta(hours=1) if event == "hour" else timedelta(days=1)
        results.interrupt("w", now=now, dice=lambda: 0.5)
        assert not Delivery.objects.filter(state="sending").exists()
        for row in Delivery.objects.filter(state="queued"):
            assert row.due_at < row.expires_at
        claimed(100, now=noon + timedelta(days=99))
        assert not Delivery.objects.filter(state="queued").exists(), (
            "what is past its end never waits for ever"
        )
        assert not Delivery.objects.filter(reason="").exists()
        assert Attempt.objects.count() == sum(Delivery.objects.values_list("attempts", flat=True))
        transaction.set_rollback(True)
