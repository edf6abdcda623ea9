"""People, their trips and the sites: masked, recorded, and matched at once."""

from __future__ import annotations

from datetime import datetime

import pytest

from tocsin.accounts.models import AuditEntry
from tocsin.accounts.tests.guards import lowered
from tocsin.alerts.models import Edition
from tocsin.clock import now as present
from tocsin.delivery.models import Delivery
from tocsin.delivery.tests.rows import SECRET
from tocsin.exposure.models import Person, Site, Stay, Trip
from tocsin.geo import Area
from tocsin.publishing.tests.api_rows import ApiDesk

STAY = {
    "longitude": 34.7617,
    "latitude": -0.0917,
    "place": "Kisumu",
    "arrive": "2017-07-16T08:00:00+03:00",
    "depart": "2017-07-20T08:00:00+03:00",
}


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    return ApiDesk(noon)


def test_addresses_are_never_returned_whole(desk: ApiDesk) -> None:
    desk.world.contact(desk.mira, "webhook", "https://hooks.example/secret-path?key=1", secret=SECRET)
    found = desk.get(f"people/{desk.mira.pk}").json()
    assert [(contact["kind"], contact["address"]) for contact in found["contacts"]] == [
        ("email", "m***@field.example"),
        ("webhook", "https://hooks.example/***"),
    ]
    added = desk.post("people", {"key": "S-2", "name": "Noor", "email": "noor@field.example"})
    for response in (added, desk.get("people")):
        text = response.content.decode()
        assert "noor@" not in text
        assert "mira@" not in text
        assert SECRET not in text


def test_what_a_server_said_is_returned_without_addresses(desk: ApiDesk) -> None:
    Delivery.objects.update(
        last_error="550 5.1.1 <mira@field.example>: no such user, see https://mx.example/q?u=mira"
    )
    [delivery] = desk.get(f"deliveries?edition_id={desk.edition.pk}").json()["items"]
    assert (
        delivery["last_error"] == "550 5.1.1 <m***@field.example>: no such user, see https://mx.example/***"
    )


@pytest.mark.parametrize("path", ["people", "people/{person}", "trips", "trips/{trip}", "exposures"])
def test_each_look_is_recorded_once(desk: ApiDesk, path: str) -> None:
    before = AuditEntry.objects.count()
    desk.get(path.format(person=desk.mira.pk, trip=desk.trip.pk))
    [entry] = AuditEntry.objects.order_by("sequence")[before:]
    assert entry.actor.startswith("API token office")
    assert entry.action.startswith("person.view")
    assert desk.mira.pk in entry.detail.get("people", [desk.mira.pk])


def test_a_person_is_added_and_changed(desk: ApiDesk) -> None:
    added = desk.post(
        "people", {"key": "S-2", "name": "Noor", "timezone": "Africa/Nairobi", "language": "ar"}
    )
    assert added.status_code == 201
    path = added["Location"]
    changed = desk.patch(path, {"name": "Noor Haddad", "email": "noor@field.example", "active": False})
    assert changed.status_code == 200
    assert changed.json()["name"] == "Noor Haddad"
    assert changed.json()["timezone"] == "Africa/Nairobi"
    assert not changed.json()["active"]
    assert changed.json()["contacts"][0]["address"] == "n***@field.example"
    assert desk.patch(path, {"email": None}).json()["contacts"] == []
    assert desk.get(path).json()["name"] == "Noor Haddad"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("language", "Klingon!"),
        ("email", "nobody"),
        ("webhook", "ftp://x"),
        ("sms", "0712 345 678"),
        ("telegram", "a chat"),
        ("name", " "),
    ],
)
def test_a_value_that_cannot_be_is_named(desk: ApiDesk, field: str, value: str) -> None:
    added = desk.post("people", {"key": "S-2", "name": "Noor"} | {field: value})
    changed = desk.patch(f"people/{desk.mira.pk}", {"name": "Changed", field: value})
    for refused in (added, changed):
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == f"/{field}"
    assert Person.objects.get(pk=desk.mira.pk).name == "Mira"


