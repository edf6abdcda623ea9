"""Whether a message may alert anyone, and on which earlier messages it acts (OASIS CAP 1.2, section 3.2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.cap.message import Message, Reference
from tocsin.cap.vocabulary import MsgType, Scope, Status
from tocsin.recorded import Blank, recorded, recorded_count


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
    Status.EXERCISE: recorded(
        "The message is an exercise: only the participants of the exercise act on it. It alerts nobody."
    ),
    Status.SYSTEM: recorded("The message is for the machines of the network itself. It alerts nobody."),
    Status.TEST: recorded(
        "The message is a technical test, to be disregarded by everyone. It alerts nobody."
    ),
    Status.DRAFT: recorded("The message is a draft, not actionable in its present form. It alerts nobody."),
}
_NOT_PUBLIC = {
    Scope.RESTRICTED: recorded(
        "The message is restricted to some readers. It is kept for the desk and alerts nobody by itself."
    ),
    Scope.PRIVATE: recorded(
        "The message is private to its addressees. It is kept for the desk and alerts nobody by itself."
    ),
}

_ACK = recorded("The message is an Ack: one system answers another. It alerts nobody.")
_ERROR = recorded("The message is an Error: one system answers another. It alerts nobody.")
_WITHDRAWS = recorded(
    "The message withdraws %(earlier)s; those told of it are owed an all-clear.", earlier=Blank.RECORDED
)
_NOTHING_WITHDRAWN = recorded(
    "The message is a Cancel that names no earlier message, so nothing can be withdrawn. A person must look."
)
_NO_INFO = recorded("The message has no info block, so it says nothing that people could be told.")
_REPLACES = recorded("The message is actual and public, and replaces %(earlier)s.", earlier=Blank.RECORDED)
_NAMES_NONE = recorded(
    "The message is an actual, public Update that names no earlier message; it is taken as a new alert."
)
_ALERT = recorded("The message is an actual, public alert.")
_EARLIER = recorded_count("%(num)s earlier message", "%(num)s earlier messages")


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
            _ACK if message.msg_type is MsgType.ACK else _ERROR,
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
            _WITHDRAWS % {"earlier": _counted(earlier)},
            earlier,
        )
    return Actionability(
        False,
        Effect.NONE,
        "cancel-without-references",
        _NOTHING_WITHDRAWN,
    )


def _alert_or_update(message: Message, earlier: tuple[Reference, ...]) -> Actionability:
    replaces = message.msg_type is MsgType.UPDATE and bool(earlier)
    effect = Effect.REPLACE if replaces else Effect.BEGIN
    acts_on = earlier if replaces else ()
    if message.scope is not Scope.PUBLIC:
        rule = f"scope-{message.scope.lower()}"
        return Actionability(False, effect, rule, _NOT_PUBLIC[message.scope], acts_on)
    if not message.infos:
        return Actionability(False, effect, "no-info", _NO_INFO, acts_on)
    if replaces:
        reason = _REPLACES % {"earlier": _counted(earlier)}
        return Actionability(True, effect, "type-update", reason, acts_on)
    if message.msg_type is MsgType.UPDATE:
        return Actionability(True, effect, "update-without-references", _NAMES_NONE)
    return Actionability(True, effect, "type-alert", _ALERT)


def supersedes(message: Message) -> tuple[Reference, ...]:
    """Return the messages that an actual Update or Cancel takes the place of, each once, never itself.

    Empty for every other message: an Alert, Ack or Error replaces nothing, and a Test or Exercise never touches
    an actual alert.
    """
    if message.status is not Status.ACTUAL or message.msg_type not in (MsgType.UPDATE, MsgType.CANCEL):
        return ()
    return tuple(dict.fromkeys(each for each in message.references if each != message.reference))


def _counted(references: tuple[Reference, ...]) -> str:
    return _EARLIER[len(references) > 1] % {"num": len(references)}
