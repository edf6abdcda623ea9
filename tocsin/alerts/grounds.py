"""What the sentences of a draft rest on, read from the database for the linter: its sources' texts and their figures."""

from __future__ import annotations

from tocsin.alerts.content import report_number
from tocsin.alerts.models import Draft
from tocsin.grading import AlertText, Grounds, SourceText, StatedFigure
from tocsin.incidents.merged import present_incident
from tocsin.incidents.models import ClaimSource
from tocsin.sources.models import Report

#: So much of a report is held against the alert.
MOST_CHARACTERS = 60_000


def grounds_of(draft: Draft, text: AlertText) -> Grounds:
    """Return the texts of the reports that `text` lists as sources or cites, and the figures they state for the incident."""
    references = [source.reference for source in text.sources]
    for part in ("summary", "event", "context"):
        references += [reference for sentence in text.sentences(part) for reference in sentence.citations]
    numbers = {number for reference in references if (number := report_number(reference)) is not None}
    mine = Report.objects.filter(pk__in=numbers, source__organisation=draft.alert.organisation_id)
    texts = tuple(
        SourceText(f"report:{report.pk}", report.source.name, _words_of(report))
        for report in mine.select_related("source").defer("raw", "area", "cap").order_by("pk")
    )
    return Grounds(figures=_figures(draft, numbers), texts=texts)


def _words_of(report: Report) -> str:
    read = str(report.reading.get("text", "") or report.text)
    return f"{report.title}\n{read}"[:MOST_CHARACTERS]


def _figures(draft: Draft, numbers: set[int]) -> tuple[StatedFigure, ...]:
    stated = (
        ClaimSource.objects.filter(
            report_id__in=numbers,
            claim__incident=present_incident(draft.alert.incident),
            claim__value__isnull=False,
        )
        .exclude(claim__unit="")
        .select_related("claim")
        .order_by("pk")
    )
    return tuple(
        StatedFigure(
            f"report:{one.report_id}",
            one.claim.unit,
            one.claim.value or 0.0,
            one.claim.upper,
            one.claim.qualifier or "exactly",
            one.claim.withdrawn_reason,
        )
        for one in stated
    )
