"""Deliveries, as the API returns them: no address is in them."""

from __future__ import annotations

from typing import Annotated

from tocsin.delivery.decide import CHANNELS
from tocsin.delivery.models import Delivery
from tocsin.delivery.states import DeliveryState
from tocsin.publishing.api.masking import masked_text
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import IdentityAsked, Moment, OneOf, PageAsked, Shape

State = Annotated[str, OneOf(tuple(state.value for state in DeliveryState))]
Channel = Annotated[str, OneOf(tuple(CHANNELS))]
_MASKED = ("reason", "last_error")


class DeliveryShape(Shape):
    """One message to one recipient on one channel: where it stands, and the rule that sends it or does not."""

    id: int
    edition_id: int
    person_id: int
    channel: str
    state: State
    rule: str
    reason: str
    critical: bool
    message_id: str
    attempts: int
    due_at: Moment
    expires_at: Moment
    #: What the last server said, with addresses masked.
    last_error: str
    created_at: Moment
    finished_at: Moment | None

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryShape:
        """Return one delivery."""
        values = {name: getattr(delivery, name) for name in cls.model_fields}
        return cls(**values | {name: masked_text(values[name]) for name in _MASKED})


class DeliveryPage(Page):
    """A page of deliveries."""

    items: list[DeliveryShape]


class DeliveriesAsked(PageAsked):
    """Which deliveries are asked for."""

    edition_id: IdentityAsked = None
    person_id: IdentityAsked = None
    state: State | None = None
    channel: Channel | None = None
