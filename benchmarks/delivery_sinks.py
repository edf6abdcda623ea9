"""A mail server and a webhook receiver on loopback that only count: which message came, how often, and when."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable


class Tally:
    """What arrived: each message's id with how often it came, and when the first and the last did."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.at: dict[str, float] = {}
        self.first = self.last = 0.0
        #: Called after each arrival with how many there were.
        self.after: Callable[[int], None] = lambda _count: None
        self._count = 0

    def take(self, message_id: str) -> None:
        """Count one arrival."""
        self.last = time.time()
        self.first = self.first or self.last
        self.seen[message_id] += 1
        self.at.setdefault(message_id, self.last)
        self._count += 1
        self.after(self._count)

    @property
    def doubled(self) -> int:
        """How many copies came beyond the first of each message."""
        return self._count - len(self.seen)

    @property
    def count(self) -> int:
        """How many arrived, copies included."""
        return self._count


class MailSink(asyncio.Protocol):
    """Takes every mail (RFC 5321 with PIPELINING), and keeps nothing of it but its Message-ID."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._buffer, self._in_data = tally, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._out: asyncio.Transport = transport  # type: ignore[assignment]
        self._out.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        """Read commands and mails as they come, several at once where they were sent so."""
        self._buffer += data
        replies: list[bytes] = []
        while self._step(replies):
            pass
        if replies:
            self._out.write(b"".join(replies))

    def _step(self, replies: list[bytes]) -> bool:
        if self._in_data:
            end = self._buffer.find(b"\r\n.\r\n")
            if end < 0:
                return False
            mail, self._buffer, self._in_data = self._buffer[:end], self._buffer[end + 5 :], False
            at = mail.index(b"Message-ID: <") + 13
            self._tally.take(mail[at : mail.index(b"@", at)].decode())
            replies.append(b"250 2.0.0 taken\r\n")
            return True
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return False
        line, self._buffer = self._buffer[:end].upper(), self._buffer[end + 2 :]
        if line.startswith(b"EHLO"):
            replies.append(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 33554432\r\n")
        elif line.startswith(b"DATA"):
            self._in_data = True
            replies.append(b"354 go on\r\n")
        elif line.startswith(b"QUIT"):
            replies.append(b"221 bye\r\n")
        else:
            replies.append(b"250 ok\r\n")
        return True


class WebhookSink(asyncio.Protocol):
    """Takes every POST (HTTP/1.1, kept alive), and keeps nothing of it but its webhook-id."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._buffer = tally, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._out: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            low = head.lower()
            at = low.find(b"content-length:")
            length = int(low[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self._buffer) < end + 4 + length:
                return
            self._buffer = self._buffer[end + 4 + length :]
            at = low.index(b"webhook-id:") + 11
            self._tally.take(head[at:].split(b"\r\n", 1)[0].strip().decode())
            self._out.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")


async def listen(tally: Tally, kind: type[MailSink] | type[WebhookSink]) -> tuple[asyncio.Server, int]:
    """Start one sink on a free port of loopback; return it and its port."""
    server = await asyncio.get_running_loop().create_server(lambda: kind(tally), "127.0.0.1", 0, backlog=500)
    return server, int(server.sockets[0].getsockname()[1])
