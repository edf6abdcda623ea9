"""SMS, messengers and push: short messages through the gateway that a desk has set, spoken to by Apprise."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from apprise import NotifyFormat, NotifyType
from apprise.conversion import convert_between
from django.conf import settings

from tocsin.delivery.channels import Response
from tocsin.delivery.channels.breaker import Breaker
from tocsin.delivery.channels.gateway import check_host, filled, host_of, scheme_of, scrubbed, service_of
from tocsin.delivery.channels.gateway_words import overheard, status_of, words_of
from tocsin.delivery.channels.guarded_network import HostRefused
from tocsin.delivery.channels.guarded_requests import guarded
from tocsin.delivery.decide import CHANNEL_NAMES, TO, Outcome, gateway_outcome
from tocsin.delivery.errors import GatewayInvalid
from tocsin.delivery.messages import Letter
from tocsin.delivery.short_form import short_form
from tocsin.grading import Level


class AppriseChannel:
    """Hands short forms over to the gateways of all desks, one request for each message."""

    def __init__(self, kind: str, *, private_hosts: Iterable[str] = (), timeout: float = 15.0) -> None:
        self._kind = kind
        self._private_hosts = tuple(private_hosts)
        self._timeout = timeout
        # One for each gateway: what is wrong with the account of one desk keeps no other waiting.
        self._breakers: dict[str, Breaker] = {}
        self._lock = threading.Lock()

    @classmethod
    def configured(cls, kind: str) -> AppriseChannel:
        """Return the channel of the settings: private hosts only where they are allowed by name."""
        return cls(kind, private_hosts=settings.TOCSIN_PRIVATE_HOSTS)

    def send(self, letter: Letter) -> Response:
        """Hand one message over; the answer carries the gateway's own words, without secrets."""
        if not letter.gateway:
            return Response(
                Outcome.TECHNICAL,
                f"This desk has set no way to send {CHANNEL_NAMES[self._kind]}: an administrator sets one under Channels.",
            )
        address = filled(letter.gateway, to=letter.address, message_id=letter.message_id)
        with overheard() as lines:
            try:
                service = service_of(address)
            except GatewayInvalid as error:
                # What was good for a sample is wrong with this person's part, which no other try changes.
                said = f"{error} {words_of(lines)}" if lines else str(error)
                return Response(Outcome.PERMANENT, self._hidden(said, letter, address))
        server = _shown(service, address)
        return self._breaker_of(letter.gateway, server).guard(
            server, lambda: self._hand_over(letter, address, service), urgent=letter.is_urgent
        )

    def send_many(self, letters: Sequence[Letter]) -> Iterator[Response]:
        """Hand several messages over, one after the other."""
        return map(self.send, letters)

    def close(self) -> None:
        """Nothing stays open between two messages."""

    def _breaker_of(self, gateway: str, server: str) -> Breaker:
        with self._lock:
            return self._breakers.setdefault(server if gateway == TO else gateway, Breaker())

    def _hand_over(self, letter: Letter, address: str, service: Any) -> Response:
        service.socket_read_timeout = self._timeout
        try:
            with overheard() as lines, guarded(self._private_hosts):
                check_host(service, self._private_hosts)
                is_taken = _notify(service, letter)
        except (HostRefused, GatewayInvalid) as error:
            # A gateway of the desk can be mended while the message waits; a person's own address is as it is.
            is_own = letter.gateway == TO and isinstance(error, HostRefused)
            return Response(Outcome.PERMANENT if is_own else Outcome.TECHNICAL, str(error))
        except Exception as error:  # noqa: BLE001 a fault of one of a hundred plug-ins may repeat secrets: it is scrubbed
            said = f"Apprise failed: {type(error).__name__}: {error}"
            return Response(Outcome.TECHNICAL, self._hidden(said, letter, address))
        if is_taken:
            return Response(Outcome.ACCEPTED, f"{_shown(service, address)} took it.")
        status = status_of(lines)
        return Response(gateway_outcome(status), self._hidden(words_of(lines), letter, address))

    def _hidden(self, words: str, letter: Letter, address: str) -> str:
        hidden = [letter.address, letter.address.lstrip("+"), letter.answer]
        return scrubbed(words, address=address, template=letter.gateway, hidden=hidden)


def _notify(service: Any, letter: Letter) -> bool:
    text = short_form(letter, letter.longest)
    wanted = service.resolve_format(NotifyFormat.TEXT)
    body = text if wanted == NotifyFormat.TEXT else convert_between(NotifyFormat.TEXT, wanted, text)
    is_grave = letter.bulletin.level in (Level.WARNING, Level.CRITICAL)
    kind = NotifyType.WARNING if is_grave else NotifyType.INFO
    return bool(service.notify(body=body, notify_type=kind, body_format=wanted))


def _shown(service: Any, address: str) -> str:
    """Return 'ntfys at ntfy.sh', or 'twilio' where Apprise itself knows the host."""
    named = host_of(service)
    return f"{scheme_of(address)} at {named[0]}" if named else scheme_of(address)
