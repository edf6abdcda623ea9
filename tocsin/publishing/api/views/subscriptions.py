"""Subscriptions: list them, add and end one."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.exposure.models import Person, Subscription
from tocsin.exposure.subscriptions import end_subscription, subscribe
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.filters import one
from tocsin.publishing.api.headers import IdempotencyKeyHeader
from tocsin.publishing.api.idempotency import once
from tocsin.publishing.api.problems import invalid
from tocsin.publishing.api.responses import cut, listing, single
from tocsin.publishing.api.serialisers.subscription import (
    SubscriptionBody,
    SubscriptionPage,
    SubscriptionsAsked,
    SubscriptionShape,
)
from tocsin.publishing.api.values import Number

router = Router(tags=["Subscriptions"])
_reading = needs(Scope.PEOPLE_READ, Act.SEE_PEOPLE)
_writing = needs(Scope.PEOPLE_WRITE, Act.MANAGE_PEOPLE)


@router.get("", response=SubscriptionPage, auth=_reading)
def list_subscriptions(request: HttpRequest, asked: Query[SubscriptionsAsked]) -> HttpResponse:
    """List the subscriptions that stand, newest first."""
    mine = Subscription.objects.filter(organisation=caller_of(request).organisation, active=True)
    found, following = cut(request, mine, asked)
    page = SubscriptionPage(items=[SubscriptionShape.of(row) for row in found], next=following)
    return listing(request, page, following)


@router.get("/{int:subscription_id}", response=SubscriptionShape, auth=_reading)
def get_subscription(request: HttpRequest, subscription_id: Number) -> HttpResponse:
    """Get one subscription."""
    mine = Subscription.objects.filter(organisation=caller_of(request).organisation)
    return single(request, SubscriptionShape.of(one(mine, subscription_id, "subscription")))


@router.post("", response={201: SubscriptionShape}, auth=_writing)
def add_subscription(
    request: HttpRequest, body: SubscriptionBody, idempotency_key: IdempotencyKeyHeader = None
) -> HttpResponse:
    """Let a person be told of alerts wherever they are."""
    caller, now = caller_of(request), present()

    @transaction.atomic
    def act() -> HttpResponse:
        person = Person.objects.filter(organisation=caller.organisation, pk=body.person_id).first()
        if person is None:
            raise invalid("/person_id", "Your organisation has nobody with this number.")
        made = subscribe(
            person, actor=caller.actor, now=now, countries=body.countries, hazards=body.hazards,
            lowest_level=body.lowest_level,
        )  # fmt: skip
        return single(request, SubscriptionShape.of(made), status=201, location=f"{request.path}/{made.pk}")

    return once(request, idempotency_key, act, now=now)


@router.delete("/{int:subscription_id}", response={204: None}, auth=_writing)
def delete_subscription(request: HttpRequest, subscription_id: Number) -> HttpResponse:
    """End one subscription; what its person was told because of it stays on record."""
    caller = caller_of(request)
    mine = Subscription.objects.filter(organisation=caller.organisation, active=True)
    end_subscription(one(mine, subscription_id, "subscription"), actor=caller.actor, now=present())
    return HttpResponse(status=204)
