"""What to do: ordered acts for a hazard, a level and the kinds of place, from playbooks that are data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.grading.alert_text import Act
from tocsin.grading.data_files import load
from tocsin.grading.errors import DataFileError, UnknownWordError
from tocsin.grading.level import Level
from tocsin.reading import hazard

# More kinds of place than this get one summary act instead of an act each, so that the advice stays short.
MOST_PLACES_WITH_ACTS_OF_THEIR_OWN = 3


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """A kind of place where people may be in the way: its code, and its English name in the plural."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlaybookRule:
    """One act of a playbook and for what it is meant; `hazards` empty is every hazard, `place` empty no place.

    A lower `urgency` comes first; `until_hours` is None where the act holds as long as the alert.
    """

    id: str
    text: str
    levels: tuple[Level, ...]
    urgency: int
    until_hours: int | None = None
    hazards: tuple[str, ...] = ()
    place: str = ""


def _rule(row: dict[str, Any], hazards: tuple[str, ...] = ()) -> PlaybookRule:
    return PlaybookRule(
        id=row["id"],
        text=row["text"],
        levels=tuple(Level.from_word(word) for word in row["levels"]),
        urgency=row["urgency"],
        until_hours=row.get("until_hours"),
        hazards=tuple(row.get("hazards", hazards)),
        place=row.get("place", ""),
    )


@cache
def playbook(hazard_code: str) -> tuple[PlaybookRule, ...]:
    """Return the rules of the hazard's own playbook, in the order of the file.

    Raises `tocsin.reading.UnknownHazard` for a code that is not in the list.
    """
    name = f"playbooks/{hazard(hazard_code).code}.toml"
    content = load(name)
    if content["hazard"] != hazard_code:
        raise DataFileError(
            f"grading/data/{name} says that it is for '{content['hazard']}'; correct its first line."
        )
    return tuple(_rule(row, (hazard_code,)) for row in content["acts"])


@cache
def common_rules() -> tuple[PlaybookRule, ...]:
    """Return the rules that hold for every hazard."""
    return tuple(_rule(row) for row in load("every-hazard.toml")["acts"])


@cache
def place_kinds() -> tuple[PlaceKind, ...]:
    """Return the kinds of place the playbooks know, in the order in which they are named in a text."""
    return tuple(PlaceKind(row["code"], row["name"]) for row in load("places.toml")["kinds"])


@cache
def place_rules() -> tuple[PlaybookRule, ...]:
    """Return the rules for single kinds of place."""
    return tuple(_rule(row) for row in load("places.toml")["acts"])


@cache
def place_summaries() -> tuple[PlaybookRule, ...]:
    """Return the rules that name several kinds of place at once; their text holds `{places}`."""
    return tuple(_rule(row) for row in load("places.toml")["summaries"])


@cache
def imperative_verbs() -> frozenset[str]:
    """Return the verbs, in lower case, with which an act in English may begin."""
    text = files("tocsin.grading").joinpath("data", "verbs.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    comma = "," if any(" and " in name for name in names) else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def _for_places(hazard_code: str, level: Level, wanted: tuple[str, ...]) -> list[PlaybookRule]:
    names = {kind.code: kind.name for kind in place_kinds()}
    for code in wanted:
        if code not in names:
            raise UnknownWordError(f"'{code}' is no kind of place; write one of {', '.join(names)}.")
    chosen = [code for code in names if code in wanted]
    own: list[PlaybookRule] = []
    if len(chosen) <= MOST_PLACES_WITH_ACTS_OF_THEIR_OWN:
        own = [
            rule
            for rule in place_rules()
            if rule.place in chosen and hazard_code in rule.hazards and level in rule.levels
        ]
    rest = [names[code] for code in chosen if code not in {rule.place for rule in own}]
    if not rest:
        return own
    return own + [
        PlaybookRule(
            rule.id, rule.text.format(places=_listed(rest)), rule.levels, rule.urgency, rule.until_hours
        )
        for rule in place_summaries()
        if level in rule.levels
    ]


def advice(hazard_code: str, level: Level, place_kinds: tuple[str, ...] = ()) -> tuple[Act, ...]:
    """Return the acts for a reader in the way of the hazard at `level`, the most urgent first.

    `place_kinds` are codes of `place_kinds()`: up to three get acts of their own, where the playbook has
    any; more, and kinds without one, are named together in a single act. Each act carries the id of the
    rule that gave it. Raises `tocsin.reading.UnknownHazard` and `UnknownWordError`.
    """
    general = [rule for rule in (*playbook(hazard_code), *common_rules()) if level in rule.levels]
    rules = sorted(
        [*general, *_for_places(hazard_code, level, tuple(place_kinds))], key=lambda rule: rule.urgency
    )
    return tuple(
        Act(text=rule.text, order=order, until_hours=rule.until_hours, rule=rule.id)
        for order, rule in enumerate(rules, 1)
    )
