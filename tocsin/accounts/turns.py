"""Long work in short transactions, with room between them for others who want to write."""

from __future__ import annotations

import time

from django.db import connection

#: Who waits for SQLite's lock asks for it ten times a second: after so many seconds of work nobody holds it for that long.
_WORK, _PAUSE = 0.6, 0.11


class Turns:
    """Call :meth:`give_way` between two transactions of long work: now and then it waits until others have had the lock."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def give_way(self) -> None:
        """Wait a tenth of a second where SQLite has been kept busy for more than half a second."""
        if time.monotonic() - self._since < _WORK:
            return
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            time.sleep(_PAUSE)
        self._since = time.monotonic()
