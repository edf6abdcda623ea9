"""Reports, as the API returns and takes them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import (
    GeoJson,
    IdentityAsked,
    Moment,
    OneOf,
    PageAsked,
    PlaceBody,
    Shape,
    Text,
    ZonedMoment,
)
from tocsin.sources.models import Report

State = Annotated[str, OneOf(tuple(Report.State.values))]
Standing = Annotated[str, OneOf(tuple(Report.Standing.values))]


class SourceShape(Shape):
    """Where a report came from; `grade` is its reliability, A to F (Admiralty code)."""

    id: int
    name: str
    kind: str
    grade: str


class CapShape(Shape):
    """What a CAP message says of itself."""

    identifier: str
    sender: str
    sent: Moment | None
    status: str
    message_type: str


class ReportLine(Shape):
    """One report in a list."""

    id: int
    source: SourceShape
    external_id: str
    received_at: Moment
    published_at: Moment | None
    observed_at: Moment | None
    url: str
    state: State
    error: str
    title: str
    language: str
    #: 1 (confirmed) to 6 (cannot be judged).
    credibility: int
    standing: Standing
    standing_reason: str
    superseded_by_id: int | None
    may_alert: bool
    may_alert_reason: str
    filed_by: str
    #: The incident that it is in now; null until the worker has grouped it.
    incident_id: int | None

    @classmethod
    def of(cls, report: Report) -> ReportLine:
        """Return the line of a report, with its source and current membership at hand."""
        return cls(**_line(report))


class ReportShape(ReportLine):
    """One report with its text, its area and what was read in it (docs/reading.md)."""

    text: str
    area: GeoJson | None
    expires: Moment | None
    cap: CapShape | None
    reading: dict[str, Any]

    @classmethod
    def of(cls, report: Report) -> ReportShape:
        """Return a report whole."""
        return cls(
            **_line(report),
            text=report.text,
            area=report.area,
            expires=report.expires,
            cap=_cap(report),
            reading=report.reading,
        )


class ReportPage(Page):
    """A page of reports."""

    items: list[ReportLine]


class ReportsAsked(PageAsked):
    """Which reports are asked for."""

    state: State | None = None
    standing: Standing | None = None
    source_id: IdentityAsked = None
    incident_id: IdentityAsked = None


class ReportBody(PlaceBody):
    """What somebody saw. A title or a text is needed; everything else helps."""

    title: Text = Field("", max_length=500, examples=["Road to Kisumu blocked"])
    text: Text = Field(
        "", max_length=100_000, examples=["About 200 people block the road at Ahero since 06:00."]
    )
    observed_at: ZonedMoment | None = Field(None, description="When it was seen, with its zone.")
    language: str = Field(
        "",
        pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,6})?)?$",
        description="As fr; empty where the text is to tell.",
    )
    external_id: Text = Field(
        "",
        max_length=300,
        description="Your own name for the report: sent again with another text it becomes a new version.",
    )


def _line(report: Report) -> dict[str, Any]:
    return {
        "id": report.pk,
        "source": SourceShape(
            id=report.source.pk, name=report.source.name, kind=report.source.kind, grade=report.source.grade
        ),
        "external_id": report.external_id,
        "received_at": report.received_at,
        "published_at": report.published_at,
        "observed_at": report.onset,
        "url": report.url,
        "state": report.state,
        "error": report.error,
        "title": report.title,
        "language": report.language,
        "credibility": report.credibility,
        "standing": report.standing,
        "standing_reason": report.standing_reason,
        "superseded_by_id": report.superseded_by_id,
        "may_alert": report.may_alert,
        "may_alert_reason": report.may_alert_reason,
        "filed_by": report.filed_by,
        "incident_id": next((m.incident_id for m in report.memberships.all() if m.left_at is None), None),
    }


def _cap(report: Report) -> CapShape | None:
    if not report.cap_identifier:
        return None
    return CapShape(
        identifier=report.cap_identifier,
        sender=report.cap_sender,
        sent=report.cap_sent,
        status=report.cap_status,
        message_type=report.cap_message_type,
    )
