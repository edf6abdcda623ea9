"""What grouping looks at, taken from stored reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tocsin.geo import Point
from tocsin.incidents.decide import IncidentFacts, ReportFacts, runs_of, words_of
from tocsin.incidents.models import Incident
from tocsin.sources.models import Report

#: So many reports of an incident are compared, the newest first: the cost does not grow with its age.
MOST_REPORTS_COMPARED = 12
#: Grouping looks at the beginning of a text: what comes later is background, and alike in unlike reports.
LEAD_CHARACTERS = 700


def report_facts(report: Report) -> ReportFacts:
    """Return what grouping looks at in `report`, from its stored reading."""
    reading: Mapping[str, Any] = report.reading
    text = f"{report.title}. {report.text}"
    lead = text[:LEAD_CHARACTERS]
    place = best_place(reading)
    countries = reading.get("countries") or []
    country = (place or {}).get("country") or (countries[0] if countries else report.source.country)
    return ReportFacts(
        report=report.pk,
        source=report.source_id,
        published=published(report),
        hazards=tuple(mention["code"] for mention in reading.get("hazards", ())),
        country=country,
        place=(place or {}).get("name", ""),
        point=Point(longitude=place["longitude"], latitude=place["latitude"]) if place else None,
        is_country_wide=place is None or place["precision"] == "country",
        phase=reading.get("phase", ""),
        words=words_of(lead),
        names=names_of(reading),
        runs=runs_of(text),
        figures=frozenset(
            (figure["unit"], figure["value"], figure["qualifier"])
            for figure in reading.get("figures", ())
            if figure["unit"] and figure["scope"] == "this event" and not figure.get("part")
        ),
        follows=frozenset(other.pk for other in report.supersedes.all()),
    )


def published(report: Report) -> datetime:
    """Return when the report was published; when it was received, where it does not say."""
    return report.published_at or report.received_at


def best_place(reading: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the focus of a reading that is known best: a city before a province before a country; None without one."""
    order = {"site": 0, "city": 1, "admin-2": 2, "admin-1": 3, "region": 4, "sea": 4, "country": 5}
    found = [place for place in reading.get("focus", ()) if place.get("longitude") is not None]
    return min(
        found, key=lambda place: (order.get(place["precision"], 6), -place["confidence"]), default=None
    )


def names_of(reading: Mapping[str, Any]) -> frozenset[str]:
    """Return the places below a country that a reading names, as GeoNames calls them; demonyms are left out."""
    return frozenset(
        place["name"]
        for place in reading.get("places", ())
        if place["role"] != "demonym" and place["precision"] != "country" and place["confidence"] > 0.3
    )


def incident_facts(incidents: Iterable[Incident]) -> tuple[IncidentFacts, ...]:
    """Return what grouping looks at in each incident; its reports' sources must be at hand."""
    made = []
    for incident in incidents:
        memberships = (
            incident.memberships.filter(left_at__isnull=True)
            .select_related("report__source")
            .prefetch_related("report__supersedes")
            .order_by("-report__published_at")[:MOST_REPORTS_COMPARED]
        )
        reports = tuple(report_facts(membership.report) for membership in memberships)
        made.append(IncidentFacts(incident.pk, incident.reference, incident.hazard, reports))
    return tuple(made)
