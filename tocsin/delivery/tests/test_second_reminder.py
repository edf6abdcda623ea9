"""A reminder that the desk asks for reaches everybody who is silent at that moment, once, and nobody else."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from tocsin.accounts.models import AuditEntry
from tocsin.delivery.answers import record
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.errors import ReminderRefused
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import cancel_earlier
from tocsin.delivery.quiet_settings import mute
from tocsin.delivery.roll_call import roll_call
from tocsin.delivery.second_reminder import FIRST_ROUND, reach_of, remind_silent
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.rows import World
from tocsin.delivery.timeline import timeline
from tocsin.delivery.worker import run_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime) -> World:
    """Five people were told; Ali is safe, Bea needs help, Dan has no address."""
    people = {
        name: world.person(name, email=None if name == "Dan" else "")
        for name in ("Ali", "Bea", "Cem", "Dan", "Eva")
    }
    world.queued(*people.values())
    run_once(now=noon, channels={"email": smtp})
    edition = world.alert.editions.get()
    record(edition, people["Ali"], "safe", now=noon, via="link")
    record(edition, people["Bea"], "need-help", now=noon, via="link")
    mailbox.mails.clear()
    return world


def again(world: World) -> Counter[str]:
    return Counter(Delivery.objects.filter(rule="reminded-again").values_list("person__name", flat=True))


def test_only_the_silent_are_reminded_and_it_is_said_who_asked(
    told: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    later = noon + timedelta(minutes=9)
    reach = reach_of(roll_call(told.alert, now=later))
    assert (reach.people, reach.by_channel, reach.without_a_way) == (2, {"email": 2}, 1)
    assert remind_silent(told.alert, actor=told.officer, now=later) == 2
    assert again(told) == {"Cem": 1, "Eva": 1}
    run_once(now=later, channels={"email": smtp})
    assert sorted(mail.rcpt_tos[0] for mail in mailbox.mails) == ["cem@field.example", "eva@field.example"]
    assert b"reminder" in mailbox.mails[0].content
    entry = AuditEntry.objects.get(action="silent-reminded")
    assert entry.detail["people"] == 3
    assert entry.detail["messages"] == 2
    cem = Delivery.objects.filter(person__name="Cem").first()
    assert cem is not None
    assert "Ana Ruiz reminded everybody who had not answered." in str(timeline(told.alert, cem.person))


def test_a_second_press_in_the_same_minute_reminds_nobody_and_a_later_one_does(
    told: World, noon: datetime
) -> None:
    moments = [timedelta(minutes=9), timedelta(minutes=9, seconds=20), timedelta(minutes=11)]
    counts = [remind_silent(told.alert, actor=told.officer, now=noon + moment) for moment in moments]
    assert counts == [2, 0, 2]
    assert again(told) == {"Cem": 2, "Eva": 2}
    rounds = set(Delivery.objects.filter(rule="reminded-again").values_list("round", flat=True))
    assert rounds == {FIRST_ROUND, FIRST_ROUND + 1}


def test_whoever_answers_before_it_leaves_gets_none(
    told: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    later = noon + timedelta(minutes=9)
    remind_silent(told.alert, actor=told.officer, now=later)
    cem = Delivery.objects.filter(person__name="Cem").first()
    assert cem is not None
    record(told.alert.editions.get(), cem.person, "safe", now=later, via="link")
    run_once(now=later, channels={"email": smtp})
    assert [mail.rcpt_tos[0] for mail in mailbox.mails] == ["eva@field.example"]


def test_nobody_is_reminded_of_what_is_over(told: World, noon: datetime) -> None:
    edition = told.edition("Cancel", what_changed="", cancel_reason="The march is over.")
    cancel_earlier(edition, now=noon)
    with pytest.raises(ReminderRefused, match="the alert is over"):
        remind_silent(told.alert, actor=told.officer, now=noon)
    roll = roll_call(told.alert, now=noon)
    assert roll.ended_at == noon
    assert roll.counts["help-open"] == 1
    assert not again(told)


def test_a_thousand_silent_people_are_written_in_few_statements(
    world: World, noon: datetime, django_assert_max_num_queries: object
) -> None:
    world.queued(*(world.person(f"P{number}") for number in range(60)))
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert remind_silent(world.alert, actor=world.officer, now=noon + timedelta(minutes=5)) == 60


def test_changes_of_mind_stand_in_the_roll_call_newest_first(told: World, noon: datetime) -> None:
    edition = told.alert.editions.get()
    bea = next(line.person for line in roll_call(told.alert, now=noon).having("help"))
    record(edition, bea, "safe", now=noon + timedelta(minutes=5), via="link")
    record(edition, bea, "not-there", now=noon + timedelta(minutes=9), via="link")
    (line,) = roll_call(told.alert, now=noon + timedelta(minutes=9)).having("not-there")
    assert [answer.kind for answer in line.before] == ["safe", "need-help"]


def muted(world: World, noon: datetime) -> datetime:
    """Somebody mutes the incident for an hour; a moment within it."""
    mute(
        world.alert.incident,
        until=noon + timedelta(hours=1),
        reason="Under control.",
        actor=world.officer,
        now=noon,
    )
    return noon + timedelta(minutes=9)


def test_a_muted_incident_reminds_nobody_and_says_how_many_and_why(
    told: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    later = muted(told, noon)
    reach = reach_of(roll_call(told.alert, now=later))
    assert (reach.people, reach.by_channel, reach.muted, reach.without_a_way) == (0, {}, 2, 1)
    assert reach.mute is not None
    assert (reach.mute.by, reach.mute.reason) == ("Ana Ruiz", "Under control.")
    with pytest.raises(
        ReminderRefused, match=r"Ana Ruiz muted this incident until .*Under control\. End the mute"
    ):
        remind_silent(told.alert, actor=told.officer, now=later)
    assert not again(told)
    over = noon + timedelta(minutes=61)
    assert reach_of(roll_call(told.alert, now=over)).people == 2
    assert remind_silent(told.alert, actor=told.officer, now=over) == 2
    run_once(now=over, channels={"email": smtp})
    assert len(mailbox.mails) == 2


def test_critical_is_reminded_in_spite_of_a_mute(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    world.queued(world.person("Cem"), level="Critical")
    run_once(now=noon, channels={"email": smtp})
    later = muted(world, noon)
    reach = reach_of(roll_call(world.alert, now=later))
    assert (reach.people, reach.muted, reach.mute) == (1, 0, None)
    assert remind_silent(world.alert, actor=world.officer, now=later) == 1
    run_once(now=later, channels={"email": smtp})
    assert len(mailbox.mails) == 2


def test_where_nobody_is_asked_any_more_a_reminder_reaches_nobody(told: World, noon: datetime) -> None:
    reach = reach_of(roll_call(told.alert, now=noon + timedelta(hours=25)))
    assert (reach.people, reach.is_over) == (0, True)
