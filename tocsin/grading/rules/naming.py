"""Rules about country, headline and summary."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.grading.alert_text import Sentence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

SHORTEST_HEADLINE = 15
LONGEST_HEADLINE = 100
FEWEST_SUMMARY_WORDS = 12
MOST_SUMMARY_WORDS = 30


@rule(
    "country-missing",
    FindingSeverity.BLOCKS,
    gettext_noop("The name of the country or sea stands before the headline."),
    fails=Example("Teachers plan march through central Nairobi", {"country": ""}),
    passes=Example("Kenya: Teachers plan march through central Nairobi"),
)
def country_missing(subject: Subject) -> Iterator[Breach]:
    """Look for the country's name."""
    if not subject.text.country.strip():
        yield Breach(
            "country", gettext_noop("The alert names no country or sea. Write it before the headline.")
        )


@rule(
    "headline-missing",
    FindingSeverity.BLOCKS,
    gettext_noop("An alert has a headline."),
    fails=Example("Kenya:", {"headline": " "}),
    passes=Example("Kenya: Teachers plan march through central Nairobi"),
)
def headline_missing(subject: Subject) -> Iterator[Breach]:
    """Look for a headline."""
    if not subject.text.headline.strip():
        yield Breach(
            "headline", gettext_noop("There is no headline. Say what happens, who is concerned, and where.")
        )


@rule(
    "headline-length",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A headline has 15 to 100 characters."),
    fails=Example("Kenya: March", {"headline": "March"}),
    passes=Example("Kenya: Teachers plan march through central Nairobi"),
)
def headline_length(subject: Subject) -> Iterator[Breach]:
    """Count the headline's characters."""
    length = len(subject.text.headline.strip())
    if length and not SHORTEST_HEADLINE <= length <= LONGEST_HEADLINE:
        yield Breach(
            "headline",
            gettext_noop("The headline has %(length)s characters. Write 15 to 100: what, who and where."),
            {"length": length},
        )


@rule(
    "headline-in-capitals",
    FindingSeverity.ADVICE,
    gettext_noop("A headline is not written in capitals."),
    fails=Example("Kenya: TEACHERS PLAN MARCH", {"headline": "TEACHERS PLAN MARCH"}),
    passes=Example("Kenya: Teachers plan march through central Nairobi"),
)
def headline_in_capitals(subject: Subject) -> Iterator[Breach]:
    """Look for a headline of capitals alone."""
    headline = subject.text.headline
    if headline.isupper() and len(headline.split()) > 1:
        yield Breach("headline", gettext_noop("The headline is in capitals. Write it as a sentence."))


@rule(
    "summary-missing",
    FindingSeverity.BLOCKS,
    gettext_noop("An alert has a summary."),
    fails=Example("(no summary)", {"summary": ()}),
    passes=Example("Teachers plan to march from Uhuru Park to parliament on Tuesday ..."),
)
def summary_missing(subject: Subject) -> Iterator[Breach]:
    """Look for a summary."""
    if not subject.text.paragraph("summary").strip():
        yield Breach("summary", gettext_noop("There is no summary. Say what, where, when, and so what."))


@rule(
    "summary-length",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A summary has 12 to 30 words."),
    fails=Example(
        "Teachers march on Tuesday.", {"summary": (Sentence("Teachers march on Tuesday.", ("report:1",)),)}
    ),
    passes=Example(
        "Teachers plan to march from Uhuru Park to parliament on Tuesday, and clashes ... (19 words)"
    ),
)
def summary_length(subject: Subject) -> Iterator[Breach]:
    """Count the summary's words."""
    count = len(subject.text.paragraph("summary").split())
    if count and not FEWEST_SUMMARY_WORDS <= count <= MOST_SUMMARY_WORDS:
        yield Breach(
            "summary",
            gettext_noop("The summary has %(count)s words. Write 12 to 30: what, where, when, so what."),
            {"count": count},
        )


@rule(
    "event-missing",
    FindingSeverity.BLOCKS,
    gettext_noop("An alert says what happened or is expected."),
    fails=Example("(no Event)", {"event": ()}),
    passes=Example("The union expects 5,000 people and has told the police its route."),
)
def event_missing(subject: Subject) -> Iterator[Breach]:
    """Look for the event."""
    if not subject.text.paragraph("event").strip():
        yield Breach("event", gettext_noop("The Event is empty. Say what happened or is expected."))


RULES = (
    country_missing,
    headline_missing,
    headline_length,
    headline_in_capitals,
    summary_missing,
    summary_length,
    event_missing,
)
