"""GeoJSON (RFC 7946) in and out: polygons cut at the antimeridian, and the parts of a feature read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.polygon import orient

from tocsin.geo.circles import Circle
from tocsin.geo.errors import AreaError, PolygonError
from tocsin.geo.points import Point, points_of
from tocsin.geo.polygons import Polygon
from tocsin.geo.sphere import wrapped

Rings = list[list[list[float]]]

# A circle outside these bounds, in km, is not drawn as a ring: it would be a dot, or a sheet over half the Earth.
DRAWN_RADIUS_KM = (0.001, 5000.0)


@dataclass(frozen=True, slots=True)
class FeatureParts:
    """What a GeoJSON document says of an area."""

    description: str
    circles: tuple[Circle, ...]
    polygons: tuple[Polygon, ...]
    countries: tuple[str, ...]
    geocodes: tuple[tuple[str, str], ...]
    margin_km: float


def cut_rings(polygon: Polygon) -> list[Rings]:
    """The polygon as GeoJSON polygons inside -180..180, outer rings anticlockwise: one, or one for each side it is on."""
    shape = orient(polygon.shape)
    west, _, east, _ = shape.bounds
    pieces: list[Rings] = []
    for turn in range(int((west + 180) // 360), int(-((180 - east) // 360)) + 1):
        start = 360.0 * turn - 180
        if west >= start and east <= start + 360:
            parts = [shape]
        else:
            clipped = shapely.intersection(shape, shapely.box(start, -90, start + 360, 90))
            parts = [part for part in shapely.get_parts(clipped) if part.geom_type == "Polygon"]
        for part in parts:
            part = orient(part)
            rings = [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)]
            pieces.append([(ring - (360.0 * turn, 0.0)).tolist() for ring in rings])
        if parts and parts[0] is shape:
            break
    return pieces


def circle_rings(circle: Circle) -> list[Rings]:
    """The circle drawn with 64 corners; nothing where it is too small or too large to draw.

    A circle whose edge runs through a pole is no simple ring on the map: its bounding box is drawn in its place.
    """
    smallest, largest = DRAWN_RADIUS_KM
    if not smallest <= circle.radius_km <= largest:
        return []
    try:
        drawn = Polygon(outer=circle.ring())
    except PolygonError:
        west, south, east, north = circle.bounds()
        west, east = (wrapped(west), wrapped(east))
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        drawn = Polygon.from_pairs(corners)
    return cut_rings(drawn)


def read_document(document: Mapping[str, Any]) -> FeatureParts:
    """The parts of a Feature, a FeatureCollection of areas or a bare geometry.

    Raises `AreaError` naming the part that cannot be read; shapes raise their own errors.
    """
    if not isinstance(document, Mapping):
        raise AreaError(f"GeoJSON is an object, this is a {type(document).__name__}")
    kind = document.get("type")
    if kind == "FeatureCollection":
        return _joined([read_document(feature) for feature in _list(document, "features")])
    if kind == "Feature":
        geometry, properties = document.get("geometry"), document.get("properties") or {}
        if not isinstance(properties, Mapping):
            raise AreaError("the feature's properties are no object")
    else:
        geometry, properties = document, {}
    circles = tuple(_circle(entry) for entry in _list(properties, "circles", optional=True))
    polygons: list[Polygon] = []
    drawn = properties.get("drawn_circles", 0)
    if geometry is not None:
        for shape in _shapes(geometry):
            if isinstance(shape, Polygon):
                polygons.append(shape)
            else:
                circles = (*circles, shape)
    if not isinstance(drawn, int) or not 0 <= drawn <= len(polygons):
        raise AreaError(f"drawn_circles is {drawn!r}, but the geometry has {len(polygons)} polygons")
    margin = properties.get("margin_km", 0.0)
    if isinstance(margin, bool) or not isinstance(margin, (int, float)):
        raise AreaError(f"margin_km is {margin!r}, not a number of kilometres")
    return FeatureParts(
        description=str(properties.get("description") or ""),
        circles=circles,
        polygons=tuple(polygons[: len(polygons) - drawn]),
        countries=tuple(str(code) for code in _list(properties, "countries", optional=True)),
        geocodes=tuple(_geocode(entry) for entry in _list(properties, "geocodes", optional=True)),
        margin_km=float(margin),
    )


def _joined(parts: Sequence[FeatureParts]) -> FeatureParts:
    margins = {part.margin_km for part in parts} or {0.0}
    if len(margins) > 1:
        raise AreaError("the features have different margins; send them one by one")
    return FeatureParts(
        description="; ".join(part.description for part in parts if part.description),
        circles=tuple(circle for part in parts for circle in part.circles),
        polygons=tuple(polygon for part in parts for polygon in part.polygons),
        countries=tuple(code for part in parts for code in part.countries),
        geocodes=tuple(code for part in parts for code in part.geocodes),
        margin_km=margins.pop(),
    )


def _shapes(geometry: Any) -> Iterator[Polygon | Circle]:
    if not isinstance(geometry, Mapping):
        raise AreaError(f"a GeoJSON geometry is an object, this is a {type(geometry).__name__}")
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        for member in _list(geometry, "geometries"):
            yield from _shapes(member)
    elif kind == "Polygon":
        yield _polygon(_list(geometry, "coordinates"))
    elif kind == "MultiPolygon":
        for rings in _list(geometry, "coordinates"):
            yield _polygon(rings)
    elif kind == "Point":
        yield Circle(_position(geometry.get("coordinates")), 0.0)
    else:
        raise AreaError(
            f"a GeoJSON geometry of type {kind!r} is no area; use a Polygon, MultiPolygon or Point"
        )


def _polygon(rings: Any) -> Polygon:
    if not isinstance(rings, Sequence) or not rings or isinstance(rings, str):
        raise AreaError("a GeoJSON polygon has no rings")
    outer, *holes = [_ring(ring) for ring in rings]
    return Polygon(outer=outer, holes=tuple(holes))


def _ring(ring: Any) -> tuple[Point, ...]:
    if not isinstance(ring, Sequence) or isinstance(ring, str):
        raise AreaError("a ring of a GeoJSON polygon is not a list of positions")
    if all(type(position) is list and len(position) == 2 for position in ring):
        return points_of(ring)
    return tuple(_position(position) for position in ring)


def _position(position: Any) -> Point:
    if not isinstance(position, Sequence) or isinstance(position, str) or len(position) < 2:
        raise AreaError(f"{position!r} is not a GeoJSON position; write [longitude, latitude]")
    return Point(longitude=position[0], latitude=position[1])


def _circle(entry: Any) -> Circle:
    try:
        center = Point(longitude=entry["longitude"], latitude=entry["latitude"])
        return Circle(center, entry["radius_km"])
    except (KeyError, TypeError) as error:
        raise AreaError(f"the circle {entry!r} needs longitude, latitude and radius_km") from error


def _geocode(entry: Any) -> tuple[str, str]:
    try:
        return (str(entry["system"]), str(entry["code"]))
    except (KeyError, TypeError) as error:
        raise AreaError(f"the geocode {entry!r} needs a system and a code") from error


def _list(holder: Mapping[str, Any], name: str, *, optional: bool = False) -> Sequence[Any]:
    value = holder.get(name)
    if value is None and optional:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise AreaError(f"{name!r} of the GeoJSON is missing or not a list")
    return value
