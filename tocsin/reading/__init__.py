"""Reading: what a text says. Pure and deterministic; no clock, no network, no database.

`HAZARDS` is the one list of hazards of the whole product. It is here at once; everything else is loaded when it is first asked
for, because most of the house needs the hazards alone, and the rules of reading take a second to load.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tocsin.reading.errors import ReadingError, TaggerMissing, UnknownHazard, ZoneMissing
from tocsin.reading.hazards import HAZARDS, Hazard, hazard

if TYPE_CHECKING:
    from tocsin.reading.advice_targets import KINDS_OF_PLACE
    from tocsin.reading.area_derivation import derived_areas
    from tocsin.reading.batches import Text, read_many
    from tocsin.reading.description import describe
    from tocsin.reading.document import MOST_BYTES, Document
    from tocsin.reading.documents import kind_of, open_document
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

#: The module of each name that is loaded when it is asked for.
_HOMES = {
    "AreaKind": "values",
    "Candidate": "recognition",
    "Certainty": "values",
    "DerivedArea": "values",
    "Document": "document",
    "Figure": "values",
    "GazetteerRecogniser": "recognition",
    "HazardMention": "values",
    "Judgement": "values",
    "KINDS_OF_PLACE": "advice_targets",
    "MOST_BYTES": "document",
    "Phase": "values",
    "PlaceMention": "values",
    "Qualifier": "values",
    "Reading": "reading",
    "Recogniser": "recognition",
    "Role": "values",
    "Scope": "values",
    "Section": "values",
    "Span": "spans",
    "TaggedRecogniser": "tagged_recognition",
    "Text": "batches",
    "TimeMention": "values",
    "UNITS": "units",
    "derived_areas": "area_derivation",
    "describe": "description",
    "json_schema": "schema",
    "kind_of": "documents",
    "open_document": "documents",
    "read": "reader",
    "read_many": "batches",
    "resolve_marked": "reader",
}


def __getattr__(name: str) -> object:
    """Load a name of this room (PEP 562). Raises AttributeError for one that it does not export."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
