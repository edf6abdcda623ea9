"""What grouping looks at, taken from stored reports."""

from __future__ import annotations

from datetime import datetime

from tocsin.incidents.traits import best_place, facts_of, names_of
from tocsin.incidents.values import ReportFacts
from tocsin.sources.models import Report

__all__ = ["best_place", "names_of", "published", "report_facts"]


def report_facts(report: Report) -> ReportFacts:
    """Return what grouping looks at in `report`, from its stored reading."""
    return facts_of(
        report.reading,
        report=report.pk,
        source=report.source_id,
        published=published(report),
        title=report.title,
        text=report.text,
        country=report.source.country,
        follows=(other.pk for other in report.supersedes.all()),
    )


def published(report: Report) -> datetime:
    """Return when the report was published; when it was received, where it does not say."""
    return report.published_at or report.received_at
