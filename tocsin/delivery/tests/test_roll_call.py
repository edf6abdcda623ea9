"""The roll-call: help first, then the silent with what follows, then the others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tocsin.accounts.models import AuditEntry, User
from tocsin.delivery.answers import record, take
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.errors import AnswerRefused
from tocsin.delivery.escalation import escalate
from tocsin.delivery.models import Attempt, Delivery, Escalation
from tocsin.delivery.roll_call import RollCall, Standing, roll_call
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.rows import World
from tocsin.delivery.worker import run_once

pytestmark = pytest.mark.django_db

NAMES = ("Ali", "Bea", "Cem", "Dan", "Eva", "Fay", "Gil")


@pytest.fixture
def call(world: World, noon: datetime) -> RollCall:
    people = {name: world.person(name, email=None if name == "Dan" else "") for name in NAMES}
    world.queued(*people.values())
    edition = world.alert.editions.get()
    rows = Delivery.objects.exclude(person__name="Dan")
    rows.filter(person__name="Fay").update(
        attempts=2, last_error="451 greylisted", due_at=noon + timedelta(minutes=5)
    )
    out = rows.exclude(person__name__in=["Fay", "Gil"])
    out.update(state="sending", held_by="x", held_since=noon)
    out.update(state="sent", held_by="", held_since=None, finished_at=noon)
    Delivery.objects.filter(person__name="Gil").update(
        state="failed", last_error="550 no such user", finished_at=noon
    )
    said = (("Ali", "safe"), ("Bea", "not-there"), ("Cem", "safe"), ("Cem", "need-help"))
    for minutes, (name, kind) in enumerate(said):
        record(edition, people[name], kind, now=noon + timedelta(minutes=minutes), via="link", note="cellar")
    return roll_call(world.alert, now=noon + timedelta(hours=1))


def test_help_comes_first_then_the_silent_the_unreachable_leading_then_the_others(call: RollCall) -> None:
    assert [(line.person.name, line.standing) for line in call.lines] == [
        ("Cem", "help"), ("Dan", "silent"), ("Gil", "silent"), ("Fay", "silent"), ("Eva", "silent"), ("Ali", "safe"),
        ("Bea", "not-there"),
    ]  # fmt: skip
    assert call.counts == {"help": 1, "silent": 4, "safe": 1, "not-there": 1, "help-open": 1, "all": 7}


def test_each_silent_person_has_the_last_contact_and_the_next_step(call: RollCall) -> None:
    said = {line.person.name: (line.contact, line.next_step) for line in call.having(Standing.SILENT)}
    assert said["Dan"][0].startswith("There is no address to write to")
    assert said["Gil"] == ("550 no such user", "Nothing reached this person: call, or go through the site.")
    assert said["Fay"] == (
        "2 tries failed: 451 greylisted", "Next try at 15 Jul 2017 12:05 UTC; call if it is urgent.",
    )  # fmt: skip
    assert said["Eva"] == (
        "E-mail accepted at 15 Jul 2017 12:00 UTC.", "Still waiting for an answer; call if it is urgent.",
    )  # fmt: skip


def test_a_call_for_help_is_taken_once_and_says_by_whom(call: RollCall, world: World, noon: datetime) -> None:
    (cem,) = call.having("help")
    assert cem.answer is not None
    assert cem.answer.note == "cellar"
    assert cem.next_step == "Nobody has taken this call: take it now."
    take(cem.answer, world.officer, noon)
    assert take(cem.answer, world.officer, noon).taken_by == world.officer
    with pytest.raises(AnswerRefused, match="Ana Ruiz has taken this up"):
        take(cem.answer, User.objects.create_user("bo@desk.example", name="Bo"), noon)
    again = roll_call(world.alert, now=noon)
    assert again.counts["help-open"] == 0
    assert again.lines[0].next_step == "Taken by Ana Ruiz at 15 Jul 2017 12:00 UTC."
    assert AuditEntry.objects.filter(action="help-taken").count() == 1
    with pytest.raises(AnswerRefused, match="nothing to take up"):
        take(call.having("safe")[0].answer, world.officer, noon)  # type: ignore[arg-type]


def test_a_call_for_help_stays_in_the_roll_call_whatever_becomes_of_the_stay(
    world: World, noon: datetime
) -> None:
    mira = world.person("Mira")
    world.queued(mira)
    edition = world.alert.editions.get()
    record(edition, mira, "need-help", now=noon, via="link")
    mira.exposures.update(
        withdrawn_at=noon + timedelta(minutes=1), withdrawn_reason="The itinerary was changed."
    )
    for _ in range(2):
        (line,) = roll_call(world.alert, now=noon + timedelta(minutes=2)).lines
        assert (line.person, line.standing) == (mira, Standing.HELP)
        mira.exposures.all().delete()
        mira.deliveries.all().delete()


def test_the_final_figures_do_not_change_for_who_was_not_asked_any_more_and_writes_later(
    world: World, noon: datetime
) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    world.queued(mira, omar)
    edition = world.alert.editions.get()
    mira.exposures.update(withdrawn_at=noon, withdrawn_reason="The itinerary was changed.")
    world.now = noon + timedelta(minutes=20)
    world.edition(message_type="Cancel")
    before = roll_call(world.alert, now=noon + timedelta(minutes=21)).final
    record(edition, mira, "need-help", now=noon + timedelta(minutes=30), via="link")
    after = roll_call(world.alert, now=noon + timedelta(minutes=31))
    assert after.final == before
    assert after.lines[0].standing == Standing.HELP


def test_what_is_said_after_a_clock_was_put_back_counts_as_said_later(world: World, noon: datetime) -> None:
    mira = world.person("Mira")
    world.queued(mira)
    world.person("Dana", on_duty=True)
    edition = world.alert.editions.get()
    record(edition, mira, "safe", now=noon + timedelta(minutes=59), via="link")
    record(edition, mira, "need-help", now=noon + timedelta(minutes=5), via="link")
    (line, *_) = roll_call(world.alert, now=noon + timedelta(minutes=6)).lines
    assert line.standing == Standing.HELP
    assert escalate(now=noon + timedelta(minutes=6)) == 1


def test_the_same_answer_to_another_edition_is_an_answer_to_that_one(world: World, noon: datetime) -> None:
    mira = world.person("Mira")
    world.queued(mira)
    first = record(world.alert.editions.get(), mira, "safe", now=noon, via="link")
    world.queued(mira, message_type="Update")
    newest = world.alert.editions.order_by("-number").first()
    second = record(newest, mira, "safe", now=noon + timedelta(seconds=20), via="link")
    assert second.pk != first.pk
    assert not Escalation.objects.filter(person=mira, ended_at__isnull=True).exists()
    assert record(newest, mira, "safe", now=noon + timedelta(seconds=30), via="link").pk == second.pk


def test_an_answer_from_before_an_update_says_so(call: RollCall, world: World, noon: datetime) -> None:
    world.queued(message_type="Update")
    (ali,) = roll_call(world.alert.editions.first(), now=noon).having("safe")  # type: ignore[arg-type]
    assert (ali.edition_number, ali.is_outdated) == (1, True)


def test_the_desk_writes_an_answer_down_for_somebody_who_calls(
    call: RollCall, world: World, noon: datetime
) -> None:
    (eva,) = [line.person for line in call.lines if line.person.name == "Eva"]
    record(
        world.alert.editions.get(),
        eva,
        "safe",
        now=noon,
        via="desk",
        note="by phone",
        recorded_by=world.officer,
    )
    entry = AuditEntry.objects.filter(action="answer-recorded").last()
    assert entry is not None
    assert entry.actor == "Ana Ruiz"


def test_the_number_of_questions_does_not_grow_with_the_people(
    call: RollCall, world: World, noon: datetime
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            roll_call(world.alert, now=noon)
        return len(seen)

    before = questions()
    world.queued(*(world.person(f"p{number}") for number in range(30)), message_type="Update")
    assert questions() == before
    assert Attempt.objects.count() == 0


def test_the_final_figures_stand_still_and_later_answers_are_counted_beside_them(
    call: RollCall, world: World, noon: datetime
) -> None:
    ended = noon + timedelta(minutes=30)
    assert (call.ended_at, call.final) == (None, None)
    world.now = ended
    world.queued(message_type="Cancel")
    out = Delivery.objects.filter(person__name="Eva", edition__message_type="Cancel")
    out.update(state="sending", held_by="x", held_since=ended)
    out.update(state="sent", held_by="", held_since=None, finished_at=ended)
    people = {line.person.name: line.person for line in call.lines}
    edition = world.alert.editions.get(number=1)
    record(edition, people["Ali"], "need-help", now=ended + timedelta(minutes=1), via="link")
    record(edition, people["Dan"], "safe", now=ended + timedelta(minutes=2), via="desk")
    roll = roll_call(world.alert, now=ended + timedelta(hours=1))
    assert roll.ended_at == ended
    assert roll.final == call.counts
    assert roll.answered_since == 2
    assert roll.counts == {"help": 2, "silent": 3, "safe": 1, "not-there": 1, "help-open": 2, "all": 7}
    (eva,) = [line for line in roll.lines if line.person.name == "Eva"]
    assert eva.next_step == "The alert is over: nobody is chased any more. Call to be sure."


def test_a_call_for_help_stays_open_after_the_all_clear_until_it_is_taken(
    call: RollCall, world: World, noon: datetime
) -> None:
    (cem,) = call.having("help")
    assert cem.answer is not None
    world.now = noon + timedelta(minutes=30)
    world.queued(message_type="Cancel")
    case = cem.person.escalations.get(cause="help")
    assert case.ended_at is None
    assert not cem.person.escalations.filter(cause="silence", ended_at=None).exists()
    take(cem.answer, world.officer, world.now + timedelta(minutes=5))
    case.refresh_from_db()
    assert case.rule == "help-taken"
    roll = roll_call(world.alert, now=world.now + timedelta(hours=1))
    assert (roll.counts["help-open"], roll.final and roll.final["help-open"]) == (0, 1)


def test_whoever_is_on_duty_is_called_on_after_the_all_clear_and_the_silent_are_left_alone(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    bea, eva = world.person("Bea"), world.person("Eva")
    world.person("Duty", on_duty=True)
    world.queued(bea, eva, level="Critical")
    run_once(now=noon, channels={"email": smtp})
    record(world.alert.editions.get(), bea, "need-help", now=noon, via="link")
    world.now = noon + timedelta(minutes=4)
    world.queued(message_type="Cancel")
    run_once(now=world.now, channels={"email": smtp})
    mailbox.mails.clear()
    for minutes in range(5, 32, 5):
        escalate(now=noon + timedelta(minutes=minutes))
        run_once(now=noon + timedelta(minutes=minutes), channels={"email": smtp})
    assert {mail.rcpt_tos[0] for mail in mailbox.mails} == {"duty@field.example"}
    assert len(mailbox.mails) >= 5
    assert not Delivery.objects.filter(rule__in=["reminded", "stands-in", "desk-told"]).exists()
