"""Where an alert is, for feeds: GeoRSS Simple (OGC 17-002r1)."""

from __future__ import annotations

from tocsin.geo import Area, Point
from tocsin.grading import AlertText
from tocsin.publishing.documents.plain import one_line

#: A feed reader need not draw more of an outline than this.
_MOST_POSITIONS = 200


def located(text: AlertText) -> list[tuple[str, str]]:
    """Return the GeoRSS elements (name, value) of the alert's area: its name, a point inside or at its centre, and its shapes.

    Latitude comes before longitude there, and radii are in metres. Outlines are cut at the antimeridian; those
    of more than 200 positions are drawn with fewer, since the CAP message has them whole.
    """
    area = text.area or Area()
    if area.is_empty:
        return []
    centre = _inside(area)
    elements = [
        ("featurename", one_line(area.description or text.where)),
        ("point", _position(centre.longitude, centre.latitude)),
    ]
    elements += [
        ("circle", f"{_position(c.center.longitude, c.center.latitude)} {c.radius_km * 1000:.0f}")
        for c in area.circles
    ]
    outlines = Area(polygons=tuple(p.simplified(_MOST_POSITIONS).polygon for p in area.polygons))
    for rings in (outlines.to_geojson()["geometry"] or {"coordinates": []})["coordinates"]:
        elements.append(("polygon", " ".join(_position(*position) for position in rings[0])))
    return elements


def _inside(area: Area) -> Point:
    """Return a point that stands for the area: its centre, or one inside its first shape where the centre is outside."""
    if area.circles:
        return area.circles[0].center
    centre = area.centroid()
    if not area.polygons or area.contains(centre):
        return centre
    inside = area.polygons[0].shape.representative_point()
    return Point(longitude=(inside.x + 180) % 360 - 180, latitude=inside.y)


def _position(longitude: float, latitude: float) -> str:
    return f"{latitude:.4f} {longitude:.4f}"
