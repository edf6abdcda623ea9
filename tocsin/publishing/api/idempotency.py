"""Requests that are sent twice and done once (draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from tocsin.publishing.api.access import Caller, caller_of
from tocsin.publishing.api.problems import Fault, Kind, Problem
from tocsin.publishing.api.reading_bodies import read_json
from tocsin.publishing.models import IdempotencyKey

#: How long a key is remembered.
KEPT = timedelta(hours=24)
#: A request without an end after this long was cut off, and what it began was rolled back: the next one takes over.
CUT_OFF = timedelta(minutes=2)


def once(
    request: HttpRequest,
    key: str | None,
    act: Callable[[], HttpResponse],
    *,
    now: datetime,
    in_one_transaction: bool = True,
) -> HttpResponse:
    """Return what `act` returns, or what it returned when this caller sent the same request with the same key.

    Without a key `act` is simply done. The response is kept in the transaction of the act, so that both are there
    or neither; an act that must not run in a transaction has to be repeatable itself. A refused request keeps no
    key: it may be corrected and sent again. Raises Problem where the key was used for another request, or the
    first one is still being worked on.
    """
    words = (key or "").strip().strip('"')
    if not words:
        return act()
    row = _claim(caller_of(request), words, _fingerprint(request), now)
    if row.status is not None:
        return _replay(row)
    is_done = False
    try:
        with transaction.atomic() if in_one_transaction else nullcontext():
            response = act()
            row.status, row.body = response.status_code, response.content.decode()
            row.location = response.get("Location", "")
            row.save(update_fields=["status", "body", "location"])
        is_done = True
    finally:
        if not is_done:
            row.delete()
    return response


@transaction.atomic
def _claim(caller: Caller, key: str, fingerprint: str, now: datetime) -> IdempotencyKey:
    IdempotencyKey.objects.filter(created_at__lt=now - KEPT).delete()
    row, is_new = IdempotencyKey.objects.select_for_update().get_or_create(
        organisation=caller.organisation,
        caller=caller.identity,
        key=key,
        defaults={"fingerprint": fingerprint, "created_at": now},
    )
    if is_new:
        return row
    if row.fingerprint != fingerprint:
        words = "This idempotency key was sent with another request before. Use a new key for a new request."
        raise Problem(Kind.KEY_REUSED, words, faults=[Fault("header", "/Idempotency-Key", words)])
    if row.status is None:
        if now - row.created_at < CUT_OFF:
            words = "The first request with this key is still being worked on. Ask again in a few seconds."
            raise Problem(Kind.CONFLICT, words, headers={"Retry-After": "5"})
        row.created_at = now
        row.save(update_fields=["created_at"])
    return row


def _replay(row: IdempotencyKey) -> HttpResponse:
    response = HttpResponse(row.body, status=row.status, content_type="application/json")
    if row.location:
        response["Location"] = row.location
    response["Idempotency-Replayed"] = "true"
    response["Cache-Control"] = "private, no-cache"
    return response


def _fingerprint(request: HttpRequest) -> str:
    body = json.dumps(read_json(request.body), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{request.method} {request.path} {body}".encode()).hexdigest()
