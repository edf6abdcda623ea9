"""The page door: nobody who sends slowly holds the pages from others, and no header passes for another."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tocsin.project.page_door import IN_MEMORY, LONGEST_BODY, MOST_AT_ONCE, PageDoor


class Pages:
    """Keeps what it was asked, and answers 200."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[tuple[bytes, bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.headers = scope["headers"]
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def post(
    door: PageDoor, *pieces: bytes, length: int | None = None, stalls: bool = False, **headers: str
) -> int:
    """Return the status of a request that sends `pieces`, and then nothing more where it `stalls`."""
    waiting = list(pieces)
    status: list[int] = []

    async def receive() -> Any:
        if not waiting:
            await asyncio.Event().wait()
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting) or stalls}

    async def send(message: Any) -> None:
        status.append(message.get("status", 0))

    size = sum(map(len, pieces)) if length is None else length
    named = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "headers": [(b"content-length", str(size).encode()), *named]}
    await door(scope, receive, send)
    return status[0]


def test_a_body_that_stops_coming_never_reaches_the_pages_and_is_given_up() -> None:
    pages = Pages()
    assert asyncio.run(post(PageDoor(pages, patience=0.05), b"a=", length=5000, stalls=True)) == 408
    assert pages.bodies == []


def test_many_slow_senders_hold_nobody_up() -> None:
    pages = Pages()
    door = PageDoor(pages)

    async def crowd() -> int:
        slow = [asyncio.create_task(post(door, b"a=", length=5000, stalls=True)) for _ in range(200)]
        await asyncio.sleep(0)
        quick = await asyncio.wait_for(post(door, b"a=1"), 5)
        for one in slow:
            one.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return quick

    assert asyncio.run(crowd()) == 200
    assert pages.bodies == [b"a=1"]


@pytest.mark.parametrize("size", [1, IN_MEMORY, IN_MEMORY + 1, 5 * IN_MEMORY])
def test_a_body_arrives_as_it_was_sent(size: int) -> None:
    pages = Pages()
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert asyncio.run(post(PageDoor(pages), body[: size // 2], body[size // 2 :])) == 200
    assert pages.bodies == [body]


def test_a_body_that_is_too_long_is_refused_whatever_it_says_of_itself() -> None:
    pages = Pages()
    assert asyncio.run(post(PageDoor(pages), b"", length=LONGEST_BODY + 1)) == 413
    assert asyncio.run(post(PageDoor(pages), b"x" * (LONGEST_BODY + 1), length=5)) == 413
    assert pages.bodies == []


def test_long_bodies_under_way_are_counted_and_forms_go_through_all_the_same() -> None:
    pages = Pages()
    door = PageDoor(pages)
    long = b"x" * (IN_MEMORY + 1)

    async def crowd() -> tuple[int, int]:
        slow = [asyncio.create_task(post(door, long, stalls=True)) for _ in range(MOST_AT_ONCE)]
        await asyncio.sleep(0)
        seen = await post(door, long), await post(door, b"a=1")
        for one in slow:
            one.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        assert await post(door, long) == 200
        return seen

    assert asyncio.run(crowd()) == (503, 200)


def test_a_header_spelt_with_an_underscore_passes_for_no_other() -> None:
    """WSGI spells '-' and '_' alike: `X_Forwarded_For` would be believed as what our own proxy says."""
    pages = Pages()
    sent = {"x-forwarded-for": "203.0.113.5", "x_forwarded_for": "198.51.100.9"}
    assert asyncio.run(post(PageDoor(pages), b"a", **sent)) == 200
    assert [name for name, _ in pages.headers] == [b"content-length", b"x-forwarded-for"]
