"""Does a subscription ask for an alert? Pure: values in, a yes or the condition that failed out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

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
            False, f"Follows {_listed(wish.countries)}; the alert is for {_listed(touched) or 'the sea'}."
        )
    if wish.hazards and hazard not in wish.hazards:
        return Answered(False, f"Follows {_listed(wish.hazards)}; the alert is about {hazard}.")
    if LEVELS.index(level) < LEVELS.index(wish.lowest_level):
        return Answered(False, f"Follows alerts from {wish.lowest_level} on; this one is {level}.")
    if wish.area is not None and not meet(wish.area, target.reached, target.whole_countries):
        return Answered(False, "Follows an area that the alert does not reach.")
    return Answered(True, f"Follows {described(wish)}; is told wherever they are.")


def described(wish: Wish) -> str:
    """Return what a wish asks for, in words."""
    words = []
    if wish.countries:
        words.append(_listed(wish.countries))
    if wish.area is not None:
        words.append(wish.area.description or "an area of their own")
    if wish.hazards:
        words.append(_listed(wish.hazards))
    if wish.lowest_level != LEVELS[0]:
        words.append(f"{wish.lowest_level} and above")
    return ", ".join(words) or "every alert"


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words))
