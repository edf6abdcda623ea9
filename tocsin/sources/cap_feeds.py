"""CAP sources: a message alone, a feed with messages inside, or an index whose links are fetched one by one."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from tocsin.cap import CapError, EntryError, extract
from tocsin.sources.addresses import shown
from tocsin.sources.errors import FetchError, said
from tocsin.sources.fetching import CAP_LIMITS, Conditional, Fetched, Limits, fetch
from tocsin.sources.items import Harvest, Item, LinkMemory, Visit
from tocsin.sources.messages import broken, item_of
from tocsin.sources.wording import identity

#: One linked message; the largest real one known has 1.7 MB.
LINK_LIMITS = Limits(seconds=15.0, wire_bytes=8_000_000, document_bytes=8_000_000)
#: Links asked in one poll, and the seconds they may take together; the rest waits for the next poll.
MOST_LINKS = 500
#: Links of one index that are looked at at all; no hub known has a tenth of it.
MOST_KNOWN_LINKS = 5_000
LINKS_SECONDS = 120.0
#: A message is not meant to change under its address, so a link that was read is asked again only this often.
ASK_AGAIN = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(hours=6)


def gather(visit: Visit, *, clock: Callable[[], float] = time.monotonic) -> Harvest:
    """Return the messages that the CAP source at `visit.address` has, those behind its links included.

    Links seen before are asked with the validators of last time, and not before it is time again; a link that
    fails is a broken item, and the others go on. Raises FetchError for the source's own address.
    """
    fetched = fetch(
        visit.address,
        conditional=visit.conditional,
        private_hosts=visit.private_hosts,
        limits=CAP_LIMITS,
        folder=visit.folder,
    )
    if fetched.is_unchanged:
        # The index is as it was, so the links to be asked are those that are known.
        links = list(visit.links)
        items: list[Item] = []
        failed = False
    else:
        extraction = extract(fetched.body, base=fetched.address)
        links = list(extraction.links)
        failed = bool(extraction.errors) and not (extraction.messages or links)
        items = _inside(extraction.messages, extraction.errors, visit, fetched)
    notes = [items[0].error] if failed and len(items) == 1 else []
    linked, memory, more_notes = _follow(visit, links[:MOST_KNOWN_LINKS], clock)
    if len(links) > MOST_KNOWN_LINKS:
        more_notes.append(
            f"too-many-links: The index has {len(links):,} links; the first {MOST_KNOWN_LINKS:,} are read. "
            "Ask its publisher for an index of what is in force."
        )
    # What failed as a whole, or has links that were not asked yet, is asked for anew even where its publisher says
    # that it has not changed.
    is_done = not failed and all(link in memory for link in links)
    return Harvest(
        items=(*items, *linked),
        conditional=fetched.conditional if is_done else Conditional(),
        links=memory,
        notes=(*notes, *more_notes),
        is_unchanged=fetched.is_unchanged and not linked,
        is_failure=failed,
    )


def _inside(
    messages: tuple[bytes, ...], errors: tuple[CapError, ...], visit: Visit, fetched: Fetched
) -> list[Item]:
    is_alone = len(messages) + len(errors) == 1
    url = fetched.shown if is_alone else ""
    # A document that cannot be read at all is known by the source's address, wherever a redirect led.
    name = shown(visit.address) if is_alone else ""
    items = [item_of(data, url=url, language=visit.language) for data in messages]
    for error in errors:
        data = error.item or fetched.body
        items.append(broken(error, data, url=url, external_id=name))
    return items


def _follow(
    visit: Visit, links: list[str], clock: Callable[[], float]
) -> tuple[list[Item], dict[str, LinkMemory], list[str]]:
    memory = {link: visit.links[link] for link in links if link in visit.links}
    due = [link for link in links if _is_due(visit, link)]
    resting = sum(1 for link in set(links).difference(due) if visit.links[link].failures)
    # New links first, then those that have waited longest.
    due.sort(key=lambda link: visit.links[link].asked_at.timestamp() if link in visit.links else 0.0)
    items: list[Item] = []
    ends = clock() + LINKS_SECONDS
    asked = 0
    for link in due[:MOST_LINKS]:
        if clock() >= ends:
            break
        asked += 1
        found, memory[link] = _one(visit, link)
        items.extend(found)
    waiting = len(due) - asked
    notes = [f"links-waiting: {waiting} linked messages wait for the next poll."] if waiting else []
    if resting:
        notes.append(f"links-failing: {resting} linked messages failed before and are asked again later.")
    return items, memory, notes


def _is_due(visit: Visit, link: str) -> bool:
    known = visit.links.get(link)
    if known is None:
        return True
    wait = min(ASK_AGAIN * 2 ** min(known.failures - 1, 10), _LONGEST_WAIT) if known.failures else ASK_AGAIN
    # The first failure may have been chance: it is asked again at the very next poll.
    return known.failures == 1 or visit.now - known.asked_at >= wait


def _one(visit: Visit, link: str) -> tuple[list[Item], LinkMemory]:
    known = visit.links.get(link)
    conditional = known.conditional if known else Conditional()
    where = shown(link)
    try:
        fetched = fetch(
            link,
            conditional=conditional,
            private_hosts=visit.private_hosts,
            limits=LINK_LIMITS,
            folder=visit.folder,
        )
    except FetchError as error:
        item = Item(
            external_id=identity(where), raw=b"", wording=error.rule.encode(), url=where, is_broken=True,
            error=said(error),
        )  # fmt: skip
        return [item], LinkMemory(conditional, visit.now, (known.failures if known else 0) + 1)
    if fetched.is_unchanged:
        return [], LinkMemory(fetched.conditional, visit.now)
    extraction = extract(fetched.body, base=fetched.address)
    items = [item_of(data, url=where, language=visit.language) for data in extraction.messages]
    items += [broken(error, error.item or fetched.body, url=where) for error in extraction.errors]
    if not items:
        empty = EntryError(
            "The link leads to no CAP message but to another index or to nothing. Tell its publisher."
        )
        items = [broken(empty, fetched.body, url=where)]
    return items, LinkMemory(fetched.conditional, visit.now)
