"""Which incident a report belongs to: values in, a verdict with its reason out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.geo import Point, distance_km
from tocsin.incidents.nearness import kin, nearness_of

#: From this share of common five-word runs on, one text is a copy of the other (Broder 1997, resemblance).
COPY_RESEMBLANCE = 0.6
_RUN = 5
#: What is only feared has no place yet: reports name now this city, now that, and the country decides.
_FEARED = "feared"
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "near",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "said",
        "says",
        "she",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "two",
        "under",
        "until",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "would",
        "after",
        "about",
        "against",
        "all",
        "also",
        "before",
        "between",
        "le",
        "la",
        "les",
        "des",
        "une",
        "dans",
        "sur",
        "pour",
        "par",
        "est",
        "et",
        "el",
        "los",
        "las",
        "una",
        "en",
        "del",
        "que",
        "con",
        "por",
        "para",
        "na",
        "no",
        "da",
        "do",
        "em",
        "um",
    ]
)


class Verdict(StrEnum):
    """What a report is to the incident it joins."""

    NEW = "new"
    SAME_REPORT = "same-report"
    RESTATED = "restated"
    DEVELOPED = "developed"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What grouping looks at in one report. `figures` are (unit, value, qualifier) of this event."""

    report: int
    source: int
    published: datetime
    hazards: tuple[str, ...]
    country: str
    place: str
    point: Point | None
    is_country_wide: bool
    phase: str
    words: frozenset[str]
    names: frozenset[str]
    runs: frozenset[int]
    figures: frozenset[tuple[str, float, str]] = frozenset()
    #: Reports that this one updates, cancels or withdraws by its own word.
    follows: frozenset[int] = frozenset()

    @property
    def hazard(self) -> str:
        """The hazard that the report is first of all about."""
        return self.hazards[0] if self.hazards else "other"


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """An open incident: its hazard and the reports in it, the newest first."""

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
    evidence: dict[str, object] = field(default_factory=dict)
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class _Comparison:
    incident: IncidentFacts
    other: ReportFacts
    likeness: float
    kilometres: float | None
    gap: timedelta
    shared_names: tuple[str, ...]
    shared_figures: tuple[str, ...]


def words_of(text: str) -> frozenset[str]:
    """Return the words of `text` that say what it is about, in lower case, without the commonest and without plural s."""
    found = (word.lower() for word in _WORD.findall(text))
    return frozenset(word.removesuffix("s") for word in found if len(word) > 2 and word not in _COMMON)


def runs_of(text: str) -> frozenset[int]:
    """Return the digests of every run of five words, to tell copies from retellings."""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _RUN:
        return frozenset({_digest(" ".join(words))}) if words else frozenset()
    return frozenset(_digest(" ".join(words[i : i + _RUN])) for i in range(len(words) - _RUN + 1))


def _digest(text: str) -> int:
    # hash() differs from process to process; a decision must not.
    return zlib.crc32(text.encode())


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of runs that both texts have, of those that either has; 0.0 where one has none."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def likeness(one: ReportFacts, other: ReportFacts) -> float:
    """Return how alike two reports are, 0 to 1: 70 % by words, 15 % each by names and by equal figures.

    The place and country where both happen count for nothing here, neither as names nor as words: that two
    things happened in one city on one day does not make them one.
    """
    where = frozenset({one.place, other.place})
    at = words_of(" ".join(one.names | other.names))
    words = _dice(one.words - at, other.words - at)
    names = _dice(one.names - where, other.names - where)
    figures = 1.0 if one.figures & other.figures else 0.0
    return 0.7 * words + 0.15 * names + 0.15 * figures


