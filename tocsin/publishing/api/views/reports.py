"""Reports: list them, get one, file one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.models import Organisation
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.exposure.places import locate
from tocsin.geo import Area, Circle
from tocsin.incidents.models import IncidentReport
from tocsin.publishing.api.access import Caller, caller_of, needs
from tocsin.publishing.api.filters import chosen, one
from tocsin.publishing.api.headers import IdempotencyKeyHeader
from tocsin.publishing.api.idempotency import once
from tocsin.publishing.api.responses import cut, listing, single
from tocsin.publishing.api.serialisers.report import (
    ReportBody,
    ReportLine,
    ReportPage,
    ReportsAsked,
    ReportShape,
)
from tocsin.publishing.api.values import Number
from tocsin.sources.intake import file_report
from tocsin.sources.models import Report, Source

router = Router(tags=["Reports"])
_reading = needs(Scope.REPORTS_READ, Act.READ_DESK)
_writing = needs(Scope.REPORTS_WRITE, Act.FILE_REPORT)


@router.get("", response=ReportPage, auth=_reading)
def list_reports(request: HttpRequest, asked: Query[ReportsAsked]) -> HttpResponse:
    """List the reports, newest first."""
    rows = chosen(_reports(caller_of(request).organisation), asked, exclude={"incident_id"})
    if asked.incident_id is not None:
        memberships = IncidentReport.objects.filter(incident=asked.incident_id, left_at__isnull=True)
        rows = rows.filter(pk__in=memberships.values("report"))
    found, following = cut(request, rows.defer("raw", "text", "reading", "area", "cap"), asked)
    return listing(
        request, ReportPage(items=[ReportLine.of(row) for row in found], next=following), following
    )


@router.get("/{int:report_id}", response=ReportShape, auth=_reading)
def get_report(request: HttpRequest, report_id: Number) -> HttpResponse:
    """Get one report with its text and what was read in it."""
    rows = _reports(caller_of(request).organisation).defer("raw")
    return single(request, ReportShape.of(one(rows, report_id, "report")))


@router.post("", response={201: ReportShape, 200: ReportShape}, auth=_writing)
def file_a_report(
    request: HttpRequest, body: ReportBody, idempotency_key: IdempotencyKeyHeader = None
) -> HttpResponse:
    """File what somebody saw. The worker then puts it into an incident.

    Answers 200 instead of 201 where the same report is here already.
    """
    caller, now = caller_of(request), present()

    def act() -> HttpResponse:
        report = _file(caller, body, idempotency_key or "", now)
        shape = ReportShape.of(one(_reports(caller.organisation), report.pk, "report"))
        status = 201 if report.received_at == now else 200
        return single(request, shape, status=status, location=f"{request.path}/{report.pk}")

    # Reading a text takes longer than a transaction should; the key names the report, so it can be repeated.
    return once(request, idempotency_key, act, now=now, in_one_transaction=False)


def _reports(organisation: Organisation) -> QuerySet[Report]:
    current = IncidentReport.objects.filter(left_at__isnull=True)
    rows = Report.objects.filter(organisation=organisation).select_related("source")
    return rows.prefetch_related(Prefetch("memberships", queryset=current))


def _file(caller: Caller, body: ReportBody, key: str, now: datetime) -> Report:
    external_id = body.external_id or (f"{caller.identity}:{key}" if key else "")
    return file_report(
        _source(caller.organisation, now),
        title=body.title,
        text=body.text,
        place=_place(body),
        observed_at=body.observed_at,
        filed_by=caller.name,
        language=body.language,
        external_id=external_id,
        now=now,
    )


def _place(body: ReportBody) -> str | Area:
    """Return the name for the text to be read with, or the point with its name. Raises ValueImpossible."""
    if body.longitude is None and body.latitude is None:
        return ", ".join(filter(None, (body.place.strip(), body.country.strip())))
    located = locate(body.words())
    assert located.point is not None
    return Area(description=body.place.strip(), circles=(Circle(located.point, 0.0),))


def _source(organisation: Organisation, now: datetime) -> Source:
    """Return the organisation's source for reports that come by the API; it is made when the first one comes."""
    first = Source.objects.filter(organisation=organisation, kind=Source.Kind.API).order_by("pk").first()
    if first is not None:
        return first
    made, _ = Source.objects.get_or_create(
        organisation=organisation, name="API", defaults={"kind": Source.Kind.API, "created_at": now}
    )
    return made
