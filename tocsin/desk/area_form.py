"""The area of a draft as somebody edits it: what stands in the form taken in, with an error for each field that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.desk.area_rows import (
    Row,
    area_made,
    read_rows,
    row_of_circle,
    row_of_place,
    row_of_polygon,
    rows_of,
    written,
)
from tocsin.desk.errors import DeskError, ShapeUnreadable
from tocsin.geo import Area, Circle, GeoError, Place, Point, Polygon, Precision, gazetteer

#: So many areas of one name are offered.
MOST_CHOICES = 12
#: The fields that a shape is added with.
_ADDING = ("circle_at", "circle_km", "area_name", "polygon")
_AREAS = (Precision.COUNTRY, Precision.ADMIN_1, Precision.ADMIN_2)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several areas of a name: its code, and the words that tell it apart."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class AreaForm:
    """The form as it stands: its rows and words, what still stands in the fields, what is wrong, what is to be chosen."""

    rows: tuple[Row, ...]
    description: str
    fields: Mapping[str, str]
    errors: Mapping[str, str]
    choices: tuple[Choice, ...] = ()
    #: The row to look at, or None for all.
    shown: int | None = None

    @property
    def written(self) -> str:
        """The rows as the form carries them."""
        return written(self.rows)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is wrong and nothing waits for a choice, so that it may be saved."""
        return not self.errors and not self.choices

    def area(self, base: Area) -> Area:
        """Return the area that the form makes of `base`."""
        return area_made(self.rows, self.description, base)


def form_of(area: Area) -> AreaForm:
    """Return the form for a saved area."""
    return AreaForm(rows_of(area), area.description, {}, {})


def read_area_form(fields: Mapping[str, str], base: Area, *, country: str) -> AreaForm:
    """Return the form after its verb was carried out; `base` is the saved area and `country` (alpha-2) the draft's.

    Whatever stands in the fields to add a shape with is taken in, by every verb but show, remove, and what the map
    sends; also by save.
    """
    verb, _colon, argument = fields.get("verb", "add").partition(":")
    description = fields.get("description", base.description)
    left = {name: fields.get(name, "") for name in _ADDING}
    try:
        rows = read_rows(fields.get("shapes", ""), base)
    except (DeskError, GeoError) as error:
        return AreaForm(rows_of(base), description, left, {"shapes": str(error)})
    form = AreaForm(rows, description, left, {})
    if verb in ("show", "remove"):
        return _pointed_at(form, verb, argument)
    if verb == "draw":
        return _drawn(form, fields.get("drawn", ""), base)
    if verb == "pick":
        return _toggled(form, argument)
    for taking in (_take_circle, _take_area, _take_polygon):
        form = taking(form, country)
    return form


def _pointed_at(form: AreaForm, verb: str, argument: str) -> AreaForm:
    if not argument.isdecimal() or int(argument) >= len(form.rows):
        return form
    number = int(argument)
    if verb == "show":
        return replace(form, shown=number)
    return replace(form, rows=(*form.rows[:number], *form.rows[number + 1 :]))


def _drawn(form: AreaForm, line: str, base: Area) -> AreaForm:
    """The form with what was drawn on the map; what stands in the fields waits."""
    try:
        return _taken(form, (), *read_rows(line, base))
    except (DeskError, GeoError) as error:
        return replace(form, errors={"shapes": str(error)})


def _toggled(form: AreaForm, code: str) -> AreaForm:
    """The form with the picked area, or without it where it is there."""
    try:
        row = row_of_place(code)
    except GeoError as error:
        return replace(form, errors={"area_name": str(error)})
    others = tuple(one for one in form.rows if one.area != row.area)
    fields = dict(form.fields) | {"area_name": ""}
    if len(others) < len(form.rows):
        return replace(form, rows=others, fields=fields)
    return replace(form, rows=(*form.rows, row), fields=fields)


def _taken(form: AreaForm, names: tuple[str, ...], *rows: Row) -> AreaForm:
    there = {row.area for row in form.rows}
    new = tuple(row for row in rows if row.area not in there)
    return replace(form, rows=(*form.rows, *new), fields=dict(form.fields) | dict.fromkeys(names, ""))


def _refusing(name: str) -> Callable[..., Callable[[AreaForm, str], AreaForm]]:
    """Decorate what takes a field in: its refusal stands at the field `name`, and what was typed stays."""

    def decorate(take: Callable[[AreaForm, str], AreaForm]) -> Callable[[AreaForm, str], AreaForm]:
        def taking(form: AreaForm, country: str) -> AreaForm:
            try:
                return take(form, country)
            except (DeskError, GeoError) as error:
                return replace(form, errors=dict(form.errors) | {name: str(error)})

        return taking

    return decorate


