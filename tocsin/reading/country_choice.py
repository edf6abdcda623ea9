"""In which country the event of a text is, weighed over everything the text says about countries.

A place counts by how it is named: 'in Colombia' more than 'Colombia', a town with its preposition, a people only a little,
and less still as one who speaks ('the Colombian president said'). It counts more beside words of what happened, and most
where those words lead to it ('kidnapped on Thursday in Colombia'). The dateline says where the writer sits, which is
mostly, but not always, where it happened; a country in brackets after its city marks a writer abroad. Armed groups point
weakly to the country where they fight. The United States and the United Nations' seat are named in reports of every
country and count little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.geo import Precision
from tocsin.reading.values import PlaceMention, Role

_MOST_CHARACTERS = 6_000
# The place of a dateline stands at its very start; other words of it only look like places.
_DATELINE_STARTS = 3
_HEAD = 200
_DATELINE = re.compile(
    r"\A[^\n]{0,70}?(?:,\s*(?:\d{1,2}\s+[A-Za-z]{3,9}\.?(?:\s+\d{2,4})?|[A-Za-z]{3,9}\.?\s+\d{1,2}|NO DATE)\b|\s(?:--|[–—])\s|\([A-Z][A-Za-z .-]{1,20}\)\s+[-–—])"
)
_IN = re.compile(
    r"\b(?:in|at|near|outside|around|inside|throughout|across|off|of|en|dans|à|em|no|na|cerca de)\s+(?:the\s+)?"
    r"(?:\w{3,12}ern\s+|downtown\s+|central\s+|\w{4,9}\s+of\s+)?$",
    re.I,
)
_AREA = re.compile(r"\s*,|\s+(?:department|province|district|city|state|region|county|governorate)\b", re.I)
# One who speaks or governs, not a place: 'the Salvadoran president', 'Peruvian foreign minister'.
_SPEAKS = re.compile(
    r"\s+(?:\w+\s+)?(?:president|government|minister|ministry|ambassador|embassy|official|officials|congress|senate|spokes\w+|envoy|counterpart|secretary|delegation|diplomat\w*|chancellor|premier|foreign)\b",
    re.I,
)
# Whose embassy it is says only where it is not.
_EMBASSY = re.compile(r"['’]?s?\s+(?:embass|consul|ambassador)", re.I)
_ADJECTIVES = frozenset({"U.S.", "U.S", "US", "UK", "U.K.", "UAE"})
_HAPPENS = re.compile(
    r"\b(?:kill|wound|injur|bomb|explo|attack|murder|assassinat|kidnap|abduct|dynamit|shot\b|shoot|died\b|dead\b|blew\b|massacr"
    r"|ambush|destroy|sabotag|crime\b|death|quake|flood|erupt|crash|clash|hijack|derail|collaps|struck\b|storm|landslide|strike"
    r"|mat[oó]|muer|secuestr|atac|explot|tué|attaqu|enlev|mort|atingi|sequestr)",
)
# Where armed groups fight: weak evidence, for a name alone says only whose war it is.
_GROUPS = {
    "AF": "Taliban",
    "CD": "M23|ADF rebels",
    "CL": "FPMR|Manuel Rodriguez Patriotic Front|Manuel Rodríguez Patriotic Front",
    "CO": "FARC|ELN|M-19|Extraditables|Medellin Cartel|Medellín Cartel|Cali Cartel|Clan del Golfo|Popular Liberation Army",
    "EC": "Alfaro Vive",
    "GT": "URNG",
    "HN": "Cinchonero|Cinchoneros",
    "IN": "Naxalite|Naxalites|Naxals",
    "LB": "Hezbollah",
    "LK": "LTTE|Tamil Tigers",
    "MZ": "Renamo",
    "NG": "Boko Haram|ISWAP",
    "NI": "Contras|Sandinista|Sandinistas|Sandinist|Sandinists",
    "PE": "Shining Path|Sendero Luminoso|MRTA|Tupac Amaru|Túpac Amaru",
    "PH": "Abu Sayyaf|New People's Army",
    "PK": "TTP",
    "PS": "Hamas",
    "SO": "Al-Shabaab|Al Shabaab",
    "SV": "FMLN|Farabundo Marti|Farabundo Martí",
    "TR": "PKK",
    "YE": "Houthi|Houthis",
}
_GROUP_OF = {name.lower(): code for code, row in _GROUPS.items() for name in row.split("|")}
_GROUP_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _GROUP_OF), key=len, reverse=True))})\b")
_SUBPLACES = (Precision.CITY, Precision.SITE, Precision.ADMIN_1, Precision.ADMIN_2)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts; set on the training part of MUC-4 and by judgement."""

    dateline: float = 2.4
    abroad: float = 0.5
    seat_abroad: float = 0.4
    country: float = 0.25
    inside: float = 1.6
    place: float = 0.6
    demonym: float = 0.3
    speaks: float = 0.25
    group: float = 1.0
    happens: float = 1.5
    leads_there: float = 1.6
    usual: float = 0.3
    fades: float = 0.9
    title: float = 2.0


