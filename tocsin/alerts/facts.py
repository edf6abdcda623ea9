"""An incident and its claims, read from the database as the values that drafting looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tocsin.alerts.past import past_incidents
from tocsin.alerts.values import ClaimFacts, IncidentFacts, Statement
from tocsin.geo import Area, GeoError, Point, Precision, gazetteer
from tocsin.grading import place_kinds
from tocsin.incidents.models import Claim, Incident
from tocsin.incidents.situation import evidence_of
from tocsin.reading import HAZARDS
from tocsin.sources.models import Report

#: What reading calls a kind of place (`KINDS_OF_PLACE`), and the playbooks' code for it.
KIND_CODES = {
    "public transport": "public-transport",
    "train station": "stations",
    "bus station": "stations",
    "port": "ports",
    "airport": "airports",
    "public or government building": "public-buildings",
    "embassy or consulate": "embassies",
    "international organisation": "international-organisations",
    "school or university": "schools",
    "religious site": "religious-sites",
    "market": "markets",
    "hotel or restaurant used by foreigners": "hotels-and-restaurants",
    "festival": "festivals",
}
_HAZARDS = frozenset(one.code for one in HAZARDS)
_END_OF_SENTENCE = re.compile(r"[.!?]['\")»”]*\s+|\n\s*\n|\n")


def facts_of(incident: Incident, *, with_past: bool = True) -> IncidentFacts:
    """Return what drafting looks at: the incident, its present reports (copies left out) and its standing claims.

    Without `with_past` it knows nothing of earlier incidents, whose reports nobody weighed for this one.
    """
    reports = _present_reports(incident)
    copies = set(
        incident.memberships.filter(left_at__isnull=True, copy_of__isnull=False).values_list(
            "report_id", flat=True
        )
    )
    point = None
    if incident.longitude is not None and incident.latitude is not None:
        point = Point(longitude=incident.longitude, latitude=incident.latitude)
    country = gazetteer().country_name(incident.country) if incident.country else ""
    is_place = incident.precision not in ("", Precision.COUNTRY.value)
    place = incident.place if is_place and incident.place != country else ""
    return IncidentFacts(
        hazard=incident.hazard if incident.hazard in _HAZARDS else "other",
        phase=incident.phase,
        country=country or incident.place,
        country_code=incident.country,
        place=place if country else "",
        precision=incident.precision,
        point=point,
        area=Area.from_geojson(incident.area) if incident.area else None,
        onset=incident.onset,
        expires=incident.expires,
        severity=incident.severity,
        certainty=incident.certainty,
        urgency=incident.urgency,
        first_report=incident.first_report_at,
        last_report=incident.last_report_at,
        evidence=evidence_of(incident),
        reports=tuple(statement_of(report) for report in reports),
        claims=tuple(
            _claim(claim, copies)
            for claim in incident.claims.filter(state=Claim.State.STANDING)
            .prefetch_related("sources__report__source")
            .order_by("pk")
        ),
        time_zone=_time_zone(incident, point),
        place_kinds=_place_kinds(reports),
        past=past_incidents(incident, _claim) if with_past else (),
    )


def _present_reports(incident: Incident) -> list[Report]:
    memberships = incident.memberships.filter(left_at__isnull=True, copy_of__isnull=True).select_related(
        "report__source"
    )
    reports = [membership.report for membership in memberships]
    return sorted(reports, key=_published)


def _published(report: Report) -> datetime:
    return report.published_at or report.received_at


def statement_of(report: Report, quote: str = "", start: int = 0) -> Statement:
    """Return `report` as something that a sentence can cite; `start` is where `quote` begins in the text read."""
    text = str(report.reading.get("text", "") or report.text)
    return Statement(
        report=report.pk,
        source=report.source.name,
        published=_published(report),
        quote=quote,
        sentence=sentence_around(text, start, start + len(quote)) if quote else "",
        reliability=report.source.grade,
        url=report.url,
    )


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence of `text` that holds the characters [start, end)."""
    first, last = 0, len(text)
    for match in _END_OF_SENTENCE.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end - 1:
            last = match.end()
            break
    return " ".join(text[first:last].split())


def _claim(claim: Claim, copies: set[int]) -> ClaimFacts:
    return ClaimFacts(
        id=claim.pk,
        subject=claim.subject,
        text=claim.text,
        first_stated=claim.first_stated_at,
        last_stated=claim.last_stated_at,
        statements=tuple(
            statement_of(source.report, source.quote, source.start)
            for source in sorted(claim.sources.all(), key=lambda source: source.pk)
            if source.report_id not in copies
        ),
        unit=claim.unit,
        value=claim.value,
        upper=claim.upper,
        qualifier=claim.qualifier,
        place=claim.place,
        scope=claim.scope or "this event",
        time_from=claim.time_from,
        time_to=claim.time_to,
    )


def _time_zone(incident: Incident, point: Point | None) -> str:
    """Return the local zone of the place, or of the country; UTC where neither is known."""
    known = gazetteer().country(incident.country) if incident.country else None
    if point is not None and incident.precision != Precision.COUNTRY.value:
        try:
            return gazetteer().nearest(point).timezone or "UTC"
        except GeoError:
            return "UTC"
    return (gazetteer().nearest(known.point).timezone if known else "") or "UTC"


def _place_kinds(reports: list[Report]) -> tuple[str, ...]:
    """Return the kinds of place that the reports' own advice names, in the order of the list of kinds."""
    readings: list[Mapping[str, Any]] = [report.reading for report in reports]
    targets = {str(one) for reading in readings for one in reading.get("advice_targets", ())}
    named = {KIND_CODES.get(target, target) for target in targets}
    return tuple(kind.code for kind in place_kinds() if kind.code in named)
