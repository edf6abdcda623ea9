"""What goes out by a standing rule: a signed message of a named authority, with nobody's eyes on it, and every use recorded."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tocsin.accounts.audit import record
from tocsin.accounts.errors import NotAllowed
from tocsin.alerts import drafting, editing, reviewing
from tocsin.alerts.errors import AlertsError, FindingsStand
from tocsin.alerts.models import Draft, Edition, RuleUse, StandingRule
from tocsin.alerts.rule_verdicts import Ground, RuleVerdict, verdict_on
from tocsin.alerts.standing_rules import rules_in_force, terms_of
from tocsin.incidents.models import Incident
from tocsin.publishing.errors import PublishingError
from tocsin.publishing.publication import publish
from tocsin.publishing.rule_facts import message_facts, present_alert
from tocsin.publishing.rule_rounds import begin_round, count_fault, end_round
from tocsin.publishing.vouching import cited_by, not_vouched_for
from tocsin.recorded import Blank, recorded
from tocsin.sources.models import Report

_FAULT = recorded(
    "It could not be handled in %(num)s rounds (%(fault)s; the worker's log says more). A person looks at it.",
    num=Blank.NUMBER,
)
_CITING_OTHERS = recorded(
    "Its text would stand on what others say as well (%(names)s); a person weighs it. The draft waits."
)

_log = logging.getLogger(__name__)

#: In so many rounds a message is tried that cannot be handled; then it is left to a person.
MOST_TRIES = 5


def publish_by_rules(*, now: datetime) -> list[RuleUse]:
    """Look at every message that a rule in force may let out and that none has looked at; return what became of each.

    Each message is one transaction: published and recorded, or left to a person and recorded. A fault in one keeps no other
    waiting; it is in the log, and that message is tried again, and left to a person after `MOST_TRIES` rounds.
    """
    uses = []
    for rule in rules_in_force():
        this_round = begin_round(rule)
        for report in this_round.reports:
            use = _used(rule, report, now)
            if use is not None:
                uses.append(use)
                this_round.used.add(report.pk)
        end_round(this_round)
    return uses


def _used(rule: StandingRule, report: Report, now: datetime) -> RuleUse | None:
    try:
        return _use(rule, report, now)
    except Exception as fault:  # noqa: BLE001 one message that cannot be handled may not hold up the next authority's
        _log.exception("The rule %r could not look at report %d.", rule.name, report.pk)
        return _faulty(rule, report, fault, now)


def _use(rule: StandingRule, report: Report, now: datetime) -> RuleUse:
    # A first look, which counts for nothing: what takes long in it is remembered, and holds nobody up in the second.
    _look(rule, report, _incidents_of(report).get(), now)
    with transaction.atomic():
        # One after the other: the brake counts what is committed, and two workers never publish the same.
        rule = rules_in_force().select_for_update(of=("self",)).get(pk=rule.pk)
        use = RuleUse.objects.filter(rule=rule, report=report).first()
        if use is not None:
            return use
        report = Report.objects.select_related("source").get(pk=report.pk)
        # Whoever dismisses, merges or takes the incident meanwhile comes before this or after it, never between.
        incident = _incidents_of(report).select_for_update(of=("self",)).get()
        verdict, draft = _look(rule, report, incident, now), None
        if verdict.goes_out:
            verdict, draft = _carry_out(rule, report, incident, verdict, now)
        return _recorded(rule, report, verdict, draft, now)


def _incidents_of(report: Report) -> QuerySet[Incident]:
    """The one incident that the report is in, as a query that can be locked."""
    present = Incident.objects.filter(memberships__report=report, memberships__left_at__isnull=True)
    return present.select_related("assigned_to")


def _look(rule: StandingRule, report: Report, incident: Incident, now: datetime) -> RuleVerdict:
    return verdict_on(message_facts(rule, report, incident, now), terms_of(rule), now=now)


def _faulty(rule: StandingRule, report: Report, fault: Exception, now: datetime) -> RuleUse | None:
    """Count a round in which the message could not be handled; after the last, leave it to a person and return that."""
    try:
        with transaction.atomic():
            rule = rules_in_force().select_for_update(of=("self",)).get(pk=rule.pk)
            rounds = count_fault(rule, report)
            if rounds < MOST_TRIES:
                return None
            # What the error says may be anything, also what must not be read; the log has it.
            words = _FAULT % {"num": rounds, "fault": type(fault).__name__}
            return _recorded(rule, report, RuleVerdict(Ground.FAULT, words), None, now)
    except Exception:  # noqa: BLE001 the next round counts again
        _log.exception(
            "That report %d cannot be handled could not be recorded; it is tried again.", report.pk
        )
        return None


def _carry_out(
    rule: StandingRule, report: Report, incident: Incident, verdict: RuleVerdict, now: datetime
) -> tuple[RuleVerdict, Draft | None]:
    """Draft, approve by the rule and publish; where the linter or a room refuses, the draft is left to a person."""
    draft: Draft | None = None
    try:
        with transaction.atomic():
            draft = _drafted(rule, report, incident, now)
        strangers = not_vouched_for(cited_by(draft), rule)
        if strangers:
            return RuleVerdict(Ground.CITED, _citing(strangers)), draft
        with transaction.atomic():
            _published(draft, rule, now)
    except FindingsStand as refusal:
        return RuleVerdict(Ground.LINTER, str(refusal)), draft
    except NotAllowed as refusal:
        return RuleVerdict(Ground.PEOPLE, str(refusal)), draft
    except (AlertsError, PublishingError) as refusal:
        return RuleVerdict(Ground.PERSON, str(refusal)), draft
    return verdict, draft


def _citing(strangers: Sequence[str]) -> str:
    named = ", ".join(sorted(set(strangers))[:3])
    return _CITING_OTHERS % {"names": named}


def _drafted(rule: StandingRule, report: Report, incident: Incident, now: datetime) -> Draft:
    alert = present_alert(incident, now)
    if report.cap_message_type == "Cancel" and alert is not None:
        reason = f"{report.source.name} has cancelled its warning."
        return drafting.draft_cancel(alert, author=rule.written_by, now=now, reason=reason)
    if alert is not None:
        return drafting.draft_update(alert, author=rule.written_by, now=now, with_past=False)
    return drafting.draft_from(incident, author=rule.written_by, now=now, with_past=False)


def _published(draft: Draft, rule: StandingRule, now: datetime) -> Edition:
    draft = editing.submit(draft, author=rule.written_by, now=now)
    review = reviewing.approve_by_rule(draft, rule, now=now)
    return publish(draft, publisher=review.reviewer, now=now)


def _recorded(
    rule: StandingRule, report: Report, verdict: RuleVerdict, draft: Draft | None, now: datetime
) -> RuleUse:
    use = RuleUse.objects.create(
        rule=rule, report=report, ground=verdict.ground.value, reason=verdict.reason, draft=draft, at=now
    )
    record(
        rule.organisation,
        "use standing rule",
        f"standing-rule:{rule.pk}",
        now=now,
        detail={
            "name": rule.name,
            "report": report.pk,
            "ground": verdict.ground.value,
            "reason": verdict.reason,
            "draft": draft.pk if draft else None,
        },
    )
    return use
