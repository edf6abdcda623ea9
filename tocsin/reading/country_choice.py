"""In which country the event of a text is, weighed over everything the text says about countries.

A place counts by how it is named: 'in Colombia' more than 'Colombia', a town with its preposition, a people only a little
('the Peruvian port of' more than that), and less still as one who speaks ('the Colombian president said'). It counts more
beside words of what happened, and most where those words lead to it ('kidnapped on Thursday in Colombia'). A border or
relations with a country, and coming from it, count little. The dateline says where the writer sits, which is mostly, but not
always, where it happened: less so where the text opens with somebody who condemns or demands, and where a country in
brackets after its city marks a writer abroad. Armed groups point weakly to the country where they fight. The United States
and the United Nations' seat are named in reports of every country and count little.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tocsin.geo import Precision
from tocsin.reading.country_words import (
    AREA,
    DATELINE,
    EMBASSY,
    INSIDE,
    LAND,
    LIST_GAP,
    LONGEST_LIST_GAP,
    PEOPLE,
    SPEAKS,
    at_border,
    beside,
    happenings,
    leads_away,
    reacts,
    said_there,
)
from tocsin.reading.values import PlaceMention, Role

_MOST_CHARACTERS = 6_000
# The place of a dateline stands at its very start; other words of it only look like places.
_DATELINE_STARTS = 3
_HEAD = 200
_ADJECTIVES = frozenset({"U.S.", "U.S", "US", "UK", "U.K.", "UAE"})
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
    "SV": "FMLN|Radio Venceremos|Farabundo Marti|Farabundo Martí",
    "TR": "PKK",
    "YE": "Houthi|Houthis",
}
_GROUP_OF = {name.lower(): code for code, row in _GROUPS.items() for name in row.split("|")}
_GROUP_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _GROUP_OF), key=len, reverse=True))})\b")
_SUBPLACES = (Precision.CITY, Precision.SITE, Precision.ADMIN_1, Precision.ADMIN_2)
_MOST_OF_GROUP = 3
_SHOUTED = 0.6
# Named in reports of every country, as a party more than as a place.
_USUAL = frozenset({"US"})
# Where organisations of all countries sit and speak.
_SEATS = frozenset({"geneva", "new york", "new york city", "brussels", "the hague", "vienna", "washington"})
_SHORTEST_SHOUTED = 4
_SHORT_COUNTRIES = frozenset({"USA", "UK", "UAE", "DRC", "USSR", "U.S.", "U.K."})
_ALSO = 0.85


class _Kind(IntEnum):
    """How a mention names its country."""

    COUNTRY = 0
    PLACE = 1
    LAND = 2
    PEOPLE = 3
    ACTORS = 4
    SPEAKER = 5


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts; set on the training part of MUC-4 and by judgement."""

    dateline: float = 2.4
    abroad: float = 0.6
    usual_seat: float = 0.6
    seat_abroad: float = 0.3
    reaction: float = 0.3
    elsewhere: float = 0.6
    country: float = 0.25
    inside: float = 1.2
    place: float = 0.6
    place_inside: float = 0.9
    land: float = 1.4
    demonym: float = 0.2
    actors: float = 0.2
    speaks: float = 0.25
    border: float = 0.3
    said_there: float = 0.5
    away: float = 0.6
    group: float = 1.0
    group_apart: float = 0.8
    happens: float = 1.3
    leads_there: float = 1.4
    usual: float = 0.15
    fades: float = 0.95
    people_fade: float = 0.9
    early: float = 0.6
    title: float = 2.0


WEIGHTS = Weights()
_EARLY = 700


@dataclass(frozen=True, slots=True)
class _Evidence:
    """One mention of a country outside the dateline, with what its surroundings tell."""

    code: str
    kind: _Kind
    sureness: float
    start: int
    inside: bool
    near: bool
    leads: bool
    border: bool
    said: bool
    away: bool
    titled: bool

    @property
    def happens_there(self) -> bool:
        """Whether words of what happened lead to it ('killed in Lima')."""
        there = self.inside and not self.border and not self.said
        return self.leads and there and self.kind <= _Kind.LAND

    def weight(self, weights: Weights) -> float:
        """How much it counts for its country."""
        there = self.inside and not self.border and not self.said
        if self.kind is _Kind.COUNTRY:
            weight = weights.inside if there else weights.country
        elif self.kind is _Kind.PLACE:
            weight = (weights.place_inside if there else weights.place) * self.sureness
        else:
            weight = (weights.land, weights.demonym, weights.actors, weights.speaks)[self.kind - _Kind.LAND]
        if self.near:
            weight *= weights.happens
        if self.happens_there:
            weight *= weights.leads_there
        elif self.code in _USUAL:
            weight *= weights.usual
        if self.border:
            weight *= weights.border
        elif self.said:
            weight *= weights.said_there
        elif self.away and not self.inside:
            weight *= weights.away
        weight *= 1.0 + weights.early * max(0.0, 1.0 - self.start / _EARLY)
        return weight * (weights.title if self.titled else 1.0)


