"""An item of a feed, and XML of other kinds, as text. Nothing is fetched and no entity expanded."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from tocsin.reading.document import MOST_CHARACTERS, MOST_MARKUP, Document, lines_joined
from tocsin.reading.publication import Publication, publication_of
from tocsin.reading.web_pages import looks_like_page, open_page

_FEED = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|RDF|item|entry)[\s>]")
_ITEMS = ("item", "entry")
_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "issued", "date", "updated")


def is_feed(head: str) -> bool:
    """Whether XML is RSS or Atom, or one item of it."""
    return _FEED.search(head[:4000]) is not None


def open_feed(data: bytes) -> Document:
    """The first item of a feed, or the item itself: its title, the longest of its texts, its date. Never raises."""
    root = xml_root(data)
    if isinstance(root, str):
        return Document("", notes=(root,), kind="feed")
    items = [element for element in root.iter(etree.Element) if _name(element) in _ITEMS]
    if not items:
        return Document("", notes=("The feed has no items.",), kind="feed")
    notes = ["Read as an item of a feed."]
    if len(items) > 1:
        notes.append(f"The feed has {len(items):,} items; only the first was read.")
    title = _page_text(_of(items[0], ("title",))).replace("\n", " ")
    bodies = [_page_text(_of(items[0], (name,))) for name in _BODIES]
    body = max(bodies, key=len)
    published = Publication()
    for name in _DATES:
        published = publication_of(_of(items[0], (name,)))
        if published.day is not None:
            break
    text = body if title and body.casefold().startswith(title.casefold()) else lines_joined((title, body))
    return Document(text, title, tuple(notes), "feed", published.moment, published.day)


def open_xml(data: bytes) -> Document:
    """The words of XML of no known kind, one line for each element that holds some. Never raises."""
    root = xml_root(data)
    if isinstance(root, str):
        return Document("", notes=(root,), kind="xml")
    lines: list[str] = []
    size = 0
    for piece in root.itertext(etree.Element):
        said = " ".join(piece.split())
        if said:
            lines.append(said)
            size += len(said)
        if size > MOST_CHARACTERS:
            break
    return Document(
        "\n\n".join(lines), notes=("Read as XML of an unknown kind: its words alone.",), kind="xml"
    )


def xml_root(data: bytes) -> etree._Element | str:
    """The root of XML, or the sentence that says why there is none; no DOCTYPE, no entity, nothing fetched."""
    if len(data) > MOST_MARKUP:
        return f"The XML has {len(data):,} bytes; at most {MOST_MARKUP:,} are read. Nothing of it was read."
    if re.search(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D|E)", data[:20_000], re.I):
        return "The XML has a DOCTYPE or entities, which can name other files. Nothing of it was read."
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        return f"The XML is broken ({' '.join(str(error).split())[:120]}). Nothing of it was read."
    return root if root is not None else "The XML is broken. Nothing of it was read."


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _of(item: etree._Element, names: Iterable[str]) -> str:
    for child in item.iterchildren(etree.Element):
        if _name(child) in names:
            if len(child):
                return str(etree.tostring(child, encoding="unicode", with_tail=False))
            return child.text or ""
    return ""


def _page_text(said: str) -> str:
    if not said.strip():
        return ""
    if looks_like_page(said):
        return open_page(said).text
    return Document(said).text.strip()
