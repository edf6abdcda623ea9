"""Web pages: the main text of the page (or PDF) is the report; another text is a new version of it."""

from __future__ import annotations

from tocsin.reading import open_document
from tocsin.recorded import Blank, recorded
from tocsin.sources.addresses import shown
from tocsin.sources.errors import DocumentError, DocumentPartly, EmptyText, EncodingBroken, NotAPage, said
from tocsin.sources.fetching import PAGE_LIMITS, Fetched, fetch
from tocsin.sources.items import Harvest, Item, Visit
from tocsin.sources.unreadable import unreadable
from tocsin.sources.wording import decoded, identity, storable, wording_of

_NO_PAGE = recorded("%(where)s is %(kind)s and no web page. Give the address of a page in HTML, PDF or text.")
_BY_SCRIPTS = recorded("Pages made by scripts in the browser have none.")
_NO_TEXT = recorded(
    "%(where)s has no text that could be read. %(why)s Look for a feed of the same publisher.",
    why=Blank.RECORDED,
)

_HTML = ("text/html", "application/xhtml+xml", "")
_PDF = "application/pdf"


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
    problem = ""
    if fetched.content_type == _PDF or fetched.body.startswith(b"%PDF-"):
        document = open_document(fetched.body, kind=_PDF)
    elif fetched.content_type in _HTML or fetched.content_type.startswith("text/"):
        text, problem = decoded(fetched.body, fetched.charset)
        is_page = fetched.content_type in _HTML and ("<" in text[:5000] or fetched.content_type != "")
        document = open_document(text, kind="text/html" if is_page else "text/plain")
    else:
        raise NotAPage(_NO_PAGE % {"where": fetched.shown, "kind": repr(fetched.content_type)})
    if not document.text.strip() or document.text == document.title:
        why = " ".join(document.losses) or _BY_SCRIPTS
        raise EmptyText(_NO_TEXT % {"where": fetched.shown, "why": why})
    losses = [said(DocumentPartly(note)) for note in document.losses[:10]]
    return Item(
        external_id=identity(shown(visit.address)),
        raw=fetched.body,
        wording=wording_of((document.text,)),
        content_type=fetched.content_type or ("text/html" if document.kind == "page" else "text/plain"),
        title=storable(document.title),
        text=storable(document.text),
        url=fetched.shown,
        published_at=document.published,
        error="\n".join(
            filter(None, (said(EncodingBroken(problem)) if problem else "", *map(storable, losses)))
        ),
    )
