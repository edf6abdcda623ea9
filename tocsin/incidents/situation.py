"""What an incident is now: where, when, how bad and on what evidence, from its present reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from tocsin.geo import Area, Circle, Point, Precision, gazetteer
from tocsin.grading import (
    Credibility,
    Evidence,
    LevelDecision,
    Reliability,
    limit_by_evidence,
    propose_level,
    reach_of,
)
from tocsin.incidents.claims import DATELINE, DENIED
from tocsin.incidents.facts import best_place, published
from tocsin.incidents.models import Incident
from tocsin.recorded import recorded
from tocsin.sources.models import Report

#: What is feared in several places of a country is feared in the country.
FEARED = "feared"

#: What takes a level back to Notice, by the phase of the newest report.
_ENDED = {
    DENIED: recorded("Notice: the newest report says that it is denied."),
    "over": recorded("Notice: the newest report says that it is over."),
}

_ORDER = {
    "severity": ("Unknown", "Minor", "Moderate", "Severe", "Extreme"),
    "certainty": ("Unknown", "Unlikely", "Possible", "Likely", "Observed"),
    "urgency": ("Unknown", "Past", "Future", "Expected", "Immediate"),
}


def present_reports(incident: Incident) -> list[Report]:
    """Return the reports in the incident now, copies left out, the earliest first."""
    memberships = incident.memberships.filter(left_at__isnull=True, copy_of__isnull=True).select_related(
        "report__source"
    )
    return sorted((membership.report for membership in memberships), key=published)


def evidence_of(incident: Incident) -> Evidence:
    """Return what stands behind the incident: authorities, independent sources, the best grades.

    Copies count once, and several reports of one source are one source.
    """
    # Neither what was read nor an outline is asked for: with many corners they take longer than all the rest.
    members = Report.objects.filter(
        memberships__incident=incident, memberships__left_at__isnull=True, memberships__copy_of__isnull=True
    )
    present = list(members.select_related("source").only("credibility", "standing", "source"))
    reports = [r for r in present if r.standing == Report.Standing.CURRENT] or present
    sources = {report.source_id: report.source for report in reports}
    return Evidence(
        authorities=sum(source.is_authority for source in sources.values()),
        independent_sources=len(sources),
        best_reliability=Reliability(min((source.grade for source in sources.values()), default="F")),
        best_credibility=Credibility(min((report.credibility for report in reports), default=6)),
    )


def level_of(incident: Incident) -> LevelDecision:
    """Return the level that the table gives for the incident's words, lowered to what its evidence carries."""
    return limit_by_evidence(
        propose_level(incident.severity, incident.certainty, incident.urgency), evidence_of(incident)
    )


def assess(incident: Incident, *, now: datetime) -> Incident:
    """Bring the incident to what its present reports say, save and return it."""
    reports = present_reports(incident)
    if not reports:
        return incident
    newest = reports[-1]
    standing = [report for report in reports if report.standing == Report.Standing.CURRENT] or [newest]
    incident.first_report_at = published(reports[0])
    incident.last_report_at = max(published(newest), incident.first_report_at)
    incident.phase = newest.reading.get("phase", "") or incident.phase
    if newest.cap_message_type == "Cancel":
        incident.phase = "over"
    incident.title = _title(newest) or incident.title
    incident.summary = DATELINE.sub("", newest.reading.get("summary", ""))
    incident.hazard = _hazard(reports, incident.hazard) or incident.hazard
    _place(incident, standing)
    _words(incident, standing)
    _time(incident, standing)
    decision = level_of(incident)
    incident.level, incident.level_reason = decision.level.word, decision.reason
    if incident.phase in _ENDED:
        incident.level = "Notice"
        incident.level_reason = _ENDED[incident.phase]
    incident.save()
    return incident


def _title(report: Report) -> str:
    """The headline as it was read, without the country before it; a town before it ('Kisumu: airport open') stays."""
    read = str(report.reading.get("title", ""))
    before, colon, rest = report.title.partition(": ")
    if (
        colon
        and rest.strip() == read
        and not any(place.precision is Precision.COUNTRY for place in gazetteer().by_name(before))
    ):
        return report.title
    return read or report.title


