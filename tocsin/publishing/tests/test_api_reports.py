"""A field office files what it sees, and reads what became of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from tocsin.publishing.tests.api_rows import ApiDesk
from tocsin.sources.models import Report

SEEN = {
    "title": "Road to Kisumu blocked",
    "text": "About 200 people block the road at Ahero since 06:00.",
    "place": "Kisumu",
    "observed_at": "2017-07-15T10:30:00+03:00",
    "language": "en",
}


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    return ApiDesk(noon)


def test_a_report_is_filed_read_and_found_at_its_location(desk: ApiDesk) -> None:
    filed = desk.post("reports", SEEN)
    assert filed.status_code == 201
    assert filed["Location"] == f"/api/v1/reports/{filed.json()['id']}"
    found = desk.get(filed["Location"])
    assert found.json() == filed.json()
    assert found.json()["observed_at"] == "2017-07-15T07:30:00Z"
    assert found.json()["filed_by"].startswith("API token office")
    assert found.json()["source"]["name"] == "API"
    assert any(place["name"] == "Kisumu" for place in found.json()["reading"]["places"])
    assert Report.objects.get(pk=filed.json()["id"]).language == "en"


def test_the_first_report_of_an_organisation_makes_its_source(desk: ApiDesk) -> None:
    other = desk.neighbour()
    token = desk.new_token(*desk_scopes(), organisation=other)
    filed = desk.post("reports", SEEN, token=token)
    assert filed.status_code == 201
    assert other.sources.get().kind == "api"


def desk_scopes() -> list[str]:
    from tocsin.accounts.tokens import Scope

    return [Scope.REPORTS_WRITE]


def test_the_same_words_on_the_same_day_are_one_report(desk: ApiDesk) -> None:
    first = desk.post("reports", SEEN)
    again = desk.post("reports", SEEN)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


def test_coordinates_become_the_area_of_the_report(desk: ApiDesk) -> None:
    body = SEEN | {"place": "Ahero junction", "longitude": 34.92, "latitude": -0.17}
    filed = desk.post("reports", body).json()
    point = filed["area"]["properties"]["circles"][0]
    assert "34.92" in str(point)
    assert "-0.17" in str(point)


def test_a_time_without_a_zone_is_refused_and_named(desk: ApiDesk) -> None:
    refused = desk.post("reports", SEEN | {"observed_at": "2017-07-15T10:30:00"})
    assert refused.status_code == 422
    [fault] = refused.json()["errors"]
    assert (fault["in"], fault["pointer"]) == ("body", "/observed_at")
    assert "no zone" in fault["detail"]
    assert "+01:00" in fault["detail"]


@pytest.mark.parametrize(
    "words",
    ["yesterday", 1500114600, "15/07/2017 10:30Z", "2017-02-30T10:00:00Z", "0001-01-01T00:00:00+14:00"],
)
def test_what_is_no_time_is_refused(desk: ApiDesk, words: object) -> None:
    refused = desk.post("reports", SEEN | {"observed_at": words})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/observed_at"


def test_a_time_to_come_is_refused(desk: ApiDesk) -> None:
    refused = desk.post("reports", SEEN | {"observed_at": "2199-01-01T00:00:00Z"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/observed_at"


@pytest.mark.parametrize(
    "place",
    [
        {"longitude": -1.29, "latitude": 136.82},
        {"longitude": -1.2921, "latitude": 36.8219, "country": "KE"},
    ],
)
def test_swapped_coordinates_are_recognised(desk: ApiDesk, place: dict[str, object]) -> None:
    refused = desk.post("reports", {"title": "Shots heard"} | place)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/latitude"
    assert "swapped" in refused.json()["detail"]


def test_one_coordinate_alone_is_refused(desk: ApiDesk) -> None:
    refused = desk.post("reports", {"title": "Shots heard", "longitude": 36.8})
    assert refused.json()["errors"][0]["pointer"] == "/latitude"


@pytest.mark.parametrize("body", [{}, {"title": " ", "text": ""}])
def test_an_empty_report_is_refused(desk: ApiDesk, body: dict[str, str]) -> None:
    refused = desk.post("reports", body)
    assert refused.status_code == 422
    assert "empty" in refused.json()["detail"]


def test_a_paused_source_takes_no_reports(desk: ApiDesk) -> None:
    desk.source.enabled = False
    desk.source.save()
    refused = desk.post("reports", SEEN)
    assert refused.status_code == 409
    assert "paused" in refused.json()["detail"]


@pytest.mark.parametrize("words", ["a\x00b", "half \ud83d of a pair"])
def test_text_that_cannot_be_kept_is_refused(desk: ApiDesk, words: str) -> None:
    refused = desk.post("reports", {"title": words})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/title"


def test_the_list_is_filtered(desk: ApiDesk) -> None:
    desk.file("Something else entirely")
    everything = desk.get("reports").json()["items"]
    grouped = desk.get(f"reports?incident_id={desk.incident.pk}&state=read").json()["items"]
    assert len(everything) == 2
    assert [report["id"] for report in grouped] == [desk.report.pk]
    assert grouped[0]["incident_id"] == desk.incident.pk
    assert "text" not in grouped[0]
