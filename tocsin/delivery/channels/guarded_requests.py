"""No gateway inside the house: where a name leads is checked at the moment when `requests` connects to it.

The library that speaks with gateways (Apprise) opens its connections through urllib3, and offers no way to hand it a
network. So the one function by which urllib3 opens a connection is replaced; it does what it always did, but
inside :func:`guarded`.
"""

from __future__ import annotations

import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import urllib3.util.connection

from tocsin.delivery.errors import HostRefused
from tocsin.sources.addresses import checked_addresses, system_resolver
from tocsin.sources.errors import HostUnknown, PrivateAddressRefused, TimeUp
from tocsin.wording import worded

_NAME_SERVICE_SECONDS = 5.0
_PLAIN = urllib3.util.connection.create_connection
#: The private hosts that are allowed by name, inside :func:`guarded`; None outside of it.
_ALLOWED: ContextVar[tuple[str, ...] | None] = ContextVar("private_hosts_of_gateways", default=None)


@contextmanager
def guarded(private_hosts: Collection[str]) -> Iterator[None]:
    """Let `requests` connect, in this block and thread, only to public addresses and to `private_hosts`.

    A connection elsewhere raises HostRefused.
    """
    token = _ALLOWED.set(tuple(private_hosts))
    try:
        yield
    finally:
        _ALLOWED.reset(token)


def allowed_addresses(host: str, port: int, private_hosts: Collection[str]) -> tuple[str, ...]:
    """Return the addresses of `host`. Raises HostRefused, and OSError where the name service knows none."""
    try:
        return checked_addresses(
            host.strip("[]"),
            port,
            private_hosts=private_hosts,
            resolve=system_resolver,
            seconds=_NAME_SERVICE_SECONDS,
        )
    except PrivateAddressRefused as error:
        raise HostRefused(
            worded(
                "%(host)s leads to an address that is not public, and nothing was sent there. If the gateway is meant to be inside your network, name it in TOCSIN_PRIVATE_HOSTS.",
                host=host,
            )
        ) from error
    except (HostUnknown, TimeUp) as error:
        raise socket.gaierror(f"the name service does not know {host}, or did not answer") from error


def _connect(address: tuple[str, int], *args: Any, **named: Any) -> socket.socket:
    private_hosts = _ALLOWED.get()
    if private_hosts is None:
        return _PLAIN(address, *args, **named)
    host, port = address
    addresses = allowed_addresses(host, port, private_hosts)
    for checked in addresses[:-1]:
        try:
            return _PLAIN((checked, port), *args, **named)
        except OSError:
            continue
    return _PLAIN((addresses[-1], port), *args, **named)


urllib3.util.connection.create_connection = _connect
