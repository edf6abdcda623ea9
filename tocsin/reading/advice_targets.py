"""Kinds of place that a text's advice warns of: stations, markets, embassies."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.spans import Span
from tocsin.reading.words import Phrases, Word

_KINDS = {
    "public transport": "public transport|public transportation|buses|metro|subway|transports publics|transporte publico",
    "train station": "train station*|railway station*|rail station*|metro station*|gare|gares|estacion* de tren",
    "bus station": "bus station*|bus terminal*|bus stop*",
    "port": "port|ports|ferry terminal*|harbour|harbours|harbor|puerto|puertos",
    "airport": "airport*|aeroport*|aeropuerto*",
    "public or government building": "government building*|public building*|public or government building*|public and government building*"
    "|government office*|ministries|batiment* public*|edificio* publico*|edificio* gubernamental*",
    "embassy or consulate": "embassy|embassies|consulate*|diplomatic mission*|ambassade*|consulat*|embajada*|consulado*",
    "international organisation": "international organization*|international organisation*|united nations office*|ngo office*"
    "|organisation* internationale*",
    "school or university": "school*|universit*|college*|ecole*|escuela*|campus",
    "religious site": "religious site*|place* of worship|mosque*|church*|synagogue*|temple*|lieux de culte|iglesia*",
    "market": "market*|bazaar*|souk*|marche*|mercado*",
    "shopping centre": "shopping centre*|shopping center*|shopping mall*|mall|malls|supermarket*|centres commerciaux|centro* comercial*",
    "hotel or restaurant used by foreigners": "hotels and restaurants|hotels|hotel|restaurants|restaurant|bars and restaurants|hoteles",
    "bar or nightclub": "bars|nightclub*|nightlife",
    "festival": "festival*|concert*|fireworks",
    "tourist site": "tourist site*|tourist attraction*|tourist area*|sites touristiques|beach|beaches",
    "demonstration": "demonstration*|protest*|rally|rallies|large gathering*|public gathering*|crowd*|manifestation*|manifestacion*",
    "checkpoint": "checkpoint*|roadblock*",
    "police or military site": "police station*|military site*|military base*|barracks|security force*",
    "hospital": "hospital*|clinic*",
    "border area": "border area*|border region*|border crossing*",
    "river or coast": "riverbank*|river bank*|coastline*|low-lying area*|coastal area*|shoreline*",
}
_PHRASES = Phrases([(phrase, kind) for kind, row in _KINDS.items() for phrase in row.split("|")])
KINDS_OF_PLACE: tuple[str, ...] = tuple(_KINDS)


def read_advice_targets(among: Sequence[Word], within: Span) -> tuple[str, ...]:
    """The kinds of place named between two offsets, in order of first mention, each once."""
    inside = [word for word in among if within.start <= word.start and word.end <= within.end]
    return tuple(dict.fromkeys(match.payload for match in _PHRASES.find(inside)))
