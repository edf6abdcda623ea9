"""The shapes of an area as the rows of a form: each row is a line of text that says its shape exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from tocsin.desk.errors import ShapeUnreadable
from tocsin.exposure.isolation import isolated
from tocsin.geo import (
    Area,
    Circle,
    GeoError,
    Point,
    Polygon,
    admin1_polygons,
    area_of,
    gazetteer,
)
from tocsin.geo.admin_outlines import admin1_at
from tocsin.geo.sphere import wrapped

#: Between the rows, and between the rings of one polygon, in the form's one hidden field.
_BETWEEN, _RINGS = ";", "/"
#: The largest town so near to a circle's middle, in km, says where that is.
_NEAR_KM = 25.0


@dataclass(frozen=True, slots=True)
class Row:
    """One shape. `written` is what the form carries; `area` is the shape alone; `label` and `detail` are for people."""

    written: str
    area: Area
    label: str
    detail: str = ""


def rows_of(area: Area) -> tuple[Row, ...]:
    """Return the rows of a saved area. Its polygons are named by their numbers in it, so they stay as they are."""
    circles = [_circle(circle) for circle in area.circles]
    countries = [_country(code) for code in area.countries]
    return (*circles, *countries, *_outlines(area, range(len(area.polygons))))


def written(rows: Iterable[Row]) -> str:
    """Return the rows as the form carries them."""
    return _BETWEEN.join(row.written for row in rows)


def read_rows(text: str, base: Area) -> tuple[Row, ...]:
    """Return the rows that `written` wrote; outlines are those of `base`. Raises ShapeUnreadable, GeoError."""
    return tuple(_read(line.strip(), base) for line in text.split(_BETWEEN) if line.strip())


def row_of_circle(circle: Circle) -> Row:
    """Return the row of a circle that somebody drew."""
    return _circle(circle)


def row_of_polygon(polygon: Polygon) -> Row:
    """Return the row of a polygon that somebody drew or pasted."""
    rings = (polygon.outer, *polygon.holes)
    line = _RINGS.join(" ".join(f"{p.latitude!r} {p.longitude!r}" for p in ring) for ring in rings)
    return Row(f"polygon {line}", Area(polygons=(polygon,)), _("Polygon"), _corners([polygon]))


def row_of_place(code: str) -> Row:
    """Return the row of a country or an administrative area by its code. Raises GeoError for one that has no outline."""
    if len(code) == 2:
        return _country(code)
    area = area_of(code)
    place = gazetteer().admin_area(code)
    label = f"{area.description}, {_country_name(place.country)}" if place else area.description
    return Row(f"area {code}", replace(area, description=""), label, _corners(area.polygons))


def area_made(rows: Iterable[Row], description: str, base: Area) -> Area:
    """Return `base` with the shapes of `rows` and these words; its margin and the codes of other systems stay."""
    parts = [row.area for row in rows]
    return replace(
        base,
        description=" ".join(description.split()),
        circles=tuple(circle for part in parts for circle in part.circles),
        countries=tuple(dict.fromkeys(code for part in parts for code in part.countries)),
        polygons=tuple(polygon for part in parts for polygon in part.polygons),
    )


def _read(line: str, base: Area) -> Row:
    kind, _space, rest = line.partition(" ")
    try:
        if kind == "circle":
            latitude, longitude, kilometres = (float(number) for number in rest.split())
            return _circle(Circle(Point(longitude=longitude, latitude=latitude), kilometres))
        if kind == "polygon":
            outer, *holes = [_ring(ring) for ring in rest.split(_RINGS)]
            return row_of_polygon(Polygon(outer=outer, holes=tuple(holes)))
        if kind in ("country", "area"):
            return row_of_place(rest)
        if kind == "outline":
            return next(_outlines(base, [int(number) for number in rest.split()]))
    except (IndexError, StopIteration) as error:
        raise ShapeUnreadable(
            _("The form names an outline that is not there: %(line)s.") % {"line": line[:80]}
        ) from error
    except GeoError:
        raise
    except ValueError as error:
        raise ShapeUnreadable(
            _("The form holds a shape that cannot be read: %(line)s.") % {"line": line[:80]}
        ) from error
    raise ShapeUnreadable(_("The form holds a shape that cannot be read: %(line)s.") % {"line": line[:80]})


def _ring(text: str) -> tuple[Point, ...]:
    numbers = [float(number) for number in text.split()]
    return tuple(
        Point(longitude=longitude, latitude=latitude)
        for latitude, longitude in zip(numbers[::2], numbers[1::2], strict=True)
    )


def _circle(circle: Circle) -> Row:
    center = circle.center
    label = _("%(km)s km around %(place)s") % {"km": f"{circle.radius_km:g}", "place": _coordinates(center)}
    line = f"circle {center.latitude!r} {center.longitude!r} {circle.radius_km!r}"
    towns = gazetteer().within(center, _NEAR_KM)
    near = _("near %(place)s") % {"place": towns[0].name} if towns else ""
    return Row(line, Area(circles=(circle,)), label, near)


def _country(code: str) -> Row:
    return Row(f"country {code}", Area(countries=(code,)), _country_name(code), _("the whole country"))


def _country_name(code: str) -> str:
    return gazetteer().country_name(code, get_language() or "en")


def _outlines(base: Area, numbers: Iterable[int]) -> Iterator[Row]:
    """The polygons of a saved area, those that are one region in one row."""
    of_region: dict[str, list[int]] = {}
    for number in numbers:
        code = _region_of(base.polygons[number])
        of_region.setdefault(code or f"#{number}", []).append(number)
    for code, mine in of_region.items():
        polygons = tuple(base.polygons[number] for number in mine)
        place = None if code.startswith("#") else gazetteer().admin_area(code)
        label = f"{place.name}, {_country_name(place.country)}" if place else _("Outline")
        line = "outline " + " ".join(str(number) for number in mine)
        yield Row(line, Area(polygons=polygons), label, _corners(polygons))


def _region_of(polygon: Polygon) -> str:
    inside = polygon.shape.representative_point()
    code = admin1_at(Point(longitude=wrapped(inside.x), latitude=inside.y)) or ""
    return code if code and polygon in admin1_polygons(code) else ""


def _corners(polygons: Iterable[Polygon]) -> str:
    drawn = list(polygons)
    count = sum(polygon.positions - 1 - len(polygon.holes) for polygon in drawn)
    inside = drawn[0].shape.representative_point()
    where = _coordinates(Point(longitude=wrapped(inside.x), latitude=inside.y))
    words = ngettext("%(num)d corner", "%(num)d corners", count) % {"num": count}
    return _("%(corners)s, around %(where)s") % {"corners": words, "where": where}


def _coordinates(point: Point) -> str:
    words = f"{point.latitude:.2f}, {point.longitude:.2f}"
    # The mark makes them run from left to right, or a minus would stand behind its number.
    return isolated(f"\u200e{words}") if get_language_bidi() else words
