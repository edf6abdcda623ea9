"""HTTP/1.1 as it comes in: uvicorn's fast protocol, which bounds no head of a request by itself, with a bound."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: A request line and headers are no longer than this; h11, which uvicorn takes where httptools is missing, has the same.
LONGEST_HEAD = 65536
#: Nor does it take longer than so many seconds to come, from the connection or from its first byte on.
SECONDS_FOR_A_HEAD = 20.0


class BoundedProtocol(HttpToolsProtocol):
    """Hangs up on whoever sends a head without end: it would be kept in memory until there is none left."""

    #: Bytes of packets that had nothing but a head in them, since the last head was whole.
    _head = 0
    _is_in_head = True
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for the first head: whoever sends none would keep the connection for ever."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came; a head may begin and end anywhere in it."""
        was_in_head = self._is_in_head
        super().data_received(data)
        if was_in_head and self._is_in_head:
            self._head += len(data)
            self._wait()
            if self._head > LONGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too long.")

    def on_headers_complete(self) -> None:
        """Count no more: what comes is the body, which the pages bound themselves."""
        self._head, self._is_in_head = 0, False
        self._wait_no_more()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count again: what comes is the next request."""
        self._is_in_head = True
        super().on_message_complete()

    def _wait(self) -> None:
        if self._end is None:
            self._end = self.loop.call_later(SECONDS_FOR_A_HEAD, self._hang_up)

    def _wait_no_more(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _hang_up(self) -> None:
        self._end = None
        if not self.transport.is_closing():
            self.transport.close()
