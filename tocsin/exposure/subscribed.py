"""Does a subscription ask for an alert? Pure: values in, a yes or the condition that failed out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tocsin.exposure.sentences import Subscribed, named_country
from tocsin.exposure.values import Target
from tocsin.geo import Area
from tocsin.geo.meeting import meet

LEVELS = ("Notice", "Advisory", "Warning", "Critical")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be told of: every condition that is given must hold, an empty one always does.

    `countries` are alpha-2 codes, `hazards` codes of the list of hazards, `lowest_level` a word of LEVELS.
    """

    countries: Collection[str] = ()
    area: Area | None = None
    hazards: Collection[str] = ()
    lowest_level: str = LEVELS[0]


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether the wish asks for the alert; `sentence` names what it asks for, or the condition that failed."""

    wanted: bool
    sentence: str


def answered(wish: Wish, target: Target, *, country: str, hazard: str, level: str) -> Answered:
    """Return whether `wish` asks for an alert of `hazard` and `level` for `country` that reaches `target`."""
    touched = target.touches | {country} - {""}
    if wish.countries and not touched & set(wish.countries):
        return Answered(
            False,
            Subscribed.OTHER_COUNTRIES
            % {
                "wish": _listed(map(named_country, wish.countries)),
                "countries": _listed(map(named_country, touched or {""})),
            },
        )
    if wish.hazards and hazard not in wish.hazards:
        return Answered(False, Subscribed.OTHER_HAZARD % {"wish": _listed(wish.hazards), "hazard": hazard})
    if LEVELS.index(level) < LEVELS.index(wish.lowest_level):
        return Answered(False, Subscribed.LOWER % {"lowest": wish.lowest_level, "level": level})
    if wish.area is not None and not meet(wish.area, target.reached, target.whole_countries):
        return Answered(False, Subscribed.OTHER_AREA)
    return Answered(True, Subscribed.WANTED % {"wish": described(wish)})


def described(wish: Wish) -> str:
    """Return what a wish asks for, in words."""
    words = []
    if wish.countries:
        words.append(_listed(map(named_country, wish.countries)))
    if wish.area is not None:
        words.append(wish.area.description or Subscribed.OWN_AREA)
    if wish.hazards:
        words.append(_listed(wish.hazards))
    if wish.lowest_level != LEVELS[0]:
        words.append(Subscribed.FROM_LEVEL % {"level": wish.lowest_level})
    return ", ".join(words) or Subscribed.EVERY


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
