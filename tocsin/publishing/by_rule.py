"""What goes out by a standing rule: a signed message of a named authority, with nobody's eyes on it, and every use recorded."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.accounts.audit import record
from tocsin.accounts.errors import NotAllowed
from tocsin.alerts import drafting, editing, reviewing
from tocsin.alerts.decide import compose
from tocsin.alerts.editions import latest_edition
from tocsin.alerts.errors import AlertsError, FindingsStand
from tocsin.alerts.facts import facts_of
from tocsin.alerts.models import Alert, Draft, Edition, RuleUse, StandingRule
from tocsin.alerts.rule_verdicts import FRESH_FOR, Ground, MessageFacts, RuleVerdict, verdict_on
from tocsin.alerts.standing_rules import rules_in_force, terms_of
from tocsin.alerts.states import OPEN
from tocsin.cap import verify
from tocsin.incidents.models import Incident
from tocsin.publishing.errors import PublishingError
from tocsin.publishing.publication import publish
from tocsin.sources.models import Report

_log = logging.getLogger(__name__)


def publish_by_rules(*, now: datetime) -> list[RuleUse]:
    """Look at every message that a rule in force may let out and that none has looked at; return what became of each.

    Each message is one transaction: published and recorded, or left to a person and recorded. A fault in one keeps no other
    waiting; it is in the log, and that message is tried again.
    """
    uses = []
    for rule in rules_in_force():
        for report in _unseen(rule, now):
            try:
                uses.append(_use(rule, report, now=now))
            except Exception:  # noqa: BLE001 one message that cannot be handled may not hold up the next authority's
                _log.exception(
                    "The rule %r could not look at report %d; it is tried again.", rule.name, report.pk
                )
    return uses


def _unseen(rule: StandingRule, now: datetime) -> list[Report]:
    """Return the grouped messages of the rule's source that it has not looked at; what is older was never its business."""
    since = max(rule.approved_at or now, now - FRESH_FOR)
    found = Report.objects.filter(
        source=rule.source_id, state=Report.State.READ, received_at__gte=since, memberships__left_at__isnull=True,
        memberships__isnull=False,
    ).exclude(rule_uses__rule=rule)  # fmt: skip
    return list(found.distinct().order_by("received_at", "pk"))


def _use(rule: StandingRule, report: Report, *, now: datetime) -> RuleUse:
    with transaction.atomic():
        # One after the other: the brake counts what is committed, and two workers never publish the same.
        rule = rules_in_force().select_for_update(of=("self",)).get(pk=rule.pk)
        use = RuleUse.objects.filter(rule=rule, report=report).first()
        if use is not None:
            return use
        incident = Incident.objects.get(memberships__report=report, memberships__left_at__isnull=True)
        verdict, draft = verdict_on(_facts(rule, report, incident, now), terms_of(rule), now=now), None
        if verdict.goes_out:
            verdict, draft = _carry_out(rule, report, incident, verdict, now)
        return _recorded(rule, report, verdict, draft, now)


def _facts(rule: StandingRule, report: Report, incident: Incident, now: datetime) -> MessageFacts:
    text = compose(facts_of(incident), now=now).text
    verification = verify(bytes(report.raw), [rule.certificate.encode()], at=report.received_at)
    alert = _present_alert(incident, now)
    others = [one for one in _members(incident) if not _vouches(rule, one)]
    return MessageFacts(
        is_signed=verification.trusted,
        signature=verification.reason,
        grade=report.source.grade,
        is_authority=report.source.is_authority and report.source.enabled,
        sender=report.cap_sender,
        status=report.cap_status,
        message_type=report.cap_message_type,
        may_alert=report.may_alert,
        may_alert_reason=report.may_alert_reason,
        received_at=report.received_at,
        expires=report.expires,
        hazard=text.hazard,
        country=text.country_code,
        level=text.level,
        others=[one.source.name for one in others],
        in_hand=_in_hand(incident, alert, rule),
        is_followed=alert is not None,
        published_last_hour=RuleUse.objects.filter(
            rule=rule, ground=Ground.PUBLISHED, at__gt=now - timedelta(hours=1)
        ).count(),
    )


def _members(incident: Incident) -> list[Report]:
    found = Report.objects.filter(memberships__incident=incident, memberships__left_at__isnull=True)
    return list(found.select_related("source").distinct())


def _vouches(rule: StandingRule, report: Report) -> bool:
    """Whether the rule's certificate vouches for what `report` says too: the draft stands on all of the incident."""
    if report.source_id != rule.source_id or report.cap_sender != rule.sender:
        return False
    return verify(bytes(report.raw), [rule.certificate.encode()], at=report.received_at).trusted


def _present_alert(incident: Incident, now: datetime) -> Alert | None:
    """Return the incident's alert that is in force; None where there is none."""
    for alert in incident.alerts.filter(ended_at__isnull=True).order_by("-pk"):
        edition = latest_edition(alert)
        if edition is not None and edition.expires > now:
            return alert
    return None


def _in_hand(incident: Incident, alert: Alert | None, rule: StandingRule) -> str:
    draft = Draft.objects.filter(alert__incident=incident, state__in=OPEN).select_related("alert").first()
    if draft is not None:
        return f"A person has a draft of alert {draft.alert.reference} in hand."
    by_hand = alert is not None and alert.editions.exclude(rule=rule).exists()
    if alert is not None and by_hand:
        return f"Alert {alert.reference} is in the hands of people; they decide what follows."
    return ""


def _carry_out(
    rule: StandingRule, report: Report, incident: Incident, verdict: RuleVerdict, now: datetime
) -> tuple[RuleVerdict, Draft | None]:
    """Draft, approve by the rule and publish; where the linter or a room refuses, the draft is left to a person."""
    draft: Draft | None = None
    try:
        with transaction.atomic():
            draft = _drafted(rule, report, incident, now)
        with transaction.atomic():
            _published(draft, rule, now)
    except FindingsStand as refusal:
        return RuleVerdict(Ground.LINTER, str(refusal)), draft
    except NotAllowed as refusal:
        return RuleVerdict(Ground.PEOPLE, str(refusal)), draft
    except (AlertsError, PublishingError) as refusal:
        return RuleVerdict(Ground.PERSON, str(refusal)), draft
    return verdict, draft


def _drafted(rule: StandingRule, report: Report, incident: Incident, now: datetime) -> Draft:
    alert = _present_alert(incident, now)
    if report.cap_message_type == "Cancel" and alert is not None:
        reason = f"{report.source.name} has cancelled its warning."
        return drafting.draft_cancel(alert, author=rule.written_by, now=now, reason=reason)
    if alert is not None:
        return drafting.draft_update(alert, author=rule.written_by, now=now)
    return drafting.draft_from(incident, author=rule.written_by, now=now)


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
