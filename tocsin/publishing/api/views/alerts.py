"""Alerts: list those that were published, get one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.models import Organisation
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.alerts.models import Alert, Edition
from tocsin.clock import now as present
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.filters import chosen, one
from tocsin.publishing.api.responses import cut, listing, single
from tocsin.publishing.api.serialisers.alert import AlertPage, AlertsAsked, AlertShape
from tocsin.publishing.api.values import Number

router = Router(tags=["Alerts"])
_reading = needs(Scope.ALERTS_READ, Act.READ_DESK)


@router.get("", response=AlertPage, auth=_reading)
def list_alerts(request: HttpRequest, asked: Query[AlertsAsked]) -> HttpResponse:
    """List the published alerts, newest first."""
    now = present()
    rows = chosen(_alerts(caller_of(request).organisation), asked, exclude={"in_force"})
    if asked.in_force is not None:
        rows = rows.filter(_in_force(now)) if asked.in_force else rows.exclude(_in_force(now))
    found, following = cut(request, rows, asked)
    page = AlertPage(items=[AlertShape.of(row, now=now) for row in found], next=following)
    return listing(request, page, following)


@router.get("/{int:alert_id}", response=AlertShape, auth=_reading)
def get_alert(request: HttpRequest, alert_id: Number) -> HttpResponse:
    """Get one published alert with its latest edition."""
    alert = one(_alerts(caller_of(request).organisation), alert_id, "published alert")
    return single(request, AlertShape.of(alert, now=present()))


def _alerts(organisation: Organisation) -> QuerySet[Alert]:
    """Return the alerts that have an edition: what is only drafted stays at the desk."""
    editions = Edition.objects.defer("content", "area", "overrides").select_related("alert")
    rows = Alert.objects.filter(Exists(Edition.objects.filter(alert=OuterRef("pk"))))
    return rows.filter(organisation=organisation).prefetch_related(Prefetch("editions", queryset=editions))


def _in_force(now: datetime) -> Q:
    newest = Edition.objects.filter(alert=OuterRef("alert")).order_by("-number").values("pk")[:1]
    standing = Edition.objects.filter(alert__ended_at__isnull=True, pk=newest, expires__gt=now)
    return Q(pk__in=standing.values("alert"))