WEIGHTS = Weights()
_NEAR_EVENT, _AFTER_EVENT = 160, 70
_MOST_OF_GROUP = 3
_SHOUTED = 0.6
# Named in reports of every country, as a party more than as a place.
_USUAL = frozenset({"US"})
_SHORTEST_SHOUTED = 4
_SHORT_COUNTRIES = frozenset({"USA", "UK", "UAE", "DRC", "USSR", "U.S.", "U.K."})
_ALSO = 0.85


def weigh_countries(
    text: str, mentions: Sequence[PlaceMention], title_end: int = 0, weights: Weights = WEIGHTS
) -> dict[str, float]:
    """ISO 3166-1 alpha-2 codes with the weight of all that the text says for each; {} where it names no country.

    `mentions` are the places read in `text`; those before `title_end` (characters) stand in the headline.
    """
    first = text[:_MOST_CHARACTERS]
    found = _DATELINE.match(first[:_HEAD])
    dateline_end = found.end() if found else 0
    abroad = _writes_abroad(first, mentions, dateline_end)
    shouted = _is_shouted(first)
    small = first.lower()
    happens = [match.start() for match in _HAPPENS.finditer(small)]
    score: dict[str, float] = defaultdict(float)
    heard: dict[str, int] = defaultdict(int)
    in_dateline: set[str] = set()
    for mention in mentions:
        code, start = mention.country, mention.span.start
        if not code or start >= len(first):
            continue
        if start < dateline_end:
            if start <= _DATELINE_STARTS and not in_dateline:
                score[code] += weights.abroad if abroad else weights.dateline
                in_dateline.add(code)
            continue
        weight = _weight(first, mention, shouted, weights)
        if weight <= 0:
            continue
        factor, leads = _beside(happens, start, weights)
        if leads and mention.role is not Role.DEMONYM and _IN.search(first[max(0, start - 30) : start]):
            factor *= weights.leads_there
        elif code in _USUAL:
            factor *= weights.usual
        weight *= factor * (weights.title if start < title_end else 1.0)
        score[code] += weight * weights.fades ** heard[code]
        heard[code] += 1
    for code in in_dateline if abroad else ():
        score[code] *= weights.seat_abroad
    counted: dict[str, int] = defaultdict(int)
    for match in _GROUP_WORDS.finditer(small):
        code = _GROUP_OF[match.group()]
        counted[code] += 1
        if counted[code] <= _MOST_OF_GROUP:
            score[code] += weights.group
    return dict(score)


def choose_countries(text: str, mentions: Sequence[PlaceMention], title_end: int = 0) -> tuple[str, ...]:
    """The country of the event, and those that the text says as much for, the likeliest first; () for none."""
    score = weigh_countries(text, mentions, title_end)
    best = max(score.values(), default=0.0)
    ranked = sorted(score, key=lambda code: (-score[code], code))
    return tuple(code for code in ranked if score[code] >= _ALSO * best)[:3] if best > 0 else ()


def _writes_abroad(text: str, mentions: Sequence[PlaceMention], dateline_end: int) -> bool:
    """Whether the dateline names its country in brackets: 'ROME (ITALY), 28 APR'. So do writers on another country's affairs."""
    return any(
        0 < one.span.start < dateline_end
        and one.precision is Precision.COUNTRY
        and text[one.span.start - 1] == "("
        and text[one.span.end : one.span.end + 1] == ")"
        for one in mentions
    )


def _weight(text: str, mention: PlaceMention, shouted: bool, weights: Weights) -> float:
    start, end = mention.span.start, mention.span.end
    before, after = text[max(0, start - 30) : start], text[end : end + 40]
    if _EMBASSY.match(after):
        return 0.0
    inside = _IN.search(before) is not None
    if mention.text.upper() in _ADJECTIVES and not inside:
        return weights.speaks
    if mention.role is Role.DEMONYM:
        return weights.speaks if _SPEAKS.match(after) else weights.demonym
    if mention.precision is Precision.COUNTRY:
        if shouted and len(mention.text) < _SHORTEST_SHOUTED and mention.text.upper() not in _SHORT_COUNTRIES:
            return 0.0
        return weights.inside if inside else weights.country
    if mention.precision not in _SUBPLACES:
        return 0.0
    # In a text all in capitals any word may look like a name; a preposition before it or a comma after it must help.
    if shouted and not (inside or _AREA.match(after)):
        return 0.0
    return weights.place * min(mention.confidence, 0.8 if shouted else 1.0)


def _beside(happens: Sequence[int], start: int, weights: Weights) -> tuple[float, bool]:
    """How much more a mention counts for the words of what happened near it, and whether such words lead to it."""
    at = bisect_left(happens, start - _NEAR_EVENT)
    if at == len(happens) or happens[at] > start + _NEAR_EVENT:
        return 1.0, False
    before = bisect_left(happens, start - _AFTER_EVENT)
    return weights.happens, before < len(happens) and happens[before] < start


def _is_shouted(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isupper, text)) > _SHOUTED * letters
