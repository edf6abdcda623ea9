"""Whom nothing reaches does not wait for the time of the next step; whoever is reached, or has answered, is left alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.delivery.answers import record
from tocsin.delivery.answers_together import Said, record_many
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.decide import Rule
from tocsin.delivery.escalation import escalate
from tocsin.delivery.escalation_steps import (
    PUBLISHED,
    Case,
    Cause,
    Failure,
    Planned,
    Step,
    rule_on,
    rule_on_failure,
)
from tocsin.delivery.inbound.arrivals import post_of
from tocsin.delivery.inbound.mails import take_mail
from tocsin.delivery.inbound.return_addresses import Purpose
from tocsin.delivery.models import Delivery, Escalation, Setback
from tocsin.delivery.outbox import try_again
from tocsin.delivery.setbacks import judge
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.returned import address_of, dsn, out
from tocsin.delivery.tests.rows import World
from tocsin.delivery.timeline import timeline
from tocsin.delivery.worker import run_once
from tocsin.exposure.models import Person

pytestmark = pytest.mark.django_db

After = Callable[[float], datetime]


@pytest.fixture
def after(noon: datetime) -> After:
    return lambda minutes: noon + timedelta(minutes=minutes)


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.TOCSIN_BOUNCE_ADDRESS = "bounces@desk.example"


def look(now: datetime) -> int:
    """What the worker does twice a second: judge what failed, and take the steps that are due."""
    judge(now=now)
    return escalate(now=now)


def bounce(row: Delivery, at: datetime, action: str = "failed") -> None:
    data = dsn(row.message_id, address_of(Purpose.BOUNCE, row.message_id), action)
    take_mail(data, post_of(data + f"{at}".encode(), via="command", at=at))


def steps(about: Person) -> list[tuple[str, str]]:
    """Whom the steps for somebody went to, and by which rule."""
    rows = Delivery.objects.filter(round__gt=0).order_by("pk").select_related("person", "about")
    return [(row.person.name, row.rule) for row in rows if (row.about or row.person) == about]


def verdicts() -> list[str]:
    return list(Setback.objects.order_by("pk").values_list("rule", flat=True))


@pytest.fixture
def mira(world: World) -> Person:
    """Somebody with a stand-in, at a desk where somebody is on duty."""
    world.person("Duty", on_duty=True)
    return world.person("Mira", stand_in=world.person("Noor"))


def test_a_bounce_brings_the_next_step_by_another_way_forward_and_the_timeline_says_why(
    world: World, mira: Person, noon: datetime, after: After
) -> None:
    row = out(world.queued(mira)[0], noon)
    bounce(row, after(2))
    assert look(after(2)) == 1
    # The reminder would have gone to the same address: whoever stands in is told instead.
    assert steps(mira) == [("Noor", "unreachable")]
    case = Escalation.objects.get()
    assert (case.done, case.due_at, case.rule, case.ended_at) == (2, after(90), "", None)
    told = Delivery.objects.get(about=mira)
    assert told.reason.startswith("No message reaches Mira, so the next step is taken at once.")
    assert told.critical
    moments = [(one.kind, one.rule) for one in timeline(world.alert, mira)]
    assert ("unreachable", "unreachable") in moments
    assert ("next", "unreachable") in moments
    assert look(after(89)) == 0
    out(told, after(3))
    assert look(after(90)) == 1
    assert steps(mira)[1:] == [("Duty", "desk-told")]


def test_a_refusal_by_the_server_counts_like_a_bounce(
    world: World, mira: Person, noon: datetime, after: After, mailbox: Mailbox, smtp: SmtpChannel
) -> None:
    mailbox.on_recipient = lambda envelope, address: "550 no such user" if "mira" in address else None
    world.queued(mira)
    run_once(now=noon, channels={"email": smtp})
    assert look(after(0.1)) == 1
    run_once(now=after(0.1), channels={"email": smtp})
    assert [mail.rcpt_tos for mail in mailbox.mails] == [["noor@field.example"]]
    assert b"No message reaches Mira" in mailbox.mails[0].content.replace(b"=\r\n", b"")


def test_a_second_address_is_another_way(world: World, mira: Person, noon: datetime, after: After) -> None:
    world.contact(mira, "email", "mira@home.example")
    first = next(row for row in world.queued(mira) if row.state == "queued")
    bounce(out(first, noon), after(2))
    look(after(2))
    assert steps(mira) == [("Mira", "unreachable")] * 2
    assert Escalation.objects.get().done == 1
    # Both of these come back too: then whoever stands in is told.
    for row in Delivery.objects.filter(round=1):
        bounce(out(row, after(3)), after(4))
    look(after(4))
    assert steps(mira)[2:] == [("Noor", "unreachable")]


def test_where_the_stand_in_cannot_be_reached_either_the_desk_is_told(
    world: World, mira: Person, noon: datetime, after: After
) -> None:
    bounce(out(world.queued(mira)[0], noon), after(2))
    look(after(2))
    bounce(out(Delivery.objects.get(about=mira), after(3)), after(4))
    assert look(after(4)) == 1
    assert steps(mira) == [("Noor", "bounced"), ("Duty", "unreachable")]
    assert Escalation.objects.get().rule == "all-steps-taken"
    assert look(after(200)) == 0


def test_a_stand_in_without_an_address_is_passed_over(world: World, noon: datetime, after: After) -> None:
    world.person("Duty", on_duty=True)
    mira = world.person("Mira", stand_in=world.person("Noor", email=None))
    bounce(out(world.queued(mira)[0], noon), after(2))
    look(after(2))
    assert steps(mira) == [("Duty", "unreachable")]


def test_whoever_another_message_reaches_keeps_the_time_of_the_next_step(
    world: World, noon: datetime, after: After
) -> None:
    world.person("Duty", on_duty=True)
    mira = world.person("Mira", webhook="https://hooks.example/mira")
    rows = {row.channel: row for row in world.queued(mira)}
    out(rows["webhook"], noon)
    bounce(out(rows["email"], noon), after(2))
    assert look(after(2)) == 0
    assert verdicts() == ["still-reached"]
    assert ("failed", "still-reached") in [(one.kind, one.rule) for one in timeline(world.alert, mira)]
    assert Escalation.objects.get().due_at == after(30)
    # The other fails as well, a moment later.
    Delivery.objects.filter(pk=rows["webhook"].pk).update(
        state="failed", last_error="gone", finished_at=after(3)
    )
    Setback.objects.create(delivery=rows["webhook"], at=after(3))
    assert look(after(3)) == 1


def test_a_bounce_of_an_older_message_does_nothing_where_a_newer_one_was_delivered(
    world: World, mira: Person, noon: datetime, after: After
) -> None:
    first = out(world.queued(mira)[0], noon)
    look(after(30))
    reminder = out(Delivery.objects.get(round=1), after(31))
    bounce(reminder, after(32), "delivered")
    bounce(first, after(33))
    assert look(after(33)) == 0
    assert verdicts() == ["still-reached"]
    assert Escalation.objects.get().due_at == after(60)


def test_a_bounce_of_an_older_edition_does_nothing(
    world: World, mira: Person, noon: datetime, after: After
) -> None:
    first = out(world.queued(mira)[0], noon)
    world.now = after(10)
    out(world.queued(mira, message_type="Update")[0], after(10))
    bounce(first, after(12))
    assert look(after(12)) == 0
    assert verdicts() == ["not-chased"]


def test_a_bounce_twice_is_one_step(world: World, mira: Person, noon: datetime, after: After) -> None:
    row = out(world.queued(mira)[0], noon)
    bounce(row, after(2))
    bounce(row, after(2))
    look(after(2))
    bounce(row, after(3))
    look(after(3))
    assert steps(mira) == [("Noor", "unreachable")]
    assert Setback.objects.count() == 1


def test_what_the_desk_has_queued_again_meanwhile_is_waited_for_and_counts_when_it_fails_again(
    world: World, mira: Person, noon: datetime, after: After
) -> None:
    row = out(world.queued(mira)[0], noon)
    bounce(row, after(2))
    row.refresh_from_db()
    try_again(row, actor=world.officer, now=after(2))
    assert look(after(2)) == 0
    bounce(out(row, after(3)), after(4))
    assert look(after(4)) == 1
    assert verdicts() == ["still-reached", "unreachable"]


def test_people_who_share_an_address_are_looked_after_each_for_themselves(
    world: World, noon: datetime, after: After
) -> None:
    world.person("Duty", on_duty=True)
    mira = world.person("Mira", email="house@field.example")
    tom = world.person("Tom", email="house@field.example")
    rows = {row.person_id: out(row, noon) for row in world.queued(mira, tom)}
    bounce(rows[mira.pk], after(2))
    look(after(2))
    assert (steps(mira), steps(tom)) == ([("Duty", "unreachable")], [])
    record(rows[tom.pk].edition, tom, "safe", now=after(3), via="link")
    bounce(rows[tom.pk], after(4))
    assert look(after(4)) == 0
    assert steps(tom) == []


@pytest.mark.parametrize("how", ["alone", "together"])
def test_an_answer_before_at_and_after_the_bounce_stops_every_step(
    world: World, mira: Person, noon: datetime, after: After, how: str
) -> None:
    row = out(world.queued(mira)[0], noon)

    def answer() -> None:
        if how == "alone":
            record(row.edition, mira, "safe", now=after(2), via="link")
        else:
            record_many([Said(row.edition, mira, "safe", after(2), "link")])

    for order in ("answer first", "between bounce and verdict", "between verdict and step", "after the step"):
        savepoint = transaction.savepoint()
        if order == "answer first":
            answer()
        bounce(row, after(2))
        if order == "between bounce and verdict":
            answer()
        judge(now=after(2))
        if order == "between verdict and step":
            answer()
        written = escalate(now=after(2))
        if order == "after the step":
            answer()
        run_once(now=after(2), channels={})
        assert written == (order == "after the step"), order
        assert not Delivery.objects.filter(about=mira, state="queued").exists(), order
        assert Escalation.objects.get().rule == "answered", order
        assert look(after(100)) == 0
        transaction.savepoint_rollback(savepoint)


def test_a_call_for_help_that_fails_at_one_address_changes_nothing(
    world: World, mira: Person, noon: datetime, after: After
) -> None:
    row = out(world.queued(mira)[0], noon)
    record(row.edition, mira, "need-help", now=after(1), via="link")
    escalate(now=after(1))
    call = out(Delivery.objects.get(rule="help-called"), after(1))
    bounce(call, after(2))
    assert look(after(2)) == 0
    assert verdicts() == ["not-chased"]
    assert Escalation.objects.get(cause="help").due_at == after(6)


def test_where_no_step_reaches_anybody_else_the_reminder_keeps_its_time(
    world: World, noon: datetime, after: After
) -> None:
    from tocsin.delivery.cases import set_policy

    set_policy(world.desk, "Warning", (Planned(30, Step.AGAIN),), actor="Ana", now=noon)
    mira = world.person("Mira")
    bounce(out(world.queued(mira)[0], noon), after(2))
    assert look(after(2)) == 0
    case = Escalation.objects.get()
    assert (case.due_at, case.rule, case.done) == (after(30), "", 0)
    assert look(after(30)) == 1
    assert steps(mira) == [("Mira", "reminded")]


def test_the_ruling_skips_what_reaches_nobody_and_keeps_the_times_of_what_comes_later(noon: datetime) -> None:
    case = Case(
        cause=Cause.SILENCE, name="Mira", policy=PUBLISHED["Critical"], done=0, began=noon,
        expires=noon + timedelta(hours=1), edition_number=1, newest_number=1, newest_type="Alert",
        has_answered=False, is_active=True, is_unreachable=True, useless=frozenset({Step.AGAIN}),
    )  # fmt: skip
    ruling = rule_on(case, now=noon)
    assert [(one.step, one.rule, one.number) for one in ruling.letters] == [
        (Step.STAND_IN, Rule.UNREACHABLE, 2)
    ]
    assert (ruling.skipped, ruling.due) == (1, noon + timedelta(minutes=15))
    late = rule_on(case, now=noon + timedelta(minutes=16))
    assert [(one.step, one.rule) for one in late.letters] == [
        (Step.STAND_IN, Rule.UNREACHABLE), (Step.DESK, Rule.DESK_TOLD),
    ]  # fmt: skip
    assert rule_on(replace(case, has_answered=True), now=noon).rule is Rule.ANSWERED
    assert rule_on(replace(case, useless=frozenset(Step)), now=noon).letters == ()


@pytest.mark.parametrize(
    ("failure", "rule"),
    [
        (Failure(True, True, False), Rule.UNREACHABLE), (Failure(True, True, True), Rule.STILL_REACHED),
        (Failure(False, True, False), Rule.STILL_REACHED), (Failure(True, False, False), Rule.NOT_CHASED),
    ],
)  # fmt: skip
def test_a_failure_is_judged_by_what_else_reaches_its_person(failure: Failure, rule: Rule) -> None:
    assert rule_on_failure(failure) is rule


def test_many_failures_are_judged_with_few_questions(
    world: World, noon: datetime, after: After, django_assert_max_num_queries: Any
) -> None:
    world.person("Duty", on_duty=True)
    people = [world.person(f"P{number}") for number in range(40)]
    for row in world.queued(*people):
        bounce(out(row, noon), after(2))
    with django_assert_max_num_queries(30):
        assert look(after(2)) == 40
    assert Delivery.objects.filter(rule="unreachable").count() == 40


def test_the_database_wants_a_verdict_to_say_why(world: World, mira: Person, noon: datetime) -> None:
    row = world.queued(mira)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Setback.objects.create(delivery=row, at=noon, judged_at=noon)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_answer_that_is_being_recorded_is_waited_for_and_then_counts(noon: datetime, after: After) -> None:
    world = World(noon)
    world.person("Duty", on_duty=True)
    mira = world.person("Mira")
    row = out(world.queued(mira)[0], noon)
    bounce(row, after(2))
    answered, judged = threading.Event(), threading.Event()

    def answer() -> None:
        try:
            with transaction.atomic():
                record(row.edition, mira, "safe", now=after(2), via="link")
                answered.set()
                judged.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=answer)
    thread.start()
    assert answered.wait(20)
    assert look(after(2)) == 0
    assert verdicts() == [""]
    judged.set()
    thread.join()
    assert look(after(2)) == 0
    assert verdicts() == ["not-chased"]
    assert steps(mira) == []
