"""Every refusal is problem details (RFC 9457), and none shows what is inside."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from tocsin.publishing.tests.api_rows import ApiDesk


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    return ApiDesk(noon)


def problem(response: HttpResponse, status: int, name: str) -> dict[str, object]:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert body["status"] == status
    assert body["type"] == f"/api/docs#problem-{name}"
    assert body["title"]
    assert body["instance"]
    assert str(body["detail"]).endswith(".")
    assert "Traceback" not in str(body)
    return body


@pytest.mark.parametrize(
    "body", [b"{", b"{'a': 1}", b"\xff\xfe{}", b'{"title": NaN}', b"[" * 100_000, b"1" * 5000]
)
def test_what_is_not_json(desk: ApiDesk, body: bytes) -> None:
    found = desk.call("POST", "reports", body)
    assert found.status_code in (400, 422)
    problem(found, found.status_code, {400: "malformed", 422: "invalid"}[found.status_code])


def test_broken_json_says_where(desk: ApiDesk) -> None:
    found = problem(desk.call("POST", "reports", b'{"title": "a",\n "text" 1}'), 400, "malformed")
    assert "line 2, column 9" in str(found["detail"])


def test_nobody(desk: ApiDesk) -> None:
    problem(desk.get("alerts", token="x"), 401, "unauthenticated")


def test_a_token_that_may_not(desk: ApiDesk) -> None:
    problem(desk.get("people", token=desk.new_token()), 403, "forbidden")


@pytest.mark.parametrize(
    "path",
    [
        "reports/999999",
        "people/0",
        f"people/{10**30}",
        "reports/x",
        "nothing",
        "/api/",
        "/api/v1/",
        "reports/",
    ],
)
def test_nothing_there(desk: ApiDesk, path: str) -> None:
    problem(desk.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "reports", "GET, HEAD, POST"), ("POST", "people/1", "GET, HEAD, PATCH")],
)
def test_another_method(desk: ApiDesk, method: str, path: str, allowed: str) -> None:
    found = desk.call(method, path, {})
    problem(found, 405, "method-not-allowed")
    assert found["Allow"] == allowed


def test_a_key_that_is_taken(desk: ApiDesk) -> None:
    found = problem(desk.post("people", {"key": "mira", "name": "Mira Two"}), 409, "conflict")
    assert "mira" in str(found["detail"])


def test_too_large_a_body(desk: ApiDesk) -> None:
    problem(desk.post("reports", {"title": "a", "text": "b" * 1_000_001}), 413, "too-large")


def test_a_body_in_chunks(desk: ApiDesk) -> None:
    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "HTTP_AUTHORIZATION": f"Bearer {desk.token}"}
    found = Client().generic("POST", "/api/v1/people", b"", "application/json", **environ)
    assert "Content-Length" in str(problem(found, 411, "length-missing")["detail"])


def test_no_body_at_all(desk: ApiDesk) -> None:
    found = problem(desk.call("POST", "people"), 422, "invalid")
    assert "missing" in str(found["detail"])


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "text/json"])
def test_another_media_type(desk: ApiDesk, media_type: str) -> None:
    found = desk.call("POST", "reports", b"title=a", content_type=media_type)
    assert media_type in str(problem(found, 415, "not-json")["detail"])


def test_a_charset_beside_the_media_type_is_no_other(desk: ApiDesk) -> None:
    found = desk.call(
        "POST", "reports", b'{"title": "a march"}', content_type="application/json; charset=utf-8"
    )
    assert found.status_code == 201


def test_every_wrong_value_is_listed_with_its_pointer(desk: ApiDesk) -> None:
    body = {
        "person_id": "7",
        "key": "",
        "extra": 1,
        "stays": [{"arrive": "2017-07-15", "longitude": 300, "place": None}],
    }
    found = problem(desk.post("trips", body), 422, "invalid")
    pointers = {error["pointer"] for error in found["errors"]}  # type: ignore[union-attr]
    assert pointers == {
        "/person_id",
        "/key",
        "/extra",
        "/stays/0/arrive",
        "/stays/0/longitude",
        "/stays/0/place",
    }


@pytest.mark.parametrize("body", [None, [], "text", 7, True])
def test_a_body_that_is_no_object(desk: ApiDesk, body: object) -> None:
    found = problem(desk.post("people", body), 422, "invalid")
    assert found["errors"][0]["pointer"] == ""  # type: ignore[index]


def test_a_header_that_cannot_be(desk: ApiDesk) -> None:
    found = desk.post("reports", {"title": "a march"}, idempotency_key="k" * 201)
    assert problem(found, 422, "invalid")["errors"][0]["in"] == "header"  # type: ignore[index]


def test_a_fault_of_ours_shows_a_number_that_the_log_has(
    desk: ApiDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("tocsin.publishing.api.views.people.add_person", fail)
    with caplog.at_level(logging.ERROR):
        response = desk.post("people", {"key": "k", "name": "Noor"}, idempotency_key="once")
    found = problem(response, 500, "internal")
    assert "secret inside" not in response.content.decode()
    assert str(found["instance"]).startswith("urn:uuid:")
    assert str(found["instance"]) in caplog.text
    assert "secret inside" in caplog.text


def test_head_is_get_without_a_body(desk: ApiDesk) -> None:
    got, asked = desk.get(f"sites/{desk.site.pk}"), desk.call("HEAD", f"sites/{desk.site.pk}")
    assert asked.status_code == 200
    assert asked.content == b""
    assert asked["ETag"] == got["ETag"]
    assert asked["Content-Length"] == str(len(got.content))


def test_a_refusal_is_english_whatever_language_is_asked_for(desk: ApiDesk) -> None:
    body = {"key": "S-9", "name": "Tom", "timezone": "Africa/Nowhere"}
    found = problem(desk.post("people", body, accept_language="fr"), 422, "invalid")
    assert "'Africa/Nowhere' is not a time zone." in str(found["detail"])
    found = problem(desk.post("reports", {"text": " "}, accept_language="fr"), 422, "invalid")
    assert "The report is empty." in str(found["detail"])
