"""Long work in short transactions, with room between them for others who want to write."""

from __future__ import annotations

import time

from django.db import connection

#: Who waits for SQLite's lock asks for it ten times a second: who holds it on and off leaves it free for so long at times.
_PAUSE = 0.11
#: After so many seconds of writing.
_WORK = 0.4


class Breather:
    """A block in which others may write: what is done in it locks nothing, and on SQLite it lasts a tenth of a second."""

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            time.sleep(max(0.0, _PAUSE - (time.monotonic() - self._began)))


class Turns:
    """Call :meth:`give_way` between two transactions of long work: now and then it lets others write."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def give_way(self) -> None:
        """Wait a tenth of a second where SQLite has been kept busy for more than half a second."""
        if time.monotonic() - self._since > _WORK:
            with Breather():
                pass
            self._since = time.monotonic()
