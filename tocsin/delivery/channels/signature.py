"""Signatures of webhooks, as the Standard Webhooks specification 1.0.0 has them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from tocsin.delivery.errors import AddressInvalid

_PREFIX = "whsec_"


def key_of(secret: str) -> bytes:
    """Return the key inside a secret, written 'whsec_' and base64. Raises AddressInvalid for any other form."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise AddressInvalid(
            "The webhook's secret is not base64: make a new one, as whsec_ and base64."
        ) from error
    if len(key) < 16:
        raise AddressInvalid(
            "The webhook's secret is too short: it needs 24 bytes or more (as whsec_ and base64)."
        )
    return key


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return 'v1,' and the base64 of HMAC-SHA256 over 'id.timestamp.body' (specification, 'Signature scheme')."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
