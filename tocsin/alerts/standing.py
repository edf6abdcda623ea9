"""An edition as the question whether it is still true looks at it."""

from __future__ import annotations

from tocsin.alerts.expiry import Standing
from tocsin.alerts.models import Edition, MessageType


def standing_of(edition: Edition) -> Standing:
    """Return `edition` as the question 'still true?' looks at it (expiry.asked)."""
    return Standing(
        sent=edition.sent,
        expires=edition.expires,
        is_developing=bool(edition.content.get("developing")),
        is_all_clear=edition.message_type == MessageType.CANCEL,
    )
