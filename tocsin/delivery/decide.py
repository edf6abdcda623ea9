"""Who is told on which channel and why, who is not and why, and what follows an attempt.

Pure: values in, intents with reasons out. The clock, the dice and the database are the callers'.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from tocsin.recorded import Blank, recorded

#: In the order in which they are tried; a person without any address is reported under the first.
CHANNELS = ("email", "webhook", "sms", "whatsapp", "signal", "telegram", "push", "slack", "teams")

CHANNEL_NAMES = {
    "email": "e-mail",
    "webhook": "webhook",
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "signal": "Signal",
    "telegram": "Telegram",
    "push": "push",
    "slack": "Slack",
    "teams": "Teams",
}

#: Those that go through a gateway which the desk has set (delivery.ChannelSetting).
BY_GATEWAY = CHANNELS[2:]
#: How many characters a message through a gateway may have: one SMS, or what a messenger shows without a fold.
SHORT, LONG = 160, 600
#: What stands in a gateway's address for the person's part of theirs, and for the id of the message.
TO, MESSAGE_ID = "{to}", "{id}"
#: The gateway of those whose contacts' addresses are the whole way themselves, where the desk has set none.
WHOLE = {"teams": TO}


class Rule(StrEnum):
    """The name of what decided over a delivery; :data:`RULES` holds its words."""

    EXPOSED = "exposed"
    TOLD_BEFORE = "told-before"
    ASKED_AGAIN = "asked-again"
    REMINDED = "reminded"
    REMINDED_AGAIN = "reminded-again"
    STANDS_IN = "stands-in"
    DESK_TOLD = "desk-told"
    HELP_CALLED = "help-called"
    HELP_TAKEN = "help-taken"
    HELP_OVER = "help-over"
    CALLED_AGAIN = "called-again"
    ALL_STEPS_TAKEN = "all-steps-taken"
    NO_ADDRESS = "no-address"
    NO_SECRET = "no-secret"  # noqa: S105
    NO_GATEWAY = "no-gateway"
    INACTIVE = "inactive"
    ALREADY_TOLD = "already-told"
    COVERED = "covered"
    UNCOVERED = "uncovered"
    MUTED = "muted"
    QUIET_HOURS = "quiet-hours"
    DIGEST = "digest"
    IN_DIGEST = "in-digest"
    NEVER_TOLD = "never-told"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    ALL_CLEAR = "all-clear"
    ANSWERED = "answered"
    UNREADABLE = "unreadable"
    ACCEPTED = "accepted"
    ASKED_TO_WAIT = "asked-to-wait"
    NOT_REACHED = "not-reached"
    INTERRUPTED = "interrupted"
    REFUSED = "refused"
    NO_TIME_LEFT = "no-time-left"
    BOUNCED = "bounced"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    UNREACHABLE = "unreachable"
    STILL_REACHED = "still-reached"
    NOT_CHASED = "not-chased"
    RUNS_OUT = "runs-out"
    UPDATE_BEGUN = "update-begun"
    NO_OWNER = "no-owner"


#: What each rule says, as it is kept with the delivery or the attempt; docs/delivery.md lists the same.
RULES: dict[Rule, str] = {
    Rule.EXPOSED: recorded("In the way of this alert: %(why)s", why=Blank.LISTED),
    Rule.TOLD_BEFORE: recorded("Was told of this alert before, and so is told what became of it."),
    Rule.ASKED_AGAIN: recorded("%(who)s asked to send it again."),
    Rule.REMINDED: recorded(
        "There was no answer within %(minutes)s minutes: a reminder to %(who)s.", minutes=Blank.NUMBER
    ),
    Rule.REMINDED_AGAIN: recorded("%(who)s reminded everybody who had not answered."),
    Rule.STANDS_IN: recorded(
        "%(who)s has not answered for %(minutes)s minutes, and you stand in for them. Find out whether they are safe.",
        minutes=Blank.NUMBER,
    ),
    Rule.DESK_TOLD: recorded(
        "%(who)s has not answered for %(minutes)s minutes. Call them, and record their answer at the desk.",
        minutes=Blank.NUMBER,
    ),
    Rule.HELP_CALLED: recorded(
        "%(who)s asked for help on %(at)s, and nobody has taken the call. Take it at the desk, then call them.",
        at=Blank.MOMENT,
    ),
    Rule.HELP_TAKEN: recorded("Somebody at the desk has taken the call for help."),
    Rule.HELP_OVER: recorded("Whoever asked for help has said since that they are safe or not there."),
    Rule.CALLED_AGAIN: recorded("A newer call about the same person took its place at this address."),
    Rule.ALL_STEPS_TAKEN: recorded("Every step of the escalation has been taken."),
    Rule.NO_ADDRESS: recorded("There is no address to write to: add one to this person, and call meanwhile."),
    Rule.NO_SECRET: recorded("The webhook has no secret to sign with, and nothing leaves unsigned: set one."),
    Rule.NO_GATEWAY: recorded(
        "This desk has set no way to send %(channel)s: an administrator sets one under Channels."
    ),
    Rule.INACTIVE: recorded("This person is not active any more."),
    Rule.ALREADY_TOLD: recorded(
        "The same edition goes to this person's first address; only Critical goes to all."
    ),
    Rule.COVERED: recorded(
        "Covered by the wider alert %(reference)s (%(level)s: %(title)s), which this person was sent.",
        level=Blank.LEVEL,
    ),
    Rule.UNCOVERED: recorded(
        "Was held back while alert %(reference)s covered it. That alert %(change)s, so this one is told now.",
        change=Blank.RECORDED,
    ),
    Rule.MUTED: recorded("%(who)s muted this incident until %(until)s: %(why)s", until=Blank.MOMENT),
    Rule.QUIET_HOURS: recorded(
        "It is %(at)s in %(zone)s: %(level)s waits there until %(until)s on %(day)s.",
        zone=Blank.RECORDED,
        level=Blank.LEVEL,
    ),
    Rule.DIGEST: recorded(
        "%(level)s waits for the next digest, at %(until)s on %(day)s in %(zone)s.",
        zone=Blank.RECORDED,
        level=Blank.LEVEL,
    ),
    Rule.IN_DIGEST: recorded("Goes out in one digest of %(count)s alerts.", count=Blank.NUMBER),
    Rule.NEVER_TOLD: recorded(
        "Is not in the way now, and nothing of this alert was ever sent to this person: nothing to put right."
    ),
    Rule.EXPIRED: recorded("The edition ended on %(ended)s, before it could be sent.", ended=Blank.MOMENT),
    Rule.SUPERSEDED: recorded("A newer edition of the same alert took its place."),
    Rule.ALL_CLEAR: recorded("The all-clear came before it was sent."),
    Rule.ANSWERED: recorded("This person has answered."),
    Rule.UNREADABLE: recorded("It cannot be made ready to send: %(why)s"),
    Rule.ACCEPTED: recorded("The server accepted it."),
    Rule.ASKED_TO_WAIT: recorded("The server asked to come back later; next try at %(at)s.", at=Blank.MOMENT),
    Rule.NOT_REACHED: recorded(
        "The server could not be reached or did not answer; next try at %(at)s.", at=Blank.MOMENT
    ),
    Rule.INTERRUPTED: recorded(
        "The worker that was sending it stopped; next try at %(at)s, under the same message id.",
        at=Blank.MOMENT,
    ),
    Rule.REFUSED: recorded("The server refused it for good."),
    Rule.NO_TIME_LEFT: recorded("It was not accepted, and the edition ends before another try."),
    Rule.BOUNCED: recorded("It was accepted, and then came back: it did not reach this address."),
    Rule.DELIVERED: recorded("A receipt says that it reached this address."),
    Rule.DELAYED: recorded("A server on the way says that it is late and is still being tried."),
    Rule.UNREACHABLE: recorded(
        "No message reaches %(who)s, so the next step is taken at once. Find out whether they are safe."
    ),
    Rule.STILL_REACHED: recorded(
        "Another message about this is out or on its way, so the next step keeps its time."
    ),
    Rule.NOT_CHASED: recorded(
        "No step follows: there is an answer, the alert is over, or nobody waits for one."
    ),
    Rule.RUNS_OUT: recorded(
        "This alert ends on %(ended)s, and nobody has said whether it is still true. Goes to whoever %(why)s.",
        ended=Blank.MOMENT,
        why=Blank.RECORDED,
    ),
    Rule.UPDATE_BEGUN: recorded("Somebody writes an update or the all-clear of this alert already."),
    Rule.NO_OWNER: recorded(
        "There is no way to tell an owner of this alert that it runs out: look at the desk's list of alerts."
    ),
}

#: Why somebody is told who is in the way, by the certainty of their exposure.
EXPOSED_BY = {
    "exposed": recorded("exposed, by the rule %(rule)s", rule=Blank.CODES),
    "possibly": recorded("possibly, by the rule %(rule)s", rule=Blank.CODES),
    "subscribed": recorded("subscribed, by the rule %(rule)s", rule=Blank.CODES),
}
NOTHING_HOLDS_IT = recorded("Critical: no mute, quiet hours or digest holds it.")
#: What became of the alert that covered another.
IS_OVER, COVERS_NO_MORE = recorded("is over"), recorded("does not cover it any more")


def words(rule: Rule, **values: str) -> str:
    """Return the sentence of `rule` with its blanks filled."""
    return RULES[rule] % values if values else RULES[rule]


def clock_face(moment: datetime) -> str:
    """Return '2017-07-15 12:00:05 UTC', the form of times inside reasons."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


