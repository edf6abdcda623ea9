"""What the desk shows of alerts: the list, and one with its editions, deliveries and exposures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Alert, Document, Draft, Edition, MessageType
from tocsin.alerts.states import OPEN
from tocsin.delivery.models import Answer, Delivery, Mute
from tocsin.delivery.quiet_settings import mute_of
from tocsin.desk.calls import open_calls
from tocsin.exposure.matching import sites_with_nobody_to_tell
from tocsin.exposure.models import Exposure, Site

MOST_ROWS = 200
MOST_ALERTS = 100


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert of the list, by its latest edition; `help_open` are calls for help that nobody has taken."""

    edition: Edition
    in_force: bool
    people: int
    help_open: int
    answers: int


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition with its documents."""

    edition: Edition
    forms: Sequence[str]
    exposed: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many deliveries of one channel stand in one state by one rule."""

    channel: str
    state: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Everything that the alert's page shows beside the roll-call; `latest` is None before its first publication."""

    alert: Alert
    latest: Edition | None
    in_force: bool
    editions: Sequence[EditionRow]
    tallies: Sequence[Tally]
    deliveries: Sequence[Delivery]
    more_deliveries: int
    exposures: Sequence[Exposure]
    more_exposures: int
    people: int
    silent_sites: Sequence[Site]
    draft: Draft | None
    mute: Mute | None


def latest_editions(organisation: Organisation) -> QuerySet[Edition]:
    """Return the last edition of each alert of `organisation`, the newest first."""
    last = Edition.objects.filter(alert=OuterRef("alert")).order_by("-number").values("pk")[:1]
    mine = Edition.objects.filter(alert__organisation=organisation, pk=Subquery(last))
    return mine.select_related("alert").order_by("-sent", "-pk")


def holds(edition: Edition, *, now: datetime) -> bool:
    """Tell whether an alert whose latest edition this is, is in force at `now`."""
    return edition.message_type != MessageType.CANCEL and edition.expires > now


def alert_rows(organisation: Organisation, *, ended: bool, now: datetime) -> list[AlertRow]:
    """Return the alerts in force, or those that have ended; the ones with an open call for help first."""
    found = latest_editions(organisation)
    in_force = Q(expires__gt=now) & ~Q(message_type=MessageType.CANCEL)
    editions = list((found.exclude(in_force) if ended else found.filter(in_force))[:MOST_ALERTS])
    ids = [edition.alert_id for edition in editions]
    people = _counted(Exposure.objects.filter(edition__alert__in=ids))
    answers = _counted(Answer.objects.filter(edition__alert__in=ids))
    waiting = _counted(open_calls(organisation).filter(edition__alert__in=ids))
    rows = [
        AlertRow(
            one,
            not ended,
            people.get(one.alert_id, 0),
            waiting.get(one.alert_id, 0),
            answers.get(one.alert_id, 0),
        )
        for one in editions
    ]
    return sorted(rows, key=lambda row: not row.help_open)


def _counted(rows: QuerySet[Exposure] | QuerySet[Answer]) -> dict[int, int]:
    """How many people stand in `rows`, by alert."""
    found = rows.order_by().values_list("edition__alert").annotate(people=Count("person", distinct=True))
    return dict(found)


#: What needs a look comes first.
_TROUBLE = Case(
    When(state="failed", then=Value(0)),
    When(state="suppressed", then=Value(1)),
    When(state="queued", attempts__gt=0, then=Value(2)),
    When(state__in=["queued", "sending"], then=Value(3)),
    default=Value(4),
    output_field=IntegerField(),
)


def alert_page(alert: Alert, *, now: datetime) -> AlertPage:
    """Return what the page of `alert` shows at `now`."""
    editions = list(
        alert.editions.annotate(exposed=Count("exposures__person", distinct=True)).order_by("-number")
    )
    latest = editions[0] if editions else None
    forms: dict[int, list[str]] = {edition.pk: [] for edition in editions}
    for edition_id, form in Document.objects.filter(edition__alert=alert).values_list("edition", "form"):
        forms[edition_id].append(form)
    deliveries = Delivery.objects.filter(edition__alert=alert)
    exposures = Exposure.objects.filter(edition=latest)
    counted = deliveries.order_by().values_list("channel", "state", "rule").annotate(n=Count("pk"))
    return AlertPage(
        alert=alert,
        latest=latest,
        in_force=latest is not None and alert.ended_at is None and holds(latest, now=now),
        editions=[EditionRow(one, sorted(forms[one.pk]), one.exposed) for one in editions],
        tallies=[Tally(*row) for row in sorted(counted)],
        deliveries=deliveries.select_related("person", "edition")
        .annotate(trouble=_TROUBLE)
        .order_by("trouble", "-edition__number", "person__name")[:MOST_ROWS],
        more_deliveries=max(0, deliveries.count() - MOST_ROWS),
        exposures=exposures.select_related("person").order_by("certainty", "person__name", "pk")[:MOST_ROWS],
        more_exposures=max(0, exposures.count() - MOST_ROWS),
        people=exposures.values("person").distinct().count(),
        silent_sites=sites_with_nobody_to_tell(latest) if latest else (),
        draft=Draft.objects.filter(alert=alert, state__in=[state.value for state in OPEN]).first(),
        mute=mute_of(alert.incident, now=now),
    )
