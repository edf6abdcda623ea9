"""The loop that sends: claim what is due, hand it over, write down what came of it, and again.

One thread does it all, in turns: it speaks with the database, then runs the event loop in which the messages travel.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from tocsin import clock as house_clock
from tocsin.delivery import claims, clock_steps, results
from tocsin.delivery.bell import bell
from tocsin.delivery.channels import Bounded, Channels, Response, configured
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.decide import Outcome
from tocsin.delivery.due import lines_waiting
from tocsin.delivery.jobs import Finished, Job
from tocsin.delivery.leases import lease
from tocsin.delivery.masking import without_address
from tocsin.delivery.parts import Rounds
from tocsin.delivery.reader_words import in_reader_words
from tocsin.delivery.shelf import Shelf

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of rows. `window` is how many of each channel may be claimed and not yet written down: what a crash can double."""

    critical: bool
    window: int


LANES = (Lane(critical=True, window=16), Lane(critical=False, window=256))

#: Seconds between two looks at the clock of an outbox where no bell rings, and between two looks for dead workers.
POLL = 0.25
LOOK_FOR_THE_DEAD = 0.5
#: So many seconds nobody is taken for dead after a worker's own lease was lost: those of others went with the same server, and
#: what a living worker has in hand would be sent twice.
TIME_FOR_OTHERS = 1.0
#: Seconds for what is in flight when the worker is told to stop.
GRACE = 4.5
#: Seconds after which a message that nobody answered for counts as one without an answer: far longer than any channel waits.
OVERDUE = 900.0
#: Seconds that a result waits for others to be written down with it.
_PATIENCE = 0.05


