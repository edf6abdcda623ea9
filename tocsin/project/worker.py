"""The worker process: polls sources, groups reports, finds who is in the way and sends, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable

from django.db import DatabaseError, connection

from tocsin.clock import now
from tocsin.delivery.auditor import beat
from tocsin.delivery.digests import follow
from tocsin.delivery.escalation import escalate
from tocsin.delivery.fan_out import expand_all
from tocsin.delivery.worker import work as deliver
from tocsin.exposure.purging import purge_all
from tocsin.incidents.grouping import group_waiting
from tocsin.sources.polling import poll_due

SECONDS_BETWEEN_ROUNDS = 2.0
#: A publication waits no longer than this for its first people to be told.
SECONDS_BETWEEN_FAN_OUTS = 0.25
#: A call for help waits no longer than this for the desk to be written to.
SECONDS_BETWEEN_ESCALATIONS = 0.5
SECONDS_BETWEEN_BEATS = 60.0
SECONDS_BETWEEN_PURGES = 24 * 3600.0

_log = logging.getLogger(__name__)


def take_in() -> tuple[int, int]:
    """Poll every source that is due and group what is waiting; return how many polls and reports there were."""
    moment = now()
    polls = poll_due(now=moment)
    return len(polls), group_waiting(now=now())


def follow_up(stop: Callable[[], bool]) -> tuple[int, int]:
    """Take the steps that are due, and let digests be followed; return how many messages were written, and how many followed."""
    return escalate(now=now(), stop=stop), follow(now=now())


def purge_once_a_day() -> int:
    """Remove what is older than it is kept; return how many trips went."""
    return sum(purged.trips for _organisation, purged in purge_all(now=now()))


def _rounds(
    stop: threading.Event,
    task: Callable[[], object],
    pause: float = SECONDS_BETWEEN_ROUNDS,
    *,
    after: float = 0.0,
) -> None:
    stop.wait(after)
    while not stop.is_set():
        try:
            task()
        except DatabaseError:
            # The database may be restarting; nothing is lost by trying again, and the log says what happened.
            _log.exception("The database did not answer; this round is tried again.")
            connection.close()
        stop.wait(pause)


def work(stop: threading.Event | None = None) -> None:
    """Work until `stop` is set, or until SIGTERM or SIGINT where no event is given."""
    stop = stop or _stopped_by_signals()
    rounds = (
        threading.Thread(target=_rounds, args=(stop, take_in), name="intake"),
        threading.Thread(
            target=_rounds,
            args=(stop, lambda: expand_all(clock=now, stop=stop.is_set), SECONDS_BETWEEN_FAN_OUTS),
            name="fan-out",
        ),
        threading.Thread(
            target=_rounds,
            args=(stop, lambda: follow_up(stop.is_set), SECONDS_BETWEEN_ESCALATIONS),
            name="escalation",
        ),
        threading.Thread(
            target=_rounds,
            args=(stop, lambda: beat(now=now()), SECONDS_BETWEEN_BEATS),
            # What was due while no worker ran gets a minute to be done first.
            kwargs={"after": SECONDS_BETWEEN_BEATS},
            name="auditor",
        ),
        threading.Thread(target=_rounds, args=(stop, purge_once_a_day, SECONDS_BETWEEN_PURGES), name="purge"),
    )
    for thread in rounds:
        thread.start()
    try:
        deliver(stop, clock=now)
    finally:
        stop.set()
        for thread in rounds:
            thread.join()


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
