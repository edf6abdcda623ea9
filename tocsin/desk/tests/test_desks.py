"""Somebody who works at two desks reaches both, and sees of each what their roles there let them see."""

from __future__ import annotations

import pytest

from tocsin.accounts.models import Membership, Organisation
from tocsin.alerts.tests.desk import NOON


@pytest.fixture
def second(scene) -> Organisation:
    other = Organisation.objects.create(
        name="Harbour Desk", slug="harbour", sender="harbour.example", created_at=NOON
    )
    Membership.objects.create(organisation=other, user=scene.desk.eva, role="reader")
    return other


def test_the_other_desk_is_one_button_away_and_so_is_the_way_back(scene, second, as_user):
    client = as_user(scene.desk.eva)
    assert "Harbour Desk" in client.get("/desk/").content.decode()
    assert client.post("/desk/desks/", {"desk": second.pk})["Location"] == "/desk/"
    page = client.get("/desk/alerts/").content.decode()
    assert scene.reference not in page
    assert client.get(f"/desk/alerts/{scene.reference}/").status_code == 404
    client.post("/desk/desks/", {"desk": scene.desk.organisation.pk})
    assert scene.reference in client.get("/desk/alerts/").content.decode()


def test_nobody_goes_to_a_desk_that_they_are_no_member_of(scene, second, as_user):
    client = as_user(scene.desk.ana)
    assert "Harbour Desk" not in client.get("/desk/").content.decode()
    assert client.post("/desk/desks/", {"desk": second.pk}).status_code == 403
    assert scene.reference in client.get("/desk/alerts/").content.decode()


def test_a_membership_that_ended_leads_back_to_the_desk_that_is_left(scene, second, as_user):
    client = as_user(scene.desk.eva)
    client.post("/desk/desks/", {"desk": second.pk})
    Membership.objects.filter(organisation=second).delete()
    assert scene.reference in client.get("/desk/alerts/").content.decode()
