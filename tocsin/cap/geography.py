"""Between CAP's areas and geography: what a CAP area covers, and how an area is said in CAP.

Source: OASIS CAP 1.2, sections 3.2.4 (polygon, circle, geocode) and 3.3.1 (WGS 84; latitude comes first).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import shapely
from shapely import affinity

from tocsin.cap.area import CapArea, CapCircle, CapPolygon, NamedValue
from tocsin.cap.finding import Finding
from tocsin.cap.rules import finding
from tocsin.geo import MAX_POSITIONS, Area, Circle, GeoError, Point, Polygon, country_at, points_of

COUNTRY_LIST = "ISO3166-1"
_COUNTRY_LISTS = {"iso3166-1", "iso 3166-1", "iso-3166-1", "iso3166-1-alpha-2", "iso 3166-1 alpha-2"}
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_POSITION = re.compile(rf"({_NUMBER}),({_NUMBER})", re.ASCII)
#: What floats are written with, and nothing else that Python reads as one.
_DIGITS = re.compile(r"[0-9.,eE+\- ]+", re.ASCII)
_CIRCLE = re.compile(rf"({_NUMBER}),({_NUMBER})\s+({_NUMBER})", re.ASCII)
_KM_PER_DEGREE = 111.19  # on the mean sphere; rounded down, so that a widened outline is never too small

# The cost of taking a ring apart grows with its crossings; a ring with more than these is drawn by no hand.
_MOST_CROSSINGS = 10_000

Report = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class AreaReading:
    """The geography of a CAP area, with a finding for every shape that was repaired or left out."""

    area: Area
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class AreaWriting:
    """A CAP area, with a sentence for each thing of the original that CAP cannot say."""

    area: CapArea
    notes: tuple[str, ...]


def read_area(area: CapArea, where: str = "area") -> AreaReading:
    """Return what `area` covers, and what had to be repaired or left out for it.

    A ring that is open is closed; one that crosses itself becomes the parts it encloses, or its convex hull where
    it is a tangle; longitudes past 180 are wrapped; positions that cannot be read are left out while three others remain. Shapes that name no place
    at all are left out. Two-letter geocodes of ISO 3166-1 become countries.
    """
    findings: list[Finding] = []
    polygons: list[Polygon] = []
    circles: list[Circle] = []
    for number, polygon in enumerate(area.polygons, 1):
        polygons.extend(_known_polygon(polygon, _reporter(findings, f"{where}/polygon[{number}]")))
    for number, circle in enumerate(area.circles, 1):
        circles.extend(_read_circle(circle, _reporter(findings, f"{where}/circle[{number}]")))
    countries = dict.fromkeys(code.value.upper() for code in area.geocodes if _is_country(code))
    findings.extend(_order_findings((*circles, *polygons), tuple(countries), where))
    read = Area(
        description=area.description,
        circles=tuple(circles),
        polygons=tuple(polygons),
        countries=tuple(countries),
        geocodes=tuple((code.name, code.value) for code in area.geocodes if not _is_country(code)),
    )
    return AreaReading(read, tuple(findings))


def _reporter(findings: list[Finding], where: str) -> Report:
    return lambda rule, what: findings.append(finding(rule, where, what))


def _order_findings(
    shapes: tuple[Circle | Polygon, ...], countries: tuple[str, ...], where: str
) -> Iterator[Finding]:
    """Yield a finding when the first shape lies in a named country only once its coordinates are exchanged."""
    if not shapes or not countries:
        return
    first = shapes[0].center if isinstance(shapes[0], Circle) else shapes[0].outer[0]
    exchanged = first.swapped
    if exchanged is not None and country_at(first) not in countries and country_at(exchanged) in countries:
        yield finding(
            "position-order",
            where,
            f"lies in {', '.join(countries)} only when latitude and longitude are exchanged. CAP writes latitude first.",
        )


def _is_country(code: NamedValue) -> bool:
    return code.name.lower() in _COUNTRY_LISTS and re.fullmatch("[A-Za-z]{2}", code.value) is not None


def _read_circle(circle: CapCircle, report: Report) -> Iterator[Circle]:
    matched = _CIRCLE.fullmatch(circle.text)
    if matched is None:
        report(
            "circle-form",
            f"holds {circle.text[:60]!r}. Write latitude,longitude, a space and the radius in km.",
        )
        return
    latitude, longitude, radius = (float(number) for number in matched.groups())
    if not math.isfinite(radius) or radius < 0 or radius > 20_015:
        report(
            "circle-radius",
            f"has the radius {matched.group(3)} km, which is not between 0 and 20,015. Correct it.",
        )
        return
    centre = _point(latitude, longitude, report)
    if centre is None:
        return
    if radius == 0:
        report(
            "circle-point", "has the radius 0, which is a single point. Give the radius in km that is meant."
        )
    yield Circle(center=centre, radius_km=radius)


def _known_polygon(polygon: CapPolygon, report: Report) -> tuple[Polygon, ...]:
    """Return what the polygon encloses and report what is wrong with it, both as they were read the first time."""
    if polygon.reading is None:
        reports: list[tuple[str, str]] = []
        found = tuple(_read_polygon(polygon, lambda rule, what: reports.append((rule, what))))
        object.__setattr__(polygon, "reading", (found, tuple(reports)))
    read: tuple[Polygon, ...] = polygon.reading[0]
    for rule, what in polygon.reading[1]:
        report(rule, what)
    return read


def _read_polygon(polygon: CapPolygon, report: Report) -> Iterator[Polygon]:
    points = _plain_points(polygon.text) or _read_points(polygon.text.split(), report)
    if points is None:
        return
    if not _has_corners(points):
        report(
            "polygon-positions",
            f"has {len(points)} usable positions, {len(set(points))} of them different, and needs at least 4: "
            "three corners and the first one again. Draw it anew, or give a circle.",
        )
        return
    if points[0] != points[-1]:
        report("polygon-open", "does not end where it begins. Repeat its first position at the end.")
        points.append(points[0])
    elif len(points) < 4:
        report("polygon-positions", "has fewer than 4 positions. Draw it anew, or give a circle.")
        return
    elif (first := polygon.text.split()[0]) != (last := polygon.text.split()[-1]):
        report(
            "polygon-closed-otherwise",
            f"begins with {first[:40]!r} and ends with {last[:40]!r}, the same place spelt otherwise. "
            "Repeat the first position letter by letter.",
        )
    if len(points) > MAX_POSITIONS:
        report(
            "polygon-size",
            f"has {len(points):,} positions, more than {MAX_POSITIONS:,}; its convex hull is used. Simplify it.",
        )
        yield from _hull(points)
        return
    try:
        yield Polygon(outer=tuple(points))
    except GeoError as error:
        report("polygon-crossing", f"encloses no single area: {error}. What it encloses is used.")
        yield from _repaired(points)


def _has_corners(points: list[Point]) -> bool:
    """Whether three of the points differ; an outline says so by its first few."""
    seen: set[Point] = set()
    for point in points:
        seen.add(point)
        if len(seen) == 3:
            return True
    return False


def _plain_points(text: str) -> list[Point] | None:
    """Return the points of an outline in which nothing is to be mended, all at once; None for any other."""
    pairs = [token.split(",") for token in text.split(" ")]
    if not _DIGITS.fullmatch(text) or set(map(len, pairs)) != {2}:
        return None
    try:
        return list(points_of((float(longitude), float(latitude)) for latitude, longitude in pairs))
    except (GeoError, ValueError):
        return None


def _read_points(tokens: list[str], report: Report) -> list[Point] | None:
    points: list[Point] = []
    unreadable: list[str] = []
    wrapped: list[str] = []
    for token in tokens:
        matched = _POSITION.fullmatch(token)
        if matched is None:
            unreadable.append(token)
            continue
        latitude, longitude = float(matched.group(1)), float(matched.group(2))
        if 180 < abs(longitude) <= 360:
            wrapped.append(token)
            longitude -= math.copysign(360, longitude)
        point = _point(latitude, longitude, report)
        if point is None:
            return None
        points.append(point)
    if unreadable:
        report(
            "position-form",
            f"has {len(unreadable)} positions that cannot be read, first {unreadable[0][:40]!r}; they are left out. "
            "Write latitude,longitude in degrees, without a space after the comma.",
        )
    if wrapped:
        report(
            "longitude-range",
            f"has {len(wrapped)} longitudes past 180 degrees, first in {wrapped[0]!r}; they are wrapped round. "
            "Write them from -180 to 180.",
        )
    return points


def _point(latitude: float, longitude: float, report: Report) -> Point | None:
    try:
        return Point(longitude=longitude, latitude=latitude)
    except GeoError as error:
        report(
            "position-range", f"has the position {latitude},{longitude}: {error}. CAP writes latitude first."
        )
        return None


def _unrolled(points: list[Point]) -> np.ndarray:
    """Return (longitude, latitude) rows whose longitudes run on across the antimeridian instead of jumping."""
    rows = np.array([(point.longitude, point.latitude) for point in points])
    steps = np.diff(rows[:, 0])
    rows[1:, 0] += np.cumsum(np.where(np.abs(steps) > 180, -360 * np.sign(steps), 0))
    return rows


def _repaired(points: list[Point]) -> Iterator[Polygon]:
    rows = _unrolled(points)
    if _estimated_crossings(rows) > _MOST_CROSSINGS:
        yield from _hull(points)
        return
    made = shapely.make_valid(shapely.Polygon(rows), method="structure", keep_collapsed=False)
    pieces = shapely.get_parts(shapely.get_parts(made))
    parts = [piece for piece in pieces if piece.geom_type == "Polygon"]
    for part in parts:
        try:
            yield _wrapped(np.asarray(part.exterior.coords))
        except GeoError:
            yield from _hull(points)
            return


def _estimated_crossings(rows: np.ndarray) -> float:
    """Return about how often the sides of a ring cross, from 50 of them spread evenly over it."""
    sides = shapely.linestrings(np.stack([rows[:-1], rows[1:]], axis=1))
    chosen = sides[np.linspace(0, len(sides) - 1, min(50, len(sides))).astype(int)]
    meetings = shapely.STRtree(sides).query(chosen, predicate="intersects").shape[1]
    # Each side meets itself and its two neighbours without crossing anything.
    return max(0.0, (meetings / len(chosen) - 3) * len(sides) / 2)


def _hull(points: list[Point]) -> Iterator[Polygon]:
    hull = shapely.MultiPoint(_unrolled(points)).convex_hull
    if hull.geom_type == "Polygon":
        yield _wrapped(np.asarray(hull.exterior.coords))


def _wrapped(rows: np.ndarray) -> Polygon:
    points = [
        Point(
            longitude=float(x) if -180 <= x <= 180 else (float(x) + 180) % 360 - 180,
            latitude=min(90.0, max(-90.0, float(y))),
        )
        for x, y in rows
    ]
    return Polygon(outer=tuple(points))


def write_area(area: Area) -> AreaWriting:
    """Return `area` as CAP says it, and a sentence for each thing CAP cannot say.

    Circles keep their radius in km, the margin added; polygons keep their outer ring, widened by the margin;
    countries become geocodes of the list ISO3166-1. What is written covers the whole area, or a note says what
    it leaves out.
    """
    notes: list[str] = []
    holes = sum(len(polygon.holes) for polygon in area.polygons)
    if holes:
        notes.append(
            f"CAP has no holes: {holes} {'hole was' if holes == 1 else 'holes were'} left out, so the area is larger."
        )
    if area.margin_km and area.polygons:
        notes.append(f"The polygons were widened by {area.margin_km:g} km; their corners are now round.")
    if area.margin_km and area.countries:
        notes.append(
            f"CAP names countries without a margin: {area.margin_km:g} km around {', '.join(area.countries)} is left out."
        )
    countries = [NamedValue(COUNTRY_LIST, code) for code in area.countries]
    written = CapArea(
        description=area.description,
        polygons=tuple(_written_polygon(polygon, area.margin_km) for polygon in area.polygons),
        circles=tuple(
            _written_circle(replace(circle, radius_km=min(20_015.0, circle.radius_km + area.margin_km)))
            for circle in area.circles
        ),
        geocodes=(*countries, *(NamedValue(*code) for code in area.geocodes)),
    )
    return AreaWriting(written, tuple(notes))


def _written_polygon(polygon: Polygon, margin_km: float) -> CapPolygon:
    if margin_km:
        polygon = _widened(polygon, margin_km)
    return CapPolygon(" ".join(_written_point(point) for point in polygon.outer))


def _widened(polygon: Polygon, margin_km: float) -> Polygon:
    """Return an outline at least `margin_km` around `polygon`: the widest degree of longitude is used for all."""
    shape = shapely.Polygon(polygon.shape.exterior)
    degrees = margin_km / _KM_PER_DEGREE
    _, south, _, north = shape.bounds
    highest = min(89.0, max(abs(south), abs(north)) + degrees)
    narrowing = math.cos(math.radians(highest))
    flat = affinity.scale(shape, xfact=narrowing, yfact=1.0, origin=(0, 0))
    # A buffer of short straight sides stays inside the true one by 1 - cos(pi / 32); the factor makes up for it.
    wide = flat.buffer(degrees * 1.01, quad_segs=8)
    wide = affinity.scale(shapely.Polygon(wide.exterior), xfact=1 / narrowing, yfact=1.0, origin=(0, 0))
    return _wrapped(np.asarray(wide.exterior.coords))


def _written_circle(circle: Circle) -> CapCircle:
    return CapCircle(f"{_written_point(circle.center)} {_written_number(circle.radius_km)}")


def _written_point(point: Point) -> str:
    return f"{_written_number(point.latitude)},{_written_number(point.longitude)}"


def _written_number(number: float) -> str:
    text = repr(float(number))
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
