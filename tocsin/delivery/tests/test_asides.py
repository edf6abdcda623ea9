"""One case, job or receipt that cannot be dealt with is set aside with its reason, and all others go their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from tocsin.delivery import answers, fan_out
from tocsin.delivery.asides import asides, forget_asides
from tocsin.delivery.auditor import overdue
from tocsin.delivery.escalation import escalate
from tocsin.delivery.inbound.arrivals import Post, key_of, settle_early, take_receipt
from tocsin.delivery.inbound.receipts import Receipt
from tocsin.delivery.inbound.rulings import Action
from tocsin.delivery.models import Arrival, Aside, Delivery, Escalation, FanOut
from tocsin.delivery.tests.returned import out
from tocsin.delivery.tests.rows import World, claimed
from tocsin.exposure.models import Exposure, Site, Stay
from tocsin.geo import Area, Circle, Point

pytestmark = pytest.mark.django_db


@pytest.fixture
def under_another_key(settings: Any) -> Callable[[Callable[[], object]], None]:
    """Write something with a key that is lost afterwards."""

    def write(act: Callable[[], object]) -> None:
        kept, settings.TOCSIN_FIELD_KEY = settings.TOCSIN_FIELD_KEY, Fernet.generate_key().decode()
        act()
        settings.TOCSIN_FIELD_KEY = kept

    return write


def test_a_call_for_help_whose_note_cannot_be_read_goes_to_the_desk(
    world: World, noon: datetime, under_another_key: Callable[[Callable[[], object]], None]
) -> None:
    mira = world.person("Mira")
    world.person("Duty", on_duty=True)
    (row,) = world.queued(mira)
    under_another_key(
        lambda: answers.record(row.edition, mira, "need-help", now=noon, via="link", note="by the river")
    )
    assert escalate(now=noon) == 1
    assert Delivery.objects.get(about=mira).rule == "help-called"


def test_a_case_that_cannot_be_dealt_with_is_set_aside_and_the_others_are_not(
    world: World, noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    (bad,) = world.queued(world.person("Mira"))
    FanOut.objects.create(edition=bad.edition, policy=[["soon", "shout"]], created_at=noon, finished_at=noon)
    (good,) = world.queued(world.person("Noor"), message_type="Update")
    Escalation.objects.update(ended_at=None, rule="", reason="", due_at=noon)
    later = noon + timedelta(minutes=31)
    assert escalate(now=later) == 1
    assert Delivery.objects.get(round=1).edition == good.edition
    ((kind, reason, count, since),) = asides(now=later)
    assert (kind, count, since) == ("case", 1, later)
    assert "ValueError" in reason
    assert "Traceback" in caplog.text
    assert any("set aside" in one.words and "ValueError" in one.words for one in overdue(now=later))
    assert escalate(now=later) == 0
    assert Aside.objects.get().tries == 1
    assert escalate(now=later + timedelta(minutes=2)) == 0
    aside = Aside.objects.get()
    assert (aside.tries, aside.again_at) == (2, later + timedelta(minutes=4))
    FanOut.objects.update(policy=[[30, "again"]])
    assert escalate(now=later + timedelta(minutes=4)) == 0
    assert Escalation.objects.get(edition=bad.edition).rule == "superseded"
    assert asides(now=later + timedelta(minutes=10)) == []
    assert forget_asides(now=later + timedelta(days=2)) == 1


def test_an_edition_whose_area_cannot_be_read_stops_no_other(world: World, noon: datetime) -> None:
    world.person("Mira")
    broken = world.edition(area={"type": "Feature", "geometry": {"type": "Polygon", "coordinates": "?"}})
    whole = world.edition("Update", area=Area(countries=("KE",)).to_geojson())
    for edition in (broken, whole):
        fan_out.open_fan_out(edition, now=noon)
    assert fan_out.expand_all(clock=lambda: noon) == 1
    assert Delivery.objects.filter(edition=whole, state="queued").exists()
    assert fan_out.expand_all(clock=lambda: noon) == 0
    aside = Aside.objects.get()
    assert (aside.kind, aside.tries) == ("fan-out", 1)
    assert "not told yet" in " ".join(one.words for one in overdue(now=noon))


def test_a_receipt_that_cannot_be_read_is_set_aside_and_one_whose_message_went_is_passed_over(
    world: World, noon: datetime, under_another_key: Callable[[Callable[[], object]], None]
) -> None:
    bad, good = world.queued(world.person("Mira"), world.person("Noor"))

    def come(row: Delivery) -> None:
        take_receipt(
            Receipt(row.message_id, Action.FAILED, diagnostic="no such user"),
            Post(key_of(row.message_id.encode()), "door", noon),
            is_proven=True,
        )

    under_another_key(lambda: come(bad))
    come(good)
    assert list(Arrival.objects.values_list("finding", flat=True)) == ["early", "early"]
    for row in (bad, good):
        out(row, noon)
    assert settle_early(now=noon) == 1
    good.refresh_from_db()
    assert good.state == "failed"
    assert Aside.objects.get().kind == "receipt"
    assert settle_early(now=noon) == 0


def _broken(stay: Stay, **columns: bytes) -> None:
    """Let something stand in a stay's columns that no key opens."""
    with connection.cursor() as cursor:
        for name, value in columns.items():
            cursor.execute(f"UPDATE exposure_stay SET {name} = %s WHERE id = %s", [value, stay.pk])


