"""The claims under an incident: every figure and lead sentence of its reports, with the words that state it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from tocsin.incidents.facts import published
from tocsin.incidents.models import Claim, ClaimSource, Incident
from tocsin.recorded import Blank, recorded
from tocsin.sources.models import Report

_STATEMENT = "statement"
DENIED = "denied"
THIS_EVENT = "this event"
#: What is only feared or planned has no toll yet: the figures in such a report are of something else.
_NOT_YET = ("feared", "planned")
#: How deep, how far away: they place an event and are not claimed of it.
_DISTANCES = ("kilometres", "kilometres deep", "metres", "miles")
#: What became of people: one report has one toll of each, and its smaller figures ('a guard was killed') are parts of it.
_TOLLS = ("killed", "injured", "missing", "kidnapped", "arrested")
PART = "part"
#: 'MANILA - ' and 'CASABLANCA, Morocco (Agency) - ' before the first sentence.
DATELINE = re.compile(r"^[A-Z][A-Z' .-]{2,30}(?:, [\w .]{2,30})?(?: \([\w ]{2,30}\))? [-\u2013\u2014] ")
_NOT_STATED = recorded("No report of this incident states it any more.")
_DENIED_BY = recorded("Denied by %(source)s on %(moment)s.", moment=Blank.MOMENT)
_REPLACED = recorded("%(source)s has since replaced the message that said so.")
_WITHDRAWN = recorded("%(source)s has since withdrawn the message that said so.")


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim as one report states it; `key` is equal for reports that state the same."""

    subject: str
    key: str
    text: str
    quote: str
    start: int
    end: int
    figure: Mapping[str, Any] | None = None


def figure_text(figure: Mapping[str, Any]) -> str:
    """Return a figure in words, as 'at least 12 killed in Kisumu'."""
    number = f"{figure['value']:,g}"
    if figure.get("upper") is not None:
        number += f" to {figure['upper']:,g}"
    qualifier = "" if figure["qualifier"] == "exactly" else f"{figure['qualifier']} "
    counted = figure["unit"] or figure.get("counted", "")
    place = f" in {figure['place']}" if figure.get("place") else ""
    return f"{qualifier}{number} {counted}{place}"


def stated_in(report: Report) -> Iterator[Stated]:
    """Yield what `report` states: its lead sentence and every figure with a unit."""
    reading = report.reading
    text = reading.get("text", "")
    lead = DATELINE.sub("", lead_sentence(report))
    if lead:
        start = max(text.find(lead), 0)
        digest = hashlib.sha256(lead.casefold().encode()).hexdigest()[:24]
        yield Stated(f"{_STATEMENT}|{digest}", digest, lead, lead, start, start + len(lead))
    tolls = _tolls(reading)
    for figure in map(dict, reading.get("figures", ())):
        if not figure["unit"] or figure["unit"] in _DISTANCES:
            continue
        if figure["scope"] == THIS_EVENT and reading.get("phase") in _NOT_YET:
            figure["scope"] = "background"
        if figure["scope"] == THIS_EVENT and (
            figure.get("part") or figure["value"] < tolls.get(figure["unit"], 0.0)
        ):
            figure["scope"] = PART
        start, end = figure["span"]
        subject = subject_of(figure)
        key = f"{figure['value']:g}|{figure.get('upper')}|{figure['qualifier']}"
        yield Stated(subject, key, figure_text(figure), text[start:end], start, end, figure)


def _tolls(reading: Mapping[str, Any]) -> dict[str, float]:
    """Return the largest figure of this event for each unit of `_TOLLS` that the reading states."""
    found: dict[str, float] = {}
    for figure in reading.get("figures", ()):
        if figure["unit"] in _TOLLS and figure["scope"] == THIS_EVENT and not figure.get("part"):
            found[figure["unit"]] = max(found.get(figure["unit"], 0.0), figure["value"])
    return found


def subject_of(figure: Mapping[str, Any]) -> str:
    """Return what a figure counts; figures of one subject are about the same thing and can be held together.

    A toll of this event is one subject wherever a report says it was counted: one names the city, the next the
    island. Figures of the past are told apart by place and time.
    """
    if figure["scope"] == THIS_EVENT:
        return f"{figure['unit']}|{THIS_EVENT}"
    time = f"{(figure['start'] or '')[:10]}/{(figure['end'] or '')[:10]}"
    return "|".join((figure["unit"], figure["scope"], figure["place"], time))


def lead_sentence(report: Report) -> str:
    """Return the report's summary, or its first sentence; '' for an empty text."""
    summary = report.reading.get("summary", "").strip()
    if summary:
        return summary
    text = report.text.strip()
    head, stop, _ = text.partition(". ")
    return (head + stop.strip())[:600] if text else ""