def test_a_change_to_what_somebody_else_changed_is_refused(desk: ApiDesk) -> None:
    path = f"people/{desk.mira.pk}"
    seen = desk.get(path)["ETag"]
    assert desk.get(path, if_none_match=seen).status_code == 304
    assert desk.patch(path, {"name": "Mira One"}, if_match=seen).status_code == 200
    refused = desk.patch(path, {"name": "Mira Two"}, if_match=seen)
    assert refused.status_code == 412
    assert refused["ETag"] == desk.get(path)["ETag"]
    assert Person.objects.get(pk=desk.mira.pk).name == "Mira One"
    assert desk.get(path, if_none_match=seen).status_code == 200
    assert desk.patch(path, {"name": "Mira Two"}, if_match="*").status_code == 200


def test_a_trip_is_added_whole_or_not_at_all(desk: ApiDesk) -> None:
    added = desk.post("trips", {"person_id": desk.mira.pk, "key": "k", "stays": [STAY, STAY]})
    assert added.status_code == 201
    stay = added.json()["stays"][0]
    assert (stay["country"], stay["arrive"]) == ("KE", "2017-07-16T05:00:00Z")
    assert desk.get(added["Location"]).json() == added.json()
    wrong = STAY | {"place": "Springfield", "longitude": None, "latitude": None}
    refused = desk.post("trips", {"person_id": desk.mira.pk, "key": "l", "stays": [STAY, wrong]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/stays/1/place"
    assert refused.json()["choices"]
    assert not Trip.objects.filter(key="l").exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"longitude": -0.0917, "latitude": 134.7617}, "/stays/0/latitude"),
        ({"depart": "2017-07-01T00:00:00Z"}, "/stays/0/depart"),
        ({"arrive": "2017-07-16T08:00:00"}, "/stays/0/arrive"),
        ({"country": "Atlantis"}, "/stays/0/country"),
    ],
)
def test_a_stay_that_cannot_be_is_named(desk: ApiDesk, change: dict[str, object], pointer: str) -> None:
    refused = desk.post("trips", {"person_id": desk.mira.pk, "key": "k", "stays": [STAY | change]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer


def test_a_trip_is_removed_and_what_was_told_stays_on_record(desk: ApiDesk) -> None:
    assert desk.call("DELETE", f"trips/{desk.trip.pk}").status_code == 204
    assert desk.get(f"trips/{desk.trip.pk}").status_code == 404
    assert not Stay.objects.filter(trip=desk.trip.pk).exists()
    assert Delivery.objects.filter(person=desk.mira).exists()


def test_a_trip_into_an_alert_in_force_is_told_at_once(desk: ApiDesk) -> None:
    now = present()
    desk.world.now = now
    edition = desk.world.edition()
    with lowered():
        Edition.objects.filter(pk=edition.pk).update(area=Area(countries=("KE",)).to_geojson())
    noor = desk.world.person("Noor")
    Trip.objects.filter(person=noor).delete()
    stay = {"country": "KE", "place": "Nairobi", "arrive": now.isoformat()}
    added = desk.post("trips", {"person_id": noor.pk, "key": "k", "stays": [stay]})
    assert added.status_code == 201, added.content
    assert Delivery.objects.filter(person=noor, edition=edition, state="queued").count() == 1


def test_a_site_is_added_changed_and_closed(desk: ApiDesk) -> None:
    added = desk.post("sites", {"key": "K", "name": "Store", "place": "Kisumu", "country": "KE"})
    assert added.status_code == 201
    path = added["Location"]
    where = (added.json()["longitude"], added.json()["latitude"])
    changed = desk.patch(path, {"people_count": 12, "contact_ids": [desk.mira.pk], "kind": "Warehouse"})
    assert changed.status_code == 200
    assert changed.json() | {"id": 0, "created_at": ""} == added.json() | {
        "id": 0, "created_at": "", "people_count": 12, "contact_ids": [desk.mira.pk], "kind": "warehouse",
    }  # fmt: skip
    assert (changed.json()["longitude"], changed.json()["latitude"]) == where
    moved = desk.patch(path, {"longitude": 36.82, "latitude": -1.29})
    assert moved.json()["latitude"] == -1.29
    assert desk.patch(path, {"active": False}).json()["active"] is False
    refused = desk.patch(path, {"active": True})
    assert refused.status_code == 422
    assert desk.get("sites?active=true").json()["items"][0]["id"] == desk.site.pk


def test_a_site_needs_a_point(desk: ApiDesk) -> None:
    for place in ({"country": "KE"}, {}, {"latitude": 36.82, "longitude": -1.29, "country": "KE"}):
        refused = desk.post("sites", {"key": "K", "name": "Store"} | place)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] in ("/place", "/latitude")
    assert not Site.objects.filter(key="K").exists()
