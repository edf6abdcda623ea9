"""The loop that sends: claim a batch, hand it over in parallel, write down what came of it, and again."""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tocsin import clock as house_clock
from tocsin.delivery import claims
from tocsin.delivery.channels import Channels, Response, configured
from tocsin.delivery.claims import Finished, Job
from tocsin.delivery.decide import Outcome
from tocsin.delivery.leases import Lease

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of rows with threads and connections of its own.

    `window` is how many rows may be claimed and not yet written down: the most that a crash can double.
    """

    critical: bool
    threads: int
    window: int


LANES = (Lane(critical=True, threads=4, window=16), Lane(critical=False, threads=8, window=64))

#: Seconds between two looks at an idle outbox, between two looks for dead workers, and for what is in flight
#: when the worker is told to stop.
POLL = 0.2
LOOK_FOR_THE_DEAD = 1.0
GRACE = 4.5


#: So many mails go over in one go at most.
_MOST_AT_ONCE = 8


class Worker:
    """One worker: a lease, the lanes with their threads, and the rows in flight.

    Only the thread that calls :meth:`turn` speaks with the database; the sending threads get everything
    they need with the job.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        channels: Channels,
        folder: Path,
        lanes: tuple[Lane, ...] = LANES,
        dice: claims.Dice = random.random,
    ) -> None:
        self._clock, self._channels, self._folder, self._dice = clock, channels, folder, dice
        self._lease = Lease(folder)
        self._lanes = lanes
        self._jobs: dict[Lane, queue.SimpleQueue[Job | None]] = {lane: queue.SimpleQueue() for lane in lanes}
        self._in_flight: dict[Lane, int] = dict.fromkeys(lanes, 0)
        self._results: queue.SimpleQueue[tuple[Lane, Finished]] = queue.SimpleQueue()
        self._ended: list[tuple[Lane, Finished]] = []
        self._started: set[Lane] = set()
        self._next_look = 0.0
        self._seen = 0

    @property
    def in_flight(self) -> int:
        """How many rows are claimed and not yet written down."""
        return sum(self._in_flight.values())

    def turn(self, *, claiming: bool = True) -> int:
        """Write down what has ended, claim what is due, both in one transaction; return how many ended."""
        self._look_for_the_dead()
        while not self._results.empty():
            self._ended.append(self._results.get())
        now = self._clock()
        free = {lane: lane.window - self._in_flight[lane] for lane in self._lanes}
        for lane, _ in self._ended:
            free[lane] += 1
        # A lane is filled when half of it is free, so that a commit carries many rows and not one.
        due = [
            lane
            for lane in self._lanes
            if claiming
            and free[lane] * 2 >= lane.window
            and claims.is_any_due(critical=lane.critical, now=now)
        ]
        self._seen = 0
        if not self._ended and not due:
            return 0
        taken: list[tuple[Lane, Job]] = []
        with transaction.atomic():
            results = [one for _, one in self._ended]
            claims.record(results, holder=self._lease.name, now=now, dice=self._dice)
            for lane in due:
                jobs, seen = claims.claim(
                    free[lane], critical=lane.critical, holder=self._lease.name, now=now, dice=self._dice
                )
                taken.extend((lane, job) for job in jobs)
                self._seen += seen
        for lane, _ in self._ended:
            self._in_flight[lane] -= 1
        self._ended.clear()
        for lane, job in taken:
            self._in_flight[lane] += 1
            self._start(lane)
            self._jobs[lane].put(job)
        return len(results)

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight and the last turn found nothing that was due."""
        return not self.in_flight and not self._seen

    def rest(self, seconds: float) -> None:
        """Wait until something has ended, `seconds` at most; not at all where rows are left and none is in flight."""
        if self._seen and not self.in_flight:
            return
        try:
            self._ended.append(self._results.get(timeout=seconds))
        except queue.Empty:
            return

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
            self.rest(0.3)
            self.turn(claiming=False)
        with transaction.atomic():
            claims.interrupt(self._lease.name, now=self._clock(), dice=self._dice)
        self.end()

    def serve_until(self, stop: threading.Event, *, poll: float) -> None:
        """Turn and rest until `stop` is set."""
        while not stop.is_set():
            if not self._turn_or_say():
                stop.wait(poll)
            self.rest(poll)

    def _turn_or_say(self, *, claiming: bool = True) -> bool:
        """Make one turn; say it, and return False, where the database is locked or away."""
        try:
            self.turn(claiming=claiming)
        except DatabaseError as error:
            _log.error("The database does not answer (%s); trying again.", error)
            connection.close()
            return False
        return True

    def end(self) -> None:
        """Let the threads go and release the lease."""
        for lane in self._started:
            for _ in range(lane.threads):
                self._jobs[lane].put(None)
        self._lease.release()

    def _look_for_the_dead(self) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_FOR_THE_DEAD
        count = claims.take_over(self._folder, own=self._lease.name, now=self._clock(), dice=self._dice)
        if count:
            _log.warning("Took over %d deliveries from a worker that ended.", count)

    def _start(self, lane: Lane) -> None:
        if lane in self._started:
            return
        self._started.add(lane)
        for number in range(lane.threads):
            name = f"delivery-{'critical' if lane.critical else 'ordinary'}-{number}"
            threading.Thread(target=self._serve, args=(lane,), name=name, daemon=True).start()

    def _serve(self, lane: Lane) -> None:
        jobs = self._jobs[lane]
        while (job := jobs.get()) is not None:
            # A thread takes its share of what waits, so that mails go over one after the other; the Critical lane never does.
            share = 1 if lane.critical else min(_MOST_AT_ONCE, 1 + jobs.qsize() // lane.threads)
            taken = [job]
            while len(taken) < share and (more := _next(jobs)) is not None:
                taken.append(more)
            for channel in dict.fromkeys(one.channel for one in taken):
                self._send(lane, channel, [one for one in taken if one.channel == channel])

    def _send(self, lane: Lane, channel: str, jobs: list[Job]) -> None:
        done, started = 0, time.monotonic()
        try:
            for response in self._channels[channel].send_many([job.letter for job in jobs]):
                now = time.monotonic()
                self._results.put((lane, Finished(jobs[done], response, int((now - started) * 1000))))
                done, started = done + 1, now
        except Exception as error:  # noqa: BLE001 one message's fault may not end the thread; it is recorded with it
            _log.exception("Delivery %d could not be sent.", jobs[done].delivery_id)
            said = Response(Outcome.TECHNICAL, f"A fault in Tocsin: {type(error).__name__}: {error}")
            self._results.put((lane, Finished(jobs[done], said, int((time.monotonic() - started) * 1000))))
            if jobs[done + 1 :]:
                self._send(lane, channel, jobs[done + 1 :])


def _next(jobs: queue.SimpleQueue[Job | None]) -> Job | None:
    """Return a job that waits; None where none does, or where the threads are to end (and leave word for the next)."""
    try:
        job = jobs.get_nowait()
    except queue.Empty:
        return None
    if job is None:
        jobs.put(None)
    return job


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
