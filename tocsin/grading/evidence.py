"""What stands behind a level: how many authorities and independent sources, and how good the best of them is."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.grading.admiralty import Credibility, Reliability
from tocsin.grading.errors import GradingError


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence under one incident, counted by the caller: syndicated copies are one source.

    `authorities` are official bodies that issued the warning themselves; `independent_sources` counts
    every independent source, the authorities among them.
    """

    authorities: int = 0
    independent_sources: int = 0
    best_reliability: Reliability = Reliability.F
    best_credibility: Credibility = Credibility.CANNOT_BE_JUDGED

    def __post_init__(self) -> None:
        if self.authorities < 0 or self.independent_sources < 0:
            raise GradingError("Evidence cannot count fewer than no sources; check how they were counted.")

    @property
    def in_words(self) -> str:
        """The evidence in one English phrase, as it stands in reasons."""
        authorities = "1 authority" if self.authorities == 1 else f"{self.authorities or 'no'} authorities"
        sources = (
            "1 independent source"
            if self.independent_sources == 1
            else f"{self.independent_sources or 'no'} independent sources"
        )
        return f"{authorities}, {sources}, best grade {self.best_reliability}{self.best_credibility}"
