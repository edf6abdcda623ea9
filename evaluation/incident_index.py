"""The index of grouping in memory: the same keys and bounds as the one in the database, for measuring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from tocsin.incidents.keys import MOST_REPORTS_COMPARED, MOST_UNDER_A_KEY, asked_under, filed_under, likeliest
from tocsin.incidents.nearness import LONGEST_HOURS
from tocsin.incidents.values import Decision, IncidentFacts, ReportFacts


class MemoryIndex:
    """Reports under their keys, and the incidents that they are in."""

    def __init__(self) -> None:
        self._under: dict[str, list[int]] = defaultdict(list)
        self._facts: dict[int, ReportFacts] = {}
        self._incident_of: dict[int, int] = {}
        self._members: dict[int, list[int]] = defaultdict(list)

    def near(self, facts: ReportFacts) -> tuple[IncidentFacts, ...]:
        """The open incidents that a report could belong to, likeliest first."""
        return tuple(
            IncidentFacts(
                incident,
                str(incident),
                "",
                tuple(self._facts[one] for one in self._compared(incident, found)),
            )
            for incident, found in likeliest(self._found(facts)).items()
        )

    def put(self, facts: ReportFacts, decision: Decision) -> int:
        """File a report under what was decided; the number of its incident."""
        incident = decision.incident if decision.incident is not None else len(self._members) + 1
        self._facts[facts.report] = facts
        self._incident_of[facts.report] = incident
        # A copy says nothing that its original does not; only its incident is kept.
        if decision.copy_of is None:
            self._members[incident].append(facts.report)
            for key in filed_under(facts):
                self._under[key].append(facts.report)
        return incident

    def _found(self, facts: ReportFacts) -> Iterator[tuple[int, int, float]]:
        window = timedelta(hours=LONGEST_HOURS)
        for key, weight in asked_under(facts).items():
            for report in self._under.get(key, ())[-MOST_UNDER_A_KEY:]:
                other = self._facts[report].published
                if facts.published is None or other is None or abs(facts.published - other) <= window:
                    yield report, self._incident_of[report], weight
        for report in facts.follows:
            if report in self._incident_of:
                yield report, self._incident_of[report], 1000.0

    def _compared(self, incident: int, found: tuple[int, ...]) -> list[int]:
        latest = self._members[incident][: -MOST_REPORTS_COMPARED - 1 : -1]
        return [*latest, *(report for report in found if report not in latest)]
