"""What a proposed sentence is held against: the claims that it cites, taken apart once. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.alerts.admission_dates import Moment, moments, without
from tocsin.alerts.admission_numbers import Stated, stated_numbers
from tocsin.alerts.admission_words import GROUP_OF
from tocsin.grading import StatedFigure
from tocsin.reading.words import words


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """What a sentence may cite: a reference as 'claim:12', all that is said under it, its figures, and who says so.

    The names of `sources` carry an attribution ('the Nairobi Ledger reports') and nothing else: no place stands in them.
    """

    reference: str
    words: str
    figures: tuple[StatedFigure, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """What one check found: the template of a reason, and its values."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """All that the cited claims say, taken apart once."""

    words: str
    each: tuple[str, ...]
    tokens: tuple[str, ...]
    vocabulary: frozenset[str]
    groups: frozenset[int]
    moments: tuple[Moment, ...]
    numbers: tuple[Stated, ...]
    figures: tuple[StatedFigure, ...]

    @classmethod
    def by(cls, claims: Sequence[CitedClaim]) -> Said:
        """Return what `claims` say."""
        text = "\n".join(claim.words for claim in claims)
        # No name, number or date reaches from one line into the next; the empty token keeps names apart.
        lines = [(line, moments(line)) for line in text.splitlines()]
        tokens = tuple(token for line, _ in lines for token in (*(word.folded for word in words(line)), ""))
        numbers = [one for line, found in lines for one in stated_numbers(without(line, found))]
        figures = tuple(one for claim in claims for one in claim.figures)
        of_figures = tuple(Stated(one.value, one.upper, one.qualifier or "exactly") for one in figures)
        return cls(
            words=text,
            each=tuple(claim.words for claim in claims),
            tokens=tokens,
            vocabulary=frozenset(tokens) - {""},
            groups=frozenset(GROUP_OF[one] for one in tokens if one in GROUP_OF),
            moments=tuple(one for _, found in lines for one in found),
            numbers=(*numbers, *of_figures),
            figures=figures,
        )

    def has_name(self, name: Sequence[str]) -> bool:
        """Tell whether the words of `name` stand beside one another in what is cited."""
        return any(
            self.tokens[at : at + len(name)] == tuple(name) for at in range(len(self.tokens) - len(name) + 1)
        )
