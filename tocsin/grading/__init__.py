"""Grading: how severe, how sure and how urgent becomes a level; what the level asks of its reader; and whether
an alert's text keeps to the desk's rules. Pure: no framework, no clock, no network."""

from tocsin.grading.admiralty import Credibility, Reliability
from tocsin.grading.alert_text import Act, AlertText, CitedSource, MessageType, Sentence
from tocsin.grading.credibility import CredibilityDecision, CredibilityRule, credibility_of, credibility_rules
from tocsin.grading.decision import (
    EvidenceRule,
    LevelDecision,
    LevelRow,
    evidence_rules,
    level_table,
    limit_by_evidence,
    propose_level,
)
from tocsin.grading.errors import (
    DataFileError,
    GradingError,
    NoRoomError,
    NotAnAlertTextError,
    NotCanonicalError,
    TimeWithoutZoneError,
    UnknownHazardError,
    UnknownWordError,
)
from tocsin.grading.evidence import Evidence
from tocsin.grading.finding import Finding, FindingSeverity
from tocsin.grading.level import Level, level_icon, level_shape
from tocsin.grading.reach import Reach

__all__ = [
    "Act",
    "AlertText",
    "CitedSource",
    "Credibility",
    "CredibilityDecision",
    "CredibilityRule",
    "DataFileError",
    "Evidence",
    "EvidenceRule",
    "Finding",
    "FindingSeverity",
    "GradingError",
    "Level",
    "LevelDecision",
    "LevelRow",
    "MessageType",
    "NoRoomError",
    "NotAnAlertTextError",
    "NotCanonicalError",
    "Reach",
    "Reliability",
    "Sentence",
    "TimeWithoutZoneError",
    "UnknownHazardError",
    "UnknownWordError",
    "credibility_of",
    "credibility_rules",
    "evidence_rules",
    "level_icon",
    "level_shape",
    "level_table",
    "limit_by_evidence",
    "propose_level",
]
