"""What goes out by a standing rule: a signed message of a named authority, with nobody's eyes on it, and every use recorded."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tocsin.accounts.audit import record
from tocsin.accounts.errors import NotAllowed
from tocsin.alerts import drafting, editing, reviewing
from tocsin.alerts.errors import AlertsError, FindingsStand, ProofOutdated
from tocsin.alerts.models import Draft, RuleUse, StandingRule
from tocsin.alerts.rule_verdicts import Ground, RuleVerdict, verdict_on
from tocsin.alerts.standing_rules import rules_in_force, terms_of
from tocsin.alerts.states import DraftState
from tocsin.incidents.models import Incident
from tocsin.publishing.errors import PublishingError
from tocsin.publishing.publication import Ready, made_ready, publish_ready
from tocsin.publishing.rule_facts import TextFacts, message_facts, present_alert, text_facts
from tocsin.publishing.rule_rounds import (
    begin_round,
    begun_for,
    count_fault,
    end_round,
    forget_begun,
    note_begun,
)
from tocsin.publishing.rule_stamp import stamp_of
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
_IN_HAND = recorded("A person took the draft of alert %(reference)s in hand before it went out.")
_BROKEN_OFF = recorded("It was broken off, and is begun anew.")
_CHANGED = recorded("The incident or the rule changed before it went out.")
_CANCELLED = recorded("%(source)s has cancelled its warning.")

_log = logging.getLogger(__name__)

#: What leaves a draft to a person, with its words.
REFUSALS = (NotAllowed, AlertsError, PublishingError)
#: So often a message is looked at in one round, each time because something changed meanwhile.
_ATTEMPTS = 3
#: A draft that a worker began and did not come to publish is gone on with for so long, then begun anew.
_GONE_ON_WITH = timedelta(minutes=5)
#: In so many rounds a message is tried that cannot be handled; then it is left to a person.
MOST_TRIES = 5


def publish_by_rules(*, now: datetime) -> list[RuleUse]:
    """Look at every message that a rule in force may let out and that none has looked at; return what became of each.

    A draft is begun in one short transaction; its pages, its CAP and their signature are made, which holds up nobody; and in a
    second one it is held against what there is by then, approved, published and recorded, or left to a person and recorded.
    Where anything changed meanwhile nothing goes out, and it is done anew. A fault in one keeps no other waiting; it is in the log, and that message is tried again, and left to a person after `MOST_TRIES` rounds.
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


def _use(rule: StandingRule, report: Report, now: datetime) -> RuleUse | None:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _looked_at(rule, report, now)
        except ProofOutdated:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


def _looked_at(rule: StandingRule, report: Report, now: datetime) -> RuleUse | None:
    """Begin the draft and publish it, or say why not; what takes long is done between two short transactions."""
    incident = _incidents_of(report).get()
    case = Case(rule, report, stamp_of(incident), text_facts(incident, now), now)
    draft = _gone_on_with(case)
    if draft is None:
        begun = _begun(case, incident)
        if not isinstance(begun, Draft):
            return begun
        draft = begun
    return _let_out(case, draft)


@dataclass(frozen=True, slots=True)
class Case:
    """One message under one rule: what its incident was when it was looked at, and what its text says."""

    rule: StandingRule
    report: Report
    stamp: str
    text: TextFacts
    now: datetime

    def look(self, rule: StandingRule, report: Report, incident: Incident, own: int | None) -> RuleVerdict:
        """Return the verdict by those rows, which the caller may have locked since."""
        facts = message_facts(rule, report, incident, self.text, own, self.now)
        return verdict_on(facts, terms_of(rule), now=self.now)


@dataclass(frozen=True, slots=True)
class Locked:
    """The rows of a case, locked in the caller's transaction; `use` is what became of the message already."""

    rule: StandingRule
    report: Report
    incident: Incident
    use: RuleUse | None
    is_as_it_was: bool


