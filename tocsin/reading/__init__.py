"""Reading: what a text says. Pure and deterministic; no clock, no network, no database.

`HAZARDS` is the one list of hazards of the whole product.
"""

from tocsin.reading.advice_targets import KINDS_OF_PLACE
from tocsin.reading.batches import Text, read_many
from tocsin.reading.derived_areas import derived_areas
from tocsin.reading.describe import describe
from tocsin.reading.document import MOST_BYTES, Document
from tocsin.reading.documents import kind_of, open_document
from tocsin.reading.errors import ReadingError, TaggerMissing, UnknownHazard, ZoneMissing
from tocsin.reading.hazards import HAZARDS, Hazard, hazard
from tocsin.reading.reader import read, resolve_marked
from tocsin.reading.reading import Reading
from tocsin.reading.recognition import Candidate, GazetteerRecogniser, Recogniser
from tocsin.reading.schema import json_schema
from tocsin.reading.spans import Span
from tocsin.reading.tagged_recognition import TaggedRecogniser
from tocsin.reading.units import UNITS
from tocsin.reading.values import (
    AreaKind,
    Certainty,
    DerivedArea,
    Figure,
    HazardMention,
    Judgement,
    Phase,
    PlaceMention,
    Qualifier,
    Role,
    Scope,
    Section,
    TimeMention,
)

__all__ = [
    "HAZARDS",
    "KINDS_OF_PLACE",
    "MOST_BYTES",
    "UNITS",
    "AreaKind",
    "Candidate",
    "Certainty",
    "DerivedArea",
    "Document",
    "Figure",
    "GazetteerRecogniser",
    "Hazard",
    "HazardMention",
    "Judgement",
    "Phase",
    "PlaceMention",
    "Qualifier",
    "Reading",
    "ReadingError",
    "Recogniser",
    "Role",
    "Scope",
    "Section",
    "Span",
    "TaggedRecogniser",
    "TaggerMissing",
    "Text",
    "TimeMention",
    "UnknownHazard",
    "ZoneMissing",
    "derived_areas",
    "describe",
    "hazard",
    "json_schema",
    "kind_of",
    "open_document",
    "read",
    "read_many",
    "resolve_marked",
]
