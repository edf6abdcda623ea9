"""Whether a message may alert anyone, and on which earlier messages it acts (OASIS CAP 1.2, section 3.2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.cap.message import Message, Reference
from tocsin.cap.vocabulary import MsgType, Scope, Status


class Effect(StrEnum):
    """What a message does to what is known: begin an alert, replace earlier ones, withdraw them, or nothing."""

    BEGIN = "begin"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Actionability:
    """The decision what a message may do.

    `may_alert` says whether people may be told because of it; `effect` what it does to earlier messages; `rule`
    is the stable identifier of the rule that decided and `reason` its sentence. `acts_on` are the messages that
    a REPLACE or WITHDRAW acts on.
    """

    may_alert: bool
    effect: Effect
    rule: str
    reason: str
    acts_on: tuple[Reference, ...] = ()


_NOT_ACTUAL = {
    Status.EXERCISE: "The message is an exercise: only the participants of the exercise act on it. It alerts nobody.",
    Status.SYSTEM: "The message is for the machines of the network itself. It alerts nobody.",
    Status.TEST: "The message is a technical test, to be disregarded by everyone. It alerts nobody.",
    Status.DRAFT: "The message is a draft, not actionable in its present form. It alerts nobody.",
}
_NOT_PUBLIC = {
    Scope.RESTRICTED: "The message is restricted to some readers. It is kept for the desk and alerts nobody by itself.",
    Scope.PRIVATE: "The message is private to its addressees. It is kept for the desk and alerts nobody by itself.",
}


def actionable(message: Message) -> Actionability:
    """Return what `message` may do, with the rule and the reason; pure, and closed where it is in doubt.

    Only an Actual message acts. Alert and Update may alert when their scope is Public and they say something;
    Update and Cancel act on what they reference, whatever their scope; Ack and Error answer a machine.
    """
    if message.status is not Status.ACTUAL:
        rule = f"status-{message.status.lower()}"
        return Actionability(False, Effect.NONE, rule, _NOT_ACTUAL[message.status])
    earlier = supersedes(message)
    if message.msg_type in (MsgType.ACK, MsgType.ERROR):
        return Actionability(
            False,
            Effect.NONE,
            f"type-{message.msg_type.lower()}",
            f"The message is an {message.msg_type}: one system answers another. It alerts nobody.",
        )
    if message.msg_type is MsgType.CANCEL:
        return _cancel(earlier)
    return _alert_or_update(message, earlier)


def _cancel(earlier: tuple[Reference, ...]) -> Actionability:
    if earlier:
        return Actionability(
            False,
            Effect.WITHDRAW,
            "type-cancel",
            f"The message withdraws {_counted(earlier)}; those told of it are owed an all-clear.",
            earlier,
        )
    return Actionability(
        False,
        Effect.NONE,
        "cancel-without-references",
        "The message is a Cancel that names no earlier message, so nothing can be withdrawn. A person must look.",
    )


def _alert_or_update(message: Message, earlier: tuple[Reference, ...]) -> Actionability:
    replaces = message.msg_type is MsgType.UPDATE and bool(earlier)
    effect = Effect.REPLACE if replaces else Effect.BEGIN
    acts_on = earlier if replaces else ()
    if message.scope is not Scope.PUBLIC:
        rule = f"scope-{message.scope.lower()}"
        return Actionability(False, effect, rule, _NOT_PUBLIC[message.scope], acts_on)
    if not message.infos:
        reason = "The message has no info block, so it says nothing that people could be told."
        return Actionability(False, effect, "no-info", reason, acts_on)
    if replaces:
        reason = f"The message is actual and public, and replaces {_counted(earlier)}."
        return Actionability(True, effect, "type-update", reason, acts_on)
    if message.msg_type is MsgType.UPDATE:
        reason = "The message is an actual, public Update that names no earlier message; it is taken as a new alert."
        return Actionability(True, effect, "update-without-references", reason)
    return Actionability(True, effect, "type-alert", "The message is an actual, public alert.")


def supersedes(message: Message) -> tuple[Reference, ...]:
    """Return the messages that an actual Update or Cancel takes the place of, each once, never itself.

    Empty for every other message: an Alert, Ack or Error replaces nothing, and a Test or Exercise never touches
    an actual alert.
    """
    if message.status is not Status.ACTUAL or message.msg_type not in (MsgType.UPDATE, MsgType.CANCEL):
        return ()
    return tuple(dict.fromkeys(each for each in message.references if each != message.reference))


def _counted(references: tuple[Reference, ...]) -> str:
    return "1 earlier message" if len(references) == 1 else f"{len(references)} earlier messages"
