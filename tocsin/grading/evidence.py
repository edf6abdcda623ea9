"""What stands behind a level: how many authorities and independent sources, and how good the best of them is."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.grading.admiralty import Credibility, Reliability
from tocsin.grading.errors import GradingError
from tocsin.recorded import Blank, recorded, recorded_count

_AUTHORITIES = recorded_count("%(num)s authority", "%(num)s authorities")
_SOURCES = recorded_count("%(num)s independent source", "%(num)s independent sources")
_NO_AUTHORITIES, _NO_SOURCES = recorded("no authorities"), recorded("no independent sources")
_BEST = recorded("best grade %(grade)s", grade=Blank.CODES)


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
        best = _BEST % {"grade": f"{self.best_reliability}{self.best_credibility}"}
        authorities = _counted(self.authorities, _AUTHORITIES, _NO_AUTHORITIES)
        return f"{authorities}, {_counted(self.independent_sources, _SOURCES, _NO_SOURCES)}, {best}"


def _counted(number: int, texts: tuple[str, str], none: str) -> str:
    return texts[number > 1] % {"num": number} if number else none
