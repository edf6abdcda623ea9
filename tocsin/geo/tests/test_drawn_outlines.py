"""What a map in a browser draws: small enough to send, near enough to look at, and never what is stored."""

from __future__ import annotations

import gzip
import json
import math

import pytest
import shapely
from shapely.geometry import shape

from tocsin.geo import Area, Circle, Point, Polygon, gazetteer
from tocsin.geo.admin_outlines import admin1_outline
from tocsin.geo.drawn_outlines import MOST_POSITIONS, MOST_TOWNS, countries_drawn, drawn, regions_drawn


def packed(document: dict) -> int:
    return len(gzip.compress(json.dumps(document, separators=(",", ":")).encode()))


def test_the_world_and_each_country_are_small_enough_to_send():
    assert packed(countries_drawn()) < 180_000
    for code in ("RU", "CA", "US", "CN", "BR"):
        assert packed(regions_drawn(code)) < 260_000, code


def test_every_country_is_on_the_map_the_smallest_as_well():
    features = countries_drawn()["features"]
    areas = {one["properties"]["code"]: one for one in features if "code" in one["properties"]}
    for code in ("VA", "MC", "NR", "TV"):
        assert areas[code]["geometry"]["coordinates"], code
    named = [one["properties"]["name"] for one in features if one["geometry"]["type"] == "Point"]
    assert len(named) == len(gazetteer().countries())


def test_a_drawn_region_covers_nearly_what_its_outline_does():
    feature = next(one for one in regions_drawn("MA")["features"] if one["properties"].get("code") == "MA.04")
    outline = admin1_outline("MA.04")
    seen = shapely.make_valid(shape(feature["geometry"]))
    assert shapely.symmetric_difference(seen, outline).area < 0.02 * outline.area


def test_a_country_names_its_largest_towns_and_an_unknown_code_nothing():
    towns = [one["properties"] for one in regions_drawn("KE")["features"] if "kind" in one["properties"]]
    assert towns[0]["name"] == "Nairobi"
    assert len(towns) <= MOST_TOWNS
    assert regions_drawn("ke")["features"] == regions_drawn("ZZ")["features"] == []


@pytest.mark.parametrize("count", [60_000, 99_000])
def test_a_long_polygon_is_thinned_for_drawing_and_stays_as_it_is(count):
    turns = [2 * math.pi * step / count for step in range(count)]
    pairs = [(34 + math.cos(turn), math.sin(turn)) for turn in turns]
    polygon = Polygon.from_pairs([*pairs, pairs[0]])
    area = Area(polygons=(polygon,))
    seen = shape(drawn(area))
    assert shapely.get_num_coordinates(seen) <= MOST_POSITIONS
    assert seen.area == pytest.approx(polygon.shape.area, rel=0.001)
    assert area.polygons[0].positions == count + 1


def test_every_kind_of_shape_is_drawn_and_an_area_of_nothing_is_not():
    circle = Circle(Point(longitude=179.9, latitude=-17.0), 60.0)
    across = drawn(Area(circles=(circle,), countries=("KE",)))
    longitudes = [x for polygon in across["coordinates"] for ring in polygon for x, _ in ring]
    assert min(longitudes) < -179
    assert max(longitudes) <= 180
    assert drawn(Area()) is None
