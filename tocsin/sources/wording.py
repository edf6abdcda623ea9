"""Texts as received: decoded, made plain, and reduced to what tells an edited item from the same one."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Iterable

from lxml import etree
from lxml import html as lxml_html

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "footer", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    )
)  # fmt: skip
_SILENT = frozenset(("script", "style", "template", "noscript", "head", "title"))
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_DECLARED_HTML = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][A-Za-z0-9._-]*)""", re.IGNORECASE
)


def storable(text: str) -> str:
    """Return `text` with every character that no database keeps (NUL, lone surrogates, controls) as U+FFFD."""
    return _NOT_TEXT.sub("�", text)


def decoded(data: bytes, charset: str = "") -> tuple[str, str]:
    """Return the text of a document and what was wrong with its encoding, '' where nothing was.

    The order is byte order mark, `charset` of the HTTP header, the document's own declaration, UTF-8. Bytes that
    do not fit become U+FFFD and are counted; nothing is guessed.
    """
    encoding, mark = _encoding(data, charset)
    body = data[len(mark) :]
    problem = ""
    try:
        codecs.lookup(encoding)
        text = body.decode(encoding)
    except LookupError:
        problem = f"The encoding {encoding!r} it declares is not known; it was read as UTF-8. "
        encoding = "utf-8"
        text = body.decode("utf-8", "replace")
    except UnicodeDecodeError as error:
        text = body.decode(encoding, "replace")
        line = body.count(b"\n", 0, error.start) + 1
        problem = f"Line {line}, byte {error.start + len(mark)}: the bytes are not {encoding.upper()} ({error.reason}). "
    if problem:
        problem += f"{text.count('�')} places are shown as �. Ask its publisher for UTF-8 throughout."
    return text, problem


def _encoding(data: bytes, charset: str) -> tuple[str, bytes]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding, mark
    if charset:
        return charset, b""
    declared = _DECLARED.match(data.lstrip()[:400]) or _DECLARED_HTML.search(data[:2048])
    return (declared.group(1).decode("ascii").lower() if declared else "utf-8"), b""


def plain_text(markup: str) -> str:
    """Return the words of a piece of HTML, one paragraph a line, scripts and styles left out.

    Text without a tag or entity is returned as it is, its outer white space off.
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        root = lxml_html.fromstring(
            f"<div>{_NOT_TEXT.sub('', markup)}</div>",
            parser=lxml_html.HTMLParser(no_network=True, huge_tree=False),
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]*>", " ", markup).strip()
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if name in _BLOCKS:
                pieces.append("\n")
            if name and not _is_silent(element):
                pieces.append(element.text or "")
        else:
            if name in _BLOCKS:
                pieces.append("\n")
            parent = element.getparent()
            if element is not root and parent is not None and not _is_silent(parent):
                pieces.append(element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_silent(element: etree._Element) -> bool:
    return element.tag in _SILENT


def wording_of(parts: Iterable[str]) -> bytes:
    """Return what a content hash is taken over: the parts in NFC with all white space as one space."""
    return "\x1e".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in parts).encode(
        "utf-8", "replace"
    )


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def identity(text: str, longest: int = 500) -> str:
    """Return an item's identity so that it fits its column: what is too long is told apart by its digest."""
    clean = storable(text.strip())
    if len(clean) <= longest:
        return clean
    return f"{clean[: longest - 65]}#{digest(clean.encode())}"
