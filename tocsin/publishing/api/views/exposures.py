"""Exposures: who is in the way of an edition, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.exposure.models import Exposure
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.filters import chosen
from tocsin.publishing.api.looks import record_look
from tocsin.publishing.api.responses import cut, listing
from tocsin.publishing.api.serialisers.exposure import ExposurePage, ExposuresAsked, ExposureShape

router = Router(tags=["Exposures"])


@router.get("", response=ExposurePage, auth=needs(Scope.PEOPLE_READ, Act.SEE_PEOPLE))
def list_exposures(request: HttpRequest, asked: Query[ExposuresAsked]) -> HttpResponse:
    """List who is in the way of editions, and why, newest first. Each look is recorded."""
    caller = caller_of(request)
    rows = chosen(Exposure.objects.filter(person__organisation=caller.organisation), asked)
    found, following = cut(request, rows, asked)
    record_look(caller, "exposures", (row.person_id for row in found), now=present())
    page = ExposurePage(items=[ExposureShape.of(row) for row in found], next=following)
    return listing(request, page, following)
