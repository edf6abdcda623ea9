from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.cap import CapArea, CapCircle, CapPolygon, NamedValue, read_area, write_area
from tocsin.geo import Area, Circle, Point, Polygon

SQUARE = Polygon.from_pairs([(10, 50), (12, 50), (12, 52), (10, 52), (10, 50)])


def read(*polygons: str, circles: tuple[str, ...] = ()) -> Area:
    return CapArea("x", tuple(map(CapPolygon, polygons)), tuple(map(CapCircle, circles))).to_area()


def test_latitude_comes_first_in_cap_and_is_named_in_geography():
    area = read("50,10 52,10 52,12 50,12 50,10", circles=("33.5,-7.25 12.5",))
    assert area.circles == (Circle(Point(longitude=-7.25, latitude=33.5), 12.5),)
    assert area.contains(Point(longitude=11, latitude=51))
    assert not area.contains(Point(longitude=51, latitude=11))


def test_an_open_ring_is_closed():
    assert read("50,10 52,10 52,12 50,12").contains(Point(longitude=11, latitude=51))


def test_a_self_crossing_ring_covers_each_of_its_parts():
    area = read("0,0 2,2 2,0 0,2 0,0")
    assert area.contains(Point(longitude=1, latitude=0.3)) or area.contains(Point(longitude=0.3, latitude=1))
    assert len(area.polygons) == 2


def test_a_tangle_is_covered_by_its_hull():
    from math import cos, pi, sin

    turns = [(10 + sin(2 * pi * i * 1000 / 2001), 20 + cos(2 * pi * i * 1000 / 2001)) for i in range(2001)]
    text = " ".join(f"{latitude:.6f},{longitude:.6f}" for latitude, longitude in [*turns, turns[0]])
    (polygon,) = read(text).polygons
    assert polygon.contains(Point(longitude=20, latitude=10.99))


def test_a_ring_with_too_many_positions_is_covered_by_its_hull():
    from tocsin.cap.tests.samples import ring

    (polygon,) = read(ring(100_002)).polygons
    assert polygon.contains(Point(longitude=20.5, latitude=10.5))


def test_longitudes_past_the_antimeridian_are_wrapped():
    area = read("-18,178 -16,178 -16,182 -18,182 -18,178")
    assert area.contains(Point(longitude=-179, latitude=-17))
    assert not area.contains(Point(longitude=0, latitude=-17))


def test_a_shape_that_names_no_place_is_left_out_and_told():
    reading = read_area(CapArea("x", (CapPolygon("nowhere"),), (CapCircle("1,2 -3"),)))
    assert reading.area.is_empty
    assert [each.rule for each in reading.findings] == ["position-form", "polygon-positions", "circle-radius"]


def test_countries_travel_as_geocodes():
    written = CapArea.from_area(Area(description="Morocco", countries=("MA",), geocodes=(("UGC", "X1"),)))
    assert written.geocodes == (("ISO3166-1", "MA"), ("UGC", "X1"))
    assert written.to_area() == Area(description="Morocco", countries=("MA",), geocodes=(("UGC", "X1"),))


def test_holes_cannot_be_said_and_that_is_told():
    hole = tuple(
        Point(longitude=x, latitude=y) for x, y in ((10.5, 50.5), (11, 50.5), (11, 51), (10.5, 50.5))
    )
    writing = write_area(Area(polygons=(Polygon(SQUARE.outer, (hole,)),)))
    assert "1 hole was left out" in writing.notes[0]
    assert writing.area.to_area().polygons == (SQUARE,)


def test_a_margin_widens_circles_and_polygons():
    area = Area(circles=(Circle(Point(longitude=0, latitude=0), 5),), polygons=(SQUARE,)).widened(20)
    writing = write_area(area)
    assert writing.area.circles == (CapCircle("0,0 25"),)
    wide = writing.area.to_area()
    for point in (Point(longitude=9.75, latitude=51), Point(longitude=11, latitude=52.17)):
        assert area.contains(point)
        assert wide.contains(point)
    assert not wide.contains(Point(longitude=9, latitude=51))


coordinates = st.builds(
    Point,
    longitude=st.floats(-180, 180, allow_nan=False).map(lambda x: round(x, 6)),
    latitude=st.floats(-89, 89, allow_nan=False).map(lambda x: round(x, 6)),
)


@given(st.lists(st.builds(Circle, coordinates, st.floats(0, 20_000)), max_size=4))
def test_circles_come_back_exactly(circles):
    area = Area(description="x", circles=tuple(circles))
    assert CapArea.from_area(area).to_area() == area


@given(coordinates, st.floats(0.001, 5), st.integers(3, 40))
def test_polygons_come_back_exactly(centre, size, corners):
    from math import cos, pi, sin

    rows = [
        (
            centre.longitude + size * cos(2 * pi * i / corners),
            centre.latitude + size / 6 * sin(2 * pi * i / corners),
        )
        for i in range(corners)
    ]
    points = [Point(longitude=(x + 180) % 360 - 180, latitude=y) for x, y in rows]
    area = Area(polygons=(Polygon((*points, points[0])),))
    assert CapArea.from_area(area).to_area() == area


def test_geocode_names_of_other_lists_are_carried_along():
    area = CapArea("x", geocodes=(NamedValue("EMMA_ID", "XX1"),)).to_area()
    assert area.geocodes == (("EMMA_ID", "XX1"),)
    assert area.is_empty
