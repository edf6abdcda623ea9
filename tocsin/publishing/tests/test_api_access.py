"""Who may call the API, and that nobody sees another organisation's rows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tocsin.accounts.models import ApiToken
from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.publishing.tests.api_rows import EVERYTHING, ApiDesk, operations


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    return ApiDesk(noon)


def address(path: str) -> str:
    return re.sub(r"\{\w+_id\}", "1", path)


def test_without_a_token_every_operation_asks_for_one(desk: ApiDesk) -> None:
    for method, path, _ in operations():
        refused = Client().generic(method, address(path), b"{}", "application/json")
        assert refused.status_code == 401, path
        assert refused["WWW-Authenticate"] == 'Bearer realm="Tocsin"'
        assert refused["Content-Type"] == "application/problem+json"


def test_a_missing_scope_is_named_for_every_operation(desk: ApiDesk) -> None:
    for method, path, scope in operations():
        others = desk.new_token(*(known for known in Scope if known.value != scope))
        refused = desk.call(method, address(path), {}, token=others)
        assert refused.status_code == 403, path
        assert refused.json()["scope"] == scope
        assert scope in refused.json()["detail"]
        assert f'scope="{scope}"' in refused["WWW-Authenticate"]


def test_one_scope_is_enough(desk: ApiDesk) -> None:
    token = desk.new_token(Scope.ALERTS_READ)
    assert desk.get("alerts", token=token).status_code == 200
    assert desk.get("editions", token=token).status_code == 200
    assert desk.get("people", token=token).status_code == 403


@pytest.mark.parametrize("token", ["tocsin_unknown", "x", "ü", "two words"])
def test_an_unknown_token_is_refused(desk: ApiDesk, token: str) -> None:
    refused = desk.get("alerts", token=token)
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused["WWW-Authenticate"]
    assert token not in refused.json()["detail"] or token == "x"


def test_a_revoked_and_an_ended_token_say_so(desk: ApiDesk) -> None:
    ended = desk.new_token(Scope.ALERTS_READ, expires_at=present() - timedelta(hours=1))
    assert "ended" in desk.get("alerts", token=ended).json()["detail"]
    ApiToken.objects.update(revoked_at=desk.now)
    assert "revoked" in desk.get("alerts").json()["detail"]


def test_a_bad_token_does_not_fall_back_to_the_session(desk: ApiDesk) -> None:
    client = Client()
    client.force_login(desk.member("analyst"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/alerts").status_code == 200
    refused = client.get("/api/v1/alerts", headers={"Authorization": "Bearer tocsin_wrong"})
    assert refused.status_code == 401


def test_a_session_may_what_its_roles_carry(desk: ApiDesk) -> None:
    client = Client()
    client.force_login(desk.member("analyst"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/reports").status_code == 200
    refused = client.get("/api/v1/people")
    assert refused.status_code == 403
    assert refused.json()["act"] == "see-people"


def test_a_session_that_writes_needs_the_pages_token(desk: ApiDesk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.member("reader"), backend="django.contrib.auth.backends.ModelBackend")
    body = {"title": "Seen from the window: a march"}
    refused = client.post("/api/v1/reports", body, "application/json")
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["detail"]
    client.cookies["csrftoken"] = "a" * 32
    taken = client.post("/api/v1/reports", body, "application/json", headers={"X-CSRFToken": "a" * 32})
    assert taken.status_code == 201
    assert taken.json()["filed_by"] == "Bo"


def test_another_organisation_sees_none_of_it(desk: ApiDesk) -> None:
    token = desk.new_token(*EVERYTHING, organisation=desk.neighbour())
    ours = {
        "reports": desk.report.pk,
        "incidents": desk.incident.pk,
        "alerts": desk.edition.alert_id,
        "editions": desk.edition.pk,
        "people": desk.mira.pk,
        "trips": desk.trip.pk,
        "sites": desk.site.pk,
    }
    for noun, identity in ours.items():
        assert desk.get(f"{noun}/{identity}").status_code == 200, noun
        assert desk.get(f"{noun}/{identity}", token=token).status_code == 404, noun
        assert (
            desk.get(f"{noun}/{identity}", token=token).json()["detail"]
            == desk.get(f"{noun}/{identity + 999}", token=token).json()["detail"]
        )
    for noun in (*ours, "exposures", "deliveries", "answers"):
        assert desk.get(noun).json()["items"], noun
        theirs = [item.get("name") for item in desk.get(noun, token=token).json()["items"]]
        assert theirs == (["Hana"] if noun == "people" else []), noun


def test_another_organisation_changes_none_of_it(desk: ApiDesk) -> None:
    token = desk.new_token(*EVERYTHING, organisation=desk.neighbour())
    person, site, trip = f"people/{desk.mira.pk}", f"sites/{desk.site.pk}", f"trips/{desk.trip.pk}"
    assert desk.patch(person, {"name": "Taken"}, token=token).status_code == 404
    assert desk.patch(site, {"name": "Taken"}, token=token).status_code == 404
    assert desk.call("DELETE", trip, token=token).status_code == 404
    answer = {"edition_id": desk.edition.pk, "person_id": desk.mira.pk, "kind": "safe"}
    refused = desk.post("answers", answer, token=token)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/edition_id")
    stay = {"place": "Nairobi", "country": "KE", "arrive": "2017-07-15T00:00:00Z"}
    refused = desk.post("trips", {"person_id": desk.mira.pk, "key": "k", "stays": [stay]}, token=token)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/person_id")
    place = {"longitude": 36.82, "latitude": -1.29, "contact_ids": [desk.mira.pk]}
    refused = desk.post("sites", {"key": "k", "name": "Office"} | place, token=token)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/contact_ids/0")


def test_filtering_by_what_another_organisation_has_finds_nothing(desk: ApiDesk) -> None:
    token = desk.new_token(*EVERYTHING, organisation=desk.neighbour())
    for path in (
        f"exposures?edition_id={desk.edition.pk}",
        f"deliveries?person_id={desk.mira.pk}",
        f"reports?incident_id={desk.incident.pk}",
        f"trips?person_id={desk.mira.pk}",
    ):
        assert desk.get(path, token=token).json()["items"] == []
