"""One HTTP connection to addresses that were checked, against one clock for everything."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import httpcore
import httpx

Remaining = Callable[[], float]

# However many addresses a host has, the first that does not answer may not use up the whole time.
_SECONDS_PER_ADDRESS = 5.0


@cache
def verifying_context() -> ssl.SSLContext:
    """Return the TLS context that verifies certificates and host names; made once, because that is slow."""
    return httpx.create_ssl_context()


class _ClockedStream(httpcore.NetworkStream):
    """A stream on which every read and write gets only what is left of the whole fetch's time."""

    def __init__(self, stream: httpcore.NetworkStream, remaining: Remaining) -> None:
        self._stream = stream
        self._remaining = remaining

    def _left(self, error: type[Exception]) -> float:
        seconds = self._remaining()
        if seconds <= 0:
            raise error("the time of the whole fetch is up")
        return seconds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._left(httpcore.ConnectTimeout)
        return _ClockedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._remaining)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, whatever the name service would say by now."""

    def __init__(self, addresses: tuple[str, ...], remaining: Remaining) -> None:
        self._addresses = addresses
        self._remaining = remaining
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectTimeout("the time of the whole fetch is up")
        for address in self._addresses:
            left = self._remaining()
            if left <= 0:
                break
            try:
                stream = self._backend.connect_tcp(
                    address, port, min(left, _SECONDS_PER_ADDRESS), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _ClockedStream(stream, self._remaining)
        raise failure


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class CheckedTransport(httpx.BaseTransport):
    """A transport for httpx that reaches one host at the addresses given and nothing else.

    The Host header, the server name of TLS and the name the certificate is verified for stay those of the
    request. `remaining` says how many seconds are left of the whole fetch. Raises httpcore's exceptions.
    """

    def __init__(self, addresses: tuple[str, ...], remaining: Remaining) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=verifying_context(),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=_CheckedBackend(addresses, remaining),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return its response with the body still to be read."""
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read(),
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()
