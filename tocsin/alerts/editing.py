"""Edit, submit and discard a draft. Every save is a revision with its author; none is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.accounts.roles import Act
from tocsin.alerts import citations
from tocsin.alerts.authority import require
from tocsin.alerts.content import Override, check, hash_of, json_of, overrides_of, overrides_to_json, text_of
from tocsin.alerts.errors import ContentInvalid, DraftChanged, ReasonMissing, WrongState
from tocsin.alerts.models import Draft, Revision
from tocsin.alerts.states import OPEN, DraftState, may_step
from tocsin.grading import AlertText


@transaction.atomic
def edit(
    draft: Draft,
    content: AlertText | Mapping[str, Any],
    *,
    revision: int,
    author: User,
    reason: str = "",
    claims: citations.ClaimsOfSentences | None = None,
    now: datetime,
) -> Draft:
    """Save `content` as the draft's next revision and return the draft; what is the same already is not saved again.

    `revision` is the number that the author began from; `claims` are those under sentences that are new, by their
    words. A submitted or approved draft goes back to editing and its approval is void. Raises DraftChanged where
    somebody saved in between, ContentInvalid, WrongState for a draft that is published or discarded, and NotAllowed.
    """
    draft = opened(draft, author, Act.WRITE_DRAFT)
    _expect(draft, revision)
    text = content if isinstance(content, AlertText) else text_of(content)
    check(text, draft)
    return _save(
        draft, text, overrides_of(draft.overrides), author=author, reason=reason, claims=claims, now=now
    )


@transaction.atomic
def override(draft: Draft, rule: str, *, revision: int, author: User, reason: str, now: datetime) -> Draft:
    """Keep a named reason for going beyond `rule` ('level', or a rule of the linter), and return the draft.

    An empty reason takes the override away. It is part of what is approved, so it is saved as a revision and
    voids an approval. Raises as `edit` does.
    """
    draft = opened(draft, author, Act.WRITE_DRAFT)
    _expect(draft, revision)
    if not rule.strip():
        raise ContentInvalid(_("Name the rule that the reason is for."))
    others = [one for one in overrides_of(draft.overrides) if one.rule != rule]
    if reason.strip():
        others.append(Override.made(rule, reason, str(author), now))
    why = reason.strip() or gettext_noop("The reason for going beyond the rule was taken away.")
    text = text_of(draft.content)
    return _save(draft, text, others, author=author, reason=f"{rule}: {why}", now=now)


@transaction.atomic
def submit(draft: Draft, *, author: User, now: datetime) -> Draft:
    """Hand the draft to the reviewers and return it. Raises WrongState where it is not being edited, NotAllowed.

    Whoever submits a text answers for it like its writers, for good: a revision under their name says so.
    """
    draft = opened(draft, author, Act.WRITE_DRAFT)
    step(draft, DraftState.SUBMITTED)
    if not draft.revisions.filter(author=author).exists():
        draft.revision += 1
        Draft.objects.filter(pk=draft.pk).update(revision=draft.revision)
        keep_revision(
            draft, author=author, reason=gettext_noop("Submitted without a change of the text."), now=now
        )
    draft.submitted_at, draft.submitted_by = now, author
    draft.save(update_fields=["state", "submitted_at", "submitted_by"])
    _note(draft, "submit draft", author, now)
    return draft


@transaction.atomic
def discard(draft: Draft, *, author: User, reason: str, now: datetime) -> Draft:
    """Give the draft up and return it; its revisions stay. Raises ReasonMissing, WrongState, NotAllowed."""
    draft = opened(draft, author, Act.WRITE_DRAFT)
    if not reason.strip():
        raise ReasonMissing(_("Say why the draft is discarded; the history keeps it."))
    void_approvals(draft, now=now)
    step(draft, DraftState.DISCARDED)
    draft.save(update_fields=["state"])
    _note(draft, "discard draft", author, now, reason=reason)
    return draft


def opened(draft: Draft, user: User, act: Act) -> Draft:
    """Return the draft's present row, locked in the caller's transaction; raise NotAllowed, or WrongState if closed."""
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("alert__organisation", "alert__incident", "submitted_by")
        .get(pk=draft.pk)
    )
    require(user, draft.alert.organisation, act)
    if draft.state not in OPEN:
        raise WrongState(
            _("This draft is %(state)s; begin an update of its alert instead.") % {"state": _(draft.state)}
        )
    return draft


def step(draft: Draft, state: DraftState) -> None:
    """Set the draft's state (not saved); raise WrongState where the table of transitions has no such step."""
    if not may_step(draft.state, state):
        raise WrongState(
            _("A draft that is %(before)s cannot become %(after)s; see the table in docs/alerts.md.")
            % {"before": _(draft.state), "after": _(state.value)}
        )
    draft.state = state.value


def void_approvals(draft: Draft, *, now: datetime) -> int:
    """Void the standing approval of the draft; return how many there were (none or one)."""
    return draft.reviews.filter(verdict="approved", voided_at__isnull=True).update(voided_at=now)


def keep_revision(draft: Draft, *, author: User | None, reason: str, now: datetime) -> Revision:
    """Write the draft's present form down as the revision that its number names, and return it."""
    return Revision.objects.create(
        draft=draft,
        number=draft.revision,
        content=draft.content,
        overrides=draft.overrides,
        content_hash=draft.content_hash,
        author=author,
        author_name=str(author) if author else "Tocsin",
        reason=reason,
        at=now,
    )


def _expect(draft: Draft, revision: int) -> None:
    if draft.revision == revision:
        return
    latest = draft.revisions.order_by("-number").first()
    raise DraftChanged(
        _(
            "%(name)s saved revision %(current)s after you began from revision %(yours)s. Your text is not lost: "
            "compare the two, and save yours again from revision %(current)s."
        )
        % {
            "name": latest.author_name if latest else _("Somebody"),
            "current": draft.revision,
            "yours": revision,
        },
        current=draft.revision,
    )


def _save(
    draft: Draft,
    text: AlertText,
    overrides: Sequence[Override],
    *,
    author: User,
    reason: str,
    claims: citations.ClaimsOfSentences | None = None,
    now: datetime,
) -> Draft:
    content, rows = json_of(text), overrides_to_json(overrides)
    if (content, rows) == (draft.content, draft.overrides):
        return draft
    earlier = citations.claims_of(draft, text_of(draft.content))
    was = draft.state
    voided = void_approvals(draft, now=now)
    draft.state = DraftState.EDITING.value
    draft.content, draft.overrides = content, rows
    draft.content_hash = hash_of(content, rows)
    draft.revision += 1
    draft.changed_at = now
    draft.save()
    keep_revision(draft, author=author, reason=reason, now=now)
    citations.write(draft, text, {**earlier, **(claims or {})})
    _note(
        draft, "edit draft", author, now,
        reason=reason, revision=draft.revision, state_before=was, approval_voided=bool(voided),
    )  # fmt: skip
    return draft


def _note(draft: Draft, action: str, author: User, now: datetime, **detail: object) -> None:
    record(
        draft.alert.organisation,
        action,
        f"draft:{draft.pk}",
        now=now,
        actor=author,
        detail={"alert": draft.alert.reference, "hash": draft.content_hash, **detail},
    )
