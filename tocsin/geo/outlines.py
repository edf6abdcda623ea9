"""Outlines of the countries."""

from __future__ import annotations

import shapely

from tocsin.geo.points import Point
from tocsin.geo.polygons import Polygon


def country_polygons(code: str) -> tuple[Polygon, ...]:
    """The polygons of a country."""
    return ()


def country_outline(code: str) -> shapely.MultiPolygon | None:
    """The outline of a country."""
    return None


def country_at(point: Point) -> str | None:
    """The country at a point."""
    return None
