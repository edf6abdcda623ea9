"""What the linter finds in a draft as it stands now, and what of it stands in the way of an approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from tocsin.alerts.content import LEVEL_RULE, overrides_of, text_of
from tocsin.alerts.grounds import grounds_of
from tocsin.alerts.models import Draft
from tocsin.grading import (
    AlertText,
    Evidence,
    Finding,
    FindingSeverity,
    Grounds,
    LevelDecision,
    limit_by_evidence,
    lint,
    propose_level,
)
from tocsin.incidents.merged import present_incident
from tocsin.incidents.situation import evidence_of

#: Values of a finding that are words of ours, and so have translations; the others are taken from the text.
_OUR_WORDS = frozenset({"level", "carried", "proposed", "severity", "certainty", "urgency", "part"})


def finding_words(finding: Finding) -> str:
    """Return what the linter found in the language that is spoken; as it was written where it has no pattern."""
    if not finding.template:
        return finding.sentence
    values = {name: gettext(value) if name in _OUR_WORDS else value for name, value in finding.values}
    return gettext(finding.template) % values


def evidence_for(draft: Draft) -> Evidence:
    """Return what stands behind the draft's incident now."""
    return evidence_of(present_incident(draft.alert.incident))


def level_proposed(text: AlertText, evidence: Evidence) -> LevelDecision:
    """Return the level that table and evidence give for the text's own severity, certainty and urgency."""
    return limit_by_evidence(propose_level(text.severity, text.certainty, text.urgency), evidence)


def findings_of(draft: Draft, text: AlertText | None = None) -> tuple[Finding, ...]:
    """Return everything the linter finds in the draft, under the evidence of its incident and its named reasons.

    `text` is what stands in the form instead of the saved text.
    """
    text = text_of(draft.content) if text is None else text
    return _findings(draft, text, evidence_for(draft), grounds_of(draft, text))


def _findings(draft: Draft, text: AlertText, evidence: Evidence, grounds: Grounds) -> tuple[Finding, ...]:
    for_level = [
        one for one in overrides_of(draft.overrides) if one.rule == LEVEL_RULE and one.covers(text.level.word)
    ]
    reason = f"{for_level[0].reason} ({for_level[0].name})" if for_level else ""
    return lint(text, evidence, override=reason, grounds=grounds)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the linter found in a draft, and of what: the text by its hash, and what stood behind it."""

    content_hash: str
    text: AlertText
    evidence: Evidence
    grounds: Grounds
    findings: tuple[Finding, ...]

    def holds_for(self, draft: Draft) -> bool:
        """Whether neither the draft nor what stands behind it has changed since."""
        return (
            self.content_hash == draft.content_hash
            and self.evidence == evidence_for(draft)
            and self.grounds == grounds_of(draft, self.text)
        )


def inspected(draft: Draft) -> Inspection:
    """Return what the linter finds in the draft as it is saved now; asked before a transaction, it holds nobody up."""
    draft = Draft.objects.select_related("alert__incident").get(pk=draft.pk)
    text, evidence = text_of(draft.content), evidence_for(draft)
    grounds = grounds_of(draft, text)
    return Inspection(draft.content_hash, text, evidence, grounds, _findings(draft, text, evidence, grounds))


def standing_in_the_way(draft: Draft, findings: Iterable[Finding] | None = None) -> tuple[Finding, ...]:
    """Return the findings for which the draft cannot be approved now; those of `findings`, where they are known.

    A finding that blocks always stands in the way; one that needs a reason, until somebody has given it by name for that
    very finding (`editing.override`); mere advice never.
    """
    given = {one.rule: one for one in overrides_of(draft.overrides)}
    return tuple(
        finding
        for finding in (findings_of(draft) if findings is None else findings)
        if finding.severity is FindingSeverity.BLOCKS
        or (
            finding.severity is FindingSeverity.NEEDS_REASON
            and not (finding.rule in given and given[finding.rule].covers(finding.sentence))
        )
    )
