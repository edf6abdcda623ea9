"""Approve a draft, or send it back. An approval is for one exact content, by somebody who did not write it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.accounts.roles import Act
from tocsin.alerts.editing import opened, step, void_approvals
from tocsin.alerts.errors import FindingsStand, HashMismatch, OwnText, ReasonMissing, RuleNotInForce
from tocsin.alerts.linting import Inspection, finding_words, inspected, standing_in_the_way
from tocsin.alerts.models import Draft, Review, StandingRule
from tocsin.alerts.states import DraftState


def authors_of(draft: Draft) -> dict[int, str]:
    """Return everybody who wrote, edited or submitted the draft: names by the user's number, the first writer first."""
    written = draft.revisions.filter(author__isnull=False).order_by("number")
    authors = dict(written.values_list("author_id", "author_name"))
    for user in (draft.created_by, draft.submitted_by):
        if user is not None:
            authors.setdefault(user.pk, str(user))
    return authors


def standing_approval(draft: Draft) -> Review | None:
    """Return the approval of exactly the draft's present content, or None where there is none."""
    return draft.reviews.filter(
        verdict=Review.Verdict.APPROVED, voided_at__isnull=True, content_hash=draft.content_hash
    ).first()


def approve(draft: Draft, *, reviewer: User, content_hash: str, now: datetime) -> Review:
    """Approve the content that `content_hash` names and return the review.

    Raises NotAllowed for whoever may not approve; HashMismatch where the draft is not what the
    reviewer read; WrongState unless it is submitted; OwnText for a writer of it, unless the desk is on lone duty (which the
    review then records); FindingsStand where the linter finds what must not go out.
    """
    inspection = inspected(draft)
    with transaction.atomic():
        return _approve(draft, inspection, reviewer, content_hash, now)


def _approve(
    draft: Draft, inspection: Inspection, reviewer: User, content_hash: str, now: datetime
) -> Review:
    draft = opened(draft, reviewer, Act.APPROVE_DRAFT)
    if content_hash != draft.content_hash:
        raise HashMismatch(
            _(
                "The draft was edited after you read it (it is now revision %(revision)s). Read it again, then approve."
            )
            % {"revision": draft.revision}
        )
    step(draft, DraftState.APPROVED)
    alone = reviewer.pk in authors_of(draft)
    if alone and not draft.alert.organisation.lone_duty:
        raise OwnText(
            _(
                "You wrote, edited or submitted this draft, so somebody else must approve it. A desk of one can be "
                "put on lone duty in the settings; each edition then says so."
            )
        )
    _refuse_findings(draft, inspection)
    review = _kept(_unsaved(draft, str(Review.Verdict.APPROVED), reviewer, now, lone_duty=alone))
    draft.save(update_fields=["state"])
    return review


def approve_by_rule(
    draft: Draft, rule: StandingRule, *, now: datetime, inspection: Inspection | None = None
) -> Review:
    """Approve a draft in the name of whoever approved `rule`, beforehand and for all that it lets out; return the review.

    `inspection` is what the linter found in it, where it was asked before the caller's transaction. Raises RuleNotInForce; and as :func:`approve` does: nobody's own text passes, here not on lone duty either.
    """
    inspection = inspection or inspected(draft)
    with transaction.atomic():
        return _approve_by_rule(draft, inspection, rule, now)


def foreseen_by_rule(draft: Draft, rule: StandingRule, *, now: datetime) -> Review:
    """Return the approval that :func:`approve_by_rule` would give the draft, in no table: nothing may go out by it.

    Raises RuleNotInForce.
    """
    if not rule.is_in_force or rule.approved_by is None:
        raise RuleNotInForce(_("The rule “%(name)s” is not in force.") % {"name": rule})
    return _unsaved(draft, str(Review.Verdict.APPROVED), rule.approved_by, now, rule=rule)


def _approve_by_rule(draft: Draft, inspection: Inspection, rule: StandingRule, now: datetime) -> Review:
    rule = StandingRule.objects.select_for_update(of=("self",)).select_related("approved_by").get(pk=rule.pk)
    if not rule.is_in_force or rule.approved_by is None:
        raise RuleNotInForce(_("The rule “%(name)s” is not in force.") % {"name": rule})
    draft = opened(draft, rule.approved_by, Act.APPROVE_DRAFT)
    step(draft, DraftState.APPROVED)
    if rule.approved_by_id in authors_of(draft):
        raise OwnText(_("Whoever approved the rule “%(name)s” wrote in this draft.") % {"name": rule})
    _refuse_findings(draft, inspection)
    review = _kept(_unsaved(draft, str(Review.Verdict.APPROVED), rule.approved_by, now, rule=rule))
    draft.save(update_fields=["state"])
    return review


def _refuse_findings(draft: Draft, inspection: Inspection) -> None:
    known = inspection.findings if inspection.holds_for(draft) else None
    findings = standing_in_the_way(draft, known)
    if findings:
        listed = " ".join(f"[{finding.rule}] {finding_words(finding)}" for finding in findings)
        raise FindingsStand(
            _("This draft cannot be approved yet: %(findings)s") % {"findings": listed}, findings=findings
        )


@transaction.atomic
def send_back(draft: Draft, *, reviewer: User, reason: str, now: datetime) -> Review:
    """Give a submitted or approved draft back to its writers with the reason, and return the review.

    Raises ReasonMissing, WrongState, NotAllowed.
    """
    draft = opened(draft, reviewer, Act.APPROVE_DRAFT)
    if not reason.strip():
        raise ReasonMissing(_("Say what the writer should change."))
    step(draft, DraftState.EDITING)
    void_approvals(draft, now=now)
    review = _kept(_unsaved(draft, str(Review.Verdict.SENT_BACK), reviewer, now, reason=reason.strip()))
    draft.save(update_fields=["state"])
    return review


def _kept(review: Review) -> Review:
    """Write the review down, and who gave it into the history."""
    review.save(force_insert=True)
    record(
        review.draft.alert.organisation,
        "approve draft" if review.verdict == Review.Verdict.APPROVED else "send draft back",
        f"draft:{review.draft_id}",
        now=review.at,
        actor=review.reviewer,
        detail={
            "alert": review.draft.alert.reference,
            "hash": review.content_hash,
            "reason": review.reason,
            "lone_duty": review.lone_duty,
            **({"rule": review.rule.name} if review.rule else {}),
        },
    )
    return review


def _unsaved(
    draft: Draft,
    verdict: str,
    reviewer: User,
    now: datetime,
    *,
    reason: str = "",
    lone_duty: bool = False,
    rule: StandingRule | None = None,
) -> Review:
    name = _("%(name)s, by the rule “%(rule)s”") % {"name": reviewer, "rule": rule} if rule else str(reviewer)
    return Review(
        draft=draft,
        verdict=verdict,
        content_hash=draft.content_hash,
        reviewer=reviewer,
        reviewer_name=name[:200],
        reason=reason,
        lone_duty=lone_duty,
        rule=rule,
        at=now,
    )
