"""The ways out of the house. Each channel takes a letter and says, when it knows, what the other side said."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol, runtime_checkable

from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.decide import BY_GATEWAY, Outcome
from tocsin.delivery.messages import Letter

_log = logging.getLogger(__name__)

#: What no database keeps (PostgreSQL knows no NUL, UTF-8 no half of a pair), and what no page should show.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: So many characters of what another side says are kept.
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Response:
    """What one attempt brought: its outcome, the other side's own words, how long it asked us to wait, and how long it took.

    The words are kept as they can be kept: a character that no database takes stands there as U+FFFD, and what goes on for
    too long is cut. What `is_put_off` was not tried at all: it comes back after `wait`, uncounted.
    """

    outcome: Outcome
    words: str
    wait: timedelta | None = None
    milliseconds: int = 0
    is_put_off: bool = False

    def __post_init__(self) -> None:
        if len(self.words) > LONGEST_WORDS or _UNFIT.search(self.words):
            kept = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", self.words[:LONGEST_WORDS])
            object.__setattr__(self, "words", kept + " [...]" if len(self.words) > LONGEST_WORDS else kept)


def put_off(words: str, wait: timedelta = timedelta(0)) -> Response:
    """Return what is said to a message that was not tried, and comes back after `wait`."""
    return Response(Outcome.TECHNICAL, words, wait, is_put_off=True)


#: Is told once what became of a letter.
Done = Callable[[Response], None]


class Channel(Protocol):
    """One way out. Lives in the event loop of its thread (channels.loop); asks no database; bounds every wait."""

    def hand_over(self, letter: Letter, done: Done) -> None:
        """Take `letter` and return at once. `done` is called once, from the loop or from here; every failure is a response."""

    def close(self) -> None:
        """Close every connection, also those in use: what is in flight ends at once, and says so."""


@runtime_checkable
class Bounded(Protocol):
    """A channel with one server behind it, which takes only so much."""

    def most(self, *, urgent: bool) -> int | None:
        """Return how many letters are of use to it at once, at this moment; None where it sets no limit."""


Channels = Mapping[str, Channel]


def configured() -> Channels:
    """Return every channel as the settings have it, by the name that deliveries carry."""
    from tocsin.delivery.channels.on_demand import OnDemand
    from tocsin.delivery.channels.smtp import SmtpChannel
    from tocsin.delivery.channels.webhook import WebhookChannel

    gateways = {kind: OnDemand(partial(_gateway, kind)) for kind in BY_GATEWAY}
    return {"email": SmtpChannel.configured(), "webhook": WebhookChannel.configured(), **gateways}


def _gateway(kind: str) -> Channel:
    from tocsin.delivery.channels.apprise_channel import AppriseChannel

    return AppriseChannel.configured(kind)


def send_all(channel: Channel, letters: list[Letter]) -> list[Response]:
    """Hand `letters` over at once, wait for what is said to each, and return that in their order; a fault of ours is said too."""
    said: dict[int, Response] = {}
    loop = own_loop()

    def note(number: int, response: Response) -> None:
        said[number] = response
        if len(said) == len(letters):
            loop.stop()

    def hand_over(number: int, letter: Letter) -> None:
        try:
            channel.hand_over(letter, partial(note, number))
        except Exception as error:  # noqa: BLE001 whoever waits for an answer would wait for ever
            _log.exception("A message could not be handed over.")
            note(number, Response(Outcome.TECHNICAL, f"A fault in Tocsin: {type(error).__name__}: {error}"))

    for number, letter in enumerate(letters):
        loop.call_soon(hand_over, number, letter)
    while len(said) < len(letters):
        # Others of this thread may stop the loop, also before it begins: the bell of a worker, say.
        loop.run_forever()
    return [said[number] for number in range(len(letters))]


def send_now(channel: Channel, letter: Letter) -> Response:
    """Hand one letter over, wait, and return what was said."""
    return send_all(channel, [letter])[0]
