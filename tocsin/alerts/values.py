"""What drafting looks at: an incident and its claims, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.geo import Area, Point
from tocsin.grading import Evidence


@dataclass(frozen=True, slots=True)
class Statement:
    """That one report states a claim: who, when, in which words (`quote`), inside which `sentence` of the report."""

    report: int
    source: str
    published: datetime
    quote: str
    sentence: str = ""
    reliability: str = "F"
    url: str = ""

    @property
    def reference(self) -> str:
        """What a sentence cites."""
        return f"report:{self.report}"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One standing claim of the incident. Claims with one `subject` are about the same thing.

    `value` is None for a statement without a figure; `scope` is 'this event', 'past' or 'background'; the times are
    those of what is claimed, [from, to) in UTC; `statements` are those of independent reports.
    """

    id: int
    subject: str
    text: str
    first_stated: datetime
    last_stated: datetime
    statements: tuple[Statement, ...]
    unit: str = ""
    value: float | None = None
    upper: float | None = None
    qualifier: str = ""
    place: str = ""
    scope: str = "this event"
    time_from: datetime | None = None
    time_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class PastIncident:
    """An earlier incident of the desk's own records: when it began (UTC), where, and the figures stated of it."""

    reference: str
    hazard: str
    began: datetime
    place: str
    country: str
    claims: tuple[ClaimFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """An incident as drafting sees it: what, where, when, how bad, on what evidence, and its claims.

    `country` is the name printed before the headline, `place` the name of the place below it ('' where only the
    country is known); severity, certainty and urgency are CAP's words; `reports` are every present report, `past` earlier
    incidents of the same hazard and place.
    """

    hazard: str
    phase: str
    country: str
    country_code: str
    place: str
    precision: str
    point: Point | None
    area: Area | None
    onset: datetime | None
    expires: datetime | None
    severity: str
    certainty: str
    urgency: str
    first_report: datetime
    last_report: datetime
    evidence: Evidence
    reports: tuple[Statement, ...]
    claims: tuple[ClaimFacts, ...]
    time_zone: str = "UTC"
    place_kinds: tuple[str, ...] = ()
    past: tuple[PastIncident, ...] = ()
