"""Whoever does not answer is reminded, then somebody else is told; an answer stops all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tocsin.accounts.models import AuditEntry
from tocsin.accounts.turns import Lots
from tocsin.delivery import escalation
from tocsin.delivery.answers import record, take
from tocsin.delivery.cases import policy_of, set_policy, steps_at
from tocsin.delivery.decide import Rule
from tocsin.delivery.errors import PolicyImpossible
from tocsin.delivery.escalation import escalate
from tocsin.delivery.escalation_steps import (
    PUBLISHED,
    Case,
    Cause,
    Planned,
    Step,
    read_policy,
    rule_on,
    write_policy,
)
from tocsin.delivery.messages import Kind, subject, text_part
from tocsin.delivery.models import Delivery, Escalation
from tocsin.delivery.reader_words import in_reader_words
from tocsin.delivery.steps_at_once import take_due_cases
from tocsin.delivery.tests.rows import World, claimed
from tocsin.exposure.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(noon: datetime) -> World:
    return World(noon)


@pytest.fixture
def after(noon: datetime) -> Callable[[float], datetime]:
    return lambda minutes: noon + timedelta(minutes=minutes)


def steps(person: Person) -> list[tuple[str, str, str]]:
    """Whom the steps for `person` went to, by which rule, and in which state."""
    rows = Delivery.objects.filter(round__gt=0).order_by("pk").select_related("person", "about")
    return [(row.person.name, row.rule, row.state) for row in rows if (row.about or row.person) == person]


def test_a_silent_person_is_reminded_then_the_stand_in_then_the_desk(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira, noor, desk = world.person("Mira"), world.person("Noor"), world.person("Desk")
    Person.objects.filter(pk=mira.pk).update(stand_in=noor)
    Person.objects.filter(pk=desk.pk).update(on_duty=True)
    world.queued(mira)
    assert escalate(now=after(29)) == 0
    assert escalate(now=after(30)) == 1
    assert steps(mira) == [("Mira", "reminded", "queued")]
    assert escalate(now=after(31)) == 0
    escalate(now=after(60))
    escalate(now=after(90))
    assert [(name, rule) for name, rule, _ in steps(mira)] == [
        ("Mira", "reminded"), ("Noor", "stands-in"), ("Desk", "desk-told"),
    ]  # fmt: skip
    case = Escalation.objects.get()
    assert (case.done, case.rule) == (3, "all-steps-taken")
    assert escalate(now=after(200)) == 0


def test_after_a_day_offline_every_step_that_is_due_is_taken_once_and_none_after_the_end(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira, desk = world.person("Mira"), world.person("Desk")
    Person.objects.filter(pk=desk.pk).update(on_duty=True)
    world.queued(mira, hours=30)
    escalate(now=after(24 * 60))
    assert [rule for _, rule, _ in steps(mira)] == ["reminded", "desk-told"]
    late = world.person("Late")
    world.queued(late, hours=1)
    escalate(now=after(24 * 60))
    assert steps(late) == []
    assert Escalation.objects.get(person=late).rule == "expired"


def test_an_answer_stops_every_later_step_in_the_same_transaction(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira, noor = world.person("Mira"), world.person("Noor")
    Person.objects.filter(pk=mira.pk).update(stand_in=noor)
    row = world.queued(mira)[0]
    escalate(now=after(60))
    record(row.edition, mira, "safe", now=after(61), via="link")
    assert {(rule, state) for _, rule, state in steps(mira)} == {("answered", "cancelled")}
    assert Escalation.objects.get().rule == "answered"
    assert escalate(now=after(500)) == 0


def test_a_step_that_was_written_while_the_answer_came_is_not_sent(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira, noor = world.person("Mira"), world.person("Noor")
    Person.objects.filter(pk=mira.pk).update(stand_in=noor)
    row = world.queued(mira)[0]
    Delivery.objects.filter(round=0).delete()
    record(row.edition, mira, "safe", now=after(61), via="link")
    # As if the pass had read the case a moment before the answer was committed.
    Escalation.objects.update(ended_at=None, rule="", reason="", done=1, due_at=after(60))
    Delivery.objects.create(
        organisation=world.desk, edition=row.edition, person=noor, about=mira, round=2, channel="email",
        contact=noor.contacts.get(), rule="stands-in", reason="Mira has not answered.", message_id="race",
        due_at=after(60), expires_at=after(600), created_at=after(60),
    )  # fmt: skip
    for critical in (False, True):
        jobs = claimed(critical=critical, now=after(62))
        assert jobs == []
    assert Delivery.objects.get(message_id="race").rule == "answered"


def test_a_call_for_help_goes_to_the_desk_at_once_and_again_until_somebody_takes_it(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira, desk = world.person("Mira"), world.person("Desk")
    Person.objects.filter(pk=desk.pk).update(on_duty=True)
    row = world.queued(mira)[0]
    answer = record(row.edition, mira, "need-help", now=after(3), via="link", note="Second floor")
    assert escalate(now=after(3)) == 1
    assert escalate(now=after(4)) == 0
    assert escalate(now=after(8)) == 1
    calls = Delivery.objects.filter(about=mira)
    # The second takes the place of the first, which still waited.
    assert list(calls.order_by("pk").values_list("rule", flat=True)) == ["called-again", "help-called"]
    assert calls.values("message_id").distinct().count() == 2
    assert all(call.critical and call.person == desk and call.about == mira for call in calls)
    jobs = claimed(critical=True, now=after(8))
    assert len(jobs) == 1
    take(answer, world.officer, after(9))
    assert escalate(now=after(30)) == 0
    assert Escalation.objects.get(cause="help").rule == "help-taken"


def test_whoever_says_safe_after_a_call_for_help_is_not_called_for_any_more(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira, desk = world.person("Mira"), world.person("Desk")
    Person.objects.filter(pk=desk.pk).update(on_duty=True)
    row = world.queued(mira)[0]
    record(row.edition, mira, "need-help", now=after(3), via="link")
    escalate(now=after(3))
    record(row.edition, mira, "safe", now=after(5), via="link")
    assert escalate(now=after(30)) == 0
    record(row.edition, mira, "need-help", now=after(40), via="link")
    assert escalate(now=after(40)) == 1


def test_nobody_chases_those_who_only_follow_such_alerts_or_an_advisory(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira = world.person("Mira")
    world.queued(mira, level="Advisory")
    assert not Escalation.objects.exists()


def test_an_update_ends_the_chase_for_the_edition_before_and_begins_its_own(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira = world.person("Mira")
    world.queued(mira)
    Delivery.objects.filter(round=0).update(state="sending", held_by="w", held_since=after(0))
    world.now = after(20)
    world.queued(mira, message_type="Update")
    first, second = Escalation.objects.order_by("pk")
    assert (first.rule, second.ended_at) == ("superseded", None)
    escalate(now=after(31))
    assert steps(mira) == []
    escalate(now=after(50))
    assert [rule for _, rule, _ in steps(mira)] == ["reminded"]


def test_a_cancellation_between_two_lots_stops_those_who_are_left_and_nobody_of_another_alert(
    world: World, after: Callable[[float], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalation, "Lots", lambda: Lots(first=3, least=3, most=3))
    world.queued(*(world.person(f"A{number}") for number in range(4)))
    cancelled, world.now = world.alert, after(1)
    world.alert = other = world.another_alert()
    world.queued(*(world.person(f"B{number}") for number in range(4)))

    def cancel() -> bool:
        if Delivery.objects.filter(rule="reminded").exists() and world.alert == other:
            world.alert, world.now = cancelled, after(31)
            world.edition(message_type="Cancel")
        return False

    assert escalate(now=after(31), stop=cancel) == 7
    told = Delivery.objects.filter(rule="reminded").values_list("person__name", "edition__alert__reference")
    assert sorted(told) == [
        *((f"A{number}", cancelled.reference) for number in range(3)),
        *((f"B{number}", other.reference) for number in range(4)),
    ]  # fmt: skip
    assert set(Escalation.objects.filter(ended_at__isnull=False).values_list("person__name", "rule")) == {
        ("A3", "all-clear")
    }


def test_messages_about_somebody_name_them_inside_and_never_in_the_subject(
    world: World, after: Callable[[float], datetime]
) -> None:
    mira, noor = world.person("Mira Okafor", email="m@field.example"), world.person("Noor", language="fr")
    Person.objects.filter(pk=mira.pk).update(stand_in=noor)
    world.queued(mira)
    escalate(now=after(60))
    jobs = claimed(critical=True, now=after(60))
    (about,) = (job.letter for job in jobs if job.letter.kind is Kind.ABOUT)
    assert "Mira" not in subject(about)
    said = text_part(in_reader_words(about)).splitlines()[0]
    assert "Mira Okafor n’a pas répondu depuis 60 minutes" in said, "in their language"
    assert about.answer == ""
    jobs = claimed(critical=False, now=after(60))
    kinds = {job.letter.kind for job in jobs}
    assert kinds == {Kind.ALERT, Kind.REMINDER}
    (reminder,) = (job.letter for job in jobs if job.letter.kind is Kind.REMINDER)
    assert "reminder" in subject(reminder)
    assert reminder.answer


def test_a_desk_sets_its_own_steps_and_what_was_published_keeps_those_it_had(
    world: World, after: Callable[[float], datetime]
) -> None:
    assert policy_of(world.desk, "Warning") == PUBLISHED["Warning"]
    set_policy(world.desk, "Advisory", steps_at(10, 0, 20), actor=world.officer, now=after(0))
    assert policy_of(world.desk, "Advisory") == (Planned(10, Step.AGAIN), Planned(20, Step.DESK))
    assert AuditEntry.objects.get().action == "escalation-policy"
    with pytest.raises(PolicyImpossible, match="comes after"):
        set_policy(world.desk, "Warning", steps_at(10, 10, 0), actor=world.officer, now=after(0))
    with pytest.raises(PolicyImpossible, match="no level"):
        set_policy(world.desk, "Orange", (), actor=world.officer, now=after(0))
    assert read_policy(write_policy(PUBLISHED["Critical"])) == PUBLISHED["Critical"]


def test_the_ruling_needs_no_database(noon: datetime) -> None:
    case = Case(
        cause=Cause.SILENCE, name="Mira", policy=PUBLISHED["Critical"], done=0, began=noon,
        expires=noon + timedelta(hours=1), edition_number=1, newest_number=1, newest_type="Alert",
        has_answered=False, is_active=True,
    )  # fmt: skip
    ruling = rule_on(case, now=noon + timedelta(minutes=5))
    assert [one.step for one in ruling.letters] == [Step.AGAIN]
    assert ruling.due == noon + timedelta(minutes=10)
    assert rule_on(replace(case, has_answered=True), now=noon).rule is Rule.ANSWERED
    assert rule_on(replace(case, newest_number=2, newest_type="Cancel"), now=noon).rule is Rule.ALL_CLEAR


@pytest.mark.parametrize("minutes", [30, 61, 200])
def test_thousands_at_once_get_what_each_would_get_alone(
    world: World, after: Callable[[float], datetime], minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = world.person("Noor", webhook="https://hooks.example/noor")
    duty = world.person("Duty", language="fr")
    gone = world.person("Gone")
    Person.objects.filter(pk=duty.pk).update(on_duty=True)
    people = [world.person(f"P{number}") for number in range(6)]
    Person.objects.filter(pk__in=[one.pk for one in people[:4]]).update(stand_in=noor)
    row = world.queued(*people, gone)[0]
    Person.objects.filter(pk=gone.pk).update(active=False)
    record(row.edition, people[0], "safe", now=after(1), via="link")

    def outcome() -> tuple[set[object], set[object]]:
        savepoint = transaction.savepoint()
        escalate(now=after(minutes))
        letters = set(
            Delivery.objects.filter(round__gt=0).values_list(
                "person", "about", "contact", "channel", "rule", "reason", "critical", "message_id", "round", "due_at",
                "expires_at", "state",
            )
        )  # fmt: skip
        cases = set(Escalation.objects.values_list("person", "done", "ended_at", "rule", "reason"))
        transaction.savepoint_rollback(savepoint)
        return letters, cases

    together = outcome()
    monkeypatch.setattr(
        "tocsin.delivery.escalation.take_due_cases",
        lambda limit, *, now: [some._replace(is_plain=False) for some in take_due_cases(limit, now=now)],
    )
    alone = outcome()
    assert together == alone
    assert together[0]
