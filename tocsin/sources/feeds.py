"""News feeds: RSS 0.9x to 2.0, RSS 1.0 and Atom, read by feedparser behind a check that refuses entities."""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser

from tocsin.recorded import Blank, recorded
from tocsin.sources.addresses import shown
from tocsin.sources.errors import DoctypeRefused, EncodingBroken, NotAFeed, said
from tocsin.sources.fetching import PAGE_LIMITS, fetch
from tocsin.sources.items import Harvest, Item, Visit
from tocsin.sources.unreadable import unreadable
from tocsin.sources.wording import decoded, digest, identity, plain_text, storable, wording_of

_DOCUMENT = recorded("The document")
_NO_ELEMENT = recorded("it begins with no rss, feed or RDF element")
_WEB_PAGE, _NO_ENTRIES = recorded("it is a web page"), recorded("no entries were found")
_NO_FEED = recorded(
    "%(where)s is neither RSS nor Atom: %(why)s. Give the address of the feed itself.",
    where=Blank.RECORDED,
    why=Blank.RECORDED,
)
_THE_FEED = recorded("The feed")
_DOCTYPE_FOUND = recorded(
    "%(where)s has %(what)s, which can name entities and other files; nothing of it was read. Ask its publisher for a feed without.",
    where=Blank.RECORDED,
)

#: Entries read of one feed; the rest is named in a note and comes as the feed moves on.
MOST_ENTRIES = 1_000

_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_PLAIN_TAG = re.compile(r"<\w", re.ASCII)
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_ENTRY_OPENS = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?(?:item|entry))(?=[\s>/])")
_ROOT = re.compile(r"<(?!\?|!)([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>")
_HAS_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d|\b(?:GMT|UTC?|[A-Z]{1,5}T))\s*(?:\(.*\))?$", re.IGNORECASE)
_CHARACTER = re.compile(r"&#([xX][0-9A-Fa-f]{1,9}|[0-9]{1,9});")
_HAS_TIME = re.compile(r"\d:\d\d")


def gather(visit: Visit) -> Harvest:
    """Return the entries of the feed at `visit.address`, broken ones as broken items.

    A document of which nothing can be read is kept as one broken item. Raises FetchError.
    """
    fetched = fetch(
        visit.address,
        conditional=visit.conditional,
        private_hosts=visit.private_hosts,
        limits=PAGE_LIMITS,
        folder=visit.folder,
    )
    if fetched.is_unchanged:
        return Harvest(conditional=fetched.conditional, is_unchanged=True)
    try:
        items, notes = entries_of(fetched.body, charset=fetched.charset, address=fetched.address)
    except (DoctypeRefused, NotAFeed) as error:
        return unreadable(visit.address, fetched, error)
    return Harvest(items, fetched.conditional, notes=notes)


