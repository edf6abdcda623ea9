"""One look at a source, by its kind. No database: looks at several sources may go on at the same time."""

from __future__ import annotations

from collections.abc import Callable

from tocsin.sources import cap_feeds, feeds, folders, pages
from tocsin.sources.errors import NotPollable
from tocsin.sources.items import Harvest, Visit

_GATHER: dict[str, Callable[[Visit], Harvest]] = {
    "feed": feeds.gather,
    "cap": cap_feeds.gather,
    "page": pages.gather,
    "folder": folders.gather,
}

POLLED_KINDS = tuple(_GATHER)


def gather(visit: Visit) -> Harvest:
    """Return what the source of `visit` has. Raises FetchError, DocumentError, and NotPollable for its kind."""
    if visit.kind not in _GATHER:
        raise NotPollable(
            f"A source of the kind {visit.kind!r} is not polled: reports come to it by hand or through the API."
        )
    return _GATHER[visit.kind](visit)
