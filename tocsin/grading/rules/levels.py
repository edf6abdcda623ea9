"""Rules about the level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.grading.alert_text import MessageType
from tocsin.grading.decision import highest_carried, limit_by_evidence, propose_level
from tocsin.grading.evidence import Evidence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.level import Level
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

_LEVEL = "|".join(level.word for level in Level)
_LEVEL_WORD = re.compile(rf"\b({_LEVEL})(?:[- ](?:level|alert)s?\b)|\b[Ll]evel(?: is|:)? ({_LEVEL})\b")
_ONE_SOURCE = Evidence(authorities=0, independent_sources=1)
_TOP = {"severity": "Extreme", "certainty": "Observed", "urgency": "Immediate", "level": Level.CRITICAL}


@rule(
    "level-word",
    FindingSeverity.BLOCKS,
    gettext_noop("The text names no level but its own."),
    fails=Example(
        "Advisory: 'This Critical alert ...'", {"what_changed": "This Critical alert has a new end."}
    ),
    passes=Example(
        "Advisory: 'This Advisory alert ...'", {"what_changed": "This Advisory alert has a new end."}
    ),
)
def level_word(subject: Subject) -> Iterator[Breach]:
    """Look for the name of another level; an update may say which level it comes from."""
    for passage in subject.passages():
        for match in _LEVEL_WORD.finditer(passage.text):
            word = match.group(1) or match.group(2)
            raised = re.search(r"\b(?:from|was|previous|earlier)\b", passage.text)
            if word != subject.text.level.word and not raised:
                yield Breach(
                    passage.part,
                    gettext_noop(
                        "The text speaks of the level %(word)s, but the alert is %(level)s. Make them agree."
                    ),
                    {"word": word, "level": subject.text.level.word},
                    passage.position,
                )


@rule(
    "level-above-evidence",
    FindingSeverity.BLOCKS,
    gettext_noop("The level is not above what the evidence carries, unless a named override says why."),
    fails=Example("Critical on one report from one newspaper", _TOP, evidence=_ONE_SOURCE),
    passes=Example(
        "Critical on one report, with a named override",
        _TOP,
        evidence=_ONE_SOURCE,
        override="Our own colleague sees it (A. Desk)",
    ),
)
def level_above_evidence(subject: Subject) -> Iterator[Breach]:
    """Hold the level against the evidence rules."""
    if subject.override.strip() or subject.text.message_type is MessageType.CANCEL:
        return
    level, broken = highest_carried(subject.text.level, subject.evidence)
    if broken is not None:
        yield Breach(
            "level",
            gettext_noop(
                "Rule %(rule)s: the evidence (%(evidence)s) carries %(carried)s, not %(level)s. "
                "Lower the level, find another source, or override it by name with a reason."
            ),
            {
                "rule": broken.id,
                "evidence": subject.evidence.in_words,
                "carried": level.word,
                "level": subject.text.level.word,
            },
        )


@rule(
    "level-against-table",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("The level is the one the table gives for severity, certainty and urgency."),
    fails=Example("Warning for Moderate, Possible, Expected", {"level": Level.WARNING}),
    passes=Example("Advisory for Moderate, Possible, Expected"),
)
def level_against_table(subject: Subject) -> Iterator[Breach]:
    """Compare the level with the table's, before and after the evidence limits it."""
    text = subject.text
    if subject.override.strip() or text.message_type is MessageType.CANCEL:
        return
    proposed = propose_level(text.severity, text.certainty, text.urgency)
    if text.level not in (proposed.level, limit_by_evidence(proposed, subject.evidence).level):
        yield Breach(
            "level",
            gettext_noop(
                "The level is %(level)s, but row %(row)s gives %(proposed)s for %(severity)s, %(certainty)s, "
                "%(urgency)s. Say why, or take the table's level."
            ),
            {
                "level": text.level.word,
                "row": proposed.row,
                "proposed": proposed.level.word,
                "severity": text.severity,
                "certainty": text.certainty,
                "urgency": text.urgency,
            },
        )


RULES = (level_word, level_above_evidence, level_against_table)
