"""Who is alive: each worker holds a locked file, and the operating system lets go of it when the worker ends."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover  not on Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

_SUFFIX = ".lock"


def _own_host() -> str:
    return socket.gethostname().replace("/", "-")[:40]


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


class Lease:
    """One living worker. `name` is what its rows are held by; it ends with the process, however that ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.name = f"{_own_host()}/{os.getpid()}-{secrets.token_hex(4)}"
        self._path = _path(folder, self.name)
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        _lock(self._descriptor)

    def release(self) -> None:
        """Let go; what is still held in this name is free to be taken over."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        os.close(self._descriptor)


@contextlib.contextmanager
def claimed(folder: Path, name: str) -> Iterator[bool]:
    """Within the block, tell whether the worker `name` is dead, and hold its lock so that one alone takes over.

    A worker of another host is never taken for dead: its lock cannot be seen from here.
    """
    host = name.partition("/")[0]
    if host != _own_host():
        yield False
        return
    path = _path(folder, name)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield True
        return
    try:
        dead = _lock(descriptor)
        yield dead
        if dead:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
    finally:
        os.close(descriptor)


def _path(folder: Path, name: str) -> Path:
    return folder / (name.replace("/", "-") + _SUFFIX)
