"""Edit, submit and discard a draft. Every save is a revision with its author; none is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Subquery
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.accounts.roles import Act
from tocsin.alerts import citations
from tocsin.alerts.authority import require
from tocsin.alerts.content import (
    LEVEL_RULE,
    Override,
    Written,
    check,
    overrides_of,
    overrides_to_json,
    text_of,
    words_of,
    written,
)
from tocsin.alerts.errors import ContentInvalid, DraftChanged, ReasonMissing, WrongState
from tocsin.alerts.linting import findings_of
from tocsin.alerts.models import Draft, Revision
from tocsin.alerts.states import OPEN, DraftState, may_step
from tocsin.grading import AlertText
from tocsin.recorded import recorded

_TAKEN_AWAY = recorded("The reason for going beyond the rule was taken away.")
_UNCHANGED = recorded("Submitted without a change of the text.")


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
    # All that takes long is done before the transaction, which holds up every other writer.
    before = _present(draft)
    made = written(content if isinstance(content, AlertText) else text_of(content))
    kept = made.kept()
    with transaction.atomic():
        draft = opened(draft, author, Act.WRITE_DRAFT)
        _expect(draft, revision)
        check(made.text, draft)
        rows = overrides_to_json(_kept(draft, made.text))
        if made.hash_with(rows) == draft.content_hash:
            return draft
        draft.content = kept
        draft = _save(draft, made, rows, before, author=author, reason=reason, claims=claims, now=now)
    draft.content = made.document
    return draft


def override(draft: Draft, rule: str, *, revision: int, author: User, reason: str, now: datetime) -> Draft:
    """Keep a named reason for going beyond `rule` ('level', or a rule of the linter), and return the draft.

    The reason is for what is saved now: for the level, or for the rule's findings. An empty one takes the override away. It
    is part of what is approved, so it is saved as a revision and voids an approval. Raises as `edit` does, and
    ContentInvalid where nothing breaks the rule.
    """
    before = _present(draft)
    made = written(text_of(before.content))
    given_for = _needs_reason(draft, rule, made.text) if reason.strip() else ()
    with transaction.atomic():
        draft = opened(draft, author, Act.WRITE_DRAFT)
        # From here on the content is the one that was read before.
        _expect(draft, revision)
        _expect(draft, before.revision)
        if not rule.strip():
            raise ContentInvalid(_("Name the rule that the reason is for."))
        others = [one for one in overrides_of(draft.overrides) if one.rule != rule]
        if reason.strip():
            others.append(Override.made(rule, reason, author, given_for, now))
        rows = overrides_to_json(others)
        if rows == draft.overrides:
            return draft
        why = reason.strip() or _TAKEN_AWAY
        return _save(draft, made, rows, before, author=author, reason=f"{rule}: {why}", now=now)


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
        keep_revision(draft, author=author, reason=_UNCHANGED, now=now)
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
    """Return the draft's present row, locked in the caller's transaction; raise NotAllowed, or WrongState if closed.

    Its content is not read with it: where it has a long area, that takes as long as all the rest.
    """
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .defer("content", "proposal", "alert__incident__area")
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


def keep_revision(draft: Draft, *, author: User | None, reason: str, now: datetime) -> None:
    """Write the draft's present form, as it is saved, down as the revision that its number names."""
    Revision.objects.create(
        draft=draft,
        number=draft.revision,
        # Copied in the database: not a byte of it comes by here.
        content=Subquery(Draft.objects.filter(pk=draft.pk).values("content")),
        overrides=draft.overrides,
        content_hash=draft.content_hash,
        author=author,
        author_name=str(author) if author else "Tocsin",
        reason=reason,
        at=now,
    )


def _kept(draft: Draft, text: AlertText) -> list[Override]:
    """The named reasons that go on with `text`: one for another level than the text's would be put in its giver's mouth."""
    return [
        one for one in overrides_of(draft.overrides) if one.rule != LEVEL_RULE or one.covers(text.level.word)
    ]


def _needs_reason(draft: Draft, rule: str, text: AlertText) -> tuple[str, ...]:
    """What a reason for going beyond `rule` is given for."""
    if rule == LEVEL_RULE:
        return (text.level.word,)
    found = tuple(sorted({one.sentence for one in findings_of(draft, text) if one.rule == rule}))
    if rule.strip() and not found:
        raise ContentInvalid(
            _("Nothing in this text breaks the rule %(rule)s, so no reason is needed.") % {"rule": rule}
        )
    return found


def _present(draft: Draft) -> Draft:
    """The draft's content as it is saved now, without a lock."""
    return Draft.objects.only("revision", "content").get(pk=draft.pk)


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
    made: Written,
    overrides: list[dict[str, Any]],
    before: Draft,
    *,
    author: User,
    reason: str,
    claims: citations.ClaimsOfSentences | None = None,
    now: datetime,
) -> Draft:
    earlier = citations.claims_of(draft, words_of(before.content))
    was = draft.state
    voided = void_approvals(draft, now=now)
    draft.state = DraftState.EDITING.value
    draft.overrides = overrides
    draft.content_hash = made.hash_with(overrides)
    draft.revision += 1
    draft.changed_at = now
    changed = {"content"} - draft.get_deferred_fields()
    draft.save(update_fields=["state", "overrides", "content_hash", "revision", "changed_at", *changed])
    keep_revision(draft, author=author, reason=reason, now=now)
    citations.write(draft, made.text, {**earlier, **(claims or {})})
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