@transaction.atomic
def gather(incident: Incident, *, now: datetime) -> list[Claim]:
    """Bring the incident's claims to what its present reports state, and return them.

    Claims keep their rows (drafts cite them). One that no present report states any more is withdrawn, with
    the reason; so are those that stand only on reports published before a denial or cancelled by their sender.
    """
    reports = [
        membership.report
        for membership in incident.memberships.filter(
            left_at__isnull=True, copy_of__isnull=True
        ).select_related("report")
    ]
    denials = sorted((report for report in reports if report.reading.get("phase") == DENIED), key=published)
    register = _Register(incident)
    kept = {
        register.state(report, stated).pk
        for report in sorted(reports, key=published)
        for stated in stated_in(report)
    }
    claims = list(incident.claims.prefetch_related("sources__report"))
    for claim in claims:
        _withdraw_or_restore(claim, claim.pk in kept, {report.pk for report in reports}, denials)
    return claims


class _Register:
    """The claims of an incident and who states them, at hand, so that only what is new is written."""

    def __init__(self, incident: Incident) -> None:
        self._incident = incident
        self._claims: dict[tuple[Any, ...], Claim] = {}
        for claim in incident.claims.order_by("pk"):
            self._claims.setdefault(
                self._key(claim.subject, claim.value, claim.upper, claim.qualifier), claim
            )
        self._sources = set(
            ClaimSource.objects.filter(claim__incident=incident).values_list("claim_id", "report_id", "start")
        )

    @staticmethod
    def _key(subject: str, value: float | None, upper: float | None, qualifier: str) -> tuple[Any, ...]:
        return (subject,) if subject.startswith(f"{_STATEMENT}|") else (subject, value, upper, qualifier)

    def state(self, report: Report, stated: Stated) -> Claim:
        """Return the claim that `report` states, written where it is new, with the report among those that state it."""
        moment = published(report)
        figure = stated.figure or {}
        subject = stated.subject[:300]
        key = self._key(subject, figure.get("value"), figure.get("upper"), figure.get("qualifier", ""))
        claim = self._claims.get(key)
        if claim is None:
            claim = self._claims[key] = Claim.objects.create(
                incident=self._incident,
                subject=subject,
                text=stated.text,
                unit=figure.get("unit", ""),
                value=figure.get("value"),
                upper=figure.get("upper"),
                qualifier=figure.get("qualifier", ""),
                place=figure.get("place", ""),
                scope=figure.get("scope", ""),
                time_from=_moment(figure.get("start")),
                time_to=_moment(figure.get("end")),
                first_stated_at=moment,
                last_stated_at=moment,
            )
        elif moment > claim.last_stated_at or moment < claim.first_stated_at:
            claim.first_stated_at = min(claim.first_stated_at, moment)
            claim.last_stated_at = max(claim.last_stated_at, moment)
            claim.save(update_fields=["first_stated_at", "last_stated_at"])
        if (claim.pk, report.pk, stated.start) not in self._sources:
            ClaimSource.objects.create(
                claim=claim, report=report, start=stated.start, quote=stated.quote, end=stated.end
            )
            self._sources.add((claim.pk, report.pk, stated.start))
        return claim


def _withdraw_or_restore(claim: Claim, is_stated: bool, present: set[int], denials: list[Report]) -> None:
    reason = "" if is_stated else _NOT_STATED
    sources = [source.report for source in claim.sources.all() if source.report_id in present]
    if sources and not reason:
        reason = _denied_by(sources, denials) or _ended(sources)
    state = Claim.State.WITHDRAWN if reason else Claim.State.STANDING
    if (claim.state, claim.withdrawn_reason) != (state, reason):
        claim.state, claim.withdrawn_reason = state, reason
        claim.save(update_fields=["state", "withdrawn_reason"])


def _denied_by(sources: list[Report], denials: list[Report]) -> str:
    for denial in denials:
        if all(published(report) < published(denial) for report in sources):
            return _DENIED_BY % {
                "source": denial.source.name,
                "moment": f"{published(denial):%Y-%m-%d %H:%M} UTC",
            }
    return ""


def _ended(sources: list[Report]) -> str:
    # A cancelled warning was true while it stood: only what was replaced or taken back is struck out.
    gone = {Report.Standing.UPDATED: _REPLACED, Report.Standing.WITHDRAWN: _WITHDRAWN}
    if any(report.standing not in gone for report in sources):
        return ""
    newest = max(sources, key=published)
    return gone[Report.Standing(newest.standing)] % {"source": newest.source.name}


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
