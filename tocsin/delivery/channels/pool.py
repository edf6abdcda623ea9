"""Errands that wait for one server, and the few kept-alive conversations that take them one after the other."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from tocsin.delivery.channels import Done, Response, put_off
from tocsin.delivery.channels.breaker import Breaker
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.channels.pace import Pace
from tocsin.delivery.decide import Outcome
from tocsin.delivery.messages import Letter

_log = logging.getLogger(__name__)

#: So long later a message is tried again that waited for a server that said nothing.
PUT_OFF = timedelta(seconds=5)
#: What has waited so many seconds behind others goes back to the outbox: much may have happened meanwhile.
LONGEST_WAIT = 5.0


def fault_of(error: Exception, what: str) -> Response:
    """Return how a message is answered for that met a fault of ours, and put `what` into the log."""
    _log.error("%s", what, exc_info=error)
    return Response(Outcome.TECHNICAL, f"A fault in Tocsin: {type(error).__name__}: {error}")


class Errand:
    """One letter on its way, with who is told what became of it, and the bytes that travel.

    `is_again` after a conversation ended before it was handed over. `began` is when it began to travel, `made` when it came, and
    `ends` when its edition ends; all by the clock that no one sets.
    """

    __slots__ = ("began", "content", "done", "ends", "is_again", "letter", "made", "recipient")

    def __init__(self, letter: Letter, done: Done, recipient: str) -> None:
        self.letter, self.done, self.recipient = letter, done, recipient
        self.is_again, self.began, self.content = False, 0.0, b""
        self.made = time.monotonic()
        self.ends = self.made + letter.seconds_left


class Conversation(Protocol):
    """A connection to the server over which errands go one after the other."""

    async def begin(self) -> None:
        """Connect, and do what comes before the first errand."""

    def carry_on(self) -> None:
        """Ask the pool for the next errand; rest where there is none."""

    def close(self) -> None:
        """End it at once."""


class Pool:
    """The line before one server. `make` makes a conversation; `prepare` an errand's bytes, or says why there are none.

    `explain` puts into words what kept a conversation from beginning, or raises what it does not know. Where the server has said
    nothing for `patience` seconds, what waits for it is put off: the worker has room for so many messages only, and others may
    have a server that answers. 0: they wait, because there is no other server.
    """

    def __init__(
        self,
        place: str,
        *,
        make: Callable[[Pool], Conversation],
        prepare: Callable[[Errand], Response | None],
        explain: Callable[[Conversation, Exception], Response],
        breaker: Breaker,
        pace: Pace,
        limit: int,
        is_urgent: bool,
        patience: float = 0.0,
    ) -> None:
        self._patience, self._is_watched, self._heard = patience, False, 0.0
        self._place, self._make, self._prepare, self._explain = place, make, prepare, explain
        self._breaker, self._pace, self._limit, self._is_urgent = breaker, pace, limit, is_urgent
        self._waiting: deque[Errand] = deque()
        self._opening: dict[Conversation, asyncio.Task[None]] = {}
        self._open: set[Conversation] = set()
        self._resting: list[Conversation] = []
        self._is_paused = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits and no conversation is left."""
        return not (self._waiting or self._opening or self._open)

    @property
    def open(self) -> frozenset[Conversation]:
        """The conversations that have begun."""
        return frozenset(self._open)

    def add(self, errand: Errand) -> None:
        """Take one more errand."""
        if refusal := self._breaker.refusal(self._place, urgent=self._is_urgent):
            errand.done(refusal)
            return
        self._waiting.append(errand)
        self._serve()
        if self._waiting and not self._is_watched:
            self._heard = time.monotonic()
            self._watch(min(self._patience or LONGEST_WAIT, LONGEST_WAIT))

    def _watch(self, seconds: float) -> None:
        self._is_watched = True
        own_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        """Put off what waits for a server that says nothing, and give back what has waited for long."""
        self._is_watched = False
        now = time.monotonic()
        silent = now - self._heard
        if self._waiting and self._patience and silent >= self._patience:
            words = f"{self._place} has said nothing for {silent:.0f} s: this message waits until others have gone out."
            waiting, self._waiting = self._waiting, deque()
            for one in waiting:
                one.done(put_off(words, PUT_OFF))
        while len(self._waiting) > len(self._opening) and now - self._waiting[0].made >= LONGEST_WAIT:
            words = f"It has waited for {self._place} behind others: it is looked at again before it leaves."
            self._waiting.popleft().done(put_off(words))
        if self._waiting:
            left = LONGEST_WAIT - (now - self._waiting[0].made)
            self._watch(max(0.2, min(left, self._patience - silent) if self._patience else left))

    def close(self) -> None:
        """End every conversation; what waits is told that it did not go out."""
        for task in list(self._opening.values()):
            task.cancel()
        for conversation in list(self._open):
            conversation.close()
        waiting, self._waiting = self._waiting, deque()
        for one in waiting:
            one.done(put_off("It was not handed over: the worker closed its conversations."))

    def _serve(self) -> None:
        if self._is_paused:
            return
        while self._waiting and self._resting:
            self._resting.pop().carry_on()
        in_use = len(self._opening) + len(self._open)
        if len(self._waiting) > len(self._opening) and in_use < self._limit:
            conversation = self._make(self)
            task = own_loop().create_task(self._begin(conversation))
            self._opening[conversation] = task
            task.add_done_callback(lambda _: self._opening.pop(conversation, None))

    async def _begin(self, conversation: Conversation) -> None:
        try:
            await conversation.begin()
        except Exception as error:  # noqa: BLE001 `explain` raises what it does not know
            # It is no longer among those that open, or what still waits would wait for it.
            self._opening.pop(conversation, None)
            self._not_begun(self._explained(conversation, error))
            return
        self._opening.pop(conversation, None)
        self._open.add(conversation)
        conversation.carry_on()
        self._serve()

    def _explained(self, conversation: Conversation, error: Exception) -> Response:
        try:
            return self._explain(conversation, error)
        except Exception as fault:  # noqa: BLE001 a message that nobody answers for would wait for ever
            return fault_of(fault, f"No conversation with {self._place} could be begun.")

    def _not_begun(self, response: Response) -> None:
        """One errand has tried; the others try too, or are told that the server is left alone."""
        self._breaker.note(self._place, response.outcome)
        if self._waiting:
            self._waiting.popleft().done(response)
        self._ask_breaker()

    def _ask_breaker(self) -> None:
        waiting, self._waiting = self._waiting, deque()
        for one in waiting:
            self.add(one)

    # -- what a conversation asks and tells ---------------------------------------------------------------

    def next_errand(self) -> Errand | None:
        """Return what is next, with its bytes; None where nothing waits, or the pace is kept."""
        while self._waiting:
            if self._waiting[0].ends <= time.monotonic():
                # The outbox says why it is not sent.
                self._waiting.popleft().done(put_off("The edition ended while it waited to be handed over."))
                continue
            if wait := self._pace.wait(urgent=self._is_urgent):
                self._pause(wait)
                return None
            errand = self._waiting.popleft()
            try:
                fault = self._prepare(errand)
            except Exception as error:  # noqa: BLE001 a message that nobody answers for would keep its room for ever
                fault = fault_of(error, f"A message for {self._place} could not be made ready.")
            if fault:
                errand.done(fault)
                continue
            errand.began = time.monotonic()
            return errand
        return None

    def _pause(self, seconds: float) -> None:
        if not self._is_paused:
            self._is_paused = True
            own_loop().call_later(seconds, self._go_on)

    def _go_on(self) -> None:
        self._is_paused = False
        self._serve()

    def answered(self, errand: Errand, outcome: Outcome, words: str, wait: timedelta | None = None) -> None:
        """Tell whoever handed the errand over what became of it."""
        self._breaker.note(self._place, outcome)
        errand.done(Response(outcome, words, wait, int((time.monotonic() - errand.began) * 1000)))
        if outcome is not Outcome.TECHNICAL:
            self._heard = time.monotonic()
        elif self._waiting and not self._is_urgent and self._breaker.is_open(self._place):
            # What waits would only wait to be told the same.
            self._ask_breaker()

    def take_back(self, errand: Errand) -> None:
        """Put first what was not handed over; conversations that rested as long as its own are not trusted with it."""
        errand.is_again = True
        self._waiting.appendleft(errand)
        for conversation in [*self._resting]:
            conversation.close()
        own_loop().call_soon(self._serve)

    def rests(self, conversation: Conversation) -> None:
        """Keep a conversation that is free."""
        self._resting.append(conversation)

    def ended(self, conversation: Conversation) -> None:
        """Forget a conversation that is over."""
        self._open.discard(conversation)
        if conversation in self._resting:
            self._resting.remove(conversation)
        if self._waiting:
            own_loop().call_soon(self._serve)
