"""Folders of files: each file is one report, a changed file a new version of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tocsin.cap import CapError, NotCap, extract
from tocsin.reading import Document, open_document
from tocsin.recorded import Blank, recorded
from tocsin.sources import messages
from tocsin.sources.errors import (
    DocumentPartly,
    EmptyText,
    EncodingBroken,
    FolderUnreadable,
    SourcesError,
    said,
)
from tocsin.sources.files import files_in, path_of, read_file
from tocsin.sources.items import Harvest, Item, Visit
from tocsin.sources.wording import decoded, digest, identity, storable, wording_of

_NO_FOLDER = recorded("This source has no folder. Write its path as the source's address.")
_EMPTY = recorded("%(name)s is empty. Write the report into it, or take it away.")
_NO_TEXT = recorded("It holds no text.")
_NOTHING_READ = recorded("%(name)s gave no text to read. %(reason)s", reason=Blank.RECORDED)

_TEXTS = frozenset((".txt", ".text", ".md"))
_MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".eml": "message/rfc822",
}
_CAP = frozenset((".xml", ".cap"))
SUFFIXES = _TEXTS | frozenset(_MEDIA_TYPES) | _CAP
#: A text that a person wrote has no more than this.
MOST_BYTES = 2_000_000
#: A PDF or e-mail has pictures and attachments as well.
MOST_DOCUMENT_BYTES = 20_000_000
_MOST_REMEMBERED = 200
_remembered: dict[str, Document] = {}


def gather(visit: Visit) -> Harvest:
    """Return the files of the folder as items; a file that cannot be read is a broken one.

    Raises FolderUnreadable when the folder itself is absent or closed.
    """
    folder = path_of(visit.address)
    if not visit.address:
        raise FolderUnreadable(_NO_FOLDER)
    items = (item for path in files_in(folder, SUFFIXES) for item in _items(path, folder, visit.language))
    return Harvest(tuple(items))


def _items(path: Path, folder: Path, language: str) -> Iterator[Item]:
    raw = b""
    suffix = path.suffix.lower()
    try:
        raw, version = read_file(str(path), folder, MOST_BYTES if suffix in _TEXTS else MOST_DOCUMENT_BYTES)
        if suffix in _CAP:
            yield from _alerts(path, raw, language)
            return
        modified = datetime.fromtimestamp(int(version.partition("-")[0]) / 1e9, UTC)
        yield _text_item(path, raw, modified) if suffix in _TEXTS else _document_item(path, raw, modified)
    except SourcesError as error:
        # Of a text, the letters that could be read are shown.
        kept = decoded(raw)[0] if raw and suffix in _TEXTS else ""
        yield _broken(path, raw, kept, said(error))


def _broken(path: Path, raw: bytes, kept: str, error: str) -> Item:
    return Item(
        external_id=identity(path.name),
        raw=raw,
        wording=raw or error.encode(),
        content_type=_MEDIA_TYPES.get(path.suffix.lower(), "text/plain"),
        title=storable(path.name),
        text=storable(kept),
        is_broken=True,
        error=storable(error),
    )


def _text_item(path: Path, raw: bytes, modified: datetime) -> Item:
    text, problem = decoded(raw)
    if problem:
        raise EncodingBroken(f"{path.name}: {problem}")
    if not text.strip():
        raise EmptyText(_EMPTY % {"name": path.name})
    return Item(
        external_id=identity(path.name),
        raw=raw,
        wording=wording_of((text,)),
        content_type="text/plain",
        text=storable(text.strip()),
        published_at=modified,
        updated_at=modified,
    )


def _document_item(path: Path, raw: bytes, modified: datetime) -> Item:
    """A page, PDF or e-mail: its words, with its own date, and what of it could not be read as the item's error."""
    media_type = _MEDIA_TYPES[path.suffix.lower()]
    document = _opened(raw, media_type)
    if not document.text.strip():
        reason = " ".join(document.losses) or _NO_TEXT
        raise EmptyText(_NOTHING_READ % {"name": path.name, "reason": reason})
    published = document.moment(modified)
    return Item(
        external_id=identity(path.name),
        raw=raw,
        wording=wording_of((document.title, document.text)),
        content_type=media_type,
        title=storable(document.title),
        text=storable(document.text),
        published_at=published,
        updated_at=modified,
        error="\n".join(
            storable(said(DocumentPartly(f"{path.name}: {note}"))) for note in document.losses[:10]
        ),
    )


def _opened(raw: bytes, media_type: str) -> Document:
    """The document opened; one that was opened at an earlier look is remembered, because a PDF takes its time."""
    key = f"{media_type}:{digest(raw)}"
    document = _remembered.get(key)
    if document is None:
        document = open_document(raw, kind=media_type)
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        _remembered[key] = document
    return document


def _alerts(path: Path, raw: bytes, language: str) -> Iterator[Item]:
    """The CAP messages of a file, each known by its own sender, identifier and time, so that an Update finds its Alert."""
    found = extract(raw)
    for data in found.messages:
        yield messages.item_of(data, language=language)
    errors: tuple[CapError, ...] = found.errors
    if not found.messages and not errors:
        errors = (
            NotCap(
                f"{path.name} holds no CAP message. Feeds of other kinds are read by a source of the kind 'feed'."
            ),
        )
    for number, error in enumerate(errors):
        name = path.name if number == 0 else f"{path.name}#{number + 1}"
        yield replace(messages.broken(error, error.item or raw, external_id=name), title=storable(path.name))