def entries_of(
    data: bytes, *, charset: str = "", address: str = ""
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return the items of a feed and notes on what was wrong with the whole, as 'rule: sentence'.

    In a feed that is not well-formed every entry is read by itself, so that one broken entry costs only itself.
    Raises DoctypeRefused and NotAFeed.
    """
    text, encoding_problem = decoded(data, charset)
    _refuse_doctype(text, address)
    text = _DECLARATION.sub("", text).strip()
    slices = _slices(text)
    notes = [said(EncodingBroken(encoding_problem))] if encoding_problem else []
    if len(slices) > MOST_ENTRIES:
        notes.append(
            f"too-many-entries: The feed has {len(slices):,} entries; the first {MOST_ENTRIES:,} were read."
        )
        slices = slices[:MOST_ENTRIES]
        whole = None
    else:
        whole = _parsed(text, address)
    if whole is not None and not whole.bozo and len(whole.entries) == len(slices):
        if not whole.get("version") and not slices:
            raise _not_a_feed(address, _NO_ELEMENT)
        pairs = zip(whole.entries, slices, strict=True)
        return tuple(_item(entry, raw, "") for entry, raw in pairs), tuple(notes)
    if not slices:
        reason = str(getattr(whole, "bozo_exception", "") or _NO_ENTRIES)
        raise _not_a_feed(address, reason)
    if whole is not None and whole.bozo:
        notes.append(
            f"feed-malformed: {shown(address) or 'The feed'} is not well-formed XML "
            f"({_without_place(whole.get('bozo_exception'))}); each entry was read by itself, and something between "
            "them may be missing. Tell its publisher."
        )
    return tuple(_alone(text, slices, address)), tuple(notes)


def _refuse_doctype(text: str, address: str) -> None:
    end = 0
    while part := _BEFORE_ROOT.match(text, end):
        end = part.end()
    # feedparser takes everything before the first tag of plain letters for what stands before the root.
    first_tag = _PLAIN_TAG.search(text, end)
    end = max(end, first_tag.start() if first_tag else len(text))
    # Before the root not even a comment may hold one, because feedparser looks for entities with a pattern; after
    # it, only a CDATA section may, where it is text.
    found = _DOCTYPE.search(text, 0, end + 9) or _DOCTYPE.search(_CDATA.sub("", text[end:]))
    if found:
        # An HTML page in place of the feed is the usual reason, and the remedy is another.
        if re.match(r"\s*(?:<!--.*?-->\s*)*<!doctype\s+html", text[:2000], re.IGNORECASE | re.DOTALL):
            raise _not_a_feed(address, _WEB_PAGE)
        raise DoctypeRefused(
            _DOCTYPE_FOUND % {"where": shown(address) or _THE_FEED, "what": found.group().upper()}
        )


def _not_a_feed(address: str, reason: str) -> NotAFeed:
    return NotAFeed(_NO_FEED % {"where": shown(address) or _DOCUMENT, "why": reason})


def _without_place(error: object) -> str:
    return re.sub(r"^<unknown>:", "line ", str(error))


def _slices(text: str) -> list[str]:
    """Return the entries as they stand in the text, each from its tag to its end or to where the next begins."""
    hidden = _CDATA.sub(lambda found: " " * len(found.group()), text)
    starts = list(_ENTRY_OPENS.finditer(hidden))
    found: list[str] = []
    for place, start in enumerate(starts):
        limit = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        closing = re.compile(rf"</{re.escape(start.group(1))}\s*>").search(hidden, start.end(), limit)
        empty = re.compile(r"[^<>]*/>").match(hidden, start.end(), limit)
        end = closing.end() if closing else empty.end() if empty else limit
        found.append(text[start.start() : end])
    return found


def _parsed(text: str, address: str) -> Any:
    """Return what feedparser makes of a document; one that it trips over counts as not well-formed."""
    try:
        # No address is handed over as the document: feedparser would fetch it.
        return feedparser.parse(
            _CHARACTER.sub(_legal_character, text).encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": address},
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        return feedparser.FeedParserDict(bozo=True, bozo_exception=error, entries=[])


def _legal_character(reference: re.Match[str]) -> str:
    """Return a numeric reference as it is, or U+FFFD where it names no character of XML (XML 1.0, section 2.2)."""
    digits = reference.group(1).lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    is_legal = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return reference.group() if is_legal and number not in (0xFFFE, 0xFFFF) else "�"


def _alone(text: str, slices: list[str], address: str) -> Iterator[Item]:
    root = _ROOT.search(text)
    opening = root.group() if root and len(root.group()) < 10_000 else "<rss version='2.0'>"
    name = re.split(r"[\s>/]", opening[1:], maxsplit=1)[0]
    inside, outside = ("<channel>", "</channel>") if name.lower().endswith("rss") else ("", "")
    for raw in slices:
        parsed = _parsed(f"{opening}{inside}{raw}{outside}</{name}>", address)
        error = ""
        if parsed.bozo:
            error = (
                f"entry-malformed: The entry is not well-formed XML ({_without_place(parsed.get('bozo_exception'))}). "
                "What could be read of it was; tell its publisher."
            )
        yield _item(parsed.entries[0] if parsed.entries else {}, raw, error)


def _item(entry: Any, raw: str, error: str) -> Item:
    title = storable(plain_text(entry.get("title", "")))
    text = storable(_text(entry))
    url = _link(entry)
    published, note = _moment(entry, "published")
    updated, other_note = _moment(entry, "updated")
    notes = [part for part in (error, note or other_note) if part]
    if "�" in title or "�" in text:
        notes.append(
            "bad-encoding: Some of its letters did not fit the encoding and are shown as �. Tell its publisher."
        )
    is_broken = not (title or text)
    if is_broken and not notes:
        notes.append("empty-text: The entry has neither a title nor a text. Tell its publisher.")
    name = (
        entry.get("id")
        or url
        or digest(f"{title}\n{text}".encode("utf-8", "replace") if not is_broken else raw.encode())
    )
    return Item(
        external_id=identity(str(name)),
        raw=raw.encode("utf-8", "replace"),
        wording=wording_of((title, text)) if not is_broken else raw.encode("utf-8", "replace"),
        content_type="application/xml",
        title=title,
        text=text,
        url=url,
        language=str(entry.get("language") or "")[:10],
        published_at=published or updated,
        updated_at=updated or published,
        is_broken=is_broken,
        error="\n".join(notes),
    )


def _text(entry: Any) -> str:
    texts = [plain_text(content.get("value", "")) for content in entry.get("content", ())]
    texts.append(plain_text(entry.get("summary", "")))
    return max(texts, key=len)


def _link(entry: Any) -> str:
    link = str(entry.get("link") or "").strip()
    try:
        return link[:2000] if urlsplit(link).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _moment(entry: Any, name: str) -> tuple[datetime | None, str]:
    """Return a date of the entry as aware UTC, and what was wrong with it."""
    # Asked as a plain dictionary, because feedparser gives the one date for the other where one is missing.
    written = str(dict.get(entry, name) or "").strip()
    if not written:
        return None, ""
    parsed: time.struct_time | None = dict.get(entry, f"{name}_parsed")
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None:
        return (
            None,
            f"time-unreadable: Its date {written[:60]!r} cannot be read; the time it was received stands in.",
        )
    if _HAS_TIME.search(written) and not _HAS_ZONE.search(written):
        return moment, f"time-without-zone: Its date {written[:60]!r} has no time zone; it was read as UTC."
    return moment, ""
