"""What a receipt or a reply comes to. Pure: values in, a ruling with its reason out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.delivery.decide import Rule, words
from tocsin.delivery.states import DeliveryState
from tocsin.recorded import recorded


class Action(StrEnum):
    """What a receipt says of one recipient (RFC 3464, section 2.3.3; 'expanded' is taken for relayed)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    #: Handed on to a server that sends no receipts.
    RELAYED = "relayed"


class Finding(StrEnum):
    """What was made of something that came back."""

    #: The message moved on, or an answer was recorded.
    ACTED = "acted"
    #: It is kept, and nothing follows from it.
    NOTED = "noted"
    #: The message is not written down as sent yet: looked at again when it is.
    EARLY = "early"
    #: It names no message that is kept here.
    UNKNOWN = "unknown"
    #: It may come from anybody: nothing follows from it.
    UNPROVEN = "unproven"
    #: Somebody wrote, and did not say clearly how they are.
    UNCLEAR = "unclear"
    #: A machine answered.
    AUTOMATIC = "automatic"
    #: The time to answer was over.
    LATE = "late"
    WRONG_CODE = "wrong-code"
    #: Too many wrong codes came from this telephone.
    TOO_MANY = "too-many"


#: A person wrote, and the desk has to read it: it is no answer.
TO_BE_READ = (Finding.UNPROVEN, Finding.UNCLEAR, Finding.LATE, Finding.WRONG_CODE, Finding.TOO_MANY)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What follows from a receipt: the message's new state (None: it stays), the finding, the rule and its words."""

    state: DeliveryState | None
    finding: Finding
    rule: Rule | None
    reason: str


_EARLY = recorded("It came before its message was written down as sent, and is looked at again then.")
RELAYED = recorded("It was handed on to a server that sends no receipts.")
_NOT_WAITED_FOR = recorded("Nobody waits for a receipt of this message any more: it is %(state)s.")


def rule_on_receipt(action: Action, state: str) -> Ruling:
    """Return what a receipt does to a message in `state`.

    Forward only, from sent over delivered to failed, and so the same in whichever order receipts come: of a receipt and a
    bounce the bounce counts, because to be called for nothing is better than not to be called.
    """
    if action is Action.DELAYED:
        return Ruling(None, Finding.NOTED, Rule.DELAYED, words(Rule.DELAYED))
    if action is Action.RELAYED:
        return Ruling(None, Finding.NOTED, None, RELAYED)
    if state in (DeliveryState.QUEUED, DeliveryState.SENDING):
        return Ruling(None, Finding.EARLY, None, _EARLY)
    if action is Action.FAILED and state in (DeliveryState.SENT, DeliveryState.DELIVERED):
        return Ruling(DeliveryState.FAILED, Finding.ACTED, Rule.BOUNCED, words(Rule.BOUNCED))
    if action is Action.DELIVERED and state == DeliveryState.SENT:
        return Ruling(DeliveryState.DELIVERED, Finding.ACTED, Rule.DELIVERED, words(Rule.DELIVERED))
    return Ruling(None, Finding.NOTED, None, _NOT_WAITED_FOR % {"state": state})
