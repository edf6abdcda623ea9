"""The outline of a site's grounds: read from what somebody wrote, and measured against an area. Pure."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from tocsin.exposure.errors import ValueImpossible
from tocsin.geo import Area, GeoError, Point, Polygon
from tocsin.geo.many import distances_km
from tocsin.geo.meeting import meet
from tocsin.geo.sphere import densified

_FORMS = "Write GeoJSON (Polygon or MultiPolygon), or one corner a line: latitude, longitude."
#: Grounds wider than this are no site.
WIDEST_KM = 50.0


def read_outline(words: str, point: Point) -> dict[str, Any] | None:
    """Return the GeoJSON geometry that `words` describe around a site at `point`; None for ''.

    GeoJSON, or a corner a line as 'latitude, longitude'. Raises ValueImpossible for what is no outline, or lies elsewhere.
    """
    text = words.strip()
    if not text:
        return None
    try:
        polygons = Area.from_geojson(json.loads(text)).polygons if text.startswith("{") else (_corners(text),)
    except (ValueError, GeoError) as error:
        raise ValueImpossible("outline", f"This is no outline: {error}.", _FORMS) from error
    if not polygons:
        raise ValueImpossible("outline", "The outline holds no polygon.", _FORMS)
    area = Area(polygons=polygons)
    away = area.distance_km(point)
    if away > WIDEST_KM:
        raise ValueImpossible(
            "outline",
            f"The outline lies {away:,.0f} km from the site's point; latitude and longitude may be swapped.",
            "Correct the outline or the point.",
        )
    geometry: dict[str, Any] = area.to_geojson()["geometry"]
    return geometry


def _corners(text: str) -> Polygon:
    pairs = []
    for line in text.splitlines():
        numbers = line.replace(",", " ").split()
        if len(numbers) != 2:
            raise ValueError(f"the line {line!r} has not two numbers")
        pairs.append((float(numbers[1]), float(numbers[0])))
    if pairs and pairs[0] != pairs[-1]:
        pairs.append(pairs[0])
    return Polygon.from_pairs(pairs)


def distance_between_km(grounds: Area, area: Area) -> float:
    """Return the least distance in km from the grounds to the shapes of `area`, 0.0 where they meet.

    Measured from corners and from places on the edges at most half a degree apart; infinity for an area without shapes.
    """
    if not (area.circles or area.polygons):
        return math.inf
    if meet(grounds, area):
        return 0.0
    places = np.vstack([densified(np.asarray(polygon.shape.exterior.coords)) for polygon in grounds.polygons])
    found = distances_km(area, (places[:, 0] + 180) % 360 - 180, places[:, 1])
    # A small circle beside a long straight edge is nearest to the middle of the edge.
    centers = [
        max(0.0, grounds.distance_km(one.center) - one.radius_km - area.margin_km) for one in area.circles
    ]
    return min([float(found.min()), *centers])
