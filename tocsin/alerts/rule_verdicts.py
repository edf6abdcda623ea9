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
from tocsin.recorded import Blank, recorded

#: What is older when it is looked at is no news that could not wait for a person.
FRESH_FOR = timedelta(hours=6)
#: A message may say that it was sent so far ahead of our clock, for clocks that are set differently.
CLOCK_SKEW = timedelta(minutes=10)
#: The grade (Admiralty code) without which nobody's word goes out unread.
GRADE = "A"
_NOBODY, _NOT_KNOWN = recorded("nobody"), recorded("not known")
_NOTHING_AGAINST = recorded("Nothing in the rule speaks against it.")
_AUTHORITY = recorded(
    "The source is graded %(grade)s and an authority; the rule asks for an authority graded A.",
    grade=Blank.CODES,
)
_NO_AUTHORITY = recorded(
    "The source is graded %(grade)s and no authority; the rule asks for an authority graded A.",
    grade=Blank.CODES,
)
_SENT_BY = recorded(
    "The message is sent by %(sender)s, and the rule is for %(wanted)s.", sender=Blank.RECORDED
)
_STATUS = recorded("The message's status is %(status)s.", status=Blank.RECORDED)
_OTHER_HAZARD = recorded("It is about a hazard that the rule is not for (%(beyond)s).", beyond=Blank.LISTED)
_OTHER_COUNTRY = recorded(
    "It reaches into a country that the rule is not for (%(beyond)s).", beyond=Blank.LISTED
)
_TOO_HIGH = recorded(
    "It would be %(level)s, and the rule goes up to %(highest)s.", level=Blank.LEVEL, highest=Blank.LEVEL
)
_BRAKE = recorded("%(num)s went out by this rule within an hour, and no more may.", num=Blank.NUMBER)
_BEFORE_RULE = recorded("The message came before the rule was approved.")
_LONG_AGO = recorded("The message came more than %(num)s hours ago.", num=Blank.NUMBER)
_NO_TIME = recorded("The message does not say when it was sent, so an old one could have been sent again.")
_OLD = recorded(
    "The message says that it was sent at %(moment)s. What is that old may have been sent again by somebody else; a person looks whether it still holds.",
    moment=Blank.MOMENT,
)
_AHEAD = recorded(
    "The message says that it was sent at %(moment)s, which lies ahead. A clock is wrong.",
    moment=Blank.MOMENT,
)
_RAN_OUT = recorded("The message expired at %(moment)s.", moment=Blank.MOMENT)
_OTHERS = recorded("Others speak of it as well (%(names)s); a person weighs what they say.")
_NOTHING_FOLLOWED = recorded("It cancels a warning of which this rule published nothing.")


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
    return RuleVerdict(Ground.PUBLISHED, f"{facts.signature} {_NOTHING_AGAINST}")


def _against(facts: MessageFacts, terms: RuleTerms, now: datetime) -> Iterator[tuple[Ground, str]]:
    if not facts.is_signed:
        yield Ground.SIGNATURE, facts.signature
    if facts.grade != GRADE or not facts.is_authority:
        yield (
            Ground.SOURCE,
            (_AUTHORITY if facts.is_authority else _NO_AUTHORITY) % {"grade": facts.grade},
        )
    if facts.sender != terms.sender:
        yield (
            Ground.SENDER,
            _SENT_BY % {"sender": facts.sender or _NOBODY, "wanted": terms.sender},
        )
    # A Cancel warns of nothing itself; what it ends is looked at below.
    if facts.status != "Actual" or not (facts.may_alert or facts.message_type == "Cancel"):
        yield (
            Ground.NOT_REAL,
            facts.may_alert_reason or _STATUS % {"status": facts.status or _NOT_KNOWN},
        )
    yield from _against_time(facts, terms, now)
    if terms.hazards and not facts.hazards <= terms.hazards:
        beyond = _listed(facts.hazards - terms.hazards)
        yield Ground.HAZARD, _OTHER_HAZARD % {"beyond": beyond}
    if terms.countries and not facts.countries <= terms.countries:
        beyond = _listed(map(_country, facts.countries - terms.countries))
        yield Ground.COUNTRY, _OTHER_COUNTRY % {"beyond": beyond}
    if facts.level > terms.highest and facts.message_type != "Cancel":
        yield Ground.LEVEL, _TOO_HIGH % {"level": facts.level.word, "highest": terms.highest.word}
    yield from _against_incident(facts)
    if facts.published_last_hour >= terms.most_per_hour:
        yield (
            Ground.BRAKE,
            _BRAKE % {"num": facts.published_last_hour},
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(name or _NOT_KNOWN for name in names))


def _country(code: str) -> str:
    known = gazetteer().country(code) if code else None
    return known.name if known else code


def _against_time(facts: MessageFacts, terms: RuleTerms, now: datetime) -> Iterator[tuple[Ground, str]]:
    if facts.received_at < terms.approved_at:
        yield Ground.TIME, _BEFORE_RULE
    if now - facts.received_at > FRESH_FOR:
        yield Ground.TIME, _LONG_AGO % {"num": f"{FRESH_FOR.total_seconds() / 3600:g}"}
    if facts.sent is None:
        yield (
            Ground.TIME,
            _NO_TIME,
        )
    elif now - facts.sent > FRESH_FOR:
        yield (
            Ground.TIME,
            _OLD % {"moment": f"{facts.sent:%Y-%m-%d %H:%M} UTC"},
        )
    elif facts.sent - now > CLOCK_SKEW:
        yield (
            Ground.TIME,
            _AHEAD % {"moment": f"{facts.sent:%Y-%m-%d %H:%M} UTC"},
        )
    if facts.expires is not None and facts.expires <= now:
        yield Ground.TIME, _RAN_OUT % {"moment": f"{facts.expires:%Y-%m-%d %H:%M} UTC"}


def _against_incident(facts: MessageFacts) -> Iterator[tuple[Ground, str]]:
    if facts.others:
        named = ", ".join(sorted(set(facts.others))[:3])
        yield Ground.OTHERS, _OTHERS % {"names": named}
    if facts.in_hand:
        yield Ground.PERSON, facts.in_hand
    if facts.message_type == "Cancel" and not facts.is_followed:
        yield Ground.NOTHING_TO_FOLLOW, _NOTHING_FOLLOWED
