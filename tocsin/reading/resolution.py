"""Which place each name means: all names of a text are resolved together.

Every name has its senses (the gazetteer's places of that name). A sense gains by its importance, by other names of the text
in its country and area, by lying near to what they mean, and by a larger place named beside it ('Paris, Texas'). What the
names mean and how they support each other is settled in a few rounds (relaxation labelling, Rosenfeld, Hummel and Zucker
1976): supports are sums over the other names, weighed by how sure each of them is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tocsin.geo import Place, Precision, distance_km
from tocsin.geo.points import EARTH_RADIUS_KM
from tocsin.reading.recognition import Candidate
from tocsin.reading.senses import Senses, senses_of
from tocsin.reading.words import fold

_ROUNDS = 5
# How much each kind of evidence is worth, in powers of ten of population.
_COUNTRY_SHARE, _COUNTRY_SUPPORT = 2.8, 0.4
_AREA_SHARE, _AREA_SUPPORT = 3.6, 0.5
_NEARNESS, _REACH_KM, _MOST_NEARNESS = 1.3, 100.0, 3.5
_FARNESS = 0.3
# Beliefs are raised to this power where names look for neighbours: 0 all senses alike, 1 as believed.
_TEMPER = 0.3
_INSIDE_NAMED, _NOT_INSIDE_NAMED = 6.0, -3.0
_OWN_NAME = 1.0
_MOST_SUPPORT = 3.0
_SHARPNESS = 1.6
_SAME_SPOT_KM = 80.0
_GAP_TO_CONTAINER = re.compile(
    r"^\s*(?:,|\(|,? in(?: the)?(?: \w+)?(?: (?:state|province|region|county) of)?)\s*$"
)
_OWNS = re.compile(r"^['’]s\s+(?:\w+\s+){0,2}$")
_LONGEST_GAP = 30
_AREA_WORD = re.compile(
    r"\s+(?:province|governorate|state|region|oblast|district|department|prefecture|county|parish)\b", re.I
)
_AREA_BEFORE = re.compile(
    r"\b(?:province|governorate|state|region|oblast|department|prefecture|county|provincia|departamento|estado|región) (?:of|de)\s+$",
    re.I,
)
_SEAT_SHARE, _SAID_AREA = 0.15, 3.0

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A candidate with the place it means, a confidence from 0 to 1, the reason, and whether only its people are named."""

    candidate: Candidate
    place: Place
    confidence: float
    reason: str
    demonym: bool = False

    @property
    def country(self) -> str:
        """The country code of the place; "" where it lies in none."""
        return self.place.country


def resolve(
    text: str, candidates: Sequence[Candidate], prior: Mapping[str, float], *, marked: bool = False
) -> tuple[Resolved, ...]:
    """The place of every candidate. `prior` are weights of country codes known from elsewhere (the headline, the source).

    One name has one sense in a text, unless a larger place stands beside it. `marked` says that the candidates are known to
    be places; confidence is then that of the choice alone.
    """
    containers = [_container(text, candidates, index) for index in range(len(candidates))]
    shared: dict[str, Place] = {}
    for candidate, container in zip(candidates, containers, strict=True):
        if container is not None:
            shared.setdefault(fold(candidate.text), container)
    names: dict[tuple[str, int, bool], _Name] = {}
    keys: list[tuple[str, int, bool]] = []
    for candidate, own in zip(candidates, containers, strict=True):
        folded = fold(candidate.text)
        container = own or shared.get(folded)
        is_area = _is_area(text, candidate)
        key = (folded, container.geonames_id if container else 0, is_area)
        keys.append(key)
        known = names.get(key)
        if known is None:
            senses = senses_of(candidate.text)
            names[key] = _Name(folded, senses, container, candidate.likelihood, is_area)
        else:
            known.likelihood = max(known.likelihood, candidate.likelihood)
    order = {key: index for index, key in enumerate(names)}
    settled = _settle(list(names.values()), prior)
    resolved = []
    for candidate, own, key in zip(candidates, containers, keys, strict=True):
        place, sureness, reason = settled[order[key]]
        if place is None:
            continue
        place = place if names[key].is_area else _seat(place, names[key].senses)
        if place == names[key].senses.people_of and own is None:
            resolved.append(
                Resolved(
                    candidate,
                    place,
                    calibrated(candidate.likelihood, marked=marked),
                    candidate.reason,
                    demonym=True,
                )
            )
            continue
        likelihood = max(candidate.likelihood, 0.85) if own is not None else candidate.likelihood
        resolved.append(
            Resolved(
                candidate,
                place,
                calibrated(likelihood * sureness, marked=marked),
                f"{candidate.reason}; {reason}",
            )
        )
    return tuple(resolved)


def calibrated(points: float, *, marked: bool = False) -> float:
    """Points from 0 to 1 as the share of names with so many points that are right (docs/evaluation.md has the curve).

    Right means what people marked, from the first letter to the last, and within 161 km. The line runs below the points
    where they are high, since even a sure name may be counted otherwise by a reader, and above where they are low.
    """
    if marked:
        return round(_MARKED_FROM + _MARKED_SLOPE * points, 2)
    return round(_CALIBRATION_FROM + _CALIBRATION_SLOPE * points, 2)


