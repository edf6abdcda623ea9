"""Cells of the Earth in Z-order: one integer for a place, so that places near each other are mostly near as numbers."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tocsin.geo.points import Point
from tocsin.geo.sphere import Array

Integers: TypeAlias = npt.NDArray[np.int64]

#: How many bits of each axis a cell has: the Earth is halved so often, east to west and south to north.
CELL_BITS = 24
#: Places are taken in units of 1e-7 degrees, so that no rounding of theirs moves one into another cell.
_UNITS = 10_000_000
_ROUND, _HALF_ROUND, _HALF_TURN = 360 * _UNITS, 180 * _UNITS, 90 * _UNITS
_SPREADS = tuple(
    (np.int64(shift), np.int64(mask))
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    )
)


def cells_of(longitudes: Array, latitudes: Array) -> Integers:
    """Return the cells, 48 bits with longitude in the even and latitude in the odd ones, of places in degrees.

    The antimeridian has one name, -180; a pole is one point, at -180 as well.
    """
    north = np.rint(np.asarray(latitudes) * _UNITS).astype(np.int64) + _HALF_TURN
    east = (np.rint(np.asarray(longitudes) * _UNITS).astype(np.int64) + _HALF_ROUND) % _ROUND
    east[(north == 0) | (north == _HALF_ROUND)] = 0
    x = (east << CELL_BITS) // _ROUND
    y = np.minimum((north << CELL_BITS) // _HALF_ROUND, (1 << CELL_BITS) - 1)
    return interleaved(x, y)


def cell_of(point: Point) -> int:
    """Return the cell of one place."""
    north = round(point.latitude * _UNITS) + _HALF_TURN
    east = 0 if north in (0, _HALF_ROUND) else (round(point.longitude * _UNITS) + _HALF_ROUND) % _ROUND
    y = min((north << CELL_BITS) // _HALF_ROUND, (1 << CELL_BITS) - 1)
    return _spread_one((east << CELL_BITS) // _ROUND) | (_spread_one(y) << 1)


def interleaved(x: Integers, y: Integers) -> Integers:
    """Return the numbers whose even bits are those of `x` and whose odd bits are those of `y` (Morton, 1966)."""
    return _spread(x) | (_spread(y) << 1)


def interleaved_short(x: Integers, y: Integers) -> Integers:
    """Return :func:`interleaved` for numbers below 2 ** SHORT_BITS, by one look-up each."""
    result: Integers = _SPREAD_SHORT[x] | (_SPREAD_SHORT[y] << 1)
    return result


def _spread(values: Integers) -> Integers:
    spread = values
    for shift, mask in _SPREADS:
        spread = (spread | (spread << shift)) & mask
    return spread


def _spread_one(value: int) -> int:
    for shift, mask in ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F)):
        value = (value | (value << shift)) & mask
    value = (value | (value << 2)) & 0x3333333333333333
    return (value | (value << 1)) & 0x5555555555555555


SHORT_BITS = 14
_SPREAD_SHORT = _spread(np.arange(1 << SHORT_BITS, dtype=np.int64))
