"""A call for help goes to the desk while it is somebody's last word; nobody is sent out for somebody who is safe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tocsin.delivery import answers
from tocsin.delivery.answers_together import Said, record_many
from tocsin.delivery.channels import Response
from tocsin.delivery.decide import Outcome
from tocsin.delivery.escalation import escalate
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.tests.rows import World
from tocsin.delivery.worker import run_once

pytestmark = pytest.mark.django_db


class Down:
    """A channel that is away until it is told that it is back; keeps what it took."""

    def __init__(self) -> None:
        self.is_back = False
        self.taken: list[str] = []

    def hand_over(self, letter: Any, done: Callable[[Response], object]) -> None:
        if self.is_back:
            self.taken.append(letter.lead)
        done(Response(Outcome.ACCEPTED if self.is_back else Outcome.TECHNICAL, "said"))

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def called(world: World, noon: datetime) -> Delivery:
    """Mira asks for help, and the message to whoever is on duty waits."""
    mira = world.person("Mira")
    world.person("Duty", on_duty=True)
    (row,) = world.queued(mira)
    answers.record(row.edition, mira, "need-help", now=noon, via="link")
    assert escalate(now=noon) == 1
    return Delivery.objects.get(about=mira)


@pytest.mark.parametrize("kind", ["safe", "not-there"])
@pytest.mark.parametrize("together", [False, True])
def test_a_call_that_still_waits_is_cancelled_by_an_answer_that_is_none(
    called: Delivery, noon: datetime, kind: str, together: bool
) -> None:
    mira, later = called.about, noon + timedelta(minutes=1)
    assert mira is not None
    if together:
        record_many([Said(called.edition, mira, kind, later, "link")])
    else:
        answers.record(called.edition, mira, kind, now=later, via="link")
    called.refresh_from_db()
    assert (called.state, called.rule, called.finished_at) == ("cancelled", "help-over", later)
    channel = Down()
    channel.is_back = True
    run_once(now=later, channels={"email": channel})
    assert channel.taken == []


def test_another_call_for_help_cancels_none(called: Delivery, noon: datetime) -> None:
    assert called.about is not None
    answers.record(
        called.edition, called.about, "need-help", now=noon + timedelta(minutes=2), via="link", note="come"
    )
    called.refresh_from_db()
    assert called.state == "queued"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"kind": "safe"}, "help-over"),
        ({"kind": "need-help", "taken": True}, "help-taken"),
    ],
)
def test_a_call_that_was_being_tried_meanwhile_is_looked_at_again_before_it_goes(
    called: Delivery, noon: datetime, changes: dict[str, Any], rule: str
) -> None:
    later = noon + timedelta(minutes=3)
    # As it is where the worker held the row when the answer came, and the server did not take it.
    Answer.objects.create(
        edition=called.edition, person=called.about, kind=changes["kind"], at=later, via="link",
        taken_at=later if changes.get("taken") else None,
    )  # fmt: skip
    channel = Down()
    channel.is_back = True
    run_once(now=later, channels={"email": channel})
    called.refresh_from_db()
    assert (called.state, called.rule) == ("cancelled", rule)
    assert channel.taken == []


def test_while_a_channel_is_away_one_call_waits_at_each_address_and_not_a_dozen(
    called: Delivery, noon: datetime
) -> None:
    channel = Down()
    moment = noon
    for _round in range(12):
        run_once(now=moment, channels={"email": channel})
        moment += timedelta(minutes=5)
        assert escalate(now=moment) == 1
    calls = Delivery.objects.filter(about=called.about)
    assert calls.count() == 13
    assert calls.filter(state="queued").count() == 1
    assert set(calls.exclude(state="queued").values_list("state", "rule")) == {("cancelled", "called-again")}
    channel.is_back = True
    run_once(now=moment, channels={"email": channel})
    assert len(channel.taken) == 1
    assert channel.taken[0].startswith("Mira asked for help")