_CALIBRATION_FROM, _CALIBRATION_SLOPE = 0.10, 0.79
# Where somebody has marked the names, only the choice of the place can be wrong.
_MARKED_FROM, _MARKED_SLOPE = 0.15, 0.76
#: Names with less confidence are left out, and said to be: more often wrong than right.
LEAST_CONFIDENCE = calibrated(0.33)


@dataclass(slots=True)
class _Name:
    folded: str
    senses: Senses
    container: Place | None
    likelihood: float
    is_area: bool


def _settle(names: Sequence[_Name], prior: Mapping[str, float]) -> list[tuple[Place | None, float, str]]:
    """For each name the place, how sure (0 to 1), and why."""
    table = _Table(names)
    if not len(table.owner):
        return [(None, 0.0, "")] * len(names)
    points = table.base.copy()
    belief = table.softmax(points)
    for _ in range(_ROUNDS):
        points = table.base + table.support(belief, prior)
        belief = table.softmax(points)
    return [_chosen(name, table, belief, number) for number, name in enumerate(names)]


class _Table:
    """All senses of all names in columns: `owner` is the name's number, then country, area, unit vector, base points."""

    def __init__(self, names: Sequence[_Name]) -> None:
        self.names = names
        counts = [len(one.senses.places) for one in names]
        self.owner = np.repeat(np.arange(len(names)), counts)
        self.first = np.concatenate(([0], np.cumsum(counts)))
        self.places = [place for one in names for place in one.senses.places]
        self.countries = _codes([place.country for place in self.places])
        self.areas = _codes([place.admin1 for place in self.places])
        self.whole = np.array([place.precision is Precision.COUNTRY for place in self.places], dtype=bool)
        self.vectors = np.concatenate([one.senses.vectors for one in names]) if names else np.zeros((0, 3))
        self.base = np.concatenate([_base(one) for one in names]) if names else np.zeros(0)
        self.weight = np.array([_weight_of(one) for one in names])

    def softmax(self, points: Points) -> Points:
        """The belief in each sense of its name, from points."""
        best = np.full(len(self.names), -np.inf)
        np.maximum.at(best, self.owner, points)
        raised = np.exp(_SHARPNESS * (points - best[self.owner]))
        total = np.bincount(self.owner, raised, minlength=len(self.names))
        return raised / total[self.owner]

    def support(self, belief: Points, prior: Mapping[str, float]) -> Points:
        """What the other names of the text add to each sense."""
        weighed = belief * self.weight[self.owner]
        given = np.array([prior.get(place.country, 0.0) for place in self.places])
        total = max(float(weighed.sum()) + sum(prior.values()), 1e-9)
        country = self._others(weighed, self.countries) + given
        # A country named is supported by all that lies in it, as an area is.
        area = np.where(self.whole, country, self._others(weighed, self.areas))
        near, nearest = self._nearness(belief)
        return (
            _COUNTRY_SHARE * country / total
            + _COUNTRY_SUPPORT * np.minimum(country, _MOST_SUPPORT)
            + _AREA_SHARE * area / total
            + _AREA_SUPPORT * np.minimum(area, _MOST_SUPPORT)
            + np.minimum(_NEARNESS * near, _MOST_NEARNESS)
            - _FARNESS * np.log1p(nearest)
        )

    def _nearness(self, belief: Points) -> tuple[Points, Points]:
        """For each sense how much the other names lie near it, and how far (km) the nearest sure one is.

        A name counts by its best sense: near and believed. Belief is tempered, so that two doubtful names that have
        neighbouring senses find each other.
        """
        kilometres = EARTH_RADIUS_KM * np.arccos(np.clip(self.vectors @ self.vectors.T, -1.0, 1.0))
        close = np.exp(-kilometres / _REACH_KM) * belief**_TEMPER
        believed = np.where(belief >= 0.4, 0.0, math.pi * EARTH_RADIUS_KM) + kilometres
        columns = self.first[:-1][self.first[1:] > self.first[:-1]]
        held = np.flatnonzero(self.first[1:] > self.first[:-1])
        best = np.maximum.reduceat(close, columns, axis=1) * self.weight[held]
        far = np.minimum.reduceat(believed, columns, axis=1)
        own = self.owner[:, None] == held[None, :]
        far = np.where(own | (self.weight[held] < 0.3), math.pi * EARTH_RADIUS_KM, far)
        return np.where(own, 0.0, best).sum(axis=1), np.minimum(far.min(axis=1), math.pi * EARTH_RADIUS_KM)

    def _others(self, weighed: Points, group: npt.NDArray[np.int64]) -> Points:
        """For each sense the weight of the other names' senses in its group; nothing for senses without one."""
        many = int(group.max()) + 1 if len(group) else 1
        whole = np.bincount(group, weighed, minlength=many)
        mine = np.bincount(self.owner * many + group, weighed, minlength=len(self.names) * many)
        found = whole[group] - mine[self.owner * many + group]
        return np.where(group > 0, found, 0.0)


