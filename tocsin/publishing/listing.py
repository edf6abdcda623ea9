"""Which alerts the public sees, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from tocsin.accounts.models import Organisation
from tocsin.alerts.editions import in_force
from tocsin.alerts.models import Edition
from tocsin.grading import AlertText
from tocsin.publishing.documents.plain import published_text

#: A feed carries so many editions; a page shows as many.
MOST = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader asked for; '' is everything."""

    level: str = ""
    country: str = ""
    hazard: str = ""
    past: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything but everything was asked for."""
        return bool(self.level or self.country or self.hazard)


def house() -> Organisation | None:
    """Return the organisation whose alerts this address shows: the first, until one instance serves several by name."""
    return Organisation.objects.order_by("pk").first()


def latest_editions(asked: Filter, *, now: datetime) -> Sequence[Edition]:
    """Return the latest edition of each alert that `asked` lets through: those in force, or those that are over."""
    editions = _standing(past=asked.past, now=now)
    for field in ("level", "country", "hazard"):
        value = getattr(asked, field)
        if value:
            editions = editions.filter(**{field: value})
    return editions[:MOST]


def shown_alerts(asked: Filter, *, now: datetime) -> list[tuple[Edition, AlertText]]:
    """Return the editions that the list shows, each with its text."""
    return [(edition, published_text(edition)) for edition in latest_editions(asked, now=now)]


def recent_editions() -> Sequence[Edition]:
    """Return the editions that feeds carry: every one, all-clears too, newest first."""
    return public_editions().select_related("alert__organisation").order_by("-sent", F("pk").desc())[:MOST]


def public_editions() -> QuerySet[Edition]:
    """Return every edition that was published: the canary's are tests, and the public sees none of them."""
    return Edition.objects.filter(alert__organisation__is_canary=False)


def choices(*, past: bool, now: datetime) -> tuple[list[str], list[str]]:
    """Return the countries and the hazards of the alerts in force, or of those that are over, to filter by."""
    there = _standing(past=past, now=now)
    countries = sorted(set(there.values_list("country", flat=True)) - {""})
    return countries, sorted(set(there.values_list("hazard", flat=True)))


def _standing(*, past: bool, now: datetime) -> QuerySet[Edition]:
    if not past:
        return in_force(now=now)
    newest = Edition.objects.filter(alert=OuterRef("alert")).order_by("-number").values("pk")[:1]
    last = public_editions().filter(pk=Subquery(newest)).exclude(pk__in=in_force(now=now).values("pk"))
    return last.select_related("alert__organisation").order_by("-sent", "-pk")
