"""Doors of a real server: pages, and the live door that says that something changed."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tocsin.accounts.models import User
from tocsin.project import live
from tocsin.project.live import LiveDoor, Scope, listener_of

COOKIES = [(b"cookie", b"theirs=1")]


def test_a_listener_hears_of_changes_and_of_nothing_else() -> None:
    seen = [{"inbox": "a"}, {"inbox": "a"}, {"inbox": "b"}]

    def look() -> dict[str, str]:
        return seen.pop(0) if len(seen) > 1 else seen[0]

    sent = asyncio.run(_listen(LiveDoor(look, lambda _scope: 1), seconds=3.5))
    events = [json.loads(line[6:]) for line in sent.splitlines() if line.startswith("data: ")]
    assert events == [{"inbox": "a"}, {"inbox": "b"}]


def test_the_live_door_takes_no_posts() -> None:
    async def ask() -> list[Any]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request"}

        await LiveDoor(dict)({"type": "http", "method": "POST", "path": "/live"}, receive, send)
        return sent

    assert asyncio.run(ask())[0]["status"] == 405


@pytest.mark.django_db(transaction=True)
def test_the_live_door_knows_who_is_signed_in_and_turns_strangers_away() -> None:
    user = User.objects.create_user("ana@desk.example", "a-pass-of-some-length", name="Ana")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name, key = settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value
    assert listener_of(_asked([(b"cookie", f"language=fr; {name}={key}".encode())])) == user.pk
    for cookie in (
        "",
        "other=1",
        f"{name}=",
        f"{name}={'x' * 32}",
        f"{name}={key}x",
        "\xff;=;\x01",
        f"a b={key}",
    ):
        assert listener_of(_asked([(b"cookie", cookie.encode("latin-1"))])) is None
    assert _statuses(LiveDoor(dict), [[], COOKIES]) == [403, 403]
    client.logout()
    assert listener_of(_asked([(b"cookie", f"{name}={key}".encode())])) is None


def test_neither_strangers_nor_one_user_take_the_room_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_LISTENERS", 6)
    monkeypatch.setattr(live, "MOST_OF_ONE_USER", 4)
    door = LiveDoor(dict, lambda scope: int(dict(scope["headers"])[b"cookie"]) or None)
    asked = [[(b"cookie", who)] for who in [b"0"] * 20 + [b"1"] * 6 + [b"2"] * 3]
    assert _statuses(door, asked) == [403] * 20 + [200] * 4 + [503] * 2 + [200] * 2 + [503]
    assert _statuses(door, [[(b"cookie", b"1")]]) == [200], "Who went away left room."


def _asked(headers: list[tuple[bytes, bytes]]) -> Scope:
    return {"type": "http", "method": "GET", "path": "/live", "headers": headers}


def _statuses(door: LiveDoor, asked: list[list[tuple[bytes, bytes]]]) -> list[int]:
    """Ask one after the other, each listening while the next one asks; return what each was told."""

    async def ask_all() -> list[int]:
        told: list[int] = []
        answered, gone, listening = asyncio.Event(), asyncio.Event(), []

        async def send(message: Any) -> None:
            if "status" in message:
                told.append(message["status"])
                answered.set()

        async def receive() -> Any:
            await gone.wait()
            return {"type": "http.disconnect"}

        for headers in asked:
            answered.clear()
            listening.append(asyncio.create_task(door(_asked(headers), receive, send)))
            await answered.wait()
        gone.set()
        await asyncio.wait_for(asyncio.gather(*listening), 10)
        return told

    return asyncio.run(ask_all())


async def _listen(door: LiveDoor, seconds: float) -> str:
    body = b""
    gone = asyncio.Event()

    async def send(message: Any) -> None:
        nonlocal body
        body += message.get("body", b"")

    async def receive() -> Any:
        await gone.wait()
        return {"type": "http.disconnect"}

    listening = asyncio.create_task(door(_asked(COOKIES), receive, send))
    await asyncio.sleep(seconds)
    gone.set()
    await asyncio.wait_for(listening, 5)
    return body.decode()
