"""Areas: what is inside, how far it is, and what is refused."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tocsin.geo import (
    Area,
    AreaError,
    Circle,
    CircleError,
    CoordinateError,
    GeoError,
    Point,
    Polygon,
    PolygonError,
    distance_km,
    points_of,
)
from tocsin.geo.sphere import destination

RABAT = Point(longitude=-6.8498, latitude=33.9716)
CASABLANCA = Point(longitude=-7.5898, latitude=33.5731)

points = st.builds(
    Point,
    longitude=st.floats(-180, 180, allow_nan=False),
    latitude=st.floats(-90, 90, allow_nan=False),
)


def box(west, south, east, north):
    return Polygon.from_pairs([(west, south), (east, south), (east, north), (west, north), (west, south)])


def test_distance_between_two_cities_is_what_an_atlas_says():
    assert distance_km(RABAT, CASABLANCA) == pytest.approx(81.6, abs=1.0)


@given(points, points)
def test_distance_is_the_angle_between_the_two_directions(a, b):
    def direction(p):
        x, y = math.radians(p.longitude), math.radians(p.latitude)
        return (math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y))

    u, v = direction(a), direction(b)
    cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    angle = math.atan2(math.hypot(*cross), sum(x * y for x, y in zip(u, v, strict=True)))
    assert distance_km(a, b) == pytest.approx(angle * 6371.0088, abs=0.2)
    assert distance_km(a, b) == distance_km(b, a)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(181, 0), (0, 90.1), (math.nan, 0), (0, math.inf), ("7", 0), (None, 0)]
)
def test_impossible_coordinates_are_refused(longitude, latitude):
    with pytest.raises(CoordinateError):
        Point(longitude=longitude, latitude=latitude)


def test_a_latitude_that_could_be_a_longitude_asks_whether_they_are_swapped():
    with pytest.raises(CoordinateError, match="swapped"):
        Point(longitude=14.6, latitude=121.0)


@pytest.mark.parametrize("radius", [-1, math.nan, math.inf, 30_000, "5"])
def test_impossible_radii_are_refused(radius):
    with pytest.raises(CircleError):
        Circle(RABAT, radius)


@given(points, st.floats(0, 20_000), points)
def test_a_circle_holds_the_points_within_its_radius(center, radius, point):
    circle = Circle(center, radius)
    assert circle.contains(point) == (distance_km(center, point) <= radius)
    assert circle.distance_km(point) == pytest.approx(max(0.0, distance_km(center, point) - radius))


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(0, 0), (1, 1), (0, 0)], "at least 4"),
        ([(0, 0), (1, 0), (1, 1), (0, 1)], "not closed"),
        ([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)], "crosses itself near longitude 0.5"),
        ([(5, 5), (5, 5), (5, 5), (5, 5)], "no area"),
    ],
)
def test_a_polygon_that_is_none_is_refused_with_the_reason(pairs, words):
    with pytest.raises(PolygonError, match=words):
        Polygon.from_pairs(pairs)


def test_a_hole_outside_is_refused():
    hole = [(5, 5), (6, 5), (6, 6), (5, 5)]
    with pytest.raises(PolygonError, match="hole lies outside"):
        Polygon.from_pairs([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], [hole])


def star(corners):
    ring = []
    for corner in range(corners):
        angle = 2 * math.pi * corner / corners
        radius = 1 + 0.01 * math.sin(37 * angle)
        ring.append((10 + radius * math.cos(angle), 40 + radius * math.sin(angle)))
    return [*ring, ring[0]]


def test_a_polygon_of_fifty_thousand_positions_is_read_and_can_be_simplified_with_a_note():
    polygon = Polygon.from_pairs(star(50_000))
    assert polygon.contains(Point(longitude=10, latitude=40))
    simpler = polygon.simplified(500)
    assert simpler.polygon.positions <= 500
    assert simpler.positions_before == 50_001
    assert "50,001" in simpler.note
    outside = Point(longitude=10, latitude=44)
    assert simpler.polygon.distance_km(outside) == pytest.approx(
        polygon.distance_km(outside), abs=simpler.tolerance_km + 0.01
    )


def test_a_small_polygon_is_not_simplified():
    polygon = box(0, 0, 1, 1)
    assert polygon.simplified(100).polygon == polygon
    assert polygon.simplified(100).note == ""


def test_a_polygon_of_more_than_a_hundred_thousand_positions_is_refused():
    with pytest.raises(PolygonError, match="100,000"):
        Polygon.from_pairs(star(100_001))


def test_a_box_across_the_antimeridian_holds_both_sides_and_nothing_else():
    fiji = box(177, -20, -178, -15)
    assert fiji.contains(Point(longitude=179, latitude=-17))
    assert fiji.contains(Point(longitude=-179, latitude=-17))
    assert not fiji.contains(Point(longitude=0, latitude=-17))
    assert Area(polygons=(fiji,)).bounds() == pytest.approx((177, -20, -178, -15))
    near = Point(longitude=-177, latitude=-17)
    assert fiji.distance_km(near) == pytest.approx(
        distance_km(near, Point(longitude=-178, latitude=-17)), rel=1e-3
    )


def test_a_ring_round_the_pole_holds_the_pole():
    ring = [(x, 70) for x in range(-180, 180, 20)]
    cap = Polygon.from_pairs([*ring, ring[0]])
    for point in (Point(0, 90), Point(123, 90), Point(50, 80), Point(-180, 75)):
        assert cap.contains(point)
    assert not cap.contains(Point(0, 60))
    assert not cap.contains(Point(0, -90))
    assert cap.distance_km(Point(10, 60)) == pytest.approx(10 * 111.195, rel=0.01)
    west, _, east, north = Area(polygons=(cap,)).bounds()
    assert (west, east, north) == (-180, 180, 90)


def test_the_whole_world_is_an_area():
    world = Area(polygons=(box(-180, -90, 180, 90),))
    assert world.contains(Point(0, 0))
    assert world.contains(Point(180, 90))
    assert world.bounds() == (-180, -90, 180, 90)


@st.composite
def boxes(draw):
    west = draw(st.floats(-180, 180))
    width = draw(st.floats(0.01, 170))
    south = draw(st.floats(-89, 88))
    north = draw(st.floats(south + 0.5, 89.5))
    east = west + width
    return west, south, east - 360 if east > 180 else east, north, width


@given(boxes(), points)
def test_a_box_holds_what_lies_between_its_sides(sides, point):
    west, south, east, north, width = sides
    east_of_west = (point.longitude - west) % 360
    inside = east_of_west <= width and south <= point.latitude <= north
    margin = min(abs(east_of_west - width), east_of_west, 360 - east_of_west)
    margin = min(margin, abs(point.latitude - south), abs(point.latitude - north))
    assume(margin > 1e-6)
    assume(abs(point.latitude) < 90)
    assert box(west, south, east, north).contains(point) == inside


@settings(max_examples=60, deadline=None)
@given(boxes(), points)
def test_distance_to_a_polygon_is_that_to_the_nearest_point_of_its_edge(sides, point):
    west, south, east, north, width = sides
    polygon = box(west, south, east, north)
    assume(not polygon.contains(point))
    steps = [step / 400 for step in range(401)]

    def at(x, y):
        return distance_km(point, Point(longitude=(x + 180) % 360 - 180, latitude=y))

    brute = min(
        min(at(west + width * s, y) for s in steps for y in (south, north)),
        min(at(x, south + (north - south) * s) for s in steps for x in (west, west + width)),
    )
    found = polygon.distance_km(point)
    assert found <= brute + 0.1
    # The nearest of 401 positions on a side is at most half a step from the nearest of all.
    assert found >= brute - max(width, north - south) * 111.2 / 800 - 0.1


@settings(max_examples=60, deadline=None)
@given(points, st.floats(1, 4000), st.floats(0, 360), st.floats(0, 1))
def test_bounds_hold_every_point_of_a_circle(center, radius, bearing, share):
    west, south, east, north = Area(circles=(Circle(center, radius),)).bounds()
    inside = destination(center, bearing, radius * share)
    assert south - 1e-9 <= inside.latitude <= north + 1e-9
    if west <= east:
        assert west - 1e-6 <= inside.longitude <= east + 1e-6 or abs(inside.latitude) == 90
    else:
        assert inside.longitude >= west - 1e-6 or inside.longitude <= east + 1e-6


@settings(max_examples=60, deadline=None)
@given(boxes(), st.floats(0, 500), points)
def test_widening_takes_in_what_is_within_the_margin(sides, margin, point):
    area = Area(polygons=(box(*sides[:4]),))
    before = area.distance_km(point)
    assume(abs(before - margin) > 1e-6)
    wide = area.widened(margin)
    assert wide.contains(point) == (before <= margin)
    west, south, east, north = wide.bounds()
    if wide.contains(point):
        assert south - 1e-9 <= point.latitude <= north + 1e-9
        if abs(point.latitude) < 90 and west <= east:
            assert west - 1e-6 <= point.longitude <= east + 1e-6
        elif abs(point.latitude) < 90:
            assert point.longitude >= west - 1e-6 or point.longitude <= east + 1e-6


@settings(max_examples=60, deadline=None)
@given(boxes(), points, st.floats(0, 5000), points)
def test_geojson_brings_the_same_set_of_points_back(sides, center, radius, probe):
    area = Area(
        description="North <shore>",
        circles=(Circle(center, radius),),
        polygons=(box(*sides[:4]),),
        countries=("MA", "ES"),
        geocodes=(("UN/LOCODE", "MARBA"),),
    )
    document = area.to_geojson()
    back = Area.from_geojson(document)
    assert back.circles == area.circles
    assert (back.description, back.countries, back.geocodes) == (
        area.description,
        area.countries,
        area.geocodes,
    )
    for rings in document["geometry"]["coordinates"]:
        for ring in rings:
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
    was, now = Area(polygons=area.polygons), Area(polygons=back.polygons)
    assert now.distance_km(probe) == pytest.approx(was.distance_km(probe), abs=0.05)


def test_an_anticlockwise_polygon_comes_back_equal_from_geojson():
    area = Area(description="Box", polygons=(box(0, 0, 1, 1),), margin_km=3.0)
    assert Area.from_geojson(area.to_geojson()) == area


def test_a_collection_and_a_point_are_areas_too():
    point = {"type": "Point", "coordinates": [-6.85, 33.97]}
    feature = {"type": "Feature", "properties": None, "geometry": point}
    area = Area.from_geojson({"type": "FeatureCollection", "features": [feature, feature]})
    assert area.circles == (Circle(Point(-6.85, 33.97), 0.0),) * 2


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[0, 0]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [200, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon"},
        {"type": "Feature", "geometry": "here"},
        {"type": "Feature", "geometry": None, "properties": {"circles": [{"longitude": 1}]}},
        {"type": "Feature", "geometry": None, "properties": {"drawn_circles": 3}},
        {"type": "Feature", "geometry": None, "properties": {"countries": ["Morocco"]}},
        {"type": "Feature", "geometry": None, "properties": {"margin_km": "far"}},
    ],
)
def test_geojson_that_is_no_area_is_refused(document):
    with pytest.raises(GeoError):
        Area.from_geojson(document)


@settings(max_examples=60, deadline=None)
@given(boxes())
def test_the_centre_of_a_box_lies_half_way_between_its_sides(sides):
    west, south, width = sides[0], sides[1], sides[4]
    assume(width < 120)
    centre = Area(polygons=(box(*sides[:4]),)).centroid()
    assert (centre.longitude - west) % 360 == pytest.approx(width / 2, abs=0.01)
    # On the sphere the centre lies nearer to the pole than the middle of the sides, in a wide box beyond them.
    if south >= 0:
        assert south - 1 <= centre.latitude <= 90
    elif sides[3] <= 0:
        assert -90 <= centre.latitude <= sides[3] + 1


def test_the_centre_of_points_without_surface_is_between_them():
    area = Area(circles=(Circle(Point(179, 0), 0.0), Circle(Point(-179, 0), 0.0)))
    assert abs(area.centroid().longitude) == pytest.approx(180)


def test_an_empty_area_holds_nothing():
    area = Area(description="nowhere")
    assert area.is_empty
    assert not area.contains(RABAT)
    assert area.distance_km(RABAT) == math.inf
    assert not area.widened(100).contains(RABAT)
    assert Area.from_geojson(area.to_geojson()) == area
    with pytest.raises(AreaError):
        area.centroid()
    with pytest.raises(AreaError):
        area.bounds()


def test_narrowing_and_country_names_are_refused():
    with pytest.raises(AreaError):
        Area(circles=(Circle(RABAT, 1.0),)).widened(-1)
    with pytest.raises(AreaError, match="two capital letters"):
        Area(countries=("Morocco",))


def test_a_box_that_names_both_sides_of_the_antimeridian_is_no_band_round_the_earth():
    ring = [(177, -20), (180, -20), (-180, -20), (-178, -20), (-178, -15), (177, -15), (177, -20)]
    box_at_fiji = Polygon.from_pairs(ring)
    assert box_at_fiji.contains(Point(longitude=179, latitude=-17))
    assert not box_at_fiji.contains(Point(longitude=0, latitude=-17))


def test_a_band_round_the_earth_is_an_area():
    tropics = box(-180, -23.4, 180, 23.4)
    assert tropics.contains(Point(longitude=100, latitude=0))
    assert tropics.contains(Point(longitude=-180, latitude=20))
    assert tropics.distance_km(Point(longitude=5, latitude=33.4)) == pytest.approx(1112, abs=2)


@given(st.lists(points, max_size=20))
def test_points_made_together_are_the_points_made_one_by_one(made):
    assert points_of([(point.longitude, point.latitude) for point in made]) == tuple(made)


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, 180.5, True, "12", None])
def test_one_impossible_position_among_many_is_refused(odd):
    with pytest.raises(CoordinateError, match="longitude"):
        points_of([(1.0, 2.0), (odd, 2.0), (3.0, 4.0)])


def test_a_pair_of_three_is_no_position():
    with pytest.raises(ValueError, match=r"longer|too many"):
        points_of([(1.0, 2.0), (1.0, 2.0, 3.0)])
