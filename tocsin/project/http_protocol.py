"""HTTP/1.1 as it comes in: uvicorn's fast protocol, which bounds no head of a request by itself, with a bound."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: A request line and headers are no longer than this; h11, which uvicorn takes where httptools is missing, has the same.
LONGEST_HEAD = 65536


class BoundedProtocol(HttpToolsProtocol):
    """Hangs up on whoever sends a head without end: it would be kept in memory until there is none left."""

    #: Bytes of packets that had nothing but a head in them, since the last head was whole.
    _head = 0
    _is_in_head = True

    def data_received(self, data: bytes) -> None:
        """Read what came; a head may begin and end anywhere in it."""
        was_in_head = self._is_in_head
        super().data_received(data)
        if was_in_head and self._is_in_head:
            self._head += len(data)
            if self._head > LONGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too long.")

    def on_headers_complete(self) -> None:
        """Count no more: what comes is the body, which the pages bound themselves."""
        self._head, self._is_in_head = 0, False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count again: what comes is the next request."""
        self._is_in_head = True
        super().on_message_complete()
