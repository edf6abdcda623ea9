"""The answer door: the same page, the same record and the same headers as the ordinary one, and the rest goes on to it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import get_resolver

from tocsin import clock
from tocsin.delivery.links import answer_token
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.tests.rows import World
from tocsin.project.answer_door import AnswerDoor

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "application/x-www-form-urlencoded"


class Door:
    """Posts to the door, and knows what went on to the pages."""

    def __init__(self) -> None:
        self.went_on: list[bytes] = []
        self.door = AnswerDoor(self._pages)

    async def _pages(self, scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        self.went_on.append(message.get("body", b""))
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def post(self, *requests: tuple[str, bytes]) -> list[tuple[int, dict[str, str], bytes]]:
        return asyncio.run(self._all(requests))

    async def _all(self, requests: Any) -> Any:
        return await asyncio.gather(*(self._one(path, body) for path, body in requests))

    async def _one(self, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        sent: list[Any] = []
        headers = [(b"content-type", FORM.encode()), (b"content-length", str(len(body)).encode())]
        scope = {"type": "http", "method": "POST", "path": path, "headers": headers}

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.door(scope, receive, send)
        names = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], names, sent[1]["body"]


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def world(noon: datetime, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.TOCSIN_PUBLIC_ADDRESS = "https://desk.example"
    settings.TOCSIN_HOME = tmp_path
    # Pages that are loaded while this clock stands would keep it after the test.
    assert get_resolver().url_patterns
    monkeypatch.setattr(clock, "now", lambda: noon)
    return World(noon)


def test_it_answers_as_the_ordinary_page_does(world: World, door: Door) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    edition = world.queued(mira, omar)[0].edition
    said = {"kind": "safe", "note": "At the hotel", "place": "Westlands"}
    path = f"/answer/{answer_token(edition, mira)}/"
    ordinary = Client().post(
        f"/answer/{answer_token(edition, omar)}/",
        urlencode(said),
        content_type=FORM,
        headers={"accept": "*/*"},
    )
    ((status, headers, body),) = door.post((path, urlencode(said).encode()))
    assert (status, door.went_on) == (200, [])
    assert body.decode() == ordinary.content.decode().replace(
        answer_token(edition, omar), answer_token(edition, mira)
    )
    wanted = {name.lower(): value for name, value in ordinary.headers.items()} | {
        "content-length": str(len(body))
    }
    assert headers == {name: value for name, value in wanted.items() if name != "vary"}
    kept = Answer.objects.values_list("person__name", "kind", "note", "place", "via").order_by("person__name")
    assert list(kept) == [
        ("Mira", "safe", "At the hotel", "Westlands", "link"),
        ("Omar", "safe", "At the hotel", "Westlands", "link"),
    ]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}


def test_many_at_once_are_each_recorded_before_they_are_thanked(world: World, door: Door) -> None:
    people = [world.person(f"p{number}") for number in range(150)]
    edition = world.queued(*people)[0].edition
    pages = door.post(*((f"/answer/{answer_token(edition, one)}/", b"kind=safe") for one in people))
    assert {status for status, _headers, _body in pages} == {200}
    assert Answer.objects.count() == 150
    for one, (_status, _headers, body) in zip(people, pages, strict=True):
        assert answer_token(edition, one) in body.decode()


@pytest.mark.parametrize("body", [b"", b"kind=perhaps", b"\xff\xfe", b"note=hello"])
def test_whatever_is_no_plain_answer_goes_on_whole(body: bytes, world: World, door: Door) -> None:
    mira = world.person("Mira")
    edition = world.queued(mira)[0].edition
    ((status, _headers, _body),) = door.post((f"/answer/{answer_token(edition, mira)}/", body))
    assert (status, door.went_on) == (418, [body])
    assert not Answer.objects.exists()


def test_a_link_that_is_no_good_goes_on_and_records_nothing(world: World, door: Door) -> None:
    mira = world.person("Mira")
    edition = world.queued(mira)[0].edition
    altered = answer_token(edition, mira)[:-2] + "zz"
    door.post((f"/answer/{altered}/", b"kind=safe"), ("/answer/nonsense/", b"kind=safe"))
    mira.delete()
    door.post((f"/answer/{answer_token(edition, 10_000)}/", b"kind=safe"))
    assert len(door.went_on) == 3
    assert not Answer.objects.exists()


@pytest.mark.parametrize("pieces", [0, 10_000])
def test_a_body_that_comes_too_slowly_is_given_up(pieces: int) -> None:
    """Whether nothing comes any more, or now and then a byte."""
    sent: list[Any] = []
    left = [b"k"] * pieces

    async def pages(_scope: Any, _receive: Any, _send: Any) -> None:
        raise AssertionError("Half a body went on to the pages.")

    async def receive() -> Any:
        await asyncio.sleep(0.01 if left else 3600)
        return {"type": "http.request", "body": left.pop(), "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", FORM.encode()), (b"content-length", b"30000")]
    scope = {"type": "http", "method": "POST", "path": "/answer/x/", "headers": headers}
    asyncio.run(AnswerDoor(pages, patience=0.2)(scope, receive, send))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
