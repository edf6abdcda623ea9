"""A server that cannot be reached is left alone for a while: no thread waits for it, and other messages go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tocsin.delivery.channels import Response
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
    """Remembers, for each server, how the last tries went. Called from many threads at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._circuits: dict[str, _Circuit] = {}
        self._lock = threading.Lock()

    def guard(self, server: str, send: Callable[[], Response], *, urgent: bool = False) -> Response:
        """Return what `send` brings; without a try where `server` is being left alone, for then to come back.

        Any answer of the server, also a refusal, ends the pause. What is `urgent` is always tried.
        """
        with self._lock:
            circuit = self._circuits.setdefault(server, _Circuit())
            left = circuit.closed_until - self._clock()
            if left > 0 and not urgent:
                words = f"{server} could not be reached by the last {circuit.failures} messages, and is left alone for {left:.0f} s."
                return Response(Outcome.TECHNICAL, words, timedelta(seconds=max(1.0, left)))
            if circuit.failures >= FAILURES:
                # One message tries; the others wait for what becomes of it.
                circuit.closed_until = self._clock() + circuit.pause
        response = send()
        self._note(server, response)
        return response

    def _note(self, server: str, response: Response) -> None:
        with self._lock:
            if response.outcome is not Outcome.TECHNICAL:
                self._circuits.pop(server, None)
                return
            circuit = self._circuits.setdefault(server, _Circuit())
            circuit.failures += 1
            if circuit.failures < FAILURES:
                return
            if circuit.failures > FAILURES:
                circuit.pause = min(circuit.pause * 2, LONGEST_PAUSE)
            circuit.closed_until = self._clock() + circuit.pause
