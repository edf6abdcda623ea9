"""Doors of a real server: pages, and the live door that says that something changed."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tocsin.project.live import LiveDoor


def test_a_listener_hears_of_changes_and_of_nothing_else() -> None:
    seen = [{"inbox": "a"}, {"inbox": "a"}, {"inbox": "b"}]

    def look() -> dict[str, str]:
        return seen.pop(0) if len(seen) > 1 else seen[0]

    sent = asyncio.run(_listen(LiveDoor(look), seconds=3.5))
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


async def _listen(door: LiveDoor, seconds: float) -> str:
    body = b""
    gone = asyncio.Event()

    async def send(message: Any) -> None:
        nonlocal body
        body += message.get("body", b"")

    async def receive() -> Any:
        await gone.wait()
        return {"type": "http.disconnect"}

    listening = asyncio.create_task(door({"type": "http", "method": "GET", "path": "/live"}, receive, send))
    await asyncio.sleep(seconds)
    gone.set()
    await asyncio.wait_for(listening, 5)
    return body.decode()
