"""A strip along a route holds everything within its width; a district drawn from its towns holds them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Area, AreaError, Circle, GazetteerError, Point, Polygon, area_of, corridor, gazetteer
from tocsin.geo.meeting import meet
from tocsin.geo.places import Precision
from tocsin.geo.sphere import destination, point_of, vector_of

points = st.builds(Point, longitude=st.floats(-180, 180), latitude=st.floats(-70, 70))


@settings(max_examples=40, deadline=None)
@given(points, st.floats(0, 360), st.floats(5, 900), st.floats(0.5, 60), st.floats(0, 1), st.floats(0, 360))
def test_a_corridor_holds_what_is_near_the_way_and_not_what_is_far(
    start: Point, bearing: float, length: float, width: float, share: float, aside: float
) -> None:
    end = destination(start, bearing, length)
    if abs(end.latitude) > 78:
        return
    strip = corridor((start, end), width)
    first, last = vector_of(start), vector_of(end)
    angle = math.acos(min(1.0, float(first @ last)))
    middle = point_of(
        (math.sin((1 - share) * angle) * first + math.sin(share * angle) * last) / math.sin(angle)
    )
    assert strip.contains(destination(middle, aside, width * 0.999))
    assert not strip.contains(destination(start, bearing + 180, width * 1.1 + 0.1))


def test_a_corridor_crosses_the_antimeridian_and_bends() -> None:
    strip = corridor((Point(178.0, -17.0), Point(-178.0, -17.5), Point(-178.0, -14.0)), 20)
    assert strip.contains(Point(180.0, -17.3))
    assert strip.contains(Point(-178.1, -15.0))
    assert not strip.contains(Point(0.0, -17.0))


@pytest.mark.parametrize(
    ("route", "width", "said"),
    [
        (((0.0, 0.0),), 10, "2 to 500 points"),
        (((0.0, 0.0), (1.0, 0.0)), 0, "cannot be drawn"),
        (((0.0, 88.0), (1.0, 88.0)), 10, "too near to a pole"),
        (((0.0, 0.0), (180.0, 0.0)), 10, "opposite each other"),
    ],
)
def test_a_route_that_cannot_be_drawn_says_why(
    route: tuple[tuple[float, float], ...], width: float, said: str
) -> None:
    with pytest.raises(AreaError, match=said):
        corridor([Point(*pair) for pair in route], width)


def test_areas_have_codes() -> None:
    assert area_of("MA").countries == ("MA",)
    marrakesh = next(place for place in gazetteer().by_name("Marrakesh") if place.precision is Precision.CITY)
    assert area_of(marrakesh.admin1).contains(marrakesh.point)
    with pytest.raises(GazetteerError, match="no area with the code"):
        area_of("XX.99")
    with pytest.raises(GazetteerError, match="no country"):
        area_of("QQ")


def test_a_district_drawn_from_its_towns_holds_them_and_says_that_it_is_an_estimate() -> None:
    towns = list(gazetteer().within(Point(longitude=2.35, latitude=48.85), 60.0, Precision.CITY))
    code = next(town.admin2 for town in towns if town.name == "Versailles")
    district = area_of(code)
    assert "estimated" in district.description
    mine, others = ([town for town in towns if (town.admin2 == code) is own] for own in (True, False))
    assert all(district.contains(town.point) for town in mine)
    assert sum(district.contains(town.point) for town in others) <= 0.05 * len(others)


def test_areas_meet_when_they_share_a_place() -> None:
    square = Area(polygons=(Polygon.from_pairs([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]),))
    assert meet(square, Area(circles=(Circle(Point(5.0, 5.0), 1.0),)))
    assert meet(Area(circles=(Circle(Point(11.0, 5.0), 120.0),)), square)
    assert not meet(Area(circles=(Circle(Point(12.0, 5.0), 120.0),)), square)
    assert meet(Area(circles=(Circle(Point(-7.6, 33.6), 1.0),)), Area(), frozenset({"MA"}))
    assert not meet(square, Area())
