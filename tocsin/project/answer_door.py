"""The answer door: what people post by their links, when thousands do so in the same minute.

It takes the ordinary case alone: a good link, a form, an answer that there is. Everything else, and whatever it could not
record, goes on to the pages, which say what is wrong.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from tocsin.project.live import Receive, Scope, Send

if TYPE_CHECKING:
    from tocsin.delivery.answer_queue import AnswerQueue, Thanks, ThanksPage

Pages = Callable[[Scope, Receive, Send], Awaitable[None]]

_PATH = re.compile(r"/answer/([^/]+)/")
_FORM = b"application/x-www-form-urlencoded"
#: A note of 4,000 characters, each written as nine.
LONGEST_BODY = 40_000
#: Seconds that whoever answers waits for the commit.
PATIENCE = 10.0
#: Seconds that the whole body may take to come: it is short, and whoever sends it so slowly can press again.
SECONDS_FOR_A_BODY = 30.0


class AnswerDoor:
    """Answers posts to the answer page by itself where it can, and by `pages` where not."""

    def __init__(self, pages: Pages, *, patience: float = SECONDS_FOR_A_BODY) -> None:
        self._pages = pages
        self._patience = patience
        self._queue: AnswerQueue | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to an answer page; 408 where its body does not come in time."""
        match = _PATH.fullmatch(scope["path"])
        if scope["method"] != "POST" or match is None or not _is_short_form(scope):
            await self._pages(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._patience):
                body = await _body(receive)
        except TimeoutError:
            await _hang_up(send)
            return
        if body is None:
            return
        page = await self._record(match[1], body)
        if page is None:
            await self._pages(scope, _again(body, receive), send)
            return
        await _send(page, send)

    async def _record(self, token: str, body: bytes) -> Thanks:
        rooms = _rooms()
        now = rooms.now()
        try:
            form = parse_qs(body.decode("utf-8"), max_num_fields=20)
            permit = rooms.read_token(token, now=now)
        except (ValueError, rooms.refused):
            return None
        kind = form.get("kind", [""])[-1]
        if kind not in rooms.kinds:
            return None
        if self._queue is None or not self._queue.is_of(asyncio.get_running_loop()):
            self._queue = rooms.queue(asyncio.get_running_loop())
        note, place = (form.get(name, [""])[-1] for name in ("note", "place"))
        waiting = self._queue.put(rooms.tap(token, permit, kind, note, place, now))
        try:
            async with asyncio.timeout(PATIENCE):
                return await waiting
        except TimeoutError:
            return None


@lru_cache(maxsize=1)
def _rooms() -> Any:
    """What the door needs of the rooms: loaded with the first answer, and looked up once."""
    from tocsin import clock
    from tocsin.delivery.answer_queue import AnswerQueue, Tap
    from tocsin.delivery.errors import LinkRefused
    from tocsin.delivery.links import read_token
    from tocsin.delivery.models import ANSWER_KINDS

    return SimpleNamespace(
        now=lambda: clock.now(),
        read_token=read_token, refused=LinkRefused, kinds=ANSWER_KINDS, queue=AnswerQueue, tap=Tap,
    )  # fmt: skip


def _is_short_form(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    is_form = headers.get(b"content-type", b"").partition(b";")[0].strip().lower() == _FORM
    return is_form and length.isdigit() and int(length) <= LONGEST_BODY


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body; None where whoever sent it went away."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what hands over a body that was read already, and then goes on as `receive`."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def hand_over() -> Any:
        return left.pop() if left else await receive()

    return hand_over


async def _send(page: ThanksPage, send: Send) -> None:
    headers = [(b"content-length", str(len(page.body)).encode()), *page.headers]
    await send({"type": "http.response.start", "status": page.status, "headers": headers})
    await send({"type": "http.response.body", "body": page.body})


async def _hang_up(send: Send) -> None:
    headers = [(b"connection", b"close"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
