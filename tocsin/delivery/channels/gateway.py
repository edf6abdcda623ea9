"""The address of a gateway: an Apprise URL with blanks; filled for one message, made a service of, and never shown."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, unquote, unquote_plus, urlsplit

import apprise

from tocsin.delivery.channels.gateway_words import listen, overheard, words_of
from tocsin.delivery.channels.guarded_requests import allowed_addresses
from tocsin.delivery.decide import MESSAGE_ID, TO
from tocsin.delivery.errors import GatewayInvalid
from tocsin.wording import worded

#: What a connection, and each wait for an answer, may take at most, in seconds.
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 15.0
_BETWEEN_VALUES = re.compile("[?&;#]")
#: Parts of an Apprise URL that name a file of this machine: nothing of it is read for a message.
_FILES = frozenset({"template", "keyfile", "subfile", "attach"})
#: What stands in the blanks while a gateway is checked: something of the right shape for each kind.
SAMPLES = {
    "sms": "+15555550123",
    "whatsapp": "+15555550123",
    "signal": "+15555550123",
    "telegram": "123456789",
    "push": "u" * 30,
    "slack": "U02ABCDEF",
    "teams": "sample",
}
_SCHEME = re.compile(r"([a-z0-9]+)://", re.IGNORECASE)
#: Parts shorter than this are no secrets, and would blot out half of every sentence.
_SHORTEST_SECRET = 4


def filled(template: str, *, to: str, message_id: str) -> str:
    """Return the address of the gateway for one message; `to` alone, where the desk lets people name the whole."""
    if template == TO:
        return to
    return template.replace(TO, quote(to, safe="")).replace(MESSAGE_ID, quote(message_id, safe=""))


def scheme_of(template: str) -> str:
    """Return what may be shown of a gateway: 'twilio', 'signals'; '{to}' where each person names the whole."""
    if template == TO:
        return TO
    found = _SCHEME.match(template)
    return found[1].lower() if found else ""


def check_gateway(template: str, kind: str, *, private_hosts: Collection[str]) -> None:
    """Return where messages of `kind` can go by `template`. Raises GatewayInvalid, which says what to write instead."""
    if template == TO:
        return
    if not _SCHEME.match(template):
        raise GatewayInvalid(
            worded(
                "The gateway's address begins with no scheme: write it as Apprise does, as twilio://SID:TOKEN@FROM/{to}."
            )
        )
    if TO not in template:
        raise GatewayInvalid(
            worded(
                "The gateway's address has no blank: write {to} where the person's number, chat or device belongs."
            )
        )
    address = filled(template, to=SAMPLES[kind], message_id="tocsin-0")
    with overheard() as lines:
        try:
            service = service_of(address)
        except GatewayInvalid as error:
            if not lines:
                raise
            said = scrubbed(words_of(lines), address=address, template=template)
            raise GatewayInvalid(
                worded("%(problem)s It says: %(words)s", problem=error.args[0], words=said)
            ) from error
    if host_of(service) and TO in urlsplit(template).netloc.rpartition("@")[2]:
        raise GatewayInvalid(
            worded(
                "{to} stands where the server's name belongs, so that every person would be another server. Write the server first, as ntfys://ntfy.sh/{to}."
            )
        )
    check_host(service, private_hosts)


def service_of(address: str) -> Any:
    """Return Apprise's service for a filled address. Raises GatewayInvalid, whose words do not repeat the address."""
    try:
        urlsplit(address)
        # Apprise also parts them at a semicolon, and reads what stands behind '#'.
        said = _BETWEEN_VALUES.split(address)[1:]
        names = {unquote_plus(one.partition("=")[0]).strip().lower() for one in said}
    except ValueError as error:
        raise GatewayInvalid(
            worded("The gateway's address cannot be read: look at its brackets and port.")
        ) from error
    if names & _FILES:
        raise GatewayInvalid(
            worded(
                "The gateway's address names a file (%(files)s): leave that out, nothing of this machine is read for a message.",
                files=", ".join(sorted(names & _FILES)),
            )
        )
    listen()
    service = apprise.Apprise.instantiate(address, asset=_asset(), suppress_exceptions=True)
    scheme = scheme_of(address) or worded("an unknown scheme")
    if service is None:
        raise GatewayInvalid(
            worded(
                "Apprise takes no such address of %(scheme)s: compare it, part by part, with the page of that service in Apprise's documentation.",
                scheme=scheme,
            )
        )
    if "requests" not in vars(sys.modules[type(service).__module__]):
        raise GatewayInvalid(
            worded(
                "%(scheme)s does not speak HTTP, so where it leads cannot be checked: use another gateway.",
                scheme=scheme,
            )
        )
    service.socket_connect_timeout = min(float(service.socket_connect_timeout), CONNECT_SECONDS)
    # Apprise's own 4 seconds are short for a gateway of SMS.
    service.socket_read_timeout = ANSWER_SECONDS
    service.redirects = False
    # Whatever the address says: what goes to a server that is not who it says it is can be read by another.
    service.verify_certificate = True
    return service


def _asset() -> apprise.AppriseAsset:
    """What Apprise says of the sender: nothing is written to the disk, no picture is fetched, no redirect followed."""
    return apprise.AppriseAsset(
        app_id="Tocsin",
        app_desc="Tocsin",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        http_redirects=False,
    )


def host_of(service: Any) -> tuple[str, int] | None:
    """Return host and port that a service is told by its address; None for one whose host Apprise itself knows."""
    if not _is_told_its_host(type(service)) or not isinstance(service.host, str):
        return None
    return service.host, service.port or (443 if service.secure else 80)


def _is_told_its_host(plugin: Any) -> bool:
    return any("{host}" in template for template in plugin.templates)


def check_host(service: Any, private_hosts: Collection[str]) -> None:
    """Return where the host that an address names may be sent to. Raises HostRefused, and GatewayInvalid for an unknown one."""
    named = host_of(service)
    if named is None:
        return
    try:
        allowed_addresses(*named, private_hosts)
    except OSError as error:
        raise GatewayInvalid(
            worded("The gateway's server cannot be found: %(error)s.", error=str(error))
        ) from error


def scrubbed(words: str, *, address: str, template: str = TO, hidden: Collection[str] = ()) -> str:
    """Return `words` without any part of `address` or its `template` that may be secret, or what else is `hidden`.

    The server's name stays, where the address names a server.
    """
    found = {*_parts(address), *_parts(template), *hidden} - {TO, MESSAGE_ID}
    secrets = {piece for piece in found if len(piece) >= _SHORTEST_SECRET}
    for secret in sorted(secrets, key=len, reverse=True):
        words = words.replace(secret, "…")
    return words


def _parts(address: str) -> set[str]:
    """Return every part of an address that may be a secret, as it is written and as it is meant."""
    authority, _slash, rest = address.partition("://")[2].partition("/")
    user, _at, host = authority.rpartition("@")
    path, _mark, query = rest.partition("?")
    pieces = [*re.split("[:@/]", user), *path.split("/")]
    # As a server that echoes what it got would say it (RFC 7617).
    pieces.append(base64.b64encode(unquote(user).encode()).decode())
    pieces += [pair.partition("=")[2] for pair in re.split("[&;]", query)]
    if not _names_a_server(address):
        pieces += host.split(":")
    found = {*pieces, *map(unquote, pieces)}
    # Telephone numbers come back with and without their plus.
    return found | {piece.lstrip("+") for piece in found}


def _names_a_server(address: str) -> bool:
    services, scheme = apprise.NotificationManager(), scheme_of(address)
    return scheme in services and _is_told_its_host(services[scheme])
