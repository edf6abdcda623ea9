"""A site's grounds, measured against an area. Pure."""

from __future__ import annotations

import math

import numpy as np

from tocsin.geo import Area
from tocsin.geo.many import distances_km
from tocsin.geo.meeting import meet
from tocsin.geo.sphere import densified


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
