"""What became of one alert, in times and counts: from the first report to the last answer, and without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Count, Max, Min, Q, QuerySet

from tocsin.alerts.models import Alert, Draft, Edition, Review
from tocsin.delivery.decide import Rule
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.decide import TOLD_BEFORE
from tocsin.exposure.models import Exposure
from tocsin.incidents.models import IncidentReport

#: The states in which a server has accepted a message.
ACCEPTED = (DeliveryState.SENT, DeliveryState.DELIVERED)
#: Stands for a rule where a person is in the way and there is no message to them at all.
NO_MESSAGE = "no-message"

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many seconds something took: half of the `people` had it after `median`, nine in ten after `ninetieth`.

    Both are times that somebody had to wait (percentiles by nearest rank), not means between two.
    """

    people: int
    median: float
    ninetieth: float


@dataclass(frozen=True, slots=True)
class AfterAction:
    """What became of one alert. Times are UTC, None where it did not happen; every person counts once.

    `drafted` to `published` are of the first edition. Somebody is told when a first message to them is accepted:
    `first_accepted` is when the first of them was told, `last_accepted` when the last was; both spreads count from
    `published`. `in_the_way` are those whom an edition had in its area, `withdrawn` of them are not any more since their
    stay was changed; `following` only follow such alerts. Of all of these, each is in one of `told` (some by
    several of `channels`), `waiting`, `failed` (by rule) and `not_told` (by rule). `answered` are people in the way,
    `answers` all who answered, by the kind of their newest answer.
    """

    alert: Alert
    report_published: datetime | None
    report_received: datetime | None
    drafted: datetime | None
    submitted: datetime | None
    approved: datetime | None
    published: datetime | None
    first_accepted: datetime | None
    last_accepted: datetime | None
    first_answer: datetime | None
    last_answer: datetime | None
    in_the_way: int
    withdrawn: int
    following: int
    told: int
    channels: Counts
    waiting: int
    failed: Counts
    not_told: Counts
    answered: int
    answers: Counts
    to_accepted: Spread | None
    to_answer: Spread | None

    @property
    def share_answered(self) -> float | None:
        """How many of those in the way have answered, as a part of 1; None where nobody was in the way."""
        return self.answered / self.in_the_way if self.in_the_way else None


def after_action(alert: Alert) -> AfterAction:
    """Return the after-action report of `alert`, over all its editions.

    It asks the database a fixed number of questions, however many people there are.
    """
    editions = list(alert.editions.order_by("number").only("number", "sent", "draft_id", "alert_id"))
    published = editions[0].sent if editions else None
    messages = own_messages(Delivery.objects.filter(edition__in=editions))
    exposures = Exposure.objects.filter(edition__in=editions)
    accepted = messages.filter(state__in=ACCEPTED)
    waiting = messages.filter(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING]).exclude(
        person__in=accepted.values("person")
    )
    failed, not_told = _reasons(messages, accepted, waiting)
    unwritten = _people(exposures.exclude(person__in=messages.values("person")))
    told = _moments(accepted)
    said = _Said(editions)
    everybody, there = _people(exposures), _in_the_way(exposures)
    return AfterAction(
        alert,
        *_reported(alert),
        *_made(alert, editions),
        published,
        *_ends(told),
        *_ends(said.moments),
        in_the_way=there[0],
        withdrawn=there[0] - there[1],
        following=everybody - there[0],
        told=len(told),
        channels=_counted(accepted, "channel"),
        waiting=_people(waiting),
        failed=failed,
        not_told=(*not_told, (NO_MESSAGE, unwritten)) if unwritten else not_told,
        answered=_people(in_the_way(exposures).filter(person__in=said.rows.values("person"))),
        answers=said.kinds,
        to_accepted=_spread(told, published),
        to_answer=_spread(said.first_of_each, published),
    )


