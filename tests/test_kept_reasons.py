"""Reasons that records keep already, as earlier versions wrote them, are known again and said in every language."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tocsin.desk.names import ruled_words
from tocsin.grading import Evidence, limit_by_evidence, propose_level
from tocsin.retelling import said_again

KEPT = [
    "No open incident near it in words, place or time.",
    "It names an earlier message of incident 2017-0002 that it updates or ends.",
    "Likeness 1.00 to incident 2017-0003, 0 km apart, 2.4 hours apart, both name mombasa, likoni; new figures: exactly 0 injured, at least 1,200 evacuated; it is now denied.",
    "Likeness 0.81 to incident 2017-0006, 286 km apart, 6.6 hours apart, both name marrakesh, rabat; nothing new in figures or phase.",
    "Likeness 0.98 to incident 2017-0004, same country, in another language, both say 4 killed; it is now under way.",
    "100% of its five-word runs stand in a report of incident 2017-0006 already: a copy, which counts once as evidence.",
    "The likeliest open incident is not near enough: likeness 0.00 to incident 2017-0002, 839 km apart, both name philippine.",
    "Denied by Nairobi Ledger on 2017-07-12 11:35 UTC.",
    "No report of this incident states it any more.",
    "Coast Buzz has since withdrawn the message that said so.",
    "Rule W-01: its level rose from Notice to Critical.",
    "Notice: the newest report says that it is over.",
    "Advisory by row L-063: Moderate, Possible, Future, that is a possible threat to life or property, possible, calling for action later.",
    "The expiry is 336 hours on, by row R-terrorism-extreme. Judgement: an attack or threat closes a district, a grave one a whole city.",
    "The area is a circle of 10 km around Nairobi, Kenya, by row R-labour-action-minor. Judgement: a strike hits one service in a city, a general strike a region; most end within a week. The severity is unknown and read as Moderate.",
    "type-cancel: The message withdraws 3 earlier messages; those told of it are owed an all-clear.",
    "expired: It was over at 2017-07-15 12:00 UTC, before it was received.",
    "A later message of its sender cancels it.",
    "Signed by CN=Luzon Weather Office, unchanged since. Nothing in the rule speaks against it.",
    "The source is graded B and an authority; the rule asks for an authority graded A.",
    "Incident 2017-0004 is dismissed: a person decided that, and decides whether it begins again.",
    "status-refused: http://example.org/feed answered 404 Not Found instead of a document. The document has moved or is gone: look for its new address.",
    "not-a-feed: The document is neither RSS nor Atom: it is a web page. Give the address of the feed itself.",
    "Because of the strike (until 2017-07-17 06:00 UTC)",
    "The reason given before goes along: copied-text.",
]
_ENGLISH = re.compile(
    r"\b(?:the|it|its|is|of|by|to|from|that|and|report|message|likeness|apart|both|new|level|row)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_a_kept_reason_is_said_in_the_language_of_the_reader(kept: str, language: str) -> None:
    with translation.override(language):
        said = ruled_words(kept)
    assert said != kept
    assert language != "ar" or not _ENGLISH.search(said.replace("Because of the strike", "")), said
    with translation.override("en"):
        assert ruled_words(kept) == kept


def test_a_level_says_why_it_was_lowered_and_what_was_not_known() -> None:
    decision = limit_by_evidence(
        propose_level("Unknown", "Observed", "Immediate"), Evidence(authorities=0, independent_sources=0)
    )
    assert decision.limited_by
    with translation.override("ar"):
        assert not re.search("[a-z]{2}", said_again(decision.reason))
    with translation.override("fr"):
        assert "la gravité est inconnue" in said_again(decision.reason)


def test_what_a_person_gave_as_a_reason_is_theirs_in_every_language() -> None:
    for typed in ("A rumour: denied by the police.", "to be checked by Bram", "Nobody of ours is there"):
        with translation.override("ar"):
            assert ruled_words(typed) == typed
