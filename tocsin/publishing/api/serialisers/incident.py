"""Incidents with their claims and reports, as the API returns them."""

from __future__ import annotations

from typing import Annotated, Any

from tocsin.incidents.models import Claim, ClaimSource, Incident, IncidentReport
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import CountryAsked, GeoJson, Moment, OneOf, PageAsked, Shape, WordAsked

State = Annotated[str, OneOf(tuple(Incident.State.values))]


class IncidentLine(Shape):
    """One incident in a list."""

    id: int
    reference: str
    title: str
    summary: str
    hazard: str
    phase: str
    state: State
    merged_into_id: int | None
    country: str
    place: str
    longitude: float | None
    latitude: float | None
    precision: str
    severity: str
    certainty: str
    urgency: str
    level: str
    level_reason: str
    first_report_at: Moment
    last_report_at: Moment
    onset: Moment | None
    expires: Moment | None

    @classmethod
    def of(cls, incident: Incident) -> IncidentLine:
        """Return the line of an incident."""
        return cls(**_line(incident))


class ClaimSourceShape(Shape):
    """That a report states a claim: the words, and where they stand in its text (characters, end exclusive)."""

    report_id: int
    quote: str
    start: int
    end: int

    @classmethod
    def of(cls, source: ClaimSource) -> ClaimSourceShape:
        """Return one source of a claim."""
        return cls(report_id=source.report_id, quote=source.quote, start=source.start, end=source.end)


class ClaimShape(Shape):
    """One checkable statement or figure; claims with the same `subject` are about the same thing."""

    id: int
    subject: str
    text: str
    unit: str
    value: float | None
    upper: float | None
    qualifier: str
    place: str
    scope: str
    state: str
    withdrawn_reason: str
    first_stated_at: Moment
    last_stated_at: Moment
    sources: list[ClaimSourceShape]

    @classmethod
    def of(cls, claim: Claim) -> ClaimShape:
        """Return one claim with its sources at hand."""
        copied = (name for name in cls.model_fields if name not in ("id", "sources"))
        return cls(
            id=claim.pk,
            sources=[ClaimSourceShape.of(source) for source in claim.sources.all()],
            **{name: getattr(claim, name) for name in copied},
        )


class MembershipShape(Shape):
    """That a report belongs to the incident, by which verdict and why."""

    report_id: int
    title: str
    source: str
    verdict: str
    reason: str
    copy_of_id: int | None
    joined_at: Moment

    @classmethod
    def of(cls, membership: IncidentReport) -> MembershipShape:
        """Return one report's part in an incident."""
        return cls(
            report_id=membership.report_id,
            title=membership.report.title,
            source=membership.report.source.name,
            verdict=membership.verdict,
            reason=membership.reason,
            copy_of_id=membership.copy_of_id,
            joined_at=membership.joined_at,
        )


class IncidentShape(IncidentLine):
    """One incident with its area, its claims, the reports that make it and the published alerts about it."""

    area: GeoJson | None
    claims: list[ClaimShape]
    reports: list[MembershipShape]
    alert_ids: list[int]

    @classmethod
    def of(cls, incident: Incident) -> IncidentShape:
        """Return an incident whole: the reports that are in it now, and the alerts that have an edition."""
        memberships = incident.memberships.filter(left_at__isnull=True).select_related("report__source")
        alerts = incident.alerts.filter(editions__isnull=False).distinct().order_by("pk")
        claims = incident.claims.order_by("first_stated_at", "pk").prefetch_related("sources")
        return cls(
            **_line(incident),
            area=incident.area,
            claims=[ClaimShape.of(claim) for claim in claims],
            reports=[MembershipShape.of(row) for row in memberships.order_by("joined_at", "pk")],
            alert_ids=list(alerts.values_list("pk", flat=True)),
        )


class IncidentPage(Page):
    """A page of incidents."""

    items: list[IncidentLine]


class IncidentsAsked(PageAsked):
    """Which incidents are asked for."""

    state: State | None = None
    hazard: WordAsked = ""
    country: CountryAsked = ""


def _line(incident: Incident) -> dict[str, Any]:
    copied = (name for name in IncidentLine.model_fields if name != "id")
    return {"id": incident.pk} | {name: getattr(incident, name) for name in copied}
