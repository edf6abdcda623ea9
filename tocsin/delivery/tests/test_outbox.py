"""Who gets a row, who does not, and why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tocsin.delivery.errors import NotRetryable
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import enqueue, try_again
from tocsin.delivery.tests.rows import World
from tocsin.exposure.models import Exposure, Stay

pytestmark = pytest.mark.django_db


def told(row: Delivery) -> None:
    """Put a row through to 'sent'."""
    Delivery.objects.filter(pk=row.pk).update(state="sending", held_by="x", held_since=row.created_at)
    Delivery.objects.filter(pk=row.pk).update(
        state="sent", held_by="", held_since=None, finished_at=row.created_at
    )


def test_each_exposed_person_gets_one_row_per_channel_with_the_reason_of_the_exposure(world: World) -> None:
    mira = world.person("Mira", webhook="https://hook.example/mira")
    rows = world.queued(mira, world.person("Omar"))
    assert [(row.person.name, row.channel, row.state, row.rule) for row in rows] == [
        ("Mira", "email", "queued", "exposed"),
        ("Mira", "webhook", "queued", "exposed"),
        ("Omar", "email", "queued", "exposed"),
    ]
    assert rows[0].reason == "In the way of this alert: exposed, by the rule inside"
    assert len({row.message_id for row in rows}) == 3


def test_two_exposures_of_one_person_are_one_message_with_both_reasons(world: World) -> None:
    mira = world.person()
    edition = world.edition()
    world.expose(edition, mira)
    stay = Stay.objects.create(
        trip=mira.trips.get(), place="Thika", country="KE", precision="city", located_by="-", arrive=world.now
    )
    Exposure.objects.create(
        edition=edition, person=mira, stay=stay, certainty="possibly", rule="country", reason="Thika is near.",
        located_by="-", place="Thika",
    )  # fmt: skip
    (row,) = enqueue(edition, now=world.now)
    assert (
        row.reason == "In the way of this alert: exposed, by the rule inside; possibly, by the rule country"
    )


def test_who_cannot_be_told_has_a_row_that_says_why(world: World) -> None:
    nobody = world.person("Nadia", email=None)
    gone = world.person("Gus", active=False)
    unsigned = world.person("Una", email=None)
    world.contact(unsigned, "webhook", "https://hook.example/una")
    rows = {row.person.name: row for row in world.queued(nobody, gone, unsigned)}
    assert {name: (row.state, row.rule) for name, row in rows.items()} == {
        "Nadia": ("suppressed", "no-address"),
        "Gus": ("suppressed", "inactive"),
        "Una": ("suppressed", "no-secret"),
    }
    assert "call meanwhile" in rows["Nadia"].reason


def test_only_critical_goes_to_every_address(world: World) -> None:
    mira = world.person()
    world.contact(mira, "email", "mira@home.example")
    first, second = world.queued(mira)
    assert (first.state, second.state, second.rule) == ("queued", "suppressed", "already-told")
    rows = world.queued(mira, level="Critical", message_type="Update")
    assert [(row.state, row.critical) for row in rows] == [("queued", True)] * 2


def test_an_edition_that_ended_is_not_sent(world: World, noon: datetime) -> None:
    edition = world.edition(hours=1)
    world.expose(edition, world.person())
    (row,) = enqueue(edition, now=noon + timedelta(hours=2))
    assert (row.state, row.rule) == ("suppressed", "expired")
    assert "ended on 2017-07-15 13:00:00 UTC" in row.reason


def test_a_second_call_adds_only_whom_the_first_did_not_know(world: World) -> None:
    edition = world.edition()
    mira, omar = world.person("Mira"), world.person("Omar")
    world.expose(edition, mira)
    enqueue(edition, now=world.now)
    world.expose(edition, omar)
    assert [row.person for row in enqueue(edition, now=world.now)] == [omar]
    assert enqueue(edition, now=world.now) == ()


def test_an_update_takes_the_place_of_what_still_waits_and_reaches_who_was_told(world: World) -> None:
    mira, omar, tess = world.person("Mira"), world.person("Omar"), world.person("Tess")
    first, second, third = world.queued(mira, omar, tess)
    told(first)
    rows = {row.person.name: row for row in world.queued(tess, message_type="Update")}
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, second.rule) == ("cancelled", "superseded")
    assert third.state == "cancelled"
    # Mira is not in the way any more but was told; Omar never was, and is not.
    assert {name: row.rule for name, row in rows.items()} == {"Mira": "told-before", "Tess": "exposed"}


def test_an_all_clear_goes_to_those_who_were_told_and_stops_the_rest(world: World) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    first, second = world.queued(mira, omar)
    told(first)
    rows = {row.person.name: row for row in world.queued(mira, omar, message_type="Cancel")}
    second.refresh_from_db()
    assert (second.state, second.rule, second.reason) == (
        "cancelled", "all-clear", "The all-clear came before it was sent.",
    )  # fmt: skip
    assert (rows["Mira"].state, rows["Mira"].rule) == ("queued", "told-before")
    assert (rows["Omar"].state, rows["Omar"].rule) == ("suppressed", "never-told")


def test_an_exposure_that_only_recalls_an_earlier_one_is_not_in_the_way(world: World) -> None:
    mira = world.person()
    world.queued(mira)
    update = world.edition("Update")
    world.expose(update, mira)
    Exposure.objects.filter(edition=update).update(rule="told-before", reason="Told by edition 1.")
    (row,) = enqueue(update, now=world.now)
    assert (row.state, row.rule) == ("suppressed", "never-told")


def test_the_number_of_questions_does_not_grow_with_the_people(world: World) -> None:
    def questions(count: int, **changes: str) -> int:
        edition = world.edition(**changes)
        world.expose(edition, *(world.person(f"p{edition.number}-{n}") for n in range(count)))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            enqueue(edition, now=world.now)
        return len(seen)

    assert questions(40, message_type="Update") <= questions(2, message_type="Update")


def test_the_message_id_is_derived_so_that_no_row_can_stand_twice(world: World) -> None:
    (row,) = world.queued(world.person())
    copy = Delivery.objects.get(pk=row.pk)
    copy.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_failed_message_is_sent_again_when_somebody_asks(world: World, noon: datetime) -> None:
    (row,) = world.queued(world.person())
    with pytest.raises(NotRetryable, match="is queued"):
        try_again(row, actor=world.officer, now=noon)
    Delivery.objects.update(state="failed", last_error="550 no", finished_at=noon)
    with pytest.raises(NotRetryable, match="publish an update"):
        try_again(row, actor=world.officer, now=noon + timedelta(days=3))
    again = try_again(row, actor=world.officer, now=noon)
    assert (again.state, again.reason) == ("queued", "Ana Ruiz asked to send it again.")


def test_a_contact_can_be_removed_while_its_messages_wait(world: World) -> None:
    mira = world.person()
    world.contact(mira, "email", "mira@home.example")
    world.queued(mira, level="Critical")
    mira.contacts.all().delete()
    assert Delivery.objects.filter(contact__isnull=True, state="queued").count() == 2
