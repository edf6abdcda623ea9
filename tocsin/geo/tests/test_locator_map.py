"""The locator map: small, safe and right at the edges of the world."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tocsin.geo import Area, Circle, MapError, Point, Polygon, locator_map

RABAT = Point(longitude=-6.83, latitude=34.01)
NAME = "{http://www.w3.org/2000/svg}"


def drawn(area, marker=None, label="Here", colour="#e2570b", **options):
    text = locator_map(area=area, marker=marker, label=label, colour=colour, **options)
    return text, etree.fromstring(text.encode())


def numbers(path):
    return [int(number) for number in re.findall(r"M(-?\d+) (-?\d+)", path)[0]]


def test_a_city_has_its_circle_marker_and_label():
    text, svg = drawn(Area(circles=(Circle(RABAT, 20.0),)), RABAT, "Rabat, Morocco")
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Rabat, Morocco"
    assert any(node.get("stroke") == "#e2570b" for node in svg.iter(f"{NAME}circle"))
    assert "Rabat, Morocco" in [node.text for node in svg.iter(f"{NAME}text")]
    assert "km" in text
    assert len(text) < 3000


@pytest.mark.parametrize("code", ["MA", "KE", "PH", "FJ", "US", "RU", "AQ", "VA", "TV", "CL", "NZ"])
def test_a_whole_country_is_filled_in_the_colour_of_the_level(code):
    text, svg = drawn(Area(countries=(code,)), label=code)
    filled = [node for node in svg.iter() if node.get("fill") == "#e2570b"]
    assert filled
    assert len(text) < 4500


def test_a_map_at_the_antimeridian_shows_both_sides():
    _, svg = drawn(
        Area(circles=(Circle(Point(longitude=179.9, latitude=-17.0), 150.0),)), Point(179.9, -17.0)
    )
    land = "".join(node.get("d") for node in svg.iter(f"{NAME}path"))
    starts = [int(x) for x in re.findall(r"M(-?\d+) -?\d+l", land)]
    assert min(starts) < 320 < max(starts)
    marker = next(node for node in svg.iter(f"{NAME}circle") if node.get("r") == "7")
    assert 280 < int(marker.get("cx")) < 360


def test_neighbours_are_named_in_the_language_asked_for():
    text, _ = drawn(Area(countries=("MA",)), label="Maroc", language="fr")
    assert "Algérie" in text


def test_text_is_escaped_and_nothing_is_fetched_or_run():
    label = "<script>alert('x')</script> & \"quotes\" \x00\x1b"
    text, svg = drawn(Area(circles=(Circle(RABAT, 20.0),)), RABAT, label)
    assert "<script" not in text
    assert svg.get("aria-label") == "<script>alert('x')</script> & \"quotes\""
    assert not re.search(r"href|url\(|style=|https?://(?!www\.w3\.org/2000/svg)", text)


def test_a_long_label_is_cut_in_the_picture_and_whole_in_its_name():
    label = "Fighting in the western half of the old city continues " * 4
    text, svg = drawn(Area(), RABAT, label)
    assert svg.get("aria-label") == label.strip()
    assert "…" in text


def test_a_polygon_is_drawn():
    square = Polygon.from_pairs([(119, 13), (123, 13), (123, 17), (119, 17), (119, 13)])
    _, svg = drawn(Area(polygons=(square,)), label="Luzon")
    path = [node for node in svg.iter(f"{NAME}path") if node.get("stroke-width") == "2.5"]
    assert path
    x, y = numbers(path[0].get("d"))
    assert 0 < x < 640
    assert 0 < y < 360


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "no colour"),
        ({"colour": '#fff"/><script>'}, "no colour"),
        ({"width": 0}, "64 to 4096"),
        ({"height": 10_000}, "64 to 4096"),
        ({"area": Area(), "marker": None}, "neither"),
    ],
)
def test_impossible_maps_are_refused(change, words):
    order = {"area": Area(countries=("MA",)), "marker": RABAT, "label": "x", "colour": "#fff"} | change
    with pytest.raises(MapError, match=words):
        locator_map(**order)


@settings(max_examples=20, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 3000))
def test_every_place_on_earth_has_a_map(longitude, latitude, radius):
    point = Point(longitude=longitude, latitude=latitude)
    text, svg = drawn(Area(circles=(Circle(point, radius),)), point)
    marker = next(node for node in svg.iter(f"{NAME}circle") if node.get("r") == "7")
    assert 0 <= int(marker.get("cx")) <= 640
    assert 0 <= int(marker.get("cy")) <= 360
    assert len(text) < 6000
