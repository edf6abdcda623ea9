"""Answers that come in faster than a commit each would let them: a thread records all that wait, a hundred at most, together."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db import DatabaseError, close_old_connections, connection

from tocsin.delivery import pages
from tocsin.delivery.answers_together import Said, record_many
from tocsin.delivery.links import AnswerPermit
from tocsin.delivery.models import Answer
from tocsin.delivery.shelf import Shelf
from tocsin.exposure.models import Person
from tocsin.headers import sent_headers

_log = logging.getLogger(__name__)

#: So many answers are recorded in one transaction at most.
TOGETHER = 100
#: Stands in a page where the token of the link goes: no page has it otherwise.
_BLANK = b"tocsin-token-of-the-link"
_MOST_PAGES = 256


@dataclass(frozen=True, slots=True)
class Tap:
    """What came in by a good link: which permit, what was said, and when."""

    token: str
    permit: AnswerPermit
    kind: str
    note: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """The page that thanks, as it is sent: its status, its headers but for the length of its body, and its body."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


#: None where nothing was recorded and the ordinary page has to say why.
Thanks: TypeAlias = ThanksPage | None


_Waiting: TypeAlias = "tuple[Tap, asyncio.Future[Thanks]]"


class AnswerQueue:
    """Takes taps from an event loop; each gets its page when, and only when, its answer is committed."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: queue.SimpleQueue[_Waiting] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._shelf = Shelf()
        self._pages: OrderedDict[tuple[object, ...], ThanksPage] = OrderedDict()

    def is_of(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Whether it hands its pages out in `loop`."""
        return self._loop is loop

    def put(self, tap: Tap) -> asyncio.Future[Thanks]:
        """Return what will hold the page for `tap`."""
        waiting: asyncio.Future[Thanks] = self._loop.create_future()
        self._waiting.put((tap, waiting))
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="answers", daemon=True)
                self._thread.start()
        return waiting

    def _work(self) -> None:
        while True:
            taken = [self._waiting.get()]
            while len(taken) < TOGETHER and not self._waiting.empty():
                taken.append(self._waiting.get())
            close_old_connections()
            found = self._record([tap for tap, _waiting in taken])
            # The loop is woken once for all of them: each time would cost more than the answer.
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(_hand_out, taken, found)

    def _record(self, taps: Sequence[Tap]) -> list[Thanks]:
        try:
            return self._thank(taps, self._said(taps))
        except DatabaseError as error:
            # The ordinary page tries each by itself, and says so where it cannot.
            _log.error("%d answers could not be recorded together (%s).", len(taps), error)
            connection.close()
        except Exception:  # noqa: BLE001 whoever waits must not wait for ever; the ordinary page says what is wrong
            _log.exception("%d answers could not be recorded together.", len(taps))
        return [None] * len(taps)

    def _said(self, taps: Sequence[Tap]) -> dict[int, Said]:
        """Return those taps, by their place, whose edition and person are there and belong together."""
        people = Person.objects.in_bulk({tap.permit.person_id for tap in taps})
        issues = self._shelf.known({tap.permit.edition_id for tap in taps})
        found = {}
        for place, tap in enumerate(taps):
            person, issue = people.get(tap.permit.person_id), issues.get(tap.permit.edition_id)
            if person and issue and person.organisation_id == issue.edition.alert.organisation_id:
                found[place] = Said(issue.edition, person, tap.kind, tap.at, "link", tap.note, tap.place)
        return found

    def _thank(self, taps: Sequence[Tap], said: dict[int, Said]) -> list[Thanks]:
        answers = dict(zip(said, record_many(list(said.values())), strict=True))
        return [
            self._page(tap, said[place], answers[place]) if place in answers else None
            for place, tap in enumerate(taps)
        ]

    def _page(self, tap: Tap, said: Said, answer: Answer) -> ThanksPage:
        """Return the page for one tap: everybody's who said the same in the same minute, but for the token."""
        minute = answer.at.replace(second=0, microsecond=0)
        key = said.edition.pk, said.person.language, answer.kind, minute
        common = self._pages.get(key)
        if common is None:
            page = pages.thanks(_BLANK.decode(), said.edition, said.person, answer)
            common = self._pages[key] = ThanksPage(page.status_code, sent_headers(page), page.content)
            if len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return ThanksPage(common.status, common.headers, common.body.replace(_BLANK, tap.token.encode()))


def _hand_out(taken: Sequence[_Waiting], found: Sequence[Thanks]) -> None:
    for (_tap, waiting), page in zip(taken, found, strict=True):
        if not waiting.done():
            waiting.set_result(page)
