"""The doors for gateways and mail servers: signed posts (Standard Webhooks 1.0.0) with receipts, replies, or whole mails."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tocsin import clock
from tocsin.delivery.arrival import Arrival
from tocsin.delivery.channels.signature import signature
from tocsin.delivery.errors import (
    DoorClosed,
    MailUnreadable,
    PostRefused,
    PostTooLarge,
    PostUnclear,
    PostUnproven,
)
from tocsin.delivery.inbound.arrivals import Post, key_of, take_receipt
from tocsin.delivery.inbound.incoming_mail import LONGEST_MAIL, ids_in
from tocsin.delivery.inbound.mails import take_mail
from tocsin.delivery.inbound.receipts import Receipt
from tocsin.delivery.inbound.rulings import Action
from tocsin.delivery.inbound.texts import take_text

_log = logging.getLogger(__name__)

#: A signature is good for so long, before and after its time.
TOLERANCE = timedelta(minutes=5)
#: No receipt and no SMS is longer than this, in bytes.
LONGEST_JSON = 64 * 1024
_MAIL, _JSON = "message/rfc822", "application/json"
_STATUS = {DoorClosed: 404, PostTooLarge: 413, PostUnproven: 401, PostUnclear: 400}
_STATES = {one.value: one for one in (Action.DELIVERED, Action.FAILED, Action.DELAYED)}
_LONGEST_WORDS = 2000

Take = Callable[[dict[str, Any], Post], Arrival]


@dataclass(frozen=True, slots=True)
class _Signed:
    """A post that is proven: its type, its bytes, and how it reached us."""

    kind: str
    body: bytes
    post: Post


@csrf_exempt  # the signature over the body is the permission; no cookie plays a part
@require_POST
def receipts(request: HttpRequest) -> HttpResponse:
    """Take {message_id, state, words, at}, or a mail with a bounce; the same webhook-id again does nothing more."""
    return _answered(request, _receipt)


@csrf_exempt
@require_POST
def replies(request: HttpRequest) -> HttpResponse:
    """Take {from, text, at}, or a mail that answers one of ours; the same webhook-id again does nothing more."""
    return _answered(request, _reply)


def _answered(request: HttpRequest, take: Take) -> HttpResponse:
    try:
        signed = _admitted(request, now=clock.now())
        found = _taken(signed, take)
    except PostRefused as error:
        return _problem(_STATUS[type(error)], str(error))
    except DatabaseError:
        _log.exception("What was posted could not be recorded.")
        return _problem(503, "It was not recorded: send it again.")
    return JsonResponse({"taken": [{"finding": one.finding, "reason": one.reason} for one in found]})


def _problem(status: int, words: str) -> HttpResponse:
    return JsonResponse(
        {"status": status, "detail": words}, status=status, content_type="application/problem+json"
    )


def _admitted(request: HttpRequest, *, now: datetime) -> _Signed:
    """Return what was posted, once its signature is found good. Raises PostRefused."""
    secrets = settings.TOCSIN_INBOUND_SECRET.split()
    if not secrets:
        raise DoorClosed("There is nothing here.")
    kind = request.content_type.lower() if request.content_type else ""
    limit = LONGEST_MAIL if kind == _MAIL else LONGEST_JSON
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    # Without a length Django reads no body at all.
    if not length.isdigit() or int(length) > limit:
        raise PostTooLarge(f"At most {limit} bytes are taken here.")
    number, moment = request.headers.get("webhook-id", ""), request.headers.get("webhook-timestamp", "")
    said, body = request.headers.get("webhook-signature", ""), request.body
    if not 0 < len(number) <= 200 or not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        raise PostUnproven("The headers webhook-id, webhook-timestamp and webhook-signature are needed.")
    if not _is_signed(secrets, number, int(moment), body, said.split()):
        raise PostUnproven("The signature does not fit this body, id, time and secret.")
    if abs(now - datetime.fromtimestamp(int(moment), UTC)) > TOLERANCE:
        raise PostUnproven("The timestamp is more than 5 minutes from our clock.")
    return _Signed(kind, body, Post(key_of(f"webhook {number}".encode()), "door", now))


def _is_signed(secrets: Iterable[str], number: str, moment: int, body: bytes, said: list[str]) -> bool:
    ours = [signature(secret, message_id=number, timestamp=moment, body=body) for secret in secrets]
    # Compared as bytes: a header may hold what is not ASCII.
    return any(hmac.compare_digest(one.encode(), other.encode()) for one in ours for other in said[:10])


def _taken(signed: _Signed, take: Take) -> tuple[Arrival, ...]:
    if signed.kind == _MAIL:
        try:
            return take_mail(signed.body, signed.post)
        except MailUnreadable as error:
            raise PostUnclear(str(error)) from error
    if signed.kind != _JSON:
        raise PostUnclear(f"Post {_JSON} or {_MAIL}.")
    try:
        document = json.loads(signed.body)
    except (ValueError, RecursionError) as error:
        raise PostUnclear("The body is no JSON.") from error
    if not isinstance(document, dict):
        raise PostUnclear("The body is no JSON object.")
    return (take(document, signed.post),)


def _receipt(document: dict[str, Any], post: Post) -> Arrival:
    named = _text(document, "message_id")
    ids = ids_in(named) or ids_in(f"{named}@")
    action = _STATES.get(_text(document, "state").lower())
    if action is None:
        raise PostUnclear(f"'state' is one of {', '.join(_STATES)}.")
    words = _text(document, "words", is_needed=False)
    receipt = Receipt(ids[0] if ids else named[:120], action, diagnostic=words)
    return take_receipt(receipt, post, is_proven=True, said_at=_moment(document))


def _reply(document: dict[str, Any], post: Post) -> Arrival:
    return take_text(_text(document, "from"), _text(document, "text"), post, said_at=_moment(document))


def _text(document: dict[str, Any], name: str, *, is_needed: bool = True) -> str:
    value = document.get(name, "")
    if not isinstance(value, str) or (is_needed and not value.strip()):
        raise PostUnclear(f"{name!r} is a text that must be there.")
    # A surrogate alone is JSON, and no text that a database takes.
    return value.encode("utf-8", "replace").decode().replace("\x00", "")[:_LONGEST_WORDS]


def _moment(document: dict[str, Any]) -> datetime | None:
    value = document.get("at")
    if value in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError("it has no zone")  # noqa: TRY301
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise PostUnclear("'at' is a time with its zone, as 2017-07-15T12:00:00Z (RFC 3339).") from error
