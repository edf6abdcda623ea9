"""Folders of text files: each file is one report, a changed file a new version of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tocsin.sources.errors import EmptyText, EncodingBroken, FolderUnreadable, SourcesError, said
from tocsin.sources.files import files_in, path_of, read_file
from tocsin.sources.items import Harvest, Item, Visit
from tocsin.sources.wording import decoded, identity, storable, wording_of

SUFFIXES = frozenset((".txt", ".text", ".md"))
#: A text that a person wrote has no more than this.
MOST_BYTES = 2_000_000


def gather(visit: Visit) -> Harvest:
    """Return the files of the folder as items; a file that cannot be read is a broken one.

    Raises FolderUnreadable when the folder itself is absent or closed.
    """
    folder = path_of(visit.address)
    if not visit.address:
        raise FolderUnreadable("This source has no folder. Write its path as the source's address.")
    return Harvest(tuple(_item(path, folder) for path in files_in(folder, SUFFIXES)))


def _item(path: Path, folder: Path) -> Item:
    raw = b""
    try:
        raw, version = read_file(str(path), folder, MOST_BYTES)
        text, problem = decoded(raw)
        if problem:
            raise EncodingBroken(f"{path.name}: {problem}")
        if not text.strip():
            raise EmptyText(f"{path.name} is empty. Write the report into it, or take it away.")
    except SourcesError as error:
        kept = decoded(raw)[0] if raw else ""
        return Item(
            external_id=identity(path.name),
            raw=raw,
            wording=raw or said(error).encode(),
            content_type="text/plain",
            title=storable(path.name),
            text=storable(kept),
            is_broken=True,
            error=said(error),
        )
    modified = datetime.fromtimestamp(int(version.partition("-")[0]) / 1e9, UTC)
    return Item(
        external_id=identity(path.name),
        raw=raw,
        wording=wording_of((text,)),
        content_type="text/plain",
        text=storable(text.strip()),
        published_at=modified,
        updated_at=modified,
    )
