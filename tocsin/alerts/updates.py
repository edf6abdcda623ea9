"""Compose an update or an all-clear: from the latest edition and what the incident says by now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tocsin.alerts.decide import HEADLINE_CHARACTERS, Proposal, Told, compose, sources_of
from tocsin.alerts.differences import in_words
from tocsin.alerts.quoting import content_words, says_the_same
from tocsin.alerts.values import IncidentFacts
from tocsin.alerts.wording import day, enclosed, located, sentence
from tocsin.grading import Act, AlertText, CitedSource, Level, MessageType, Sentence
from tocsin.recorded import recorded

#: How long an all-clear is shown at least.
ALL_CLEAR_FOR = timedelta(hours=24)
#: Parts that are proposed anew as long as nobody wrote them by hand.
_ALL_CLEAR = recorded("All-clear: %(why)s")
_WHOLE_PARTS = (
    "headline",
    "summary",
    "context",
    "advice",
    "area",
    "place_kinds",
    "time_zone",
    "place",
    "hazard",
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latest edition: its text, what drafting had proposed for it (None where nobody knows), the claims under each
    of its sentences, and the claims that had been looked at by then."""

    text: AlertText
    proposed: AlertText | None
    claims: Mapping[str, tuple[int, ...]]
    looked_at: frozenset[int]
    sent: datetime


def compose_update(facts: IncidentFacts, earlier: Earlier, *, now: datetime) -> Proposal:
    """Return the text proposed for an Update: the latest edition with the claims that came since.

    A part that nobody touched by hand is proposed anew from all claims. One that was keeps its words: in the Event
    the new sentences go before it, and those that new claims replace or that were withdrawn leave it. 'What changed'
    is proposed from the difference.
    """
    fresh = compose(facts, now=now)
    text = replace(
        fresh.text,
        message_type=MessageType.UPDATE,
        language=earlier.text.language,
        # The linter says of each that it was made from an earlier text.
        translations=earlier.text.translations,
    )
    kept = {name: getattr(earlier.text, name) for name in _WHOLE_PARTS if _is_by_hand(earlier, name)}
    if _is_by_hand(earlier, "level"):
        kept["level"] = earlier.text.level
    if _is_by_hand(earlier, "onset") or facts.onset is None:
        kept["onset"] = earlier.text.onset
    if _is_by_hand(earlier, "expires") and earlier.text.expires is not None and earlier.text.expires > now:
        kept["expires"] = earlier.text.expires
    told: Told = [(one, _claims(fresh, one)) for one in fresh.text.event]
    if _is_by_hand(earlier, "event"):
        told = _merged(facts, earlier, told)
        kept["event"] = tuple(one for one, _ in told)
    text = replace(text, **kept)
    claims = dict(earlier.claims) | dict(fresh.claims) | {one.text: ids for one, ids in told}
    text = replace(text, sources=_sources(facts, text, earlier.text.sources))
    news = next((one.text for one, ids in told[1:] if set(ids) - earlier.looked_at), "")
    text = replace(text, what_changed=in_words(earlier.text, text, news))
    return replace(fresh, text=text, claims=tuple((words, ids) for words, ids in claims.items() if ids))


def compose_cancel(facts: IncidentFacts, earlier: Earlier, *, reason: str, now: datetime) -> Proposal:
    """Return the text proposed for an all-clear: the danger is over, and why; nothing of it is invented."""
    fresh = compose(replace(facts, phase="over"), now=now)
    where = enclosed(located(earlier.text.place, earlier.text.country))
    over = sentence(f"the alert of {day(earlier.sent)} for {where} is over")
    why = sentence(reason)
    figures: Told = [
        (one, ids)
        for one in fresh.text.event[1:]
        if (ids := _claims(fresh, one)) and not one.assessment and _is_figure(facts, ids)
    ]
    end = max(now + ALL_CLEAR_FOR, earlier.text.expires or now).replace(second=0, microsecond=0)
    headline = f"All clear ({earlier.text.headline})"
    if len(headline) > HEADLINE_CHARACTERS[1]:
        headline = f"All clear for {located(earlier.text.place, earlier.text.country)}"
    text = replace(
        earlier.text,
        message_type=MessageType.CANCEL,
        headline=headline,
        level=Level.NOTICE,
        urgency="Past",
        summary=(
            Sentence(over, assessment=True),
            Sentence(why, assessment=True),
            Sentence("Return to your usual precautions.", assessment=True),
        ),
        event=(Sentence(why, assessment=True), *(one for one, _ in figures)),
        advice=(Act("Return to your usual precautions.", 1),),
        onset=earlier.text.onset or now,
        expires=end,
        what_changed="",
        cancel_reason=why,
        correction="",
        developing=False,
    )
    text = replace(text, sources=_sources(facts, text, earlier.text.sources))
    claims = dict(earlier.claims) | {one.text: ids for one, ids in figures}
    kept = tuple((words, ids) for words, ids in claims.items() if ids)
    return replace(fresh, text=text, claims=kept, reasons=(_ALL_CLEAR % {"why": why},))


def _is_by_hand(earlier: Earlier, part: str) -> bool:
    return earlier.proposed is None or getattr(earlier.text, part) != getattr(earlier.proposed, part)


def _claims(proposal: Proposal, one: Sentence) -> tuple[int, ...]:
    return dict(proposal.claims).get(one.text, ())


def _is_figure(facts: IncidentFacts, ids: tuple[int, ...]) -> bool:
    return any(claim.id in ids and claim.value is not None for claim in facts.claims)


def _merged(facts: IncidentFacts, earlier: Earlier, fresh: Told) -> Told:
    """The Event of the edition with what is new before it, without what new claims replace or what was withdrawn."""
    standing = {claim.id: claim.subject for claim in facts.claims}
    new = [(one, ids) for one, ids in fresh if set(ids) - earlier.looked_at]
    replaced = {standing[claim] for _, ids in new for claim in ids}
    kept: Told = []
    for one in earlier.text.event:
        ids = earlier.claims.get(one.text, ())
        subjects = {standing.get(claim) for claim in ids}
        withdrawn = bool(ids) and subjects == {None}
        if not withdrawn and not (ids and subjects <= replaced | {None}):
            kept.append((one, ids))
    words = frozenset().union(*(content_words(one.text) for one, _ in kept)) if kept else frozenset()
    return [(one, ids) for one, ids in new if not says_the_same(one.text, words, share=0.9)] + kept


def _sources(
    facts: IncidentFacts, text: AlertText, earlier: tuple[CitedSource, ...]
) -> tuple[CitedSource, ...]:
    """The sources that the text cites: as the incident's reports have them, else as the edition had them."""
    sentences = [one for part in ("summary", "event", "context") for one in text.sentences(part)]
    cited = {reference for one in sentences for reference in one.citations}
    found = {source.reference: source for source in earlier if source.reference in cited}
    found |= {source.reference: source for source in sources_of(facts, sentences)}
    return tuple(found.values())
