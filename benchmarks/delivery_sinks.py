"""A mail server and a webhook receiver on loopback that only count: which message came, how often, and when.

Both are written in Python and run in the benchmark's own process. What they need for a message is measured and printed with
each result (`sink_cpu_us`, `sink_busy`): where the sink is busy for most of the time, it is the sink that was measured.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable


class Connection:
    """One connection to a sink; `closed_at_kill` is how many workers had been killed when it ended, None while it is open."""

    __slots__ = ("closed_at_kill",)

    def __init__(self) -> None:
        self.closed_at_kill: int | None = None


class Tally:
    """What arrived: each message's id with how often it came, and when the first and the last did."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        #: When each message came first, where `timed` is set.
        self.at: dict[str, float] = {}
        self.timed = False
        self.first = self.last = 0.0
        self.count = 0
        #: How many workers were killed until now; set by whoever kills them.
        self.kills = 0
        #: Called after each arrival with the connection that it came by.
        self.after: Callable[[Connection], None] = lambda _connection: None
        self._by: dict[str, Connection] = {}
        self._doubled_by: list[Connection] = []

    def take(self, message_id: str, connection: Connection) -> None:
        """Count one arrival."""
        self.last = time.time()
        self.first = self.first or self.last
        self.count += 1
        if message_id in self.seen:
            self._doubled_by.append(self._by[message_id])
        elif self.timed:
            self.at[message_id] = self.last
        self.seen[message_id] += 1
        self._by[message_id] = connection
        self.after(connection)

    @property
    def doubled(self) -> int:
        """How many copies came beyond the first of each message."""
        return self.count - len(self.seen)

    def doubled_by_kill(self) -> Counter[int]:
        """Return how many copies each kill brought: those whose earlier copy came by a connection that ended with it.

        Under 0 are those that no kill explains.
        """
        return Counter(connection.closed_at_kill or 0 for connection in self._doubled_by)


class _Sink(asyncio.Protocol):
    """What both sinks have in common: a connection that is known to the tally."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._buffer, self._connection = tally, b"", Connection()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._out: asyncio.Transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        """Note at which kill it ended."""
        self._connection.closed_at_kill = self._tally.kills


class MailSink(_Sink):
    """Takes every mail (RFC 5321 with PIPELINING), and keeps nothing of it but its Message-ID."""

    _in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        super().connection_made(transport)
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
            self._tally.take(mail[at : mail.index(b"@", at)].decode(), self._connection)
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


class WebhookSink(_Sink):
    """Takes every POST (HTTP/1.1, kept alive), and keeps nothing of it but its webhook-id."""

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
            self._tally.take(head[at:].split(b"\r\n", 1)[0].strip().decode(), self._connection)
            self._out.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")


async def listen(tally: Tally, kind: type[MailSink] | type[WebhookSink]) -> tuple[asyncio.Server, int]:
    """Start one sink on a free port of loopback; return it and its port."""
    server = await asyncio.get_running_loop().create_server(lambda: kind(tally), "127.0.0.1", 0, backlog=500)
    return server, int(server.sockets[0].getsockname()[1])
