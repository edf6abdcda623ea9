"""What the desk shows of one incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from tocsin.accounts.models import User
from tocsin.accounts.roles import ACTS_OF, Act
from tocsin.alerts.figures import weight_of
from tocsin.alerts.models import Alert, Draft
from tocsin.delivery.models import Mute
from tocsin.delivery.quiet_settings import mute_of
from tocsin.desk.inbox import Inside, count, reached_by
from tocsin.exposure.matching import Reached
from tocsin.geo import Area, Point, locator_map
from tocsin.grading import Evidence, Level
from tocsin.incidents.claims import THIS_EVENT
from tocsin.incidents.merged import merged_incidents
from tocsin.incidents.models import Claim, Incident, IncidentAct, IncidentReport
from tocsin.incidents.situation import area_of, evidence_of

#: A page lists as many reports; the rest is counted.
MOST_REPORTS = 60


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims about the same thing, the newest last: how a figure moved from report to report."""

    subject: str
    claims: tuple[Claim, ...]

    @property
    def newest(self) -> Claim:
        """The claim stated last."""
        return self.claims[-1]

    @property
    def disagree(self) -> bool:
        """Whether sources differ now: each one's newest standing value counts, not how its own figure moved."""
        newest: dict[int, tuple[float | None, float | None]] = {}
        for claim in self.claims:
            if claim.state == Claim.State.STANDING:
                newest |= {
                    stated.report.source_id: (claim.value, claim.upper) for stated in claim.sources.all()
                }
        return len(set(newest.values())) > 1

    @property
    def is_of_this_event(self) -> bool:
        """Whether it counts what this event did, not something of the past or a standing state."""
        return self.newest.scope == THIS_EVENT


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Everything that the incident's page shows."""

    incident: Incident
    evidence: Evidence
    figures: tuple[ClaimGroup, ...]
    statements: tuple[Claim, ...]
    memberships: Sequence[IncidentReport]
    more_reports: int
    acts: Sequence[IncidentAct]
    alerts: Sequence[Alert]
    draft: Draft | None
    reached: tuple[Reached, ...]
    inside: Inside
    map: str
    mute: Mute | None
    colleagues: Sequence[User]
    asleep: bool

    @property
    def named(self) -> tuple[int, ...]:
        """The numbers of the people whom the page names with their places: the first 50."""
        return tuple(one.person.pk for one in self.reached[:50] if one.person is not None)


def incident_page(incident: Incident, *, now: datetime) -> IncidentPage:
    """Return what the page of `incident` shows at `now`."""
    claims = list(
        incident.claims.prefetch_related("sources__report__source").order_by(
            "subject", "last_stated_at", "pk"
        )
    )
    figures = [claim for claim in claims if claim.unit]
    present = incident.memberships.filter(left_at__isnull=True).select_related("report__source")
    reached = reached_by(incident, now=now)
    # What was merged into this one brought its alerts and drafts along.
    family = merged_incidents(incident)
    return IncidentPage(
        incident=incident,
        evidence=evidence_of(incident),
        figures=_grouped(figures),
        statements=tuple(
            sorted((c for c in claims if not c.unit), key=lambda claim: claim.last_stated_at, reverse=True)
        ),
        memberships=present.order_by("-report__published_at", "-pk")[:MOST_REPORTS],
        more_reports=max(0, present.count() - MOST_REPORTS),
        acts=incident.acts.select_related("actor", "other", "undone_by").order_by("-pk")[:20],
        alerts=Alert.objects.filter(incident__in=family).order_by("-pk"),
        draft=Draft.objects.filter(
            alert__incident__in=family, state__in=["editing", "submitted", "approved"]
        ).first(),
        reached=reached,
        inside=count(reached),
        map=map_of(incident),
        mute=mute_of(incident, now=now),
        colleagues=colleagues(incident),
        asleep=incident.snoozed_until is not None and incident.snoozed_until > now,
    )


def colleagues(incident: Incident) -> QuerySet[User]:
    """Return those who may handle the incident, by name."""
    roles = [role.value for role, acts in ACTS_OF.items() if Act.HANDLE_INCIDENT in acts]
    return (
        User.objects.filter(
            is_active=True, memberships__organisation=incident.organisation_id, memberships__role__in=roles
        )
        .distinct()
        .order_by("name")
    )


def _grouped(figures: list[Claim]) -> tuple[ClaimGroup, ...]:
    groups = [
        ClaimGroup(subject, tuple(group))
        for subject, group in groupby(figures, key=lambda claim: claim.subject)
    ]
    return tuple(sorted(groups, key=lambda group: (not group.is_of_this_event, weight_of(group.newest.unit))))


def map_of(incident: Incident) -> str:
    """Return the locator map of the incident; '' where its place is not known."""
    area: Area = area_of(incident)
    if area.is_empty:
        return ""
    marker = (
        Point(longitude=incident.longitude, latitude=incident.latitude)
        if incident.longitude is not None
        and incident.latitude is not None
        and incident.precision != "country"
        else None
    )
    level = Level.from_word(incident.level)
    return locator_map(
        area=area, marker=marker, label=incident.place or incident.country, colour=level.colour
    )
