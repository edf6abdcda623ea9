"""A person sees what is held on them, takes it away, and deletes it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tocsin.accounts.models import AuditEntry
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.own_links import LASTS, own_token
from tocsin.delivery.tests.rows import World
from tocsin.exposure.looks import record_looks
from tocsin.exposure.models import Exposure, Person, PlaceLook, Trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(world: World, settings: pytest.FixtureRequest) -> Person:
    from datetime import UTC, datetime

    settings.TOCSIN_CLOCK_SHIFT_SECONDS = (world.now - datetime.now(UTC)).total_seconds()
    mira = world.person("Mira")
    (row,) = world.queued(mira)
    Answer.objects.create(
        edition=row.edition,
        person=mira,
        kind="safe",
        note="at the guest house",
        place="Hotel Azure",
        at=world.now,
        via="link",
    )
    record_looks([mira], by="Ana Ruiz", where="map", now=world.now)
    return mira


def test_the_page_shows_what_is_held_and_who_looked(world: World, mira: Person) -> None:
    page = Client().get(f"/mine/{own_token(mira, now=world.now)}/")
    words = page.content.decode()
    for shown in ("Mira", "Nairobi", "Ana Ruiz", "at the guest house", "m…@field.example"):
        assert shown in words
    assert "mira@field.example" not in words
    assert len(page.content) < 14_000
    assert "<script" not in words
    assert page["Cache-Control"] == "no-store"


def test_everything_can_be_taken_away_as_a_file(world: World, mira: Person) -> None:
    got = Client().get(f"/mine/{own_token(mira, now=world.now)}/held-on-me.json")
    held = json.loads(got.content)
    assert held["person"]["contacts"] == [{"kind": "email", "address": "mira@field.example"}]
    assert held["trips"][0]["stays"][0]["place"] == "Nairobi"
    assert held["who_looked"][0]["by"] == "Ana Ruiz"
    assert held["answers"][0]["note"] == "at the guest house"


def test_a_look_at_the_page_deletes_nothing_and_a_post_asks_once_before_it_deletes_all(
    world: World, mira: Person
) -> None:
    address, client = f"/mine/{own_token(mira, now=world.now)}/", Client()
    client.get(address, {"what": "everything", "sure": "yes"})
    assert "Yes, delete everything" in client.post(address, {"what": "everything"}).content.decode()
    assert Trip.objects.count() == 1
    done = client.post(address, {"what": "everything", "sure": "yes"})
    assert "is deleted" in done.content.decode()
    mira.refresh_from_db()
    assert (mira.name, mira.active, mira.contacts.count()) == ("somebody who asked to be forgotten", False, 0)
    assert (Trip.objects.count(), PlaceLook.objects.count(), Answer.objects.get().note) == (0, 0, "")
    assert Exposure.objects.get().place == ""
    assert Delivery.objects.get().state == "cancelled"
    entry = AuditEntry.objects.get(action="person.forget")
    assert "Mira" not in json.dumps([entry.subject, entry.detail])
    assert client.get(address).status_code == 410


def test_one_trip_can_be_deleted_and_only_ones_own(world: World, mira: Person) -> None:
    omar = world.person("Omar")
    address, client = f"/mine/{own_token(mira, now=world.now)}/", Client()
    client.post(address, {"trip": str(omar.trips.get().pk)})
    assert omar.trips.count() == 1
    client.post(address, {"trip": str(mira.trips.get().pk)})
    assert mira.trips.count() == 0


@pytest.mark.parametrize(("change", "status"), [("x", 403), ("", 404), (None, 403)])
def test_a_link_that_is_not_good_opens_nothing(
    world: World, mira: Person, change: str | None, status: int
) -> None:
    token = own_token(mira, now=world.now)
    bad = {"x": token + "x", "": token.partition(":")[0], None: "9" + token}[change]
    page = Client().get(f"/mine/{bad}/")
    assert page.status_code == status
    assert "Mira" not in page.content.decode()


def test_a_link_ends(world: World, mira: Person) -> None:
    assert (
        Client().get(f"/mine/{own_token(mira, now=world.now - LASTS - timedelta(minutes=1))}/").status_code
        == 410
    )
    old = own_token(mira, now=world.now)
    Person.objects.filter(pk=mira.pk).update(link_version=2)
    assert Client().get(f"/mine/{old}/").status_code == 410


@pytest.mark.parametrize("field", ["note", "place"])
def test_what_was_answered_is_sealed_never_changed_and_may_be_erased(mira: Person, field: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{field}" FROM delivery_answer')
        assert getattr(Answer.objects.get(), field).encode() not in bytes(cursor.fetchone()[0])
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Answer.objects.update(**{field: "somewhere else"})
    Answer.objects.update(**{field: ""})
    assert getattr(Answer.objects.get(), field) == ""
