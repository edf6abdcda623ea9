"""Lists come in pages that stay whole while new rows arrive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tocsin.accounts.tokens import Scope
from tocsin.exposure.models import Person
from tocsin.publishing.tests.api_rows import EVERYTHING, ApiDesk


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    made = ApiDesk(noon)
    for number in range(24):
        add(made, number)
    return made


def add(desk: ApiDesk, number: int) -> None:
    Person.objects.create(
        organisation=desk.organisation, key=f"p{number}", name=f"Person {number}", created_at=desk.now
    )


def walk(desk: ApiDesk, path: str, on_page: Any = lambda: None) -> list[list[int]]:
    pages, following = [], path
    while following:
        page = desk.get(following).json()
        pages.append([item["id"] for item in page["items"]])
        following = page["next"]
        on_page()
    return pages


def test_pages_hold_every_row_once_newest_first(desk: ApiDesk) -> None:
    pages = walk(desk, "people?limit=10")
    assert [len(page) for page in pages] == [10, 10, 5]
    seen = [identity for page in pages for identity in page]
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == set(Person.objects.values_list("pk", flat=True))


def test_rows_that_arrive_meanwhile_double_and_hide_nothing(desk: ApiDesk) -> None:
    before = sorted(Person.objects.values_list("pk", flat=True), reverse=True)
    numbers = iter(range(100, 200))

    def arrive() -> None:
        for _ in range(3):
            add(desk, next(numbers))

    pages = walk(desk, "people?limit=7", arrive)
    assert [identity for page in pages for identity in page] == before


def test_rows_that_go_meanwhile_hide_nothing_else(desk: ApiDesk) -> None:
    first = desk.get("people?limit=5").json()
    Person.objects.filter(pk=first["items"][-1]["id"]).delete()
    second = desk.get(first["next"]).json()
    assert second["items"][0]["id"] == first["items"][-1]["id"] - 1


def test_the_link_header_says_what_the_body_says(desk: ApiDesk) -> None:
    page = desk.get("people?limit=5&active=true")
    assert page["Link"] == f'<{page.json()["next"]}>; rel="next"'
    assert "active=true" in page.json()["next"]
    last = desk.get("people?limit=200")
    assert last.json()["next"] is None
    assert "Link" not in last


def test_a_full_last_page_is_the_last(desk: ApiDesk) -> None:
    assert desk.get("people?limit=25").json()["next"] is None


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many", "1e3"])
def test_a_limit_outside_its_bounds_is_refused(desk: ApiDesk, limit: str) -> None:
    refused = desk.get(f"people?limit={limit}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0] | {"detail": ""} == {"in": "query", "pointer": "/limit", "detail": ""}


@pytest.mark.parametrize("cursor", ["nonsense", "MTA:1abc:xyz", "%00", "é", "x" * 600])
def test_a_cursor_that_was_not_made_here_is_refused(desk: ApiDesk, cursor: str) -> None:
    refused = desk.get(f"people?cursor={cursor}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/cursor"


def test_a_cursor_is_good_for_its_own_list_only(desk: ApiDesk) -> None:
    cursor = desk.get("people?limit=1").json()["next"].partition("cursor=")[2]
    assert desk.get(f"people?limit=3&cursor={cursor}").status_code == 200
    for path in (f"people?active=true&cursor={cursor}", f"sites?cursor={cursor}"):
        assert desk.get(path).status_code == 422
    other = desk.new_token(*EVERYTHING, organisation=desk.neighbour())
    assert desk.get(f"people?cursor={cursor}", token=other).status_code == 422


def test_a_filter_that_there_is_not_is_refused(desk: ApiDesk) -> None:
    refused = desk.get("people?contry=KE")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/contry"
    assert "active" in refused.json()["detail"]


def test_an_empty_list_is_a_page_too(desk: ApiDesk) -> None:
    token = desk.new_token(Scope.ALERTS_READ, organisation=desk.neighbour())
    assert desk.get("alerts", token=token).json() == {"next": None, "items": []}
