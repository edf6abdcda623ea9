"""The index of grouping in the database: which open incidents a report could belong to, at a cost that has a bound."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef

from tocsin.accounts.array_text import array_text
from tocsin.accounts.models import Organisation
from tocsin.incidents.facts import report_facts
from tocsin.incidents.keys import (
    MOST_REPORTS_COMPARED,
    MOST_UNDER_A_KEY,
    asked_under,
    filed_under,
    key_of,
    likeliest,
    run_keys,
)
from tocsin.incidents.models import Incident, IncidentReport, ReportKey, ReportTraits
from tocsin.incidents.nearness import LONGEST_HOURS
from tocsin.incidents.traits import from_json, packed_runs, to_json
from tocsin.incidents.values import IncidentFacts, ReportFacts

#: A report that follows another by its own word is compared with that one's incident before any other.
_FOLLOWED_WEIGHT = 1000.0

# One statement for all keys, so that each is one walk down the index to the newest reports under it and no more.
# On SQLite CROSS JOIN keeps the order of the tables; on PostgreSQL LATERAL does.
_FOUND = {
    "sqlite": """
        SELECT k.report_id, m.incident_id, k.digest
        FROM json_each(%s) q
        CROSS JOIN incidents_reportkey k ON k.id IN (
            SELECT id FROM incidents_reportkey WHERE digest = q.value AND minute BETWEEN %s AND %s
            ORDER BY minute DESC, report_id LIMIT %s)
        CROSS JOIN incidents_incidentreport m ON m.report_id = k.report_id AND m.left_at IS NULL
        CROSS JOIN incidents_incident i ON i.id = m.incident_id AND i.state = 'open'
    """,
    "postgresql": """
        SELECT k.report_id, m.incident_id, k.digest
        FROM unnest(%s::bigint[]) q(value)
        CROSS JOIN LATERAL (
            SELECT report_id, digest FROM incidents_reportkey
            WHERE digest = q.value AND minute BETWEEN %s AND %s
            ORDER BY minute DESC, report_id LIMIT %s) k
        CROSS JOIN LATERAL (
            SELECT incident_id FROM incidents_incidentreport
            WHERE report_id = k.report_id AND left_at IS NULL OFFSET 0) m
        JOIN incidents_incident i ON i.id = m.incident_id AND i.state = 'open'
    """,
}
_LATEST = {
    "sqlite": """
        SELECT m.incident_id, m.report_id
        FROM json_each(%s) q
        CROSS JOIN incidents_incidentreport m ON m.id IN (
            SELECT id FROM incidents_incidentreport
            WHERE incident_id = q.value AND left_at IS NULL AND copy_of_id IS NULL
            ORDER BY joined_at DESC, id DESC LIMIT %s)
        ORDER BY m.joined_at DESC, m.id DESC
    """,
    "postgresql": """
        SELECT q.value, m.report_id
        FROM unnest(%s::bigint[]) q(value)
        CROSS JOIN LATERAL (
            SELECT id, report_id, joined_at FROM incidents_incidentreport
            WHERE incident_id = q.value AND left_at IS NULL AND copy_of_id IS NULL
            ORDER BY joined_at DESC, id DESC LIMIT %s) m
        ORDER BY m.joined_at DESC, m.id DESC
    """,
}


class DatabaseIndex:
    """The reports of one organisation under their keys."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def near(self, facts: ReportFacts) -> tuple[IncidentFacts, ...]:
        """Return the open incidents that a report could belong to, likeliest first, with the reports to compare.

        Runs of words come only with the reports that may share some.
        """
        hits = self._hits(facts)
        runs = {self._key(name) for name in run_keys(facts)}
        alike = {report for report, _, digest in hits if digest in runs}
        weights = {self._key(name): weight for name, weight in asked_under(facts).items()}
        found = likeliest(
            [
                *((report, incident, weights[digest]) for report, incident, digest in hits),
                *self._followed(facts),
            ]
        )
        reports = _latest(list(found))
        for incident, several in found.items():
            known = reports.setdefault(incident, [])
            known.extend(report for report in several if report not in known)
        kept = _kept({report for several in reports.values() for report in several}, alike)
        described = {
            pk: (reference, hazard)
            for pk, reference, hazard in Incident.objects.filter(pk__in=list(found)).values_list(
                "pk", "reference", "hazard"
            )
        }
        return tuple(
            IncidentFacts(
                incident, *described[incident], tuple(kept[one] for one in reports[incident] if one in kept)
            )
            for incident in found
        )

    def _key(self, name: str) -> int:
        return key_of(self._organisation.pk, name)

    def _hits(self, facts: ReportFacts) -> list[tuple[int, int, int]]:
        """Reports that share a key, each with its incident and the key."""
        keys = sorted(self._key(name) for name in asked_under(facts))
        assert facts.published is not None
        minute, window = minute_of(facts.published), LONGEST_HOURS * 60
        bounds = (minute - window, minute + window, MOST_UNDER_A_KEY)
        with connection.cursor() as cursor:
            cursor.execute(_FOUND[connection.vendor], (_many(keys), *bounds))
            return list(cursor.fetchall())

    def _followed(self, facts: ReportFacts) -> list[tuple[int, int, float]]:
        if not facts.follows:
            return []
        followed = IncidentReport.objects.filter(
            report_id__in=facts.follows, left_at__isnull=True, incident__state=Incident.State.OPEN
        )
        return [(*row, _FOLLOWED_WEIGHT) for row in followed.values_list("report_id", "incident_id")]