@pytest.mark.parametrize("column", ["sealed_place", "place"])
def test_one_stay_that_cannot_be_read_keeps_nobody_back_and_its_person_is_told(
    column: str, world: World, noon: datetime
) -> None:
    people = [world.person(name) for name in ("Mira", "Noor", "Omar", "Pia", "Quin")]
    for stay in Stay.objects.all():
        stay.longitude, stay.latitude = 36.82, -1.29
        stay.save()
    bad = Stay.objects.get(trip__person=people[2])
    whole = bytes(Stay.objects.filter(pk=bad.pk).values_list("sealed_place", flat=True)[0] or b"")
    _broken(bad, **{column: b"\x07" * (16 if column == "sealed_place" else 40)})
    edition = world.edition(
        area=Area(circles=(Circle(Point(longitude=36.82, latitude=-1.29), 30.0),)).to_geojson()
    )
    fan_out.open_fan_out(edition, now=noon)
    assert fan_out.expand_all(clock=lambda: noon) == 1
    assert set(edition.deliveries.filter(state="queued").values_list("person", flat=True)) == {
        one.pk for one in people
    }
    assert (
        edition.deliveries.get(person=people[2]).reason
        == "In the way of this alert: possibly, by the rule unjudged"
    )
    assert "In doubt its person is told" in Exposure.objects.get(person=people[2]).reason
    aside = Aside.objects.get()
    assert (aside.kind, aside.number) == ("stay", bad.pk)
    (said,) = (one.words for one in overdue(now=noon) if "cannot be read, so that" in one.words)
    assert "SecretUnreadable" in said
    later = noon + timedelta(minutes=2)
    assert fan_out.look_again(now=later) == 0
    assert Aside.objects.get().again_at > later
    _broken(bad, **{column: whole if column == "sealed_place" else b""})
    assert fan_out.look_again(now=later + timedelta(hours=1)) == 1
    assert not Aside.objects.exists()


def test_a_site_whose_grounds_cannot_be_read_tells_its_contacts_and_keeps_no_other_back(
    world: World, noon: datetime
) -> None:
    keeper, other = world.person("Mira"), world.person("Noor")
    Stay.objects.all().delete()
    for key, contact in (("a", keeper), ("b", other)):
        site = Site.objects.create(
            organisation=contact.organisation, key=key, name=f"Office {key}", kind="office", country="KE",
            longitude=36.82, latitude=-1.29, created_at=noon,
        )  # fmt: skip
        site.contacts.add(contact)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exposure_site SET outline = %s WHERE key = 'a'", [b"\x07" * 40])
    edition = world.edition(
        area=Area(circles=(Circle(Point(longitude=36.82, latitude=-1.29), 30.0),)).to_geojson()
    )
    fan_out.open_fan_out(edition, now=noon)
    assert fan_out.expand_all(clock=lambda: noon) == 1
    rules = dict(Exposure.objects.values_list("person__name", "rule"))
    assert rules == {"Mira": "unjudged", "Noor": "inside-area"}
    assert Aside.objects.get().kind == "site"


def test_whoever_is_in_the_way_for_a_reason_that_cannot_be_read_is_told_all_the_same(
    world: World, noon: datetime
) -> None:
    mira = world.person("Mira")
    edition = world.edition(area=Area(countries=("KE",)).to_geojson())
    fan_out.open_fan_out(edition, now=noon)
    fan_out.expand_all(clock=lambda: noon)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exposure_exposure SET reason = %s", [b"\x07" * 40])
    (job,) = claimed(now=noon)
    assert job.letter.name == mira.name
    assert job.letter.why.startswith("In the way of this alert")
