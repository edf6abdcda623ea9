"""A first credibility grade (1-6) for one report, from the grade of its source and what other sources say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tocsin.grading.admiralty import Credibility, Reliability
from tocsin.grading.data_files import load
from tocsin.grading.errors import DataFileError, GradingError


@dataclass(frozen=True, slots=True)
class CredibilityRule:
    """One rule: what it asks of a report, and the grade it gives."""

    id: str
    grade: Credibility
    sentence: str
    sources: tuple[Reliability, ...]
    agreeing: int
    contradicting: int
    more_against: bool
    withdrawn: bool

    def fits(self, source: Reliability, agreeing: int, contradicting: int, withdrawn: bool) -> bool:
        """Tell whether a report of this source grade and standing is one this rule is for."""
        return (
            (not self.sources or source in self.sources)
            and agreeing >= self.agreeing
            and contradicting >= self.contradicting
            and (not self.more_against or contradicting > agreeing)
            and (withdrawn or not self.withdrawn)
        )


@dataclass(frozen=True, slots=True)
class CredibilityDecision:
    """A report's grade, the id of the rule that gave it, and the reason in plain English."""

    credibility: Credibility
    rule: str
    reason: str


@cache
def credibility_rules() -> tuple[CredibilityRule, ...]:
    """Return the rules in the order in which they are tried."""
    return tuple(
        CredibilityRule(
            id=rule["id"],
            grade=Credibility.from_number(rule["grade"]),
            sentence=rule["sentence"],
            sources=tuple(Reliability.from_letter(letter) for letter in rule.get("sources", ())),
            agreeing=rule.get("agreeing", 0),
            contradicting=rule.get("contradicting", 0),
            more_against=rule.get("more_against", False),
            withdrawn=rule.get("withdrawn", False),
        )
        for rule in load("credibility.toml")["rule"]
    )


def credibility_of(
    source: Reliability, *, agreeing: int = 0, contradicting: int = 0, withdrawn: bool = False
) -> CredibilityDecision:
    """Return the first grade of a report from a source graded `source`.

    `agreeing` and `contradicting` count the other independent sources that say the same and the opposite
    (syndicated copies are one source); `withdrawn` says that the source itself took the report back.
    Raises `GradingError` for a negative count.
    """
    if agreeing < 0 or contradicting < 0:
        raise GradingError("A report cannot have fewer than no other sources; check how they were counted.")
    for rule in credibility_rules():
        if rule.fits(source, agreeing, contradicting, withdrawn):
            return CredibilityDecision(
                rule.grade, rule.id, f"{rule.grade.words} ({rule.grade}) by rule {rule.id}: {rule.sentence}"
            )
    raise DataFileError(
        "grading/data/credibility.toml has no rule for this case; its last rules must fit any."
    )
