"""Deliveries: what was sent to whom, what was not, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.delivery.models import Delivery
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.filters import chosen
from tocsin.publishing.api.responses import cut, listing
from tocsin.publishing.api.serialisers.delivery import DeliveriesAsked, DeliveryPage, DeliveryShape

router = Router(tags=["Deliveries"])


@router.get("", response=DeliveryPage, auth=needs(Scope.DELIVERIES_READ, Act.SEE_PEOPLE))
def list_deliveries(request: HttpRequest, asked: Query[DeliveriesAsked]) -> HttpResponse:
    """List the deliveries with their state and the reason for it, newest first."""
    rows = chosen(Delivery.objects.filter(organisation=caller_of(request).organisation), asked)
    found, following = cut(request, rows, asked)
    page = DeliveryPage(items=[DeliveryShape.of(row) for row in found], next=following)
    return listing(request, page, following)
