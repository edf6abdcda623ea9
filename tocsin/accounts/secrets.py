"""Fields of text that are encrypted at rest, with a key that lies outside the database: contacts, secrets, addresses of gateways.

A worker opens one for each message that it sends. AES-GCM (accounts.sealing) does so in a sixth of Fernet's time
(benchmarks/sealing.py), which sealed them at first and whose tokens are still read.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models

from tocsin.accounts.errors import SecretUnreadable
from tocsin.accounts.sealing import seal, unseal

#: What a value begins with; a token of Fernet never has a full stop in it (base64url).
_SEALED = "1."


@lru_cache(maxsize=4)
def _former_box(key: str) -> Fernet:
    return Fernet(key.encode())


def encrypt(text: str) -> str:
    """Return `text` sealed: '1.' and the base64 of what accounts.sealing makes of it (AES-256-GCM); '' stays ''."""
    return _SEALED + binascii.b2a_base64(seal(text), newline=False).decode() if text else ""


def decrypt(sealed: str) -> str:
    """Return what :func:`encrypt` sealed, or what Fernet sealed at first.

    Raises SecretUnreadable where this instance's key is not the one it was sealed with, or the value was altered.
    """
    if not sealed:
        return ""
    try:
        if sealed.startswith(_SEALED) and sealed != _SEALED:
            return unseal(binascii.a2b_base64(sealed[len(_SEALED) :], strict_mode=True))
        return _former_box(settings.TOCSIN_FIELD_KEY).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError) as error:
        raise SecretUnreadable(
            "An encrypted field cannot be read: the key in field.key (or TOCSIN_FIELD_KEY) is not the one it was "
            "written with, or the field was altered. Put back the key file from the same backup as the database."
        ) from error


def fingerprint(text: str) -> str:
    """Return a keyed digest of `text` (HMAC-SHA256, hexadecimal), to find an encrypted value without reading it."""
    return hmac.new(
        settings.TOCSIN_FIELD_KEY.encode(), text.strip().lower().encode(), hashlib.sha256
    ).hexdigest()


class EncryptedTextField(models.TextField):
    """A text that is plain in Python and sealed in the database."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Return the plain text of a stored value."""
        return value if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the sealed text to be stored."""
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)
