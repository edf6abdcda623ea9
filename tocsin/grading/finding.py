"""What the linter says about one alert text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tocsin.grading.translation import gettext_noop


class FindingSeverity(Enum):
    """What a finding does to an approval."""

    BLOCKS = gettext_noop("blocks approval")
    NEEDS_REASON = gettext_noop("needs a reason")
    ADVICE = gettext_noop("advice")

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule.

    `part` is the part of the text it stands in (country, headline, summary, level, timeframe, area,
    sources, event, context, advice, update) and `position` the sentence or act in that part, counted
    from 0, or None for the part as a whole. `template` and `values` are the sentence before its values
    were put in, so that a caller can translate it: `_(finding.template) % dict(finding.values)`.
    """

    rule: str
    severity: FindingSeverity
    part: str
    sentence: str
    position: int | None = None
    template: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the text cannot be approved while this finding stands."""
        return self.severity is FindingSeverity.BLOCKS
