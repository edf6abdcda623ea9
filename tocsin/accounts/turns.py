"""Long work in short transactions, with room between them for others who want to write."""

from __future__ import annotations

import time
from contextlib import suppress

from django.db import OperationalError, connection

#: Who waits for SQLite's lock asks for it ten times a second: who holds it on and off leaves it free for so long at times.
_PAUSE = 0.11
#: After so many seconds of writing.
_WORK = 0.4


class Breather:
    """A block in which others may write: what is done in it locks nothing, and on SQLite it lasts a tenth of a second.

    What was committed before is brought from SQLite's log into the database meanwhile: otherwise a commit does it now and
    then, and whoever called for that commit waits.
    """

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            # It waits for nobody, and nobody for it (https://www.sqlite.org/c3ref/wal_checkpoint_v2.html, PASSIVE). Where it
            # cannot be done now, as while a question is still being read, a later commit does it, and says what fails.
            with connection.cursor() as cursor, suppress(OperationalError):
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            time.sleep(max(0.0, _PAUSE - (time.monotonic() - self._began)))


#: A short transaction lasts about so many seconds: on SQLite everybody else waits for it, elsewhere those of its rows alone.
_SHORT, _SHORT_ELSEWHERE = 0.025, 0.05


class Lots:
    """How many rows the next transaction of long work takes: as many as make it last some 25 ms, on PostgreSQL 50.

    What a row costs differs from one machine to the next, and from one row to the next: of one silent person one message
    is written, of another ten to those on duty.
    """

    def __init__(self, first: int = 100, *, least: int = 50, most: int = 2000) -> None:
        self.size = first
        self._seconds = _SHORT if connection.vendor == "sqlite" else _SHORT_ELSEWHERE
        self._least, self._most = least, most

    def took(self, seconds: float) -> None:
        """Learn how long the transaction with :attr:`size` rows lasted, and set the size of the next: half to one and a half times as many."""
        change = min(1.5, max(0.5, self._seconds / max(seconds, 1e-6)))
        self.size = min(self._most, max(self._least, round(self.size * change)))


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
