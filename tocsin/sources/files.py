"""Files and folders that sources are read from: plain files only, and only inside the source's own folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tocsin.recorded import Blank, recorded
from tocsin.sources.errors import FileRefused, FolderUnreadable, TooLarge
from tocsin.sources.unpacking import too_large
from tocsin.wording import worded

_ELSEWHERE = recorded(
    "%(address)s names a file on another machine (%(machine)s). Write file:///path, with three strokes."
)
_NOT_FOLLOWED = recorded("it cannot be followed to a file")
_NOT_OPENED = recorded("%(where)s cannot be opened (%(why)s). Check the path.", why=Blank.RECORDED)
_CLOSED = recorded("%(where)s cannot be opened (%(why)s). Check the path and who may read the file.")
_OUTSIDE = recorded(
    "%(where)s lies outside %(folder)s, the only folder this source may read. Move the file there."
)
_NOT_PLAIN = recorded("%(where)s is no plain file. Give the path of a file.")
_FOLDER_CLOSED = recorded(
    "The folder %(folder)s cannot be read (%(why)s). Check the path and who may read it."
)


def path_of(address: str) -> Path:
    """Return the path that a file address or a plain path names; raises FileRefused for another machine's file."""
    if not address.lower().startswith("file:"):
        return Path(address).expanduser()
    parts = urlsplit(address)
    if parts.netloc not in ("", "localhost"):
        raise FileRefused(worded(_ELSEWHERE, address=address[:500], machine=parts.netloc))
    return Path(unquote(parts.path))


def folder_of(address: str) -> Path | None:
    """Return the folder that a source with this address may read files from: the one its file is in.

    None where the address is no file address.
    """
    return path_of(address).parent if address.lower().startswith("file:") else None


def read_file(address: str, folder: Path, limit: int) -> tuple[bytes, str]:
    """Return the bytes of a file and a word for its version, which changes when the file does.

    Raises FileRefused where the file is absent, unreadable, no plain file, or lies outside `folder` once every
    symbolic link is followed, and TooLarge where it has more than `limit` bytes.
    """
    try:
        path = path_of(address).resolve(strict=True)
        inside = path.is_relative_to(folder.resolve(strict=True))
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or _NOT_FOLLOWED
        raise FileRefused(_NOT_OPENED % {"where": address[:500], "why": reason}) from error
    if not inside:
        raise FileRefused(_OUTSIDE % {"where": address[:500], "folder": folder})
    try:
        # Not to wait for ever where the file is a pipe; it is refused below.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise FileRefused(_CLOSED % {"where": address[:500], "why": error.strerror}) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise FileRefused(_NOT_PLAIN % {"where": address[:500]})
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise TooLarge(too_large(address[:500], limit))
    return content, f"{status.st_mtime_ns}-{status.st_size}"


def files_in(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """Yield the files of `folder` with one of `suffixes`, by name; hidden ones and subfolders are left out.

    Raises FolderUnreadable.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        raise FolderUnreadable(_FOLDER_CLOSED % {"folder": folder, "why": error.strerror}) from error
    for name in names:
        path = folder / name
        if not name.startswith(".") and path.suffix.lower() in suffixes and not path.is_dir():
            yield path