# -- who is told ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach a person, in the person's own order.

    `signable`: a webhook that has a secret; `reachable`: what needs a gateway, at a desk that has set one.
    """

    contact_id: int
    channel: str
    signable: bool = True
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who is exposed to an edition (`exposures`: by which rules), or was exposed to or told of an earlier one."""

    person_id: int
    active: bool
    addresses: tuple[Address, ...]
    exposures: tuple[str, ...] = ()
    told_before: bool = False
    #: Whether they are asked whether they are safe: not where they only follow such alerts.
    is_asked: bool = True
    #: What this edition already has for the person: pairs of channel and contact.
    standing: frozenset[tuple[str, int | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What of an edition matters here: CAP's message type, whether it is Critical, and its end (UTC)."""

    message_type: str
    critical: bool
    expires: datetime


@dataclass(frozen=True, slots=True)
class Intent:
    """One row to be written: a message to be `send`t, or one that is not, each with its rule and reason."""

    person_id: int
    channel: str
    contact_id: int | None
    send: bool
    rule: Rule
    reason: str


def plan(recipient: Recipient, edition: EditionFacts, *, now: datetime) -> tuple[Intent, ...]:
    """Return one intent per address of `recipient` that this edition has no row for yet.

    Each channel that the person has is used: its first address, and every address where the edition is
    Critical. A person with no address at all gets one row that says so.
    """
    refusal = _refusal(recipient, edition, now=now)
    if not recipient.addresses:
        rule, reason = refusal or (Rule.NO_ADDRESS, words(Rule.NO_ADDRESS))
        intents = [Intent(recipient.person_id, CHANNELS[0], None, False, rule, reason)]
    else:
        intents = list(_by_address(recipient, edition, refusal))
    return tuple(i for i in intents if (i.channel, i.contact_id) not in recipient.standing)


def _refusal(recipient: Recipient, edition: EditionFacts, *, now: datetime) -> tuple[Rule, str] | None:
    if not recipient.active:
        return Rule.INACTIVE, words(Rule.INACTIVE)
    if edition.expires <= now:
        return Rule.EXPIRED, words(Rule.EXPIRED, ended=clock_face(edition.expires))
    in_the_way = recipient.exposures and edition.message_type != "Cancel"
    if not in_the_way and not recipient.told_before:
        return Rule.NEVER_TOLD, words(Rule.NEVER_TOLD)
    return None


def _by_address(
    recipient: Recipient, edition: EditionFacts, refusal: tuple[Rule, str] | None
) -> Iterable[Intent]:
    if recipient.exposures and edition.message_type != "Cancel":
        why = Rule.EXPOSED, words(Rule.EXPOSED, why="; ".join(recipient.exposures))
    else:
        why = Rule.TOLD_BEFORE, words(Rule.TOLD_BEFORE)
    served: set[str] = set()
    for address in recipient.addresses:
        send, (rule, reason) = True, why
        if refusal:
            send, (rule, reason) = False, refusal
        elif not address.signable:
            send, (rule, reason) = False, (Rule.NO_SECRET, words(Rule.NO_SECRET))
        elif not address.reachable:
            said = words(Rule.NO_GATEWAY, channel=CHANNEL_NAMES[address.channel])
            send, (rule, reason) = False, (Rule.NO_GATEWAY, said)
        elif address.channel in served and not edition.critical:
            send, (rule, reason) = False, (Rule.ALREADY_TOLD, words(Rule.ALREADY_TOLD))
        else:
            served.add(address.channel)
        yield Intent(recipient.person_id, address.channel, address.contact_id, send, rule, reason)


# -- what is still sent when its turn comes ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queued row whose turn has come, with what has happened since it was queued."""

    edition_number: int
    expires: datetime
    newest_number: int
    newest_type: str
    #: The number of the newest edition of this alert that the person has answered; 0 for none.
    answered_number: int
    active: bool
    addressed: bool
    #: Why the call for help that it hands on is none any more; None where it is one, and for every other message.
    call_ended: Rule | None = None


def why_not_now(row: Waiting, *, now: datetime) -> tuple[Rule, str] | None:
    """Return the rule and reason for which `row` is not sent after all; None where it is sent."""
    if row.expires <= now:
        return Rule.EXPIRED, words(Rule.EXPIRED, ended=clock_face(row.expires))
    if row.newest_number > row.edition_number:
        rule = Rule.ALL_CLEAR if row.newest_type == "Cancel" else Rule.SUPERSEDED
        return rule, words(rule)
    if row.call_ended is not None:
        return row.call_ended, words(row.call_ended)
    if row.answered_number >= row.edition_number:
        return Rule.ANSWERED, words(Rule.ANSWERED)
    if not row.active:
        return Rule.INACTIVE, words(Rule.INACTIVE)
    if not row.addressed:
        return Rule.NO_ADDRESS, words(Rule.NO_ADDRESS)
    return None


# -- what an attempt came to ------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What one attempt came to."""

    ACCEPTED = "accepted"
    #: The server asks to come back later.
    TEMPORARY = "temporary"
    #: The server will never take this message for this address.
    PERMANENT = "permanent"
    #: Nothing was said about the message: no server, no answer, no trust, or our own account refused.
    TECHNICAL = "technical"
    #: The worker ended while it was sending.
    INTERRUPTED = "interrupted"


class Stage(StrEnum):
    """How far a conversation with a mail server had come (RFC 5321, section 3)."""

    GREETING = "greeting"
    ENCRYPTION = "encryption"
    SIGN_IN = "sign-in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


def smtp_outcome(code: int, stage: Stage) -> Outcome:
    """Return what a reply means (RFC 5321, section 4.2.1: 2 done, 3 go on, 4 later, 5 never).

    A 5 before the recipient is named is about us and not the message: an operator can mend it, so it is technical.
    """
    if code // 100 in (2, 3):
        return Outcome.ACCEPTED
    if code // 100 == 4:
        return Outcome.TEMPORARY
    if code // 100 == 5 and stage in (Stage.RECIPIENT, Stage.CONTENT):
        return Outcome.PERMANENT
    return Outcome.TECHNICAL


#: Codes outside 5xx that ask for another try (RFC 9110, RFC 8470, RFC 6585).
_HTTP_LATER = frozenset({408, 425, 429})
#: 5xx that another try does not change (RFC 9110, section 15.6; RFC 6585 for 511).
_HTTP_NEVER = frozenset({501, 505, 511})


def http_outcome(code: int) -> Outcome:
    """Return what a webhook's status means (RFC 9110, section 15). A redirect is never followed: it is permanent."""
    if code // 100 == 2:
        return Outcome.ACCEPTED
    if code in _HTTP_LATER or (code // 100 == 5 and code not in _HTTP_NEVER):
        return Outcome.TEMPORARY
    return Outcome.PERMANENT


#: By these a gateway refuses the desk's own account and not the message: an operator can mend them.
_HTTP_ACCOUNT = frozenset({401, 402, 403, 407})


def gateway_outcome(code: int | None) -> Outcome:
    """Return what a gateway's status means; None, where it gave none, says nothing about the message."""
    if code is None or code in _HTTP_ACCOUNT:
        return Outcome.TECHNICAL
    return http_outcome(code)


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt: its outcome, and how long the server asked us to wait, where it did."""

    outcome: Outcome
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows an attempt. `state` is the delivery's new state; `due` is set where it is tried again."""

    state: str
    rule: Rule
    reason: str
    due: datetime | None = None


_FIRST_WAIT, _FACTOR = 10.0, 3.0
_LONGEST_WAIT, _LONGEST_WAIT_CRITICAL = 3600.0, 300.0
#: With less than this left before the edition's end, there is no further try.
_LAST_CHANCE = timedelta(seconds=30)
#: Interruptions up to this attempt are tried again at once; a message that keeps ending workers has to wait.
_AT_ONCE = 4


def backoff(attempt: int, *, critical: bool, dice: float) -> timedelta:
    """Return the wait after the `attempt`th try (from 1): 10 s, 30 s, 90 s ... up to an hour, 5 minutes if Critical.

    `dice` in 0..1 spreads it over three quarters to five quarters, so that what failed together does not
    come back together (exponential backoff with jitter).
    """
    longest = _LONGEST_WAIT_CRITICAL if critical else _LONGEST_WAIT
    seconds = min(longest, _FIRST_WAIT * _FACTOR ** min(attempt - 1, 20))
    return timedelta(seconds=seconds * (0.75 + 0.5 * dice))


def after(
    tried: Tried, *, attempt: int, critical: bool, now: datetime, expires: datetime, dice: float
) -> Follows:
    """Return what follows the `attempt`th try (from 1). Nothing is ever tried at or after `expires`.

    Where the backoff would lead past the end, the time that is left is halved instead, so that a server that
    comes back shortly before the end is still found; where the server itself named a time past the end, it ends.
    """
    if tried.outcome is Outcome.ACCEPTED:
        return _SENT
    if tried.outcome is Outcome.PERMANENT:
        return Follows("failed", Rule.REFUSED, words(Rule.REFUSED))
    if tried.outcome is Outcome.INTERRUPTED and attempt <= _AT_ONCE and now < expires:
        return _again(Rule.INTERRUPTED, now)
    wait = backoff(attempt, critical=critical, dice=dice)
    if tried.wait is not None:
        wait = max(tried.wait, timedelta(seconds=1))
    elif now + wait >= expires and expires - now > _LAST_CHANCE:
        wait = (expires - now) / 2
    if now + wait >= expires:
        return Follows("failed", Rule.NO_TIME_LEFT, words(Rule.NO_TIME_LEFT))
    return _again(_RETRY_RULE[tried.outcome], now + wait)


_SENT = Follows("sent", Rule.ACCEPTED, words(Rule.ACCEPTED))
_RETRY_RULE = {
    Outcome.TEMPORARY: Rule.ASKED_TO_WAIT,
    Outcome.TECHNICAL: Rule.NOT_REACHED,
    Outcome.INTERRUPTED: Rule.INTERRUPTED,
}


def _again(rule: Rule, due: datetime) -> Follows:
    return Follows("queued", rule, words(rule, at=clock_face(due)), due)
