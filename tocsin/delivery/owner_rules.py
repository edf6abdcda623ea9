"""Who is asked whether an alert that runs out soon is still true, by which way and why, and why nobody is.

Pure: values in, intents with reasons out. The clock and the database are the callers'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.delivery.decide import CHANNEL_NAMES, Rule, clock_face, words
from tocsin.recorded import recorded

#: The rule of alerts.expiry by which an alert asks before it runs out, and the one by which it has run out.
RUNS_OUT, HAS_RUN_OUT = "X-01", "X-03"
APPROVER, WRITER, ON_DUTY, DEPUTY = "approver", "writer", "on-duty", "deputy"
#: What makes somebody an owner, as it is kept with the message.
_PARTS = {
    APPROVER: recorded("approved it"),
    WRITER: recorded("wrote it"),
    ON_DUTY: recorded("is on duty at the desk"),
    DEPUTY: recorded("may approve at the desk, where nobody who wrote or approved it is any more"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One address of one owner: a user's mail, or a `contact_id` of a person on duty. `mark` is the address's fingerprint."""

    part: str
    channel: str
    mark: str
    user_id: int | None = None
    person_id: int | None = None
    contact_id: int | None = None
    signable: bool = True
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Ending:
    """An alert as the question of its end looks at it.

    `asked` is the rule of alerts.expiry, '' for none; `is_written` that somebody writes an update or all-clear;
    `decided` are the rules by which owners of this edition were told or not told before.
    """

    asked: str
    expires: datetime
    is_written: bool
    decided: Collection[str]


@dataclass(frozen=True, slots=True)
class Notice:
    """One row to be written: a message to be `send`t by `way`, or the reason why there is none."""

    way: Way | None
    send: bool
    rule: Rule
    reason: str


def is_open(ending: Ending) -> bool:
    """Return whether anything is still to be decided: an update that was begun and dropped leaves the question open."""
    return not set(ending.decided) - {Rule.UPDATE_BEGUN}


def rule_on(ending: Ending, ways: Sequence[Way]) -> tuple[Notice, ...]:
    """Return what is to be written for `ending`; nothing where it is decided, or not yet time.

    `ways` are those of every owner. One address is written to once, whoever it belongs to.
    """
    if not is_open(ending) or ending.asked not in (RUNS_OUT, HAS_RUN_OUT):
        return ()
    if ending.decided and (ending.is_written or ending.asked == HAS_RUN_OUT):
        return ()
    if ending.asked == HAS_RUN_OUT:
        return (_none(Rule.EXPIRED, ended=clock_face(ending.expires)),)
    if ending.is_written:
        return (_none(Rule.UPDATE_BEGUN),)
    found = tuple(_by_way(ending, ways))
    return found if any(one.send for one in found) else (*found, _none(Rule.NO_OWNER))


def reason_for(part: str, expires: datetime) -> str:
    """Return the words by which somebody is told who is an owner by `part`."""
    return words(Rule.RUNS_OUT, ended=clock_face(expires), why=_PARTS[part])


def _by_way(ending: Ending, ways: Sequence[Way]) -> Iterator[Notice]:
    served: set[tuple[str, str]] = set()
    for way in ways:
        if (way.channel, way.mark) in served:
            continue
        served.add((way.channel, way.mark))
        if not way.signable:
            yield Notice(way, False, Rule.NO_SECRET, words(Rule.NO_SECRET))
        elif not way.reachable:
            said = words(Rule.NO_GATEWAY, channel=CHANNEL_NAMES[way.channel])
            yield Notice(way, False, Rule.NO_GATEWAY, said)
        else:
            yield Notice(way, True, Rule.RUNS_OUT, reason_for(way.part, ending.expires))


def _none(rule: Rule, **values: str) -> Notice:
    return Notice(None, False, rule, words(rule, **values))


@dataclass(frozen=True, slots=True)
class Turn:
    """A message to an owner whose turn has come, with what has happened since it was written."""

    expires: datetime
    is_newest: bool
    newest_type: str
    is_ended: bool
    active: bool
    addressed: bool


def why_not_now(turn: Turn, *, now: datetime) -> tuple[Rule, str] | None:
    """Return the rule and reason for which it is not sent after all; None where it is sent."""
    if turn.is_ended or (not turn.is_newest and turn.newest_type == "Cancel"):
        return Rule.ALL_CLEAR, words(Rule.ALL_CLEAR)
    if not turn.is_newest:
        return Rule.SUPERSEDED, words(Rule.SUPERSEDED)
    if turn.expires <= now:
        return Rule.EXPIRED, words(Rule.EXPIRED, ended=clock_face(turn.expires))
    if not turn.active:
        return Rule.INACTIVE, words(Rule.INACTIVE)
    if not turn.addressed:
        return Rule.NO_ADDRESS, words(Rule.NO_ADDRESS)
    return None
