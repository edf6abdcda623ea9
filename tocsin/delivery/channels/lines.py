"""Messages that wait for gateways, a line for each: one that hangs takes few threads and no turn from any other."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tocsin.delivery.channels import Done, Response, put_off
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.channels.pool import LONGEST_WAIT, PUT_OFF
from tocsin.delivery.decide import Outcome

_log = logging.getLogger(__name__)

Task = Callable[[], Response]


@dataclass(frozen=True, slots=True)
class Limits:
    """So many threads for all gateways together, for each, and for each that is failing.

    After `patience` seconds without a word of a gateway, what waits for it is put off.
    """

    together: int
    each: int
    failing: int
    patience: float


@dataclass(slots=True)
class _Line:
    """What waits for one gateway, with the moment at which it came; `heard` is when the gateway last said anything."""

    waiting: deque[tuple[float, Task, Done]] = field(default_factory=deque)
    running: int = 0
    heard: float = 0.0
    is_failing: bool = False
    is_silent: bool = False
    is_watched: bool = False


class Lines:
    """Runs tasks in threads, from each line in turn."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits, self._name = limits, name
        self._lines: dict[str, _Line] = {}
        self._running = 0

    def add(self, gateway: str, task: Task, done: Done) -> None:
        """Run `task` when its turn comes, and call `done` with what it returned, in the loop of this thread."""
        line = self._lines.setdefault(gateway, _Line())
        if line.is_silent and not self._has_room(line):
            done(put_off("The gateway says nothing: this message waits until others have gone out.", PUT_OFF))
            return
        line.waiting.append((time.monotonic(), task, done))
        self._start()
        if line.waiting and not line.is_watched:
            line.heard = time.monotonic()
            self._watch(gateway, line)

    def close(self) -> None:
        """Begin nothing more. What runs cannot be stopped; its threads do not keep the process."""
        for line in self._lines.values():
            waiting, line.waiting = line.waiting, deque()
            for _, _, done in waiting:
                done(put_off("It was not handed over: the worker closed its channels."))

    def _has_room(self, line: _Line) -> bool:
        return line.running < (
            self._limits.failing if line.is_failing or line.is_silent else self._limits.each
        )

    def _start(self) -> None:
        while self._running < self._limits.together:
            ready = (key for key, line in self._lines.items() if line.waiting and self._has_room(line))
            gateway = next(ready, None)
            if gateway is None:
                return
            # Its next turn comes after that of every other.
            line = self._lines[gateway] = self._lines.pop(gateway)
            line.running += 1
            self._running += 1
            _, task, done = line.waiting.popleft()
            given = (own_loop(), line, task, done)
            threading.Thread(target=self._work, args=given, name=self._name, daemon=True).start()

    def _work(self, loop: asyncio.AbstractEventLoop, line: _Line, task: Task, done: Done) -> None:
        try:
            response = task()
        except Exception as error:  # noqa: BLE001 a message that nobody answers for would keep its room for ever
            # Its words may repeat secrets.
            _log.error("A message through a gateway met a fault: %s.", type(error).__name__)
            response = Response(Outcome.TECHNICAL, f"A fault in Tocsin: {type(error).__name__}")
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._ended, line, done, response)

    def _ended(self, line: _Line, done: Done, response: Response) -> None:
        line.running -= 1
        self._running -= 1
        line.is_failing = response.outcome is Outcome.TECHNICAL
        if not line.is_failing:
            line.heard, line.is_silent = time.monotonic(), False
        done(response)
        self._start()

    def _watch(self, gateway: str, line: _Line) -> None:
        line.is_watched = True
        own_loop().call_later(min(self._limits.patience, LONGEST_WAIT), self._look, gateway, line)

    def _look(self, gateway: str, line: _Line) -> None:
        """Put off what waits for a gateway that says nothing, and give back what has waited for long behind others."""
        line.is_watched = False
        now = time.monotonic()
        silent = now - line.heard
        line.is_silent = line.is_silent or bool(
            line.waiting and line.running and silent >= self._limits.patience
        )
        waiting, line.waiting = line.waiting, deque()
        for one in waiting:
            if line.is_silent:
                words = f"The gateway has said nothing for {silent:.0f} s: this message waits until others have gone out."
                one[2](put_off(words, PUT_OFF))
            elif now - one[0] >= LONGEST_WAIT:
                words = "It has waited for its gateway behind others: it is looked at again before it leaves."
                one[2](put_off(words))
            else:
                line.waiting.append(one)
        if line.waiting:
            self._watch(gateway, line)
