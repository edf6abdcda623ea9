"""One person's way through an alert, as one list that anybody at the desk can read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tocsin.delivery import claims
from tocsin.delivery.answers import record, take
from tocsin.delivery.channels import Response
from tocsin.delivery.claims import Finished
from tocsin.delivery.decide import Outcome
from tocsin.delivery.escalation import escalate
from tocsin.delivery.tests.rows import World
from tocsin.delivery.timeline import Happened, timeline
from tocsin.exposure.models import Exposure, Person

pytestmark = pytest.mark.django_db


def test_a_person_is_followed_from_the_match_through_reminders_to_the_answer_that_stops_them(
    noon: datetime,
) -> None:
    world = World(noon)
    mira, noor = world.person("Mira"), world.person("Noor")
    Person.objects.filter(pk=mira.pk).update(stand_in=noor)
    edition = world.queued(mira)[0].edition
    at = {minutes: noon + timedelta(minutes=minutes) for minutes in (1, 30, 60, 61, 62)}
    jobs, _seen = claims.claim(5, critical=False, holder="w", now=at[1], dice=lambda: 0.5)
    taken = [Finished(job, Response(Outcome.ACCEPTED, "250 queued as 7"), 5) for job in jobs]
    claims.record(taken, holder="w", now=at[1], dice=lambda: 0.5)
    escalate(now=at[30])
    escalate(now=at[60])
    answer = record(edition, mira, "need-help", now=at[61], via="link", note="Second floor")
    take(answer, world.officer, at[62])
    seen = timeline(world.alert, mira)
    assert [one.kind for one in seen] == [
        Happened.EXPOSED, Happened.QUEUED, Happened.TRIED, Happened.QUEUED, Happened.QUEUED, Happened.ENDED,
        Happened.ENDED, Happened.ANSWERED, Happened.CHASED, Happened.ANSWERED, Happened.CHASED,
    ]  # fmt: skip
    words = " / ".join(one.words for one in seen)
    for expected in (
        "Mira is in Nairobi, inside the area.", "250 queued as 7", "E-mail to Noor", "This person has answered.",
        "I need help, by link: Second floor", "Ana Ruiz took the call for help", "Somebody at the desk has taken",
    ):  # fmt: skip
        assert expected in words
    assert {one.rule for one in seen} >= {"inside", "accepted", "answered", "help-taken"}
    assert [one.at for one in seen] == sorted(one.at for one in seen)


def test_what_is_to_come_stands_last_and_what_was_not_sent_says_why(noon: datetime) -> None:
    world = World(noon)
    lost = world.person("Lost", email=None)
    world.queued(lost)
    Exposure.objects.update(
        withdrawn_at=noon + timedelta(minutes=2), withdrawn_reason="The stay was cancelled."
    )
    seen = timeline(world.alert, lost)
    assert [one.kind for one in seen] == [
        Happened.EXPOSED, Happened.NOT_SENT, Happened.WITHDRAWN, Happened.COMING,
    ]  # fmt: skip
    assert "There is no address to write to" in seen[1].words
    assert seen[1].rule == "no-address"


def test_a_stranger_to_the_alert_has_an_empty_timeline_and_a_stand_in_has_none_of_the_others(
    noon: datetime,
) -> None:
    world = World(noon)
    mira, noor = world.person("Mira"), world.person("Noor")
    Person.objects.filter(pk=mira.pk).update(stand_in=noor)
    world.queued(mira)
    escalate(now=noon + timedelta(minutes=60))
    assert timeline(world.alert, noor) == ()
