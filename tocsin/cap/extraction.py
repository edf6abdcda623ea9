"""The CAP messages in a file: a message alone, an EDXL-DE envelope, an Atom or RSS feed, or an index of links.

Sources: OASIS EDXL-DE 1.0 (contentObject), RFC 4287 (Atom), RSS 2.0. The media
type of CAP is application/cap+xml (CAP 1.2, section 3.4).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tocsin.cap.document import FEED_LIMITS, load
from tocsin.cap.errors import CapError, EntryError, TooLarge
from tocsin.cap.parsing import parse
from tocsin.cap.structure import VERSIONS
from tocsin.cap.validation import elements_of, text_of, version_of

CAP_MEDIA_TYPE = "application/cap+xml"
MOST_ENTRIES = 20_000
_ENTRY_NAMES = {"entry", "item", "contentObject"}
_FEED_NAMES = {"feed", "rss", "RDF", "EDXLDistribution"}
_SCHEMES = {"http", "https", "file"}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in a file.

    `messages` are the bytes of each message that `parse` reads; `links` the addresses of messages that are not
    in the file, in its order, each once; `errors` one `CapError` for each entry that is broken, with its bytes
    in `item`.
    """

    messages: tuple[bytes, ...]
    links: tuple[str, ...]
    errors: tuple[CapError, ...]


def extract(data: bytes, *, base: str = "") -> Extraction:
    """Return the messages in `data`, links to more, and an error for every broken entry.

    `base` is the address `data` came from; relative links are resolved against it. Never raises: a file that
    cannot be read at all is one error, and a broken entry does not stop the others.
    """
    found = _Findings()
    try:
        root = load(data, FEED_LIMITS)
    except CapError as error:
        error.item = data
        found.errors.append(error)
        return found.extraction()
    if etree.QName(root).localname == "alert":
        found.take(data)
        return found.extraction()
    entries = list(islice(_entries(root), MOST_ENTRIES + 1))
    if len(entries) > MOST_ENTRIES:
        entries.pop()
        found.errors.append(
            TooLarge(
                f"The feed has more than {MOST_ENTRIES:,} entries; the first {MOST_ENTRIES:,} were read. "
                "Ask the sender for a feed of current alerts only.",
                item=data,
            )
        )
    # An envelope or feed of a kind not known may still hold alerts: they are read wherever they stand.
    for entry in entries or [root]:
        _read_entry(entry, base, found)
    if not entries and etree.QName(root).localname not in _FEED_NAMES:
        _refuse_stranger(root, data, found)
    return found.extraction()


def _refuse_stranger(root: etree._Element, data: bytes, found: _Findings) -> None:
    if found.messages or found.errors:
        return
    try:
        version_of(root)
    except CapError as error:
        error.item = data
        found.errors.append(error)


