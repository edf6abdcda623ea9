"""How fast a receiver may be written to, where its owner sets a limit."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """So many messages a second (0: no limit), with a second's worth at once; what is urgent never waits, and is counted."""

    def __init__(self, per_second: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._clock = per_second, clock
        self._left, self._at = max(1.0, per_second), clock()

    def wait(self, *, urgent: bool = False) -> float:
        """Take room for one message and return 0; where there is none, take none and return the seconds until there is."""
        if not self._per_second:
            return 0.0
        now = self._clock()
        self._left = min(max(1.0, self._per_second), self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left >= 1.0 or urgent:
            self._left -= 1.0
            return 0.0
        return (1.0 - self._left) / self._per_second
