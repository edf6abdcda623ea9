"""Grading: how severe, how sure and how urgent becomes a level; what the level asks of its reader; and whether
an alert's text keeps to the desk's rules. Pure: no framework, no clock, no network."""

from tocsin.grading.admiralty import Credibility, Reliability
from tocsin.grading.alert_json import alert_text_from_json, alert_text_to_json, content_hash
from tocsin.grading.alert_text import Act, AlertText, CitedSource, MessageType, Sentence
from tocsin.grading.canonical import canonical_json, content_hash_of
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
    UnknownWordError,
)
from tocsin.grading.evidence import Evidence
from tocsin.grading.finding import Finding, FindingSeverity
from tocsin.grading.grounds import Grounds, SourceText, StatedFigure
from tocsin.grading.level import Level, level_icon, level_shape
from tocsin.grading.linter import RULES, blocks_approval, lint
from tocsin.grading.moments import in_utc, on_the_spot
from tocsin.grading.playbooks import PlaceKind, PlaybookRule, advice, imperative_verbs, place_kinds, playbook
from tocsin.grading.reach import Reach, ReachRow, reach_of, reach_table
from tocsin.grading.rule import Example, Rule
from tocsin.grading.short_form import first_act, fitted, places, short_form, sms_parts
from tocsin.grading.translations import TRANSLATED, Translation, is_language_tag

__all__ = [
    "RULES",
    "TRANSLATED",
    "Act",
    "AlertText",
    "CitedSource",
    "Credibility",
    "CredibilityDecision",
    "CredibilityRule",
    "DataFileError",
    "Evidence",
    "EvidenceRule",
    "Example",
    "Finding",
    "FindingSeverity",
    "GradingError",
    "Grounds",
    "Level",
    "LevelDecision",
    "LevelRow",
    "MessageType",
    "NoRoomError",
    "NotAnAlertTextError",
    "NotCanonicalError",
    "PlaceKind",
    "PlaybookRule",
    "Reach",
    "ReachRow",
    "Reliability",
    "Rule",
    "Sentence",
    "SourceText",
    "StatedFigure",
    "TimeWithoutZoneError",
    "Translation",
    "UnknownWordError",
    "advice",
    "alert_text_from_json",
    "alert_text_to_json",
    "blocks_approval",
    "canonical_json",
    "content_hash",
    "content_hash_of",
    "credibility_of",
    "credibility_rules",
    "evidence_rules",
    "first_act",
    "fitted",
    "imperative_verbs",
    "in_utc",
    "is_language_tag",
    "level_icon",
    "level_shape",
    "level_table",
    "limit_by_evidence",
    "lint",
    "on_the_spot",
    "place_kinds",
    "places",
    "playbook",
    "propose_level",
    "reach_of",
    "reach_table",
    "short_form",
    "sms_parts",
]
