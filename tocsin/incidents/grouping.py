"""Putting reports into incidents, one after another, as they come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tocsin.accounts.models import Organisation
from tocsin.incidents.claims import gather
from tocsin.incidents.decide import Decision, ReportFacts, Verdict, decide
from tocsin.incidents.facts import incident_facts, published, report_facts
from tocsin.incidents.models import Incident, IncidentReport
from tocsin.incidents.nearness import LONGEST_HOURS, kin
from tocsin.incidents.situation import assess
from tocsin.sources.models import Report


def waiting(organisation: Organisation | None = None) -> list[Report]:
    """Return the reports that could be read, may alert and are in no incident yet, the earliest published first.

    A message that only ends another (a CAP Cancel) belongs to its incident too; a Test or Exercise to none.
    """
    ending = Q(cap_message_type="Cancel", supersedes__isnull=False)
    reports = (
        Report.objects.filter(Q(may_alert=True) | ending, state=Report.State.READ, memberships__isnull=True)
        .select_related("source", "organisation")
        .distinct()
    )
    if organisation is not None:
        reports = reports.filter(organisation=organisation)
    return sorted(reports, key=lambda report: (published(report), report.pk))


def group_waiting(*, now: datetime, organisation: Organisation | None = None) -> int:
    """Put every waiting report into an incident and return how many there were."""
    reports = waiting(organisation)
    for report in reports:
        group(report, now=now)
    return len(reports)


@transaction.atomic
def group(report: Report, *, now: datetime) -> IncidentReport:
    """Put one report into the incident that it is about, or open one; return the membership with its reason."""
    facts = report_facts(report)
    decision = decide(facts, incident_facts(candidates(facts, report.organisation)))
    incident = (
        open_incident(report, facts, now=now)
        if decision.incident is None
        else Incident.objects.select_for_update().get(pk=decision.incident)
    )
    membership = join(incident, report, decision, now=now)
    gather(incident, now=now)
    assess(incident, now=now)
    return membership


def candidates(facts: ReportFacts, organisation: Organisation) -> list[Incident]:
    """Return the open incidents that could be the report's: by hazard and time through an index, by place loosely.

    The number of incidents that are looked at depends on what goes on now, not on the archive.
    """
    since = facts.published - timedelta(hours=LONGEST_HOURS)
    akin = frozenset().union(*(kin(hazard) for hazard in facts.hazards or (facts.hazard,)))
    near = Q(hazard__in=akin, last_report_at__gte=since)
    if facts.country:
        near &= Q(country__in=[facts.country, ""]) | Q(longitude__isnull=False) & _around(facts)
    followed = Q(memberships__report_id__in=facts.follows, memberships__left_at__isnull=True)
    found = Incident.objects.filter(organisation=organisation, state=Incident.State.OPEN).filter(
        near | followed
    )
    return list(found.distinct().order_by("-last_report_at")[:200])


def _around(facts: ReportFacts) -> Q:
    if facts.point is None:
        return Q(pk__isnull=True)
    # Wider than any measure in nearness.py but the tsunami's; exact distances decide afterwards.
    return Q(latitude__range=(facts.point.latitude - 14, facts.point.latitude + 14))


def open_incident(report: Report, facts: ReportFacts, *, now: datetime) -> Incident:
    """Return a new incident for `report`; what it says of the situation is filled in by assess()."""
    moment = published(report)
    return Incident.objects.create(
        organisation=report.organisation,
        reference=next_reference(report.organisation, moment),
        title=report.title or report.text[:120],
        hazard=facts.hazard,
        phase=facts.phase,
        country=facts.country,
        first_report_at=moment,
        last_report_at=moment,
        created_at=now,
    )


def next_reference(organisation: Organisation, moment: datetime) -> str:
    """Return the next free reference of the year, as '2017-0007'; the caller's transaction holds the organisation."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    year = f"{moment.year}-"
    last = (
        Incident.objects.filter(organisation=organisation, reference__startswith=year)
        .order_by("reference")
        .last()
    )
    return f"{year}{int(last.reference[5:]) + 1 if last else 1:04d}"


def join(incident: Incident, report: Report, decision: Decision, *, now: datetime) -> IncidentReport:
    """Record that `report` belongs to `incident` by `decision`."""
    verdict = decision.verdict if decision.incident is not None else Verdict.NEW
    return IncidentReport.objects.create(
        incident=incident,
        report=report,
        verdict=verdict.value,
        reason=decision.reason,
        evidence=decision.evidence,
        copy_of_id=decision.copy_of,
        joined_at=now,
    )
