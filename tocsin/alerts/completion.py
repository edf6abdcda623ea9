"""Ask an OpenAI-compatible endpoint for one chat completion: to the address named and nowhere else, within time and size."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpcore
import httpx
from django.utils.translation import gettext as _

from tocsin import __version__
from tocsin.alerts.errors import (
    AnswerUnusable,
    AssistantBusy,
    AssistantError,
    AssistantMisconfigured,
    AssistantUnreachable,
)
from tocsin.sources.addresses import Resolver, checked_addresses, shown, system_resolver, why_not_public
from tocsin.sources.connection import CheckedTransport
from tocsin.sources.errors import (
    CompressionBomb,
    CompressionBroken,
    FetchError,
    HostUnknown,
    TimeUp,
    TooLarge,
)
from tocsin.sources.unpacking import CODINGS, Limits, Unpacker

#: A dozen sentences are some thousand bytes; servers wrap them in little more.
MOST_BYTES = 1_000_000
#: Whoever asks holds a thread of the server meanwhile; pages and answers must never wait for a model.
AT_ONCE = 2
_PLACES = threading.BoundedSemaphore(AT_ONCE)
_ENDING = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked: the address of the API (as 'https://host/v1'), the model's name, the key ('' for none)."""

    address: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 30.0

    @property
    def where(self) -> str:
        """The address as it may be shown and written down."""
        return shown(self.address)

    @property
    def url(self) -> httpx.URL:
        """The address that is posted to. Raises AssistantMisconfigured."""
        try:
            url = httpx.URL(self.address.strip())
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise AssistantMisconfigured(_UNREADABLE() % {"where": self.where}) from error
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise AssistantMisconfigured(_UNREADABLE() % {"where": self.where})
        path = url.path.rstrip("/")
        return url.copy_with(path=path if path.endswith(_ENDING) else path + _ENDING, fragment=None)


def _UNREADABLE() -> str:  # noqa: N802  a sentence in the language of whoever asks
    return _(
        "%(where)s in TOCSIN_ASSISTANT_URL is no address of an API. Write it like https://host/v1, and the key into "
        "TOCSIN_ASSISTANT_KEY. Nothing was sent."
    )


def complete(
    endpoint: Endpoint,
    messages: Sequence[Mapping[str, str]],
    *,
    resolve: Resolver = system_resolver,
    clock: Callable[[], float] = time.monotonic,
) -> str:
    """Return what the model answers to `messages` ({'role', 'content'} each), as its server sent it.

    The host is looked up once and the address found is the one connected to; it may be private, since an operator named it.
    Unencrypted only to private addresses. No redirect is followed and no proxy used. `clock` gives seconds that never run
    backwards; everything together ends after the endpoint's seconds. Raises AssistantBusy, AssistantMisconfigured,
    AssistantUnreachable and AnswerUnusable, with the place and the remedy, never with the key.
    """
    if not _PLACES.acquire(blocking=False):
        raise AssistantBusy(
            _(
                "%(count)s questions wait for the model %(model)s already. Nothing was sent; ask again in a moment."
            )
            % {"count": AT_ONCE, "model": endpoint.model}
        )
    try:
        return _completed(endpoint, messages, resolve, clock)
    finally:
        _PLACES.release()


