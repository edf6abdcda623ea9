"""A server that cannot be reached is left alone for a while: nothing waits for it, and other messages go on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tocsin.delivery.channels import Response, put_off
from tocsin.delivery.decide import Outcome

#: After so many tries in a row without an answer a server is left alone.
FAILURES = 5
#: For so many seconds at first; twice as long after each trial that fails, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    pause: float = FIRST_PAUSE
    closed_until: float = 0.0


class Breaker:
    """Remembers, for each server, how the last tries went."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._circuits: dict[str, _Circuit] = {}

    def refusal(self, server: str, *, urgent: bool = False) -> Response | None:
        """Return what is said to a message for `server` while that is left alone; None where it is to be tried.

        After a pause one message tries, and the others wait for what becomes of it. What is `urgent` is always tried.
        """
        circuit = self._circuits.get(server)
        if circuit is None:
            return None
        left = circuit.closed_until - self._clock()
        if left > 0 and not urgent:
            # Whole seconds: what is put off together is written down together.
            seconds = max(1, math.ceil(left))
            words = f"{server} could not be reached by the last {circuit.failures} messages, and is left alone for {seconds} s."
            return put_off(words, timedelta(seconds=seconds))
        if circuit.failures >= FAILURES:
            circuit.closed_until = self._clock() + circuit.pause
        return None

    def is_open(self, server: str) -> bool:
        """Whether `server` is left alone at the moment."""
        circuit = self._circuits.get(server)
        return circuit is not None and circuit.closed_until > self._clock()

    def note(self, server: str, outcome: Outcome) -> None:
        """Remember what a try came to: any answer of the server, also a refusal, ends the pause."""
        if outcome is not Outcome.TECHNICAL:
            if self._circuits:
                self._circuits.pop(server, None)
            return
        circuit = self._circuits.setdefault(server, _Circuit())
        circuit.failures += 1
        if circuit.failures < FAILURES:
            return
        if circuit.failures > FAILURES:
            circuit.pause = min(circuit.pause * 2, LONGEST_PAUSE)
        circuit.closed_until = self._clock() + circuit.pause
