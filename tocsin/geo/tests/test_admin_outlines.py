"""Outlines of provinces and states: which one a point is in, and their surface as an area."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import (
    Point,
    Precision,
    admin1_area,
    admin1_at,
    admin1_outline,
    admin1_polygons,
    country_outline,
    gazetteer,
)
from tocsin.geo.admin_outlines import admin1_outlines


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (-7.99, 31.63, "MA.07"), (43.13, 36.34, "IQ.15"), (-92.4, 31.3, "US.LA"), (12.5, 41.9, "IT.07"),
        (-3.19, 55.95, "GB.SCT"), (151.2, -33.87, "AU.02"), (178.5, 66.0, "RU.15"), (-175.0, 66.0, "RU.15"),
        (180.0, 68.0, "RU.15"), (-180.0, 68.0, "RU.15"), (34.1, 45.0, "UA.11"), (-40.0, 30.0, None), (0.0, 90.0, None),
    ],
)  # fmt: skip
def test_the_area_of_a_point(longitude, latitude, code):
    assert admin1_at(Point(longitude=longitude, latitude=latitude)) == code


def test_only_areas_of_the_country_are_asked():
    # Brazzaville and Kinshasa look at each other across a river.
    kinshasa = Point(longitude=15.31, latitude=-4.31)
    assert admin1_at(kinshasa, "CD").startswith("CD.")
    assert admin1_at(kinshasa, "FR") is None


def test_a_province_is_an_area_that_holds_its_cities():
    place = next(p for p in gazetteer().by_name("Louisiana") if p.precision is Precision.ADMIN_1)
    area = admin1_area(place)
    assert area.description == "Louisiana"
    assert area.contains(Point(longitude=-92.45, latitude=31.31))
    assert not area.contains(Point(longitude=-95.37, latitude=29.76))
    assert area.bounds()[1] == pytest.approx(29.0, abs=0.3)
    assert admin1_outline("US.LA").area == pytest.approx(shapely.union_all(
        [polygon.shape for polygon in admin1_polygons("US.LA")]).area)  # fmt: skip


def test_an_area_across_the_antimeridian_is_whole():
    place = gazetteer().admin_area("RU.15")
    area = admin1_area(place)
    west, _, east, _ = area.bounds()
    assert west > 150
    assert -175 < east < -165
    assert area.contains(Point(longitude=179.9, latitude=67.5))
    assert area.contains(Point(longitude=-179.9, latitude=67.5))
    assert area.centroid().longitude == pytest.approx(place.point.longitude, abs=2)


def test_no_outline_is_said_and_not_invented():
    assert admin1_outline("ZZ.99") is None
    assert admin1_polygons("") == ()
    assert admin1_area(gazetteer().country("MA")) is None
    assert admin1_area(gazetteer().by_name("Rabat")[0]) is None


def test_outlines_are_valid_and_stand_for_areas_of_the_gazetteer():
    book = gazetteer()
    for code in admin1_outlines().codes[::7]:
        assert book.admin_area(code).precision is Precision.ADMIN_1
        outline = admin1_outline(code)
        assert shapely.is_valid(outline), code
        west, south, east, north = outline.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


def test_neighbours_do_not_overlap():
    louisiana, texas = admin1_outline("US.LA"), admin1_outline("US.TX")
    assert shapely.intersection(louisiana, texas).area < 0.001
    assert shapely.distance(louisiana, texas) < 0.001


def test_the_states_fill_their_country():
    states = [admin1_outline(code) for code in admin1_outlines().codes if code.startswith("US.")]
    whole = country_outline("US")
    assert shapely.intersection(shapely.union_all(states), whole).area > 0.98 * whole.area


def test_nearly_all_cities_are_in_their_area():
    book = gazetteer()
    outlined = set(admin1_outlines().codes)
    cities = [book.place(row) for row in range(book._start[3], book._start[4], 601)]
    cities = [city for city in cities if city.admin1 in outlined]
    right = sum(admin1_at(city.point, city.country) == city.admin1 for city in cities)
    assert len(cities) > 300
    assert right / len(cities) > 0.97


@settings(max_examples=50)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_any_point_can_be_asked_for(longitude, latitude):
    code = admin1_at(Point(longitude=longitude, latitude=latitude))
    assert code is None or gazetteer().admin_area(code) is not None
