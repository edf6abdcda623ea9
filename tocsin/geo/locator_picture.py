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
from tocsin.geo.errors import MapError
from tocsin.geo.locator_map import BORDER, INK, LAND, OTHER_LAND, SEA
from tocsin.geo.map_view import View
from tocsin.geo.outlines import country_at
from tocsin.geo.points import Point

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
#: So many degrees are shown from side to side at least: without names, coasts and borders must tell where it is.
LEAST_DEGREES = 14.0
#: How strongly the level's colour lies over the land of the area.
_OVER_LAND = 0.45
#: A mark is never smaller than this many pixels across, however small the area is.
_RING = 9.0
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
    anchor = marker or area.centroid()
    grid: _Grid = np.zeros((height, width), dtype=np.uint8)
    countries = view.countries()
    here = country_at(anchor)
    focus = set(area.countries) | ({here} if here else set())
    for code, shape in countries.items():
        _fill(grid, shape, 2 if code in focus else 1)
    marked = [shape for code, shape in countries.items() if code in area.countries]
    for shape in marked:
        _fill(grid, shape, 4)
    _fill(grid, _border(list(countries.values()), 0.7), 3)
    own = _own_shapes(view, area)
    for shape in own:
        _fill(grid, shape, 4)
    for shape in (*own, *marked):
        _fill(grid, _border([shape], 1.6), 5)
    if marker is not None:
        x, y = view.pixel(marker)
        spot = shapely.Point(min(max(x, 12.0), width - 12.0), min(max(y, 12.0), height - 12.0))
        for radius, index in ((10.0, 6), (8.5, 7), (7.0, 5)):
            _fill(grid, spot.buffer(radius), index)
    ink = _rgb("#111111" if INK == "#111" else INK)
    level = _rgb(colour)
    over = tuple(
        round(_OVER_LAND * one + (1 - _OVER_LAND) * base) for one, base in zip(level, _rgb(LAND), strict=True)
    )
    palette = (_rgb(SEA), _rgb(OTHER_LAND), _rgb(LAND), _rgb(BORDER), over, level, ink, (255, 255, 255))
    return _png(grid, palette)


def _own_shapes(view: View, area: Area) -> list[Any]:
    """Return the circles and polygons of an area in pixels; a circle that would be a speck is drawn as a ring."""
    shapes = []
    if area.polygons:
        shapes.append(view.clipped([polygon.shape for polygon in area.polygons], margin=6))
    for circle in area.circles:
        x, y = view.pixel(circle.center)
        shapes.append(shapely.Point(x, y).buffer(max(_RING, circle.radius_km / view.km_per_pixel)))
    return [shape for shape in shapes if not shape.is_empty]


def _border(shapes: list[Any], width: float) -> Any:
    """Return what lies within `width` pixels of the outlines; a point or a line that is left of a cut has none."""
    pieces = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all([shapely.boundary(piece) for piece in pieces]).buffer(width)


def _fill(grid: _Grid, shape: Any, index: int) -> None:
    """Paint the pixels whose middle lies in `shape`."""
    if shape.is_empty:
        return
    height, width = grid.shape
    west, south, east, north = shape.bounds
    left, right = max(0, int(west)), min(width, int(east) + 2)
    top, bottom = max(0, int(south)), min(height, int(north) + 2)
    if left >= right or top >= bottom:
        return
    x, y = np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5)
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, x, y)
    grid[top:bottom, left:right][inside] = index


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
