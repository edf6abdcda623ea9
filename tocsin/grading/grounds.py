"""What the sentences of an alert rest on: the figures that its sources state, and the sources' own texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One figure as a source states it: `value` to `upper` (None: one number) of `unit`, with its qualifier.

    `qualifier` is 'exactly', 'about', 'at least', 'more than' or 'up to'; `reference` is what sentences cite; `withdrawn`
    says why the source took it back ('' where it stands).
    """

    reference: str
    unit: str
    value: float
    upper: float | None = None
    qualifier: str = "exactly"
    withdrawn: str = ""

    @property
    def in_words(self) -> str:
        """The figure as it is shown: 'at least 12 killed'."""
        number = f"{self.value:,g}" if self.upper is None else f"{self.value:,g} to {self.upper:,g}"
        before = "" if self.qualifier in ("", "exactly") else f"{self.qualifier} "
        return f"{before}{number} {self.unit}"


@dataclass(frozen=True, slots=True)
class SourceText:
    """What one source says, in full: the reference that sentences cite, the source's name, its words."""

    reference: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """The figures and texts under an alert; rules that need them find nothing where there are none."""

    figures: tuple[StatedFigure, ...] = ()
    texts: tuple[SourceText, ...] = ()

    def figures_of(self, references: Iterable[str]) -> Iterator[StatedFigure]:
        """Give the figures that any of `references` states."""
        wanted = frozenset(references)
        return (one for one in self.figures if one.reference in wanted)

    def texts_of(self, references: Iterable[str]) -> Iterator[SourceText]:
        """Give the texts of `references`."""
        wanted = frozenset(references)
        return (one for one in self.texts if one.reference in wanted)
