"""Alerts in force, ready to be held against one new stay, or a million of them. Pure.

Each alert's shapes are covered by cells as for the index (tocsin.geo.covering), and the ranges are taken apart into squares
of the Z-order, each with a code of its own: the place of a stay lies in exactly one square of each of the 15 sizes, so 15
look-ups in a sorted array find every alert whose covering holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tocsin.exposure.decide import match_many
from tocsin.exposure.questions import Question, question_of
from tocsin.exposure.sorted_stays import SortedStays
from tocsin.exposure.stay_keys import CELL_SHIFT, PLACE_BITS, tier_of
from tocsin.exposure.values import Match, Target, Whereabouts
from tocsin.geo import Area, Point
from tocsin.geo.cells import CELL_BITS, cell_of
from tocsin.geo.covering import Covering, covering

Integers: TypeAlias = NDArray[np.int64]

_SHIFTS = np.array([2 * (CELL_BITS - bits) for bits in range(PLACE_BITS + 1)], np.int64)
_MARKS = np.array([1 << (2 * bits) for bits in range(PLACE_BITS + 1)], np.int64)


class StandingTargets:
    """What the alerts in force reach, by place, country and time. Built once; made anew where one is added or ends."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self.targets = tuple(targets)
        self._questions = tuple(question_of(target, None) for target in targets)
        self._start = np.array([question.start for question in self._questions], np.int64)
        self._until = np.array([question.until for question in self._questions], np.int64)
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._parts: dict[str, list[int]] = defaultdict(list)
        for number, question in enumerate(self._questions):
            for code in question.whole_countries:
                self._whole[code].append(number)
            for code in question.parts_of:
                self._parts[code].append(number)
        self._squares: dict[int, _Squares] = {}

    def near(self, whereabouts: Whereabouts) -> list[int]:
        """Return the numbers of the targets that somebody at `whereabouts` may be in the way of, ascending."""
        found = set(self._whole.get(whereabouts.country, ()))
        if whereabouts.point is None:
            found.update(self._parts.get(whereabouts.country, ()))
        else:
            tier = tier_of(whereabouts.uncertainty_km)
            found.update(self._of_tier(tier).holding(whereabouts.point))
        if not found:
            return []
        numbers = np.array(sorted(found), np.int64)
        kept = np.ones(len(numbers), bool)
        if whereabouts.arrive is not None:
            kept &= self._until[numbers] > whereabouts.arrive.timestamp()
        if whereabouts.depart is not None:
            kept &= self._start[numbers] < whereabouts.depart.timestamp()
        result: list[int] = numbers[kept].tolist()
        return result

    def match(self, whereabouts: Whereabouts) -> list[tuple[int, Match]]:
        """Return the number of each target that `whereabouts` is in the way of, with the match."""
        found = []
        for number in self.near(whereabouts):
            (outcome,) = match_many((whereabouts,), self.targets[number])
            if isinstance(outcome, Match):
                found.append((number, outcome))
        return found

    def near_many(self, stays: SortedStays) -> Iterator[tuple[int, Integers]]:
        """Yield for each target its number and the numbers of those of `stays` that may be in its way."""
        for number, question in enumerate(self._questions):
            found = stays.find(question)
            if len(found):
                yield number, found

    def _of_tier(self, tier: int) -> _Squares:
        squares = self._squares.get(tier)
        if squares is None:
            shapes = [(number, question.shapes[tier]) for number, question in self._shaped()]
            squares = self._squares[tier] = _Squares([(number, area) for number, (_, area) in shapes])
        return squares

    def _shaped(self) -> Iterator[tuple[int, Question]]:
        return ((number, question) for number, question in enumerate(self._questions) if question.shapes)


class _Squares:
    """The coverings of numbered areas as squares of the Z-order, sorted by their codes."""

    def __init__(self, areas: Sequence[tuple[int, Area]]) -> None:
        codes: list[Integers] = []
        numbers: list[Integers] = []
        for number, area in areas:
            of_area = squares_of(covering(area, finest=PLACE_BITS))
            codes.append(of_area)
            numbers.append(np.full(len(of_area), number, np.int64))
        code = np.concatenate(codes) if codes else np.empty(0, np.int64)
        order = np.argsort(code, kind="stable")
        self._codes = code[order]
        self._numbers = (np.concatenate(numbers) if numbers else code)[order]

    def holding(self, point: Point) -> list[int]:
        """Return the numbers of the areas whose covering holds `point`."""
        wanted = _MARKS | (cell_of(point) >> _SHIFTS)
        begin = np.searchsorted(self._codes, wanted, "left")
        end = np.searchsorted(self._codes, wanted, "right")
        found: list[int] = []
        for first, last in zip(begin.tolist(), end.tolist(), strict=True):
            if last > first:
                found += self._numbers[first:last].tolist()
        return found


def squares_of(cover: Covering) -> Integers:
    """Return the codes of the squares that the ranges of `cover` are made of.

    A code is the square's place in Z-order at its size, below a mark that tells the size.
    """
    found: list[int] = []
    for first, last in zip(cover.first.tolist(), cover.last.tolist(), strict=True):
        while first <= last:
            # The largest square that begins here and ends in the range.
            size = (first & -first).bit_length() - 1 if first else CELL_SHIFT
            size -= size % 2
            while first + (1 << size) - 1 > last:
                size -= 2
            found.append((1 << (CELL_SHIFT - size)) | (first >> size))
            first += 1 << size
    return np.array(found, np.int64)
