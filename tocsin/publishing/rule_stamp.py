"""What an incident is at one moment, as a short stamp: the same stamp later says that a text composed from it still holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from tocsin.incidents.models import Claim, ClaimSource, Incident, IncidentReport

#: What drafting and verdicts look at in a report and its source, and what may change in them.
_OF_REPORTS = (
    "report_id", "copy_of_id", "report__state", "report__standing", "report__credibility", "report__may_alert",
    "report__source_id", "report__source__name", "report__source__grade", "report__source__is_authority",
    "report__source__enabled",
)  # fmt: skip


def stamp_of(incident: Incident) -> str:
    """Return the stamp of the incident as it stands in the database: its row, its reports, its claims.

    A long area is compared as the text that the database keeps: nothing of it is read as coordinates.
    """
    digest = hashlib.sha256()
    for row in _rows(incident.pk):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _rows(number: int) -> Iterator[tuple[Any, ...]]:
    short = [field.attname for field in Incident._meta.concrete_fields if field.attname != "area"]
    yield from Incident.objects.filter(pk=number).values_list(*short, Cast("area", TextField()))
    members = IncidentReport.objects.filter(incident=number, left_at__isnull=True)
    yield from members.order_by("report_id").values_list(*_OF_REPORTS)
    yield from _whole(Claim.objects.filter(incident=number))
    yield from _whole(ClaimSource.objects.filter(claim__incident=number))


def _whole(rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    yield from rows.order_by("pk").values_list(*(field.attname for field in rows.model._meta.concrete_fields))
