"""SMS, messengers and push: short messages through the gateway that a desk has set, spoken to by Apprise."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from apprise import NotifyFormat, NotifyType
from apprise.conversion import convert_between
from django.conf import settings

from tocsin.delivery.channels import Done, Response
from tocsin.delivery.channels.breaker import Breaker
from tocsin.delivery.channels.gateway import check_host, filled, host_of, scheme_of, scrubbed, service_of
from tocsin.delivery.channels.gateway_words import overheard, status_of, words_of
from tocsin.delivery.channels.guarded_requests import guarded
from tocsin.delivery.channels.lines import Limits, Lines
from tocsin.delivery.decide import CHANNEL_NAMES, TO, Outcome, gateway_outcome
from tocsin.delivery.errors import GatewayInvalid, HostRefused
from tocsin.delivery.messages import Letter
from tocsin.delivery.short_form import short_form
from tocsin.grading import Level

#: How many requests go out at once, by the gateways of a kind, for what is urgent and for everything else.
_URGENT = Limits(together=16, each=4, failing=2, patience=2.0)
_ORDINARY = Limits(together=24, each=8, failing=2, patience=4.0)


class AppriseChannel:
    """Hands short forms over to the gateways of all desks, one request for each message."""

    def __init__(self, kind: str, *, private_hosts: Iterable[str] = (), timeout: float = 15.0) -> None:
        self._kind = kind
        self._private_hosts = tuple(private_hosts)
        self._timeout = timeout
        # One for each gateway: what is wrong with the account of one desk keeps no other waiting.
        self._breakers: dict[str, Breaker] = {}
        self._urgent, self._ordinary = Lines(_URGENT, kind), Lines(_ORDINARY, kind)

    @classmethod
    def configured(cls, kind: str) -> AppriseChannel:
        """Return the channel of the settings: private hosts only where they are allowed by name."""
        return cls(kind, private_hosts=settings.TOCSIN_PRIVATE_HOSTS)

    def hand_over(self, letter: Letter, done: Done) -> None:
        """Take one message; what is said to it are the gateway's own words, without secrets."""
        if not letter.gateway:
            fault = f"This desk has set no way to send {CHANNEL_NAMES[self._kind]}: an administrator sets one under Channels."
            done(Response(Outcome.TECHNICAL, fault))
            return
        address = filled(letter.gateway, to=letter.address, message_id=letter.message_id)
        with overheard() as lines:
            try:
                service = service_of(address)
            except GatewayInvalid as error:
                # What was good for a sample is wrong with this person's part, which no other try changes.
                said = f"{error} {words_of(lines)}" if lines else str(error)
                done(Response(Outcome.PERMANENT, self._hidden(said, letter, address)))
                return
        server = _shown(service, address)
        gateway = server if letter.gateway == TO else letter.gateway
        breaker = self._breakers.setdefault(gateway, Breaker())
        if refusal := breaker.refusal(server, urgent=letter.is_urgent):
            done(refusal)
            return

        def answered(response: Response) -> None:
            if not response.is_put_off:
                breaker.note(server, response.outcome)
            done(response)

        threads = self._urgent if letter.is_urgent else self._ordinary
        threads.add(gateway, lambda: self._timed(letter, address, service), answered)

    def close(self) -> None:
        """Begin nothing more: nothing stays open between two messages."""
        self._urgent.close()
        self._ordinary.close()

    def _timed(self, letter: Letter, address: str, service: Any) -> Response:
        began = time.monotonic()
        response = self._send(letter, address, service)
        return replace(response, milliseconds=round((time.monotonic() - began) * 1000))

    def _send(self, letter: Letter, address: str, service: Any) -> Response:
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
