"""The worker process: polls sources, groups reports, finds who is in the way and sends, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection

from tocsin.clock import now
from tocsin.delivery.auditor import beat
from tocsin.delivery.digests import follow
from tocsin.delivery.escalation import escalate
from tocsin.delivery.expiry_warning import warn_owners
from tocsin.delivery.fan_out import expand_all, look_again
from tocsin.delivery.owner_post import post_notices
from tocsin.delivery.parts import Rounds
from tocsin.delivery.setbacks import judge
from tocsin.delivery.worker import work as deliver
from tocsin.exposure.purging import purge_all

#: What a worker may be told to do alone.
PARTS = ("intake", "delivery")
SECONDS_BETWEEN_ROUNDS = 2.0
#: A publication waits no longer than this for its first people to be told.
SECONDS_BETWEEN_FAN_OUTS = 0.25
#: A call for help waits no longer than this for the desk to be written to.
SECONDS_BETWEEN_ESCALATIONS = 0.5
#: An alert that runs out soon waits no longer than this for its owners to be asked.
SECONDS_BETWEEN_WARNINGS = 5.0
#: A reply by mail waits no longer than this to be looked at.
SECONDS_BETWEEN_MAILS = 10.0
SECONDS_BETWEEN_BEATS = 60.0
SECONDS_BETWEEN_PURGES = 24 * 3600.0
#: After a round that failed a part waits a second, then twice as long each time; after these it waits no longer.
LONGEST_PAUSE = 60.0
#: The same where the database did not answer: it is back soon, and then nobody waits for a minute.
LONGEST_PAUSE_FOR_DATABASE = 5.0
#: What is left of the five seconds in which a worker ends, when the messages in flight have ended.
SECONDS_TO_END = 0.5

_log = logging.getLogger(__name__)


def load() -> None:
    """Load what the first message needs, and hold nothing open: a process that is begun from this one has it all."""
    from django.db import connections
    from django.template.loader import get_template

    import tocsin.delivery.channels.on_demand
    import tocsin.delivery.channels.smtp
    import tocsin.delivery.channels.webhook  # noqa: F401 loading it is all

    for message in ("delivery/message.html", "delivery/digest.html"):
        get_template(message)
    connections.close_all()


def take_in() -> tuple[int, int]:
    """Poll every source that is due and group what is waiting; return how many polls and reports there were."""
    # Loaded here and not before: the rules of reading take a second, and whoever waits for a message waits for no report.
    from tocsin.desk.search.indexing import catch_up
    from tocsin.incidents.grouping import group_waiting
    from tocsin.publishing.by_rule import publish_by_rules
    from tocsin.publishing.canary import fly
    from tocsin.sources.polling import poll_due

    moment = now()
    polls = poll_due(now=moment)
    grouped = group_waiting(now=now())
    publish_by_rules(now=now())
    fly(now=now())
    catch_up()
    return len(polls), grouped


def follow_up(stop: Callable[[], bool]) -> tuple[int, int]:
    """Take the steps that are due, and let digests be followed; return how many messages were written, and how many followed.

    Where a message failed for good and nothing else reaches its person, their next step is due at once.
    """
    judge(now=now(), stop=stop)
    return escalate(now=now(), stop=stop), follow(now=now())


def ask_owners() -> tuple[int, int]:
    """Ask the owners of alerts that run out soon; return how many messages were written, and how many attempts made."""
    return warn_owners(now=now()), post_notices(clock=now)


def take_in_mail(stop: Callable[[], bool]) -> tuple[int, int]:
    """Look again at receipts that came early, and fetch what lies in the mailbox; return how many mails and receipts."""
    from tocsin.delivery.inbound.arrivals import settle_early
    from tocsin.delivery.inbound.mailbox import fetch_configured

    settled = settle_early(now=now())
    return fetch_configured(clock=now, stop=stop), settled


def audit() -> bool:
    """Look again at the places that could not be read, then report what is overdue; return whether the heart beat."""
    look_again(now=now())
    return beat(now=now())


def purge_once_a_day() -> int:
    """Remove what is older than it is kept, and sessions that have ended; return how many trips went."""
    from django.contrib.sessions.backends.db import SessionStore

    from tocsin.delivery.asides import forget_asides
    from tocsin.delivery.inbound.arrivals import forget_unnamed

    forget_unnamed(now=now())
    forget_asides(now=now())
    SessionStore.clear_expired()
    return sum(purged.trips for _organisation, purged in purge_all(now=now()))


def _rounds(
    stop: threading.Event,
    name: str,
    task: Callable[[], object],
    pause: float = SECONDS_BETWEEN_ROUNDS,
    *,
    after: float = 0.0,
) -> None:
    """Do the rounds of one part until `stop` is set. Whatever fails in one ends neither the part nor the process."""
    rounds, failures = Rounds(name), 0
    rounds.began(now=now())
    stop.wait(after)
    while not stop.is_set():
        try:
            task()
        except Exception as error:  # noqa: BLE001 a part that ends is seen by nobody; the auditor reports one that fails
            failures += 1
            _log.exception("A round of %s failed, %d in a row; it is tried again.", name, failures)
            connection.close()
            rounds.failed(error, now=now())
            stop.wait(_pause_after(failures, error))
        else:
            failures = 0
            rounds.ended(now=now())
            stop.wait(pause)


def _pause_after(failures: int, error: Exception) -> float:
    longest = LONGEST_PAUSE_FOR_DATABASE if isinstance(error, DatabaseError) else LONGEST_PAUSE
    return min(2.0 ** min(failures - 1, 10), longest)


def work(stop: threading.Event | None = None, *, only: str = "") -> None:
    """Work until `stop` is set, or until SIGTERM or SIGINT where no event is given.

    `only` is one of :data:`PARTS`: 'intake' polls and groups, 'delivery' does all the rest; both without it.
    """
    stop = stop or _stopped_by_signals()
    threads = [_thread(stop, "intake", take_in, SECONDS_BETWEEN_ROUNDS)] if only != "delivery" else []
    if only != "intake":
        threads += [
            _thread(
                stop, "fan-out", lambda: expand_all(clock=now, stop=stop.is_set), SECONDS_BETWEEN_FAN_OUTS
            ),
            _thread(stop, "escalation", lambda: follow_up(stop.is_set), SECONDS_BETWEEN_ESCALATIONS),
            _thread(stop, "owners", ask_owners, SECONDS_BETWEEN_WARNINGS),
            _thread(stop, "mail", lambda: take_in_mail(stop.is_set), SECONDS_BETWEEN_MAILS),
            # What was due while no worker ran gets a minute to be done first.
            _thread(stop, "auditor", audit, SECONDS_BETWEEN_BEATS, after=SECONDS_BETWEEN_BEATS),
            _thread(stop, "purge", purge_once_a_day, SECONDS_BETWEEN_PURGES),
        ]
    for thread in threads:
        thread.start()
    try:
        if only == "intake":
            stop.wait()
        else:
            deliver(stop, clock=now)
    finally:
        stop.set()
        # Whatever is half done then is rolled back, and done again by whoever comes next.
        end = time.monotonic() + SECONDS_TO_END
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))


def _thread(
    stop: threading.Event, name: str, task: Callable[[], object], pause: float, *, after: float = 0.0
) -> threading.Thread:
    return threading.Thread(
        target=_rounds, args=(stop, name, task, pause), kwargs={"after": after}, name=name, daemon=True
    )


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