@_refusing("circle_at")
def _take_circle(form: AreaForm, country: str) -> AreaForm:
    at, kilometres = form.fields["circle_at"].strip(), form.fields["circle_km"].strip()
    if not at:
        return form
    try:
        radius = float(kilometres)
    except ValueError as error:
        raise ShapeUnreadable(
            _("Write how many kilometres the circle reaches from its middle, as 25.")
        ) from error
    circle = Circle(_point(at, country), radius)
    return _taken(form, ("circle_at", "circle_km"), row_of_circle(circle))


@_refusing("area_name")
def _take_area(form: AreaForm, country: str) -> AreaForm:
    name = form.fields["area_name"].strip()
    if not name:
        return form
    found = areas_named(name, country)
    if not found:
        raise ShapeUnreadable(
            _("No country, region or district is called %(name)s. Look at the spelling, or draw a circle.")
            % {"name": name}
        )
    if len(found) > 1:
        return replace(form, choices=tuple(Choice(code, _words(code, place)) for code, place in found))
    return _taken(form, ("area_name",), row_of_place(found[0][0]))


@_refusing("polygon")
def _take_polygon(form: AreaForm, country: str) -> AreaForm:
    text = form.fields["polygon"].strip()
    if not text:
        return form
    rows = _pasted(text) if text.startswith("{") else [row_of_polygon(_polygon(text))]
    return _taken(form, ("polygon",), *rows)


def areas_named(name: str, country: str) -> list[tuple[str, Place]]:
    """Return the countries and administrative areas of that name or code, those of `country` first, with their codes.

    Where only a town is called so, these are the areas that it lies in.
    """
    book = gazetteer()
    by_code = book.country(name) if len(name) == 2 else book.admin_area(name.upper())
    places = [by_code] if by_code else [place for place in book.by_name(name) if place.precision in _AREAS]
    if not places:
        towns = [place for place in book.by_name(name) if place.precision is Precision.CITY]
        towns.sort(key=lambda town: town.country != country)
        places = [area for area in book.areas_at(towns[0].point) if area.precision in _AREAS] if towns else []
    places.sort(key=lambda place: place.country != country)
    found = {_code(place): place for place in places}
    return list(found.items())[:MOST_CHOICES]


def _code(place: Place) -> str:
    return {Precision.COUNTRY: place.country, Precision.ADMIN_1: place.admin1}.get(
        place.precision, place.admin2
    )


def _words(code: str, place: Place) -> str:
    if place.precision is Precision.COUNTRY:
        return _("%(name)s, the country (%(code)s)") % {"name": place.name, "code": code}
    where = {
        "name": place.name,
        "country": gazetteer().country_name(place.country, get_language() or "en"),
        "code": code,
    }
    if place.precision is Precision.ADMIN_1:
        return _("%(name)s, a region of %(country)s (%(code)s)") % where
    return _("%(name)s, a district of %(country)s (%(code)s)") % where


def _point(at: str, country: str) -> Point:
    numbers = at.replace(",", " ").split()
    try:
        latitude, longitude = (float(number) for number in numbers)
    except ValueError as error:
        places = sorted(gazetteer().by_name(at), key=lambda place: place.country != country)
        if not places:
            raise ShapeUnreadable(
                _(
                    "%(place)s is no place that the gazetteer knows. Write latitude, longitude, as 31.63, -7.99."
                )
                % {"place": at}
            ) from error
        return places[0].point
    return Point(longitude=longitude, latitude=latitude)


def _polygon(text: str) -> Polygon:
    """The polygon of 'latitude, longitude' pairs, one a line or in CAP's form; it is closed where it is open."""
    words = text.replace(",", " ").split()
    numbers = []
    for number, word in enumerate(words, 1):
        try:
            numbers.append(float(word))
        except ValueError as error:
            raise ShapeUnreadable(
                _(
                    "%(word)s, at corner %(corner)s, is no number. Write one corner a line: latitude, longitude."
                )
                % {"word": word[:40], "corner": (number + 1) // 2}
            ) from error
    if len(numbers) % 2:
        raise ShapeUnreadable(
            _("The last corner has no longitude. Write one corner a line: latitude, longitude.")
        )
    pairs = list(zip(numbers[1::2], numbers[::2], strict=True))
    return Polygon.from_pairs(pairs if pairs[0] == pairs[-1] else [*pairs, pairs[0]])


def _pasted(text: str) -> list[Row]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ShapeUnreadable(
            _("This begins like GeoJSON but cannot be read: %(why)s.") % {"why": error}
        ) from error
    area = Area.from_geojson(document)
    if area.is_empty:
        raise ShapeUnreadable(_("This GeoJSON names no area: it has no polygon, circle or country."))
    return [
        *(row_of_circle(circle) for circle in area.circles),
        *(row_of_place(code) for code in area.countries),
        *(row_of_polygon(polygon) for polygon in area.polygons),
    ]
