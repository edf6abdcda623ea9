"""The keys by which a stay is found: one integer of 63 bits for its place and time, one for its country and time. Pure.

A key is `bucket << 48 | cell`. The cell is the Z-order cell of the place (tocsin.geo.cells), of which only the first
`PLACE_BITS` of each axis are kept: the index tells nobody more than a block of about 2.4 by 1.2 km. The bucket of 15 bits says
how well the place is known (`tier`), how long the stay is, and in which days it begins:

    tier (2 bits) | 0 to 4095: up to 16 days, begun within one of 8 days | 4096 to 5119: up to 128 days, of 128 | 5120: longer

Every stay that shares time with a window begins within the window or no earlier than its class is long before it, so a
window is a handful of buckets, and an area (tocsin.geo.covering) a dozen ranges of cells in each.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tocsin.geo import Point
from tocsin.geo.cells import CELL_BITS, cell_of, cells_of

Integers: TypeAlias = NDArray[np.int64]
Degrees: TypeAlias = NDArray[np.float64]

DAY = 86_400
#: Coordinates are kept to 1e-7 degrees.
UNITS = 10_000_000
#: 2000-01-01 00:00 UTC in seconds since 1970; what begins before it stands in the first bucket of its class.
EPOCH = 946_684_800
#: What stands for 'until further notice' in the index: 3000-01-01 00:00 UTC in seconds since 1970.
OPEN_END = 32_503_680_000
#: How many bits of each axis of the place a key keeps.
PLACE_BITS = 14
#: A place known to within so many km is of tier 0, 1, 2 or 3; an area is widened by as much to find it.
TIERS_KM = (2.0, 10.0, 50.0, 1000.0)

#: A key is its bucket shifted so far, and its cell.
CELL_SHIFT = 2 * CELL_BITS
_COARSE = ((1 << (2 * PLACE_BITS)) - 1) << (2 * (CELL_BITS - PLACE_BITS))
_TIER_SHIFT = 13
_MOMENTS = 1 << _TIER_SHIFT
#: (the longest stay in days, the width of a bucket in days, the first bucket, how many there are)
_CLASSES = ((16, 8, 0, 4096), (128, 128, 4096, 1024))
_LONGEST = 5120
#: In a country key this bit marks a stay of which only the country is known.
_VAGUE = 1 << _TIER_SHIFT
_COUNTRY_SHIFT = 16


def tier_of(uncertainty_km: float) -> int:
    """Return the tier, 0 to 3, of a place that is known to within `uncertainty_km`."""
    for tier, limit in enumerate(TIERS_KM):
        if uncertainty_km <= limit:
            return tier
    raise ValueError(
        f"A place known to within {uncertainty_km} km is no place; the limit is {TIERS_KM[-1]:.0f} km."
    )


def moment_of(arrive: int, depart: int) -> int:
    """Return the bucket of a stay's time, without its tier; times are seconds since 1970."""
    length = depart - arrive
    for longest, width, first, count in _CLASSES:
        if length <= longest * DAY:
            return first + min(max((arrive - EPOCH) // (width * DAY), 0), count - 1)
    return _LONGEST


def moments_of(arrive: Integers, depart: Integers) -> Integers:
    """Return :func:`moment_of` for arrays."""
    length = depart - arrive
    found = np.full(len(arrive), _LONGEST, np.int64)
    for longest, width, first, count in reversed(_CLASSES):
        of_class = length <= longest * DAY
        found[of_class] = first + np.clip((arrive[of_class] - EPOCH) // (width * DAY), 0, count - 1)
    return found


def moments_between(start: int, until: int) -> Integers:
    """Return every bucket of time, without tier, that may hold a stay which shares time with [start, until)."""
    found = [np.array([_LONGEST])]
    for longest, width, first, count in _CLASSES:
        low = min(max((start - longest * DAY - EPOCH) // (width * DAY), 0), count - 1)
        high = min(max((until - 1 - EPOCH) // (width * DAY), 0), count - 1)
        found.append(first + np.arange(low, high + 1))
    return np.sort(np.concatenate(found))


def buckets_of(moments: Integers, tier: int) -> Integers:
    """Return the buckets of `moments` for places of `tier`."""
    return moments | (tier << _TIER_SHIFT)


def place_key(longitude: float, latitude: float, uncertainty_km: float, arrive: int, depart: int) -> int:
    """Return the key of a stay at a place (degrees) between two times (seconds since 1970)."""
    bucket = (tier_of(uncertainty_km) << _TIER_SHIFT) | moment_of(arrive, depart)
    return (bucket << CELL_SHIFT) | (cell_of(Point(longitude=longitude, latitude=latitude)) & _COARSE)


def place_keys(
    longitudes: Degrees, latitudes: Degrees, tiers: Integers, arrive: Integers, depart: Integers
) -> Integers:
    """Return :func:`place_key` for arrays, with the tiers of the places."""
    buckets = (tiers << _TIER_SHIFT) | moments_of(arrive, depart)
    return (buckets << CELL_SHIFT) | (cells_of(longitudes, latitudes) & _COARSE)


def country_number(code: str) -> int:
    """Return the number, 0 to 675, of an ISO 3166-1 alpha-2 code."""
    return (ord(code[0]) - 65) * 26 + ord(code[1]) - 65


def country_key(code: str, *, vague: bool, arrive: int, depart: int) -> int:
    """Return the key of a stay in a country between two times; `vague` where only its country is known."""
    return (country_number(code) << _COUNTRY_SHIFT) | (_VAGUE if vague else 0) | moment_of(arrive, depart)


def country_keys(
    countries: Integers, vague: NDArray[np.bool_], arrive: Integers, depart: Integers
) -> Integers:
    """Return :func:`country_key` for arrays, with the numbers of the countries."""
    return (countries << _COUNTRY_SHIFT) | np.where(vague, _VAGUE, 0) | moments_of(arrive, depart)


def country_ranges(
    codes: frozenset[str], start: int, until: int, *, sure: bool = True, vague: bool = True
) -> tuple[Integers, Integers]:
    """Return the first and last keys of all ranges that hold the stays of `codes` which share time with [start, until).

    `sure` stays are those with a place, `vague` those known only by country.
    """
    moments = moments_between(start, until)
    breaks = np.flatnonzero(np.diff(moments) > 1) + 1
    first = np.array([part[0] for part in np.split(moments, breaks)], np.int64)
    last = np.array([part[-1] for part in np.split(moments, breaks)], np.int64)
    marks = np.array(([0] if sure else []) + ([_VAGUE] if vague else []), np.int64)
    bases = np.sort(np.array([country_number(code) << _COUNTRY_SHIFT for code in codes], np.int64))
    starts = (bases[:, None] | marks[None, :]).reshape(-1, 1)
    return (starts | first[None, :]).ravel(), (starts | last[None, :]).ravel()