#: What an incident is about does not change for a word: another hazard must outweigh the present one by so much.
_STEADINESS = 2.0


def _hazard(reports: list[Report], present: str) -> str:
    weights: dict[str, float] = {}
    for report in reports:
        for rank, mention in enumerate(report.reading.get("hazards", ())):
            weights[mention["code"]] = weights.get(mention["code"], 0.0) + mention["confidence"] / (rank + 1)
    if present in weights:
        weights[present] *= _STEADINESS
    return max(sorted(weights), key=lambda code: weights[code], default="")


def _place(incident: Incident, reports: list[Report]) -> None:
    order = {"site": 0, "city": 1, "admin-2": 2, "admin-1": 3, "region": 4, "sea": 4, "country": 5}
    found: list[dict[str, Any]] = [place for report in reports if (place := best_place(report.reading))]  # type: ignore[misc]
    if incident.phase == FEARED and len({place["name"] for place in found}) > 1:
        found = [_country_of(place) for place in found]
    if found:
        best = min(reversed(found), key=lambda place: order.get(place["precision"], 6))
        incident.place, incident.precision = best["name"], best["precision"]
        incident.longitude, incident.latitude = best["longitude"], best["latitude"]
        incident.country = best["country"] or incident.country
    areas = [report.area for report in reports if report.area]
    if areas:
        incident.area = areas[-1]
        centre = Area.from_geojson(incident.area).centroid()
        if not found:
            incident.longitude, incident.latitude, incident.precision = (
                centre.longitude,
                centre.latitude,
                "region",
            )
    else:
        incident.area = None


def _country_of(place: dict[str, Any]) -> dict[str, Any]:
    country = gazetteer().country(place["country"]) if place["country"] else None
    if country is None:
        return place
    point = country.point
    return {
        **place,
        "name": country.name,
        "precision": "country",
        "longitude": point.longitude,
        "latitude": point.latitude,
    }


def _words(incident: Incident, reports: list[Report]) -> None:
    for name, order in _ORDER.items():
        said = [(report.reading.get(name) or {}).get("value", "Unknown") for report in reports]
        # An authority's own words go before what was read in the news.
        said = [
            (report.reading.get(name) or {}).get("value", "Unknown")
            for report in reports
            if report.source.is_authority
        ] or said
        setattr(incident, name, said[-1] if name == "urgency" else max(said, key=order.index))


def _time(incident: Incident, reports: list[Report]) -> None:
    onsets = [report.onset for report in reports if report.onset]
    ends = [report.expires for report in reports if report.expires]
    planned = [window for report in reports if (window := planned_window(report))]
    if onsets or ends or not planned:
        incident.onset = min(onsets, default=None)
        incident.expires = ends[-1] if ends else None
    else:
        incident.onset, incident.expires = planned[-1]


def planned_window(report: Report) -> tuple[datetime, datetime | None] | None:
    """Return when a planned or feared event is to be, from the first time in the text after its publication."""
    if report.reading.get("phase") not in ("planned", "feared"):
        return None
    for mention in report.reading.get("times", ()):
        start = parse_datetime(mention["start"]) if mention["start"] else None
        if start and start > published(report) and mention["certainty"] != "vague":
            return start, parse_datetime(mention["end"]) if mention["end"] else None
    return None


def area_of(incident: Incident) -> Area:
    """Return the incident's area: the authority's own, a circle by the hazard's reach, or the whole country."""
    if incident.area:
        return Area.from_geojson(incident.area)
    point_known = incident.longitude is not None and incident.latitude is not None
    if point_known and incident.precision not in ("country", ""):
        reach = reach_of(incident.hazard, incident.severity)
        centre = Point(longitude=incident.longitude, latitude=incident.latitude)  # type: ignore[arg-type]
        return Area(description=incident.place, circles=(Circle(centre, reach.radius_km),))
    return Area(description=incident.place, countries=(incident.country,) if incident.country else ())
