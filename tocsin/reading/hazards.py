"""The one list of hazards: codes, CAP categories, OASIS event terms and the words that speak of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tocsin.reading import (
    arabic_hazards,
    english_hazards,
    french_hazards,
    portuguese_hazards,
    spanish_hazards,
)
from tocsin.reading.errors import UnknownHazard
from tocsin.reading.hazard_words import phrases, weighted

_LANGUAGES = {
    "en": english_hazards,
    "fr": french_hazards,
    "es": spanish_hazards,
    "pt": portuguese_hazards,
    "ar": arabic_hazards,
}
#: Phrases by language (ISO 639-1) that sound like a hazard and are none ("a storm of protest").
FIGURES_OF_SPEECH = {code: phrases(room.FIGURES_OF_SPEECH) for code, room in _LANGUAGES.items()}


@dataclass(frozen=True, slots=True)
class Hazard:
    """A kind of event that the desk warns of.

    `code` is stable and lower case with hyphens; `name` is what a reader sees (English); `cap_category` is the value
    for CAP's `category` (CAP 1.2, section 3.2.2). `oasis_event_term` is the nearest term of the Event Terms List for
    CAP, version 1.2 (OASIS, Committee Note 01), and `oasis_event_code` its code there.
    `words` gives per language (ISO 639-1) the phrases that speak of the hazard, each with its weight: 1.0 decides
    alone, 0.5 needs a second phrase, 0.3 only supports.
    """

    code: str
    name: str
    cap_category: str
    oasis_event_term: str
    oasis_event_code: str
    words: Mapping[str, Mapping[str, float]]


def _hazard(code: str, name: str, category: str, term: str, oasis_code: str) -> Hazard:
    words = {
        language: MappingProxyType(weighted(room.HAZARDS[code]))
        for language, room in _LANGUAGES.items()
        if code in room.HAZARDS
    }
    return Hazard(code, name, category, term, oasis_code, MappingProxyType(words))


HAZARDS: tuple[Hazard, ...] = (
    _hazard("terrorism", "Terrorism", "Security", "terrorist incident", "OET-193"),
    _hazard("armed-conflict", "Armed conflict", "Security", "security", "OET-177"),
    _hazard("civil-unrest", "Civil unrest", "Security", "civil protest", "OET-040"),
    _hazard("crime", "Crime", "Security", "criminal activity", "OET-049"),
    _hazard("kidnapping-and-piracy", "Kidnapping and piracy", "Security", "criminal activity", "OET-049"),
    _hazard("politics-and-elections", "Politics and elections", "Security", "civil", "OET-039"),
    _hazard("labour-action", "Labour action", "Transport", "public service issue", "OET-151"),
    _hazard("transport", "Transport", "Transport", "transportation", "OET-200"),
    _hazard("earthquake", "Earthquake", "Geo", "earthquake", "OET-068"),
    _hazard("tsunami", "Tsunami", "Geo", "tsunami", "OET-203"),
    _hazard("volcano", "Volcano", "Geo", "volcanic activity", "OET-208"),
    _hazard("storm", "Storm", "Met", "storm", "OET-187"),
    _hazard("flood", "Flood", "Met", "flood", "OET-081"),
    _hazard("landslide", "Landslide", "Geo", "landslide", "OET-119"),
    _hazard("heat-and-cold", "Heat and cold", "Met", "weather", "OET-216"),
    _hazard("wildfire", "Wildfire", "Fire", "wildfire", "OET-217"),
    _hazard("disease", "Disease", "Health", "disease", "OET-061"),
    _hazard("hazardous-material", "Hazardous material", "CBRNE", "contamination", "OET-048"),
    _hazard("infrastructure", "Infrastructure", "Infra", "infrastructure", "OET-114"),
    _hazard("cyber", "Cyber", "Infra", "cybercrime threat", "OET-050"),
    _hazard("other", "Other", "Other", "other event", "OET-000"),
)

_BY_CODE = {one.code: one for one in HAZARDS}


def hazard(code: str) -> Hazard:
    """The hazard with this code. Raises `UnknownHazard` where the list has none."""
    try:
        return _BY_CODE[code]
    except KeyError:
        known = ", ".join(_BY_CODE)
        raise UnknownHazard(f"{code!r} is no hazard code. Use one of: {known}.") from None
