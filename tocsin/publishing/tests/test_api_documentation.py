"""The API describes itself, to programs and to people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tocsin.accounts.tokens import Scope
from tocsin.headers import source_hash
from tocsin.publishing.api.problems import Kind
from tocsin.publishing.tests.api_rows import operations

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def test_the_openapi_document_is_3_1_and_open_to_all() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["components"]["securitySchemes"]) == {"token", "session"}
    for item in document["paths"].values():
        for operation in item.values():
            assert operation["security"][0]["token"] == [operation["x-scope"]]
            assert {"401", "403"} <= set(operation["responses"])


def test_the_page_for_people_needs_no_script_and_nothing_from_elsewhere() -> None:
    response = Client().get("/api/docs")
    page = response.content.decode()
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert source_hash(style) in response["Content-Security-Policy"]
    for method, path, scope in operations():
        assert f"{method} {path}<" in page
        assert scope in page


def test_every_link_on_the_page_leads_somewhere() -> None:
    page = Client().get("/api/docs").content.decode()
    names = re.findall(r'id="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names)
    for kind in Kind:
        assert kind.type.partition("#")[2] in names


@pytest.fixture(scope="module")
def words() -> str:
    return PAGE.read_text()


def test_every_operation_stands_in_the_documentation(words: str) -> None:
    for method, path, scope in operations():
        assert f"`{method} {path}`" in words
        assert f"`{scope}`" in words


def test_every_scope_and_problem_stands_in_the_documentation(words: str) -> None:
    for scope in Scope:
        assert f"`{scope.value}`" in words
    for kind in Kind:
        assert f"`{kind.type.partition('#')[2].removeprefix('problem-')}`" in words
        assert str(kind.status) in words


def test_every_example_names_an_operation_that_there_is(words: str) -> None:
    known = {re.sub(r"\{[^}]+\}", "N", path) for _, path, _ in operations()}
    for used in re.findall(r"\$TOCSIN(/api/v1/[a-z/0-9]+)", words):
        assert re.sub(r"\d+", "N", used.rstrip("/")).replace("vN", "v1") in known, used
