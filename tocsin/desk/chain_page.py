"""The chain of one alert, to be followed both ways: from a sentence to its reports, from a report to the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from tocsin.alerts.citations import PARTS
from tocsin.alerts.content import text_of
from tocsin.alerts.models import Alert, Citation, Edition
from tocsin.delivery.models import Answer, Delivery
from tocsin.exposure.models import Exposure
from tocsin.grading import Sentence
from tocsin.incidents.merged import present_incident
from tocsin.incidents.models import IncidentReport
from tocsin.sources.models import Report

_LEAN = ("raw", "reading", "cap", "area", "text")


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence of an edition, its address on the page ('event-2'), and the citations that carry it."""

    part: str
    anchor: str
    sentence: Sentence
    citations: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class Led:
    """What came of one edition: whom it exposed, what was sent, what was answered (counts by word)."""

    edition: Edition
    people: int
    deliveries: Mapping[str, int]
    answers: Mapping[str, int]
    said: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of the incident: why it is there, which sentences of the edition shown cite it, what it led to."""

    membership: IncidentReport
    cited_in: Sequence[SentenceRow]
    led_to: Sequence[Led]

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.membership.report


@dataclass(frozen=True, slots=True)
class ChainPage:
    """Everything that the chain's page shows; `counts` are the links of the chain in order."""

    alert: Alert
    shown: Edition
    editions: Sequence[Edition]
    sentences: Sequence[SentenceRow]
    reports: Sequence[ReportRow]
    led: Sequence[Led]
    counts: Sequence[tuple[str, int]]


def chain_page(alert: Alert, shown: Edition, *, now: datetime) -> ChainPage:
    """Return what the chain of `alert` shows, by the sentences of its edition `shown`."""
    editions = list(alert.editions.order_by("number"))
    cited = _citations(alert)
    sentences = _sentences(shown, cited.get(shown.draft_id, ()))
    led = _led(editions)
    citing = {draft: {citation.report_id for citation in rows} for draft, rows in cited.items()}
    memberships = (
        present_incident(alert.incident)
        .memberships.filter(left_at__isnull=True)
        .select_related("report__source")
        .defer(*(f"report__{name}" for name in _LEAN))
        .order_by("report__published_at", "pk")
    )
    reports = [
        ReportRow(
            one,
            [row for row in sentences if any(c.report_id == one.report_id for c in row.citations)],
            [step for step in led if one.report_id in citing.get(step.edition.draft_id, set())],
        )
        for one in memberships
    ]
    return ChainPage(alert, shown, editions, sentences, reports, led, _counts(alert, reports, led))


def _citations(alert: Alert) -> dict[int, list[Citation]]:
    report = Prefetch("report", Report.objects.select_related("source").defer(*_LEAN))
    rows = Citation.objects.filter(draft__alert=alert, draft__edition__isnull=False)
    found: dict[int, list[Citation]] = {}
    for row in rows.select_related("claim").prefetch_related(report).order_by("pk"):
        found.setdefault(row.draft_id, []).append(row)
    return found


def _sentences(edition: Edition, citations: Sequence[Citation]) -> list[SentenceRow]:
    text = text_of(edition.content)
    return [
        SentenceRow(
            part, f"{part}-{place}", sentence, [row for row in citations if row.sentence == f"{part}:{place}"]
        )
        for part in PARTS
        for place, sentence in enumerate(text.sentences(part))
    ]


def _led(editions: Sequence[Edition]) -> list[Led]:
    ids = [edition.pk for edition in editions]
    people: dict[int, set[int]] = {one: set() for one in ids}
    for edition, person in Exposure.objects.filter(edition__in=ids).values_list("edition", "person"):
        people[edition].add(person)
    sent: dict[int, Counter[str]] = {one: Counter() for one in ids}
    for edition, state in Delivery.objects.filter(edition__in=ids).values_list("edition", "state"):
        sent[edition][state] += 1
    said: dict[int, list[Answer]] = {one: [] for one in ids}
    for answer in Answer.objects.filter(edition__in=ids).select_related("person").order_by("at", "pk"):
        said[answer.edition_id].append(answer)
    return [
        Led(
            one,
            len(people[one.pk]),
            dict(sent[one.pk]),
            dict(Counter(answer.kind for answer in said[one.pk])),
            said[one.pk],
        )
        for one in editions
    ]


def _counts(alert: Alert, reports: Sequence[ReportRow], led: Sequence[Led]) -> list[tuple[str, int]]:
    return [
        ("source", len({row.report.source_id for row in reports})),
        ("report", len(reports)),
        ("incident", 1),
        ("alert", 1),
        ("edition", len(led)),
        ("exposure", Exposure.objects.filter(edition__alert=alert).values("person").distinct().count()),
        ("delivery", sum(sum(one.deliveries.values()) for one in led)),
        ("answer", sum(sum(one.answers.values()) for one in led)),
    ]
