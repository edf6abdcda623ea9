"""What may stand in the fields of a person, checked one by one for files, forms and the API alike."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from tocsin.accounts.secrets import fingerprint
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Contact
from tocsin.exposure.times import zone_of
from tocsin.wording import worded, worded_count

#: The kinds of contact, as the column `kind` has them.
EMAIL, WEBHOOK = "email", "webhook"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-[A-Za-z]{2})?")
_ADDRESS_OF_THE_WEB = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class ContactValues:
    """One way to reach a person: its kind, its address, and the secret of a webhook."""

    kind: str
    address: str
    secret: str = ""

    def made(self, person_id: int) -> Contact:
        """Return the contact as a row that is not saved yet, with its fingerprint, and a secret where it needs one."""
        secret = self.secret or (new_webhook_secret() if self.kind == WEBHOOK else "")
        return Contact(
            person_id=person_id,
            kind=self.kind,
            address=self.address,
            fingerprint=fingerprint(self.address),
            secret=secret,
            position=0 if self.kind == EMAIL else 1,
        )


def new_webhook_secret() -> str:
    """Return a new secret in the form of Standard Webhooks 1.0 ('whsec_' and 24 random bytes in base64)."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def checked_key(words: str, field: str = "key") -> str:
    """Return a key of a person, trip or site. Raises ValueImpossible where it is empty or too long."""
    return _text(words, field, 100)


def checked_name(words: str, field: str = "name") -> str:
    """Return a name. Raises ValueImpossible where it is empty or too long."""
    return _text(words, field, 200)


def checked_email(words: str) -> str:
    """Return an e-mail address. Raises ValueImpossible; the message does not repeat the address, which is secret."""
    try:
        validate_email(words)
    except ValidationError as error:
        raise ValueImpossible(
            "email",
            worded("This is not an e-mail address."),
            worded("Write one address, as name@example.org."),
        ) from error
    return words


def checked_webhook(words: str) -> str:
    """Return a webhook's address. Raises ValueImpossible; the message does not repeat the address."""
    try:
        _ADDRESS_OF_THE_WEB(words)
    except ValidationError as error:
        # Django's own pattern knows no host without a dot, which a test or an inner network may have.
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/\S*)?", words):
            raise ValueImpossible(
                "webhook",
                worded("This is not a web address."),
                worded("Write the whole of it, as https://hooks.example.org/a."),
            ) from error
    return words


def checked_language(words: str) -> str:
    """Return a language code (RFC 5646: language, script, region). Raises ValueImpossible."""
    if not _LANGUAGE.fullmatch(words):
        raise ValueImpossible(
            "language",
            worded("%(words)s is not a language code.", words=repr(words[:40])),
            worded("Write fr, ar or pt-BR."),
        )
    return words


def checked_zone(words: str) -> str:
    """Return an IANA time zone's name. Raises ValueImpossible."""
    return zone_of(words).key


def _text(words: str, field: str, longest: int) -> str:
    cleaned = " ".join(words.split())
    if not cleaned:
        raise ValueImpossible(field, worded("The value is empty."), worded("Fill it."))
    if len(cleaned) > longest:
        raise ValueImpossible(
            field,
            worded_count(
                "The value has %(num)s characters.", "The value has %(num)s characters.", len(cleaned)
            ),
            worded("At most %(longest)s fit.", longest=longest),
        )
    return cleaned


def masked(kind: str, address: str) -> str:
    """Return an address with only what tells two apart: 'a…@example.org', 'https://hooks.example.org/…', '+254…78'."""
    if kind == EMAIL:
        name, _at, host = address.rpartition("@")
        return f"{name[:1]}…@{host}"
    scheme, slashes, rest = address.partition("://")
    if slashes and scheme in ("http", "https"):
        return f"{scheme}{slashes}{rest.split('/')[0]}/…"
    if slashes:
        # Of other schemes, what stands where a host would may be the secret itself.
        return f"{scheme}{slashes}…"
    return f"{address[:4]}…{address[-2:]}" if len(address) > 9 else f"{address[:1]}…"
