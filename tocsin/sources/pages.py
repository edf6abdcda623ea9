"""Web pages: the main text is the report; another text is a new version of it."""

from __future__ import annotations

import re

import trafilatura

from tocsin.sources.addresses import shown
from tocsin.sources.errors import DocumentError, EmptyText, EncodingBroken, NotAPage, said
from tocsin.sources.fetching import PAGE_LIMITS, Fetched, fetch
from tocsin.sources.items import Harvest, Item, Visit
from tocsin.sources.unreadable import unreadable
from tocsin.sources.wording import decoded, identity, plain_text, storable, wording_of

#: Characters of text up to which a page is sifted for its main part.
MOST_SIFTED = 300_000

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml", "")


def gather(visit: Visit) -> Harvest:
    """Return the page at `visit.address` as one item; a page without text is a broken one. Raises FetchError."""
    fetched = fetch(
        visit.address, conditional=visit.conditional, private_hosts=visit.private_hosts, limits=PAGE_LIMITS
    )
    if fetched.is_unchanged:
        return Harvest(conditional=fetched.conditional, is_unchanged=True)
    try:
        return Harvest((_item(visit, fetched),), fetched.conditional)
    except DocumentError as error:
        return unreadable(visit.address, fetched, error)


def _item(visit: Visit, fetched: Fetched) -> Item:
    text, problem = decoded(fetched.body, fetched.charset)
    if fetched.content_type in _HTML and ("<" in text[:5000] or fetched.content_type):
        title, body = main_text(text)
    elif fetched.content_type.startswith("text/") or not fetched.content_type:
        title, body = "", text.strip()
    else:
        raise NotAPage(
            f"{fetched.shown} is {fetched.content_type!r} and no web page. Give the address of a page in HTML or text."
        )
    if not body:
        raise EmptyText(
            f"{fetched.shown} has no text that could be read; pages made by scripts in the browser have none. "
            "Look for a feed of the same publisher."
        )
    return Item(
        external_id=identity(shown(visit.address)),
        raw=fetched.body,
        wording=wording_of((body,)),
        content_type=fetched.content_type or "text/html",
        title=storable(title),
        text=storable(body),
        url=fetched.shown,
        error=said(EncodingBroken(problem)) if problem else "",
    )


def main_text(markup: str) -> tuple[str, str]:
    """Return the title and the main text of an HTML page, '' and '' where it has none.

    The main text is trafilatura's; where that finds none, and for a page of more than `MOST_SIFTED` characters
    of text, which would take it too long, all the words of the page.
    """
    everything = plain_text(markup)
    if len(everything) > MOST_SIFTED:
        found = _TITLE.search(markup)
        return (plain_text(found.group(1)) if found else ""), everything
    body = trafilatura.extract(markup, include_comments=False, include_tables=True, output_format="txt") or ""
    metadata = trafilatura.extract_metadata(markup)
    return (metadata.title or "" if metadata else "").strip(), body.strip() or everything
