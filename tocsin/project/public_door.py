"""The public door: pages that say of themselves that anybody may keep them, kept for a second as the pages made them.

When the bell rings, everybody opens the same page at once. Whoever asks within a second of somebody else gets the same
answer, whole, short (gzip) or 'not modified', without sessions, templates or database. What is not public, what failed and
what asks for anything unusual goes on to the pages.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.http import parse_etags, parse_http_date_safe

from tocsin.project.live import Receive, Scope, Send

Pages = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]
Key = tuple[str, bytes, bytes, bytes]

_PATH = re.compile(r"/(?:|past/|corrections/|(?:countries|hazards|alerts|feeds)/[A-Za-z0-9_./-]+)")
#: Requests with one of these want more than what is kept.
_UNUSUAL = frozenset({b"authorization", b"if-match", b"if-unmodified-since", b"range"})
#: What a kept answer may differ by; the key holds the first, and the second is made here.
_VARIES = frozenset({b"accept-language", b"accept-encoding"})
SECONDS_KEPT = 1.0
MOST_BYTES = 32 * 1024 * 1024
#: What an answer is kept under is no longer, or whoever asks for nonsense would fill the shelf with questions.
LONGEST_PART_OF_A_KEY = 256
#: Shorter bodies fit a packet as they are.
_WORTH_PACKING = 200


@dataclass(frozen=True)
class Answer:
    """What the pages answered: `status`, `headers` in lower case, `body`."""

    status: int
    headers: tuple[Header, ...]
    body: bytes

    @cached_property
    def may_be_kept(self) -> bool:
        """Tell whether it is the same for all who ask in the same language."""
        named = dict(self.headers)
        varies = {word.strip().lower() for word in named.get(b"vary", b"").split(b",") if word.strip()}
        return (
            self.status == 200
            and b"public" in named.get(b"cache-control", b"")
            and b"etag" in named
            and not {b"set-cookie", b"content-encoding"} & named.keys()
            and varies <= _VARIES
        )

    @cached_property
    def etag(self) -> bytes:
        """The tag of the body."""
        return dict(self.headers)[b"etag"]

    @cached_property
    def changed(self) -> int | None:
        """When the body changed, in seconds since 1970; None where the page does not say."""
        said = dict(self.headers).get(b"last-modified")
        return parse_http_date_safe(said.decode("latin-1")) if said else None

    @cached_property
    def packed(self) -> bytes:
        """The body as gzip; empty where that would gain nothing."""
        if len(self.body) < _WORTH_PACKING:
            return b""
        packed = gzip.compress(self.body, 9, mtime=0)
        return packed if len(packed) < len(self.body) else b""

    @cached_property
    def whole_head(self) -> list[Header]:
        """The headers of the body as it is."""
        return [*self._head(), (b"etag", self.etag), (b"content-length", str(len(self.body)).encode())]

    @cached_property
    def packed_head(self) -> list[Header]:
        """The headers of the packed body; its tag is weak, because these are other bytes (RFC 9110, section 8.8.1)."""
        length = (b"content-length", str(len(self.packed)).encode())
        return [*self._head(), (b"etag", _weak(self.etag)), (b"content-encoding", b"gzip"), length]

    @cached_property
    def unchanged_head(self) -> list[Header]:
        """The headers of an answer without a body."""
        return [header for header in self._head() if header[0] != b"content-type"] + [
            (b"etag", _weak(self.etag))
        ]

    def _head(self) -> list[Header]:
        varies = dict(self.headers).get(b"vary", b"")
        if b"accept-encoding" not in varies.lower():
            varies = varies + b", Accept-Encoding" if varies else b"Accept-Encoding"
        kept = [header for header in self.headers if header[0] not in (b"vary", b"etag", b"content-length")]
        return [*kept, (b"vary", varies)]


class PublicDoor:
    """Answers for public pages out of what `pages` said within the last second, and by `pages` where not."""

    def __init__(self, pages: Pages, *, now: Callable[[], float] = time.monotonic) -> None:
        self._pages = pages
        self._now = now
        #: Each answer with the second of the monotonic clock at which the pages gave it, the latest asked for last.
        self._kept: OrderedDict[Key, tuple[Answer, float]] = OrderedDict()
        self._bytes = 0
        self._looks: dict[Key, asyncio.Task[Answer]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = dict(scope["headers"])
        if not _is_usual(scope, headers):
            await self._pages(scope, receive, send)
            return
        key = _key(scope, headers)
        answer, at = self._kept.get(key, (None, 0.0))
        if answer is None or self._now() - at >= SECONDS_KEPT:
            answer = await self._look(key, scope)
        if answer.may_be_kept:
            await _give(answer, scope["method"], headers, send)
        else:
            await self._pages(scope, receive, send)

    async def _look(self, key: Key, scope: Scope) -> Answer:
        """Ask the pages once for all who wait for the same, whether or not the first of them stays."""
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = asyncio.create_task(self._ask(key, scope))
            look.add_done_callback(lambda _done: self._looks.pop(key, None))
        return await asyncio.shield(look)

    async def _ask(self, key: Key, scope: Scope) -> Answer:
        named = [(name, value) for name, value in scope["headers"] if name in (b"host", b"accept-language")]
        start: MutableMapping[str, Any] = {}
        parts: list[bytes] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self._pages({**scope, "method": "GET", "headers": named}, receive, send)
        headers = tuple((name.lower(), value) for name, value in start["headers"])
        return self._keep(key, Answer(start["status"], headers, b"".join(parts)))

    def _keep(self, key: Key, answer: Answer) -> Answer:
        """Put `answer` on the shelf, and return it; the one that lies there where it is the same, packed already."""
        old, _at = self._kept.pop(key, (None, 0.0))
        self._bytes -= len(old.body) if old else 0
        if not answer.may_be_kept:
            return answer
        kept = old if old == answer else answer
        self._kept[key] = (kept, self._now())
        self._bytes += len(kept.body)
        while self._bytes > MOST_BYTES:
            _key, (oldest, _at) = self._kept.popitem(last=False)
            self._bytes -= len(oldest.body)
        return kept


def _is_usual(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    return (
        scope["method"] in ("GET", "HEAD")
        and _PATH.fullmatch(scope["path"]) is not None
        and _UNUSUAL.isdisjoint(headers)
        and headers.get(b"content-length", b"0") == b"0"
        and b"transfer-encoding" not in headers
        # Said twice, the pages would read both and the shelf only the last.
        and all(sum(name == one for name, _ in scope["headers"]) < 2 for one in (b"host", b"accept-language"))
        and all(len(part) <= LONGEST_PART_OF_A_KEY for part in _key(scope, headers))
    )


def _key(scope: Scope, headers: dict[bytes, bytes]) -> Key:
    """What an answer is kept under: the address, the host and the languages that were asked for."""
    return (
        scope["path"],
        scope["query_string"],
        headers.get(b"host", b""),
        headers.get(b"accept-language", b""),
    )


def _is_known(answer: Answer, headers: dict[bytes, bytes]) -> bool:
    """Tell whether the reader has the body already (RFC 9110, section 13.2.2)."""
    tags = headers.get(b"if-none-match")
    if tags is not None:
        known = {tag.removeprefix("W/") for tag in parse_etags(tags.decode("latin-1"))}
        return "*" in known or answer.etag.decode("latin-1").removeprefix("W/") in known
    since = headers.get(b"if-modified-since")
    if since is None or answer.changed is None:
        return False
    then = parse_http_date_safe(since.decode("latin-1"))
    return then is not None and answer.changed <= then


def _takes_gzip(headers: dict[bytes, bytes]) -> bool:
    """Tell whether the reader takes gzip; one that gives it no weight ('q=0') does not (RFC 9110, section 12.5.3)."""
    for word in headers.get(b"accept-encoding", b"").lower().split(b","):
        coding, _, weight = word.partition(b";")
        if coding.strip() == b"gzip":
            return weight.replace(b" ", b"").rstrip(b"0.") != b"q="
    return False


async def _give(answer: Answer, method: str, headers: dict[bytes, bytes], send: Send) -> None:
    status, head, body = 200, answer.whole_head, answer.body
    if _is_known(answer, headers):
        status, head, body = 304, answer.unchanged_head, b""
    elif _takes_gzip(headers) and answer.packed:
        head, body = answer.packed_head, answer.packed
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


def _weak(tag: bytes) -> bytes:
    return tag if tag.startswith(b"W/") else b"W/" + tag