def _locked(case: Case) -> Locked | None:
    """Lock the rule and the incident; None where the rule has ended or the message is in no incident any more."""
    # One after the other: the brake counts what is committed, and two workers never publish the same.
    rule = rules_in_force().select_for_update(of=("self",)).filter(pk=case.rule.pk).first()
    if rule is None:
        return None
    use = RuleUse.objects.filter(rule=rule, report=case.report).first()
    report = Report.objects.select_related("source").defer("area", "reading", "text").get(pk=case.report.pk)
    # Whoever dismisses, merges or takes the incident meanwhile comes before this or after it, never between.
    incident = _incidents_of(report).select_for_update(of=("self",)).defer("area").first()
    if incident is None:
        return None
    return Locked(rule, report, incident, use, stamp_of(incident) == case.stamp)


def _incidents_of(report: Report) -> QuerySet[Incident]:
    """The one incident that the report is in, as a query that can be locked."""
    present = Incident.objects.filter(memberships__report=report, memberships__left_at__isnull=True)
    return present.select_related("assigned_to")


def _gone_on_with(case: Case) -> Draft | None:
    """Return the draft that a worker began for this message and did not come to publish, where it still holds."""
    if begun_for(case.rule, case.report) is None:
        return None
    with transaction.atomic():
        if _locked(case) is None:
            return None
        begun = begun_for(case.rule, case.report)
        if begun is None or not _is_untouched(begun[0]):
            return None
        draft, stamp = begun
        if stamp == case.stamp and abs(case.now - draft.created_at) <= _GONE_ON_WITH:
            return draft
        _put_back(case, draft, _BROKEN_OFF)
    return None


def _is_untouched(draft: Draft) -> bool:
    """Whether the draft is as the rule began it; it was read without its content."""
    there = Draft.objects.filter(pk=draft.pk, content_hash=draft.content_hash, revision=draft.revision)
    return there.filter(state=DraftState.EDITING, alert__ended_at__isnull=True).exists()


def _put_back(case: Case, draft: Draft, reason: str) -> None:
    """Discard the rule's own draft. Where its writer may write no more, it stays for people, who see it among the drafts."""
    try:
        with transaction.atomic():
            editing.discard(draft, author=case.rule.written_by, reason=reason, now=case.now)
    except NotAllowed:
        _log.warning("Draft %d of the rule %r is left to people.", draft.pk, case.rule.name)
    forget_begun(case.rule, case.report)


def _begun(case: Case, incident: Incident) -> Draft | RuleUse | None:
    """Return the draft, begun and noted as the rule's own; or the use, where the message is left to a person or done."""
    beginning: drafting.Beginning | None = None
    refusal: RuleVerdict | None = None
    # A first look, which counts for nothing: what takes long in it is remembered, and holds nobody up in the second.
    if case.look(case.rule, case.report, incident, None).goes_out:
        try:
            beginning = _beginning(case, incident)
        except REFUSALS as error:
            refusal = _refused(error)
    with transaction.atomic():
        held = _locked(case)
        if held is None or held.use is not None:
            return held.use if held is not None else None
        if not held.is_as_it_was:
            raise _outdated()
        verdict = case.look(held.rule, held.report, held.incident, None)
        if not verdict.goes_out:
            return _recorded(held.rule, held.report, verdict, None, case.now)
        if refusal is None and beginning is None:
            raise _outdated()
        try:
            with transaction.atomic():
                if refusal is None and beginning is not None:
                    draft = drafting.begin(beginning, author=held.rule.written_by, now=case.now)
                    note_begun(held.rule, held.report, draft, case.stamp)
                    return draft
        except REFUSALS as error:
            refusal = _refused(error)
        assert refusal is not None
        return _recorded(held.rule, held.report, refusal, None, case.now)


def _beginning(case: Case, incident: Incident) -> drafting.Beginning:
    alert, author, now = present_alert(incident, case.now), case.rule.written_by, case.now
    if case.report.cap_message_type == "Cancel" and alert is not None:
        reason = _CANCELLED % {"source": case.report.source.name}
        return drafting.cancel_beginning(alert, author=author, now=now, reason=reason)
    if alert is not None:
        return drafting.update_beginning(alert, author=author, now=now, with_past=False)
    return drafting.first_beginning(incident, author=author, now=now, with_past=False)


