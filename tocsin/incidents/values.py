"""The values that grouping works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tocsin.geo import Point
from tocsin.incidents.wording import Wording


class Verdict(StrEnum):
    """What a report is to the incident it joins."""

    NEW = "new"
    SAME_REPORT = "same-report"
    RESTATED = "restated"
    DEVELOPED = "developed"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What grouping looks at in one report.

    `published` is None where nobody knows. `country` and `place` are where it happens ("" unknown), `point` the place's
    point, `places` all places below a country that it names, as GeoNames calls them. `figures` are (unit, value,
    qualifier) of this event.
    """

    report: int
    source: int
    published: datetime | None
    wording: Wording
    hazards: tuple[str, ...] = ()
    language: str = ""
    country: str = ""
    place: str = ""
    point: Point | None = None
    is_country_wide: bool = True
    phase: str = ""
    places: frozenset[str] = frozenset()
    figures: frozenset[tuple[str, float, str]] = frozenset()
    #: Reports that this one updates, cancels or withdraws by its own word.
    follows: frozenset[int] = frozenset()

    @property
    def hazard(self) -> str:
        """The hazard that the report is first of all about."""
        return self.hazards[0] if self.hazards else "other"


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """An open incident: its hazard and reports in it, the latest to join first, copies left out."""

    incident: int
    reference: str
    hazard: str
    reports: tuple[ReportFacts, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a report: which incident, why, and of which report it is a copy."""

    verdict: Verdict
    incident: int | None
    reason: str
    evidence: Mapping[str, object] = field(default_factory=dict)
    copy_of: int | None = None


class Neighbours(Protocol):
    """An index of what came before: which open incidents a report could belong to, likeliest first."""

    def near(self, facts: ReportFacts) -> tuple[IncidentFacts, ...]:
        """Return a bounded number of open incidents, whatever the size of the archive."""
        ...
