"""No message to an address inside the house: where a name leads is checked when it is connected to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from tocsin.delivery.channels.public_addresses import public_addresses
from tocsin.sources.connection import verifying_context


class _GuardedNetwork(httpcore.SyncBackend):
    """Connects to exactly the addresses that were checked, so that a name cannot lead elsewhere a moment later."""

    def __init__(self, private_hosts: Iterable[str]) -> None:
        self._private_hosts = tuple(private_hosts)

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        """Return a connection to the first address of `host` that answers. Raises HostRefused."""
        try:
            addresses = public_addresses(host, port, self._private_hosts)
        except ConnectionError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses[:-1]:
            try:
                return super().connect_tcp(address, port, *args, **kwargs)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return super().connect_tcp(addresses[-1], port, *args, **kwargs)


def guarded_transport(private_hosts: Iterable[str] = ()) -> httpx.HTTPTransport:
    """Return a transport that keeps its connections and refuses private addresses of hosts not in `private_hosts`."""
    transport = httpx.HTTPTransport(verify=verifying_context())
    # httpx offers no way to hand a network to its transport; the pool is the one that it would make itself.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=verifying_context(),
        max_connections=64,
        max_keepalive_connections=32,
        keepalive_expiry=30.0,
        network_backend=_GuardedNetwork(private_hosts),
    )
    return transport
