"""What the after-action page shows: the times in order, the picture of them, and the counts with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.alerts.models import Alert, Edition
from tocsin.delivery.after_action import NO_MESSAGE, AfterAction, Counts, Spread, after_action
from tocsin.delivery.decide import Rule
from tocsin.delivery.models import Answer
from tocsin.desk.after_action_picture import Mark, picture
from tocsin.desk.durations import duration
from tocsin.desk.names import channel_name
from tocsin.grading import in_utc

#: The times of a report in the order in which they should come, each with its name in AfterAction.
TIMES = {
    "report_published": gettext_lazy("First report published"),
    "report_received": gettext_lazy("First report received"),
    "drafted": gettext_lazy("Draft begun"),
    "submitted": gettext_lazy("Handed in for review"),
    "approved": gettext_lazy("Approved"),
    "published": gettext_lazy("Published"),
    "first_accepted": gettext_lazy("First person told"),
    "last_accepted": gettext_lazy("Last person told"),
    "first_answer": gettext_lazy("First answer"),
    "last_answer": gettext_lazy("Last answer"),
}
_REASONS = {
    NO_MESSAGE: gettext_lazy("No message has been made"),
    Rule.NO_ADDRESS: gettext_lazy("There is no address"),
    Rule.NO_SECRET: gettext_lazy("The webhook has no secret to sign with"),
    Rule.NO_GATEWAY: gettext_lazy("The desk has set no way to send it"),
    Rule.INACTIVE: gettext_lazy("No longer with the organisation"),
    Rule.NEVER_TOLD: gettext_lazy("Not in the way by then, and never told before"),
    Rule.EXPIRED: gettext_lazy("The edition ended before it could be sent"),
    Rule.SUPERSEDED: gettext_lazy("A newer edition took its place"),
    Rule.ALL_CLEAR: gettext_lazy("The all-clear came before it was sent"),
    Rule.ANSWERED: gettext_lazy("They answered before it was sent"),
    Rule.UNREADABLE: gettext_lazy("The edition could not be made into a message"),
    Rule.REFUSED: gettext_lazy("The server refused it for good"),
    Rule.NO_TIME_LEFT: gettext_lazy("Not accepted before the edition ended"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One time of the report: when (UTC), and how long after the publication in words ('' where there was none)."""

    label: str
    at: datetime
    after: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many people, under a word; `name` is the rule's, where it is a reason, and `alarm` marks what went wrong."""

    label: str
    people: int
    name: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How long half and nine in ten of some people had to wait, in words."""

    label: str
    people: int
    half: str
    most: str


@dataclass(frozen=True, slots=True)
class AfterActionPage:
    """Everything that the page shows; `edition` is the last one, None before the first publication."""

    report: AfterAction
    edition: Edition | None
    steps: Sequence[Step]
    svg: str
    channels: Sequence[Count]
    reasons: Sequence[Count]
    answers: Sequence[Count]
    paces: Sequence[Pace]

    @property
    def share(self) -> str:
        """The share of those in the way who have answered, as '67 %'; '' where nobody was in the way."""
        return percent(self.report.share_answered)


def after_action_page(alert: Alert) -> AfterActionPage:
    """Return what the after-action page of `alert` shows: no name of a person."""
    report = after_action(alert)
    steps = steps_of(report)
    return AfterActionPage(
        report=report,
        edition=alert.editions.order_by("-number").only("headline", "level", "alert_id").first(),
        steps=steps,
        svg=_drawn(steps, alert),
        channels=[Count(channel_name(name), people) for name, people in report.channels],
        reasons=[*_reasons(report.failed, alarm=True), *_reasons(report.not_told)],
        answers=[Count(str(Answer.Kind(kind).label), people) for kind, people in report.answers],
        paces=[
            *_pace(_("From publication until a person was told"), report.to_accepted),
            *_pace(_("From publication until a person answered"), report.to_answer),
        ],
    )


def steps_of(report: AfterAction) -> list[Step]:
    """Return the times of a report that are known, the earliest first."""
    since = report.published
    found = []
    for name, label in TIMES.items():
        at: datetime | None = getattr(report, name)
        if at is not None:
            after = duration((at - since).total_seconds()) if since else ""
            found.append(Step(str(label), at, after))
    return sorted(found, key=lambda step: step.at)


def percent(share: float | None) -> str:
    """Return a part of 1 as '67 %'; '' for None."""
    return "" if share is None else _("%(number)d %%") % {"number": round(100 * share)}


def _drawn(steps: Sequence[Step], alert: Alert) -> str:
    if not steps:
        return ""
    marks = [Mark(step.label, in_utc(step.at), step.at) for step in steps]
    return picture(
        marks,
        title=_("The times of alert %(reference)s") % {"reference": alert.reference},
        description="; ".join(f"{mark.label}: {mark.words}" for mark in marks) + ".",
        span=duration((steps[-1].at - steps[0].at).total_seconds()),
    )


def _reasons(counts: Counts, *, alarm: bool = False) -> list[Count]:
    return [Count(str(_REASONS.get(rule, rule)), people, rule, alarm) for rule, people in counts]


def _pace(label: str, spread: Spread | None) -> list[Pace]:
    if spread is None:
        return []
    return [Pace(label, spread.people, duration(spread.median), duration(spread.ninetieth))]
