"""The timeline of one person for one alert: all that happened in order, and what comes next at the end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tocsin.delivery.answers import record, take
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.escalation import escalate
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import try_again
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.rows import World
from tocsin.delivery.timeline import Moment, timeline
from tocsin.delivery.worker import run_once
from tocsin.exposure.models import Person
from tocsin.exposure.rematching import withdraw_person
from tocsin.incidents.models import Incident

pytestmark = pytest.mark.django_db


def send(smtp: SmtpChannel, *, now: datetime) -> None:
    run_once(now=now, channels={"email": smtp, "webhook": smtp})


def kinds(moments: tuple[Moment, ...]) -> list[str]:
    return [moment.kind for moment in moments]


def test_it_tells_the_whole_story_in_order(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mira = world.person()
    world.queued(mira)
    mailbox.on_recipient = lambda envelope, address: "451 greylisted"
    send(smtp, now=noon)
    mailbox.on_recipient = lambda envelope, address: None
    send(smtp, now=noon + timedelta(minutes=1))
    late = noon + timedelta(minutes=5)
    edition = world.alert.editions.get()
    record(edition, mira, "safe", now=late, via="desk", note="in the cellar", recorded_by=world.officer)
    found = timeline(world.alert, mira)
    assert kinds(found) == ["exposed", "queued", "attempt", "attempt", "sent", "answer"]
    assert [moment.at for moment in found] == sorted(moment.at for moment in found)
    exposed, queued, put_off, accepted, sent, answer = found
    assert (exposed.words, exposed.rule) == (
        "Exposed, by edition 1: Mira is in Nairobi, inside the area.", "inside",
    )  # fmt: skip
    assert queued.words.startswith("E-mail: edition 1 is to be sent. In the way of this alert:")
    assert put_off.words.startswith("E-mail, try 1: put off by the server. The server asked to come back")
    assert put_off.words.endswith("It was said: “451 greylisted”")
    assert (put_off.rule, accepted.rule, sent.rule) == ("asked-to-wait", "accepted", "accepted")
    assert "queued as 1" in accepted.words
    assert sent.at == noon + timedelta(minutes=1)
    assert answer.words == (
        "“I am safe” to edition 1, by telephone. Written down by Ana Ruiz. Their note: “in the cellar”"
    )


def test_what_has_not_gone_out_comes_last_with_its_time(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mira = world.person()
    world.queued(mira)
    mailbox.on_recipient = lambda envelope, address: "451 greylisted"
    send(smtp, now=noon)
    due = Delivery.objects.get().due_at
    # Something that happens after the next try is due still stands before it: it has happened.
    withdraw_person(mira, now=due + timedelta(hours=1))
    *_, out, coming = timeline(world.alert, mira)
    assert (out.kind, out.words) == (
        "withdrawn", "No longer in the way: The person is no longer with the organisation.",
    )  # fmt: skip
    assert (coming.kind, coming.at) == ("next", due)
    assert coming.words.startswith("E-mail: goes out at 15 Jul 2017 12:00 UTC.")


def test_an_answer_stands_before_the_messages_that_it_stopped(world: World, noon: datetime) -> None:
    mira = world.person()
    world.queued(mira)
    later = noon + timedelta(minutes=2)
    record(world.alert.editions.get(), mira, "not-there", now=later, via="link")
    found = timeline(world.alert, mira)
    assert kinds(found) == ["exposed", "queued", "answer", "cancelled"]
    # The row says by now why it was stopped; why it was queued is not known any more, and not made up.
    assert (found[1].words, found[1].rule) == ("E-mail: edition 1 is to be sent.", "")
    assert (found[3].words, found[3].rule) == (
        "E-mail: not sent any more. This person has answered.", "answered",
    )  # fmt: skip
    assert "by the link in a message" in found[2].words


def test_whoever_cannot_be_told_has_the_reason_on_it(world: World) -> None:
    dan = world.person("Dan", email=None)
    world.queued(dan)
    last = timeline(world.alert, dan)[-1]
    assert (last.kind, last.rule) == ("suppressed", "no-address")
    assert "is not sent. There is no address to write to" in last.words


def test_a_message_that_failed_and_was_asked_for_again_says_by_whom(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mira = world.person()
    world.queued(mira)
    mailbox.on_recipient = lambda envelope, address: "550 no such user"
    send(smtp, now=noon)
    assert kinds(timeline(world.alert, mira))[-2:] == ["attempt", "failed"]
    failed = timeline(world.alert, mira)[-1]
    assert (failed.words, failed.rule) == (
        "E-mail: failed for good. The server refused it for good.", "refused",
    )  # fmt: skip
    try_again(Delivery.objects.get(), actor=world.officer, now=noon + timedelta(minutes=3))
    asked, coming = timeline(world.alert, mira)[-2:]
    assert (asked.kind, asked.words) == ("asked-again", "E-mail: Ana Ruiz asked to send it again.")
    assert coming.kind == "next"
    mailbox.on_recipient = lambda envelope, address: None
    send(smtp, now=noon + timedelta(minutes=4))
    assert kinds(timeline(world.alert, mira)) == [
        "exposed", "queued", "attempt", "asked-again", "attempt", "sent",
    ]  # fmt: skip


def test_what_went_to_others_about_the_person_stands_on_it_too(world: World, noon: datetime) -> None:
    noor = world.person("Noor")
    mira = world.person(stand_in=noor)
    world.queued(mira, level="Critical")
    escalate(now=noon + timedelta(minutes=10))
    about = [moment for moment in timeline(world.alert, mira) if moment.words.startswith("E-mail to Noor")]
    assert [(moment.kind, moment.rule) for moment in about] == [
        ("queued", "stands-in"),
        ("next", "stands-in"),
    ]
    assert "Mira has not answered for 10 minutes" in about[0].words


def test_a_call_for_help_says_who_took_it(world: World, noon: datetime) -> None:
    mira = world.person()
    world.queued(mira)
    call = record(world.alert.editions.get(), mira, "need-help", now=noon, via="link")
    take(call, world.officer, noon + timedelta(minutes=1))
    taken = timeline(world.alert, mira)[-1]
    assert (taken.kind, taken.words) == ("taken", "Ana Ruiz took the call for help.")


def test_other_people_and_other_alerts_stay_off_it(world: World, noon: datetime) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    world.queued(mira)
    assert timeline(world.alert, omar) == ()
    first = world.alert
    world.alert = type(first).objects.create(
        organisation=world.desk, incident=Incident.objects.get(), reference="2017-0002", slug="another",
        hazard="flood", created_at=noon,
    )  # fmt: skip
    world.queued(omar)
    assert kinds(timeline(first, mira)) == ["exposed", "queued", "next"]
    assert timeline(world.alert, mira) == ()


def test_the_number_of_questions_does_not_grow_with_the_messages(world: World) -> None:
    mira: Person = world.person()

    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            timeline(world.alert, mira)
        return len(seen)

    world.queued(mira)
    before = questions()
    for number in range(5):
        world.contact(mira, "email", f"mira{number}@field.example")
    world.queued(mira, message_type="Update", level="Critical")
    assert Delivery.objects.count() == 7
    assert questions() == before
