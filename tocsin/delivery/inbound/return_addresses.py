"""Addresses that only we can have made: where bounces and replies come back to.

Ids of messages can be guessed, so whatever comes back must show that it knows a message that we sent: the address that it
was delivered to holds the id and a MAC of it (HMAC-SHA256, 80 bits), each purpose with a key of its own.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from tocsin.delivery.errors import InboundInvalid
from tocsin.delivery.messages import Letter
from tocsin.delivery.models import Delivery

#: A local part has 64 characters at most (RFC 5321, 4.5.3.1.1): 14, '+', 32 of an id, '.', and 16 of a MAC.
LONGEST_NAME = 14
_LONGEST_LOCAL_PART = 64
_MESSAGE = re.compile(r"tocsin-([0-9a-f]{32})(?:-(\d{1,19})-(\d{1,19})-(\d{1,5})-(\d{1,19}))?")
_TAG = re.compile(r"([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-z]{1,13}){4})\.([a-z2-7]{16})")


class Purpose(StrEnum):
    """What comes back to an address; the value keeps its MACs apart from every other."""

    BOUNCE = "tocsin.delivery.bounce"
    REPLY = "tocsin.delivery.reply"


def _setting(purpose: Purpose) -> tuple[str, str]:
    """Return name and value of the setting that holds the address for `purpose`."""
    if purpose is Purpose.BOUNCE:
        return "TOCSIN_BOUNCE_ADDRESS", settings.TOCSIN_BOUNCE_ADDRESS
    return "TOCSIN_REPLY_ADDRESS", settings.TOCSIN_REPLY_ADDRESS


@lru_cache(maxsize=8)
def _parts(setting: str, address: str) -> tuple[str, str]:
    match = re.fullmatch(r"([A-Za-z0-9._-]+)@([A-Za-z0-9.-]+)", address)
    if not match or len(match[1]) > LONGEST_NAME:
        raise InboundInvalid(
            f"{setting} cannot be used: write one address as name@desk.example, with at most {LONGEST_NAME} letters, "
            "digits, full stops or hyphens before the @."
        )
    return match[1], match[2]


def _own(purpose: Purpose) -> tuple[str, str] | None:
    """Return name and domain of our address for `purpose`; None where there is none, or none that can be used."""
    setting, address = _setting(purpose)
    try:
        return _parts(setting, address) if address else None
    except InboundInvalid:
        return None


def check(purpose: Purpose) -> None:
    """Do nothing where the setting for `purpose` is empty or good. Raises InboundInvalid."""
    name, address = _setting(purpose)
    if address:
        _parts(name, address)


def envelope_sender(message_id: str, sender: str) -> str:
    """Return the MAIL FROM of a message (RFC 5321): where its bounces go, `sender` where TOCSIN_BOUNCE_ADDRESS is not set.

    An address that cannot be used keeps no message back: it is as if there were none, and `tocsin check` names it.
    """
    return _address(Purpose.BOUNCE, message_id) or sender


def reply_address(letter: Letter) -> str:
    """Return what stands in Reply-To of a letter that asks for an answer: an answer to it is known by this address.

    '' where nothing is asked, where several alerts are, and where TOCSIN_REPLY_ADDRESS is not set or cannot be used.
    """
    return _address(Purpose.REPLY, letter.message_id) if letter.answer and not letter.items else ""


def _address(purpose: Purpose, message_id: str) -> str:
    parts = _own(purpose)
    tag = _tag(message_id) if parts is not None else None
    if parts is None or tag is None:
        return ""
    name, domain = parts
    made = f"{name}+{tag}.{_mac(purpose, tag, settings.SECRET_KEY)}"
    # Only numbers of people beyond any desk's make it too long: its bounces come back unproven.
    return f"{made}@{domain}" if len(made) <= _LONGEST_LOCAL_PART else ""


def _tag(message_id: str) -> str | None:
    """Return the id as it stands in an address: a step of an escalation by eight digits and its numbers in base 36."""
    match = _MESSAGE.fullmatch(message_id)
    if match is None:
        return None
    digits, *numbers = match.groups()
    if numbers[0] is None:
        return digits
    return "-".join([digits[:8], *(int_to_base36(int(number)) for number in numbers)])


@lru_cache(maxsize=16)
def _seal(purpose: Purpose, key: str) -> hmac.HMAC:
    """Return what each MAC begins with: it is copied, because making it is slow."""
    return salted_hmac(purpose.value, b"", secret=key, algorithm="sha256")


def _mac(purpose: Purpose, tag: str, key: str) -> str:
    seal = _seal(purpose, key).copy()
    seal.update(tag.encode())
    return base64.b32encode(seal.digest()[:10]).decode().lower()


def proven(purpose: Purpose, addresses: Iterable[str]) -> frozenset[str]:
    """Return the ids, as they stand in addresses, that those of `addresses` prove which we made for `purpose`."""
    parts = _own(purpose)
    if parts is None:
        return frozenset()
    name, domain = (part.lower() for part in parts)
    found = set()
    for address in addresses:
        local, _, host = address.strip().lower().rpartition("@")
        first, _, rest = local.partition("+")
        match = _TAG.fullmatch(rest)
        if first == name and host == domain and match and _is_ours(purpose, match[1], match[2]):
            found.add(match[1])
    return frozenset(found)


def _is_ours(purpose: Purpose, tag: str, mac: str) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(_mac(purpose, tag, key), mac) for key in keys)


def is_named_by(tag: str, message_id: str) -> bool:
    """Return whether an id as it stands in an address is that of the message `message_id`."""
    return _tag(message_id) == tag


def delivery_of(tag: str) -> Delivery | None:
    """Return the message that an id as it stands in an address names; None where it is not kept here."""
    digits, *numbers = tag.split("-")
    if not numbers:
        return Delivery.objects.filter(message_id=f"tocsin-{digits}").first()
    person, contact, step, about = (base36_to_int(number) for number in numbers)
    rows = Delivery.objects.filter(person=person, round=step).order_by("pk")
    ending = f"-{person}-{contact}-{step}-{about}"
    found = [
        row
        for row in rows
        if row.message_id.startswith(f"tocsin-{digits}") and row.message_id.endswith(ending)
    ]
    return found[0] if len(found) == 1 else None