def _completed(
    endpoint: Endpoint,
    messages: Sequence[Mapping[str, str]],
    resolve: Resolver,
    clock: Callable[[], float],
) -> str:
    ends = clock() + endpoint.seconds
    url = endpoint.url
    headers = _headers(endpoint)
    body = json.dumps(
        {"model": endpoint.model, "messages": list(messages), "temperature": 0, "stream": False}
    )
    limits = Limits(seconds=endpoint.seconds, wire_bytes=MOST_BYTES, document_bytes=MOST_BYTES)
    try:
        addresses = _addresses(endpoint, url, resolve, ends - clock())
        with (
            httpx.Client(
                transport=CheckedTransport(addresses, lambda: ends - clock()),
                trust_env=False,
                timeout=endpoint.seconds,
            ) as client,
            client.stream(
                "POST", url, content=body.encode(), headers=headers, follow_redirects=False
            ) as response,
        ):
            return _content(_document(endpoint, response, limits), endpoint)
    except (FetchError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _named(error, endpoint, url) from error
    except (httpx.HTTPError, OSError) as error:
        raise _named(error, endpoint, url) from error


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {
        "User-Agent": f"Tocsin/{__version__}",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": CODINGS,
    }
    if endpoint.key:
        if not endpoint.key.isascii() or not endpoint.key.isprintable() or " " in endpoint.key:
            raise AssistantMisconfigured(
                _("TOCSIN_ASSISTANT_KEY holds blanks or characters that no key has. Nothing was sent.")
            )
        headers["Authorization"] = f"Bearer {endpoint.key}"
    return headers


def _addresses(endpoint: Endpoint, url: httpx.URL, resolve: Resolver, seconds: float) -> tuple[str, ...]:
    port = url.port or (443 if url.scheme == "https" else 80)
    found = checked_addresses(url.host, port, private_hosts=[url.host], resolve=resolve, seconds=seconds)
    if url.scheme == "http" and not all(why_not_public(address) for address in found):
        raise AssistantMisconfigured(
            _(
                "%(where)s is on the internet and not encrypted: anybody on the way could read the claims and the key. "
                "Give an https address in TOCSIN_ASSISTANT_URL. Nothing was sent."
            )
            % {"where": endpoint.where}
        )
    return found


def _document(endpoint: Endpoint, response: httpx.Response, limits: Limits) -> bytes:
    status = response.status_code
    if 300 <= status < 400:
        raise AnswerUnusable(
            _(
                "%(where)s redirects to another address. That is not followed, so that what is sent goes nowhere else: "
                "put the address where it ends into TOCSIN_ASSISTANT_URL."
            )
            % {"where": endpoint.where}
        )
    if status != 200:
        raise AnswerUnusable(
            _("%(where)s answered %(status)s instead of an answer of the model %(model)s. %(remedy)s")
            % {
                "where": endpoint.where,
                "status": status,
                "model": endpoint.model,
                "remedy": _remedy(status),
            }
        )
    unpacker = Unpacker(response.headers.get("content-encoding", ""), limits, endpoint.where)
    for piece in response.iter_raw():
        unpacker.take(piece)
    return unpacker.document()


def _remedy(status: int) -> str:
    if status in (401, 403):
        return _("Check TOCSIN_ASSISTANT_KEY.")
    if status == 404:
        return _("Check TOCSIN_ASSISTANT_URL and TOCSIN_ASSISTANT_MODEL.")
    if status == 429:
        return _("It is asked too often, or its quota is used up; ask again later.")
    if status >= 500:
        return _("Its server has trouble; ask again, or write without it.")
    return _("Check TOCSIN_ASSISTANT_URL and TOCSIN_ASSISTANT_MODEL; its server refuses the request.")


def _content(document: bytes, endpoint: Endpoint) -> str:
    try:
        answer: Any = json.loads(document)
        choice = answer["choices"][0]
        content, finish = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise AnswerUnusable(
            _(
                "%(where)s gave no chat completion: what came is not the JSON of an OpenAI-compatible API. "
                "Check TOCSIN_ASSISTANT_URL; it usually ends in /v1."
            )
            % {"where": endpoint.where}
        ) from error
    if finish == "length":
        raise AnswerUnusable(
            _(
                "The model %(model)s at %(where)s broke off in the middle of its answer. Nothing of it was taken; raise the "
                "length that its server allows, or choose another model."
            )
            % {"where": endpoint.where, "model": endpoint.model}
        )
    if not isinstance(content, str) or not content.strip():
        raise AnswerUnusable(
            _(
                "The model %(model)s at %(where)s gave an empty answer. Ask again, or choose another model in "
                "TOCSIN_ASSISTANT_MODEL."
            )
            % {"where": endpoint.where, "model": endpoint.model}
        )
    return content


def _named(error: Exception, endpoint: Endpoint, url: httpx.URL) -> AssistantError:
    """What went wrong on the way, as this room says it."""
    values: dict[str, object] = {
        "where": endpoint.where,
        "host": url.host,
        "seconds": f"{endpoint.seconds:g}",
        "bytes": f"{MOST_BYTES:,}",
    }
    # httpcore hands on what the socket said as its only argument.
    cause = error.args[0] if error.args else None
    if isinstance(error, HostUnknown):
        return AssistantUnreachable(
            _(
                "The name service knows no address of %(host)s. Check TOCSIN_ASSISTANT_URL, and that this machine has a "
                "network. Nothing was sent."
            )
            % values
        )
    if isinstance(error, TimeUp | httpcore.TimeoutException):
        return AssistantUnreachable(
            _(
                "%(where)s gave no whole answer within %(seconds)s s and was cut off. Ask again, allow more in "
                "TOCSIN_ASSISTANT_SECONDS, or write without it."
            )
            % values
        )
    if isinstance(error, TooLarge | CompressionBomb):
        return AnswerUnusable(
            _(
                "%(where)s answered with more than %(bytes)s bytes and was cut off; a dozen sentences need a hundredth of "
                "that. Check TOCSIN_ASSISTANT_URL."
            )
            % values
        )
    if isinstance(error, CompressionBroken):
        return AnswerUnusable(_("%(where)s sent an answer that cannot be unpacked. Ask again.") % values)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return AssistantUnreachable(
            _(
                "The certificate of %(where)s does not verify (%(why)s). Nothing was sent; correct the host in "
                "TOCSIN_ASSISTANT_URL, or the certificate of its server."
            )
            % {**values, "why": cause.verify_message}
        )
    why = str(error) or type(error).__name__
    return AssistantUnreachable(
        _(
            "The connection to %(where)s failed: %(why)s. Check that the model's server runs and TOCSIN_ASSISTANT_URL is "
            "right, and ask again."
        )
        % {**values, "why": why}
    )
