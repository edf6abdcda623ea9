"""Subscriptions, as the API returns and takes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tocsin.alerts.models import LEVELS
from tocsin.exposure.models import Subscription
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import Body, Identity, Moment, OneOf, PageAsked, Shape, Text
from tocsin.reading import HAZARDS

Level = Annotated[str, OneOf(tuple(LEVELS))]
Hazard = Annotated[str, OneOf(tuple(hazard.code for hazard in HAZARDS))]


class SubscriptionShape(Shape):
    """That a person is told of alerts wherever they are; every condition that is given must hold."""

    id: int
    person_id: int
    countries: list[str]
    hazards: list[str]
    lowest_level: str
    created_at: Moment

    @classmethod
    def of(cls, subscription: Subscription) -> SubscriptionShape:
        """Return one subscription."""
        return cls(
            id=subscription.pk,
            person_id=subscription.person_id,
            countries=subscription.countries,
            hazards=subscription.hazards,
            lowest_level=subscription.lowest_level,
            created_at=subscription.created_at,
        )


class SubscriptionPage(Page):
    """A page of subscriptions."""

    items: list[SubscriptionShape]


class SubscriptionsAsked(PageAsked):
    """Which subscriptions are asked for."""


class SubscriptionBody(Body):
    """A subscription to be added."""

    person_id: Identity
    countries: list[Text] = Field([], max_length=250, description="ISO 3166-1 alpha-2; empty: everywhere.")
    hazards: list[Hazard] = Field([], max_length=40, description="Empty: every hazard.")
    lowest_level: Level = LEVELS[0]
