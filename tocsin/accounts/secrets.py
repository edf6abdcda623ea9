"""Fields that are encrypted at rest, with a key that lies outside the database."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models

from tocsin.accounts.errors import SecretUnreadable


@lru_cache(maxsize=4)
def _box(key: str) -> Fernet:
    return Fernet(key.encode())


def encrypt(text: str) -> str:
    """Return `text` sealed (Fernet: AES-128-CBC with HMAC-SHA256); '' stays ''."""
    return _box(settings.TOCSIN_FIELD_KEY).encrypt(text.encode()).decode() if text else ""


def decrypt(sealed: str) -> str:
    """Return what :func:`encrypt` sealed.

    Raises SecretUnreadable where this instance's key is not the one it was sealed with.
    """
    if not sealed:
        return ""
    try:
        return _box(settings.TOCSIN_FIELD_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable(
            "An encrypted field cannot be read: the key in field.key (or TOCSIN_FIELD_KEY) is not the one it was "
            "written with. Put back the key file from the same backup as the database."
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
