"""The ways out of the house. Each channel takes a letter and returns what the other side said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from tocsin.delivery.decide import BY_GATEWAY, Outcome
from tocsin.delivery.messages import Letter


@dataclass(frozen=True, slots=True)
class Response:
    """What one attempt brought: its outcome, the other side's own words, and how long it asked us to wait."""

    outcome: Outcome
    words: str
    wait: timedelta | None = None


class Channel(Protocol):
    """One way out. Called from many threads at once; asks no database; bounds every wait."""

    def send(self, letter: Letter) -> Response:
        """Hand `letter` over, and return what was said; every failure of the other side is a response."""

    def send_many(self, letters: Sequence[Letter]) -> Iterator[Response]:
        """Hand several letters over, one after the other, and yield what was said to each as it comes."""

    def close(self) -> None:
        """Close every connection, also those in use: what is in flight ends at once."""


Channels = Mapping[str, Channel]


def configured() -> Channels:
    """Return every channel as the settings have it, by the name that deliveries carry."""
    from tocsin.delivery.channels.apprise_channel import AppriseChannel
    from tocsin.delivery.channels.smtp import SmtpChannel
    from tocsin.delivery.channels.webhook import WebhookChannel

    gateways = {kind: AppriseChannel.configured(kind) for kind in BY_GATEWAY}
    return {"email": SmtpChannel.configured(), "webhook": WebhookChannel.configured(), **gateways}
