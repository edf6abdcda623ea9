"""Which messages a standing rule has still to look at, round by round, without looking through the archive each time."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.db.models.functions import Greatest

from tocsin.alerts.models import Draft, RuleProgress, RuleUse, StandingRule
from tocsin.incidents.models import IncidentReport
from tocsin.sources.models import Report

#: What comes after a night without a worker does not keep the other rules waiting.
MOST_IN_A_ROUND = 100
#: Reports may be stored and grouped a little out of the order of their numbers; so many are looked at again.
_OVERLAP = 2_000


@dataclass(slots=True)
class Round:
    """The messages of one round, the earliest first, and which of them have a use of the rule by now."""

    rule: StandingRule
    reports: list[Report]
    #: The newest report that there was before this round looked.
    newest: int
    used: set[int] = field(default_factory=set)


def begin_round(rule: StandingRule) -> Round:
    """Return what the rule, which is in force, has still to look at: grouped messages of its source since its approval."""
    newest = Report.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    settled = RuleProgress.objects.filter(rule=rule).values_list("settled_report", flat=True).first() or 0
    grouped = IncidentReport.objects.filter(report=OuterRef("pk"), left_at__isnull=True)
    used = RuleUse.objects.filter(rule=rule, report=OuterRef("pk"))
    found = Report.objects.filter(
        Exists(grouped), ~Exists(used), source=rule.source_id, pk__gt=settled, state=Report.State.READ,
        received_at__gte=rule.approved_at,
    ).select_related("source")  # fmt: skip
    return Round(rule, list(found.order_by("pk")[:MOST_IN_A_ROUND]), newest)


def end_round(this_round: Round) -> None:
    """Keep how far the rule has come: to before the first message that is still to be looked at."""
    left = [report.pk for report in this_round.reports if report.pk not in this_round.used]
    if len(this_round.reports) == MOST_IN_A_ROUND:
        left.append(this_round.reports[-1].pk + 1)
    settled = min([this_round.newest - _OVERLAP, *(number - 1 for number in left)])
    if settled <= 0:
        return
    progress = _progress(this_round.rule)
    if settled > progress.settled_report:
        RuleProgress.objects.filter(rule=this_round.rule).update(
            settled_report=Greatest("settled_report", settled)
        )


def count_fault(rule: StandingRule, report: Report) -> int:
    """Count that `report` could not be handled in one round more, and return in how many; the caller has locked the rule."""
    progress, key = _progress(rule), str(report.pk)
    rounds = int(progress.faults.get(key, 0)) + 1
    progress.faults[key] = rounds
    progress.save(update_fields=["faults"])
    return rounds


def note_begun(rule: StandingRule, report: Report, draft: Draft, stamp: str) -> None:
    """Keep that `draft` was begun for `report` when the incident was `stamp`; the caller has locked the rule."""
    progress = _progress(rule)
    progress.begun[str(report.pk)] = [draft.pk, stamp]
    progress.save(update_fields=["begun"])


def begun_for(rule: StandingRule, report: Report) -> tuple[Draft, str] | None:
    """Return the draft that was begun for `report` and what the incident was then; None where none waits for it."""
    begun = RuleProgress.objects.filter(rule=rule).values_list("begun", flat=True).first() or {}
    if str(report.pk) not in begun:
        return None
    number, stamp = begun[str(report.pk)]
    draft = Draft.objects.filter(pk=number).select_related("alert").defer("content", "proposal").first()
    return None if draft is None else (draft, stamp)


def forget_begun(rule: StandingRule, report: Report) -> None:
    """Keep no draft for `report` any more; the caller has locked the rule."""
    progress = _progress(rule)
    if progress.begun.pop(str(report.pk), None) is not None:
        progress.save(update_fields=["begun"])


def _progress(rule: StandingRule) -> RuleProgress:
    return RuleProgress.objects.get_or_create(rule=rule)[0]
