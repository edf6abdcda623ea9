"""PDF as text: pages in their order, wrapped lines joined, running headers and page numbers left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tocsin.reading.document import MOST_BYTES, MOST_CHARACTERS, Document, counted
from tocsin.reading.paragraphs import joined_lines
from tocsin.reading.publication import Publication, publication_of

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 100
# Pages that may fail before the rest is given up, so that a hostile file costs little.
_MOST_FAILURES = 5
_MOST_OPERATORS = 400_000
# Streams of words are small; what is larger is a drawing or a trap.
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 2_000_000,
    "lzw_maximum_output_length": 2_000_000,
    "run_length_maximum_output_length": 2_000_000,
    "brotli_maximum_output_length": 2_000_000,
    "array_based_stream_maximum_output_length": 2_000_000,
    "maximum_declared_stream_length": MOST_BYTES,
    "stream_decoding_work_maximum_length": 8_000_000,
    "stream_parsing_work_maximum_count": 80_000,
    "page_tree_maximum_entries": 5_000,
    "page_tree_maximum_page_entries": 50_000,
    "xform_maximum_invocations_per_extraction": 200,
    "xmp_maximum_input_length": 200_000,
}
# What pypdf finds wrong with a file is said in the document's notes.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_RUNNING = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.?|seite|página|pag\.?|صفحة)\s*)?\d{1,4}(?:\s*(?:/|of|de|sur|von|من)\s*\d{1,4})?\W*$",
    re.I,
)
_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*|powerpoint|slide)|\.(?:docx?|pdf|indd|pptx?|odt|rtf)$", re.I
)


class _TooMuch(Exception):
    """Raised inside an extraction when a file has more operators than any document of words."""


class _Meter:
    """Counts a file's operators, whatever page or form they stand in."""

    def __init__(self) -> None:
        self.left = _MOST_OPERATORS

    def __call__(self, *_: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooMuch


def is_pdf(data: bytes) -> bool:
    """Whether bytes are a PDF: its mark stands within the first kilobyte (PDF 1.7, appendix H, note 13)."""
    return b"%PDF-" in data[:1024]


def open_pdf(data: bytes) -> Document:
    """The text of a PDF: at most MOST_PAGES pages and MOST_CHARACTERS characters, in the order of its content.

    A file that is locked, broken or too large gives what can be read of it, and a note. Never raises.
    """
    if len(data) > MOST_BYTES:
        return _unread(
            f"The PDF has {len(data):,} bytes; at most {MOST_BYTES:,} are read. Nothing of it was read."
        )
    # Loaded only where there is a PDF: most of what is read is none.
    from pypdf import apply_configuration

    try:
        with apply_configuration(**_LIMITS):
            return _opened(data)
    except RecursionError:
        return _unread("The PDF is nested too deep. Nothing of it was read.")
    except Exception as error:  # noqa: BLE001  a broken PDF can fail in any way, and the note says so
        return _unread(f"The PDF is broken ({_reason(error)}). Nothing of it was read.")


def _unread(note: str) -> Document:
    return Document("", notes=(note,), kind="pdf")


def _reason(error: Exception) -> str:
    said = " ".join(str(error).split())[:120].rstrip(".")
    return said or type(error).__name__


def _opened(data: bytes) -> Document:
    from pypdf import PasswordType, PdfReader

    notes: list[str] = []
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        return _unread("The PDF is locked with a password. Nothing of it was read.")
    total = len(reader.pages)
    pages = list(_pages(reader, total, notes))
    if not any(page.strip() for page in pages) and not notes:
        notes.append("The PDF holds no text; its pages may be pictures, which are not read.")
    text = joined_lines(_without_running(pages))
    notes.insert(0, f"Read as a PDF of {counted(total, 'page')}.")
    title, published = _said_of_itself(reader, text)
    return Document(text, title, tuple(notes), "pdf", published.moment, published.day)


def _pages(reader: PdfReader, total: int, notes: list[str]) -> Iterator[str]:
    meter = _Meter()
    size = failures = read = 0
    for number in range(min(total, MOST_PAGES)):
        text = ""
        try:
            text = _text_of(reader.pages[number], meter)
            read = number + 1
        except Exception as error:  # noqa: BLE001  one broken page must not cost the others
            failures += 1
            if meter.left < 0 or failures > _MOST_FAILURES:
                break
            notes.append(f"Page {number + 1} could not be read ({_reason(error)}).")
        yield text
        size += len(text)
        if size > MOST_CHARACTERS:
            break
    if read < total:
        notes.append(f"Only the first {counted(read, 'page')} of {total:,} were looked at.")


def _text_of(page: PageObject, meter: _Meter) -> str:
    return str(page.extract_text(visitor_operand_before=meter))[: 2 * MOST_CHARACTERS]


def _without_running(pages: list[str]) -> list[str]:
    """The pages without lines that stand at the head or foot of most of them, and without page numbers."""
    split = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    seen: Counter[str] = Counter()
    for lines in split:
        seen.update({_DIGITS.sub("0", line) for line in (*lines[:_RUNNING], *lines[-_RUNNING:])})
    filled = sum(1 for lines in split if lines)
    running = {line for line, times in seen.items() if filled > 1 and times >= max(2, 0.6 * filled)}
    kept = []
    for lines in split:
        last = len(lines) - _RUNNING
        kept.append(
            "\n".join(
                line
                for index, line in enumerate(lines)
                if not (
                    (index < _RUNNING or index >= last)
                    and (_DIGITS.sub("0", line) in running or _PAGE_NUMBER.match(line))
                )
            )
        )
    return kept


def _said_of_itself(reader: PdfReader, text: str) -> tuple[str, Publication]:
    try:
        about: dict[str, Any] = dict(reader.metadata or {})
        title = " ".join(str(about.get("/Title") or "").split())
        made = publication_of(str(about.get("/CreationDate") or ""))
    except Exception:  # noqa: BLE001  what a broken PDF says of itself is not worth losing its text for
        return "", Publication()
    # Writers of PDF put file names there; only a title that the text bears out is one.
    is_title = (
        title and not _NO_TITLE.search(title) and title.casefold() in " ".join(text[:2000].split()).casefold()
    )
    return (title if is_title and title in text else ""), made
