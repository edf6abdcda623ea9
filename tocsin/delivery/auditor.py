"""The auditor: what should have happened by now and has not, and a heartbeat that stops when something has not."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.db.models import BooleanField, Count, Exists, Min, OuterRef
from django.db.models.expressions import RawSQL

from tocsin.delivery.asides import asides
from tocsin.delivery.canary import flight
from tocsin.delivery.channels.guarded_network import guarded_transport
from tocsin.delivery.decide import Rule
from tocsin.delivery.errors import HostRefused
from tocsin.delivery.escalation_steps import Cause
from tocsin.delivery.models import Delivery, Escalation, FanOut, OwnerNotice
from tocsin.delivery.parts import late_parts
from tocsin.delivery.states import DeliveryState
from tocsin.recorded import Blank, recorded

_log = logging.getLogger(__name__)

#: What is due for longer than this is overdue: no backlog that a worker is getting through stands still so long.
PATIENCE = timedelta(minutes=5)
CRITICAL_PATIENCE = timedelta(minutes=1)
_TIMEOUT = 10.0
#: So many messages that are tried in vain are no chance of one recipient.
_SEVERAL = 5


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something that should have happened: how many there are, since when the oldest waits (UTC), and what to do."""

    count: int
    since: datetime
    words: str


def overdue(*, now: datetime) -> tuple[Overdue, ...]:
    """Return what is overdue at `now`, of every desk of this instance; nothing where all goes its way.

    Progress counts: a queue is overdue only where the worker has finished nothing of its lane within the patience.
    """
    found = [
        _queue(now, critical=True, patience=CRITICAL_PATIENCE),
        _queue(now, critical=False, patience=PATIENCE),
        _held(now),
        _tried_in_vain(now),
        _calls_to_nobody(now),
        _fan_outs(now),
        _escalations(now),
        _to_owners(now),
        _canary(now),
        *faults(now=now),
    ]
    return tuple(one for one in found if one is not None)


def _queue(now: datetime, *, critical: bool, patience: timedelta) -> Overdue | None:
    lane = Delivery.objects.filter(critical=critical)
    # The state is written out: SQLite finds the rows by their partial index only so.
    waiting = lane.filter(RawSQL("state = 'queued'", [], BooleanField()), due_at__lte=now - patience)
    seen = waiting.aggregate(count=Count("pk"), since=Min("due_at"))
    if not seen["count"] or lane.filter(finished_at__gt=now - patience).exists():
        return None
    name = "Critical messages" if critical else "messages"
    return Overdue(seen["count"], seen["since"], f"{name} are due and none leaves: is `tocsin work` running?")


def _held(now: datetime) -> Overdue | None:
    held = Delivery.objects.filter(
        RawSQL("state = 'sending'", [], BooleanField()), held_since__lte=now - PATIENCE
    )
    seen = held.aggregate(count=Count("pk"), since=Min("held_since"))
    if not seen["count"]:
        return None
    words = "messages have been in sending too long: the worker that holds them hangs, or is on a host that is gone."
    return Overdue(seen["count"], seen["since"], words)


def _tried_in_vain(now: datetime) -> Overdue | None:
    """Critical messages are tried again every few minutes, so that none is ever due for long while nothing leaves.

    One recipient's full mailbox is no outage: some have to be tried by a channel that takes nothing, or all of them.
    """
    old = now - PATIENCE
    tried = Delivery.objects.filter(
        RawSQL("state = 'queued'", [], BooleanField()), critical=True, attempts__gt=0, created_at__lte=old
    )
    editions = set(tried.values_list("edition", flat=True))
    taken = Delivery.objects.filter(
        edition__in=editions, state__in=[DeliveryState.SENT, DeliveryState.DELIVERED]
    )
    count, since = 0, now
    for channel, some, first in (
        tried.values_list("channel").annotate(count=Count("pk"), since=Min("created_at")).order_by("channel")
    ):
        moment = old if some >= _SEVERAL else first
        if not taken.filter(channel=channel, finished_at__gte=moment).exists():
            count, since = count + some, min(since, first)
    if not count:
        return None
    words = "Critical messages were tried in vain and nothing leaves by their channel: what is said is on the delivery page."
    return Overdue(count, since, words)


def _calls_to_nobody(now: datetime) -> Overdue | None:
    """A call for help is made to whoever is on duty: where nobody is, or no address of theirs can be used, nobody hears it."""
    calls = Delivery.objects.filter(
        about=OuterRef("person"),
        edition__alert=OuterRef("edition__alert"),
        rule=Rule.HELP_CALLED,
        created_at__gte=OuterRef("began_at"),
    )
    cases = Escalation.objects.filter(
        ended_at__isnull=True, cause=Cause.HELP, done__gt=0, began_at__lte=now - CRITICAL_PATIENCE
    )
    seen = cases.exclude(Exists(calls)).aggregate(count=Count("pk"), since=Min("began_at"))
    if not seen["count"]:
        return None
    words = "people ask for help and nobody is written to: name somebody on duty who has an address that can be used."
    return Overdue(seen["count"], seen["since"], words)


