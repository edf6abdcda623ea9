"""Pack the country outlines from world-atlas (Natural Earth 1:50 million as TopoJSON)."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tocsin.geo.build.shapes import only_polygons, write_outlines
from tocsin.geo.errors import PolygonError
from tocsin.geo.geojson import cut_rings
from tocsin.geo.outlines import KIND
from tocsin.geo.polygons import Polygon

TOLERANCE_DEGREES = 0.01
# Countries drawn smaller than this (100 square km) are taken from the finer source.
SMALL_SQUARE_DEGREES = 0.01
# West, south, east, north of Western Sahara as the United Nations list it; its northern border is 27 degrees 40 minutes.
WESTERN_SAHARA = (-18.0, 20.0, -8.6667, 27.6667)
# Territory that the source draws without an ISO number. None: left out.
WITHOUT_NUMBER: dict[str, str | None] = {
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Somaliland": "SO",
    "Siachen Glacier": None,
    "Indian Ocean Ter.": "CX",
}
# Parts that have a code of their own but are drawn with their state: (state, code, west, south, east, north).
OWN_CODES = (
    ("FR", "GF", -55.0, 1.0, -51.0, 7.0),
    ("FR", "GP", -62.0, 15.7, -60.9, 16.7),
    ("FR", "MQ", -61.4, 14.2, -60.6, 15.1),
    ("FR", "RE", 55.0, -21.6, 56.0, -20.7),
    ("FR", "YT", 44.8, -13.2, 45.5, -12.4),
    ("NO", "SJ", -10.0, 70.5, 35.0, 81.5),
    ("NO", "BV", 3.0, -55.0, 4.0, -54.0),
    ("NL", "BQ", -69.0, 11.0, -62.0, 18.0),
    # Crimea is drawn with Russia; ISO 3166-2, GeoNames and UN General Assembly resolution 68/262 have it in Ukraine.
    ("RU", "UA", 32.0, 44.0, 36.7, 46.4),
    ("NZ", "TK", -173.0, -10.0, -171.0, -8.0),
    ("CX", "CC", 96.0, -13.0, 98.0, -11.0),
)


def pack_outlines(topology: Path, countries: Path, codes_by_number: dict[int, str], target: Path) -> int:
    """Write the outlines file and return how many countries it holds.

    `topology` is world-atlas' countries-50m.json; `countries` the folder of GeoJSON outlines, by alpha-2 code, from
    which countries too small for that scale are taken; `codes_by_number` maps ISO 3166-1 numeric to alpha-2.
    """
    document = json.loads(topology.read_text(encoding="utf-8"))
    exact = _decoded_arcs(document)
    simple = [_simplified(arc) for arc in exact]
    shapes: dict[str, list[shapely.Polygon]] = defaultdict(list)
    for geometry in document["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        number = geometry.get("id")
        code = WITHOUT_NUMBER[name] if number is None else codes_by_number[int(number)]
        if code is None or geometry["type"] is None:
            continue
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        for rings in polygons:
            for polygon in _polygons(rings, simple, exact):
                shapes[_own_code(code, polygon)].append(polygon)
    _divide_western_sahara(shapes)
    for code in sorted(codes_by_number.values()):
        path = countries / f"{code}.json"
        if sum(shape.area for shape in shapes[code]) < SMALL_SQUARE_DEGREES and path.exists():
            feature = json.loads(path.read_text(encoding="utf-8"))
            shape = shapely.geometry.shape(feature["geometry"])
            shapes[code] = list(only_polygons(shapely.make_valid(shapely.set_precision(shape, 0.0001))))
    # Parts drawn apart (Somaliland, northern Cyprus) grow together with the rest of their country.
    whole = {code: list(only_polygons(shapely.union_all(parts))) for code, parts in shapes.items() if parts}
    return write_outlines(whole, target, kind=KIND)


def _divide_western_sahara(shapes: dict[str, list[shapely.Polygon]]) -> None:
    """Move what the source draws with Morocco south of the territory's border to EH, where ISO 3166-1 has it."""
    box = shapely.box(*WESTERN_SAHARA)
    moroccan = shapely.MultiPolygon(shapes["MA"])
    territory = shapely.union_all([*shapes["EH"], shapely.intersection(moroccan, box)])
    shapes["EH"] = list(only_polygons(territory))
    shapes["MA"] = list(only_polygons(shapely.difference(moroccan, box)))


def _decoded_arcs(document: dict[str, Any]) -> list[np.ndarray[Any, Any]]:
    scale = np.array(document["transform"]["scale"])
    shift = np.array(document["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in document["arcs"]]


def _simplified(arc: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The arc with fewer positions; its ends stay, so that neighbours still meet."""
    line = shapely.LineString(arc)
    result = np.asarray(shapely.simplify(line, TOLERANCE_DEGREES, preserve_topology=True).coords)
    closed = (arc[0] == arc[-1]).all()
    return arc if closed and len(result) < 6 else result


def _polygons(rings: list[list[int]], *versions: list[np.ndarray[Any, Any]]) -> list[shapely.Polygon]:
    """The polygon from the first version of the arcs that gives a valid one, cut at the antimeridian.

    The source joins what lies on both sides of the antimeridian and leaves the edge of Antarctica at the pole open.
    """
    for arcs in versions:
        lines = [_ring(ring, arcs).clip([-180, -90], [180, 90]) for ring in rings]
        # The edge along the South Pole is no coast: without it the coast goes round the Earth and holds the pole.
        lines = [line for line in lines if line[:, 1].max() > -89.9]
        try:
            polygon = Polygon.from_pairs(lines[0].tolist(), [line.tolist() for line in lines[1:]])
        except PolygonError:
            continue
        return [shapely.Polygon(piece[0], piece[1:]) for piece in cut_rings(polygon)]
    lines = [_ring(ring, versions[-1]) for ring in rings]
    return (
        list(only_polygons(shapely.make_valid(shapely.Polygon(lines[0], lines[1:]))))
        if len(lines[0]) > 3
        else []
    )


def _ring(indices: list[int], arcs: list[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _own_code(state: str, polygon: shapely.Polygon) -> str:
    centre = polygon.representative_point()
    for of, code, west, south, east, north in OWN_CODES:
        if state == of and west <= centre.x <= east and south <= centre.y <= north:
            return code
    return state
