"""The signature that says a mail comes from our domain and was not changed on its way (DKIM, RFC 6376)."""

from __future__ import annotations

import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from tocsin.delivery.errors import SignatureImpossible

#: Receivers believe no shorter key (RFC 8301, 3.2).
SHORTEST = 1024
#: What the signature holds: a name more often than the header is there forbids another one (RFC 6376, 5.4.2).
_SIGNED = [
    b"from", b"from", b"to", b"to", b"reply-to", b"reply-to", b"subject", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"content-language", b"auto-submitted", b"importance", b"list-unsubscribe",
    b"list-unsubscribe-post",
]  # fmt: skip
_SELECTOR = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_MAKE = "openssl genrsa -out FILE 2048"


class DkimSigner:
    """Signs mails of `domain` with the key in the PEM file at `path`, whose public half stands in DNS under `selector`.

    The file is read when the first mail is signed, and again for each mail as long as it cannot be used.
    """

    def __init__(self, path: str, selector: str, domain: str) -> None:
        self._path, self._selector, self._domain = path, selector, domain
        self._key = b""

    @classmethod
    def configured(cls) -> DkimSigner | None:
        """Return the signer of the settings, None where neither a key nor a selector is named."""
        key, selector = settings.TOCSIN_DKIM_KEY, settings.TOCSIN_DKIM_SELECTOR
        if not key and not selector:
            return None
        return cls(key, selector, settings.TOCSIN_MAIL_FROM.rpartition("@")[2])

    def signed(self, message: bytes) -> bytes:
        """Return `message` with its signature before it. Raises SignatureImpossible, which says what to mend."""
        if not self._key:
            self._key = self._read()
        # Only who signs pays for it: it brings a resolver of names with it.
        import dkim

        try:
            signature: bytes = dkim.sign(
                message,
                self._selector.encode(),
                self._domain.encode("idna"),
                self._key,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=_SIGNED,
            )
        except (dkim.DKIMException, ValueError) as error:
            raise SignatureImpossible(
                f"This mail cannot be signed with DKIM, and nothing leaves unsigned: {error}. Check the domain of "
                "TOCSIN_MAIL_FROM and the key of TOCSIN_DKIM_KEY, and start again."
            ) from error
        return signature + message

    def _read(self) -> bytes:
        """Return the key as the library takes it. Raises SignatureImpossible."""
        if not self._path:
            raise _impossible("no key is named", "name its PEM file in TOCSIN_DKIM_KEY and start again")
        if not _SELECTOR.fullmatch(self._selector):
            said = f"'{self._selector}' is no selector" if self._selector else "no selector is named"
            raise _impossible(said, "set TOCSIN_DKIM_SELECTOR, as tocsin1, and start again")
        if not self._domain:
            raise _impossible(
                "the sender has no domain", "set TOCSIN_MAIL_FROM to NAME@DOMAIN and start again"
            )
        try:
            key = load_pem_private_key(Path(self._path).read_bytes(), password=None)
        except OSError as error:
            said = f"the key in TOCSIN_DKIM_KEY, {self._path}, cannot be read: {error.strerror}"
            raise _impossible(said, "let the user of the worker read this file") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            said = f"{self._path} of TOCSIN_DKIM_KEY is no private key in PEM without a password"
            raise _impossible(said, f"make one with: {_MAKE}") from error
        if not isinstance(key, RSAPrivateKey) or key.key_size < SHORTEST:
            said = f"the key in {self._path} of TOCSIN_DKIM_KEY is no RSA key of {SHORTEST} bits or more"
            raise _impossible(said, f"make one with: {_MAKE}")
        return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def _impossible(said: str, remedy: str) -> SignatureImpossible:
    return SignatureImpossible(
        f"Mail is to be signed with DKIM, but {said}. Nothing leaves unsigned: {remedy}."
    )
