"""The maps that go with mails: drawn one after the other in a thread of their own, and never where messages are sent.

Whoever sends an ordinary mail may wait a moment for its map, without holding anything up; what is urgent waits for none. A map
that is not there in time, or cannot be drawn, is left out of the mail, and the log says why.
"""

from __future__ import annotations

import asyncio
import json
import logging
import queue
import threading
import time
from collections.abc import Callable
from functools import partial

from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.messages import Kind, Letter
from tocsin.geo import Area, locator_picture

_log = logging.getLogger(__name__)

#: So many seconds the ordinary mails of an edition wait for its map at most, counted from the first of them.
PATIENCE = 1.0
#: The maps of so many editions are kept, of 1 to 10 kB each.
MOST = 64

Draw = Callable[[Bulletin], bytes]


def drawn(bulletin: Bulletin) -> bytes:
    """Return the locator map of an alert as a PNG, drawn here and now. Raises GeoError, or ValueError for an area that is none."""
    area = Area.from_geojson(json.loads(bulletin.area))
    marker = area.circles[0].center if area.circles else None
    return locator_picture(area=area, marker=marker, colour=bulletin.level.colour)


class LetterMaps:
    """The maps of one channel, by edition. Everything but the drawing happens in the thread that sends."""

    def __init__(self, draw: Draw = drawn, *, patience: float = PATIENCE) -> None:
        self._draw, self._patience = draw, patience
        self._maps: dict[str, bytes] = {}
        #: What waits for a map, by edition; there is a line from the order until the map is there.
        self._lines: dict[str, list[Callable[[], None]]] = {}
        self._ends: dict[str, float] = {}
        self._missed: set[str] = set()
        self._orders: queue.SimpleQueue[tuple[Bulletin, asyncio.AbstractEventLoop]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def picture(self, letter: Letter) -> bytes:
        """Return the map that goes with `letter`; b'' where none does, or it is not there yet, which is logged once."""
        if not _has_map(letter):
            return b""
        edition = letter.bulletin.identifier
        found = self._maps.get(edition)
        if found is None and edition not in self._missed:
            self._missed.add(edition)
            why = "is urgent and waits for none" if letter.is_urgent else f"had waited {self._patience:g} s"
            _log.warning(
                "The map of edition %s was not drawn in time: mail goes out without it, because it %s.",
                edition,
                why,
            )
        return found or b""

    def then(self, letter: Letter, act: Callable[[], None]) -> None:
        """Order the map of `letter`, and call `act`: at once where it is there or the letter is urgent, or else when it comes."""
        edition = letter.bulletin.identifier
        if not _has_map(letter) or edition in self._maps:
            act()
            return
        if edition not in self._lines:
            self._order(letter.bulletin)
        if letter.is_urgent or time.monotonic() >= self._ends[edition]:
            act()
        else:
            self._lines[edition].append(act)

    def close(self) -> None:
        """Let everything that waits for a map go on without it."""
        for edition in list(self._lines):
            self._release(edition)

    def _order(self, bulletin: Bulletin) -> None:
        edition, loop = bulletin.identifier, own_loop()
        self._lines[edition], self._ends[edition] = [], time.monotonic() + self._patience
        loop.call_later(self._patience, self._release, edition)
        self._orders.put((bulletin, loop))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="maps", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while True:
            bulletin, loop = self._orders.get()
            try:
                found = self._draw(bulletin)
            except Exception:  # noqa: BLE001 whatever is wrong with a map, its mails go out; it is logged
                _log.exception(
                    "The map of edition %s cannot be drawn: its mails go without it.", bulletin.identifier
                )
                found = b""
            if not loop.is_closed():
                loop.call_soon_threadsafe(partial(self._keep, bulletin.identifier, found))

    def _keep(self, edition: str, found: bytes) -> None:
        while len(self._maps) >= MOST:
            oldest = next(iter(self._maps))
            del self._maps[oldest]
            self._missed.discard(oldest)
        self._maps[edition] = found
        self._release(edition)
        del self._lines[edition], self._ends[edition]

    def _release(self, edition: str) -> None:
        waiting = self._lines.get(edition, [])
        acts, waiting[:] = list(waiting), []
        for act in acts:
            act()


def _has_map(letter: Letter) -> bool:
    """Whether a map goes with it: with an alert in force that has an area."""
    bulletin = letter.bulletin
    return (
        letter.kind is Kind.ALERT
        and bulletin.message_type != "Cancel"
        and bool(bulletin.area)
        and not letter.items
    )
