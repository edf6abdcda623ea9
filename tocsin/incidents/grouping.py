"""Putting reports into incidents, one after another, as they come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest

from tocsin.accounts.models import Organisation
from tocsin.incidents.claims import gather
from tocsin.incidents.decide import decide
from tocsin.incidents.facts import published, report_facts
from tocsin.incidents.index import DatabaseIndex, file, file_memberships
from tocsin.incidents.models import GroupingProgress, Incident, IncidentNumber, IncidentReport
from tocsin.incidents.situation import assess
from tocsin.incidents.values import Decision, ReportFacts, Verdict
from tocsin.incidents.waking import woken_because
from tocsin.sources.models import Report

#: Reports may be stored a little out of the order of their numbers, by several writers at once; so many are looked at again.
_OVERLAP = 2_000


def waiting(organisation: Organisation | None = None, *, after: int = 0) -> list[Report]:
    """Return the reports that could be read, may alert and are in no incident yet, the earliest published first.

    A message that only ends another (a CAP Cancel) belongs to its incident too; a Test or Exercise to none. Reports
    numbered up to `after` are passed over.
    """
    ending = Q(cap_message_type="Cancel", supersedes__isnull=False)
    reports = (
        Report.objects.filter(Q(may_alert=True) | ending, state=Report.State.READ, memberships__isnull=True)
        .filter(pk__gt=after)
        .select_related("source", "organisation")
        .distinct()
    )
    if organisation is not None:
        reports = reports.filter(organisation=organisation)
    return sorted(reports, key=lambda report: (published(report), report.pk))


def group_waiting(*, now: datetime, organisation: Organisation | None = None) -> int:
    """Put every waiting report into an incident and return how many there were.

    Only what came since the last time is looked through, not the archive.
    """
    progress, _ = GroupingProgress.objects.get_or_create(pk=1)
    filed = file_memberships(progress.filed_membership)
    newest = Report.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    reports = waiting(organisation, after=progress.settled_report)
    for report in reports:
        group(report, now=now)
    settled = progress.settled_report if organisation else max(newest - _OVERLAP, 0)
    if (settled, filed) != (progress.settled_report, progress.filed_membership):
        GroupingProgress.objects.filter(pk=1).update(
            settled_report=Greatest("settled_report", settled), filed_membership=filed
        )
    return len(reports)


@transaction.atomic
def group(report: Report, *, now: datetime) -> IncidentReport:
    """Put one report into the incident that it is about, or open one; return the membership with its reason."""
    facts = report_facts(report)
    decision = decide(facts, DatabaseIndex(report.organisation).near(facts))
    incident = (
        open_incident(report, facts, now=now)
        if decision.incident is None
        else Incident.objects.select_for_update().get(pk=decision.incident)
    )
    membership = join(incident, report, decision, now=now)
    file(report.organisation, facts, is_copy=decision.copy_of is not None)
    level = incident.level
    gather(incident, now=now)
    assess(incident, now=now)
    _wake(incident, membership, level, now)
    return membership


def _wake(incident: Incident, membership: IncidentReport, level_before: str, now: datetime) -> None:
    if incident.snoozed_until is None or incident.snoozed_until <= now:
        return
    reason = woken_because(membership.verdict, level_before, incident.level)
    if reason:
        incident.snoozed_until, incident.woke_because = None, reason
        incident.save(update_fields=["snoozed_until", "woke_because"])


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
    Organisation.everything.select_for_update().get(pk=organisation.pk)
    counter = IncidentNumber.objects.filter(organisation=organisation, year=moment.year).first()
    if counter is None:
        counter = IncidentNumber(
            organisation=organisation, year=moment.year, last=_last_number(organisation, moment)
        )
    counter.last += 1
    counter.save()
    return f"{moment.year}-{counter.last:04d}"


def _last_number(organisation: Organisation, moment: datetime) -> int:
    """The last number that was given before numbers were counted."""
    given = Incident.objects.filter(organisation=organisation, reference__startswith=f"{moment.year}-")
    return max((int(reference[5:]) for reference in given.values_list("reference", flat=True)), default=0)


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
