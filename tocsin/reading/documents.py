"""From what came in (bytes, HTML, plain text) to the text that is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.etree
import lxml.html
import trafilatura

from tocsin.reading.words import word_set

MOST_CHARACTERS = 100_000
MOST_HTML = 2_000_000

_TAG = re.compile(
    r"</?(?:html|body|head|div|p|article|section|main|h[1-6]|br|script|style|table|ul|li|span|a|b|strong|em|i)\b[^<>]*>",
    re.I,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});", re.I)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_-]{3,20})""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_NOT_TEXT = ("script", "style", "noscript", "template", "iframe", "svg", "object", "head")
_BLOCKS = word_set(
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table td th tr ul"
)
_SEVERAL_BLANK = re.compile(r"[ \t\xa0]+")


@dataclass(frozen=True, slots=True)
class Document:
    """The text to read, the title its page gives ("" for none), and what was left out or guessed on the way."""

    text: str
    title: str
    notes: tuple[str, ...]


def open_document(given: str | bytes, *, title: str | None = None) -> Document:
    """The text of what came in: decoded, the main text of HTML, unfit characters replaced, at most MOST_CHARACTERS.

    Where a title is given and the text does not begin with it, it becomes the text's first line.
    """
    notes: list[str] = []
    text = _decoded(given, notes) if isinstance(given, bytes) else given
    if len(text) > MOST_HTML:
        notes.append(f"Only the first {MOST_HTML:,} of {len(text):,} characters were looked at.")
        text = text[:MOST_HTML]
    text = _UNFIT.sub("\ufffd", text.removeprefix("\ufeff"))
    page_title = ""
    if _is_html(text):
        text, page_title = _main_text(text, notes)
    elif _ENTITY.search(text[:4000]) and "<" not in text:
        text = _unescaped(text)
    wanted = _UNFIT.sub("\ufffd", (title or "").strip())
    if wanted and text.lstrip()[: len(wanted)].casefold() != wanted.casefold():
        text = f"{wanted}\n\n{text}"
    if len(text) > MOST_CHARACTERS:
        notes.append(f"Only the first {MOST_CHARACTERS:,} of {len(text):,} characters were read.")
        text = text[:MOST_CHARACTERS]
    return Document(text, wanted or page_title, tuple(notes))


def _decoded(data: bytes, notes: list[str]) -> str:
    if len(data) > MOST_HTML:
        notes.append(f"Only the first {MOST_HTML:,} of {len(data):,} bytes were looked at.")
        data = data[:MOST_HTML]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(data[:2048])
    if named:
        try:
            return data.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            notes.append("The text is not in the character set it names.")
    notes.append("The text is not valid UTF-8; bytes that could not be read are shown as \ufffd.")
    return data.decode("utf-8", errors="replace")


def _is_html(text: str) -> bool:
    found = _TAG.search(text[:20_000])
    return found is not None and ("</" in text or "/>" in text or "<br" in text.lower())


def _unescaped(text: str) -> str:
    import html

    return html.unescape(text)


def _main_text(markup: str, notes: list[str]) -> tuple[str, str]:
    """The main text of a page or fragment, and the page's title."""
    from tocsin.reading.bulletins import looks_like_bulletin

    try:
        root = lxml.html.fromstring(_DECLARATION.sub("", markup))
    except (lxml.etree.LxmlError, ValueError):
        notes.append("The HTML holds no text.")
        return "", ""
    titles = root.xpath("//head/title/text() | //h1//text()")
    page_title = " ".join(str(titles[0]).split()) if titles else ""
    whole = _visible_text(root)
    if looks_like_bulletin(whole):
        return whole, ""
    is_page = "<body" in markup[:20_000].lower() or "<html" in markup[:2000].lower()
    main = trafilatura.extract(markup, include_comments=False, deduplicate=False) if is_page else None
    if main and len(main) >= 80:
        return main, page_title
    return whole, page_title


def _visible_text(root: lxml.html.HtmlElement) -> str:
    """Every visible word of the page, one line for each block."""
    pieces: list[str] = []
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            pieces.append(element.tail or "")
            continue
        name = element.tag if isinstance(element.tag, str) else ""
        hidden = name in _NOT_TEXT or element.get("hidden") is not None
        if event == "start":
            if name in _BLOCKS:
                pieces.append("\n")
            if hidden:
                element[:] = []
                element.text = None
            elif element.text:
                pieces.append(" ".join(element.text.split("\n")))
        else:
            if name in _BLOCKS:
                pieces.append("\n")
            if element.tail and element is not root:
                pieces.append(" ".join(element.tail.split("\n")))
    lines = (_SEVERAL_BLANK.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in lines if line)
