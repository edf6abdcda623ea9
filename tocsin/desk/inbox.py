"""The inbox: open incidents, the newest first, with how many people are inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import LEVELS
from tocsin.exposure.matching import Reached, preview
from tocsin.grading import AlertText, Level, reach_of
from tocsin.incidents.models import Incident, IncidentReport
from tocsin.incidents.situation import area_of

#: An inbox page shows as many.
MOST = 60


@dataclass(frozen=True, slots=True)
class Inside:
    """Who would be in the way of an incident now: people exposed, people possibly exposed, sites."""

    exposed: int
    possibly: int
    sites: int

    @property
    def people(self) -> int:
        """Everybody who may be in the way."""
        return self.exposed + self.possibly


@dataclass(frozen=True, slots=True)
class Row:
    """One incident of the inbox."""

    incident: Incident
    reports: int
    independent: int
    inside: Inside


@dataclass(frozen=True, slots=True)
class Asked:
    """What the inbox is to show; '' is everything."""

    level: str = ""
    country: str = ""
    state: str = "open"


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Everything that the inbox shows; `newest` is the number of the newest report's membership."""

    asked: Asked
    rows: list[Row]
    countries: list[str]
    newest: int
    levels: tuple[str, ...] = tuple(LEVELS)
    states: tuple[tuple[str, str], ...] = tuple(Incident.State.choices)


def inbox_page(organisation: Organisation, asked: Asked, *, now: datetime) -> InboxPage:
    """Return what the inbox of `organisation` shows at `now`."""
    listed = rows(organisation, now=now, state=asked.state, level=asked.level, country=asked.country)
    countries = sorted({row.incident.country for row in listed} - {""})
    return InboxPage(asked, listed, countries, newest_report(organisation))


def text_for(incident: Incident, *, now: datetime) -> AlertText:
    """Return the least alert text that says where and when the incident is, for matching people against it."""
    onset = incident.onset or incident.first_report_at
    lasts = timedelta(hours=reach_of(incident.hazard, incident.severity).duration_hours)
    return AlertText(
        country=incident.country,
        country_code=incident.country,
        headline=incident.title,
        level=Level.from_word(incident.level),
        hazard=incident.hazard,
        severity=incident.severity,
        area=area_of(incident),
        onset=onset,
        expires=max(incident.expires or now + lasts, onset + timedelta(hours=1)),
    )


def reached_by(incident: Incident, *, now: datetime) -> tuple[Reached, ...]:
    """Return who would be in the way of the incident, were it alerted now."""
    text = text_for(incident, now=now)
    if text.area is None or text.area.is_empty:
        return ()
    return preview(text, incident.organisation, now=now, phase=incident.phase, precision=incident.precision)


def count(reached: Iterable[Reached]) -> Inside:
    """Return how many people and sites are among `reached`; a person counts once, by their surest match."""
    rows = list(reached)
    exposed = {row.person.pk for row in rows if row.person and row.match.certainty.value == "exposed"}
    possibly = {row.person.pk for row in rows if row.person} - exposed
    return Inside(len(exposed), len(possibly), len({row.site.pk for row in rows if row.site}))


def rows(
    organisation: Organisation, *, now: datetime, state: str = "open", level: str = "", country: str = ""
) -> list[Row]:
    """Return the incidents of the inbox, the newest report first."""
    present = Q(memberships__left_at__isnull=True)
    original = present & Q(memberships__copy_of__isnull=True)
    incidents = Incident.objects.filter(organisation=organisation, state=state).select_related("organisation")
    for field, value in (("level", level), ("country", country)):
        if value:
            incidents = incidents.filter(**{field: value})
    incidents = incidents.annotate(
        reports=Count("memberships", filter=present),
        independent=Count("memberships__report__source", filter=original, distinct=True),
    ).order_by("-last_report_at")[:MOST]
    return [
        Row(incident, incident.reports, incident.independent, count(reached_by(incident, now=now)))
        for incident in incidents
    ]


def newest_report(organisation: Organisation) -> int:
    """Return the number of the newest membership of a report in an incident; 0 where there is none."""
    mine = IncidentReport.objects.filter(incident__organisation=organisation)
    return mine.aggregate(newest=Max("pk"))["newest"] or 0


def reports_since(organisation: Organisation, number: int) -> int:
    """Return how many reports have joined incidents of the desk after the membership with that number."""
    return IncidentReport.objects.filter(incident__organisation=organisation, pk__gt=number).count()
