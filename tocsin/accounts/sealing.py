"""Fields that are sealed in the database by the thousand a second: AES-256-GCM under keys drawn from the field key.

`accounts.secrets` seals contacts with Fernet, which any tool can open with the key file alone. Places, and the sentences
that name them, are written and read a million at a time; Fernet costs 40 times as much for each.
"""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.signals import setting_changed
from django.db import models
from django.db.models.lookups import Exact
from django.dispatch import receiver

from tocsin.accounts.errors import SecretUnreadable

_NONCE_BYTES = 12


@lru_cache(maxsize=16)
def _derived(field_key: str, purpose: str) -> bytes:
    info = f"tocsin {purpose}".encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(urlsafe_b64decode(field_key))


def derived_key(purpose: str) -> bytes:
    """Return the 32 bytes of this instance's key for `purpose` (HKDF-SHA256, RFC 5869, from the field key)."""
    return _derived(settings.TOCSIN_FIELD_KEY, purpose)


@lru_cache(maxsize=1)
def _box() -> AESGCM:
    return AESGCM(derived_key("texts"))


@receiver(setting_changed)
def _forget_the_key(*, setting: str, **_: Any) -> None:
    if setting == "TOCSIN_FIELD_KEY":
        _box.cache_clear()


def seal(text: str) -> bytes:
    """Return `text` sealed: a random nonce of 12 bytes, the AES-256-GCM cipher text, its tag of 16; b'' for ''."""
    if not text:
        return b""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _box().encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes | memoryview) -> str:
    """Return the text that :func:`seal` sealed. Raises SecretUnreadable where it was altered or the key is another."""
    data = bytes(sealed)
    if not data:
        return ""
    try:
        plain = _box().decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], None)
    except InvalidTag as error:
        raise SecretUnreadable(
            "A sealed field cannot be read: the key in field.key (or TOCSIN_FIELD_KEY) is not the one it was written "
            "with, or the field was altered. Put back the key file from the same backup as the database."
        ) from error
    return plain.decode()


class _NothingOnly(Exact):  # type: ignore[type-arg]  # Django's lookups are generic in its stubs alone
    """Whether a sealed field is empty: the only thing that can be asked of one."""

    def get_prep_lookup(self) -> Any:
        """Return what is compared with. Raises FieldError for a text: it never looks the same twice when sealed."""
        if self.rhs != "":
            raise FieldError(
                f"{self.lhs.field} is sealed: rows cannot be found by it. Find them otherwise, then compare."
            )
        return self.rhs


class SealedTextField(models.Field):
    """A text that is plain in Python and sealed in the database; it cannot be searched by."""

    def get_internal_type(self) -> str:
        """Return what the column is to the database."""
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the two lookups that a sealed field has: whether it is NULL, and whether it is empty."""
        if lookup_name == "exact":
            return _NothingOnly
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def from_db_value(self, value: bytes | None, *_: Any) -> str | None:
        """Return the plain text of a stored value."""
        return value if value is None else unseal(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the plain text."""
        return str(self.value_from_object(obj))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return the sealed bytes to be stored."""
        return value if value is None else connection.Database.Binary(self.sealed(value))

    def sealed(self, value: Any) -> bytes:
        """Return `value` as it is stored."""
        return seal(str(value))


class SealedJSONField(SealedTextField):
    """A value of JSON that is plain in Python and sealed in the database."""

    def from_db_value(self, value: bytes | None, *_: Any) -> Any:
        """Return the plain value of a stored one; None where nothing is stored."""
        text = value if value is None else unseal(value)
        return json.loads(text) if text else None

    def value_to_string(self, obj: models.Model) -> str:
        """Return the plain value as JSON."""
        return json.dumps(self.value_from_object(obj))

    def sealed(self, value: Any) -> bytes:
        """Return `value` as it is stored."""
        return b"" if value is None or value == "" else seal(json.dumps(value, ensure_ascii=False))
