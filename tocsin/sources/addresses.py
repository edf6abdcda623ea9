"""Which network addresses may be fetched from, and how an address is shown without what is secret in it."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Collection
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tocsin.recorded import Blank, recorded
from tocsin.sources.errors import HostUnknown, PrivateAddressRefused, TimeUp

_NO_ADDRESS = recorded("it has no address")
_UNKNOWN_HOST = recorded(
    "The name service knows no address of %(host)s (%(why)s). Check the spelling, and that this machine has a network.",
    why=Blank.RECORDED,
)
_NO_ANSWER = recorded(
    "The name service did not answer for %(host)s in time. It is asked again at the next poll; look at the name service of this machine if other sources fail too."
)
_PRIVATE = recorded(
    "%(host)s stands at %(address)s, %(why)s, and nothing was fetched from it. If this source is meant to be inside your network, name %(named)s among its private hosts."
)

#: Takes host and port, gives the IP addresses of the host as text; raises OSError where there are none.
Resolver = Callable[[str, int], list[str]]

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Ranges that carry or stand for an IPv4 address, through which a private one could be reached unseen.
_EMBEDDED = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), "an IPv4-mapped address (RFC 4291)"),
    (ipaddress.IPv6Network("::/96"), "an IPv4-compatible address (RFC 4291)"),
    (ipaddress.IPv6Network("64:ff9b::/96"), "a NAT64 address (RFC 6052)"),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), "a local NAT64 address (RFC 8215)"),
    (ipaddress.IPv6Network("2002::/16"), "a 6to4 address (RFC 3056)"),
    (ipaddress.IPv6Network("2001::/32"), "a Teredo address (RFC 4380)"),
)
_UNIQUE_LOCAL = ipaddress.IPv6Network("fc00::/7")
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")
_SHARED = ipaddress.IPv4Network("100.64.0.0/10")
_THIS_NETWORK = ipaddress.IPv4Network("0.0.0.0/8")
_SECRET_WORDS = ("key", "token", "secret", "pass", "auth", "sign", "sig", "credential", "session")


def why_not_public(address: str) -> str:
    """Return what makes an IP address one that is not fetched from, in words; '' for a public address.

    Source: the IANA special-purpose address registries (RFC 6890) as Python's ipaddress carries them, and the
    ranges that embed IPv4. An address that cannot be read is not public.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.is_loopback or ip.is_unspecified:
            return "this machine itself"
        for network, words in _EMBEDDED:
            if ip in network:
                return words
        if ip in _UNIQUE_LOCAL:
            return "a unique-local address (RFC 4193)"
        if ip in _SITE_LOCAL:
            return "a site-local address (RFC 3879)"
    elif ip in _THIS_NETWORK:
        return "this machine itself"
    elif ip in _SHARED:
        return "a carrier's shared address (RFC 6598)"
    return _general(ip)


def _general(ip: IPAddress) -> str:
    for is_so, words in (
        (ip.is_loopback, "this machine itself"),
        (ip.is_link_local, "a link-local address"),
        (ip.is_multicast, "a multicast address"),
        (ip.is_private, "a private address"),
        (ip.is_reserved, "a reserved address"),
        (not ip.is_global, "an address for special use"),
    ):
        if is_so:
            return words
    return ""


def is_named(host: str, port: int, private_hosts: Collection[str]) -> bool:
    """Tell whether `host` stands, alone or as 'host:port', on the list of private hosts allowed by name."""
    plain = host.lower().rstrip(".").strip("[]")
    names = {name.strip().lower().rstrip(".") for name in private_hosts}
    return bool({plain, f"[{plain}]", f"{plain}:{port}", f"[{plain}]:{port}"} & names)


def checked_addresses(
    host: str, port: int, *, private_hosts: Collection[str], resolve: Resolver, seconds: float
) -> tuple[str, ...]:
    """Return the IP addresses that `host` may be reached at, looked up once.

    Raises HostUnknown, TimeUp, and PrivateAddressRefused when even one address is not public and the host was
    not allowed by name: a name with a public and a private address is how a check is slipped past.
    """
    found = tuple(dict.fromkeys(_looked_up(host, port, resolve, seconds)))
    if not found:
        raise HostUnknown(_unknown(host, _NO_ADDRESS))
    if is_named(host, port, private_hosts):
        return found
    for address in found:
        if why := why_not_public(address):
            raise PrivateAddressRefused(
                _PRIVATE % {"host": host, "address": address, "why": why, "named": repr(host)}
            )
    return found


def _looked_up(host: str, port: int, resolve: Resolver, seconds: float) -> list[str]:
    """Ask the name service in a thread of its own, because the system's call cannot be given a time."""
    answer: list[str] = []
    failure: list[OSError] = []

    def ask() -> None:
        try:
            answer.extend(resolve(host, port))
        except (OSError, UnicodeError) as error:
            failure.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True, name="name-service")
    asking.start()
    asking.join(max(0.0, seconds))
    if asking.is_alive():
        raise TimeUp(_NO_ANSWER % {"host": host})
    if failure:
        raise HostUnknown(_unknown(host, str(failure[0]))) from failure[0]
    return list(answer)


def _unknown(host: str, why: str) -> str:
    return _UNKNOWN_HOST % {"host": host, "why": why}


def system_resolver(host: str, port: int) -> list[str]:
    """Return the IP addresses of `host` as the system's name service gives them; raises OSError."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def shown(address: str) -> str:
    """Return `address` as it may stand in a log or a message: no user, no password, no value that looks secret."""
    try:
        parts = urlsplit(address)
        if not parts.netloc:
            return address[:500]
        host = parts.netloc.rpartition("@")[2]
        query = parts.query
        if query:
            pairs = [
                (name, "..." if any(word in name.lower() for word in _SECRET_WORDS) else value)
                for name, value in parse_qsl(query, keep_blank_values=True)
            ]
            if any(value == "..." for _, value in pairs):
                query = urlencode(pairs, safe=".,:/")
    except ValueError:
        return "an address that cannot be read"
    return urlunsplit((parts.scheme, host, parts.path, query, ""))[:500]
