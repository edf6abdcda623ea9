"""Write polygons by code into a file of outlines (`tocsin.geo.outline_set`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tocsin.geo.outline_set import UNITS_PER_DEGREE, VERSION
from tocsin.geo.packed import write_packed


def only_polygons(shape: Any) -> Iterable[shapely.Polygon]:
    """The polygons of a shape of any kind."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield part
        elif part.geom_type.startswith(("Multi", "Geometry")):
            yield from only_polygons(part)


def write_outlines(shapes: Mapping[str, list[shapely.Polygon]], target: Path, *, kind: str) -> int:
    """Write the outlines, those that rounding leaves no surface left out, and return how many codes have one."""
    codes: list[str] = []
    positions: list[np.ndarray[Any, Any]] = []
    ring_start: list[int] = [0]
    ring_polygon: list[int] = []
    polygon_area: list[int] = []
    for code in sorted(shapes):
        ordered = sorted(shapes[code], key=lambda shape: (-shape.area, shape.bounds))
        rounded = [rings for rings in map(_rounded, ordered) if rings is not None]
        if not rounded:
            continue
        for rings in rounded:
            for ring in rings:
                positions.append(ring)
                ring_start.append(ring_start[-1] + len(ring))
                ring_polygon.append(len(polygon_area))
            polygon_area.append(len(codes))
        codes.append(code)
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "codes": np.frombuffer("\n".join(codes).encode("ascii"), dtype=np.uint8),
        "ring_start": np.array(ring_start, dtype=np.uint32),
        "ring_polygon": np.array(ring_polygon, dtype=np.uint32),
        "polygon_area": np.array(polygon_area, dtype=np.uint16),
        "positions": np.vstack(positions),
    }
    write_packed(target, arrays, kind=kind, version=VERSION)
    return len(codes)


def _rounded(polygon: shapely.Polygon) -> list[np.ndarray[Any, Any]] | None:
    """The rings in units of the file, or None where rounding leaves no surface."""
    limit = np.array([180, 90]) * UNITS_PER_DEGREE
    rings = [
        np.clip(np.rint(np.asarray(ring.coords)[:, :2] * UNITS_PER_DEGREE), -limit, limit).astype(np.int32)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    check = shapely.Polygon(rings[0], rings[1:])
    return rings if check.is_valid and check.area > 0 else None
