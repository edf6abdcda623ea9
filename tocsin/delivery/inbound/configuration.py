"""Whether the settings of what comes back can be used as they are written."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from tocsin.delivery.channels.signature import key_of
from tocsin.delivery.errors import AddressInvalid, InboundInvalid
from tocsin.delivery.inbound.mailbox import mailbox_from
from tocsin.delivery.inbound.return_addresses import Purpose, check


def faults() -> Iterator[str]:
    """Yield a sentence for each of these settings that cannot be used."""
    for purpose in Purpose:
        try:
            check(purpose)
        except InboundInvalid as error:
            yield str(error)
    try:
        mailbox_from(settings.TOCSIN_IMAP_ADDRESS)
    except InboundInvalid as error:
        yield str(error)
    for secret in settings.TOCSIN_INBOUND_SECRET.split():
        try:
            key_of(secret)
        except AddressInvalid:
            yield (
                "TOCSIN_INBOUND_SECRET cannot be used: write whsec_ and the base64 of 24 bytes or more "
                "(openssl rand -base64 24)."
            )
