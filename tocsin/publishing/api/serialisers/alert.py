"""Published alerts, as the API returns them."""

from __future__ import annotations

from datetime import datetime

from tocsin.alerts.models import Alert
from tocsin.publishing.addresses import alert_address
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.serialisers.edition import EditionLine
from tocsin.publishing.api.values import FlagAsked, IdentityAsked, Moment, PageAsked, Shape, WordAsked


class AlertShape(Shape):
    """One alert: what the desk says about an incident, with its latest edition.

    `in_force` is false once its all-clear was published or its latest edition has expired.
    """

    id: int
    reference: str
    slug: str
    address: str
    hazard: str
    incident_id: int
    created_at: Moment
    ended_at: Moment | None
    in_force: bool
    editions: int
    latest_edition: EditionLine

    @classmethod
    def of(cls, alert: Alert, *, now: datetime) -> AlertShape:
        """Return an alert that has at least one edition; its editions are at hand."""
        editions = sorted(alert.editions.all(), key=lambda edition: edition.number)
        latest = editions[-1]
        return cls(
            id=alert.pk,
            reference=alert.reference,
            slug=alert.slug,
            address=alert_address(alert),
            hazard=alert.hazard,
            incident_id=alert.incident_id,
            created_at=alert.created_at,
            ended_at=alert.ended_at,
            in_force=alert.ended_at is None and latest.expires > now,
            editions=len(editions),
            latest_edition=EditionLine.of(latest),
        )


class AlertPage(Page):
    """A page of alerts."""

    items: list[AlertShape]


class AlertsAsked(PageAsked):
    """Which alerts are asked for."""

    hazard: WordAsked = ""
    incident_id: IdentityAsked = None
    in_force: FlagAsked = None
