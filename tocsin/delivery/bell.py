"""The bell of the outbox: a worker that rests is woken by the commit that leaves it something to do, and not by a clock."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

from tocsin.delivery.leases import Leases, SessionLease

_log = logging.getLogger(__name__)

#: What is notified when rows are written (migration 0010).
CHANNEL = "tocsin_delivery"
#: Seconds between two looks at SQLite's counter of commits, which takes two microseconds.
_LOOK = 0.01


class Bell(Protocol):
    """Calls a function, in the loop, when another connection has committed something."""

    def listen(self) -> None:
        """Begin to listen; again after the database was away. Raises DatabaseError."""

    def silence(self) -> None:
        """Stop listening."""


def bell(loop: asyncio.AbstractEventLoop, lease: Leases, ring: Callable[[], None]) -> Bell:
    """Return the bell of this database. It rings while `loop` runs."""
    if isinstance(lease, SessionLease):
        return _NotifyBell(loop, lease, ring)
    return _CounterBell(loop, ring)


class _CounterBell:
    """SQLite counts the commits of other connections (PRAGMA data_version)."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop, self._ring = loop, ring
        self._timer: asyncio.TimerHandle | None = None
        self._seen: Any = None
        self._ours: Any = None

    def listen(self) -> None:
        # Taken here: while a loop runs, Django answers with another connection, which is not open.
        self._ours = connections[DEFAULT_DB_ALIAS]
        if self._timer is None:
            self._look()

    def _look(self) -> None:
        # Django lets nobody ask the database while a loop runs, because that may take long. This does not.
        database = self._ours.connection
        try:
            seen = database.execute("PRAGMA data_version").fetchone() if database is not None else None
        except self._ours.Database.Error as error:
            # The turn that follows says so too; a bell that broke here would never ring again.
            _log.warning("The database's counter of commits cannot be read (%s).", error)
            seen = None
        if seen != self._seen:
            self._seen = seen
            self._ring()
        self._timer = self._loop.call_later(_LOOK, self._look)

    def silence(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _NotifyBell:
    """PostgreSQL tells every connection that listens (LISTEN and NOTIFY)."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, lease: SessionLease, ring: Callable[[], None]
    ) -> None:
        self._loop, self._lease, self._ring = loop, lease, ring
        self._heard: int | None = None

    def listen(self) -> None:
        if self._heard is not None:
            return
        with connection.wrap_database_errors:
            self._lease.session.execute(f"LISTEN {CHANNEL}")
        self._heard = self._lease.session.fileno()
        self._loop.add_reader(self._heard, self._hear)

    def _hear(self) -> None:
        line = self._lease.session.pgconn
        try:
            with connection.wrap_database_errors:
                line.consume_input()
        except DatabaseError as error:
            _log.error("The database hung up (%s).", error)
            self.silence()
            self._lease.session.close()
        else:
            while line.notifies() is not None:
                """Several commits ring once."""
        self._ring()

    def silence(self) -> None:
        if self._heard is not None:
            with contextlib.suppress(OSError, ValueError):
                self._loop.remove_reader(self._heard)
            self._heard = None
