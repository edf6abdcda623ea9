"""From severity, certainty and urgency to a level: one published table, and the row that decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tocsin.grading.data_files import load
from tocsin.grading.errors import DataFileError, UnknownWordError
from tocsin.grading.evidence import Evidence
from tocsin.grading.level import Level
from tocsin.recorded import Blank, recorded

# CAP 1.2, section 3.2.2: each list from the weakest to the strongest, "Unknown" outside the scale.
SEVERITIES = ("Minor", "Moderate", "Severe", "Extreme")
CERTAINTIES = ("Unlikely", "Possible", "Likely", "Observed")
URGENCIES = ("Past", "Future", "Expected", "Immediate")
UNKNOWN = "Unknown"

_IN_WORDS = {
    "Extreme": recorded("an extraordinary threat to life or property"),
    "Severe": recorded("a significant threat to life or property"),
    "Moderate": recorded("a possible threat to life or property"),
    "Minor": recorded("little or no known threat to life or property"),
    "Observed": recorded("observed"),
    "Likely": recorded("likely"),
    "Possible": recorded("possible"),
    "Unlikely": recorded("unlikely"),
    "Immediate": recorded("calling for action at once"),
    "Expected": recorded("calling for action soon"),
    "Future": recorded("calling for action later"),
    "Past": recorded("no longer calling for action"),
}
#: CAP's own words stand in reasons as they are in a message, and are said in the reader's language where one is shown.
_CAP_WORDS = (
    recorded("Minor"),
    recorded("Moderate"),
    recorded("Severe"),
    recorded("Extreme"),
    recorded("Unlikely"),
    recorded("Possible"),
    recorded("Likely"),
    recorded("Observed"),
    recorded("Past"),
    recorded("Future"),
    recorded("Expected"),
    recorded("Immediate"),
    recorded("Unknown"),
)
_BY_ROW = recorded(
    "%(level)s by row %(row)s: %(severity)s, %(certainty)s, %(urgency)s, that is %(harm)s, %(chance)s, %(haste)s.",
    level=Blank.LEVEL,
    row=Blank.CODES,
    severity=Blank.RECORDED,
    certainty=Blank.RECORDED,
    urgency=Blank.RECORDED,
    harm=Blank.RECORDED,
    chance=Blank.RECORDED,
    haste=Blank.RECORDED,
)
_READ_AS = {
    "severity": recorded("severity is unknown and read as %(known)s", known=Blank.RECORDED),
    "certainty": recorded("certainty is unknown and read as %(known)s", known=Blank.RECORDED),
    "urgency": recorded("urgency is unknown and read as %(known)s", known=Blank.RECORDED),
}
_ASSUMED = recorded("Here %(assumed)s.", assumed=Blank.LISTED)
_LOWERED = recorded(
    "Lowered from %(before)s to %(after)s by rule %(rule)s: %(sentence)s",
    before=Blank.LEVEL,
    after=Blank.LEVEL,
    rule=Blank.CODES,
    sentence=Blank.RECORDED,
)
_EVIDENCE = recorded("The evidence: %(evidence)s.", evidence=Blank.LISTED)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One row of the table. `read_as` is empty, or the known values an unknown one is read as."""

    id: str
    severity: str
    certainty: str
    urgency: str
    level: Level
    read_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelDecision:
    """A level, the id of the table's row that gave it, and the reason in plain English.

    Where the evidence did not carry the row's level, `limited_by` is the id of the evidence rule that
    lowered it and `row_level` the level the row gave; otherwise `limited_by` is empty and `row_level` None.
    """

    level: Level
    row: str
    reason: str
    limited_by: str = ""
    row_level: Level | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What a level needs to stand on, and the `ceiling` it falls to where it has not."""

    id: str
    level: Level
    authorities: int
    independent_sources: int
    ceiling: Level
    sentence: str

    def is_met_by(self, evidence: Evidence) -> bool:
        """Tell whether `evidence` has the authorities or, failing that, the independent sources."""
        return (
            evidence.authorities >= self.authorities
            or evidence.independent_sources >= self.independent_sources
        )


@cache
def level_table() -> tuple[LevelRow, ...]:
    """Return the published table, one row for each of the 125 combinations of CAP 1.2's words."""
    rows = tuple(
        LevelRow(
            id=row["id"],
            severity=row["severity"],
            certainty=row["certainty"],
            urgency=row["urgency"],
            level=Level.from_word(row["level"]),
            read_as=tuple(row["read_as"].split(", ")) if "read_as" in row else (),
        )
        for row in load("levels.toml")["rows"]
    )
    combinations = {(row.severity, row.certainty, row.urgency) for row in rows}
    if len(combinations) != len(rows) or len(rows) != 125 or len({row.id for row in rows}) != 125:
        raise DataFileError(
            "grading/data/levels.toml must hold each of the 125 combinations once, under 125 different ids."
        )
    return rows


