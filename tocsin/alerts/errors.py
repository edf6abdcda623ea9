"""What can go wrong in this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.grading import Finding


class AlertsError(Exception):
    """Any refusal of the room `alerts`."""


class NothingToAlert(AlertsError):
    """A draft is asked for from an incident that is merged away, or that says neither where nor in which country."""


class DraftOpen(AlertsError):
    """An alert has a draft that is neither published nor discarded; there is never a second one beside it."""


class AlertRunning(AlertsError):
    """A new alert is asked for where one about the same incident is in force; write an update of that one."""


class NoEdition(AlertsError):
    """An update or an all-clear is asked for an alert that was never published."""


class AlertEnded(AlertsError):
    """Something is asked of an alert whose all-clear has been published; a new danger is a new alert."""


class DraftChanged(AlertsError):
    """Somebody saved a newer revision first; nothing of either text is lost, and `current` is the number to edit."""

    def __init__(self, message: str, *, current: int) -> None:
        super().__init__(message)
        self.current = current


class ProofOutdated(AlertsError):
    """What an edition and its documents were made of changed before they were published; make them anew."""


class ContentInvalid(AlertsError):
    """What is to be saved is no alert text, changes what a draft is, or cites what is not there."""


class ReasonMissing(AlertsError):
    """An act that must say why was asked for without a reason."""


class WrongState(AlertsError):
    """An act is asked for that the draft's state does not allow; docs/alerts.md has the table."""


class HashMismatch(AlertsError):
    """An approval names another content than the draft's present one: somebody edited it since it was read."""


class OwnText(AlertsError):
    """Somebody would approve what they wrote, edited or submitted, and the desk is not on lone duty."""


class FindingsStand(AlertsError):
    """The linter found what must not leave the house; `findings` names each rule, part and sentence."""

    def __init__(self, message: str, *, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


class NotApproved(AlertsError):
    """A draft is to be published for which no approval of exactly its present content stands."""


class NotComplete(AlertsError):
    """An edition lacks what it cannot go out without: a time, an area, or one of its documents."""


class AlreadyExpired(AlertsError):
    """An edition would expire before it is sent."""


class RuleInvalid(AlertsError):
    """A standing rule is to be kept that names no readable certificate, no graded authority, or nothing to hold it back."""


class RuleNotInForce(AlertsError):
    """Something is to be approved by a standing rule that nobody has approved, or that has ended."""


class AssistantError(AlertsError):
    """A language model was asked for wording, or was to be asked, and gave nothing that can be used; the draft is as before."""


class AssistantOff(AssistantError):
    """Wording is asked for where no model is named in the settings, or no claim may be sent to one."""


class AssistantMisconfigured(AssistantError):
    """The settings name an address, a model or a key that cannot be used; nothing was sent."""


class AssistantUnreachable(AssistantError):
    """The model's server was not found, not trusted, too slow, or broke the connection off."""


class AssistantBusy(AssistantError):
    """As many questions as this process may ask at once wait for their answers; nothing was sent."""


class AnswerUnusable(AssistantError):
    """The model's server answered with an error, a redirect, too much, or something that is no list of sentences."""


class WordingRefused(AlertsError):
    """Proposed sentences are to be taken over that were changed on the way, are too old, or no longer stand in the claims."""
