"""Files and folders that sources are read from: plain files only, and only inside the source's own folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tocsin.sources.errors import FileRefused, FolderUnreadable, TooLarge
from tocsin.sources.unpacking import too_large
from tocsin.wording import worded


def path_of(address: str) -> Path:
    """Return the path that a file address or a plain path names; raises FileRefused for another machine's file."""
    if not address.lower().startswith("file:"):
        return Path(address).expanduser()
    parts = urlsplit(address)
    if parts.netloc not in ("", "localhost"):
        raise FileRefused(
            worded(
                "%(address)s names a file on another machine (%(machine)s). Write file:///path, with three strokes.",
                address=address[:500],
                machine=parts.netloc,
            )
        )
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
        reason = getattr(error, "strerror", None) or "it cannot be followed to a file"
        raise FileRefused(f"{address[:500]} cannot be opened ({reason}). Check the path.") from error
    if not inside:
        raise FileRefused(
            f"{address[:500]} lies outside {folder}, the only folder this source may read. Move the file there."
        )
    try:
        # Not to wait for ever where the file is a pipe; it is refused below.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise FileRefused(
            f"{address[:500]} cannot be opened ({error.strerror}). Check the path and who may read the file."
        ) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise FileRefused(f"{address[:500]} is no plain file. Give the path of a file.")
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
        raise FolderUnreadable(
            f"The folder {folder} cannot be read ({error.strerror}). Check the path and who may read it."
        ) from error
    for name in names:
        path = folder / name
        if not name.startswith(".") and path.suffix.lower() in suffixes and not path.is_dir():
            yield path
