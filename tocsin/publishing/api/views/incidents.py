"""Incidents: list them, get one with its claims and reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.incidents.models import Incident
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.filters import chosen, one
from tocsin.publishing.api.responses import cut, listing, single
from tocsin.publishing.api.serialisers.incident import (
    IncidentLine,
    IncidentPage,
    IncidentsAsked,
    IncidentShape,
)
from tocsin.publishing.api.values import Number

router = Router(tags=["Incidents"])
_reading = needs(Scope.INCIDENTS_READ, Act.READ_DESK)


@router.get("", response=IncidentPage, auth=_reading)
def list_incidents(request: HttpRequest, asked: Query[IncidentsAsked]) -> HttpResponse:
    """List the incidents, newest first."""
    rows = chosen(Incident.objects.filter(organisation=caller_of(request).organisation), asked)
    found, following = cut(request, rows.defer("area"), asked)
    page = IncidentPage(items=[IncidentLine.of(row) for row in found], next=following)
    return listing(request, page, following)


@router.get("/{int:incident_id}", response=IncidentShape, auth=_reading)
def get_incident(request: HttpRequest, incident_id: Number) -> HttpResponse:
    """Get one incident with its claims and the reports that make it."""
    rows = Incident.objects.filter(organisation=caller_of(request).organisation)
    return single(request, IncidentShape.of(one(rows, incident_id, "incident")))
