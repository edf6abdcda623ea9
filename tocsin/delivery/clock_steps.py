"""Clocks that are put back: what was written by a clock that was ahead would wait until the right one has caught up.

A row that was never tried and is not held on purpose is due whatever its time says; a retry, or somebody who is looked after,
is as much too late as the moment at which it was written lies ahead. Held rows (quiet hours, digests) keep their time.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from tocsin.accounts.audit import record
from tocsin.accounts.bulk_rows import stored, update_rows
from tocsin.accounts.models import Organisation
from tocsin.delivery.due import aware
from tocsin.delivery.escalation_steps import MINUTES_BETWEEN_CALLS, Cause
from tocsin.delivery.models import Attempt, Delivery, Escalation
from tocsin.delivery.quiet import WAITING

_log = logging.getLogger(__name__)

#: What lies ahead by no more than this comes by itself.
TOLERANCE = timedelta(seconds=1)
#: No backoff is as long, nor the pause that a server may ask for (channels.webhook).
LONGEST_RETRY = timedelta(hours=6, minutes=15)
#: By so much a clock falls behind at once where it was put back, and not only steered.
LEAST_STEP = timedelta(seconds=3)
#: Seconds between two looks for what lies ahead: in the Critical lane, which holds nothing back, and in the other one.
LOOK_CRITICAL, LOOK = 1.0, 5.0
#: So many rows are brought forward in one transaction.
_AT_ONCE = 2000

_HELD = ", ".join(f"'{rule.value}'" for rule in sorted(WAITING))
#: The state is written out, and the channel given, so that both databases use the index of what waits.
_AHEAD = """
    SELECT row.id, row.organisation_id, row.due_at {more} FROM delivery_delivery AS row
    WHERE row.state = 'queued' AND row.critical = %s AND row.channel = %s AND row.due_at > %s AND {which}
    ORDER BY {order} LIMIT %s
"""
_MUST_GO = f"(row.attempts = 0 OR row.due_at > %s) AND row.rule NOT IN ({_HELD})"
_LAST_TRY = "(SELECT max(one.at) FROM delivery_attempt AS one WHERE one.delivery_id = row.id)"
_TRIED_LATER = f"row.attempts > 0 AND row.rule NOT IN ({_HELD}) AND {_LAST_TRY} > %s AND row.id > %s"


class ClockWatch:
    """Compares the clock on the wall with one that only runs on."""

    def __init__(
        self, clock: Callable[[], datetime], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._wall, self._since = clock(), monotonic()

    def stepped_back(self) -> timedelta:
        """Return by how much the clock was put back since this was asked last; zero where it was not."""
        wall, since = self._clock(), self._monotonic()
        fell = timedelta(seconds=since - self._since) - (wall - self._wall)
        self._wall, self._since = wall, since
        return fell if fell > LEAST_STEP else timedelta(0)


def bring_forward(channels: Sequence[str], *, critical: bool, now: datetime) -> int:
    """Make due at `now` what lies ahead in one lane and is not held, if it was never tried or no retry is so long; return how many.

    Not more than a few thousand of each channel: call it again while it finds some.
    """
    return sum(
        len(_bring(channel, critical, _MUST_GO, "", (stored(now + LONGEST_RETRY),), now))
        for channel in channels
    )


def bring_retries_forward(channels: Sequence[str], *, critical: bool, now: datetime) -> int:
    """Bring forward what is tried again, by as much as its last try lies ahead of `now`; return how many rows.

    Called twice for one step, as by two workers of a host, it may bring them forward by as much again, but never before `now`.
    """
    count = 0
    for channel in channels:
        last: int | None = 0
        while last is not None:
            values = (stored(now + TOLERANCE), last)
            numbers = _bring(channel, critical, _TRIED_LATER, f", {_LAST_TRY}", values, now)
            count, last = count + len(numbers), max(numbers, default=None)
    return count


def _bring(
    channel: str, critical: bool, which: str, more: str, values: Sequence[object], now: datetime
) -> list[int]:
    """Bring some rows forward, in a transaction; return their numbers. Mostly there are none, and then no lock is taken."""
    asked = [critical, channel, stored(now + TOLERANCE), *values, _AT_ONCE]
    # Those that are tried again are gone through in the order of their numbers, because they may still lie ahead then.
    order = "row.id" if more else "row.due_at, row.id"
    question = _AHEAD.format(more=more, which=which, order=order)
    if not _asked(question, asked):
        return []
    with transaction.atomic():
        lock = "" if connection.vendor == "sqlite" else "FOR UPDATE OF row SKIP LOCKED"
        found = _asked(f"{question} {lock}", asked)
        if found:
            update_rows(Delivery, ("due_at",), ((row[0], (stored(_due(row, now)),)) for row in found))
            ahead = max(aware(row[2]) for row in found) - now
            _say("deliveries-brought-forward", Counter(row[1] for row in found), ahead, now)
    return [int(row[0]) for row in found]


def _asked(question: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _due(row: tuple[Any, ...], now: datetime) -> datetime:
    """Return when a row is due by the right clock: at once, or as long after its last try as it was to be."""
    return max(now, aware(row[2]) - (aware(row[3]) - now)) if len(row) > 3 else now


@transaction.atomic
def bring_cases_forward(*, now: datetime) -> int:
    """Bring forward the next step of those who are looked after, where it was set by a clock that was ahead; return how many."""
    between = timedelta(minutes=MINUTES_BETWEEN_CALLS)
    late = Q(began_at__gt=now + TOLERANCE) | Q(cause=Cause.HELP, due_at__gt=now + between + TOLERANCE)
    cases = Escalation.objects.select_for_update(of=("self",), skip_locked=True).filter(
        late, ended_at__isnull=True, due_at__gt=now
    )
    found = list(cases.order_by("due_at", "pk").annotate(desk=F("edition__alert__organisation"))[:_AT_ONCE])
    if not found:
        return 0
    changed = []
    for case in found:
        due = case.due_at - max(case.began_at - now, timedelta(0))
        if case.cause == Cause.HELP:
            due = min(due, now + between)
        changed.append((case.pk, (stored(min(case.began_at, now)), stored(due))))
    update_rows(Escalation, ("began_at", "due_at"), changed)
    ahead = max(case.due_at for case in found) - now
    _say("escalations-brought-forward", Counter(case.desk for case in found), ahead, now)
    return len(found)


def were_ahead(now: datetime) -> bool:
    """Whether the newest try was written by a clock that was ahead of `now`."""
    newest = Attempt.objects.order_by("-pk").values_list("at", flat=True).first()
    return newest is not None and newest > now + TOLERANCE


def _say(action: str, counts: Counter[int], ahead: timedelta, now: datetime) -> None:
    """Keep in each desk's history, and in the log, what was brought forward and why, in the caller's transaction."""
    why = "They were written by a clock that was ahead, or the clock was put back."
    seconds = round(ahead.total_seconds(), 1)
    for desk in Organisation.objects.filter(pk__in=counts).order_by("pk"):
        detail = {"rows": counts[desk.pk], "lay_ahead_seconds": seconds, "why": why}
        record(desk, action, f"organisation:{desk.pk}", now=now, detail=detail)
    _log.warning("%s: %d rows lay up to %s s ahead. %s", action, counts.total(), seconds, why)
