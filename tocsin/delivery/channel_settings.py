"""The gateways of a desk: set by an administrator, tested, and looked up for the messages that go through them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from tocsin.accounts.audit import record
from tocsin.accounts.errors import SecretUnreadable
from tocsin.accounts.models import Organisation, User
from tocsin.delivery.decide import BY_GATEWAY, CHANNEL_NAMES, CHANNELS, LONG, SHORT, WHOLE
from tocsin.delivery.errors import DeliveryError, GatewayInvalid, KindUnknown
from tocsin.delivery.models import ChannelSetting
from tocsin.wording import worded

_LONGEST_URL = 2000


@dataclass(frozen=True, slots=True)
class Gateway:
    """The way of one kind of message of one desk: the address with its blanks ('' for none), and the room for words."""

    url: str = ""
    longest: int = LONG


#: By organisation and kind; a setting that cannot be decrypted is its own error, and spoils no other.
Ways = Mapping[tuple[int, str], Gateway | SecretUnreadable]


def default_length(kind: str) -> int:
    """Return how many characters a message of `kind` may have where a desk has not said otherwise."""
    return SHORT if kind == "sms" else LONG


def gateways(organisations: Collection[int]) -> Ways:
    """Return the gateways of those organisations (their numbers), decrypted, with one question to the database."""
    rows = ChannelSetting.objects.filter(organisation__in=organisations).exclude(url="")
    try:
        return {(row.organisation_id, row.kind): Gateway(row.url, row.longest) for row in rows}
    except SecretUnreadable:
        found: dict[tuple[int, str], Gateway | SecretUnreadable] = {}
        for pk, organisation, kind in rows.values_list("pk", "organisation_id", "kind"):
            try:
                row = ChannelSetting.objects.get(pk=pk)
                found[organisation, kind] = Gateway(row.url, row.longest)
            except SecretUnreadable as error:
                found[organisation, kind] = error
        return found


def way_of(ways: Ways, organisation: int, kind: str) -> Gateway:
    """Return the gateway for messages of `kind`; an empty one for e-mail and webhooks, which need none.

    Raises DeliveryError where the desk has set none, and SecretUnreadable where it cannot be decrypted.
    """
    if kind not in BY_GATEWAY:
        return Gateway()
    found = ways.get((organisation, kind)) or Gateway(WHOLE.get(kind, ""), default_length(kind))
    if isinstance(found, SecretUnreadable):
        raise found
    if not found.url:
        raise DeliveryError(
            f"this desk has set no way to send {CHANNEL_NAMES[kind]}: an administrator sets one under Channels"
        )
    return found


def ways_set() -> frozenset[tuple[int, str]]:
    """Return, by organisation and kind, which gateways there are, without decrypting one."""
    rows = ChannelSetting.objects.filter(kind__in=BY_GATEWAY).exclude(url="")
    return frozenset(rows.values_list("organisation_id", "kind"))


def settings_of(organisation: Organisation) -> dict[str, ChannelSetting]:
    """Return the rows of a desk by kind, their addresses still sealed: what a page may show."""
    rows = ChannelSetting.objects.filter(organisation=organisation).defer("url")
    return {row.kind: row for row in rows}


@transaction.atomic
def set_channel(
    organisation: Organisation, kind: str, url: str, longest: int, *, actor: User | str, now: datetime
) -> ChannelSetting:
    """Set the gateway for messages of `kind` and how long they may be, and return the row; '' keeps the address.

    Raises KindUnknown for a kind that needs no gateway, GatewayInvalid for an address that cannot be used, and
    HostRefused for one inside the network.
    """
    # Apprise and its hundred services are loaded where a gateway is set or used, and not with every page.
    from tocsin.delivery.channels.gateway import check_gateway, scheme_of

    _check_kind(kind)
    url = url.strip()
    if longest not in (SHORT, LONG):
        raise GatewayInvalid(
            worded(
                "A message has %(short)s or %(long)s characters at most: choose one of the two.",
                short=SHORT,
                long=LONG,
            )
        )
    if len(url) > _LONGEST_URL:
        raise GatewayInvalid(
            worded(
                "The gateway's address has more than %(longest)s characters: shorten it.",
                longest=_LONGEST_URL,
            )
        )
    is_set = ChannelSetting.objects.filter(organisation=organisation, kind=kind).exclude(url="").exists()
    if not url and not is_set and kind not in WHOLE:
        raise GatewayInvalid(
            worded(
                "There is no gateway for %(channel)s yet: write its address as Apprise does.",
                channel=worded(CHANNEL_NAMES[kind]),
            )
        )
    values: dict[str, Any] = {"longest": longest}
    if url:
        check_gateway(url, kind, private_hosts=settings.TOCSIN_PRIVATE_HOSTS)
        values |= {"url": url, "scheme": scheme_of(url), "set_at": now, "set_by": str(actor)}
    row = _put(organisation, kind, values)
    record(
        organisation, "channel-set", f"channel:{kind}", now=now, actor=actor,
        detail={"scheme": row.scheme, "longest": longest, "address_changed": bool(url)},
    )  # fmt: skip
    return row


@transaction.atomic
def forget_channel(organisation: Organisation, kind: str, *, actor: User | str, now: datetime) -> None:
    """Forget the gateway for messages of `kind`: from now on they are not made. Raises KindUnknown."""
    _check_kind(kind)
    rows = ChannelSetting.objects.filter(organisation=organisation, kind=kind)
    rows.update(url="", scheme="", set_at=None, set_by="")
    record(organisation, "channel-forgotten", f"channel:{kind}", now=now, actor=actor)


@transaction.atomic
def keep_exercise(
    organisation: Organisation, kind: str, outcome: str, said: str, *, actor: User | str, now: datetime
) -> ChannelSetting:
    """Keep how the last exercise message of `kind` went, and return the row."""
    values = {"tested_at": now, "tested_by": str(actor), "test_outcome": outcome, "test_words": said}
    row = _put(organisation, kind, values)
    record(
        organisation, "channel-tested", f"channel:{kind}", now=now, actor=actor, detail={"outcome": outcome}
    )
    return row


def _put(organisation: Organisation, kind: str, values: Mapping[str, Any]) -> ChannelSetting:
    """Write a row without reading its address, which may have been sealed with a key that is gone."""
    rows = ChannelSetting.objects.filter(organisation=organisation, kind=kind).defer("url")
    if not rows.update(**values):
        whole = {"longest": default_length(kind)} | dict(values)
        ChannelSetting.objects.create(organisation=organisation, kind=kind, **whole)
    return rows.get()


def _check_kind(kind: str) -> None:
    if kind in BY_GATEWAY:
        return
    if kind in CHANNELS:
        raise KindUnknown(
            worded(
                "%(channel)s needs no gateway: the operator of this instance sets it.",
                channel=worded(CHANNEL_NAMES[kind]),
            )
        )
    raise KindUnknown(
        worded(
            "%(kind)s is no channel; it is one of %(choices)s.", kind=repr(kind), choices=", ".join(CHANNELS)
        )
    )
