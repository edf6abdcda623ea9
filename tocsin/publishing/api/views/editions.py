"""Editions: list them, get one with links to its documents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.alerts.editions import in_force
from tocsin.alerts.models import Edition
from tocsin.clock import now as present
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.filters import chosen, one
from tocsin.publishing.api.responses import cut, listing, single
from tocsin.publishing.api.serialisers.edition import EditionLine, EditionPage, EditionsAsked, EditionShape
from tocsin.publishing.api.values import Number

router = Router(tags=["Editions"])
_reading = needs(Scope.ALERTS_READ, Act.READ_DESK)


@router.get("", response=EditionPage, auth=_reading)
def list_editions(request: HttpRequest, asked: Query[EditionsAsked]) -> HttpResponse:
    """List the editions, newest first; `in_force` keeps the latest of each alert that still stands."""
    organisation = caller_of(request).organisation
    rows = chosen(Edition.objects.filter(alert__organisation=organisation), asked, exclude={"in_force"})
    if asked.in_force is not None:
        standing = in_force(now=present(), organisation=organisation).values("pk")
        rows = rows.filter(pk__in=standing) if asked.in_force else rows.exclude(pk__in=standing)
    rows = rows.select_related("alert").defer("content", "area", "overrides")
    found, following = cut(request, rows, asked)
    page = EditionPage(items=[EditionLine.of(row) for row in found], next=following)
    return listing(request, page, following)


@router.get("/{int:edition_id}", response=EditionShape, auth=_reading)
def get_edition(request: HttpRequest, edition_id: Number) -> HttpResponse:
    """Get one edition with its text and the addresses of its documents."""
    rows = Edition.objects.filter(alert__organisation=caller_of(request).organisation)
    return single(request, EditionShape.of(one(rows.select_related("alert"), edition_id, "edition")))
