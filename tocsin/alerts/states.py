"""The life of a draft, as data: the database's guard, the pages and the API all read this table."""

from __future__ import annotations

from enum import StrEnum


class DraftState(StrEnum):
    """Where a draft stands."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    DISCARDED = "discarded"


INITIAL = (DraftState.EDITING,)

#: From, to, and the act that makes the step.
STEPS: tuple[tuple[DraftState, DraftState, str], ...] = (
    (DraftState.EDITING, DraftState.SUBMITTED, "submit"),
    (DraftState.EDITING, DraftState.DISCARDED, "discard"),
    (DraftState.SUBMITTED, DraftState.EDITING, "send back, or edit"),
    (DraftState.SUBMITTED, DraftState.APPROVED, "approve"),
    (DraftState.SUBMITTED, DraftState.DISCARDED, "discard"),
    (DraftState.APPROVED, DraftState.EDITING, "edit, which voids the approval"),
    (DraftState.APPROVED, DraftState.PUBLISHED, "publish"),
    (DraftState.APPROVED, DraftState.DISCARDED, "discard"),
)

#: States in which a draft is on its way; an alert has at most one such draft.
OPEN = (DraftState.EDITING, DraftState.SUBMITTED, DraftState.APPROVED)


def may_step(before: DraftState | str, after: DraftState | str) -> bool:
    """Tell whether a draft may go from `before` to `after` in one step."""
    return any((before, after) == (start, end) for start, end, _ in STEPS)
