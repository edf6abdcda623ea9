"""How quickly a desk has been with each of its alerts: one line an alert, to be compared over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Alert, Edition
from tocsin.delivery.after_action import ACCEPTED, in_the_way, own_messages
from tocsin.delivery.models import Answer, Delivery
from tocsin.exposure.models import Exposure
from tocsin.incidents.models import IncidentReport

MOST_ALERTS = 200


@dataclass(frozen=True, slots=True)
class Intervals:
    """The intervals of one alert in seconds, by its first edition; None where one of their ends did not happen.

    `report_to_draft` begins when the first report came in; the last two end when the first and the last person
    were told (as AfterAction has it). `answered` are those of the people in the way who answered.
    """

    alert: Alert
    headline: str
    level: str
    published: datetime
    report_to_draft: float | None
    draft_to_published: float
    published_to_first: float | None
    published_to_last: float | None
    in_the_way: int
    answered: int

    @property
    def share_answered(self) -> float | None:
        """How many of those in the way have answered, as a part of 1; None where nobody was in the way."""
        return self.answered / self.in_the_way if self.in_the_way else None


def intervals(organisation: Organisation, *, limit: int = MOST_ALERTS) -> tuple[Intervals, ...]:
    """Return the intervals of the published alerts of `organisation`, the newest first, at most `limit` of them.

    It asks the database a fixed number of questions, however many alerts and people there are.
    """
    editions = list(_first_editions(organisation)[:limit])
    alerts = [edition.alert_id for edition in editions]
    received = _received({edition.alert.incident_id for edition in editions})
    exposures = in_the_way(Exposure.objects.filter(edition__alert__in=alerts))
    answer = Answer.objects.filter(edition__alert=OuterRef("edition__alert"), person=OuterRef("person"))
    people, answered = _counted(exposures), _counted(exposures.filter(Exists(answer)))
    return tuple(
        Intervals(
            alert=one.alert,
            headline=one.headline,
            level=one.level,
            published=one.sent,
            report_to_draft=_seconds(received.get(one.alert.incident_id), one.drafted),
            draft_to_published=(one.sent - one.drafted).total_seconds(),
            published_to_first=_seconds(one.sent, one.first_told),
            published_to_last=_seconds(one.sent, one.last_told),
            in_the_way=people.get(one.alert_id, 0),
            answered=answered.get(one.alert_id, 0),
        )
        for one in editions
    )


def _first_editions(organisation: Organisation) -> QuerySet[Edition]:
    """Each alert's first edition with when its draft was begun, and when the first and the last person were told."""
    told = own_messages(Delivery.objects.filter(edition__alert=OuterRef("alert"), state__in=ACCEPTED))
    by_person = told.order_by().values("person").annotate(told=Min("finished_at"))
    mine = Edition.objects.filter(alert__organisation=organisation, number=1)
    return (
        mine.select_related("alert")
        .only("headline", "level", "sent", "alert__reference", "alert__incident_id", "alert__organisation_id")
        .annotate(
            drafted=F("draft__created_at"),
            first_told=Subquery(by_person.order_by("told").values("told")[:1]),
            last_told=Subquery(by_person.order_by("-told").values("told")[:1]),
        )
        .order_by("-sent", "-pk")
    )


def _received(incidents: set[int]) -> dict[int, datetime]:
    rows = IncidentReport.objects.filter(incident__in=incidents, left_at__isnull=True)
    return dict(rows.order_by().values_list("incident").annotate(received=Min("report__received_at")))


def _counted(rows: QuerySet[Exposure]) -> dict[int, int]:
    """How many people stand in `rows`, by alert."""
    found = rows.order_by().values_list("edition__alert").annotate(people=Count("person", distinct=True))
    return dict(found)


def _seconds(since: datetime | None, until: datetime | None) -> float | None:
    return (until - since).total_seconds() if since and until else None
