"""The four levels of an alert: instructions to the reader, each with a word, a shape and a colour."""

from __future__ import annotations

from enum import Enum
from functools import total_ordering
from typing import NamedTuple

from tocsin.grading.errors import UnknownWordError
from tocsin.grading.translation import gettext_noop


class _Face(NamedTuple):
    rank: int
    meaning: str
    typical: str
    shape: str
    colour: str
    text_colour: str


@total_ordering
class Level(Enum):
    """What a reader is to do, lowest first. The value is the English word, which is also its JSON."""

    NOTICE = gettext_noop("Notice")
    ADVISORY = gettext_noop("Advisory")
    WARNING = gettext_noop("Warning")
    CRITICAL = gettext_noop("Critical")

    @property
    def word(self) -> str:
        """The level's English word, a key for translation."""
        return self.value

    @property
    def code(self) -> str:
        """The word in lower case, for class names, addresses and file names."""
        return self.value.lower()

    @property
    def rank(self) -> int:
        """1 (Notice) to 4 (Critical), for storing and sorting."""
        return _FACES[self].rank

    @property
    def meaning(self) -> str:
        """The instruction to the reader, a key for translation."""
        return _FACES[self].meaning

    @property
    def typical(self) -> str:
        """Typical situations of this level, a key for translation."""
        return _FACES[self].typical

    @property
    def shape(self) -> str:
        """The name of the shape that stands for the level where colour cannot: circle, diamond, triangle, hexagon."""
        return _FACES[self].shape

    @property
    def colour(self) -> str:
        """The background colour as #rrggbb."""
        return _FACES[self].colour

    @property
    def text_colour(self) -> str:
        """The colour of text upon `colour`, as #rrggbb; contrast is at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
        return _FACES[self].text_colour

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Level):
            return NotImplemented
        return self.rank < other.rank

    def __str__(self) -> str:
        return self.value

    def to_json(self) -> str:
        """Return the level as it stands in JSON: its English word."""
        return self.value

    @classmethod
    def from_word(cls, word: str) -> Level:
        """Return the level called `word`, whatever its case; raise `UnknownWordError` for any other word."""
        for level in cls:
            if level.code == word.strip().lower():
                return level
        raise UnknownWordError(
            f"There is no level '{word}'; write one of {', '.join(level.word for level in cls)}."
        )

    @classmethod
    def from_rank(cls, rank: int) -> Level:
        """Return the level with `rank` 1 to 4; raise `UnknownWordError` for any other number."""
        for level in cls:
            if level.rank == rank:
                return level
        raise UnknownWordError(f"There is no level of rank {rank}; ranks go from 1 (Notice) to 4 (Critical).")


_FACES = {
    Level.NOTICE: _Face(
        1,
        gettext_noop("Be aware. Usual precautions."),
        gettext_noop("authorised small rally, planned strike, minor disruption"),
        "circle",
        "#86b3d1",
        "#111111",
    ),
    Level.ADVISORY: _Face(
        2,
        gettext_noop("Be prepared. Extra precautions; expect disruption."),
        gettext_noop("demonstrations that may turn violent, moderate quake, flood watch"),
        "diamond",
        "#ffd166",
        "#111111",
    ),
    Level.WARNING: _Face(
        3,
        gettext_noop("Change what you do. Avoid the area, defer travel."),
        gettext_noop("serious threat likely or possible: attack threat, violent unrest, severe storm"),
        "triangle",
        "#e2570b",
        "#111111",
    ),
    Level.CRITICAL: _Face(
        4,
        gettext_noop("Act now. Shelter, leave or answer."),
        gettext_noop("threat to life under way or imminent where you are"),
        "hexagon",
        "#8a0f35",
        "#ffffff",
    ),
}

_PATHS = {
    "circle": "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z",
    "diamond": "M8 .6 15.4 8 8 15.4 .6 8z",
    "triangle": "M8 1 15.5 14.5H.5z",
    "hexagon": "M4.5 1.5h7L15.3 8l-3.8 6.5h-7L.7 8z",
}


def level_shape(level: Level) -> str:
    """Return the level's shape as the `d` of one SVG path, drawn in a viewBox of 0 0 16 16.

    The path has no colour of its own, so that a page, a mail or a map fills it with `level.colour`.
    """
    return _PATHS[level.shape]


def level_icon(level: Level, size: int = 16) -> str:
    """Return the level's shape, filled, as one inline SVG element of `size` pixels.

    It is hidden from screen readers, because the word always stands beside it.
    """
    return (
        f'<svg width="{size}" height="{size}" viewBox="0 0 16 16" aria-hidden="true">'
        f'<path fill="{level.colour}" stroke="#111" stroke-width=".5" d="{level_shape(level)}"/></svg>'
    )
