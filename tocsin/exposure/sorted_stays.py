"""Stays in memory, sorted by the keys of the index: for a batch of new stays, and for the largest questions. Pure.

It answers the questions of `stay_index` by the same keys and ranges, at the cost of holding every stay: 64 bytes each, so
640 MB for ten million.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tocsin.exposure.questions import Question
from tocsin.exposure.stay_keys import (
    CELL_SHIFT,
    PLACE_BITS,
    UNITS,
    buckets_of,
    country_keys,
    country_ranges,
    moments_between,
    place_keys,
)
from tocsin.geo import Area
from tocsin.geo.covering import covering
from tocsin.geo.many import holds

Integers: TypeAlias = NDArray[np.int64]
Degrees: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stays:
    """Columns of stays, one value for each.

    `numbers` name the stays, `organisations` whose they are; `countries` are stay_keys.country_number, -1 at sea.
    `longitudes` and `latitudes` are degrees, NaN where only the country is known; `tiers` as stay_keys.tier_of.
    `arrive` and `depart` are seconds since 1970 (OPEN_END until further notice).
    """

    numbers: Integers
    organisations: Integers
    countries: Integers
    longitudes: Degrees
    latitudes: Degrees
    tiers: Integers
    arrive: Integers
    depart: Integers


@dataclass(frozen=True, slots=True)
class _Tree:
    """Rows sorted by a key, and what is needed of each."""

    keys: Integers
    numbers: Integers
    organisations: NDArray[np.int32]
    arrive: Integers
    depart: Integers

    def rows(self, first: Integers, last: Integers, question: Question) -> Integers:
        """Return the rows whose keys lie in one of the ranges and which share time and organisation with `question`."""
        begin = np.searchsorted(self.keys, first, "left")
        end = np.searchsorted(self.keys, last, "right")
        lengths = end - begin
        some = lengths > 0
        begin, lengths = begin[some], lengths[some]
        if not len(begin):
            return np.empty(0, np.int64)
        steps = np.ones(int(lengths.sum()), np.int64)
        steps[0] = begin[0]
        steps[np.cumsum(lengths)[:-1]] = begin[1:] - (begin[:-1] + lengths[:-1] - 1)
        rows = np.cumsum(steps)
        kept = (self.arrive[rows] < question.until) & (self.depart[rows] > question.start)
        if question.organisation is not None:
            kept &= self.organisations[rows] == question.organisation
        return rows[kept]


class SortedStays:
    """The trees of `stay_index` as sorted arrays; built once, never changed."""

    def __init__(self, stays: Stays) -> None:
        known = np.flatnonzero(~np.isnan(stays.longitudes))
        keys = place_keys(
            stays.longitudes[known],
            stays.latitudes[known],
            stays.tiers[known],
            stays.arrive[known],
            stays.depart[known],
        )
        order = np.argsort(keys, kind="stable")
        known = known[order]
        self._places = _tree(keys[order], known, stays)
        self._longitudes = np.rint(stays.longitudes[known] * UNITS).astype(np.int32)
        self._latitudes = np.rint(stays.latitudes[known] * UNITS).astype(np.int32)
        self._tiers = frozenset(np.unique(stays.tiers[known]).tolist())
        ashore = np.flatnonzero(stays.countries >= 0)
        vague = np.isnan(stays.longitudes[ashore])
        keys = country_keys(stays.countries[ashore], vague, stays.arrive[ashore], stays.depart[ashore])
        order = np.argsort(keys, kind="stable")
        self._countries = _tree(keys[order], ashore[order], stays)

    def find(self, question: Question) -> Integers:
        """Return the numbers of the stays that `question` asks for, ascending, each once."""
        found = [*self._of_countries(question), *self._of_shapes(question)]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def _of_countries(self, question: Question) -> Iterator[Integers]:
        parts = question.parts_of - question.whole_countries
        for codes, sure in ((question.whole_countries, True), (parts, False)):
            if codes:
                first, last = country_ranges(codes, question.start, question.until, sure=sure)
                yield self._countries.numbers[self._countries.rows(first, last, question)]

    def _of_shapes(self, question: Question) -> Iterator[Integers]:
        moments = moments_between(question.start, question.until)
        known = question.coverings or (None,) * len(question.shapes)
        for (tier, area), made in zip(question.shapes, known, strict=True):
            if tier not in self._tiers:
                continue
            cover = made or covering(area, finest=PLACE_BITS)
            buckets = buckets_of(moments, tier)[:, None] << CELL_SHIFT
            for inside in (True, False):
                part = cover.inside == inside
                if part.any():
                    first, last = ((buckets | one[part]).ravel() for one in (cover.first, cover.last))
                    rows = self._places.rows(first, last, question)
                    yield self._places.numbers[rows if inside else rows[self._held(area, rows)]]

    def _held(self, area: Area, rows: Integers) -> NDArray[np.bool_]:
        return np.asarray(holds(area, self._longitudes[rows] / UNITS, self._latitudes[rows] / UNITS))


def _tree(keys: Integers, rows: Integers, stays: Stays) -> _Tree:
    return _Tree(
        keys,
        stays.numbers[rows],
        stays.organisations[rows].astype(np.int32),
        stays.arrive[rows],
        stays.depart[rows],
    )
