"""The page door: a request goes to one of the few threads of the pages when all of it is there, and not before.

Whoever sends eight bodies slowly, or never, would hold eight threads, and with them the whole desk.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from typing import IO, Any

from tocsin.project.live import Receive, Scope, Send

Pages = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Seconds without a byte after which whoever sends is given up; a slow line may take as long as it needs.
PATIENCE = 30.0
#: The largest body that is waited for: a file of 8 MiB to import, and what stands around it.
LONGEST_BODY = 16 * 1024 * 1024
#: A longer body waits on the disk.
IN_MEMORY = 64 * 1024
#: So many longer bodies may be under way at once, so that the disk does not fill up. A form is never one too many.
MOST_AT_ONCE = 64
_PIECE = 64 * 1024


class PageDoor:
    """Gathers the body of a request, then hands it on to `pages`."""

    def __init__(self, pages: Pages, *, patience: float = PATIENCE) -> None:
        self._pages = pages
        self._patience = patience
        #: The longer bodies that are under way.
        self._long: set[int] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 413, 408 or 503 where its body is too long, stops coming, or is one too many."""
        scope = {**scope, "headers": [pair for pair in scope["headers"] if b"_" not in pair[0]]}
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if length == b"0" and b"transfer-encoding" not in headers:
            await self._pages(scope, receive, send)
        elif length.isdigit() and int(length[:19]) > LONGEST_BODY:
            await _refuse(413, send)
        else:
            await self._gathered(scope, receive, send)

    async def _gathered(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                refusal = await self._gather(receive, body)
            finally:
                self._long.discard(id(body))
            if refusal is None:
                body.seek(0)
                await self._pages(scope, _handed_over(body, receive), send)
            elif refusal:
                await _refuse(refusal, send)

    async def _gather(self, receive: Receive, body: IO[bytes]) -> int | None:
        """Write all of the body into `body`, and return None; or the status to refuse it with, 0 where nobody is there."""
        size = 0
        while True:
            try:
                async with asyncio.timeout(self._patience):
                    message = await receive()
            except TimeoutError:
                return 408
            if message["type"] != "http.request":
                return 0
            piece = message.get("body", b"")
            size += len(piece)
            if size > LONGEST_BODY:
                return 413
            if size > IN_MEMORY:
                self._long.add(id(body))
                if len(self._long) > MOST_AT_ONCE:
                    return 503
            body.write(piece)
            if not message.get("more_body"):
                return None


def _handed_over(body: IO[bytes], receive: Receive) -> Receive:
    """Return what hands over the gathered body piece by piece, and then goes on as `receive`."""
    is_over = False

    async def hand_over() -> Any:
        nonlocal is_over
        if is_over:
            return await receive()
        piece = body.read(_PIECE)
        is_over = len(piece) < _PIECE
        return {"type": "http.request", "body": piece, "more_body": not is_over}

    return hand_over


async def _refuse(status: int, send: Send) -> None:
    headers = [(b"connection", b"close"), (b"content-length", b"0"), (b"retry-after", b"30")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