def file(organisation: Organisation, facts: ReportFacts, *, is_copy: bool) -> None:
    """Keep what grouping looks at in a report, and file it under its keys; a copy is found through its original."""
    assert facts.published is not None
    ReportTraits.objects.update_or_create(
        report_id=facts.report,
        defaults={"published_at": facts.published, "kept": to_json(facts), "runs": packed_runs(facts)},
    )
    ReportKey.objects.filter(report_id=facts.report).delete()
    if is_copy:
        return
    minute = minute_of(facts.published)
    ReportKey.objects.bulk_create(
        ReportKey(digest=key_of(organisation.pk, name), minute=minute, report_id=facts.report)
        for name in filed_under(facts)
    )


def file_memberships(after: int) -> int:
    """File the reports of every membership later than `after` that is not filed yet; return the last one's number.

    Those are reports that joined an incident before there was an index.
    """
    last = IncidentReport.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    missing = IncidentReport.objects.filter(
        pk__gt=after, pk__lte=last, left_at__isnull=True, report__traits__isnull=True
    ).select_related("report__source", "report__organisation")
    for membership in missing.iterator(chunk_size=200):
        facts = report_facts(membership.report)
        file(membership.report.organisation, facts, is_copy=membership.copy_of_id is not None)
    return last


def unfiled() -> int:
    """Return how many reports are in an incident and cannot be found by the next ones.

    A copy has traits and no keys, any other report has both.
    """
    present = IncidentReport.objects.filter(left_at__isnull=True)
    keyless = ~Exists(ReportKey.objects.filter(report_id=OuterRef("report_id")))
    without_keys = present.filter(keyless, copy_of__isnull=True)
    return (present.filter(report__traits__isnull=True) | without_keys).count()


def minute_of(moment: datetime) -> int:
    """Return a moment in whole minutes since 1970."""
    return int(moment.timestamp() // 60)


def _kept(reports: set[int], with_runs: set[int]) -> dict[int, ReportFacts]:
    runs = dict(ReportTraits.objects.filter(pk__in=reports & with_runs).values_list("pk", "runs"))
    return {
        pk: from_json(traits, report=pk, published=moment, runs=bytes(runs.get(pk, b"")))
        for pk, moment, traits in ReportTraits.objects.filter(pk__in=reports).values_list(
            "pk", "published_at", "kept"
        )
    }


def _latest(incidents: Sequence[int]) -> dict[int, list[int]]:
    reports: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LATEST[connection.vendor], (_many(incidents), MOST_REPORTS_COMPARED))
        for incident, report in cursor.fetchall():
            reports.setdefault(incident, []).append(report)
    return reports


def _many(numbers: Iterable[int]) -> object:
    """Numbers as one parameter: JSON on SQLite, an array on PostgreSQL."""
    some = list(numbers)
    return json.dumps(some) if connection.vendor == "sqlite" else array_text(some)
