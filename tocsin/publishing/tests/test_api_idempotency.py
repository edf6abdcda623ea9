"""A request that is sent twice is done once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.delivery.models import Answer
from tocsin.exposure.models import Person, Site, Trip
from tocsin.publishing.models import IdempotencyKey
from tocsin.publishing.tests.api_rows import EVERYTHING, ApiDesk
from tocsin.sources.models import Report


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    return ApiDesk(noon)


def bodies(desk: ApiDesk) -> dict[str, dict[str, object]]:
    stay = {"place": "Nairobi", "country": "KE", "arrive": "2017-07-16T00:00:00Z"}
    return {
        "reports": {"title": "A march in Nairobi"},
        "people": {"key": "S-2", "name": "Noor"},
        "trips": {"person_id": desk.mira.pk, "key": "second", "stays": [stay]},
        "sites": {"key": "S", "name": "Store", "longitude": 36.8, "latitude": -1.3},
        "answers": {"edition_id": desk.edition.pk, "person_id": desk.mira.pk, "kind": "need-help"},
    }


MODELS = {"reports": Report, "people": Person, "trips": Trip, "sites": Site, "answers": Answer}


@pytest.mark.parametrize("noun", list(MODELS))
def test_the_same_request_gets_the_first_response(desk: ApiDesk, noun: str) -> None:
    body = bodies(desk)[noun]
    before = MODELS[noun].objects.count()
    first = desk.post(noun, body, idempotency_key="a-1")
    again = desk.post(noun, dict(reversed(body.items())), idempotency_key='"a-1"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.get("Location") == first.get("Location")
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert MODELS[noun].objects.count() == before + 1


def test_another_request_with_the_same_key_is_refused(desk: ApiDesk) -> None:
    desk.post("people", {"key": "S-2", "name": "Noor"}, idempotency_key="a-1")
    for noun, body in (("people", {"key": "S-3", "name": "Noor"}), ("reports", {"title": "A march"})):
        refused = desk.post(noun, body, idempotency_key="a-1")
        assert refused.status_code == 422
        assert refused.json()["type"].endswith("#problem-key-reused")
        assert refused.json()["errors"][0]["pointer"] == "/Idempotency-Key"
    assert not Person.objects.filter(key="S-3").exists()


def test_a_refused_request_may_be_corrected_under_its_key(desk: ApiDesk) -> None:
    assert desk.post("people", {"key": "mira", "name": "Noor"}, idempotency_key="a-1").status_code == 409
    assert desk.post("people", {"key": "S-2", "name": "Noor"}, idempotency_key="a-1").status_code == 201


def test_a_request_that_is_still_being_worked_on_is_not_begun_again(desk: ApiDesk) -> None:
    desk.post("people", {"key": "S-2", "name": "Noor"}, idempotency_key="a-1")
    IdempotencyKey.objects.update(status=None, body="")
    refused = desk.post("people", {"key": "S-2", "name": "Noor"}, idempotency_key="a-1")
    assert refused.status_code == 409
    assert refused["Retry-After"]


def test_a_request_that_was_cut_off_is_begun_again(desk: ApiDesk) -> None:
    desk.post("people", {"key": "S-2", "name": "Noor"}, idempotency_key="a-1")
    # As a stop between the claim of the key and the end of the act leaves it.
    Person.objects.filter(key="S-2").delete()
    IdempotencyKey.objects.update(status=None, body="", created_at=present() - timedelta(minutes=5))
    assert desk.post("people", {"key": "S-2", "name": "Noor"}, idempotency_key="a-1").status_code == 201


def test_a_report_that_was_cut_off_after_it_was_kept_is_not_kept_twice(desk: ApiDesk) -> None:
    first = desk.post("reports", {"title": "A march"}, idempotency_key="a-1")
    IdempotencyKey.objects.update(status=None, body="", created_at=present() - timedelta(minutes=5))
    again = desk.post("reports", {"title": "A march"}, idempotency_key="a-1")
    assert again.json()["id"] == first.json()["id"]


def test_two_keys_are_two_reports_of_the_same_words(desk: ApiDesk) -> None:
    first = desk.post("reports", {"title": "A march"}, idempotency_key="a-1")
    second = desk.post("reports", {"title": "A march"}, idempotency_key="a-2")
    assert first.json()["id"] != second.json()["id"]


def test_a_key_is_its_callers_own(desk: ApiDesk) -> None:
    desk.post("people", {"key": "S-2", "name": "Noor"}, idempotency_key="a-1")
    other = desk.new_token(*EVERYTHING, organisation=desk.neighbour())
    assert (
        desk.post("people", {"key": "S-2", "name": "Omar"}, token=other, idempotency_key="a-1").status_code
        == 201
    )
    colleague = desk.new_token(Scope.PEOPLE_WRITE)
    assert (
        desk.post(
            "people", {"key": "S-3", "name": "Omar"}, token=colleague, idempotency_key="a-1"
        ).status_code
        == 201
    )


def test_keys_are_forgotten_after_a_day_and_tell_nothing_at_rest(desk: ApiDesk) -> None:
    from django.db import connection

    desk.post("people", {"key": "S-2", "name": "Noor Haddad"}, idempotency_key="old")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM publishing_idempotencykey")
        assert "Noor" not in cursor.fetchone()[0]
    IdempotencyKey.objects.update(created_at=present() - timedelta(hours=25))
    desk.post("people", {"key": "S-3", "name": "Omar"}, idempotency_key="new")
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]
