"""Who is alive: each worker holds a lock that the system lets go of however the worker ends.

On SQLite it is a locked file of the instance's folder; on PostgreSQL an advisory lock, which workers on every host see.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from django.db import DatabaseError, connection

try:
    import fcntl
except ImportError:  # pragma: no cover  not on Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

_log = logging.getLogger(__name__)

_SUFFIX = ".lock"
#: What sets these advisory locks apart from any other in the same database ('Toc').
_CLASS = 0x546F63


class Leases(Protocol):
    """The lease of one living worker, and a way to see those of others."""

    #: What the worker's rows are held by; it ends with the process, however that ends.
    name: str

    def renew(self) -> bool:
        """Take the lease again where it was lost, and return whether it was. Raises DatabaseError where the database is still away."""

    def claimed(self, name: str) -> contextlib.AbstractContextManager[bool]:
        """Within the block, tell whether the worker `name` is dead, and hold its lock so that one alone takes over."""

    def release(self) -> None:
        """Let go; what is still held in this name is free to be taken over."""


def lease(folder: Path) -> Leases:
    """Return a new lease of this process, by the kind of its database."""
    return SessionLease() if connection.vendor == "postgresql" else FileLease(folder)


def _new_name() -> str:
    host = socket.gethostname().replace("/", "-")[:40]
    return f"{host}/{os.getpid()}-{secrets.token_hex(4)}"


class FileLease:
    """A locked file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.name = _new_name()
        self._folder = folder
        self._path = self._path_of(self.name)
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        _lock(self._descriptor)

    def renew(self) -> bool:
        """Do nothing: a file stays locked while its process lives."""
        return False

    @contextlib.contextmanager
    def claimed(self, name: str) -> Iterator[bool]:
        """Within the block, tell whether the worker `name` is dead. One of another host is never taken for dead."""
        if name.partition("/")[0] != self.name.partition("/")[0]:
            yield False
            return
        path = self._path_of(name)
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            yield True
            return
        try:
            is_dead = _lock(descriptor)
            yield is_dead
            if is_dead:
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()
        finally:
            os.close(descriptor)

    def release(self) -> None:
        """Unlock and remove the file."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        os.close(self._descriptor)

    def _path_of(self, name: str) -> Path:
        return self._folder / (name.replace("/", "-") + _SUFFIX)


def _lock(descriptor: int) -> bool:
    """Take the lock of an open file at once, and return whether it was free."""
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:  # pragma: no cover
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


class SessionLease:
    """An advisory lock on a connection of its own (PostgreSQL 15, 13.3.5), which is also where the bell is heard."""

    def __init__(self) -> None:
        self.name = _new_name()
        self.session: Any = None
        self.renew()

    def renew(self) -> bool:
        """Connect and take the lock again where the connection was lost. Raises DatabaseError."""
        if self.session is not None and not self.session.closed:
            return False
        with connection.wrap_database_errors:
            parameters = {**connection.get_connection_params(), **_FAINT, "autocommit": True}
            self.session = connection.Database.connect(**parameters)
            self.session.execute("SELECT pg_advisory_lock(%s, %s)", [_CLASS, _number(self.name)])
        return True

    @contextlib.contextmanager
    def claimed(self, name: str) -> Iterator[bool]:
        """Within the block, tell whether the worker `name` is dead, on whichever host it was."""
        key = [_CLASS, _number(name)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
            (is_dead,) = cursor.fetchone()
        try:
            yield is_dead
        finally:
            if is_dead:
                self._let_go(key)

    def _let_go(self, key: list[int]) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
        except DatabaseError:
            # The lock went with the connection.
            _log.warning("The database went away while a dead worker's messages were taken over.")

    def release(self) -> None:
        """Close the connection, and the lock with it."""
        if self.session is not None:
            self.session.close()


#: A host that vanished is noticed within half a minute, and its lock is free then.
_FAINT = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


def _number(name: str) -> int:
    """Return the number of a worker's lock, out of the digits that end its name."""
    digits = name.rpartition("-")[2]
    return int.from_bytes(bytes.fromhex(digits)[:4], "big", signed=True) if _is_hex(digits) else 0


def _is_hex(text: str) -> bool:
    return len(text) >= 8 and all(character in "0123456789abcdef" for character in text)