@dataclass(frozen=True, slots=True)
class _Dateline:
    """The country where the writer sits ("" for none), whether it is abroad, whether the text opens with a reaction, and whether all sorts speak there."""

    code: str
    abroad: bool
    reacts: bool
    usual: bool

    def weight(self, weights: Weights) -> float:
        """How much it counts for its country."""
        weight = weights.abroad if self.abroad else weights.dateline
        weight *= weights.reaction if self.reacts else 1.0
        return weight * (weights.usual_seat if self.usual else 1.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a text says about countries, ready to be weighed."""

    dateline: _Dateline
    mentions: tuple[_Evidence, ...]
    groups: tuple[tuple[str, bool], ...]

    def weigh(self, weights: Weights = WEIGHTS) -> dict[str, float]:
        """ISO 3166-1 alpha-2 codes with the weight of all that speaks for each."""
        score: dict[str, float] = defaultdict(float)
        heard: dict[tuple[str, bool], int] = defaultdict(int)
        seat = self.dateline.code
        where = {one.code for one in self.mentions if one.happens_there}
        if seat:
            elsewhere = bool(where) and seat not in where
            score[seat] += self.dateline.weight(weights) * (weights.elsewhere if elsewhere else 1.0)
        for one in self.mentions:
            people = one.kind > _Kind.LAND
            key = one.code, people
            score[one.code] += (
                one.weight(weights) * (weights.people_fade if people else weights.fades) ** heard[key]
            )
            heard[key] += 1
        if seat and self.dateline.abroad and seat not in where:
            score[seat] *= weights.seat_abroad
        for code, near in self.groups:
            score[code] += weights.group * (1.0 if near else weights.group_apart)
        return dict(score)


def evidence(text: str, mentions: Sequence[PlaceMention], title_end: int = 0) -> Evidence:
    """What a text says about countries. `mentions` are its places; those before `title_end` (characters) are in the headline."""
    first = text[:_MOST_CHARACTERS]
    found = DATELINE.match(first[:_HEAD])
    dateline_end = found.end() if found else 0
    small = first.lower()
    writer = next(
        (
            one
            for one in mentions
            if one.country and one.span.start <= _DATELINE_STARTS and one.span.start < dateline_end
        ),
        None,
    )
    happens = happenings(small)
    counted: dict[str, list[bool]] = defaultdict(list)
    for match in _GROUP_WORDS.finditer(small):
        counted[_GROUP_OF[match.group()]].append(beside(small, happens, match.start())[0])
    return Evidence(
        _Dateline(
            writer.country if writer else "",
            _writes_abroad(first, mentions, dateline_end),
            reacts(small, dateline_end),
            writer is not None and (writer.country in _USUAL or writer.text.lower() in _SEATS),
        ),
        tuple(_told(first, happens, mentions, dateline_end, title_end)),
        tuple((code, near) for code, found in counted.items() for near in found[:_MOST_OF_GROUP]),
    )


def weigh_countries(
    text: str, mentions: Sequence[PlaceMention], title_end: int = 0, weights: Weights = WEIGHTS
) -> dict[str, float]:
    """ISO 3166-1 alpha-2 codes with the weight of all that the text says for each; {} where it names no country.

    `mentions` are the places read in `text`; those before `title_end` (characters) stand in the headline.
    """
    return evidence(text, mentions, title_end).weigh(weights)


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


def _told(
    text: str, happens: Sequence[int], mentions: Sequence[PlaceMention], dateline_end: int, title_end: int
) -> Iterator[_Evidence]:
    shouted = _is_shouted(text)
    inside, last = False, 0
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        listed = 0 < start - last <= LONGEST_LIST_GAP and LIST_GAP.match(text[last:start]) is not None
        last = end
        if not mention.country or not dateline_end <= start < len(text):
            continue
        before, after = text[max(0, start - 60) : start], text[end : end + 48]
        inside = (listed and inside) or INSIDE.search(before) is not None
        kind = _kind(mention, after, inside, shouted)
        if kind is None:
            continue
        near, leads = beside(text, happens, start)
        yield _Evidence(
            mention.country,
            kind,
            min(mention.confidence, 0.8 if shouted else 1.0),
            start,
            inside,
            near,
            leads,
            at_border(before, after),
            said_there(before),
            leads_away(before),
            start < title_end,
        )


def _kind(mention: PlaceMention, after: str, inside: bool, shouted: bool) -> _Kind | None:
    """How a mention names its country; None where it says nothing about where the event is."""
    if EMBASSY.match(after):
        return None
    said = mention.text.upper()
    people = mention.role is Role.DEMONYM
    short = len(said) < _SHORTEST_SHOUTED and said not in _SHORT_COUNTRIES
    if shouted and short and not people and mention.precision is Precision.COUNTRY:
        return None
    if people or (said in _ADJECTIVES and not inside):
        if LAND.match(after):
            return _Kind.LAND
        if not people or SPEAKS.match(after):
            return _Kind.SPEAKER
        return _Kind.ACTORS if PEOPLE.match(after) else _Kind.PEOPLE
    if mention.precision is Precision.COUNTRY:
        return _Kind.LAND if after[:1] in "'’" and LAND.match(after) else _Kind.COUNTRY
    # In a text all in capitals any word may look like a name; a preposition before it or a comma after it must help.
    if mention.precision not in _SUBPLACES or (shouted and not (inside or AREA.match(after))):
        return None
    return _Kind.PLACE


def _is_shouted(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isupper, text)) > _SHOUTED * letters
