"""A covering never misses a place, an inside range never lies, and many places get the answer that each gets alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Area, Circle, Point, Polygon, PolygonError
from tocsin.geo.cells import CELL_BITS, cell_of, cells_of
from tocsin.geo.covering import Covering, covering
from tocsin.geo.many import distances_km, holds

WHOLE_WORLD = Polygon.from_pairs([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)])
OVER_THE_POLE = Polygon.from_pairs([(-120, 80), (0, 75), (120, 80), (-120, 80)])
ACROSS = Polygon.from_pairs(
    [(170, -20), (-170, -20), (-165, -10), (175, -5), (170, -20)],
    holes=[[(178, -15), (-178, -15), (-178, -12), (178, -12), (178, -15)]],
)
BAND = Polygon.from_pairs([(-180, 10), (180, 10), (180, 20), (-180, 20), (-180, 10)])

longitudes = st.one_of(
    st.floats(-180, 180, allow_nan=False), st.sampled_from([180.0, -180.0, 179.9999999, -179.9999999, 0.0])
)
latitudes = st.one_of(
    st.floats(-90, 90, allow_nan=False), st.sampled_from([90.0, -90.0, 89.99, -89.9999999, 0.0])
)
points = st.builds(Point, longitude=longitudes, latitude=latitudes)
radii = st.one_of(
    st.floats(0, 20_015), st.sampled_from([0.0, 0.001, 10.0, 100.0, 5_000.0, 10_007.5, 20_015.0])
)


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    """A polygon around a place, which may lie by the antimeridian or a pole, with or without a hole."""
    center = draw(st.builds(Point, longitude=longitudes, latitude=st.floats(-80, 80)))
    size = draw(st.floats(0.001, 30))
    corners = draw(st.lists(st.floats(0.3, 1), min_size=3, max_size=12))
    ring = []
    for number, share in enumerate(corners):
        angle = 2 * math.pi * number / len(corners)
        x = center.longitude + size * share * math.cos(angle)
        y = center.latitude + size * share * math.sin(angle) * 0.5
        ring.append(((x + 180) % 360 - 180, max(-90.0, min(90.0, y))))
    holes = []
    if draw(st.booleans()):
        small = size * 0.05
        square = [
            (-small, -small / 2),
            (small, -small / 2),
            (small, small / 2),
            (-small, small / 2),
            (-small, -small / 2),
        ]
        holes = [[((center.longitude + x + 180) % 360 - 180, center.latitude + y) for x, y in square]]
    try:
        return Polygon.from_pairs([*ring, ring[0]], holes=holes)
    except PolygonError:
        return Polygon.from_pairs([(10, 10), (20, 10), (15, 20), (10, 10)])


areas = st.builds(
    Area,
    circles=st.lists(st.builds(Circle, points, radii), max_size=2).map(tuple),
    polygons=st.lists(
        st.one_of(stars(), st.sampled_from([OVER_THE_POLE, ACROSS, BAND, WHOLE_WORLD])), max_size=2
    ).map(tuple),
    margin_km=st.one_of(st.just(0.0), st.floats(0, 1_500)),
)


def places_around(area: Area, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Places over the Earth, by its edges, and close to the shapes of an area, to 1e-7 degrees."""
    dice = np.random.default_rng(seed)
    x, y = dice.uniform(-180, 180, 150), dice.uniform(-90, 90, 150)
    x[:6], y[:6] = [180, -180, 0, 180, -180, 13], [0, 0, 90, 45, -90, -90]
    centers = [circle.center for circle in area.circles]
    spans = [min(60.0, circle.radius_km / 111 + 0.01) for circle in area.circles]
    for polygon in area.polygons:
        centers += polygon.outer[:6]
        spans += [1.0] * len(polygon.outer[:6])
    for center, span in zip(centers, spans, strict=True):
        span += area.margin_km / 111
        x = np.append(
            x,
            center.longitude
            + dice.uniform(-1.2, 1.2, 25) * span / max(0.05, math.cos(math.radians(center.latitude))),
        )
        y = np.append(y, center.latitude + dice.uniform(-1.2, 1.2, 25) * span)
    return np.round((x + 180) % 360 - 180, 7), np.round(np.clip(y, -90, 90), 7)


