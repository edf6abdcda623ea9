"""What the desk shows of sources: how they are, and what the last looks at one gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tocsin.accounts.models import Organisation
from tocsin.grading import Reliability
from tocsin.sources.gathering import POLLED_KINDS
from tocsin.sources.health import Health, health
from tocsin.sources.models import Poll, Report, Source

MOST_POLLS = 30
MOST_REPORTS = 25


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of the list, with its health."""

    source: Source
    health: Health
    reports: int
    broken: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything that the page of one source shows; `came` is what the last look brought."""

    source: Source
    health: Health
    is_polled: bool
    grade_words: str
    polls: Sequence[Poll]
    came: Sequence[Report]
    reports: Sequence[Report]


def source_rows(organisation: Organisation, *, now: datetime) -> list[SourceRow]:
    """Return the sources of `organisation`: those that need a look first, then by name."""
    current = Q(reports__standing="current")
    found = Source.objects.filter(organisation=organisation).annotate(
        all_reports=Count("reports"), broken=Count("reports", filter=current & Q(reports__state="broken"))
    )
    rows = [
        SourceRow(one, health(one, now=now), one.all_reports, one.broken) for one in found.order_by("name")
    ]
    return sorted(rows, key=lambda row: not row.health.needs_a_look)


def source_page(source: Source, *, now: datetime) -> SourcePage:
    """Return what the page of `source` shows at `now`."""
    polls = list(source.polls.order_by("-at", "-pk")[:MOST_POLLS])
    reports = source.reports.defer("raw", "text", "reading", "cap", "area").order_by("-received_at", "-pk")
    came = reports.filter(received_at=polls[0].at)[:MOST_REPORTS] if polls and polls[0].new_reports else []
    return SourcePage(
        source=source,
        health=health(source, now=now),
        is_polled=source.kind in POLLED_KINDS,
        grade_words=Reliability(source.grade).words,
        polls=polls,
        came=list(came),
        reports=list(reports[:MOST_REPORTS]),
    )
