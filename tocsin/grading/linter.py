"""The linter: holds an alert's text to the desk's rules before anyone can approve it."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.geo import Gazetteer
from tocsin.grading.alert_text import AlertText
from tocsin.grading.evidence import Evidence
from tocsin.grading.finding import Finding
from tocsin.grading.grounds import Grounds
from tocsin.grading.rule import Rule, Subject
from tocsin.grading.rules import (
    acts,
    copying,
    dates,
    figures,
    levels,
    naming,
    places,
    plain_words,
    sourcing,
    spelling,
    times,
    translations,
    updates,
    wording,
)

RULES: tuple[Rule, ...] = (
    *naming.RULES,
    *levels.RULES,
    *times.RULES,
    *dates.RULES,
    *places.RULES,
    *spelling.RULES,
    *sourcing.RULES,
    *figures.RULES,
    *acts.RULES,
    *wording.RULES,
    *plain_words.RULES,
    *copying.RULES,
    *updates.RULES,
    *translations.RULES,
)


def lint(
    text: AlertText,
    evidence: Evidence | None = None,
    *,
    override: str = "",
    places: Gazetteer | None = None,
    grounds: Grounds | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in `text`, in the order of `RULES`; nothing means that it may be approved.

    Without `evidence` the text's sources count as one source and no authority, however many it lists, since
    nobody has said that they are independent. `override` is the reason, with its author's name, for a level
    other than the table's or above the evidence. `places` is the gazetteer to look names up in, by default
    the one that ships. `grounds` are the figures and texts of the sources; without them nothing is held against
    what the sources say. Raises `UnknownWordError` where the text's severity, certainty or urgency is not CAP's.
    """
    if evidence is None:
        evidence = Evidence(independent_sources=1 if text.sources else 0)
    subject = Subject(text, evidence, override, places, grounds or Grounds())
    return tuple(finding for rule in RULES for finding in rule.findings(subject))


def blocks_approval(findings: Iterable[Finding]) -> bool:
    """Tell whether any of `findings` stands in the way of an approval."""
    return any(finding.blocks for finding in findings)
