"""Which place each name means: all candidates of a text are resolved together."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.geo import Place, Precision, distance_km, gazetteer
from tocsin.reading.recognition import Candidate
from tocsin.reading.words import fold

_CLASS_BONUS = {
    Precision.COUNTRY: 3.0,
    Precision.REGION: 2.5,
    Precision.SEA: 2.0,
    Precision.ADMIN_1: -0.4,
    Precision.SITE: 0.3,
    Precision.CITY: 0.0,
    Precision.ADMIN_2: -0.6,
}
_PER_RANK = 0.15
_OWN_NAME = 0.8
_CONTEXT_WEIGHT = 2.5
_CONTAINER_WEIGHT = 5.0
_SAME_SPOT_KM = 60.0
_GAP_TO_CONTAINER = re.compile(r"^\s*(?:,|\(|, in|in)\s*$")
_LONGEST_GAP = 6


@dataclass(frozen=True, slots=True)
class Resolved:
    """A candidate with the place it means (None: a demonym), a confidence from 0 to 1 and the reason."""

    candidate: Candidate
    place: Place | None
    confidence: float
    reason: str

    @property
    def country(self) -> str:
        """The country code of the place or the demonym; "" where there is none."""
        return self.place.country if self.place is not None else self.candidate.demonym


def resolve(text: str, candidates: Sequence[Candidate], prior: Mapping[str, float]) -> tuple[Resolved, ...]:
    """The place of every candidate, weighed by importance, by the countries the text speaks of and by 'X, Y' beside it.

    `prior` are weights of country codes known from elsewhere (the headline's country, the source's own). One name has
    one sense in a text, unless a larger place stands beside it.
    """
    evidence = _evidence(candidates, prior)
    containers = [_container(text, candidates, index) for index in range(len(candidates))]
    shared: dict[str, Place] = {}
    for candidate, container in zip(candidates, containers, strict=True):
        if container is not None:
            shared.setdefault(candidate.text, container)
    sense: dict[tuple[str, int], tuple[Place, float, str]] = {}
    resolved = []
    for candidate, own in zip(candidates, containers, strict=True):
        if not candidate.places or (candidate.demonym and own is None):
            resolved.append(_demonym(candidate))
            continue
        container = own or shared.get(candidate.text)
        key = (candidate.text, container.geonames_id if container else 0)
        if key not in sense:
            sense[key] = _choose(candidate, container, evidence)
        place, sureness, reason = sense[key]
        likelihood = max(candidate.likelihood, 0.85) if own is not None else candidate.likelihood
        resolved.append(
            Resolved(candidate, place, round(likelihood * sureness, 2), f"{candidate.reason}; {reason}")
        )
    return tuple(resolved)


def _demonym(candidate: Candidate) -> Resolved:
    country = gazetteer().country(candidate.demonym)
    if country is None and candidate.places:
        return Resolved(candidate, candidate.places[0], candidate.likelihood / 2, candidate.reason)
    return Resolved(candidate, None, candidate.likelihood, candidate.reason)


def _evidence(candidates: Sequence[Candidate], prior: Mapping[str, float]) -> dict[str, float]:
    """How much the text speaks of each country, each name counted once."""
    weights: dict[str, float] = defaultdict(float, prior)
    for name, candidate in {one.text: one for one in candidates}.items():
        if candidate.demonym:
            weights[candidate.demonym] += 0.5
            continue
        if not candidate.places or not name:
            continue
        top = candidate.places[0]
        if top.precision is Precision.COUNTRY:
            namesakes = any(other.precision is Precision.ADMIN_1 for other in candidate.places[1:])
            weights[top.country] += 0.4 if namesakes else 1.0
        elif top.precision is Precision.ADMIN_1 or len({one.country for one in candidate.places}) == 1:
            weights[top.country] += 0.6 * candidate.likelihood
        elif top.population >= 1_000_000:
            weights[top.country] += 0.4 * candidate.likelihood
    return weights


def _container(text: str, candidates: Sequence[Candidate], index: int) -> Place | None:
    """The country or first-order area named right behind a name: 'Mosul, Iraq', 'Paris, Texas', 'Mosul (Iraq)'."""
    if index + 1 >= len(candidates):
        return None
    here, there = candidates[index], candidates[index + 1]
    gap = text[here.span.end : there.span.start]
    if len(gap) > _LONGEST_GAP or not _GAP_TO_CONTAINER.match(gap):
        return None
    for larger in there.places[:4]:
        if larger.precision in (Precision.COUNTRY, Precision.ADMIN_1) and any(
            _inside(one, larger) for one in here.places
        ):
            return larger
    return None


def _inside(place: Place, larger: Place) -> bool:
    if place.geonames_id == larger.geonames_id or place.precision is Precision.COUNTRY:
        return False
    if larger.precision is Precision.COUNTRY:
        return place.country == larger.country
    return bool(larger.admin1) and place.admin1 == larger.admin1 and place.precision is not Precision.ADMIN_1


def _choose(
    candidate: Candidate, container: Place | None, evidence: Mapping[str, float]
) -> tuple[Place, float, str]:
    """The place, how sure (0 to 1), and why."""
    named = fold(candidate.text)
    own = {candidate.places[0].country} if len(candidate.places) == 1 else set()
    total = sum(evidence.values()) or 1.0

    def score(rank: int, place: Place) -> float:
        points = math.log10(place.population + 10) + _CLASS_BONUS[place.precision] - _PER_RANK * rank
        if fold(place.name) == named:
            points += _OWN_NAME
        if place.country and place.country not in own:
            points += _CONTEXT_WEIGHT * evidence.get(place.country, 0.0) / total
        if container is not None:
            points += _CONTAINER_WEIGHT if _inside(place, container) else -_CONTAINER_WEIGHT / 2
        return points

    ranked = sorted(
        ((score(rank, place), -rank, place) for rank, place in enumerate(candidate.places)),
        key=lambda row: row[:2],
    )
    best_score, _, best = ranked[-1]
    rivals = [
        points
        for points, _, other in ranked[:-1]
        if other.country != best.country
        or (other.admin1 != best.admin1 and distance_km(other.point, best.point) > _SAME_SPOT_KM)
    ]
    margin = best_score - max(rivals, default=-math.inf)
    sureness = 0.5 + 0.5 * min(1.0, max(0.0, margin) / 1.5)
    if container is not None and _inside(best, container):
        return best, max(sureness, 0.97), f"in {container.name}, named beside it"
    if not rivals:
        return best, 1.0, "the only place of that name"
    if evidence.get(best.country, 0.0) >= 0.5 and best.precision is not Precision.COUNTRY:
        return best, sureness, f"the text speaks of {best.country}"
    return best, sureness, "the most important place of that name"
