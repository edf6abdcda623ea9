"""A document of which nothing could be read: kept whole, with its error."""

from __future__ import annotations

from tocsin.sources.addresses import shown
from tocsin.sources.errors import SourcesError, said
from tocsin.sources.fetching import Fetched
from tocsin.sources.items import Harvest, Item
from tocsin.sources.wording import identity


def unreadable(address: str, fetched: Fetched, error: SourcesError) -> Harvest:
    """Return what a look brought of which nothing could be read: one broken item with the bytes and the error."""
    broken = Item(
        external_id=identity(shown(address)),
        raw=fetched.body,
        wording=fetched.body,
        content_type=fetched.content_type,
        url=fetched.shown,
        is_broken=True,
        error=said(error),
    )
    return Harvest((broken,), notes=(said(error),), is_failure=True)