def own_messages(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Return those of `rows` that tell a person of themselves, and not somebody else about them."""
    return rows.filter(about__isnull=True)


def in_the_way(rows: QuerySet[Exposure]) -> QuerySet[Exposure]:
    """Return those of `rows` by which somebody was in the way: not only followed, and not only told of a change."""
    return rows.exclude(certainty=Exposure.Certainty.SUBSCRIBED).exclude(rule=TOLD_BEFORE.id)


def _reported(alert: Alert) -> tuple[datetime | None, datetime | None]:
    """When the first report that reached the desk was published, and when it came in."""
    reports = IncidentReport.objects.filter(incident=alert.incident_id, left_at__isnull=True)
    times = reports.order_by("report__received_at", "report").values_list(
        "report__published_at", "report__received_at"
    )
    return times.first() or (None, None)


def _made(
    alert: Alert, editions: Sequence[Edition]
) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When the first edition's draft was begun, handed in (the last time) and approved."""
    drafts = Draft.objects.filter(pk=editions[0].draft_id) if editions else Draft.objects.filter(alert=alert)
    draft = drafts.order_by("pk").only("created_at", "submitted_at").first()
    if draft is None:
        return None, None, None
    approvals = Review.objects.filter(draft=draft, verdict=Review.Verdict.APPROVED, voided_at__isnull=True)
    return draft.created_at, draft.submitted_at, approvals.values_list("at", flat=True).first()


def _moments(accepted: QuerySet[Delivery]) -> list[datetime]:
    """When each person was first told, in order of time."""
    first = accepted.order_by().values("person").annotate(first=Min("finished_at"))
    return list(first.order_by("first").values_list("first", flat=True))


def _reasons(
    messages: QuerySet[Delivery], accepted: QuerySet[Delivery], waiting: QuerySet[Delivery]
) -> tuple[Counts, Counts]:
    """Those whom a message failed, and those to whom none was sent, each by one rule a person: that of their last row."""
    # That another address is served already is the reason of a row, never of a person.
    left = messages.exclude(rule=Rule.ALREADY_TOLD).exclude(person__in=accepted.values("person"))
    left = left.exclude(person__in=waiting.values("person"))
    failed = left.filter(state=DeliveryState.FAILED)
    others = left.exclude(person__in=failed.values("person"))
    return _by_last_rule(failed), _by_last_rule(others)


def _by_last_rule(rows: QuerySet[Delivery]) -> Counts:
    last = rows.order_by().values("person").annotate(last=Max("pk")).values("last")
    return _counted(Delivery.objects.filter(pk__in=last), "rule")


def _counted(rows: QuerySet[Delivery], name: str) -> Counts:
    """How many people stand in `rows`, by the column `name`, the most first."""
    found = rows.order_by().values_list(name).annotate(people=Count("person", distinct=True))
    return tuple(found.order_by("-people", name))


def _people(rows: QuerySet[Delivery] | QuerySet[Exposure]) -> int:
    return int(rows.aggregate(people=Count("person", distinct=True))["people"])


def _in_the_way(exposures: QuerySet[Exposure]) -> tuple[int, int]:
    """How many people were in the way, and how many of them still are."""
    still = Count("person", distinct=True, filter=Q(withdrawn_at__isnull=True))
    found = in_the_way(exposures).aggregate(all=Count("person", distinct=True), still=still)
    return found["all"], found["still"]


class _Said:
    """The answers to some editions, read once: `moments` of all, the first of each person, and the newest kinds."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.rows = Answer.objects.filter(edition__in=editions)
        first: dict[int, datetime] = {}
        newest: dict[int, str] = {}
        self.moments: list[datetime] = []
        for person, kind, at in self.rows.order_by("at", "pk").values_list("person", "kind", "at"):
            first.setdefault(person, at)
            newest[person] = kind
            self.moments.append(at)
        self.first_of_each = list(first.values())
        counts = Counter(newest.values())
        self.kinds: Counts = tuple((kind, counts[kind]) for kind in Answer.Kind.values)


def _ends(moments: Sequence[datetime]) -> tuple[datetime | None, datetime | None]:
    return (moments[0], moments[-1]) if moments else (None, None)


def _spread(moments: Sequence[datetime], since: datetime | None) -> Spread | None:
    """The spread of moments that are in order of time."""
    if since is None or not moments:
        return None
    half, most = ((moments[ceil(len(moments) * part / 10) - 1] - since).total_seconds() for part in (5, 9))
    return Spread(len(moments), half, most)
