"""The inbox: open incidents, the newest first, with how many people are inside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Q

from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import LEVELS
from tocsin.desk.inbox_filter import SNOOZED, TOUCHING, Asked, incidents_asked
from tocsin.desk.models import SavedFilter
from tocsin.exposure.matching import Reached, preview
from tocsin.grading import AlertText, Level, reach_of
from tocsin.incidents.models import Incident, IncidentReport
from tocsin.incidents.situation import area_of
from tocsin.reading import HAZARDS, Hazard

#: An inbox page shows as many.
MOST = 60
#: So many incidents are looked at for whom they touch, the newest first.
MOST_LOOKED_AT = 200
#: How long the number of people inside is kept; the incident's own page always counts anew.
KEPT_SECONDS = 60


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
class InboxPage:
    """Everything that the inbox shows; `newest` is the number of the newest report's membership.

    `hidden` incidents touch nobody of ours and were not asked for; `snoozed` are put away.
    """

    asked: Asked
    rows: list[Row]
    hidden: int
    snoozed: int
    countries: list[str]
    newest: int
    saved: Sequence[SavedFilter]
    levels: tuple[str, ...] = tuple(LEVELS)
    hazards: tuple[Hazard, ...] = HAZARDS
    states: tuple[tuple[str, str], ...] = tuple(Incident.State.choices)


def inbox_page(organisation: Organisation, asked: Asked, user: User, *, now: datetime) -> InboxPage:
    """Return what the inbox of `organisation` shows `user` at `now`."""
    listed = rows(organisation, asked, user, now=now)
    shown = [row for row in listed if is_shown(row, asked)]
    countries = Incident.objects.filter(organisation=organisation, state=Incident.State.OPEN)
    return InboxPage(
        asked=asked,
        rows=shown[:MOST],
        hidden=len(listed) - len(shown),
        snoozed=incidents_asked(organisation, Asked(state=SNOOZED), user, now=now).count(),
        countries=sorted(set(countries.values_list("country", flat=True)) - {""}),
        newest=newest_report(organisation),
        saved=SavedFilter.objects.filter(organisation=organisation, user=user),
    )


def is_shown(row: Row, asked: Asked) -> bool:
    """Tell whether a row is shown: it touches people or sites of ours, is Critical, or everything was asked for."""
    if asked.touching != TOUCHING or asked.state != Incident.State.OPEN:
        return True
    return bool(row.inside.people or row.inside.sites) or row.incident.level == Level.CRITICAL.word


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


def rows(organisation: Organisation, asked: Asked, user: User | None, *, now: datetime) -> list[Row]:
    """Return the incidents that `asked` names, whomever they touch, the newest report first."""
    present = Q(memberships__left_at__isnull=True)
    original = present & Q(memberships__copy_of__isnull=True)
    found = incidents_asked(organisation, asked, user, now=now)
    numbered = {
        incident.pk: incident
        for incident in found.select_related("organisation", "assigned_to")[:MOST_LOOKED_AT]
    }
    counted = Incident.objects.filter(pk__in=numbered).annotate(
        reports=Count("memberships", filter=present),
        independent=Count("memberships__report__source", filter=original, distinct=True),
    )
    counts = {row["pk"]: row for row in counted.values("pk", "reports", "independent")}
    return [
        Row(incident, counts[key]["reports"], counts[key]["independent"], inside_of(incident, now=now))
        for key, incident in numbered.items()
    ]


def inside_of(incident: Incident, *, now: datetime) -> Inside:
    """Return how many people and sites are in the way of the incident; a count up to a minute old is taken as it is."""
    said = f"{incident.last_report_at} {incident.level} {incident.severity} {incident.phase} {incident.area} {incident.place}"
    key = f"inside:{incident.pk}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
    found: Inside | None = cache.get(key)
    if found is None:
        found = count(reached_by(incident, now=now))
        cache.set(key, found, KEPT_SECONDS)
    return found


def newest_report(organisation: Organisation) -> int:
    """Return the number of the newest membership of a report in an incident; 0 where there is none."""
    mine = IncidentReport.objects.filter(incident__organisation=organisation)
    return mine.aggregate(newest=Max("pk"))["newest"] or 0


def reports_since(organisation: Organisation, number: int) -> int:
    """Return how many reports have joined incidents of the desk after the membership with that number."""
    return IncidentReport.objects.filter(incident__organisation=organisation, pk__gt=number).count()
