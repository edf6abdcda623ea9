"""Which incident a report belongs to: values in, a verdict with its reason out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tocsin.geo import distance_km
from tocsin.incidents.affinity import Affinity, Profile, affinity
from tocsin.incidents.nearness import nearness_of
from tocsin.incidents.values import Decision, IncidentFacts, ReportFacts, Verdict
from tocsin.incidents.wording import containment, resemblance, shared_runs
from tocsin.recorded import Blank, recorded

__all__ = ["Decision", "IncidentFacts", "ReportFacts", "Verdict", "decide"]

#: From this share of common five-word runs on, one text is a copy of the other (Broder 1997, resemblance).
COPY_RESEMBLANCE = 0.6
#: A text of which so much stands in an earlier one is that one cut short or under another headline (containment).
COPY_CONTAINMENT = 0.75
#: Fewer runs than this in common are a phrase that anyone may use.
_FEWEST_RUNS = 12
#: A text that says so is news, however much of it stood in the one that it takes back.
_TURNS = ("denied", "over")
#: An event goes on from one stage to a later one; a text that looks back from a later one tells nothing new.
_STAGES = {"planned": 1, "feared": 1, "happened": 2, "under way": 2, "over": 3, "denied": 4}
#: Figures in these units place or describe an event; another one is another way to say it, no news.
_NO_NEWS = frozenset(
    [
        "people",
        "hours",
        "days",
        "minutes",
        "weeks",
        "months",
        "years",
        "kilometres",
        "metres",
        "miles",
        "attacks",
    ]
)


_FOLLOWS = recorded("It names an earlier message of incident %(incident)s that it updates or ends.")
_COPY = recorded(
    "%(share)s of its five-word runs stand in a report of incident %(incident)s already: a copy, which counts once as evidence."
)
_NONE_NEAR = recorded("No open incident near it in words, place or time.")
_NOT_NEAR = recorded(
    "The likeliest open incident is not near enough: likeness %(likeness)s to incident %(incident)s, %(closeness)s.",
    likeness=Blank.NUMBER,
    incident=Blank.CODES,
    closeness=Blank.LISTED,
)
_NOTHING_NEW = recorded(
    "Likeness %(likeness)s to incident %(incident)s, %(closeness)s; nothing new in figures or phase.",
    likeness=Blank.NUMBER,
    incident=Blank.CODES,
    closeness=Blank.LISTED,
)
_NEW_FIGURES = recorded(
    "Likeness %(likeness)s to incident %(incident)s, %(closeness)s; new figures: %(figures)s.",
    likeness=Blank.NUMBER,
    incident=Blank.CODES,
    closeness=Blank.LISTED,
    figures=Blank.LISTED,
)
_NEW_PHASE = recorded(
    "Likeness %(likeness)s to incident %(incident)s, %(closeness)s; it is now %(phase)s.",
    likeness=Blank.NUMBER,
    incident=Blank.CODES,
    closeness=Blank.LISTED,
    phase=Blank.RECORDED,
)
_NEW_FIGURES_AND_PHASE = recorded(
    "Likeness %(likeness)s to incident %(incident)s, %(closeness)s; new figures: %(figures)s; it is now %(phase)s.",
    likeness=Blank.NUMBER,
    incident=Blank.CODES,
    closeness=Blank.LISTED,
    figures=Blank.LISTED,
    phase=Blank.RECORDED,
)
_PHASES = (
    recorded("planned"),
    recorded("feared"),
    recorded("happened"),
    recorded("under way"),
    recorded("over"),
    recorded("denied"),
)
_SAME_COUNTRY, _OTHER_COUNTRY = recorded("same country"), recorded("another country")
_OTHER_LANGUAGE = recorded("in another language")
_KILOMETRES = recorded("%(num)s km apart", num=Blank.NUMBER)
_HOURS = recorded("%(num)s hours apart", num=Blank.NUMBER)
_NAMES, _FIGURES = recorded("both name %(names)s"), recorded("both say %(figures)s", figures=Blank.LISTED)
#: Where neither place nor time can be compared.
_BY_WORDS = recorded("by its words alone")


def decide(report: ReportFacts, incidents: Sequence[IncidentFacts]) -> Decision:
    """Return the verdict on `report` against the open incidents near it.

    In order: a message that follows another by its own word joins that one's incident; a copy joins its
    original; a report near enough in words, names, figures, place, time and hazard joins the likeliest incident;
    any other opens a new one. The thresholds stand in nearness.py, the weights in affinity.py.
    """
    for incident in incidents:
        followed = report.follows & {other.report for other in incident.reports}
        if followed:
            return Decision(
                Verdict.DEVELOPED,
                incident.incident,
                _FOLLOWS % {"incident": incident.reference},
                {"rule": "follows", "follows": sorted(followed)},
            )
    copied = _copied(report, incidents)
    if copied is not None:
        return copied
    compared = [
        affinity(report, Profile(incident))
        for incident in incidents
        if incident.reports and _in_time(report, incident)
    ]
    best = max(compared, key=_rank, default=None)
    if best is not None and best.likeness >= nearness_of(report.hazard).likeness:
        return _joined(report, best)
    return Decision(Verdict.NEW, None, _why_new(best), {"rule": "new"})


def _rank(found: Affinity) -> tuple[float, int]:
    # The older incident of two alike: what is decided must not hang on the order of the candidates.
    return found.likeness, -found.incident.incident


def _in_time(report: ReportFacts, incident: IncidentFacts) -> bool:
    """Whether a report of the incident is near enough in time, where both times are known.

    The hazard that goes on longest counts: a village is attacked in an hour, and its people are held for weeks.
    """
    hazards = {*report.hazards, *(hazard for other in incident.reports for hazard in other.hazards)}
    measure = timedelta(hours=max(nearness_of(hazard).hours for hazard in hazards or {report.hazard}))
    return any(
        report.published is None
        or other.published is None
        or abs(report.published - other.published) <= measure
        for other in incident.reports
    )


def _copied(report: ReportFacts, incidents: Sequence[IncidentFacts]) -> Decision | None:
    found = [
        (share, -other.report, incident, other)
        for incident in incidents
        if _in_time(report, incident)
        for other in incident.reports
        if (share := _copied_share(report, other)) and not _is_elsewhere(report, other)
    ]
    if not found:
        return None
    share, _, incident, original = max(found, key=lambda one: one[:2])
    return Decision(
        Verdict.SAME_REPORT,
        incident.incident,
        _COPY % {"share": f"{share:.0%}", "incident": incident.reference},
        {"rule": "copy", "share": round(share, 3), "copy_of": original.report},
        copy_of=original.report,
    )


def _copied_share(report: ReportFacts, other: ReportFacts) -> float:
    """The share of the report that stands in the other, where that makes it a copy; else 0.0.

    Words that were copied around a new figure are no copy: the toll of a wire story rises in the same sentences.
    """
    ours, theirs = report.wording.runs, other.wording.runs
    share = containment(ours, theirs)
    alike = resemblance(ours, theirs)
    is_part = share >= COPY_CONTAINMENT and shared_runs(ours, theirs)[0] >= _FEWEST_RUNS
    if not is_part and alike < COPY_RESEMBLANCE:
        return 0.0
    known = {(unit, value) for unit, value, _ in other.figures}
    has_news = any((unit, value) not in known for unit, value, _ in report.figures)
    has_turned = report.phase != other.phase and report.phase in _TURNS
    return 0.0 if has_news or has_turned else max(share, alike)


def _is_elsewhere(report: ReportFacts, other: ReportFacts) -> bool:
    """Whether the same words are said of another place: an office that files by a template makes no copies."""
    if report.point is None or other.point is None or report.is_country_wide or other.is_country_wide:
        return False
    return distance_km(report.point, other.point) > nearness_of(report.hazard).kilometres


def _joined(report: ReportFacts, best: Affinity) -> Decision:
    known = {(unit, value) for other in best.incident.reports for unit, value, _ in other.figures}
    fresh = {figure for figure in report.figures if figure[:2] not in known and figure[0] not in _NO_NEWS}
    phases = {other.phase for other in best.incident.reports}
    has_turned = _STAGES.get(report.phase, 0) > max(_STAGES.get(phase, 0) for phase in phases)
    verdict = Verdict.DEVELOPED if fresh or has_turned else Verdict.RESTATED
    text = {
        (True, True): _NEW_FIGURES_AND_PHASE,
        (True, False): _NEW_FIGURES,
        (False, True): _NEW_PHASE,
        (False, False): _NOTHING_NEW,
    }[bool(fresh), has_turned]
    reason = text % (
        _likeness(best)
        | {
            "figures": ", ".join(f"{q} {v:g} {u}".strip() for u, v, q in sorted(fresh)),
            "phase": report.phase,
        }
    )
    return Decision(verdict, best.incident.incident, reason, _evidence("near", best))


def _likeness(found: Affinity) -> dict[str, str]:
    return {
        "likeness": f"{found.likeness:.2f}",
        "incident": found.incident.reference,
        "closeness": _closeness(found),
    }


def _closeness(found: Affinity) -> str:
    parts = []
    if found.kilometres is not None:
        parts.append(_KILOMETRES % {"num": f"{found.kilometres:.0f}"})
    elif found.same_country is not None:
        parts.append(_SAME_COUNTRY if found.same_country else _OTHER_COUNTRY)
    if found.gap is not None:
        parts.append(_HOURS % {"num": f"{found.gap.total_seconds() / 3600:.1f}"})
    if found.across_languages:
        parts.append(_OTHER_LANGUAGE)
    if found.shared_names:
        parts.append(_NAMES % {"names": ", ".join(found.shared_names)})
    if found.shared_figures:
        parts.append(_FIGURES % {"figures": ", ".join(found.shared_figures[:3])})
    return ", ".join(parts) or _BY_WORDS


def _evidence(rule: str, found: Affinity) -> dict[str, object]:
    return {
        "rule": rule,
        "likeness": round(found.likeness, 3),
        "kilometres": None if found.kilometres is None else round(found.kilometres, 1),
        "hours": None if found.gap is None else round(found.gap.total_seconds() / 3600, 1),
        "names": list(found.shared_names),
        "places": list(found.shared_places),
        "figures": list(found.shared_figures),
        "nearest_report": found.nearest_report,
    }


def _why_new(nearest: Affinity | None) -> str:
    if nearest is None:
        return _NONE_NEAR
    return _NOT_NEAR % _likeness(nearest)
