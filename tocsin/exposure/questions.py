"""What the index of stays is asked. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tocsin.exposure.stay_keys import TIERS_KM
from tocsin.exposure.values import Target
from tocsin.geo import Area
from tocsin.geo.covering import Covering

#: A little wider than asked: rounding must never lose anybody.
_SPARE_KM = 0.1


@dataclass(frozen=True, slots=True)
class Question:
    """Which stays are asked for: those that share time with [start, until) and lie in one of the places.

    Times are whole seconds since 1970. `shapes` are areas by tier of the stays' uncertainty (stay_keys.TIERS_KM): a stay
    of a tier counts where its point lies in that tier's area; their countries are not looked at. Of `whole_countries`
    every stay counts, of `parts_of` those of which only the country is known. `organisation` None asks for everybody's.
    `coverings` may hold the coverings of `shapes` where they are known already.
    """

    start: int
    until: int
    shapes: tuple[tuple[int, Area], ...] = ()
    whole_countries: frozenset[str] = frozenset()
    parts_of: frozenset[str] = frozenset()
    organisation: int | None = None
    coverings: tuple[Covering | None, ...] = field(default=())


def question_of(target: Target, organisation_id: int | None) -> Question:
    """Return what the index is asked for `target`: its shapes, widened for each tier by what is uncertain of both places."""
    shapes: tuple[tuple[int, Area], ...] = ()
    if not target.reached.is_empty:
        margins = (target.uncertainty_km + limit + _SPARE_KM for limit in TIERS_KM)
        shapes = tuple((tier, target.reached.widened(margin)) for tier, margin in enumerate(margins))
    return Question(
        start=math.floor(target.earliest.timestamp()),
        until=math.ceil(target.latest.timestamp()),
        shapes=shapes,
        whole_countries=target.whole_countries,
        parts_of=target.touches,
        organisation=organisation_id,
    )
