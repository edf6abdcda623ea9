"""The outline of a site's grounds, read from what somebody wrote. Pure."""

from __future__ import annotations

import json
from typing import Any

from tocsin.exposure.errors import ValueImpossible
from tocsin.geo import Area, GeoError, Point, Polygon
from tocsin.wording import worded

_FORMS = worded("Write GeoJSON (Polygon or MultiPolygon), or one corner a line: latitude, longitude.")
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
        raise ValueImpossible(
            "outline", worded("This is no outline: %(error)s.", error=str(error)), _FORMS
        ) from error
    if not polygons:
        raise ValueImpossible("outline", worded("The outline holds no polygon."), _FORMS)
    area = Area(polygons=polygons)
    away = area.distance_km(point)
    if away > WIDEST_KM:
        raise ValueImpossible(
            "outline",
            worded(
                "The outline lies %(away)s km from the site's point; latitude and longitude may be swapped.",
                away=f"{away:,.0f}",
            ),
            worded("Correct the outline or the point."),
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
