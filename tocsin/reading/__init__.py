"""Reading: what a text says. Pure and deterministic; no clock, no network, no database.

`HAZARDS` is the one list of hazards of the whole product.
"""

from tocsin.reading.errors import ReadingError, UnknownHazard, ZoneMissing
from tocsin.reading.hazards import HAZARDS, Hazard, hazard
from tocsin.reading.reading import Reading
from tocsin.reading.spans import Span
from tocsin.reading.values import (
    Certainty,
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
    "Certainty",
    "Figure",
    "Hazard",
    "HazardMention",
    "Judgement",
    "Phase",
    "PlaceMention",
    "Qualifier",
    "Reading",
    "ReadingError",
    "Role",
    "Scope",
    "Section",
    "Span",
    "TimeMention",
    "UnknownHazard",
    "ZoneMissing",
    "hazard",
]
