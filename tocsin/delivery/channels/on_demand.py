"""Channels that are made when the first message goes out by them: most desks never use most of them."""

from __future__ import annotations

from collections.abc import Callable

from tocsin.delivery.channels import Channel, Done
from tocsin.delivery.messages import Letter


class OnDemand:
    """A channel that `make` makes when it is first needed."""

    def __init__(self, make: Callable[[], Channel]) -> None:
        self._make = make
        self._channel: Channel | None = None

    def hand_over(self, letter: Letter, done: Done) -> None:
        """Hand the letter to the channel."""
        if self._channel is None:
            self._channel = self._make()
        self._channel.hand_over(letter, done)

    def close(self) -> None:
        """Close the channel, if there is one."""
        if self._channel is not None:
            self._channel.close()