def decide(report: ReportFacts, incidents: Sequence[IncidentFacts]) -> Decision:
    """Return the verdict on `report` against the open incidents near it.

    In order: a message that follows another by its own word joins that one's incident; a copy joins its
    original; a report near enough in hazard, place, time and words joins the likeliest incident; any other
    opens a new one. The thresholds stand in nearness.py.
    """
    for incident in incidents:
        followed = report.follows & {other.report for other in incident.reports}
        if followed:
            return Decision(
                Verdict.DEVELOPED,
                incident.incident,
                f"It names an earlier message of incident {incident.reference} that it updates or ends.",
                {"rule": "follows", "follows": sorted(followed)},
            )
    comparisons = [
        _compare(report, incident, other)
        for incident in incidents
        if any(incident.hazard in kin(hazard) for hazard in report.hazards or (report.hazard,))
        for other in incident.reports
    ]
    copies = [
        comparison
        for comparison in comparisons
        if resemblance(report.runs, comparison.other.runs) >= COPY_RESEMBLANCE
        and not _is_elsewhere(report, comparison)
    ]
    if copies:
        best = max(copies, key=lambda c: resemblance(report.runs, c.other.runs))
        share = resemblance(report.runs, best.other.runs)
        return Decision(
            Verdict.SAME_REPORT,
            best.incident.incident,
            f"{share:.0%} of its five-word runs stand in a report of incident {best.incident.reference} already: "
            "a copy, which counts once as evidence.",
            {"rule": "copy", "resemblance": round(share, 3), "copy_of": best.other.report},
            copy_of=best.other.report,
        )
    near = [c for c in comparisons if _is_near(report, c)]
    if near:
        best = max(near, key=lambda c: c.likeness)
        return _joined(report, best)
    nearest = max(comparisons, key=lambda c: c.likeness, default=None)
    return Decision(Verdict.NEW, None, _why_new(nearest), {"rule": "new"})


def _compare(report: ReportFacts, incident: IncidentFacts, other: ReportFacts) -> _Comparison:
    apart = (
        None
        if report.point is None or other.point is None or report.is_country_wide or other.is_country_wide
        else distance_km(report.point, other.point)
    )
    return _Comparison(
        incident=incident,
        other=other,
        likeness=likeness(report, other),
        kilometres=apart,
        gap=abs(report.published - other.published),
        shared_names=tuple(sorted(report.names & other.names)),
        shared_figures=tuple(
            sorted(f"{value:g} {unit}".strip() for unit, value, _ in report.figures & other.figures)
        ),
    )


def _is_near(report: ReportFacts, comparison: _Comparison) -> bool:
    measure = nearness_of(report.hazard)
    if comparison.gap > timedelta(hours=measure.hours) or comparison.likeness < measure.likeness:
        return False
    if comparison.kilometres is None or report.phase == comparison.other.phase == _FEARED:
        return bool(report.country) and report.country == comparison.other.country
    return comparison.kilometres <= measure.kilometres


def _is_elsewhere(report: ReportFacts, comparison: _Comparison) -> bool:
    """Whether the same words are said of another place: an office that files by a template makes no copies."""
    return comparison.kilometres is not None and comparison.kilometres > nearness_of(report.hazard).kilometres


def _joined(report: ReportFacts, best: _Comparison) -> Decision:
    known = frozenset[tuple[str, float, str]]().union(*(other.figures for other in best.incident.reports))
    fresh = report.figures - known
    phases = {other.phase for other in best.incident.reports}
    news = []
    if fresh:
        news.append("new figures: " + ", ".join(f"{q} {v:g} {u}".strip() for u, v, q in sorted(fresh)))
    if report.phase not in phases:
        news.append(f"it is now {report.phase}")
    verdict = Verdict.DEVELOPED if news else Verdict.RESTATED
    reason = f"{_closeness(best)}; {'; '.join(news) if news else 'nothing new in figures or phase'}."
    return Decision(verdict, best.incident.incident, reason[0].upper() + reason[1:], _evidence("near", best))


def _closeness(comparison: _Comparison) -> str:
    parts = [f"likeness {comparison.likeness:.2f} to a report of incident {comparison.incident.reference}"]
    if comparison.kilometres is None:
        parts.append("same country")
    else:
        parts.append(f"{comparison.kilometres:.0f} km apart")
    parts.append(f"{comparison.gap.total_seconds() / 3600:.1f} hours apart")
    if comparison.shared_names:
        parts.append("both name " + ", ".join(comparison.shared_names[:5]))
    if comparison.shared_figures:
        parts.append("both say " + ", ".join(comparison.shared_figures[:3]))
    return ", ".join(parts)


def _evidence(rule: str, comparison: _Comparison) -> dict[str, object]:
    return {
        "rule": rule,
        "likeness": round(comparison.likeness, 3),
        "kilometres": None if comparison.kilometres is None else round(comparison.kilometres, 1),
        "hours": round(comparison.gap.total_seconds() / 3600, 1),
        "names": list(comparison.shared_names),
        "figures": list(comparison.shared_figures),
        "nearest_report": comparison.other.report,
    }


def _why_new(nearest: _Comparison | None) -> str:
    if nearest is None:
        return "No open incident of this kind of hazard is near it in place and time."
    return f"The likeliest open incident is not near enough: {_closeness(nearest)}."