def in_ranges(cover: Covering, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether the cell of each place lies in a range, and in one that is all inside."""
    cells = cells_of(x, y)
    if not len(cover.first):
        return np.zeros(len(x), bool), np.zeros(len(x), bool)
    at = np.searchsorted(cover.first, cells, "right") - 1
    within = (at >= 0) & (cells <= cover.last[np.maximum(at, 0)])
    return within, within & cover.inside[np.maximum(at, 0)]


@settings(max_examples=150, deadline=None)
@given(areas, st.integers(0, 10_000), st.sampled_from([1, 4, 12, 40]))
def test_a_covering_never_misses_and_its_inside_never_lies(area: Area, seed: int, most: int) -> None:
    cover = covering(area, most_ranges=most)
    x, y = places_around(area, seed)
    truth = holds(area, x, y)
    within, inside = in_ranges(cover, x, y)
    assert not (truth & ~within).any(), (x[truth & ~within], y[truth & ~within])
    assert not (inside & ~truth).any(), (x[inside & ~truth], y[inside & ~truth])
    assert len(cover.first) <= most
    assert (cover.first <= cover.last).all()
    assert (cover.first[1:] > cover.last[:-1]).all()
    step = 1 << (2 * (CELL_BITS - 14))
    assert not (cover.first % step).any()
    assert not ((cover.last + 1) % step).any()


@settings(max_examples=100, deadline=None)
@given(areas, st.integers(0, 10_000))
def test_many_places_get_the_answer_of_each_alone(area: Area, seed: int) -> None:
    x, y = places_around(area, seed)
    together, measured = holds(area, x, y), distances_km(area, x, y)
    for row in range(0, len(x), 5):
        point = Point(longitude=float(x[row]), latitude=float(y[row]))
        alone = area.distance_km(point)
        assert measured[row] == pytest.approx(alone, abs=1e-5)
        if abs(alone) > 1e-5 or alone == measured[row] == 0:
            assert together[row] == area.contains(point)


def test_the_whole_world_is_one_range_with_everything_inside() -> None:
    cover = covering(Area(polygons=(WHOLE_WORLD,)))
    assert (cover.first.tolist(), cover.last.tolist(), cover.inside.tolist()) == (
        [0],
        [(1 << 48) - 1],
        [True],
    )


def test_an_area_without_shapes_is_covered_by_nothing_and_holds_nothing() -> None:
    area = Area(countries=("MA",))
    assert len(covering(area).first) == 0
    assert not holds(area, np.array([-7.6]), np.array([33.6])).any()
    assert distances_km(area, np.array([-7.6]), np.array([33.6])) == [math.inf]


def test_a_small_circle_is_covered_closely() -> None:
    center = Point(longitude=10.75, latitude=59.91)
    cover = covering(Area(circles=(Circle(center, 10.0),)))
    cells = int((cover.last - cover.first + 1).sum()) >> (2 * (CELL_BITS - 14))
    surface = cells * (360 / 2**14 * 111.2 * math.cos(math.radians(59.91))) * (180 / 2**14 * 111.2)
    assert surface < 2.5 * math.pi * 100


@given(longitudes, latitudes)
def test_a_place_alone_has_the_cell_that_it_has_among_many(x: float, y: float) -> None:
    assert cell_of(Point(longitude=x, latitude=y)) == cells_of(np.array([x]), np.array([y]))[0]


def test_the_antimeridian_has_one_name_and_a_pole_is_one_point() -> None:
    assert cell_of(Point(longitude=180.0, latitude=12.0)) == cell_of(Point(longitude=-180.0, latitude=12.0))
    assert cell_of(Point(longitude=77.0, latitude=90.0)) == cell_of(Point(longitude=-12.0, latitude=90.0))
