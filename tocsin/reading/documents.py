"""From what came in (bytes or text of any kind) to the text that is read."""

from __future__ import annotations

import html
import re

from tocsin.reading.alert_messages import is_alert, open_alert
from tocsin.reading.document import MOST_BYTES, MOST_CHARACTERS, MOST_MARKUP, Document, DocumentKind
from tocsin.reading.encodings import decoded, wrongly_decoded
from tocsin.reading.feed_items import is_feed, open_feed, open_xml
from tocsin.reading.mails import is_mail, open_mail
from tocsin.reading.pdf_files import is_pdf, open_pdf
from tocsin.reading.web_pages import looks_like_page, open_page

__all__ = [
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "MOST_MARKUP",
    "Document",
    "DocumentKind",
    "kind_of",
    "open_document",
]

#: The note of a text whose lines are cells, not sentences.
LOOKS_LIKE_A_TABLE = (
    "The text looks like a list or table; what happens, and where, can hardly be told from it."
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|apos|#\d{1,6}|#x[0-9a-f]{1,5});", re.I)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Marks that no reader sees and that part words: soft hyphen, zero-width space, joiners of words, marks of direction. The
# joiners of Persian and Indic scripts (U+200C, U+200D) belong to their words.
_UNSEEN = re.compile("[\xad\u180e\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")
# What colours a terminal, and has no letters of its own.
_ESCAPES = re.compile("\x1b\\[[0-9;?]{0,20}[ -/]?[@-~]")
# A digit inside a word, as scanners read 'o', 'i' and 's'.
_DAMAGED = re.compile(r"(?<=[A-Za-z])[01358|](?=[a-z])")
_CELL = re.compile(r"[^.!?\n]{0,60}$")
_DOUBT_SAMPLE = 4_000
# First bytes of files that hold no plain text, and what to call them.
_BINARY = (
    (b"PK\x03\x04", "a zipped document, as Word and Excel write them"),
    (b"\xd0\xcf\x11\xe0", "a document of an older Office"),
    (b"{\\rtf", "a document in RTF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
)
_MOST_UNFIT = 0.2
_PLAIN_BYTES = bytes(byte for byte in range(256) if (byte >= 32 and byte != 127) or byte in b"\t\n\r\f\v\x1b")
_XML = re.compile(
    r"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)|<(?:[A-Za-z_][\w.-]*:)?(?:alert|rss|feed|RDF|item|entry|EDXLDistribution)[\s>])",
    re.I,
)
_HTML_ROOT = re.compile(r"<(?:!DOCTYPE\s+html|html|body)\b", re.I)
_BY_MEDIA_TYPE: dict[str, DocumentKind] = {
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/pdf": "pdf",
    "message/rfc822": "e-mail",
    "application/cap+xml": "cap",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
}


def open_document(given: str | bytes, *, title: str | None = None, kind: str | None = None) -> Document:
    """What came in, opened: its text of at most MOST_CHARACTERS, and what it says of itself. Never raises.

    `kind` is a DocumentKind or a media type; what is not given, or not known, is told by content (`kind_of`). Where a title
    is given and the text does not begin with it, it becomes the text's first line.
    """
    notes: list[str] = []
    chosen = _named(kind) or kind_of(given)
    opened = _opened(given, chosen, notes)
    text = _clean(opened.text)
    if wrong := wrongly_decoded(text):
        notes.append(
            f"Some letters were decoded wrongly before they came here (as {wrong!r}); they were kept as they are."
        )
    notes += _doubts(text)
    wanted = _clean((title or "").strip()).replace("\n", " ")
    if wanted and text.lstrip()[: len(wanted)].casefold() != wanted.casefold():
        text = f"{wanted}\n\n{text}"
    if len(text) > MOST_CHARACTERS:
        notes.append(f"Only the first {MOST_CHARACTERS:,} of {len(text):,} characters were read.")
        text = text[:MOST_CHARACTERS]
    return Document(
        text=text,
        title=wanted or _clean(opened.title),
        notes=(*opened.notes, *notes),
        kind=opened.kind,
        published=opened.published,
        day=opened.day,
        language=opened.language,
        country=opened.country,
        severity=opened.severity,
        certainty=opened.certainty,
        urgency=opened.urgency,
    )


def kind_of(given: str | bytes) -> DocumentKind:
    """The kind of what came in, told by its content: PDF's mark, mail's header, XML's root, tags of HTML, else text."""
    if isinstance(given, bytes):
        if is_pdf(given):
            return "pdf"
        if is_mail(given):
            return "e-mail"
        head = given[:20_000]
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:64]:
            return _kind_of_text(decoded(head, []))
        return _kind_of_text(head.decode("utf-8", errors="replace"))
    if ":" in given[:70] and is_mail(given[:20_000].encode("utf-8", errors="replace")):
        return "e-mail"
    return _kind_of_text(given[:20_000])


def _kind_of_text(head: str) -> DocumentKind:
    head = head.lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return "page" if looks_like_page(head) else "text"
    if _XML.match(head) and not _HTML_ROOT.search(head[:2000]):
        if is_alert(head):
            return "cap"
        return "feed" if is_feed(head) else "xml"
    return "page" if looks_like_page(head) else "text"


def _named(kind: str | None) -> DocumentKind | None:
    if kind is None:
        return None
    bare = kind.partition(";")[0].strip().lower()
    return next((one for one in _BY_MEDIA_TYPE.values() if one == bare), _BY_MEDIA_TYPE.get(bare))


def _opened(given: str | bytes, kind: DocumentKind, notes: list[str]) -> Document:
    if kind == "pdf":
        return open_pdf(
            given if isinstance(given, bytes) else given[:MOST_MARKUP].encode("latin-1", "replace")
        )
    if kind == "e-mail":
        return open_mail(given if isinstance(given, bytes) else given.encode("utf-8", "replace"))
    if kind in ("cap", "feed", "xml"):
        data = (
            given[:MOST_BYTES] if isinstance(given, bytes) else given[:MOST_BYTES].encode("utf-8", "replace")
        )
        return open_alert(data) if kind == "cap" else open_feed(data) if kind == "feed" else open_xml(data)
    if isinstance(given, bytes) and (what := _binary(given)):
        return Document("", notes=(f"Nothing was read: the file is {what}. Save it as PDF or as text.",))
    text = _text_of(given, notes)
    if kind == "page":
        return open_page(_UNFIT.sub("\ufffd", text))
    if "&" in text and "<" not in text and _ENTITY.search(text[:4000]):
        text = html.unescape(text)
    return Document(text)


def _binary(data: bytes) -> str:
    """What a file is that holds no plain text, in plain words; '' for one that may."""
    for mark, what in _BINARY:
        if data.startswith(mark):
            return what
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ""
    sample = data[:_DOUBT_SAMPLE]
    unfit = len(sample.translate(None, _PLAIN_BYTES))
    # UTF-16 without a mark has a zero beside each letter, and as many of them.
    zeros = sample.count(0)
    is_wide = zeros > 0.4 * len(sample) and unfit <= zeros + 2
    return "" if len(sample) < 200 or unfit <= _MOST_UNFIT * len(sample) or is_wide else "no text at all"


def _text_of(given: str | bytes, notes: list[str]) -> str:
    size = len(given)
    if size > MOST_MARKUP:
        what = "bytes" if isinstance(given, bytes) else "characters"
        notes.append(f"Only the first {MOST_MARKUP:,} of {size:,} {what} were looked at.")
        given = given[:MOST_MARKUP]
    return decoded(given, notes) if isinstance(given, bytes) else given


def _clean(text: str) -> str:
    """The text with plain line ends, without marks that no reader sees, and U+FFFD for what is no character."""
    if text.isascii() and _CONTROL.search(text) is None:
        return text
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    return _UNSEEN.sub("", _UNFIT.sub("\ufffd", _LINE_ENDS.sub("\n", text)))


def _doubts(text: str) -> list[str]:
    """What makes every finding in a text less sure, in plain words."""
    sample = text[:_DOUBT_SAMPLE]
    doubts = []
    damaged = len(_DAMAGED.findall(sample))
    if damaged >= 3 and damaged * 25 > sample.count(" "):
        doubts.append("Many words look damaged, as by a scanner; what was read in them is unsure.")
    if sample.isupper() and sample.count(" ") >= 4 and sample.upper() != sample.lower():
        doubts.append("The text is in capitals; names and other words are harder to tell apart in it.")
    lines = sample.split("\n")
    if len(lines) >= 30 and sum(1 for line in lines if _CELL.match(line)) > 0.8 * len(lines):
        doubts.append(LOOKS_LIKE_A_TABLE)
    return doubts
