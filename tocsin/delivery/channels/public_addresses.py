"""Where a receiver's name leads: looked up once, and refused where that is inside the house."""

from __future__ import annotations

from collections.abc import Collection

from tocsin.delivery.errors import HostRefused
from tocsin.sources.addresses import checked_addresses, system_resolver
from tocsin.sources.errors import HostUnknown, PrivateAddressRefused, TimeUp
from tocsin.wording import worded

_NAME_SERVICE_SECONDS = 5.0


def public_addresses(host: str, port: int, private_hosts: Collection[str]) -> tuple[str, ...]:
    """Return the addresses of `host`, all of them public unless it is among `private_hosts`.

    Raises HostRefused where one is not, and ConnectionError where the name service knows none or does not answer.
    """
    try:
        return checked_addresses(
            host, port, private_hosts=private_hosts, resolve=system_resolver, seconds=_NAME_SERVICE_SECONDS
        )
    except PrivateAddressRefused as error:
        raise HostRefused(
            worded(
                "%(host)s leads to an address that is not public, and nothing was sent there. If it is meant to be inside your network, name it in TOCSIN_PRIVATE_HOSTS.",
                host=host,
            )
        ) from error
    except (HostUnknown, TimeUp) as error:
        raise ConnectionError(f"the name service does not know {host}, or did not answer") from error
