"""Webhooks out: one signed POST per message (Standard Webhooks 1.0.0), redirects not followed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from tocsin.delivery.channels import Response
from tocsin.delivery.channels.breaker import Breaker
from tocsin.delivery.channels.guarded_network import HostRefused, guarded_transport
from tocsin.delivery.channels.signature import signature
from tocsin.delivery.decide import Outcome, http_outcome
from tocsin.delivery.errors import AddressInvalid
from tocsin.delivery.messages import Letter, text_part

#: How much of a receiver's answer is kept as its own words.
_WORDS_KEPT = 500
_LONGEST_WAIT = timedelta(hours=6)
_TYPES = {"Alert": "alert.published", "Update": "alert.updated", "Cancel": "alert.cancelled"}


class WebhookChannel:
    """Posts messages to the receivers that people named, over kept-alive connections."""

    def __init__(self, *, private_hosts: Iterable[str] = (), timeout: float = 15.0) -> None:
        # The transport without a client: no redirects, no cookies, no proxies of the environment, and half the work.
        self._transport = guarded_transport(private_hosts)
        self._timeout = timeout
        self._extensions = {"timeout": httpx.Timeout(timeout).as_dict()}
        self._breaker = Breaker()

    @classmethod
    def configured(cls) -> WebhookChannel:
        """Return the channel of the settings: private hosts only where they are allowed by name."""
        return cls(private_hosts=settings.TOCSIN_PRIVATE_HOSTS)

    def send(self, letter: Letter) -> Response:
        """Post one message; the answer carries the status and the first words of the receiver."""
        return self._breaker.guard(
            _server_of(letter.address), lambda: self._post(letter), urgent=letter.is_urgent
        )

    def send_many(self, letters: Sequence[Letter]) -> Iterator[Response]:
        """Post several messages, one after the other."""
        return map(self.send, letters)

    def _post(self, letter: Letter) -> Response:
        body = payload(letter)
        timestamp = int(letter.at.timestamp())
        try:
            headers = {
                "content-type": "application/json",
                "user-agent": "Tocsin",
                "webhook-id": letter.message_id,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": signature(
                    letter.secret, message_id=letter.message_id, timestamp=timestamp, body=body
                ),
            }
            request = httpx.Request(
                "POST", letter.address, content=body, headers=headers, extensions=self._extensions
            )
            with closing(self._transport.handle_request(request)) as answer:
                return _response(answer, at=letter.at)
        except (AddressInvalid, HostRefused, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            return Response(Outcome.PERMANENT, str(error))
        except httpx.TimeoutException:
            late = f"The receiver did not answer within {self._timeout:g} s; it may have taken the message."
            return Response(Outcome.TECHNICAL, late)
        except (httpx.HTTPError, OSError, RuntimeError) as error:
            return Response(Outcome.TECHNICAL, f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()


def _server_of(address: str) -> str:
    """Return the host of an address, with its port where it names one; never what stands before '@'."""
    try:
        parts = urlsplit(address)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    except ValueError:
        return "an address that is none"


def payload(letter: Letter) -> bytes:
    """Return the JSON that a receiver gets, as docs/delivery.md describes it; the same bytes for the same letter."""
    bulletin = letter.bulletin
    document: dict[str, Any] = {
        "type": _TYPES[bulletin.message_type],
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
    if not header:
        return None
    if header.strip().isdecimal():
        wait = timedelta(seconds=min(int(header), int(_LONGEST_WAIT.total_seconds())))
    else:
        until = _http_date(header)
        if until is None:
            return None
        wait = until - now
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _response(answer: httpx.Response, *, at: datetime) -> Response:
    said = f"{answer.status_code} {answer.reason_phrase}".strip()
    if answer.is_redirect:
        said += f": redirects to {answer.headers.get('location', 'nowhere')}, which is not followed; change the address"
    elif words := _first_words(answer):
        said += f": {words}"
    wait = retry_after(answer.headers.get("retry-after"), now=_http_date(answer.headers.get("date")) or at)
    return Response(http_outcome(answer.status_code), said, wait)


def _http_date(text: str | None) -> datetime | None:
    """Return the moment of an HTTP date, which is always in GMT (RFC 9110, section 5.6.7); None for no date."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment and moment.replace(tzinfo=moment.tzinfo or UTC)


def _first_words(answer: httpx.Response) -> str:
    kept = b""
    for part in answer.iter_bytes():
        kept += part
        if len(kept) >= _WORDS_KEPT:
            break
    return " ".join(kept[:_WORDS_KEPT].decode("utf-8", "replace").split())
