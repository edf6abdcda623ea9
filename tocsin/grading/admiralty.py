"""The Admiralty code: how reliable a source is (A-F) and how credible a report is (1-6).

Grades and words follow NATO's AJP-2.1 (Allied Joint Doctrine for Intelligence Procedures), the table
of source reliability and information credibility.
"""

from __future__ import annotations

from enum import Enum

from tocsin.grading.errors import UnknownWordError
from tocsin.grading.translation import gettext_noop


class Reliability(Enum):
    """How far a source has been right so far. F is not a bad grade: it says that nobody can tell yet."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def words(self) -> str:
        """The grade in words, a key for translation."""
        return _RELIABILITY_WORDS[self]

    @property
    def rank(self) -> int:
        """5 (A) to 1 (E), and 0 for F, which cannot be judged; higher is better."""
        return 0 if self is Reliability.F else 5 - "ABCDE".index(self.value)

    def __str__(self) -> str:
        return self.value

    @classmethod
    def from_letter(cls, letter: str) -> Reliability:
        """Return the grade for `letter`, whatever its case; raise `UnknownWordError` for any other letter."""
        try:
            return cls(letter.strip().upper())
        except ValueError:
            raise UnknownWordError(f"There is no source grade '{letter}'; write one of A to F.") from None


class Credibility(Enum):
    """How far a report is borne out by others. 6 says that nobody can tell yet."""

    CONFIRMED = 1
    PROBABLE = 2
    POSSIBLE = 3
    DOUBTFUL = 4
    IMPROBABLE = 5
    CANNOT_BE_JUDGED = 6

    @property
    def words(self) -> str:
        """The grade in words, a key for translation."""
        return _CREDIBILITY_WORDS[self]

    @property
    def rank(self) -> int:
        """5 (confirmed) to 1 (improbable), and 0 for what cannot be judged; higher is better."""
        return 6 - self.value

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def from_number(cls, number: int) -> Credibility:
        """Return the grade for `number`; raise `UnknownWordError` for a number outside 1 to 6."""
        try:
            return cls(number)
        except ValueError:
            raise UnknownWordError(f"There is no report grade {number}; write one of 1 to 6.") from None


_RELIABILITY_WORDS = {
    Reliability.A: gettext_noop("Completely reliable"),
    Reliability.B: gettext_noop("Usually reliable"),
    Reliability.C: gettext_noop("Fairly reliable"),
    Reliability.D: gettext_noop("Not usually reliable"),
    Reliability.E: gettext_noop("Unreliable"),
    Reliability.F: gettext_noop("Reliability cannot be judged"),
}

_CREDIBILITY_WORDS = {
    Credibility.CONFIRMED: gettext_noop("Confirmed by other sources"),
    Credibility.PROBABLE: gettext_noop("Probably true"),
    Credibility.POSSIBLE: gettext_noop("Possibly true"),
    Credibility.DOUBTFUL: gettext_noop("Doubtful"),
    Credibility.IMPROBABLE: gettext_noop("Improbable"),
    Credibility.CANNOT_BE_JUDGED: gettext_noop("Truth cannot be judged"),
}
