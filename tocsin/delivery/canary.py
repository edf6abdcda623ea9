"""The canary: a test alert that goes the whole way on a schedule, from a real feed to a real mailbox, and how it fares.

Nobody may be told of a fault by those whom no alert reaches any more: the age of the last canary tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Edition
from tocsin.delivery.models import Delivery
from tocsin.delivery.states import DeliveryState
from tocsin.recorded import recorded
from tocsin.sources.models import Report, Source

#: It is late when none has arrived for so many of its periods.
LATE_AFTER = 2
#: A schedule is kept no finer than this: sources are polled once a minute at most.
SHORTEST = timedelta(minutes=10)


class Stage(StrEnum):
    """How far a canary came; the value says what to look at where it comes no farther."""

    POLLED = recorded(
        "its feed is not fetched: does `tocsin work` run, and does this machine reach its own public address?"
    )
    REPORTED = recorded(
        "its feed is fetched and brings nothing new: does `tocsin serve` run with TOCSIN_CANARY_ADDRESS set?"
    )
    GROUPED = recorded("its report is in no incident: does `tocsin work` take in (`--only intake`)?")
    PUBLISHED = recorded("its incident became no alert: the log of `tocsin work` says why")
    TOLD = recorded("its alert has nobody to tell yet: does `tocsin work` deliver (`--only delivery`)?")
    ACCEPTED = recorded("its message was not accepted by the mail server")


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the canary flies to, and how often."""

    address: str
    every: timedelta


@dataclass(frozen=True, slots=True)
class Flight:
    """How the canary fares. `arrived_at` is when the last one was accepted, `took` how long from its feed's item; `stuck` where the
    one after it hangs, with the words of whoever refused it in `words`.
    """

    plan: Plan
    arrived_at: datetime | None
    took: timedelta | None
    is_late: bool
    since: datetime
    stuck: Stage | None
    words: str


def plan() -> Plan | None:
    """Return the plan of the settings; None where no canary flies."""
    if not settings.TOCSIN_CANARY_ADDRESS:
        return None
    every = timedelta(minutes=settings.TOCSIN_CANARY_MINUTES)
    return Plan(settings.TOCSIN_CANARY_ADDRESS, max(SHORTEST, every))


def period(every: timedelta, now: datetime) -> datetime:
    """Return when the period that holds `now` began; periods count from 1970, so that every process finds the same."""
    seconds = int(every.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)


def home() -> Organisation | None:
    """Return the canary's own organisation; None before the first flight."""
    return Organisation.everything.filter(is_canary=True).order_by("pk").first()


def flight(*, now: datetime) -> Flight | None:
    """Return how the canary fares; None where none flies."""
    planned = plan()
    if planned is None:
        return None
    house = home()
    if house is None:
        return Flight(planned, None, None, False, now, Stage.POLLED, "")
    out = Delivery.objects.filter(
        organisation=house,
        state__in=[DeliveryState.SENT, DeliveryState.DELIVERED],
        edition__alert__organisation=house,
    )
    last = out.select_related("edition").order_by("-pk").first()
    arrived = last.finished_at if last is not None else None
    since = arrived or house.created_at
    # A clock that was put back makes no canary late, and one that was put forward only until the next arrives.
    is_late = now - since > LATE_AFTER * planned.every
    stuck, words = _stuck(house, since) if is_late else (None, "")
    took = last.finished_at - _served(last.edition) if last is not None and last.finished_at else None
    return Flight(planned, arrived, took, is_late, since, stuck, words)


def _served(edition: Edition) -> datetime:
    """Return when the newest report that an edition was written on was received."""
    reports = Report.objects.filter(organisation=edition.alert.organisation_id, received_at__lte=edition.sent)
    newest = reports.order_by("-pk").values_list("received_at", flat=True).first()
    return newest or edition.sent


def _stuck(house: Organisation, since: datetime) -> tuple[Stage, str]:
    """Return where the canary after the last one hangs, and what was said there."""
    source = Source.objects.filter(organisation=house).order_by("pk").first()
    reports = Report.objects.filter(organisation=house, received_at__gt=since).order_by("-pk")
    report = reports.first()
    if report is None:
        if source is None or source.last_success_at is None or source.last_success_at <= since:
            return Stage.POLLED, source.last_error if source is not None else ""
        return Stage.REPORTED, source.last_error
    if not report.memberships.exists():
        return Stage.GROUPED, report.error
    edition = Edition.objects.filter(alert__organisation=house, sent__gt=since).order_by("-pk").first()
    if edition is None:
        return Stage.PUBLISHED, ""
    row = edition.deliveries.order_by("-pk").first()
    return (Stage.TOLD, "") if row is None else (Stage.ACCEPTED, row.last_error or row.reason)
