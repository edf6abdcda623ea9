"""The desk sees who would be told before it publishes, the map by role, and its own table of reach."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_update
from tocsin.alerts.models import Draft
from tocsin.alerts.tests.desk import NOON
from tocsin.desk.draft_form import fields_of
from tocsin.exposure.models import HeldLine, Import, PlaceLook, ReachRule, Stay, Subscription
from tocsin.geo import Point

RABAT = "34.02, -6.84, 10"


@pytest.fixture
def draft(scene) -> Draft:
    return draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)


def posted(draft: Draft, **changes: str) -> dict[str, str]:
    return fields_of(text_of(draft.content)) | {"revision": str(draft.revision)} | changes


def test_the_panel_follows_the_form_before_it_is_saved(scene, as_user, draft):
    client = as_user(scene.desk.ana)
    address = f"/desk/drafts/{draft.pk}/exposure"
    same = client.post(address, posted(draft), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in same
    assert "1 person" in same
    assert "against the saved text" not in same
    moved = client.post(address, posted(draft, area_circles=RABAT, area_countries="")).content.decode()
    assert "<html" in moved
    assert "0 people" in moved
    assert "+0 / −1" in moved
    assert "Mira" not in moved
    draft.refresh_from_db()
    assert draft.revision == 1


def test_names_are_for_those_who_may_see_people_and_each_look_is_kept(scene, as_user, draft):
    client = as_user(scene.manager)
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "Mira Otieno" in page
    assert PlaceLook.objects.get(where="draft").by == "Pia"
    moved = client.post(
        f"/desk/drafts/{draft.pk}/exposure", posted(draft, area_circles=RABAT, area_countries="")
    )
    assert "Newly out:</b> Mira Otieno" in moved.content.decode()


def test_a_form_that_cannot_be_matched_says_so(scene, as_user, draft):
    page = as_user(scene.desk.ana).post(
        f"/desk/drafts/{draft.pk}/exposure", posted(draft, area_circles="here")
    )
    assert "is no circle" in page.content.decode()


def test_a_route_and_a_region_become_outlines_when_saved(scene, as_user, draft):
    fields = posted(
        draft, area_circles="", area_countries="", area_route="-0.1, 34.7\n-1.29, 36.82", area_route_km="15"
    )
    as_user(scene.desk.ana).post(f"/desk/drafts/{draft.pk}/", fields)
    draft.refresh_from_db()
    area = text_of(draft.content).area
    assert len(area.polygons) == 1
    assert area.contains(Point(longitude=35.76, latitude=-0.7))


def test_the_map_shows_people_to_those_who_may_see_them_and_sums_to_others(scene, as_user):
    mine = as_user(scene.manager).get("/desk/map/").content.decode()
    assert "Kisumu: 1 person" in mine
    assert PlaceLook.objects.get(where="map").person == scene.mira
    theirs = as_user(scene.desk.ana).get("/desk/map/").content.decode()
    assert "Kisumu: 1 person" not in theirs
    assert "sums by country" in theirs
    for around in (scene.reference, "KE", "nonsense"):
        assert as_user(scene.manager).get(f"/desk/map/?around={around}").status_code == 200


def test_the_reach_is_changed_with_a_reason_and_taken_back(scene, as_user):
    client = as_user(scene.administrator)
    values = {"hazard": "flood", "severity": "Severe", "radius_km": "90", "duration_hours": "48", "grace_hours": "24",
              "level": "Warning", "days": "9", "reason": "Our rivers are long."}  # fmt: skip
    client.post("/settings/reach/change", values)
    page = client.get("/settings/reach/").content.decode()
    assert "90 km" in page
    assert "Our rivers are long." in page
    client.post("/settings/reach/default", {"hazard": "flood"})
    assert not ReachRule.objects.exists()


def test_a_subscription_is_added_and_ended(scene, as_user):
    client = as_user(scene.manager)
    bad = client.post("/people/subscriptions/new", {"person": "nobody", "lowest_level": "Notice"})
    assert "Nobody has the key" in bad.content.decode()
    client.post(
        "/people/subscriptions/new", {"person": "S-1", "countries": "ke ug", "lowest_level": "Warning"}
    )
    found = Subscription.objects.get()
    assert found.countries == ["KE", "UG"]
    assert "Kenya, Uganda, Warning and above" in client.get("/people/subscriptions/").content.decode()
    page = client.get("/people/subscriptions/", headers={"accept-language": "ar"}).content.decode()
    assert "كينيا، أوغندا، " in page
    assert "Warning" not in page
    client.post(f"/people/subscriptions/{found.pk}/end")
    assert not Subscription.objects.filter(active=True).exists()


def test_a_place_that_is_not_clear_is_asked_for_and_the_import_taken_back(scene, as_user):
    client = as_user(scene.manager)
    data = "person,trip,place,country,arrive,depart\nS-1,U,Springfield,US,2017-07-20,2017-07-22\n"
    file = SimpleUploadedFile("trips.csv", data.encode())
    answer = client.post("/people/imports/new", {"what": "trips", "file": file, "hold": "on"})
    held = HeldLine.objects.get()
    assert answer["Location"] == f"/people/imports/{held.record_id}/held"
    page = client.get(answer["Location"]).content.decode()
    assert page.count('type="radio"') >= 4
    client.post(f"/people/imports/held/{held.pk}", {"choice": "0"})
    assert Stay.objects.filter(trip__key="U").count() == 1
    assert "Nothing waits" in client.get(answer["Location"]).content.decode()
    Import.objects.filter(pk=held.record_id).update(loaded=1)
    client.post(f"/people/imports/{held.record_id}/undo")
    assert Stay.objects.filter(trip__key="U").count() == 0
    assert "taken back" in client.get("/people/imports/").content.decode()


def test_a_person_gets_a_link_to_their_own_page(scene, as_user):
    page = as_user(scene.manager).post(f"/people/{scene.mira.pk}/link").content.decode()
    assert "/mine/" in page
    assert as_user(scene.desk.ana).post(f"/people/{scene.mira.pk}/link").status_code == 403
