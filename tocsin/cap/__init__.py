"""CAP messages: read them (1.0, 1.1, 1.2), write them (1.2), check them, sign them, decide what they may do.

Pure: no Django, clock, network or database. `docs/cap.md` says what is read, what is written and which rules
are checked. Standard: OASIS Common Alerting Protocol 1.2, 1 July 2010, with its predecessors 1.0 and 1.1.
"""

from tocsin.cap.actionability import Actionability, Effect, actionable, supersedes
from tocsin.cap.area import CapArea, CapCircle, CapPolygon, NamedValue
from tocsin.cap.checking import check
from tocsin.cap.errors import (
    BadEncoding,
    CapError,
    EntityForbidden,
    EntryError,
    NotCap,
    NotWritable,
    NotXml,
    SchemaError,
    SchemaProblem,
    SigningError,
    TimeError,
    TooDeep,
    TooLarge,
    UnknownProfile,
)
from tocsin.cap.extraction import CAP_MEDIA_TYPE, Extraction, extract
from tocsin.cap.finding import Finding, FindingSeverity
from tocsin.cap.geography import AreaReading, AreaWriting, read_area, write_area
from tocsin.cap.inspection import inspect
from tocsin.cap.message import Info, Message, Reference, Resource
from tocsin.cap.parsing import parse
from tocsin.cap.profiles import PROFILES, Profile, ProfileRule, check_profiles, profile_named
from tocsin.cap.rules import READING_RULES, RULES, Rule
from tocsin.cap.signature import Trust, Verification, sign, verify
from tocsin.cap.times import format_time, parse_time
from tocsin.cap.vocabulary import (
    Category,
    Certainty,
    MsgType,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
)
from tocsin.cap.writing import to_xml

__all__ = [
    "CAP_MEDIA_TYPE",
    "PROFILES",
    "READING_RULES",
    "RULES",
    "Actionability",
    "AreaReading",
    "AreaWriting",
    "BadEncoding",
    "CapArea",
    "CapCircle",
    "CapError",
    "CapPolygon",
    "Category",
    "Certainty",
    "Effect",
    "EntityForbidden",
    "EntryError",
    "Extraction",
    "Finding",
    "FindingSeverity",
    "Info",
    "Message",
    "MsgType",
    "NamedValue",
    "NotCap",
    "NotWritable",
    "NotXml",
    "Profile",
    "ProfileRule",
    "Reference",
    "Resource",
    "ResponseType",
    "Rule",
    "SchemaError",
    "SchemaProblem",
    "Scope",
    "Severity",
    "SigningError",
    "Status",
    "TimeError",
    "TooDeep",
    "TooLarge",
    "Trust",
    "UnknownProfile",
    "Urgency",
    "Verification",
    "actionable",
    "check",
    "check_profiles",
    "extract",
    "format_time",
    "inspect",
    "parse",
    "parse_time",
    "profile_named",
    "read_area",
    "sign",
    "supersedes",
    "to_xml",
    "verify",
    "write_area",
]
