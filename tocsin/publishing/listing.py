"""Which alerts the public sees, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Edition

#: A feed carries so many editions; a page shows as many.
MOST = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader asked for; '' is everything."""

    level: str = ""
    country: str = ""
    hazard: str = ""
    past: bool = False


def house() -> Organisation | None:
    """Return the organisation whose alerts this address shows: the first, until one instance serves several by name."""
    return Organisation.objects.order_by("pk").first()


def latest_editions(asked: Filter, *, now: datetime) -> Sequence[Edition]:
    """Return the latest edition of each alert that `asked` lets through: those in force, or those that are over."""
    newest = Edition.objects.filter(alert=OuterRef("alert")).order_by("-number").values("pk")[:1]
    editions = Edition.objects.filter(pk=Subquery(newest)).select_related("alert__organisation")
    if asked.past:
        editions = editions.exclude(alert__ended_at__isnull=True, expires__gt=now)
    else:
        editions = editions.filter(alert__ended_at__isnull=True, expires__gt=now)
    for field in ("level", "country", "hazard"):
        value = getattr(asked, field)
        if value:
            editions = editions.filter(**{field: value})
    return editions.order_by("-sent")[:MOST]


def recent_editions() -> Sequence[Edition]:
    """Return the editions that feeds carry: every one, all-clears too, newest first."""
    return Edition.objects.select_related("alert__organisation").order_by("-sent", F("pk").desc())[:MOST]


def choices(*, now: datetime) -> tuple[list[str], list[str]]:
    """Return the countries and hazards that alerts in force have, to filter by."""
    there = Edition.objects.filter(alert__ended_at__isnull=True, expires__gt=now)
    countries = sorted(set(there.values_list("country", flat=True)) - {""})
    return countries, sorted(set(there.values_list("hazard", flat=True)))