class Worker:
    """One worker: a lease, the lanes, and the rows in flight."""

    def __init__(
        self,
        *,
        clock: Clock,
        channels: Channels,
        folder: Path,
        lanes: tuple[Lane, ...] = LANES,
        dice: results.Dice = random.random,
    ) -> None:
        self._clock, self._channels, self._dice = clock, channels, dice
        self._bounded = {name: one for name, one in channels.items() if isinstance(one, Bounded)}
        self._lanes = lanes
        self._lease = lease(folder)
        self._loop = own_loop()
        self._bell = bell(self._loop, self._lease, self._ring)
        self._shelf = Shelf()
        self._in_flight: Counter[tuple[Lane, str]] = Counter()
        #: What was handed over and not answered for, oldest first, with the moment.
        self._open: dict[int, tuple[float, Lane, Job]] = {}
        self._ended: list[tuple[Lane, Finished]] = []
        self._enough = 1
        self._last_ended = 0.0
        self._next_look = 0.0
        self._is_unsure = False
        self._watch, self._is_first_look = clock_steps.ClockWatch(clock), True
        self._next_clock_look = self._next_long_look = 0.0
        self._seen = 0
        self._rounds = Rounds("sending")

    @property
    def in_flight(self) -> int:
        """How many rows are claimed and not yet written down."""
        return self._in_flight.total()

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight and the last turn found nothing that was due."""
        return not self.in_flight and not self._seen

    def turn(self, *, claiming: bool = True) -> int:
        """Write down what has ended, claim what is due, both in one transaction; return how many ended.

        A few results wait for others, and a lane is filled when half of it is free: a commit carries many rows.
        """
        self._give_back_the_unknown()
        self._look_for_the_dead()
        self._look_for_the_lost()
        if claiming:
            self._look_at_the_clock()
        now, ended = self._clock(), list(self._ended)
        due = self._due(ended, now) if claiming else []
        self._seen = 0
        if not due and (not ended or (claiming and not self._is_time)):
            return 0
        done = [one for _, one in ended]
        try:
            taken = self._record_and_claim(done, due, now)
        except (DataError, IntegrityError):
            if not done:
                raise
            _log.exception(
                "%d results could not be written down together; each is written by itself.", len(done)
            )
            results.record_each(done, holder=self._lease.name, now=now, dice=self._dice)
            taken, self._seen = [], len(due)
        for lane, one in ended:
            self._in_flight[lane, one.job.channel] -= 1
        del self._ended[: len(ended)]
        moment = time.monotonic()
        for lane, job in taken:
            self._in_flight[lane, job.channel] += 1
            self._open[job.delivery_id] = (moment, lane, job)
            self._loop.call_soon(self._hand_over, lane, job)
        return len(ended)

    def _record_and_claim(
        self, done: list[Finished], due: list[tuple[Lane, str, int]], now: datetime
    ) -> list[tuple[Lane, Job]]:
        taken: list[tuple[Lane, Job]] = []
        with transaction.atomic():
            results.record(done, holder=self._lease.name, now=now, dice=self._dice)
            for lane, channel, limit in due:
                jobs, seen = claims.claim(
                    limit, channel=channel, critical=lane.critical, holder=self._lease.name, now=now,
                    dice=self._dice, shelf=self._shelf,
                )  # fmt: skip
                taken.extend((lane, job) for job in jobs)
                self._seen += seen
        return taken

    def _due(self, ended: list[tuple[Lane, Finished]], now: datetime) -> list[tuple[Lane, str, int]]:
        """Return, by lane and channel with something due, how much of it there is room for."""
        in_flight = self._in_flight - Counter((lane, one.job.channel) for lane, one in ended)
        room = {}
        for lane in self._lanes:
            for channel in self._channels:
                window = self._window(lane, channel)
                free = window - in_flight[lane, channel]
                if free > 0 and free * 2 >= window:
                    room[lane, channel] = free
        waiting = lines_waiting([(lane.critical, channel) for lane, channel in room], now=now)
        return [
            (lane, channel, free)
            for (lane, channel), free in room.items()
            if (lane.critical, channel) in waiting
        ]

    def _window(self, lane: Lane, channel: str) -> int:
        """Return how much of a lane may be in hand at once: what cannot leave soon is looked at again when it can."""
        bounded = self._bounded.get(channel)
        most = None if bounded is None else bounded.most(urgent=lane.critical)
        return lane.window if most is None else min(lane.window, most)

    @property
    def _is_time(self) -> bool:
        """Whether the results at hand are worth a commit."""
        return len(self._ended) >= self._enough or time.monotonic() - self._last_ended >= _PATIENCE

    def _hand_over(self, lane: Lane, job: Job) -> None:
        try:
            letter = in_reader_words(job.letter)
            self._channels[job.channel].hand_over(letter, partial(self._note, lane, job))
        except Exception as error:  # noqa: BLE001 one message's fault may not end the worker; it is recorded with it
            _log.exception("Delivery %d could not be sent.", job.delivery_id)
            said = f"A fault in Tocsin: {type(error).__name__}: {error}"
            self._note(lane, job, Response(Outcome.TECHNICAL, said))

    def _note(self, lane: Lane, job: Job, response: Response) -> None:
        known = self._open.get(job.delivery_id)
        if known is None or known[2] is not job:
            _log.warning(
                "Delivery %d was answered for twice; this came late: %s", job.delivery_id, response.words
            )
            return
        del self._open[job.delivery_id]
        if not self._ended:
            self._last_ended = time.monotonic()
        self._ended.append((lane, Finished(job, without_address(response, job.letter.address))))
        if lane.critical or len(self._ended) >= self._enough:
            self._loop.stop()

    def _ring(self) -> None:
        self._loop.stop()

    def rest(self, seconds: float) -> None:
        """Let messages travel until enough have ended, or the bell rings; for `seconds` at most.

        Not at all where rows are left and none is in flight.
        """
        if self._seen and not self.in_flight:
            return
        # With as many ended as make half of the fullest lane free, it is time for a turn.
        in_flight = self._in_flight
        self._enough = max((count + 1) // 2 for count in in_flight.values()) if in_flight.total() else 1
        if len(self._ended) >= self._enough:
            return
        alarm = self._loop.call_later(min(seconds, _PATIENCE) if self.in_flight else seconds, self._loop.stop)
        try:
            self._loop.run_forever()
        finally:
            alarm.cancel()

    def finish(self, grace: float) -> None:
        """Let what is in flight end within `grace` seconds, write it down, and queue the rest again."""
        end = time.monotonic() + grace
        while self.in_flight and time.monotonic() < end:
            self._turn_or_say(claiming=False)
            if self.in_flight:
                self.rest(0.05)
        for channel in self._channels.values():
            channel.close()
        if self.in_flight:
            self.rest(0.05)
            self.turn(claiming=False)
        with transaction.atomic():
            results.interrupt(self._lease.name, now=self._clock(), dice=self._dice)
        self.end()

    def serve_until(self, stop: threading.Event, *, poll: float) -> None:
        """Turn and rest until `stop` is set."""
        while not stop.is_set():
            if self._turn_or_say():
                self._rounds.ended(now=self._clock())
            else:
                stop.wait(poll)
            self.rest(poll)

    def _turn_or_say(self, *, claiming: bool = True) -> bool:
        """Make one turn; say it, and return False, where the database is locked or away."""
        try:
            if self._lease.renew():
                self._next_look = time.monotonic() + TIME_FOR_OTHERS
            self._bell.listen()
            self.turn(claiming=claiming)
        except DatabaseError as error:
            _log.error("The database does not answer (%s); trying again.", error)
            self._is_unsure = True
            if connection.vendor == "postgresql":
                self._next_look = time.monotonic() + TIME_FOR_OTHERS
            connection.close()
            return False
        return True

    def end(self) -> None:
        """Listen for nothing more, and release the lease."""
        self._bell.silence()
        self._lease.release()

    def _give_back_the_unknown(self) -> None:
        """Queue again what was claimed without our knowing: a commit was done, and its answer lost with the connection."""
        if not self._is_unsure:
            return
        known = {*self._open, *(one.job.delivery_id for _, one in self._ended)}
        with transaction.atomic():
            count = results.give_back(self._lease.name, known=known)
        self._is_unsure = False
        if count:
            _log.warning("%d deliveries were claimed while the database went away; they wait again.", count)

    def _look_for_the_lost(self) -> None:
        """Answer for what a channel lost: its room comes back, its row says why, and it is tried again."""
        while self._open:
            began, lane, job = next(iter(self._open.values()))
            if time.monotonic() - began < OVERDUE:
                return
            words = f"A fault in Tocsin: {job.channel} has not said within {OVERDUE:g} s what became of it."
            _log.error("Delivery %d was lost on its way. %s", job.delivery_id, words)
            self._note(lane, job, Response(Outcome.TECHNICAL, words))

    def _look_at_the_clock(self) -> None:
        """Bring forward what lies ahead only because a clock did: what was never tried again and again, the rest after a step."""
        if time.monotonic() < self._next_clock_look:
            return
        now, channels, fell = self._clock(), list(self._channels), self._watch.stepped_back()
        if fell:
            _log.warning("The clock was put back by %.1f s.", fell.total_seconds())
        if fell or (self._is_first_look and clock_steps.were_ahead(now)):
            for critical in (True, False):
                clock_steps.bring_retries_forward(channels, critical=critical, now=now)
        found = clock_steps.bring_forward(channels, critical=True, now=now)
        if fell or time.monotonic() >= self._next_long_look:
            began = time.monotonic()
            found += clock_steps.bring_forward(channels, critical=False, now=now)
            found += clock_steps.bring_cases_forward(now=now)
            # It goes through all that is held, and may take a hundredth of the time. Where it found something there may be more.
            pause = max(clock_steps.LOOK, 100 * (time.monotonic() - began))
            self._next_long_look = time.monotonic() + (0.0 if found else pause)
        self._is_first_look = False
        self._next_clock_look = time.monotonic() + (0.0 if found else clock_steps.LOOK_CRITICAL)

    def _look_for_the_dead(self) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_FOR_THE_DEAD
        count = results.take_over(self._lease, own=self._lease.name, now=self._clock(), dice=self._dice)
        if count:
            _log.warning("Took over %d deliveries from a worker that ended.", count)


def work(
    stop: threading.Event,
    *,
    clock: Clock = house_clock.now,
    channels: Channels | None = None,
    folder: Path | None = None,
    lanes: tuple[Lane, ...] = LANES,
    poll: float = POLL,
    grace: float = GRACE,
) -> None:
    """Send what is due until `stop` is set; then finish what is in flight within `grace` seconds and return.

    A database that is locked or away for a while stops nothing: what was sent is kept and written down later.
    """
    worker = Worker(
        clock=clock,
        channels=configured() if channels is None else channels,
        folder=_folder(folder),
        lanes=lanes,
    )
    try:
        worker.serve_until(stop, poll=poll)
        worker.finish(grace)
    finally:
        connection.close()


def run_once(*, now: datetime, channels: Channels | None = None, folder: Path | None = None) -> int:
    """Send everything that is due at `now`, and return how many attempts that were."""
    own = configured() if channels is None else channels
    worker = Worker(clock=lambda: now, channels=own, folder=_folder(folder))
    try:
        count = worker.turn()
        while not worker.idle:
            worker.rest(POLL)
            count += worker.turn()
    except BaseException:
        worker.finish(0.0)
        raise
    worker.end()
    if channels is None:
        for channel in own.values():
            channel.close()
    return count


def _folder(folder: Path | None) -> Path:
    return folder or settings.TOCSIN_HOME / "workers"
