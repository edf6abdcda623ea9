"""After-action reports: when each step was, how many people it reached, and how quickly; every person counts once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Alert
from tocsin.delivery.after_action import AfterAction, after_action
from tocsin.delivery.answers import record
from tocsin.delivery.escalation import escalate
from tocsin.delivery.intervals import intervals
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.tests.rows import World
from tocsin.exposure.models import Exposure
from tocsin.incidents.models import Incident, IncidentReport
from tocsin.sources.models import Report, Source

pytestmark = pytest.mark.django_db


def accept(rows: Iterable[Delivery], at: datetime) -> None:
    found = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    found.update(state="sending", held_by="worker", held_since=at)
    found.update(state="sent", held_by="", held_since=None, finished_at=at)


def fail(rows: Iterable[Delivery], at: datetime) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state="failed",
        rule="refused",
        reason="The server refused it for good.",
        last_error="550",
        finished_at=at,
    )


def report(world: World, published: datetime, received: datetime) -> None:
    source, _ = Source.objects.get_or_create(
        organisation=world.desk, name="Radio", kind="form", created_at=world.now
    )
    made = Report.objects.create(
        organisation=world.desk, source=source, external_id=str(published), content_hash=str(received),
        published_at=published, received_at=received, raw=b"", state="read",
    )  # fmt: skip
    IncidentReport.objects.create(
        incident=world.alert.incident, report=made, verdict="new", reason="first", joined_at=received
    )


def people_of(report: AfterAction) -> int:
    failed, not_told = (sum(dict(counts).values()) for counts in (report.failed, report.not_told))
    return report.told + report.waiting + failed + not_told


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_it_has_the_time_of_every_step_from_the_report_to_the_last_answer(
    world: World, noon: datetime
) -> None:
    report(world, noon - minutes(90), noon - minutes(70))
    report(world, noon - minutes(120), noon - minutes(60))
    ali, bea = world.person("Ali"), world.person("Bea")
    first, second = world.queued(ali, bea)
    accept([first], noon + minutes(1))
    accept([second], noon + minutes(9))
    edition = world.alert.editions.get()
    record(edition, bea, "safe", now=noon + minutes(20), via="link")
    record(edition, ali, "safe", now=noon + minutes(30), via="link")
    found = after_action(world.alert)
    # The report that came in first counts, though another was published earlier.
    assert (found.report_published, found.report_received) == (noon - minutes(90), noon - minutes(70))
    assert (found.drafted, found.submitted, found.approved, found.published) == (noon, noon, noon, noon)
    assert (found.first_accepted, found.last_accepted) == (noon + minutes(1), noon + minutes(9))
    assert (found.first_answer, found.last_answer) == (noon + minutes(20), noon + minutes(30))
    assert found.channels == (("email", 2),)
    assert found.share_answered == 1


def test_a_person_who_was_told_twice_counts_once_and_from_the_first_time(
    world: World, noon: datetime
) -> None:
    mira = world.person(webhook="https://hook.example/")
    mail, hook = world.queued(mira, level="Critical")
    accept([mail], noon + minutes(1))
    accept([hook], noon + minutes(7))
    accept(world.queued(mira, message_type="Update"), noon + minutes(60))
    found = after_action(world.alert)
    assert (found.in_the_way, found.told) == (1, 1)
    assert found.channels == (("email", 1), ("webhook", 1))
    assert (found.first_accepted, found.last_accepted) == (noon + minutes(1), noon + minutes(1))
    assert found.to_accepted is not None
    assert (found.to_accepted.people, found.to_accepted.median, found.to_accepted.ninetieth) == (1, 60, 60)
    (line,) = intervals(world.desk)
    assert (line.published_to_first, line.published_to_last) == (60, 60)


def test_an_alert_with_nobody_in_its_way_has_no_messages_and_no_spread(world: World, noon: datetime) -> None:
    world.edition()
    found = after_action(world.alert)
    assert found.published == noon
    assert (found.first_accepted, found.first_answer, found.to_accepted, found.to_answer) == (None,) * 4
    assert (found.in_the_way, found.told, found.failed, found.not_told) == (0, 0, (), ())
    assert found.share_answered is None
    (line,) = intervals(world.desk)
    assert (line.published_to_first, line.in_the_way, line.share_answered) == (None, 0, None)


def test_an_alert_that_was_never_published_has_its_draft_alone(world: World, noon: datetime) -> None:
    world.alert.drafts.create(
        message_type="Alert", content={}, content_hash="sha256:0", created_at=noon, changed_at=noon
    )
    found = after_action(world.alert)
    assert (found.drafted, found.submitted, found.approved, found.published) == (noon, None, None, None)
    assert (found.in_the_way, found.told, found.to_answer) == (0, 0, None)
    assert intervals(world.desk) == ()


def test_everybody_stands_in_one_place_with_one_reason(world: World, noon: datetime) -> None:
    people = {name: world.person(name) for name in ("Ali", "Cem", "Eva", "Fay", "Gil", "Hal")}
    people["Dan"] = world.person("Dan", email=None)
    # A second address is passed over as served; where the first failed, that is no reason for the person.
    world.contact(people["Gil"], "email", "gil@home.example")
    edition = world.edition()
    world.expose(edition, *people.values())
    written = enqueue(edition, now=noon)
    rows = {
        name: [row for row in written if row.person_id == one.pk and row.state == "queued"]
        for name, one in people.items()
    }
    accept(rows["Ali"] + rows["Cem"], noon + minutes(1))
    fail(rows["Gil"] + rows["Eva"], noon)
    record(edition, people["Hal"], "safe", now=noon, via="desk", recorded_by=world.officer)
    unwritten = world.person("Ina")
    world.expose(edition, unwritten)
    Exposure.objects.create(
        edition=edition, person=world.person("Lea", email=None), certainty="subscribed", rule="subscription",
        reason="Follows Kenya.", located_by="", place="",
    )  # fmt: skip
    found = after_action(world.alert)
    assert (found.in_the_way, found.following, found.told, found.waiting) == (8, 1, 2, 1)
    assert found.failed == (("refused", 2),)
    assert found.not_told == (("answered", 1), ("no-address", 1), ("no-message", 2))
    assert people_of(found) == found.in_the_way + found.following


def test_the_newest_answer_counts_and_the_share_is_of_those_in_the_way(world: World, noon: datetime) -> None:
    people = [world.person(f"p{number}") for number in range(4)]
    world.queued(*people)
    edition = world.alert.editions.get()
    Exposure.objects.filter(person=people[3]).update(withdrawn_at=noon, withdrawn_reason="moved")
    for minute, kind in enumerate(("safe", "need-help"), 1):
        record(edition, people[0], kind, now=noon + minutes(minute), via="link")
    record(edition, people[1], "safe", now=noon + minutes(5), via="link")
    record(edition, world.person("Omar"), "not-there", now=noon + minutes(8), via="api")
    found = after_action(world.alert)
    assert dict(found.answers) == {"safe": 1, "need-help": 1, "not-there": 1}
    assert (found.in_the_way, found.withdrawn, found.answered) == (4, 1, 2)
    assert found.share_answered == 0.5
    assert found.to_answer is not None
    assert (found.to_answer.people, found.to_answer.median, found.to_answer.ninetieth) == (3, 300, 480)


def test_half_and_nine_in_ten_are_times_that_somebody_waited(world: World, noon: datetime) -> None:
    rows = world.queued(*(world.person(f"p{number}") for number in range(10)))
    for number, row in enumerate(rows, 1):
        accept([row], noon + timedelta(seconds=number * 10))
    spread = after_action(world.alert).to_accepted
    assert spread is not None
    assert (spread.people, spread.median, spread.ninetieth) == (10, 50, 90)


def test_what_tells_others_about_a_person_tells_nobody_of_themselves(world: World, noon: datetime) -> None:
    noor = world.person("Noor")
    world.queued(world.person(stand_in=noor), level="Critical")
    escalate(now=noon + minutes(10))
    accept(Delivery.objects.filter(person=noor), noon + minutes(10))
    found = after_action(world.alert)
    assert (found.told, found.waiting, found.in_the_way) == (0, 1, 1)


def test_the_alerts_of_a_desk_are_compared_newest_first(world: World, noon: datetime) -> None:
    report(world, noon - minutes(30), noon - minutes(20))
    accept(world.queued(world.person("Ali")), noon + minutes(2))
    world.now = noon + timedelta(days=1)
    world.alert = Alert.objects.create(
        organisation=world.desk, incident=world.alert.incident, reference="2017-0002", slug="second",
        hazard="flood", created_at=world.now,
    )  # fmt: skip
    bea, cem = world.person("Bea"), world.person("Cem")
    world.queued(bea, cem)
    accept(Delivery.objects.filter(person=bea), world.now + minutes(1))
    accept(Delivery.objects.filter(person=cem), world.now + minutes(4))
    record(world.alert.editions.get(), bea, "safe", now=world.now + minutes(9), via="link")
    newest, oldest = intervals(world.desk)
    assert (newest.alert.reference, oldest.alert.reference) == ("2017-0002", "2017-0001")
    assert (oldest.report_to_draft, oldest.draft_to_published, oldest.published_to_last) == (1200, 0, 120)
    assert (newest.published_to_first, newest.published_to_last) == (60, 240)
    assert (newest.in_the_way, newest.answered, newest.share_answered) == (2, 1, 0.5)
    assert [line.alert.reference for line in intervals(world.desk, limit=1)] == ["2017-0002"]
    other = Organisation.objects.create(name="Other", slug="other", sender="other.example", created_at=noon)
    assert intervals(other) == ()


def test_the_number_of_questions_does_not_grow_with_the_people(world: World, noon: datetime) -> None:
    def questions() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as of_one:
            after_action(Alert.objects.get(pk=world.alert.pk))
        with CaptureQueriesContext(connection) as of_all:
            intervals(world.desk)
        return len(of_one), len(of_all)

    accept(world.queued(world.person("Ali")), noon)
    before = questions()
    people = [world.person(f"p{number}") for number in range(30)]
    rows = world.queued(*people, message_type="Update")
    accept(rows[:10], noon)
    fail(rows[10:15], noon)
    for one in people[:5]:
        record(world.alert.editions.get(number=2), one, "safe", now=noon, via="link")
    assert questions() == before
    assert before[0] <= 16
    assert before[1] <= 5
    assert Incident.objects.count() == 1
