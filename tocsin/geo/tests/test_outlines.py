"""Country outlines: which country a point is in, and when coordinates look swapped."""

import pytest
import shapely

from tocsin.geo import (
    Area,
    AreaError,
    Point,
    country_at,
    country_outline,
    gazetteer,
    swapped_coordinates_hint,
)
from tocsin.geo.outlines import country_polygons, outlines


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (-6.85, 33.97, "MA"), (-7.62, 33.6, "MA"), (43.12, 36.34, "IQ"), (121.0, 14.6, "PH"), (36.8, -1.3, "KE"),
        (178.44, -18.14, "FJ"), (-179.97, 68.9, "RU"), (180.0, 68.5, "RU"), (-180.0, 68.5, "RU"), (0.0, -90.0, "AQ"),
        (-61.0, 14.6, "MQ"), (-52.5, 4.0, "GF"), (21.17, 42.66, "XK"), (33.36, 35.3, "CY"), (44.06, 9.56, "SO"),
        (12.4534, 41.9033, "VA"), (7.42, 43.74, "MC"), (-5.35, 36.14, "GI"), (34.1, 44.95, "UA"), (34.45, 31.5, "PS"),
        (0.0, 0.0, None), (-40.0, 30.0, None),
    ],
)  # fmt: skip
def test_the_country_of_a_point(longitude, latitude, code):
    assert country_at(Point(longitude=longitude, latitude=latitude)) == code


def test_a_point_off_the_coast_belongs_to_it_within_25_km():
    assert country_at(Point(longitude=-7.75, latitude=33.68)) == "MA"
    assert country_at(Point(longitude=-8.6, latitude=34.4)) is None


def test_every_country_with_people_has_a_valid_outline_with_its_cities_in_it():
    for country in gazetteer().countries():
        if country.country == "BV":
            continue
        outline = country_outline(country.country)
        assert outline is not None, country
        assert outline.is_valid, country
        assert country_polygons(country.country)
    assert country_outline("ZZ") is None


def test_nearly_all_cities_are_in_their_country():
    book = gazetteer()
    cities = [book.place(row) for row in range(book._start[3], book._start[4], 401)]
    right = sum(country_at(city.point) == city.country for city in cities)
    assert right / len(cities) > 0.985


def test_neighbours_do_not_overlap_much():
    codes = outlines().codes
    assert len(codes) == len(set(codes))
    morocco, algeria = country_outline("MA"), country_outline("DZ")
    assert shapely.intersection(morocco, algeria).area < 0.05


def test_a_whole_country_is_an_area():
    area = Area(countries=("MA",))
    assert area.contains(Point(longitude=-6.85, latitude=33.97))
    assert not area.contains(Point(longitude=-3.7, latitude=40.4))
    # The Strait of Gibraltar is 14 km wide at its narrowest.
    assert 10 < area.distance_km(Point(longitude=-5.6, latitude=36.05)) < 40
    assert area.widened(40).contains(Point(longitude=-5.6, latitude=36.05))
    west, south, east, north = area.bounds()
    assert (west, south) == pytest.approx((-13.2, 27.7), abs=0.3)
    assert (east, north) == pytest.approx((-1.0, 35.9), abs=0.3)
    assert Area(countries=("FJ",)).bounds()[0] > Area(countries=("FJ",)).bounds()[2]
    assert country_at(area.centroid()) == "MA"


def test_a_country_without_outline_is_said():
    with pytest.raises(AreaError, match="ZZ has no outline"):
        Area(countries=("ZZ",)).bounds()
    with pytest.raises(AreaError, match="ZZ has no outline"):
        Area(countries=("MA", "ZZ")).contains(Point(longitude=0.0, latitude=0.0))


def test_swapped_coordinates_are_noticed():
    hint = swapped_coordinates_hint(Point(longitude=34.0, latitude=-6.8), "MA")
    assert hint is not None
    assert "swapped" in hint
    assert swapped_coordinates_hint(Point(longitude=-6.8, latitude=34.0), "MA") is None
    assert swapped_coordinates_hint(Point(longitude=100.0, latitude=10.0), "MA") is None
    assert swapped_coordinates_hint(Point(longitude=34.0, latitude=-6.8), "ZZ") is None
