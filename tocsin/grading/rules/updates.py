"""Rules about updates and all-clears."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.grading.alert_text import MessageType
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop


@rule(
    "update-without-change",
    FindingSeverity.BLOCKS,
    gettext_noop("An update says what changed."),
    fails=Example("Update, with nothing under 'what changed'", {"message_type": MessageType.UPDATE}),
    passes=Example(
        "What changed: the march starts an hour later.",
        {"message_type": MessageType.UPDATE, "what_changed": "The march starts an hour later."},
    ),
)
def update_without_change(subject: Subject) -> Iterator[Breach]:
    """Look for 'what changed' on an update."""
    if subject.text.message_type is MessageType.UPDATE and not subject.text.what_changed.strip():
        yield Breach(
            "update", gettext_noop("The update does not say what changed. Write it in one sentence.")
        )


@rule(
    "cancel-without-reason",
    FindingSeverity.BLOCKS,
    gettext_noop("An all-clear says why the alert is over."),
    fails=Example("All clear, without a reason", {"message_type": MessageType.CANCEL}),
    passes=Example(
        "All clear: the march was called off.",
        {"message_type": MessageType.CANCEL, "cancel_reason": "The march was called off."},
    ),
)
def cancel_without_reason(subject: Subject) -> Iterator[Breach]:
    """Look for the reason of an all-clear."""
    if subject.text.message_type is MessageType.CANCEL and not subject.text.cancel_reason.strip():
        yield Breach("update", gettext_noop("The all-clear gives no reason. Say why the alert is over."))


RULES = (update_without_change, cancel_without_reason)
