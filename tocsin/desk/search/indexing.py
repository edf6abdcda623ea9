"""Keep the full-text index up with what came since: a few rows at a time, never the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from tocsin.alerts.content import text_of
from tocsin.alerts.models import Draft, Edition, Revision
from tocsin.desk.models import SearchEntry, SearchProgress
from tocsin.desk.search import store
from tocsin.desk.search.words import folded
from tocsin.geo import gazetteer
from tocsin.grading import AlertText
from tocsin.incidents.models import Incident, IncidentReport
from tocsin.sources.models import Report

#: So many new rows of a table are taken at a time.
AT_ONCE = 200
#: Rows of several writers become visible a little out of the order of their numbers; so many are looked at again.
_OVERLAP = 500


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing as it is indexed."""

    organisation: int
    kind: str
    key: int
    at: datetime
    words: str


def _reports(numbers: list[int]) -> Iterator[Findable]:
    for report in Report.objects.filter(pk__in=numbers).select_related("source"):
        text = str(report.reading.get("text", "") or report.text)
        words = f"{report.title}\n{report.source.name}\n{report.external_id}\n{text}"
        yield Findable(
            report.organisation_id, "report", report.pk, report.published_at or report.received_at, words
        )


def _incidents(numbers: list[int]) -> Iterator[Findable]:
    joined = IncidentReport.objects.filter(pk__in=numbers).values("incident")
    for incident in Incident.objects.filter(pk__in=joined).prefetch_related("claims"):
        country = gazetteer().country_name(incident.country) if incident.country else ""
        claims = "\n".join(claim.text for claim in incident.claims.all())
        words = f"{incident.reference}\n{incident.title}\n{incident.place}\n{country}\n{incident.hazard}\n{incident.summary}\n{claims}"
        yield Findable(incident.organisation_id, "incident", incident.pk, incident.last_report_at, words)


def _editions(numbers: list[int]) -> Iterator[Findable]:
    for edition in Edition.objects.filter(pk__in=numbers).select_related("alert"):
        words = f"{edition.alert.reference}\n{edition.identifier}\n{words_of_alert(text_of(edition.content))}"
        yield Findable(edition.alert.organisation_id, "alert", edition.pk, edition.sent, words)


def _drafts(numbers: list[int]) -> Iterator[Findable]:
    saved = Revision.objects.filter(pk__in=numbers).values("draft")
    for draft in Draft.objects.filter(pk__in=saved).select_related("alert"):
        words = f"{draft.alert.reference}\n{words_of_alert(text_of(draft.content))}"
        yield Findable(draft.alert.organisation_id, "draft", draft.pk, draft.changed_at, words)


def words_of_alert(text: AlertText) -> str:
    """Return every word of an alert that is searched."""
    parts = [text.paragraph(part) for part in ("summary", "event", "context")]
    acts = [act.text for act in text.advice]
    return "\n".join(
        [text.title, text.place, text.hazard, *parts, *acts, text.what_changed, text.cancel_reason]
    )


_TABLES: tuple[tuple[str, type[models.Model], Callable[[list[int]], Iterable[Findable]]], ...] = (
    ("report", Report, _reports),
    ("incident", IncidentReport, _incidents),
    ("edition", Edition, _editions),
    ("draft", Revision, _drafts),
)


def catch_up(*, most: int = AT_ONCE) -> int:
    """Index at most `most` new rows of each table; return how many rows were looked at. 0: nothing is new."""
    return sum(_catch_up(name, model, read, most) for name, model, read in _TABLES)


@transaction.atomic
def _catch_up(
    name: str, model: type[models.Model], read: Callable[[list[int]], Iterable[Findable]], most: int
) -> int:
    SearchProgress.objects.get_or_create(table=name)
    progress = SearchProgress.objects.select_for_update().get(table=name)
    rows = model._default_manager.filter(pk__gt=progress.done).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[:most])
    if not numbers:
        return 0
    again = []
    if name == "report":
        known = SearchEntry.objects.filter(kind="report").values("key")
        late = Report.objects.filter(pk__gt=progress.done - _OVERLAP, pk__lte=progress.done)
        again = list(late.exclude(pk__in=known).values_list("pk", flat=True))
    _keep(read([*again, *numbers]))
    SearchProgress.objects.filter(pk=progress.pk).update(done=numbers[-1])
    return len(numbers)


def _keep(found: Iterable[Findable]) -> None:
    things = {(one.kind, one.key): one for one in found}
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(organisation_id=one.organisation, kind=one.kind, key=one.key, at=one.at)
            for one in things.values()
        ],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["at", "organisation"],
    )
    kinds = {kind for kind, _key in things}
    entries = SearchEntry.objects.filter(kind__in=kinds, key__in=[key for _kind, key in things])
    numbered = {(entry.kind, entry.key): entry.pk for entry in entries}
    store.write((numbered[name], folded(one.words)) for name, one in things.items())


@transaction.atomic
def forget_all() -> None:
    """Empty the index, so that it is made anew; what is searched stays as it is."""
    store.forget(list(SearchEntry.objects.values_list("pk", flat=True)))
    SearchEntry.objects.all().delete()
    SearchProgress.objects.all().delete()