@cache
def _rows_by_words() -> dict[tuple[str, str, str], LevelRow]:
    return {(row.severity, row.certainty, row.urgency): row for row in level_table()}


def _word(value: object, scale: tuple[str, ...], name: str) -> str:
    word = str(getattr(value, "value", value)).strip().capitalize()
    if word not in scale and word != UNKNOWN:
        raise UnknownWordError(
            f"'{value}' is no {name} of CAP 1.2; write one of {', '.join(reversed(scale))} or {UNKNOWN}."
        )
    return word


def propose_level(severity: str, certainty: str, urgency: str) -> LevelDecision:
    """Return the level the table gives for CAP 1.2's words (any case; 'Unknown' has rows of its own).

    Raises `UnknownWordError` for a word that is not CAP's. The evidence is not looked at here: see
    `limit_by_evidence`.
    """
    key = (
        _word(severity, SEVERITIES, "severity"),
        _word(certainty, CERTAINTIES, "certainty"),
        _word(urgency, URGENCIES, "urgency"),
    )
    row = _rows_by_words()[key]
    read = row.read_as or key
    reason = _BY_ROW % {
        "level": row.level.word,
        "row": row.id,
        **dict(zip(("severity", "certainty", "urgency"), key, strict=True)),
        **{name: _IN_WORDS[word] for name, word in zip(("harm", "chance", "haste"), read, strict=True)},
    }
    assumed = [
        _READ_AS[name] % {"known": known}
        for name, word, known in zip(("severity", "certainty", "urgency"), key, read, strict=True)
        if word == UNKNOWN
    ]
    if assumed:
        reason += " " + _ASSUMED % {"assumed": ", ".join(assumed)}
    return LevelDecision(level=row.level, row=row.id, reason=reason)


@cache
def evidence_rules() -> tuple[EvidenceRule, ...]:
    """Return the rules that say what a level needs to stand on, the highest level first."""
    return tuple(
        EvidenceRule(
            id=rule["id"],
            level=Level.from_word(rule["level"]),
            authorities=rule["authorities"],
            independent_sources=rule["independent_sources"],
            ceiling=Level.from_word(rule["ceiling"]),
            sentence=rule["sentence"],
        )
        for rule in load("evidence.toml")["rule"]
    )


def highest_carried(level: Level, evidence: Evidence) -> tuple[Level, EvidenceRule | None]:
    """Return the highest level up to `level` that `evidence` carries, and the rule that lowered it, if any did."""
    broken: EvidenceRule | None = None
    for rule in evidence_rules():
        if level >= rule.level and not rule.is_met_by(evidence):
            level, broken = min(level, rule.ceiling), rule
    return level, broken


def limit_by_evidence(decision: LevelDecision, evidence: Evidence) -> LevelDecision:
    """Return `decision`, lowered to what `evidence` carries; the rule that lowered it and its words go along.

    A named override by a person is kept by the caller beside the decision; it is never made here.
    """
    level, rule = highest_carried(decision.level, evidence)
    if rule is None:
        return decision
    lowered = _LOWERED % {
        "before": decision.level.word,
        "after": level.word,
        "rule": rule.id,
        "sentence": rule.sentence,
    }
    return LevelDecision(
        level=level,
        row=decision.row,
        reason=f"{decision.reason} {lowered} {_EVIDENCE % {'evidence': evidence.in_words}}",
        limited_by=rule.id,
        row_level=decision.row_level or decision.level,
    )
