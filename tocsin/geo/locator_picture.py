"""The locator map as a small PNG, for where no SVG is drawn: mail programmes show attached pictures and no vectors."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from tocsin.geo.areas import Area
from tocsin.geo.circles import Circle
from tocsin.geo.errors import MapError
from tocsin.geo.locator_map import BORDER, INK, LAND, OTHER_LAND, SEA
from tocsin.geo.map_view import View
from tocsin.geo.outlines import country_at, country_polygons, outlines
from tocsin.geo.pixels import Corners, Mask, edges, outline
from tocsin.geo.points import EARTH_RADIUS_KM, Point

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
#: So many degrees are shown from side to side at least: without names, coasts and borders must tell where it is.
LEAST_DEGREES = 14.0
#: How strongly the level's colour lies over the land of the area.
_OVER_LAND = 0.45
#: A mark is never smaller than this many pixels across, however small the area is.
_RING = 9.0
#: A whole country of fewer pixels is not seen.
_SPECK = 9
#: Whole turns by which a shape may have to be moved to lie in the picture, in degrees.
_TURNS = (-360.0, 0.0, 360.0)
_Grid = np.ndarray[Any, np.dtype[np.uint8]]


def locator_picture(
    *, area: Area, marker: Point | None, colour: str, width: int = 640, height: int = 360
) -> bytes:
    """Return a PNG (ISO/IEC 15948), about 3 to 7 kB, of the area and the marker on a map of countries; Mercator projection.

    `colour` is the level's, as #rrggbb; `width` and `height` are pixels. The picture bears no words: whoever shows it says
    beside it what it shows. It draws what :func:`locator_map` draws, from the same outlines, with a palette of eight colours.

    Raises `MapError` when there is neither area nor marker, the size is not 64 to 4096, or the colour is not one.
    """
    if not _COLOUR.fullmatch(colour):
        raise MapError(f"{colour!r} is no colour; write it like #e2570b")
    view = View.of(area, marker, width, height)
    view = replace(view, scale=min(view.scale, width / LEAST_DEGREES))
    codes, labels = _countries(view)
    shades = np.ones(len(codes) + 1, dtype=np.uint8)
    shades[0] = 0
    for code in _focus(area, marker) & set(codes):
        shades[codes.index(code) + 1] = 4 if code in area.countries else 2
    grid: _Grid = shades[labels]
    grid[edges(labels)] = 3
    own = _own_masks(view, area)
    whole = [
        _country_mask(view, code, labels == codes.index(code) + 1) for code in area.countries if code in codes
    ]
    for mask in (*own, *whole):
        grid[mask] = 4
    for mask in (*own, *whole):
        grid[outline(mask)] = 5
    if marker is not None:
        x, y = view.pixel(marker)
        spot = (min(max(x, 12.0), width - 12.0), min(max(y, 12.0), height - 12.0))
        for radius, index in ((10.0, 6), (8.5, 7), (7.0, 5)):
            grid[_disc(view, spot, radius)] = index
    ink = _rgb("#111111" if INK == "#111" else INK)
    level = _rgb(colour)
    over = tuple(
        round(_OVER_LAND * one + (1 - _OVER_LAND) * base) for one, base in zip(level, _rgb(LAND), strict=True)
    )
    palette = (_rgb(SEA), _rgb(OTHER_LAND), _rgb(LAND), _rgb(BORDER), over, level, ink, (255, 255, 255))
    return _png(grid, palette)


def _focus(area: Area, marker: Point | None) -> set[str]:
    """Return the countries it is about: those of the area, and the one where its middle or the marker lies."""
    if marker is None and not (area.circles or area.polygons):
        return set(area.countries)
    here = country_at(marker or replace(area, countries=()).centroid())
    return {*area.countries, here} if here else set(area.countries)


def _countries(view: View) -> tuple[list[str], Any]:
    """Return the codes of the countries in the picture, and by row and column the number of one from 1; 0 at sea."""
    book = outlines()
    south, north = _latitudes(view, np.array([view.height, 0.0]))
    half = view.width / view.scale / 2 + 0.5
    found = []
    for turn in _TURNS:
        frame = shapely.box(view.longitude - turn - half, south, view.longitude - turn + half, north)
        rows = book.tree.query(frame)
        found.append(_corners(view, book.shapes[rows], book.area[rows].astype(np.int64), turn))
    corners = _together(found)
    numbers, labels = np.unique(corners.labels, return_inverse=True)
    numbered = replace(corners, labels=labels.astype(np.int64) + 1)
    return [book.codes[number] for number in numbers], numbered.labelled(view.width, view.height)


def _country_mask(view: View, code: str, mask: Mask) -> Mask:
    """Return the pixels of a whole country; one that is hardly seen, as an enclave may be, gets a disc."""
    if mask.sum() >= _SPECK:
        return mask
    middle = max((polygon.shape for polygon in country_polygons(code)), key=lambda shape: shape.area).centroid
    return mask | _disc(view, view.pixel(Point(longitude=middle.x, latitude=middle.y)), _RING)


def _own_masks(view: View, area: Area) -> list[Mask]:
    """Return the pixels of the circles and polygons of an area; a circle that would be a speck is drawn as a disc."""
    masks = []
    for polygon in area.polygons:
        shape = np.array([polygon.shape])
        corners = _together([_corners(view, shape, np.ones(1, dtype=np.int64), turn) for turn in _TURNS])
        masks.append(corners.labelled(view.width, view.height) > 0)
    if masks:
        # Parts that lie side by side, as those on both sides of the antimeridian do, are one.
        masks = [np.logical_or.reduce(masks)]
    for circle in area.circles:
        masks.append(_held(view, circle) | _disc(view, view.pixel(circle.center), _RING))
    return masks


def _corners(view: View, shapes: Any, labels: Any, turn: float) -> Corners:
    lines, shape_of = shapely.get_rings(shapes, return_index=True)
    degrees, rings = shapely.get_coordinates(lines, return_index=True)
    return Corners(view.project(degrees + np.array([turn, 0.0])), rings, labels[shape_of][rings])


def _together(parts: list[Corners]) -> Corners:
    # Rings of two parts never meet: a ring's number only has to differ from that of the one before.
    rings = [part.rings + number * 1_000_000 for number, part in enumerate(parts)]
    return Corners(
        np.concatenate([part.places for part in parts]),
        np.concatenate(rings),
        np.concatenate([part.labels for part in parts]),
    )


def _held(view: View, circle: Circle) -> Mask:
    """Return the pixels whose middle lies in a circle on the Earth, which far from the equator is none in the picture."""
    rows, columns = np.arange(view.height) + 0.5, np.arange(view.width) + 0.5
    latitude = np.radians(_latitudes(view, rows))[:, None]
    away = np.radians(view.longitude + (columns - view.width / 2) / view.scale - circle.center.longitude)
    middle = np.radians(circle.center.latitude)
    cosine = np.sin(middle) * np.sin(latitude) + np.cos(middle) * np.cos(latitude) * np.cos(away)[None, :]
    held: Mask = cosine >= np.cos(circle.radius_km / EARTH_RADIUS_KM)
    return held


def _latitudes(view: View, y: Any) -> Any:
    """Return the degrees of latitude of rows of the picture."""
    mercator = np.radians(view.latitude + (view.height / 2 - y) / view.scale)
    return np.degrees(2 * np.arctan(np.exp(mercator)) - np.pi / 2)


def _disc(view: View, middle: tuple[float, float], radius: float) -> Mask:
    rows, columns = np.arange(view.height) + 0.5, np.arange(view.width) + 0.5
    held: Mask = (columns - middle[0])[None, :] ** 2 + (rows - middle[1])[:, None] ** 2 <= radius**2
    return held


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _png(grid: _Grid, palette: tuple[tuple[int, ...], ...]) -> bytes:
    """Return the picture with four bits for each pixel, each line unfiltered: long runs of one colour pack best so."""
    height, width = grid.shape
    even = np.zeros((height, width + width % 2), dtype=np.uint8)
    even[:, :width] = grid
    packed = (even[:, 0::2] << 4) | even[:, 1::2]
    lines = np.zeros((height, packed.shape[1] + 1), dtype=np.uint8)
    lines[:, 1:] = packed
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    colours = bytes(value for colour in palette for value in colour)
    parts = (
        (b"IHDR", header),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