def _codes(values: Sequence[str]) -> npt.NDArray[np.int64]:
    """Numbers for strings, 0 for the empty one."""
    known = {"": 0}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def _base(name: _Name) -> Points:
    """The points of each sense from the name alone: importance, its own name, the larger place named beside it."""
    points = name.senses.prior - (name.senses.prior.max() if len(name.senses.prior) else 0.0)
    for index, place in enumerate(name.senses.places):
        if _bears(place, name.folded):
            points[index] += _OWN_NAME
        if name.is_area and place.precision in (Precision.ADMIN_1, Precision.ADMIN_2):
            points[index] += _SAID_AREA
        if name.container is not None:
            points[index] += _INSIDE_NAMED if inside(place, name.container) else _NOT_INSIDE_NAMED
    return points


def _bears(place: Place, folded: str) -> bool:
    """Whether a name is the place's own, alone or behind the word for its kind ('Provincia de La Paz')."""
    own = _folded(place.name)
    return own == folded or own.endswith((f" de {folded}", f" of {folded}", f" do {folded}", f" da {folded}"))


@lru_cache(maxsize=8_192)
def _folded(name: str) -> str:
    return fold(name)


def _weight_of(name: _Name) -> float:
    """How much a name says about where the others are."""
    if name.senses.people_of is not None:
        return 0.5 * name.likelihood
    return name.likelihood * (1.0 if name.container is not None else 0.8)


def _chosen(name: _Name, table: _Table, belief: Points, number: int) -> tuple[Place | None, float, str]:
    first, last = table.first[number], table.first[number + 1]
    if first == last:
        return None, 0.0, ""
    mine = belief[first:last]
    best = int(np.argmax(mine))
    place = name.senses.places[best]
    same = [
        index
        for index, other in enumerate(name.senses.places)
        if index == best or (mine[index] > 0.01 and _same_spot(place, other))
    ]
    sureness = float(sum(mine[index] for index in same))
    if name.container is not None and inside(place, name.container):
        return place, sureness, f"in {name.container.name}, named beside it"
    if len(same) == len(name.senses.places):
        return place, sureness, "the only place of that name"
    if best == int(np.argmax(name.senses.prior)):
        return place, sureness, "the most important place of that name"
    return (
        place,
        sureness,
        f"fits the other places of the text better than {name.senses.places[0].name} ({name.senses.places[0].country})",
    )


def _same_spot(place: Place, other: Place) -> bool:
    """Whether it hardly matters which of two places is meant: they lie together, or one is the other's town."""
    together = distance_km(other.point, place.point) <= _SAME_SPOT_KM
    return together or (place.precision is Precision.CITY and inside(place, other))


def _is_area(text: str, candidate: Candidate) -> bool:
    """Whether the words say that an area is meant: 'Baghdad governorate', 'the state of Washington'."""
    span = candidate.span
    return bool(
        _AREA_WORD.match(text[span.end : span.end + 16])
        or _AREA_BEFORE.search(text[max(0, span.start - 24) : span.start])
    )


def _seat(place: Place, senses: Senses) -> Place:
    """The city of an area that is called as it is."""
    if place.precision not in (Precision.ADMIN_1, Precision.ADMIN_2):
        return place
    for other in senses.places:
        if (
            other.precision is Precision.CITY
            and other.country == place.country
            and other.population >= _SEAT_SHARE * place.population
            and distance_km(other.point, place.point) <= _SAME_SPOT_KM
        ):
            return other
    return place


def _container(text: str, candidates: Sequence[Candidate], index: int) -> Place | None:
    """The country or area named right beside a name: 'Mosul, Iraq', 'Paris, Texas', 'Mosul (Iraq)', 'Iraq's Mosul'."""
    here = candidates[index]
    if index + 1 < len(candidates):
        found = _holder(
            here,
            candidates[index + 1],
            text[here.span.end : candidates[index + 1].span.start],
            _GAP_TO_CONTAINER,
        )
        if found is not None:
            return found
    if index:
        before = candidates[index - 1]
        return _holder(here, before, text[before.span.end : here.span.start], _OWNS)
    return None


def _holder(here: Candidate, there: Candidate, gap: str, pattern: re.Pattern[str]) -> Place | None:
    if len(gap) > _LONGEST_GAP or not pattern.match(gap):
        return None
    for larger in senses_of(there.text).places[:6]:
        if larger.precision in (Precision.COUNTRY, Precision.ADMIN_1, Precision.ADMIN_2) and any(
            inside(one, larger) for one in senses_of(here.text).places
        ):
            return larger
    return None


def inside(place: Place, larger: Place) -> bool:
    """Whether a place lies in a larger one, by their codes; a country and a place itself are in nothing."""
    if place.geonames_id == larger.geonames_id or place.precision is Precision.COUNTRY:
        return False
    if larger.precision is Precision.COUNTRY:
        return place.country == larger.country
    if larger.precision is Precision.ADMIN_1:
        return (
            bool(larger.admin1) and place.admin1 == larger.admin1 and place.precision is not Precision.ADMIN_1
        )
    return bool(larger.admin2) and place.admin2 == larger.admin2 and place.precision is not Precision.ADMIN_2
