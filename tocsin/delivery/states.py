"""The life of a delivery, as data: the database's guard and the worker read this table."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """Where one message to one recipient on one channel stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"


INITIAL = (DeliveryState.QUEUED, DeliveryState.SUPPRESSED)

#: From, to, and what makes the step.
STEPS: tuple[tuple[DeliveryState, DeliveryState, str], ...] = (
    (DeliveryState.QUEUED, DeliveryState.SENDING, "a worker claims it"),
    (
        DeliveryState.QUEUED,
        DeliveryState.CANCELLED,
        "an answer, an all-clear or the edition's expiry stops it",
    ),
    (DeliveryState.QUEUED, DeliveryState.FAILED, "it cannot be sent at all"),
    (DeliveryState.QUEUED, DeliveryState.SUPPRESSED, "a wider alert covers it, or its incident is muted"),
    (
        DeliveryState.SUPPRESSED,
        DeliveryState.QUEUED,
        "the alert that covered it is over, or covers it no more",
    ),
    (DeliveryState.SENDING, DeliveryState.SENT, "the server accepted it"),
    (DeliveryState.SENDING, DeliveryState.QUEUED, "a temporary failure, or the worker that held it died"),
    (DeliveryState.SENDING, DeliveryState.FAILED, "a permanent failure, or no time left to try again"),
    (DeliveryState.SENT, DeliveryState.DELIVERED, "a receipt came"),
    (DeliveryState.SENT, DeliveryState.FAILED, "a bounce came"),
    # Whoever is told of both is taken for not reached, in whichever order the two came.
    (DeliveryState.DELIVERED, DeliveryState.FAILED, "a bounce came after a receipt"),
    (DeliveryState.FAILED, DeliveryState.QUEUED, "a person at the desk asked to try again"),
)