def _let_out(case: Case, draft: Draft) -> RuleUse | None:
    """Publish the rule's own draft, or record why not. It stays for a person where the text itself is in the way."""
    ready = _made_ready(case, draft)
    with transaction.atomic():
        held = _locked(case)
        if held is not None and held.use is not None:
            return held.use
        is_own = _is_untouched(draft)
        if held is None or not held.is_as_it_was:
            if is_own:
                _put_back(case, draft, _CHANGED)
            outcome = None
        else:
            outcome = _decided(case, held, draft, ready, is_own=is_own)
    if held is not None and outcome is None:
        raise _outdated()
    return outcome


def _decided(case: Case, held: Locked, draft: Draft, ready: Ready | RuleVerdict, *, is_own: bool) -> RuleUse:
    verdict = case.look(held.rule, held.report, held.incident, draft.pk if is_own else None)
    kept: Draft | None = None
    if not is_own:
        if verdict.goes_out:
            words = _IN_HAND % {"reference": draft.alert.reference}
            verdict = RuleVerdict(Ground.PERSON, words)
    elif not verdict.goes_out:
        _put_back(case, draft, verdict.reason)
    elif isinstance(ready, RuleVerdict):
        verdict, kept = ready, draft
    else:
        verdict, kept = _published(case, held.rule, draft, ready, verdict), draft
    use = _recorded(held.rule, held.report, verdict, kept, case.now)
    forget_begun(held.rule, held.report)
    return use


def _made_ready(case: Case, draft: Draft) -> Ready | RuleVerdict:
    """Return what takes long in the publication, or what in the text itself leaves it to a person."""
    rule, now = case.rule, case.now
    strangers = not_vouched_for(cited_by(draft), rule)
    if strangers:
        return RuleVerdict(Ground.CITED, _citing(strangers))
    try:
        foreseen = reviewing.foreseen_by_rule(draft, rule, now=now)
        return made_ready(draft, publisher=foreseen.reviewer, now=now, foreseen=foreseen)
    except REFUSALS as error:
        return _refused(error)


def _published(
    case: Case, rule: StandingRule, draft: Draft, ready: Ready, verdict: RuleVerdict
) -> RuleVerdict:
    """Submit, approve by the rule and publish; return `verdict`, or why a room refused it at the last moment."""
    try:
        with transaction.atomic():
            draft = editing.submit(draft, author=rule.written_by, now=case.now)
            inspection = ready.proof.inspection
            review = reviewing.approve_by_rule(draft, rule, now=case.now, inspection=inspection)
            publish_ready(ready, publisher=review.reviewer, now=case.now)
    except ProofOutdated:
        raise
    except REFUSALS as error:
        return _refused(error)
    return verdict


def _refused(refusal: Exception) -> RuleVerdict:
    if isinstance(refusal, FindingsStand):
        return RuleVerdict(Ground.LINTER, str(refusal))
    if isinstance(refusal, NotAllowed):
        return RuleVerdict(Ground.PEOPLE, str(refusal))
    return RuleVerdict(Ground.PERSON, str(refusal))


def _outdated() -> ProofOutdated:
    return ProofOutdated("The incident changed while its message was looked at.")


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
            begun = begun_for(rule, report)
            use = _recorded(rule, report, RuleVerdict(Ground.FAULT, words), begun and begun[0], now)
            forget_begun(rule, report)
            return use
    except Exception:  # noqa: BLE001 the next round counts again
        _log.exception(
            "That report %d cannot be handled could not be recorded; it is tried again.", report.pk
        )
        return None


def _citing(strangers: Sequence[str]) -> str:
    named = ", ".join(sorted(set(strangers))[:3])
    return _CITING_OTHERS % {"names": named}


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
