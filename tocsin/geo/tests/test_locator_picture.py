"""The locator map as a PNG: whole, small, and right at the edges of the world."""

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Area, Circle, MapError, Point, Polygon, locator_picture

RABAT = Point(longitude=-6.83, latitude=34.01)


def read(data):
    """Return the size, the palette and the pixels of a PNG, every checksum verified."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    parts, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        parts[kind] = body
        at += 12 + length
    width, height, depth, colours, *_ = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert (depth, colours) == (4, 3)
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), dtype=np.uint8).reshape(height, -1)
    assert not lines[:, 0].any()
    pixels = np.stack((lines[:, 1:] >> 4, lines[:, 1:] & 15), axis=2).reshape(height, -1)[:, :width]
    palette = [tuple(parts[b"PLTE"][n : n + 3]) for n in range(0, len(parts[b"PLTE"]), 3)]
    return (width, height), palette, pixels


def test_a_city_lies_in_the_middle_of_its_circle_in_the_colour_of_the_level():
    area = Area(circles=(Circle(RABAT, 40.0),))
    size, palette, pixels = read(locator_picture(area=area, marker=RABAT, colour="#e2570b"))
    assert size == (640, 360)
    assert palette[pixels[180, 320]] == (0xE2, 0x57, 0x0B)
    assert {palette[index] for index in np.unique(pixels)} >= {(0xD6, 0xE4, 0xEA), (0x11, 0x11, 0x11)}


@pytest.mark.parametrize("code", ["MA", "KE", "PH", "FJ", "US", "RU", "AQ", "VA", "TV", "CL", "NZ"])
def test_a_whole_country_is_seen_and_the_file_is_small(code):
    data = locator_picture(area=Area(countries=(code,)), marker=None, colour="#8a0f35")
    _, palette, pixels = read(data)
    assert (pixels == palette.index((0x8A, 0x0F, 0x35))).any()
    assert len(data) < 12_000


def test_what_is_wrong_with_an_order_is_said():
    with pytest.raises(MapError, match="no colour"):
        locator_picture(area=Area(countries=("MA",)), marker=None, colour="red")
    with pytest.raises(MapError, match="neither"):
        locator_picture(area=Area(), marker=None, colour="#e2570b")
    with pytest.raises(MapError, match="9 by 9"):
        locator_picture(area=Area(countries=("MA",)), marker=None, colour="#e2570b", width=9, height=9)


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-180, 180), st.floats(-89, 89), st.floats(0.1, 3000), st.integers(64, 200), st.integers(64, 200)
)
def test_anywhere_on_earth_the_circle_is_seen(longitude, latitude, radius, width, height):
    point = Point(longitude=longitude, latitude=latitude)
    data = locator_picture(
        area=Area(circles=(Circle(point, radius),)),
        marker=point,
        colour="#86b3d1",
        width=width,
        height=height,
    )
    size, palette, pixels = read(data)
    assert size == (width, height)
    assert (pixels == palette.index((0x86, 0xB3, 0xD1))).any()


def test_a_polygon_is_drawn_where_it_lies():
    ring = [(-8, 31), (-5, 31), (-5, 34), (-8, 34), (-8, 31)]
    square = Polygon(tuple(Point(longitude=x, latitude=y) for x, y in ring))
    _, palette, pixels = read(locator_picture(area=Area(polygons=(square,)), marker=None, colour="#ffd166"))
    assert palette[pixels[180, 320]] not in {(0xD6, 0xE4, 0xEA), (0xFB, 0xFA, 0xF6)}


def test_a_circle_as_wide_as_an_ocean_is_one_on_the_earth_and_not_on_the_paper():
    middle, colour = Point(longitude=0, latitude=0), (0xE2, 0x57, 0x0B)
    area = Area(circles=(Circle(middle, 5000.0),))
    (_, height), palette, pixels = read(
        locator_picture(area=area, marker=middle, colour="#e2570b", width=720, height=720)
    )
    # 45 degrees either way: as wide as a quarter of the equator, and in Mercator's projection a good deal higher.
    rows, columns = np.nonzero(pixels == palette.index(colour))
    assert 1.09 < np.ptp(rows) / np.ptp(columns) < 1.15
    assert pixels[height // 2, 0] != palette.index(colour)


def test_an_area_across_the_antimeridian_has_no_line_in_its_middle():
    rings = [[(x, -19), (x + 2, -19), (x + 2, -16), (x, -16), (x, -19)] for x in (178, -180)]
    halves = tuple(Polygon(tuple(Point(longitude=x, latitude=y) for x, y in ring)) for ring in rings)
    _, _, pixels = read(locator_picture(area=Area(polygons=halves), marker=None, colour="#ffd166"))
    assert pixels[180, 315:325].tolist() == [4] * 10
