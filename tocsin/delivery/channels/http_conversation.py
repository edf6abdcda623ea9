"""One connection to a receiver of webhooks, kept alive from post to post (HTTP/1.1, RFC 9112). Nothing is followed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import h11

from tocsin.delivery.channels import Response
from tocsin.delivery.channels.lookups import Lookups
from tocsin.delivery.channels.pool import Errand, Pool, fault_of
from tocsin.delivery.decide import Outcome
from tocsin.delivery.errors import AddressInvalid

#: How much of a receiver's answer is kept as its own words, and how much is read before the connection is given up.
_WORDS_KEPT, _LONGEST_BODY = 500, 65536
_RESTED_TOO_LONG = 30.0


@dataclass(frozen=True, slots=True)
class Receiver:
    """The server of a receiver: what connections are made to, and what the Host header says."""

    scheme: str
    host: str
    port: int

    @property
    def place(self) -> str:
        """'hooks.example:8443'; without the port where it is the usual one."""
        return (
            self.host if self.port == (443 if self.scheme == "https" else 80) else f"{self.host}:{self.port}"
        )


def receiver_of(address: str) -> tuple[Receiver, str]:
    """Return the server of an address, and what is asked of it there ('/hook?a=1'). Raises AddressInvalid."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise AddressInvalid(f"The webhook's address cannot be read: {error}.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressInvalid(
            "The webhook's address begins with neither http:// nor https://, or names no host."
        )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii() or any(character <= " " or character == "\x7f" for character in target):
        raise AddressInvalid(
            "The webhook's address has a character that no address may have: write it as %XX (RFC 3986)."
        )
    return Receiver(parts.scheme, host, port or (443 if parts.scheme == "https" else 80)), target


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered: status, reason, headers (by lower-case name), and its first words."""

    status: int
    reason: str
    headers: dict[str, str]
    words: str


#: Tells h11 that a post was sent; what travels are the bytes of the errand, which say the same.
_POSTED = h11.Request(method="POST", target="/", headers=[("host", "receiver"), ("content-length", "0")])
#: Says what an answer means for what was posted.
Judge = Callable[[Errand, Reply], Response]


class HttpConversation(asyncio.Protocol):
    """Carries one post after the other; `pool` is asked for the next, and `judge` says what an answer means."""

    def __init__(
        self, receiver: Receiver, pool: Pool, judge: Judge, lookups: Lookups, timeout: float
    ) -> None:
        self._receiver, self._pool, self._judge = receiver, pool, judge
        self._lookups, self._timeout = lookups, timeout
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_BODY)
        self._transport: asyncio.Transport | None = None
        self._errand: Errand | None = None
        self._answer: h11.Response | None = None
        self._body = b""
        self._read = 0
        self._is_reused = self._is_over = False
        self._deadline = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def begin(self) -> None:
        """Connect to exactly an address that was checked, so that a name cannot lead elsewhere a moment later.

        Raises HostRefused for an address inside the house that is not allowed by name, OSError and TimeoutError.
        """
        try:
            async with asyncio.timeout(self._timeout):
                await self._connect()
        except BaseException:
            self._lose(None)
            raise

    async def _connect(self) -> None:
        loop, receiver = asyncio.get_running_loop(), self._receiver
        addresses = await self._lookups.addresses(receiver.host, receiver.port)
        tls = None
        if receiver.scheme == "https":
            from tocsin.sources.connection import verifying_context

            tls = verifying_context()
        for address in addresses:
            try:
                await loop.create_connection(
                    lambda: self,
                    address,
                    receiver.port,
                    ssl=tls,
                    server_hostname=receiver.host if tls else None,
                )
            except OSError:
                if address == addresses[-1]:
                    raise
            else:
                return

    def carry_on(self) -> None:
        """Post the next errand; rest where there is none."""
        if self._is_over:
            self._pool.ended(self)
            return
        errand = self._pool.next_errand()
        self._errand, self._answer, self._body, self._read = errand, None, b"", 0
        if errand is None:
            self._is_reused = True
            self._deadline = time.monotonic() + _RESTED_TOO_LONG
            self._pool.rests(self)
            return
        self._deadline = time.monotonic() + self._timeout
        assert self._transport is not None
        self._http.send(_POSTED)
        self._http.send(h11.EndOfMessage())
        self._transport.write(errand.content)

    def close(self) -> None:
        """End it at once; what was posted may have been taken, and says so."""
        self._lose(None)

    def _lose(self, error: Exception | None, *, is_late: bool = False) -> None:
        if self._is_over:
            return
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.abort()
        errand, self._errand = self._errand, None
        if errand is not None:
            place = self._receiver.place
            if is_late:
                late = (
                    f"The receiver did not answer within {self._timeout:g} s; it may have taken the message."
                )
                self._pool.answered(errand, Outcome.TECHNICAL, late)
            elif self._is_reused and not errand.is_again and self._answer is None and not self._read:
                # It rested, and the receiver ended it meanwhile. Every copy has the same id.
                self._pool.take_back(errand)
            else:
                why = str(error or "the connection was closed before the answer was whole")
                self._pool.answered(
                    errand, Outcome.TECHNICAL, f"{place}: {why}; it may have taken the message."
                )
        self._pool.ended(self)

    def _look(self) -> None:
        left = self._deadline - time.monotonic()
        if left > 0:
            # The timer is set anew when it rings, and not for every post.
            self._timer = asyncio.get_running_loop().call_later(max(left, 0.05), self._look)
        elif self._errand is not None and self._answer is not None:
            # A body that never ends: it is judged by what came.
            self._answered()
        else:
            self._lose(None, is_late=self._errand is not None)

    # -- what asyncio calls -------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to watch the clock."""
        self._transport = cast("asyncio.Transport", transport)
        self._deadline = time.monotonic() + self._timeout
        self._look()

    def data_received(self, data: bytes) -> None:
        """Read as much of the answer as has come."""
        self._read += len(data)
        try:
            self._http.receive_data(data)
            self._read_events()
        except h11.RemoteProtocolError as error:
            self._lose(ConnectionError(f"it answered what is no HTTP ({error})"))

    def _read_events(self) -> None:
        while not self._is_over:
            event = self._http.next_event()
            if event is h11.NEED_DATA or event is h11.PAUSED:
                if self._read > _LONGEST_BODY and self._answer is not None:
                    # Whatever follows is of no use: it is judged by what came, and the connection is given up.
                    self._answered()
                elif self._read > _LONGEST_BODY:
                    self._lose(ConnectionError("it said much, and never what became of the message"))
                return
            if isinstance(event, h11.Response):
                self._answer = event
            elif isinstance(event, h11.Data):
                if len(self._body) < _WORDS_KEPT:
                    self._body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                self._answered()
                return
            elif isinstance(event, h11.ConnectionClosed):
                self._lose(None)

    def _answered(self) -> None:
        answer, errand = self._answer, self._errand
        assert answer is not None
        if errand is None:
            # Nobody asked: a receiver that speaks out of turn.
            self._lose(ConnectionError("it answered although nothing was posted"))
            return
        self._errand, self._is_reused = None, True
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
        words = " ".join(self._body[:_WORDS_KEPT].decode("utf-8", "replace").split())
        reply = Reply(answer.status_code, answer.reason.decode("latin-1"), headers, words)
        try:
            judged = self._judge(errand, reply)
        except Exception as error:  # noqa: BLE001 a message that nobody answers for would keep its room for ever
            judged = fault_of(error, f"What {self._receiver.place} answered could not be judged.")
        self._pool.answered(errand, judged.outcome, judged.words, judged.wait)
        # What came behind the answer would be taken for the answer to the next post.
        is_ahead = bool(self._http.trailing_data[0])
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE and not is_ahead:
            self._http.start_next_cycle()
            self.carry_on()
        else:
            self._lose(None)

    def eof_received(self) -> bool:
        """Learn that the receiver will say no more: a body without a length ends so."""
        if not self._is_over:
            try:
                self._http.receive_data(b"")
                self._read_events()
            except h11.RemoteProtocolError as error:
                self._lose(error)
        return False

    def connection_lost(self, error: Exception | None) -> None:
        """Tell whoever waits."""
        self._lose(error)
