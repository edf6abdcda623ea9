"""Webhooks out: one signed POST per message (Standard Webhooks 1.0.0), redirects not followed."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings

from tocsin.delivery.channels import Done, Response
from tocsin.delivery.channels.breaker import Breaker
from tocsin.delivery.channels.http_conversation import (
    HttpConversation,
    Receiver,
    Reply,
    receiver_of,
)
from tocsin.delivery.channels.lookups import Lookups
from tocsin.delivery.channels.pace import Pace
from tocsin.delivery.channels.pool import Conversation, Errand, Pool
from tocsin.delivery.channels.signature import signature
from tocsin.delivery.decide import Outcome, http_outcome
from tocsin.delivery.errors import AddressInvalid, HostRefused
from tocsin.delivery.messages import Kind, Letter, text_part

_LONGEST_WAIT = timedelta(hours=6)
_OF_KIND = {Kind.EXERCISE: "exercise", Kind.STILL_TRUE: "alert.ending"}
#: No number of seconds and no date of HTTP has more characters.
_LONGEST_DATE = 64
_TYPES = {"Alert": "alert.published", "Update": "alert.updated", "Cancel": "alert.cancelled"}
#: So many connections to one receiver at most, for what is urgent and for everything else.
URGENT_CONVERSATIONS, CONVERSATIONS = 4, 8
#: Seconds without a word of a receiver after which what waits for it is put off, and makes room for messages to others.
URGENT_PATIENCE, PATIENCE = 2.0, 4.0
#: Receivers that nothing was posted to lately are forgotten when there are more than so many.
_MOST_POOLS = 256


class WebhookChannel:
    """Posts messages to the receivers that people named. What is urgent has connections of its own to each."""

    def __init__(
        self, *, private_hosts: Iterable[str] = (), timeout: float = 15.0, rate: float = 0.0
    ) -> None:
        self._timeout, self._rate = timeout, rate
        self._lookups = Lookups(tuple(private_hosts))
        self._breaker = Breaker()
        self._pools: dict[tuple[Receiver, bool], Pool] = {}
        self._paces: dict[Receiver, Pace] = {}

    @classmethod
    def configured(cls) -> WebhookChannel:
        """Return the channel of the settings: private hosts only where they are allowed by name."""
        return cls(private_hosts=settings.TOCSIN_PRIVATE_HOSTS, rate=settings.TOCSIN_WEBHOOK_RATE)

    def hand_over(self, letter: Letter, done: Done) -> None:
        """Take one message; what is said to it carries the status and the first words of the receiver."""
        try:
            receiver, target = receiver_of(letter.address)
        except AddressInvalid as error:
            done(Response(Outcome.PERMANENT, str(error)))
            return
        self._pool(receiver, is_urgent=letter.is_urgent).add(Errand(letter, done, target))

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, receiver: Receiver, *, is_urgent: bool) -> Pool:
        pool = self._pools.get((receiver, is_urgent))
        if pool is None:
            if len(self._pools) >= _MOST_POOLS:
                self._pools = {key: one for key, one in self._pools.items() if not one.is_empty}
                self._paces = {key[0]: self._paces[key[0]] for key in self._pools}
            pool = self._pools[receiver, is_urgent] = Pool(
                receiver.place,
                make=lambda pool: HttpConversation(
                    receiver,
                    pool,
                    _judge,
                    self._lookups,
                    self._timeout,
                ),
                prepare=lambda errand: _prepare(receiver, errand),
                explain=self._explain,
                breaker=self._breaker,
                pace=self._paces.setdefault(receiver, Pace(self._rate)),
                limit=URGENT_CONVERSATIONS if is_urgent else CONVERSATIONS,
                is_urgent=is_urgent,
                patience=URGENT_PATIENCE if is_urgent else PATIENCE,
            )
        return pool

    def _explain(self, _: Conversation, error: Exception) -> Response:
        if isinstance(error, HostRefused):
            return Response(Outcome.PERMANENT, str(error))
        if isinstance(error, TimeoutError):
            return Response(Outcome.TECHNICAL, f"The receiver did not answer within {self._timeout:g} s.")
        if isinstance(error, (OSError, ssl.CertificateError)):
            return Response(Outcome.TECHNICAL, f"{type(error).__name__}: {error}")
        raise error


def _prepare(receiver: Receiver, errand: Errand) -> Response | None:
    """Give the errand the bytes of its post, signed at the moment of this try; return what is wrong with its secret."""
    letter = errand.letter
    body, timestamp = payload(letter), int(letter.at.timestamp())
    try:
        signed = signature(letter.secret, message_id=letter.message_id, timestamp=timestamp, body=body)
    except AddressInvalid as error:
        return Response(Outcome.PERMANENT, str(error))
    host = f"[{receiver.host}]" if ":" in receiver.host else receiver.host
    if receiver.place != receiver.host:
        host += f":{receiver.port}"
    errand.content = (
        f"POST {errand.recipient} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Tocsin\r\nAccept: */*\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nwebhook-id: {letter.message_id}\r\n"
        f"webhook-timestamp: {timestamp}\r\nwebhook-signature: {signed}\r\n\r\n"
    ).encode("ascii") + body
    return None


def _judge(errand: Errand, reply: Reply) -> Response:
    said = f"{reply.status} {reply.reason}".strip()
    if 300 <= reply.status < 400:
        said += f": redirects to {reply.headers.get('location', 'nowhere')}, which is not followed; change the address"
    elif reply.words:
        said += f": {reply.words}"
    now = _http_date(reply.headers.get("date")) or errand.letter.at
    wait = retry_after(reply.headers.get("retry-after"), now=now)
    return Response(http_outcome(reply.status), said, wait)


def payload(letter: Letter) -> bytes:
    """Return the JSON that a receiver gets, as docs/delivery.md describes it; the same bytes for the same letter."""
    bulletin = letter.bulletin
    document: dict[str, Any] = {
        "type": _OF_KIND.get(letter.kind) or _TYPES[bulletin.message_type],
        "timestamp": bulletin.sent.astimezone(UTC).isoformat(timespec="seconds"),
        "data": {
            "kind": letter.kind.value,
            "lead": letter.lead,
            "edition": bulletin.identifier,
            "alert": bulletin.reference,
            "level": bulletin.level.word,
            "title": bulletin.title,
            "country": bulletin.country,
            "summary": bulletin.summary,
            "first_act": bulletin.acts[0] if bulletin.acts else "",
            "advice": list(bulletin.acts),
            "news": bulletin.news,
            "onset": bulletin.onset.astimezone(UTC).isoformat(timespec="seconds"),
            "expires": bulletin.expires.astimezone(UTC).isoformat(timespec="seconds"),
            "page": bulletin.page,
            "person": letter.name,
            "why": letter.why,
            "answer": letter.answer,
            "text": text_part(letter),
        },
    }
    if letter.items:
        document["data"]["digest"] = [
            {
                "edition": item.bulletin.identifier, "alert": item.bulletin.reference,
                "level": item.bulletin.level.word, "title": item.bulletin.title, "page": item.bulletin.page,
                "answer": item.answer, "why": item.why,
            }
            for item in letter.items
        ]  # fmt: skip
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def retry_after(header: str | None, *, now: datetime) -> timedelta | None:
    """Return the wait that a Retry-After header asks for (RFC 9110, section 10.2.3), 6 hours at most; None without one.

    It is seconds, or a date, which is read against the receiver's clock and so only as good as that is.
    """
    if not header or len(header) > _LONGEST_DATE:
        return None
    if header.strip().isdecimal():
        wait = timedelta(seconds=min(int(header), int(_LONGEST_WAIT.total_seconds())))
    else:
        until = _http_date(header)
        if until is None:
            return None
        wait = until - now
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _http_date(text: str | None) -> datetime | None:
    """Return the moment of an HTTP date, which is always in GMT (RFC 9110, section 5.6.7); None for no date."""
    if not text or len(text) > _LONGEST_DATE:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)
