"""CAP messages: read them (1.0, 1.1, 1.2), write them (1.2), check them, sign them, decide what they may do.

Pure: no Django, clock, network or database. `docs/cap.md` says what is read, what is written and which rules
are checked. Standard: OASIS Common Alerting Protocol 1.2, 1 July 2010, with its predecessors 1.0 and 1.1.
"""

from tocsin.cap.area import CapArea, CapCircle, CapPolygon, NamedValue
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
)
from tocsin.cap.finding import Finding, FindingSeverity
from tocsin.cap.message import Info, Message, Reference, Resource
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

__all__ = [
    "BadEncoding",
    "CapArea",
    "CapCircle",
    "CapError",
    "CapPolygon",
    "Category",
    "Certainty",
    "EntityForbidden",
    "EntryError",
    "Finding",
    "FindingSeverity",
    "Info",
    "Message",
    "MsgType",
    "NamedValue",
    "NotCap",
    "NotWritable",
    "NotXml",
    "Reference",
    "Resource",
    "ResponseType",
    "SchemaError",
    "SchemaProblem",
    "Scope",
    "Severity",
    "SigningError",
    "Status",
    "TimeError",
    "TooDeep",
    "TooLarge",
    "Urgency",
    "format_time",
    "parse_time",
]