def _fan_outs(now: datetime) -> Overdue | None:
    jobs = FanOut.objects.filter(finished_at__isnull=True, created_at__lte=now - PATIENCE)
    seen = jobs.aggregate(count=Count("pk"), since=Min("created_at"))
    if not seen["count"] or Delivery.objects.filter(created_at__gt=now - PATIENCE).exists():
        return None
    return Overdue(
        seen["count"], seen["since"], "editions have people who are not told yet: is `tocsin work` running?"
    )


def _escalations(now: datetime) -> Overdue | None:
    cases = Escalation.objects.filter(ended_at__isnull=True, due_at__lte=now - PATIENCE)
    seen = cases.aggregate(count=Count("pk"), since=Min("due_at"))
    if not seen["count"]:
        return None
    return Overdue(
        seen["count"],
        seen["since"],
        "people who do not answer or ask for help wait for the next step: is `tocsin work` running?",
    )


def _to_owners(now: datetime) -> Overdue | None:
    seen = OwnerNotice.objects.filter(
        state__in=[DeliveryState.QUEUED, DeliveryState.SENDING], due_at__lte=now - PATIENCE
    ).aggregate(count=Count("pk"), since=Min("due_at"))
    if not seen["count"]:
        return None
    words = "messages to the owners of alerts that run out soon do not leave: is `tocsin work` running?"
    return Overdue(seen["count"], seen["since"], words)


def _canary(now: datetime) -> Overdue | None:
    found = flight(now=now)
    if found is None or not found.is_late:
        return None
    words = f"canary has not arrived: {found.stuck}" + (f" ({found.words})" if found.words else "")
    return Overdue(1, found.since, words)


_THINGS = {
    "case": recorded("steps for people who do not answer or ask for help"),
    "fan-out": recorded("editions with people who are not told yet"),
    "receipt": recorded("receipts of messages"),
    "mail": recorded("mails of the mailbox"),
    "stay": recorded("stays whose place cannot be read, so that their people are told in doubt,"),
    "site": recorded(
        "sites whose place or grounds cannot be read, so that their contacts are told in doubt,"
    ),
}
_SET_ASIDE = recorded("%(things)s set aside and tried again by themselves: %(reason)s", things=Blank.RECORDED)
_ENDS_NO_ROUND = recorded("part of `tocsin work` ends no round: %(name)s.")
_FAILS = recorded("It fails (%(fault)s): its log says where.")
_HANGS = recorded("Does it run, or hang?")


def faults(*, now: datetime) -> tuple[Overdue, ...]:
    """Return the parts of the worker that end no round any more, and what one of them had to set aside, at `now`."""
    parts = [
        Overdue(
            1,
            one.since,
            _ENDS_NO_ROUND % {"name": one.name}
            + " "
            + (_FAILS % {"fault": one.fault} if one.fault else _HANGS),
        )
        for one in late_parts(now=now)
    ]
    rows = [
        Overdue(count, since, _SET_ASIDE % {"things": _THINGS[kind], "reason": reason})
        for kind, reason, count, since in asides(now=now)
    ]
    return (*parts, *rows)


def beat(*, now: datetime) -> bool:
    """Say in the log what is overdue; where nothing is, ask for the heartbeat's address, and return whether it answered.

    A watchdog outside (healthchecks and the like) raises the alarm when the beats stay away: when the worker, the machine
    or its network is gone, or something is overdue. Without an address there is no beat.
    """
    late = overdue(now=now)
    for one in late:
        _log.error("Overdue since %s: %d %s", f"{one.since:%Y-%m-%d %H:%M:%S} UTC", one.count, one.words)
    if late or not settings.TOCSIN_HEARTBEAT_URL:
        return False
    try:
        with httpx.Client(
            transport=guarded_transport(settings.TOCSIN_PRIVATE_HOSTS), timeout=_TIMEOUT, trust_env=False
        ) as client:
            answer = client.get(settings.TOCSIN_HEARTBEAT_URL, headers={"user-agent": "Tocsin"})
    except (httpx.HTTPError, httpx.InvalidURL, HostRefused, OSError) as error:
        _log.warning("The heartbeat was not taken: %s: %s", type(error).__name__, error)
        return False
    if not answer.is_success:
        _log.warning("The heartbeat was not taken: %d %s", answer.status_code, answer.reason_phrase)
    return answer.is_success
