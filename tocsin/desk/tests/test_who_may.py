"""Each page opens for the roles it is for, and for nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tocsin.sources.models import Report, Source

#: Page, its arguments (names of the scene), and the roles that open it.
EVERYBODY = {"reader", "analyst", "approver", "manager"}
PAGES = [
    ("alerts", (), EVERYBODY | {"administrator"}),
    ("alert", ("alert",), EVERYBODY | {"administrator"}),
    ("roll-call", ("alert",), EVERYBODY | {"administrator"}),
    ("chain", ("alert",), EVERYBODY | {"administrator"}),
    ("why", ("alert", "person"), {"manager"}),
    ("timeline", ("alert", "person"), {"manager"}),
    ("after-action", ("alert",), EVERYBODY | {"administrator"}),
    ("after-action-file", ("alert", "form"), EVERYBODY | {"administrator"}),
    ("after-actions", (), EVERYBODY | {"administrator"}),
    ("after-actions-file", ("form",), EVERYBODY | {"administrator"}),
    ("reports", (), EVERYBODY | {"administrator"}),
    ("report", ("report",), EVERYBODY | {"administrator"}),
    ("report-raw", ("report",), EVERYBODY | {"administrator"}),
    ("report-form", (), EVERYBODY),
    ("sources", (), EVERYBODY | {"administrator"}),
    ("source", ("source",), EVERYBODY | {"administrator"}),
    ("source-new", (), {"analyst", "approver", "administrator"}),
    ("people", (), {"manager"}),
    ("person", ("person",), {"manager"}),
    ("person-new", (), {"manager"}),
    ("person-change", ("person",), {"manager"}),
    ("trip-new", ("person",), {"manager"}),
    ("sites", (), {"manager"}),
    ("site-new", (), {"manager"}),
    ("imports", (), {"manager"}),
    ("import-new", (), {"manager"}),
    ("subscriptions", (), {"manager"}),
    ("subscription-new", (), {"manager"}),
    ("map", (), EVERYBODY | {"administrator"}),
    ("map-countries", (), EVERYBODY | {"administrator"}),
    ("reach", (), EVERYBODY | {"administrator"}),
    ("reach-change", (), {"administrator"}),
    ("escalation", (), EVERYBODY | {"administrator"}),
    ("channels", (), {"administrator"}),
    ("channel", ("kind",), {"administrator"}),
    ("quiet", (), EVERYBODY | {"administrator"}),
    ("quiet-change", ("level",), {"administrator"}),
    ("settings", (), EVERYBODY | {"administrator"}),
    ("users", (), {"administrator"}),
    ("user-new", (), {"administrator"}),
    ("user", ("user",), {"administrator"}),
    ("tokens", (), {"administrator"}),
    ("organisation", (), {"administrator"}),
    ("retention", (), {"administrator"}),
    ("history", (), {"administrator"}),
]


@pytest.mark.parametrize(("name", "arguments", "roles"), PAGES, ids=[name for name, *_ in PAGES])
def test_a_page_opens_for_its_roles_only(name, arguments, roles, scene, as_user):
    values = {
        "alert": scene.reference,
        "person": scene.mira.pk,
        "report": Report.objects.get().pk,
        "source": Source.objects.get().pk,
        "form": "csv",
        "kind": "sms",
        "level": "Notice",
        "user": scene.desk.ana.pk,
    }
    address = reverse(f"desk:{name}", args=[values[one] for one in arguments])
    users = {
        "reader": scene.desk.rob,
        "analyst": scene.desk.ana,
        "approver": scene.desk.eva,
        "manager": scene.manager,
        "administrator": scene.administrator,
    }
    for role, user in users.items():
        assert as_user(user).get(address).status_code == (200 if role in roles else 403), role
    answer = as_user(None).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_another_desk_sees_nothing_of_ours(scene, as_user):
    from tocsin.accounts.models import Membership
    from tocsin.alerts.tests.desk import make_desk

    other = make_desk("other")
    Membership.objects.create(organisation=other.organisation, user=other.ana, role="people-manager")
    client = as_user(other.ana)
    for name, argument in (
        ("alert", scene.reference),
        ("after-action", scene.reference),
        ("person", scene.mira.pk),
        ("report", Report.objects.get().pk),
        ("source", Source.objects.get().pk),
    ):
        assert client.get(reverse(f"desk:{name}", args=[argument])).status_code == 404


def test_a_refusal_says_why_and_offers_a_way_back(scene, as_user):
    page = as_user(scene.desk.ana).get("/people/")
    assert "This is for the role People manager" in page.content.decode()
    assert 'href="/desk/"' in page.content.decode()


def test_an_unknown_address_offers_a_way_back(db, as_user):
    page = as_user(None).get("/no/such/page")
    assert page.status_code == 404
    assert 'href="/"' in page.content.decode()


def test_a_fault_has_a_page_of_ours(scene, as_user, monkeypatch):
    from tocsin.desk.views import sources

    monkeypatch.setattr(sources, "source_rows", lambda *_, **__: 1 / 0)
    client = as_user(scene.desk.ana)
    client.raise_request_exception = False
    page = client.get("/desk/sources/")
    assert page.status_code == 500
    assert "fault of ours" in page.content.decode()


def test_sign_in_wears_the_looks_of_the_desk(db, as_user):
    page = as_user(None).get("/account/login/").content.decode()
    assert "desk/desk.css" in page
    assert "Sign in to the desk" in page
    assert "style=" not in page


def test_no_page_carries_what_its_policy_forbids(scene, as_user):
    client = as_user(scene.manager)
    for address in (f"/desk/alerts/{scene.reference}/", f"/people/{scene.mira.pk}/", "/people/imports/new"):
        page = client.get(address).content.decode()
        assert " style=" not in page.replace("text-anchor", "")
        assert "<script>" not in page
        assert "onclick" not in page


def test_who_may_not_is_told_by_name_whose_task_it_is(scene, as_user):
    refused = as_user(scene.desk.ana).get(reverse("desk:history"))
    assert refused.status_code == 403
    assert "This is for the role Administrator." in refused.content.decode()
