"""The signature that says a mail comes from our domain and was not changed on its way (DKIM, RFC 6376).

Our own, because the library signs eighty mails a second (benchmarks/signing.py); the tests have it verify what we sign.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
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
#: The names as they stand in the signature, several on a line.
_NAMES = [b":".join(_SIGNED[start : start + 5]) for start in range(0, len(_SIGNED), 5)]
_FORM = b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=%s;\r\n h=%s;\r\n bh=%s;\r\n b="
_UNFOLDED = re.compile(rb"\r\n(?=[ \t])")
_SPACES = re.compile(rb"[ \t]+")
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
        self._key: RSAPrivateKey | None = None

    @classmethod
    def configured(cls) -> DkimSigner | None:
        """Return the signer of the settings, None where neither a key nor a selector is named."""
        key, selector = settings.TOCSIN_DKIM_KEY, settings.TOCSIN_DKIM_SELECTOR
        if not key and not selector:
            return None
        return cls(key, selector, settings.TOCSIN_MAIL_FROM.rpartition("@")[2])

    def signed(self, message: bytes) -> bytes:
        """Return `message` with its signature before it. Raises SignatureImpossible, which says what to mend."""
        if self._key is None:
            self._key = self._read()
        head, _, body = message.partition(b"\r\n\r\n")
        headers = _relaxed_headers(head)
        digest = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest())
        own = _FORM % (self._domain.encode("idna"), self._selector.encode(), b":\r\n ".join(_NAMES), digest)
        covered = b"".join(_covered(headers)) + b"dkim-signature:" + _relaxed(own)
        signature = base64.b64encode(self._key.sign(covered, padding.PKCS1v15(), hashes.SHA256()))
        lines = [signature[start : start + 72] for start in range(0, len(signature), 72)]
        return b"DKIM-Signature: " + own + b"\r\n ".join(lines) + b"\r\n" + message

    def _read(self) -> RSAPrivateKey:
        """Return the key. Raises SignatureImpossible."""
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
        return key


def _relaxed(value: bytes) -> bytes:
    """Return a header's value on one line, its spaces single (RFC 6376, 3.4.2)."""
    return _SPACES.sub(b" ", _UNFOLDED.sub(b"", value)).strip(b" ")


def _relaxed_headers(head: bytes) -> dict[bytes, list[bytes]]:
    """Return the values of the headers by their names in small letters, in their order."""
    found: dict[bytes, list[bytes]] = {}
    for line in _UNFOLDED.sub(b"", head).split(b"\r\n"):
        name, _, value = line.partition(b":")
        found.setdefault(name.strip().lower(), []).append(_relaxed(value))
    return found


def _covered(headers: dict[bytes, list[bytes]]) -> Iterator[bytes]:
    """Yield what is signed of the headers: of those with one name the last first; nothing for one that is not there (5.4.2)."""
    taken: Counter[bytes] = Counter()
    for name in _SIGNED:
        values = headers.get(name, ())
        if taken[name] < len(values):
            taken[name] += 1
            yield name + b":" + values[-taken[name]] + b"\r\n"


def _relaxed_body(body: bytes) -> bytes:
    """Return the body without spaces at the ends of lines and without empty lines at its end, other spaces single (3.4.4)."""
    body = _SPACES.sub(b" ", body).replace(b" \r\n", b"\r\n").rstrip(b" ")
    body = body.rstrip(b"\r\n")
    return body + b"\r\n" if body else b""


def _impossible(said: str, remedy: str) -> SignatureImpossible:
    return SignatureImpossible(
        f"Mail is to be signed with DKIM, but {said}. Nothing leaves unsigned: {remedy}."
    )
