"""Whether a signed message of an authority may go out by a standing rule. Pure: values in, a verdict with its ground out.

Everything speaks against it until each question is answered; what is not published is left to a person, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.geo import gazetteer
from tocsin.grading import Level

#: What is older when it is looked at is no news that could not wait for a person.
FRESH_FOR = timedelta(hours=6)
#: A message may say that it was sent so far ahead of our clock, for clocks that are set differently.
CLOCK_SKEW = timedelta(minutes=10)
#: The grade (Admiralty code) without which nobody's word goes out unread.
GRADE = "A"


class Ground(StrEnum):
    """Why a message went out, or did not; docs/alerts.md says each in words."""

    PUBLISHED = "R-00"
    SIGNATURE = "R-01"
    SOURCE = "R-02"
    SENDER = "R-03"
    NOT_REAL = "R-04"
    TIME = "R-05"
    HAZARD = "R-06"
    COUNTRY = "R-07"
    LEVEL = "R-08"
    OTHERS = "R-09"
    PERSON = "R-10"
    NOTHING_TO_FOLLOW = "R-11"
    BRAKE = "R-12"
    LINTER = "R-13"
    PEOPLE = "R-14"
    CITED = "R-15"
    FAULT = "R-16"


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """What a rule allows: empty `hazards` and `countries` are every one; `approved_at` is when it came into force."""

    sender: str
    hazards: frozenset[str]
    countries: frozenset[str]
    highest: Level
    most_per_hour: int
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What is known of one message, its source and its incident when it is looked at."""

    is_signed: bool
    #: What verification said.
    signature: str
    grade: str
    is_authority: bool
    sender: str
    status: str
    message_type: str
    may_alert: bool
    may_alert_reason: str
    received_at: datetime
    #: What the message itself says, under its signature; None where it does not say. The way that it took cannot change it.
    sent: datetime | None
    expires: datetime | None
    #: Of the text and of every part of the message; '' stands for one that could not be told.
    hazards: frozenset[str]
    #: Of the text, and every one that its area reaches into; '' where the text has none.
    countries: frozenset[str]
    level: Level
    #: Sources of the incident whose reports this rule does not vouch for.
    others: Sequence[str]
    #: What a person has in hand: the incident itself, an open draft, or an alert that they published. '' where nothing.
    in_hand: str
    #: Whether an alert of this rule about the incident is in force.
    is_followed: bool
    published_last_hour: int


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """The ground and its words; only PUBLISHED lets a message out."""

    ground: Ground
    reason: str

    @property
    def goes_out(self) -> bool:
        """Whether nothing speaks against it."""
        return self.ground is Ground.PUBLISHED


def verdict_on(facts: MessageFacts, terms: RuleTerms, *, now: datetime) -> RuleVerdict:
    """Return the first thing that speaks against publishing at `now`, or that nothing does."""
    against = next(_against(facts, terms, now), None)
    if against is not None:
        return RuleVerdict(*against)
    return RuleVerdict(Ground.PUBLISHED, f"{facts.signature} Nothing in the rule speaks against it.")


def _against(facts: MessageFacts, terms: RuleTerms, now: datetime) -> Iterator[tuple[Ground, str]]:
    if not facts.is_signed:
        yield Ground.SIGNATURE, facts.signature
    if facts.grade != GRADE or not facts.is_authority:
        yield (
            Ground.SOURCE,
            f"The source is graded {facts.grade} and {_authority(facts)}; the rule asks for an authority graded A.",
        )
    if facts.sender != terms.sender:
        yield (
            Ground.SENDER,
            f"The message is sent by {facts.sender or 'nobody'}, and the rule is for {terms.sender}.",
        )
    # A Cancel warns of nothing itself; what it ends is looked at below.
    if facts.status != "Actual" or not (facts.may_alert or facts.message_type == "Cancel"):
        yield (
            Ground.NOT_REAL,
            facts.may_alert_reason or f"The message's status is {facts.status or 'not known'}.",
        )
    yield from _against_time(facts, terms, now)
    if terms.hazards and not facts.hazards <= terms.hazards:
        beyond = _listed(facts.hazards - terms.hazards)
        yield Ground.HAZARD, f"It is about a hazard that the rule is not for ({beyond})."
    if terms.countries and not facts.countries <= terms.countries:
        beyond = _listed(map(_country, facts.countries - terms.countries))
        yield Ground.COUNTRY, f"It reaches into a country that the rule is not for ({beyond})."
    if facts.level > terms.highest and facts.message_type != "Cancel":
        yield Ground.LEVEL, f"It would be {facts.level.word}, and the rule goes up to {terms.highest.word}."
    yield from _against_incident(facts)
    if facts.published_last_hour >= terms.most_per_hour:
        yield (
            Ground.BRAKE,
            f"{facts.published_last_hour} went out by this rule within an hour, and no more may.",
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(name or "not known" for name in names))


def _country(code: str) -> str:
    known = gazetteer().country(code) if code else None
    return known.name if known else code


def _authority(facts: MessageFacts) -> str:
    return "an authority" if facts.is_authority else "no authority"


def _against_time(facts: MessageFacts, terms: RuleTerms, now: datetime) -> Iterator[tuple[Ground, str]]:
    if facts.received_at < terms.approved_at:
        yield Ground.TIME, "The message came before the rule was approved."
    if now - facts.received_at > FRESH_FOR:
        yield Ground.TIME, f"The message came more than {FRESH_FOR.total_seconds() / 3600:g} hours ago."
    if facts.sent is None:
        yield (
            Ground.TIME,
            "The message does not say when it was sent, so an old one could have been sent again.",
        )
    elif now - facts.sent > FRESH_FOR:
        yield (
            Ground.TIME,
            f"The message says that it was sent at {facts.sent:%Y-%m-%d %H:%M} UTC. What is that old may have been sent again "
            "by somebody else; a person looks whether it still holds.",
        )
    elif facts.sent - now > CLOCK_SKEW:
        yield (
            Ground.TIME,
            f"The message says that it was sent at {facts.sent:%Y-%m-%d %H:%M} UTC, which lies ahead. A clock is wrong.",
        )
    if facts.expires is not None and facts.expires <= now:
        yield Ground.TIME, f"The message expired at {facts.expires:%Y-%m-%d %H:%M} UTC."


def _against_incident(facts: MessageFacts) -> Iterator[tuple[Ground, str]]:
    if facts.others:
        named = ", ".join(sorted(set(facts.others))[:3])
        yield Ground.OTHERS, f"Others speak of it as well ({named}); a person weighs what they say."
    if facts.in_hand:
        yield Ground.PERSON, facts.in_hand
    if facts.message_type == "Cancel" and not facts.is_followed:
        yield Ground.NOTHING_TO_FOLLOW, "It cancels a warning of which this rule published nothing."