class _Findings:
    """What has been found so far, in the order of the file."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.links: dict[str, None] = {}
        self.errors: list[CapError] = []

    def take(self, item: bytes) -> None:
        """Keep `item` as a message if it can be read as one, else as an error that carries it."""
        try:
            parse(item)
        except CapError as error:
            error.item = item
            self.errors.append(error)
        else:
            self.messages.append(item)

    def extraction(self) -> Extraction:
        return Extraction(tuple(self.messages), tuple(self.links), tuple(self.errors))


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    for element in root.iter(etree.Element):
        if _is_entry(element) and not any(_is_alert(up) or _is_entry(up) for up in element.iterancestors()):
            yield element


def _is_alert(element: etree._Element) -> bool:
    name = etree.QName(element)
    return name.localname == "alert" and name.namespace in VERSIONS


def _read_entry(entry: etree._Element, base: str, found: _Findings) -> None:
    alerts = [element for element in entry.iter(etree.Element) if _is_alert(element)]
    if alerts:
        for alert in alerts:
            found.take(_standing_alone(alert))
        return
    written = list(_written_alerts(entry))
    if written:
        for text in written:
            found.take(text)
        return
    if _is_entry(entry):
        _take_link(entry, base, found)


def _is_entry(element: etree._Element) -> bool:
    return etree.QName(element).localname in _ENTRY_NAMES


def _standing_alone(alert: etree._Element) -> bytes:
    """Return `alert` as a file of its own, with only the namespaces it declares or uses itself.

    Namespaces of the feed around it would change its canonical form, and with it a signature it carries.
    """
    own: set[str] = set()
    for element in alert.iter(etree.Element):
        parent = element.getparent()
        outer = {} if parent is None else parent.nsmap
        own.update(prefix for prefix, uri in element.nsmap.items() if prefix and outer.get(prefix) != uri)
    alone = copy.deepcopy(alert)
    alone.tail = None
    etree.cleanup_namespaces(alone, keep_ns_prefixes=sorted(own))
    return etree.tostring(alone, encoding="UTF-8", xml_declaration=True)


def _written_alerts(entry: etree._Element) -> Iterator[bytes]:
    """Yield the alerts that stand in an entry as text: escaped, or in a CDATA section."""
    for element in entry.iter(etree.Element):
        text = text_of(element).strip()
        if text.startswith("<") and "alert" in text and any(name in text for name in VERSIONS):
            # A declared encoding no longer holds for text that has been decoded with the feed.
            if text.startswith("<?xml"):
                text = text.partition("?>")[2].strip()
            yield text.encode("utf-8")


def _take_link(entry: etree._Element, base: str, found: _Findings) -> None:
    links = list(_links(entry))
    chosen = [address for address, media_type in links if media_type == CAP_MEDIA_TYPE]
    if not chosen:
        chosen = [address for address, media_type in links if media_type != "text/html"][:1]
    if not chosen:
        chosen = [address for address, _ in links][:1]
    if not chosen:
        found.errors.append(_entry_error(entry, "holds no alert and has no link to one"))
        return
    for address in chosen:
        inner_base = urljoin(base, entry.base) if entry.base else base
        full = urljoin(inner_base, address) if inner_base else address
        scheme = urlsplit(full).scheme.lower()
        if scheme and scheme not in _SCHEMES:
            found.errors.append(_entry_error(entry, f"has a link that is not read, {full[:60]!r}"))
        else:
            found.links[full] = None


def _links(entry: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield (address, media type) of every link of an entry, links to CAP of whatever relation among them."""
    for element in elements_of(entry):
        name = etree.QName(element).localname
        media_type = (element.get("type") or "").split(";")[0].strip().lower()
        if name == "link" and element.get("href"):
            if element.get("rel", "alternate") in ("alternate", "related", "enclosure", "via"):
                yield element.get("href", "").strip(), media_type
        elif name == "link" and text_of(element).strip():
            yield text_of(element).strip(), media_type
        elif name == "enclosure" and element.get("url"):
            yield element.get("url", "").strip(), media_type
        elif name == "content" and element.get("src"):
            yield element.get("src", "").strip(), media_type
        elif name == "nonXMLContent":
            yield from _envelope_link(element)


def _envelope_link(element: etree._Element) -> Iterator[tuple[str, str]]:
    fields = {etree.QName(child).localname: text_of(child).strip() for child in elements_of(element)}
    if fields.get("uri"):
        yield fields["uri"], fields.get("mimeType", "").lower()


def _entry_error(entry: etree._Element, what: str) -> EntryError:
    name = etree.QName(entry).localname
    labels = [
        text_of(child).strip() for child in elements_of(entry) if etree.QName(child).localname == "title"
    ]
    label = f" {labels[0][:60]!r}" if labels and labels[0] else ""
    return EntryError(
        f"Line {entry.sourceline}: the {name}{label} {what}. Ask the sender for a link of the type {CAP_MEDIA_TYPE}.",
        item=etree.tostring(entry, encoding="UTF-8", with_tail=False),
    )
