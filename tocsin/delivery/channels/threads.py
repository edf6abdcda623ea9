"""A few threads for senders that know only how to wait; the loop goes on meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from tocsin.delivery.channels.loop import own_loop

Found = TypeVar("Found")


class Threads(Generic[Found]):
    """Runs up to `limit` tasks at once, in the order in which they came. A task may raise nothing."""

    def __init__(self, limit: int, name: str) -> None:
        self._limit, self._name = limit, name
        self._waiting: deque[tuple[Callable[[], Found], Callable[[Found], None]]] = deque()
        self._running = 0

    def run(self, task: Callable[[], Found], done: Callable[[Found], None]) -> None:
        """Run `task` in a thread, and call `done` with what it returned, in the loop of this thread."""
        self._waiting.append((task, done))
        self._start()

    def close(self) -> None:
        """Begin nothing more. What runs cannot be stopped; its threads do not keep the process."""
        self._waiting.clear()

    def _start(self) -> None:
        while self._waiting and self._running < self._limit:
            self._running += 1
            given = (own_loop(), *self._waiting.popleft())
            threading.Thread(target=self._work, args=given, name=self._name, daemon=True).start()

    def _work(
        self, loop: asyncio.AbstractEventLoop, task: Callable[[], Found], done: Callable[[Found], None]
    ) -> None:
        found = task()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._ended, done, found)

    def _ended(self, done: Callable[[Found], None], found: Found) -> None:
        self._running -= 1
        done(found)
        self._start()
