"""HTML as text: the main words of a page, its headline and its date; never what stands in scripts or is hidden."""

from __future__ import annotations

import logging
import re

import lxml.etree
import lxml.html

from tocsin.reading.bulletins import looks_like_bulletin
from tocsin.reading.document import MOST_CHARACTERS, Document
from tocsin.reading.noise import is_noise
from tocsin.reading.publication import Publication, publication_of
from tocsin.reading.words import word_set

# What trafilatura leaves out is no news to whoever polls a page.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# trafilatura's time grows with the square of the elements; above these, the page is read whole.
_MOST_SIFTED_ELEMENTS = 4_000
_MOST_SIFTED_CHARACTERS = 300_000
_LEAST_MAIN = 80
# Begins and ends of elements that are walked; a page of 100,000 characters that people read has far fewer.
_MOST_EVENTS = 100_000

_TAG = re.compile(
    r"</?(?:html|body|head|div|p|article|section|main|h[1-6]|br|script|style|table|ul|li|span|a|b|strong|em|i)\b[^<>]*>",
    re.I,
)
_ROOT = re.compile(r"<(?:!DOCTYPE\s+html|html|body)\b", re.I)
_CLOSES = re.compile(r"</|/>|<br", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_TEXT = (
    "script", "style", "noscript", "template", "iframe", "svg", "object", "embed", "canvas", "audio", "video", "head",
    "select", "textarea", "button", "dialog",
)  # fmt: skip
_STYLED = lxml.etree.XPath("//*[@style or @hidden or @aria-hidden='true']")
_IS_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NAMED = lxml.etree.XPath("//nav | //*[@class or @id or @role]")
_IS_ASIDE = re.compile(r"cookie|consent|breadcrumb|\bnavigation\b|\bsearch\b|\bdialog\b", re.I)
# What only takes room between words, so that a page nested too deep can be read without it.
_SHELL = re.compile(
    r"</?(?!script|style|noscript|template|head|title|body|html|svg|iframe|object|textarea|select|!)[a-z][^<>]*>",
    re.I,
)
_BREAKS = re.compile(r"<br>(?:\s*<br>)+")
_BLOCKS = word_set(
    "address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr legend li main nav ol option p pre section table tbody td th tr ul"
)
# The site's name behind a page's title: 'Strike in Lagos | Daily News'.
_SITE = re.compile(r"(?<=\w\w)\s+[|–—·»-]\s+[^|–—·»]{2,40}$")
_SEVERAL_BLANK = re.compile(r"[ \t\xa0\r\f\v]+")
_META_DATES = (
    "article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "date.issued", "sailthru.date", "parsely-pub-date", "date", "dcterms.date",
)  # fmt: skip
_DATE_IN_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_MOST_OF_SCRIPT = 200_000


def looks_like_page(text: str) -> bool:
    """Whether a text is HTML or a piece of it: a tag of HTML in its first part, and one that closes."""
    if "<" not in text:
        return False
    if _ROOT.search(text[:2000]):
        return True
    return _TAG.search(text[:20_000]) is not None and _CLOSES.search(text) is not None


def open_page(markup: str) -> Document:
    """The main text of a page or fragment of HTML, with its headline and date.

    A bulletin in a known form is read whole, so that none of its parts is lost; else the main text is trafilatura's, and
    every visible word where that finds none. Nothing is fetched, no entity expanded, no script read. Never raises.
    """
    notes: list[str] = []
    root = _parsed(markup, notes)
    if root is None:
        return Document("", notes=("The HTML holds no text.",), kind="page")
    title, in_head = _title(root)
    published = _published(root)
    _strip(root)
    text = _visible_text(root)
    if not looks_like_bulletin(text):
        text = _main(root, markup, text)
        if in_head and title.casefold() not in text[:1000].casefold():
            text = f"{title}\n\n{text}"
    text = text.strip()
    if not text:
        notes.append("The HTML holds no text.")
    elif text == title:
        notes.append("The HTML holds no text but its title; what scripts write in a browser is not read.")
    return Document(
        text,
        title if title.casefold() in text.casefold() else "",
        tuple(notes),
        "page",
        published.moment,
        published.day,
    )


def _parsed(markup: str, notes: list[str]) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", markup), parser=parser)
        if any("depth" in entry.message for entry in parser.error_log):
            notes.append("The HTML is nested too deep; it was read as plain lines.")
            flat = _BREAKS.sub("<br>", _SHELL.sub("<br>", markup))
            root = lxml.html.document_fromstring(flat, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None
    return root


def _title(root: lxml.html.HtmlElement) -> tuple[str, bool]:
    """The page's headline, and whether it may stand in no other place than its head."""
    named = [_meta(root, "og:title"), *(" ".join(one.text_content().split()) for one in root.iter("h1"))]
    head = " ".join((root.findtext(".//head/title") or root.findtext(".//title") or "").split())
    bare = _SITE.sub("", head)
    head = bare if len(bare.split()) >= 3 else head
    for one in named:
        if one and len(one) < 300:
            return one, True
    return (head, len(head.split()) >= 3) if len(head) < 300 else ("", False)


def _meta(root: lxml.html.HtmlElement, name: str) -> str:
    for element in root.iter("meta"):
        said = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if said.lower() == name:
            return " ".join((element.get("content") or "").split())
    return ""


def _published(root: lxml.html.HtmlElement) -> Publication:
    metas = {
        (
            element.get("property") or element.get("name") or element.get("itemprop") or ""
        ).lower(): element.get("content") or ""
        for element in root.iter("meta")
    }
    said = [metas[name] for name in _META_DATES if name in metas]
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            said += _DATE_IN_DATA.findall((script.text or "")[:_MOST_OF_SCRIPT])[:1]
    said += [element.get("datetime") or "" for element in root.iter("time")][:1]
    day: Publication = Publication()
    for one in said:
        found = publication_of(one)
        if found.moment is not None:
            return found
        if day.day is None:
            day = found
    return day


def _strip(root: lxml.html.HtmlElement) -> None:
    lxml.etree.strip_elements(root, *_NOT_TEXT, with_tail=False)
    for element in _STYLED(root):
        is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if (is_hidden or _IS_HIDDEN.search(element.get("style") or "")) and element.getparent() is not None:
            element.drop_tree()
    aside = [element for element in _NAMED(root) if _is_aside(element)]
    # A page that stands wholly in what looks like a margin is no margin.
    words = len(root.text_content())
    if aside and sum(len(element.text_content()) for element in aside) < 0.5 * words:
        for element in aside:
            element.drop_tree()


def _is_aside(element: lxml.html.HtmlElement) -> bool:
    """Whether an element is navigation, a search box or a banner about cookies, by its own name for itself."""
    if element.getparent() is None or element.tag in ("html", "body", "main", "article"):
        return False
    said = (element.get("class") or "", element.get("id") or "", element.get("role") or "")
    return element.tag == "nav" or any(_IS_ASIDE.search(one) for one in said)


def _main(root: lxml.html.HtmlElement, markup: str, whole: str) -> str:
    head = markup[:20_000].lower()
    is_page = "<body" in head or "<html" in head
    elements = sum(1 for _ in root.iter())
    if not is_page or elements > _MOST_SIFTED_ELEMENTS or len(whole) > _MOST_SIFTED_CHARACTERS:
        return _without_noise(_core(root) if is_page else whole)
    # Loaded only where there is a page: most of what is read is none.
    import trafilatura

    main = trafilatura.extract(root, include_comments=False, deduplicate=False)
    if main and len(main) >= _LEAST_MAIN:
        return main
    return _without_noise(whole)


def _core(root: lxml.html.HtmlElement) -> str:
    """The text of the element that a page marks as its main part, else of the whole page."""
    for name in ("article", "main"):
        marked = list(root.iter(name))
        if len(marked) == 1:
            return _visible_text(marked[0])
    return _visible_text(root)


def _without_noise(text: str) -> str:
    return "\n\n".join(line for line in text.split("\n\n") if not is_noise(line))


def _visible_text(root: lxml.html.HtmlElement) -> str:
    """Every word below an element, one line for each block; at most a little more than is read."""
    pieces: list[str] = []
    size = 0
    for number, (event, element) in enumerate(lxml.etree.iterwalk(root, events=("start", "end"))):
        if number > _MOST_EVENTS:
            break
        is_block = element.tag in _BLOCKS
        if is_block:
            pieces.append("\n")
        said = element.text if event == "start" else element.tail if element is not root else None
        if said:
            pieces.append(" ".join(said.split("\n")))
            size += len(said)
            if size > 3 * MOST_CHARACTERS:
                break
    lines = (_SEVERAL_BLANK.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in lines if line)
