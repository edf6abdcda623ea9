"""Answer links: signed, expiring, good for one person's answer to one edition and nothing else."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from tocsin.alerts.models import Edition
from tocsin.delivery.errors import LinkAltered, LinkExpired, LinkForged, LinkIncomplete
from tocsin.exposure.models import Person

#: What keeps these signatures apart from every other signature made with the same key.
SALT = "tocsin.delivery.answer"
#: Where the answer page lies. Not asked of Django's resolver: the worker need not load every page of the house.
PAGE = "answer/{token}/"
#: edition-person-end-mark:signature; numbers in base 36, the mark four hexadecimal digits.
_SHAPE = re.compile(r"([0-9a-z]{1,13})-([0-9a-z]{1,13})-([0-9a-z]{1,8})-([0-9a-f]{4}):([0-9A-Za-z_-]{43})")


@dataclass(frozen=True, slots=True)
class AnswerPermit:
    """What a good link allows: an answer by this person to this edition until `expires` (UTC)."""

    edition_id: int
    person_id: int
    expires: datetime


class AnswerLinks:
    """The links of one edition: what they have in common is made once, because thousands are made at a time."""

    def __init__(self, edition: Edition) -> None:
        #: When they end: `answer_hours` after the edition does.
        self.end = edition.expires + timedelta(hours=edition.alert.organisation.answer_hours)
        self._before = f"{int_to_base36(edition.pk)}-"
        self._after = f"-{int_to_base36(int(self.end.timestamp()))}-{_mark(settings.SECRET_KEY)}"
        self._page = f"{settings.TOCSIN_PUBLIC_ADDRESS}/{PAGE}".split("{token}")

    def token(self, person_id: int) -> str:
        """Return the signed token of a person."""
        signed = f"{self._before}{int_to_base36(person_id)}{self._after}"
        return f"{signed}:{_signature(signed, settings.SECRET_KEY)}"

    def link(self, person_id: int, *, now: datetime) -> str:
        """Return the absolute address of a person's answer page.

        Raises LinkExpired where the link would have ended before `now`, so that no dead link is ever handed out.
        """
        if self.end <= now:
            raise LinkExpired("The time to answer here is over: call your security desk instead.")
        return self.token(person_id).join(self._page)


def answer_token(edition: Edition, person: Person | int) -> str:
    """Return the signed token of `person` (or their number) for `edition`; it ends `answer_hours` after the edition does."""
    return AnswerLinks(edition).token(person if isinstance(person, int) else person.pk)


def answer_link(edition: Edition, person: Person | int, *, now: datetime) -> str:
    """Return the absolute address of the answer page of `person` for `edition`. Raises LinkExpired."""
    return AnswerLinks(edition).link(person if isinstance(person, int) else person.pk, now=now)


def read_token(token: str, *, now: datetime) -> AnswerPermit:
    """Return what `token` allows at `now`.

    Raises LinkIncomplete, LinkForged, LinkAltered or LinkExpired; their words name no person and no alert.
    """
    match = _SHAPE.fullmatch(token)
    if not match:
        raise LinkIncomplete("The link is not complete: open it from the message again, or copy all of it.")
    edition, person, end, mark, _ = match.groups()
    if mark not in {_mark(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}:
        raise LinkForged(
            "The link was not made here: use the one in the message that your security desk sent you."
        )
    signed, _, signature = token.rpartition(":")
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(hmac.compare_digest(signature, _signature(signed, key)) for key in keys):
        raise LinkAltered("The link was changed on its way: use it exactly as it stands in the message.")
    expires = datetime.fromtimestamp(base36_to_int(end), UTC)
    if expires <= now:
        raise LinkExpired("The time to answer here is over: call your security desk instead.")
    return AnswerPermit(base36_to_int(edition), base36_to_int(person), expires)


def _signature(signed: str, key: str) -> str:
    """Return what django.core.signing.Signer would put behind `signed`: 43 characters of 32 bytes."""
    seal = _seal(key).copy()
    seal.update(signed.encode())
    return urlsafe_b64encode(seal.digest())[:-1].decode()


@lru_cache(maxsize=8)
def _seal(key: str) -> hmac.HMAC:
    """Return what django.core.signing.Signer begins each signature with: it is copied, because making it is slow."""
    return salted_hmac(SALT + "signer", b"", secret=key, algorithm="sha256")


@lru_cache(maxsize=8)
def _mark(key: str) -> str:
    """Return four digits that tell which key signed; they say nothing about the key."""
    return salted_hmac(SALT + ".mark", b"", secret=key, algorithm="sha256").hexdigest()[:4]
