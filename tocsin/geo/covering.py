"""The ranges of cells that hold an area: a few stretches of the Z-order instead of a shape.

The squares around the area are classed all at once (outside, on the edge, inside) and those on the edge are quartered until
there are enough of them. The squares are then put in Z-order and joined; where more ranges are left than are wanted, the
smallest gaps are closed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from tocsin.geo.areas import Area
from tocsin.geo.cells import CELL_BITS, SHORT_BITS, cell_of, interleaved, interleaved_short
from tocsin.geo.circles import Circle
from tocsin.geo.flat_shapes import FlatShape, flat_shapes
from tocsin.geo.points import EARTH_RADIUS_KM, FARTHEST_KM, Point
from tocsin.geo.sphere import Array

Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

#: Squares to begin with: many around circles, where one more costs next to nothing; few around polygons.
_FIRST_OF_CIRCLES, _FIRST_OF_POLYGONS = 48, 20
#: With so many squares on hand none is quartered any more.
_ENOUGH = 16
#: Room for rounding: relative, and in units of the squared half chord (4 cm on the ground).
_SLACK, _SLACK_SQUARED = 1e-9, 1e-17
_OUTSIDE, _EDGE, _INSIDE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Covering:
    """Ranges of cells, `first` to `last` (both in it), ascending and apart; `inside`: every place in it is in the area."""

    first: Integers
    last: Integers
    inside: Flags


def covering(area: Area, *, most_ranges: int = 12, finest: int = 14) -> Covering:
    """Return at most `most_ranges` ranges of cells that hold every place of the shapes of `area`.

    Its whole countries do not count, its margin does. The ranges are made of squares no finer than `finest` bits of each
    axis. A place is a cell of `cells.cells_of`.
    """
    shapes = _Shapes(area)
    if not shapes:
        return Covering(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, bool))
    if shapes.are_the_world:
        return Covering(np.array([0]), np.array([(1 << (2 * CELL_BITS)) - 1]), np.array([True]))
    level, x, y = _first_squares(shapes, finest)
    firsts: list[Integers] = []
    levels: list[int] = []
    insides: list[int] = []
    taken = 0
    while True:
        classes = shapes.classes(level, x, y)
        inside = classes == _INSIDE
        edge = classes == _EDGE
        if inside.any():
            firsts.append(_squares(x[inside], y[inside], level))
            levels.append(level)
            insides.append(_INSIDE)
            taken += len(firsts[-1])
        x, y = x[edge], y[edge]
        if level >= finest or taken + len(x) >= _ENOUGH or not len(x):
            break
        level += 1
        x = (2 * x[:, None] + _RIGHT).ravel()
        y = (2 * y[:, None] + _UP).ravel()
    if len(x):
        firsts.append(_squares(x, y, level))
        levels.append(level)
        insides.append(_EDGE)
    for pole in shapes.poles:
        firsts.append(np.array([cell_of(pole) >> (2 * (CELL_BITS - finest))], np.int64))
        levels.append(finest)
        insides.append(_EDGE)
    return _joined(firsts, levels, insides, most_ranges)


def _squares(x: Integers, y: Integers, level: int) -> Integers:
    return interleaved_short(x, y) if level <= SHORT_BITS else interleaved(x, y)


_RIGHT, _UP = np.array([0, 1, 0, 1], np.int64), np.array([0, 0, 1, 1], np.int64)


class _Shapes:
    """What an area is made of, to be held against squares."""

    def __init__(self, area: Area) -> None:
        self.circles = tuple(_Cap(circle, area.margin_km) for circle in area.circles)
        self.flats = flat_shapes(area.polygons)
        self.margin_km = area.margin_km

    def __bool__(self) -> bool:
        return bool(self.circles or self.flats)

    @property
    def are_the_world(self) -> bool:
        """Whether one of the shapes holds every place there is."""
        return any(cap.is_the_world for cap in self.circles) or any(flat.is_the_world for flat in self.flats)

    @property
    def poles(self) -> list[Point]:
        """The poles that a polygon touches: on the plane of the polygon they are a line, on Earth and as a cell a point."""
        reached = math.degrees(self.margin_km / EARTH_RADIUS_KM)
        bounds = [flat.bounds for flat in self.flats]
        north = any(box[3] + reached >= 90 for box in bounds)
        south = any(box[1] - reached <= -90 for box in bounds)
        return [Point(longitude=-180.0, latitude=pole) for pole, on in ((90.0, north), (-90.0, south)) if on]

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """The (west, south, east, north) around each shape, margin included; longitudes run on past 180."""
        return [
            *(cap.bounds for cap in self.circles),
            *(_widened(np.array([flat.bounds]), self.margin_km)[0].tolist() for flat in self.flats),
        ]

    def classes(self, level: int, x: Integers, y: Integers) -> Integers:
        """Return the class of each square of a level."""
        width, height = 360.0 / (1 << level), 180.0 / (1 << level)
        west = x.astype(np.float64) * width - 180
        south = y.astype(np.float64) * height - 90
        found = np.zeros(len(x), np.int64)
        for cap in self.circles:
            np.maximum(found, cap.classes(west, south, width, height), out=found)
        for flat in self.flats:
            np.maximum(found, _classes_of(flat, west, south, width, height, self.margin_km), out=found)
        return found


class _Cap:
    """A circle with its margin, ready to be measured from squares."""

    def __init__(self, circle: Circle, margin_km: float) -> None:
        widened = Circle(circle.center, min(circle.radius_km + margin_km, FARTHEST_KM))
        self.bounds = widened.bounds()
        self.is_the_world = widened.radius_km >= math.pi * EARTH_RADIUS_KM
        self._longitude = circle.center.longitude
        self._latitude = math.radians(circle.center.latitude)
        self._sine, self._cosine = math.sin(self._latitude), math.cos(self._latitude)
        self._half = math.sin(min(widened.radius_km / EARTH_RADIUS_KM / 2, math.pi / 2)) ** 2

    def classes(self, west: Array, south: Array, width: float, height: float) -> Integers:
        """Return the class of each square, by the least and the greatest distance from the centre to it."""
        to_west = (west - self._longitude) % 360
        to_east = to_west + width
        # The meridian nearest to the centre: the centre's own where it crosses the square; and the farthest one.
        round_west, round_east = 360 - to_west, 360 - to_east
        least = np.where(round_east <= 0, 0.0, np.minimum(to_west, round_east))
        most = np.maximum(np.minimum(to_west, round_west), np.minimum(to_east, np.abs(round_east)))
        most[(to_west <= 180) & (to_east >= 180)] = 180.0
        low = np.radians(south)
        high = low + math.radians(height)
        if most.max() <= 90:
            near, far = self._within_a_quarter(np.radians(least), np.radians(most), low, high)
        else:
            near, far = self._anywhere(np.radians(least), np.radians(most), low, high)
        found = (near <= self._half * (1 + _SLACK) + _SLACK_SQUARED).astype(np.int64)
        found += found & (far < self._half * (1 - _SLACK) - _SLACK_SQUARED)
        return found

    def _within_a_quarter(self, least: Array, most: Array, low: Array, high: Array) -> tuple[Array, Array]:
        """Squared half chords to the nearest and the farthest place, where no square is a quarter turn away.

        The nearest lies where the nearest meridian runs level to the centre, or at the end next to it; the farthest at
        an end of the farthest meridian.
        """
        level = np.clip(np.arctan2(self._sine, self._cosine * np.cos(least)), low, high)
        latitudes, turns = np.stack((level, low, high)), np.stack((least, most, most))
        halves = np.sin((latitudes - self._latitude) / 2) ** 2
        halves += self._cosine * np.cos(latitudes) * np.sin(turns / 2) ** 2
        return halves[0], np.maximum(halves[1], halves[2])

    def _anywhere(self, least: Array, most: Array, low: Array, high: Array) -> tuple[Array, Array]:
        """The same for squares anywhere: on each meridian one of four latitudes is the nearest and one the farthest."""
        turns = np.stack((least, most))
        nearest = np.arctan2(self._sine, self._cosine * np.cos(turns))
        farthest = nearest - np.copysign(np.pi, nearest)
        latitudes = np.stack((np.clip(nearest, low, high), np.clip(farthest, low, high)))
        ends = np.broadcast_to(np.stack((low, high))[:, None, :], latitudes.shape)
        latitudes = np.concatenate((latitudes, ends))
        halves = np.sin((latitudes - self._latitude) / 2) ** 2
        halves += self._cosine * np.cos(latitudes) * np.sin(turns / 2) ** 2
        return halves[:, 0].min(axis=0), halves[:, 1].max(axis=0)


def _classes_of(
    flat: FlatShape, west: Array, south: Array, width: float, height: float, margin_km: float
) -> Integers:
    boxes = np.column_stack((west, south, west + width, south + height))
    crossed = np.zeros(len(west), bool)
    for turn in flat.turns:
        crossed |= _meets(flat.boundary, boxes, 360.0 * turn)
    inside = ~crossed
    inside[inside] = flat.holds((west + width / 2)[inside], (south + height / 2)[inside])
    near = crossed
    if margin_km and not (crossed | inside).all():
        wide = _widened(boxes, margin_km)
        turns = {turn + more for turn in flat.turns for more in _turns_around(wide)}
        for turn in turns:
            near = near | _meets(flat.boundary, wide, 360.0 * turn)
    return np.where(inside, _INSIDE, np.where(near, _EDGE, _OUTSIDE))


def _turns_around(boxes: Array) -> tuple[int, ...]:
    return (-1, 0, 1) if boxes[:, 0].min() < -180 or boxes[:, 2].max() > 180 else (0,)


def _meets(boundary: shapely.Geometry, boxes: Array, shift: float) -> Flags:
    squares = shapely.box(boxes[:, 0] + shift, boxes[:, 1], boxes[:, 2] + shift, boxes[:, 3])
    result: Flags = shapely.intersects(boundary, squares)
    return result


def _widened(boxes: Array, margin_km: float) -> Array:
    """Boxes (west, south, east, north) that hold everything within `margin_km` of boxes."""
    if not margin_km:
        return boxes
    angle = math.degrees(margin_km / EARTH_RADIUS_KM) * (1 + _SLACK) + 1e-9
    south, north = np.maximum(boxes[:, 1] - angle, -90), np.minimum(boxes[:, 3] + angle, 90)
    farthest = np.maximum(np.abs(south), np.abs(north))
    # The tangent meridian of a circle of the margin's size around the corner that is nearest to a pole.
    ratio = np.sin(np.radians(angle)) / np.maximum(np.cos(np.radians(farthest - angle)), 1e-12)
    half = np.where((farthest >= 90) | (ratio >= 1), 180.0, np.degrees(np.arcsin(np.minimum(ratio, 1.0))))
    return np.column_stack((boxes[:, 0] - half, south, boxes[:, 2] + half, north))


def _first_squares(shapes: _Shapes, finest: int) -> tuple[int, Integers, Integers]:
    """The finest level at which few squares lie around the shapes, and those squares."""
    boxes = shapes.boxes()
    most = _FIRST_OF_POLYGONS if shapes.flats else _FIRST_OF_CIRCLES
    surface = sum((east - west) * (north - south) for west, south, east, north in boxes) / (360.0 * 180.0)
    # No level at which the boxes' surface alone is more squares than wanted can do.
    level = finest if surface <= 0 else min(finest, max(0, math.floor(math.log2(most / surface) / 2)))
    while True:
        spans = [_span(box, level) for box in boxes]
        count = sum((right - left + 1) * (top - bottom + 1) for left, bottom, right, top in spans)
        if count <= most or level == 0:
            break
        level -= 1
    mask = (1 << level) - 1
    columns, rows = [], []
    for left, bottom, right, top in spans:
        x, y = np.arange(left, right + 1), np.arange(bottom, top + 1)
        columns.append(np.repeat(x, len(y)) & mask)
        rows.append(np.tile(y, len(x)))
    both = np.concatenate(columns), np.concatenate(rows)
    if len(boxes) > 1:
        codes = np.unique((both[0] << 32) | both[1])
        both = codes >> 32, codes & 0xFFFFFFFF
    return level, both[0].astype(np.int64), both[1].astype(np.int64)


def _span(box: tuple[float, float, float, float], level: int) -> tuple[int, int, int, int]:
    """The first and last column and row of the squares of a level that meet a box; columns may run past the map."""
    count = 1 << level
    west, south, east, north = box
    left, right = math.floor((west + 180) / 360 * count), math.floor((east + 180) / 360 * count)
    if right - left >= count:
        left, right = 0, count - 1
    bottom = max(0, min(count - 1, math.floor((south + 90) / 180 * count)))
    top = max(0, min(count - 1, math.floor((north + 90) / 180 * count)))
    return left, bottom, right, top


def _joined(firsts: list[Integers], levels: list[int], insides: list[int], most_ranges: int) -> Covering:
    if not firsts:
        return Covering(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, bool))
    shifts = [2 * (CELL_BITS - level) for level in levels]
    first = np.concatenate([codes << shift for codes, shift in zip(firsts, shifts, strict=True)])
    last = np.concatenate([((codes + 1) << shift) - 1 for codes, shift in zip(firsts, shifts, strict=True)])
    inside = np.concatenate(
        [np.full(len(codes), flag == _INSIDE) for codes, flag in zip(firsts, insides, strict=True)]
    )
    order = np.argsort(first, kind="stable")
    first, last, inside = first[order], last[order], inside[order]
    # Squares are apart or one lies in the other; the larger one came first.
    within = last[1:] <= np.maximum.accumulate(last)[:-1]
    if within.any():
        kept = np.concatenate(([True], ~within))
        first, last, inside = first[kept], last[kept], inside[kept]
    gaps = first[1:] - last[:-1] - 1
    apart = (gaps > 0) | (inside[1:] != inside[:-1])
    places = np.flatnonzero(apart)
    if len(places) >= most_ranges:
        # Of the places where ranges may part, those with the widest gaps are kept.
        widest = np.argsort(gaps[places], kind="stable")[len(places) - most_ranges + 1 :]
        places = np.sort(places[widest])
    starts = np.concatenate(([0], places + 1))
    ends = np.concatenate((places, [len(first) - 1]))
    whole = np.minimum.reduceat(inside, starts)
    if len(gaps):
        hole = np.concatenate(([False], gaps > 0))
        hole[starts] = False
        whole &= ~np.logical_or.reduceat(hole, starts)
    return Covering(first[starts], last[ends], whole)
