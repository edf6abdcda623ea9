"""The live door: server-sent events that tell who is signed in that something changed, never what.

One look at the database a second serves every listener. An event carries opaque marks, one per subject; a page
that sees a mark change asks for its own part again, through the ordinary door with its ordinary rights.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import Max

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_SIGNS_OF_LIFE = 15.0
MOST_LISTENERS = 2000
#: Of one user: more than anybody opens, and yet room for the others.
MOST_OF_ONE_USER = 500
#: Sessions that are looked up at once; strangers who ask for more wait for each other, and not the rest of the house.
_LOOK_UPS_AT_ONCE = 2

_log = logging.getLogger(__name__)


def marks() -> dict[str, str]:
    """Return an opaque mark for each subject, which changes when something of that subject does."""
    from tocsin.alerts.models import Draft, Edition
    from tocsin.delivery.models import Answer, Attempt, Delivery
    from tocsin.incidents.models import IncidentAct, IncidentReport
    from tocsin.sources.models import Poll, Report

    close_old_connections()
    newest = {
        "inbox": (
            Report.objects.aggregate(n=Max("pk")),
            IncidentReport.objects.aggregate(n=Max("pk")),
            IncidentAct.objects.aggregate(n=Max("pk"), u=Max("undone_at")),
        ),
        "drafts": (Draft.objects.aggregate(n=Max("changed_at"), s=Max("submitted_at"), e=Max("pk")),),
        "alerts": (Edition.objects.aggregate(n=Max("pk")),),
        "answers": (
            Answer.objects.aggregate(n=Max("pk"), t=Max("taken_at")),
            Attempt.objects.aggregate(n=Max("pk")),
            Delivery.objects.aggregate(n=Max("pk")),
        ),
        "sources": (Poll.objects.aggregate(n=Max("pk")),),
    }
    key = settings.SECRET_KEY.encode()[:64]
    return {
        subject: hashlib.blake2b(repr(values).encode(), key=key, digest_size=6).hexdigest()
        for subject, values in newest.items()
    }


def listener_of(scope: Scope) -> int | None:
    """Return the number of the user whose session the request carries; None for a stranger."""
    from importlib import import_module

    from django.contrib.auth import get_user

    cookies = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                return None
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    if session is None:
        return None
    close_old_connections()
    store = import_module(settings.SESSION_ENGINE).SessionStore(session.value)
    user = get_user(SimpleNamespace(session=store))  # type: ignore[arg-type]  # it reads the session alone
    return user.pk


class LiveDoor:
    """Listeners of `/live`, all fed by one watcher that runs only while somebody listens."""

    def __init__(
        self,
        look: Callable[[], dict[str, str]] = marks,
        listener: Callable[[Scope], int | None] = listener_of,
    ) -> None:
        self._look = look
        self._listener = listener
        self._looking_up = asyncio.Semaphore(_LOOK_UPS_AT_ONCE)
        self._users: Counter[int] = Counter()
        self._listeners: set[asyncio.Queue[dict[str, str]]] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._seen: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one listener until it goes away."""
        if scope["method"] not in ("GET", "HEAD"):
            await _refuse(405, send)
            return
        user = await self._user(scope)
        if user is None:
            await _refuse(403, send)
        elif len(self._listeners) >= MOST_LISTENERS or self._users[user] >= MOST_OF_ONE_USER:
            await _refuse(503, send)
        else:
            self._users[user] += 1
            try:
                await self._listen(receive, send)
            finally:
                self._users[user] -= 1

    async def _user(self, scope: Scope) -> int | None:
        if not any(name == b"cookie" for name, _ in scope["headers"]):
            return None
        async with self._looking_up:
            return await asyncio.to_thread(self._listener, scope)

    async def _listen(self, receive: Receive, send: Send) -> None:
        queue: asyncio.Queue[dict[str, str]] = asyncio.Queue(maxsize=4)
        self._listeners.add(queue)
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch())
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await self._serve(queue, gone, send)
        finally:
            self._listeners.discard(queue)
            gone.cancel()

    async def _serve(
        self, queue: asyncio.Queue[dict[str, str]], gone: asyncio.Task[None], send: Send
    ) -> None:
        headers = [
            (b"content-type", b"text/event-stream"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
        if self._seen:
            await _tell(send, self._seen)
        while not gone.done():
            waiting = asyncio.create_task(queue.get())
            await asyncio.wait(
                {waiting, gone}, timeout=SECONDS_BETWEEN_SIGNS_OF_LIFE, return_when=asyncio.FIRST_COMPLETED
            )
            if waiting.done():
                await _tell(send, waiting.result())
            else:
                waiting.cancel()
                if not gone.done():
                    await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})

    async def _watch(self) -> None:
        while self._listeners:
            try:
                seen = await asyncio.to_thread(self._look)
            except DatabaseError:
                _log.exception("The live door could not look at the database; it tries again in a second.")
            else:
                if seen != self._seen:
                    self._seen = seen
                    for queue in tuple(self._listeners):
                        if queue.full():
                            queue.get_nowait()
                        queue.put_nowait(seen)
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


async def _refuse(status: int, send: Send) -> None:
    headers = [(b"retry-after", b"30"), (b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _tell(send: Send, seen: dict[str, str]) -> None:
    body = f"event: marks\ndata: {json.dumps(seen, sort_keys=True)}\n\n".encode()
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
