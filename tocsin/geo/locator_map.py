"""The locator map: a small inline SVG that shows where an alert applies, from the packed outlines alone."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from tocsin.geo.areas import Area
from tocsin.geo.errors import MapError
from tocsin.geo.gazetteer import gazetteer
from tocsin.geo.map_view import View
from tocsin.geo.outlines import country_at
from tocsin.geo.places import Precision
from tocsin.geo.points import Point

SEA, OTHER_LAND, LAND, BORDER = "#d6e4ea", "#eceae4", "#fbfaf6", "#aba69a"
INK, QUIET = "#111", "#575349"
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
# Outlines are thinned, step by step, until their paths fit in so many bytes.
PATH_BYTES = 2400
THINNINGS = (0.8, 1.2, 1.8, 2.6, 4.0, 6.0, 9.0, 14.0)
# A whole country smaller than this many square pixels gets a ring around it.
SPECK_PIXELS = 60
LABEL_SIZE, SMALLEST_LABEL, NAME_SIZE = 20, 13, 14


def locator_map(
    *,
    area: Area,
    marker: Point | None,
    label: str,
    colour: str,
    width: int = 640,
    height: int = 360,
    language: str = "en",
) -> str:
    """An inline SVG, about 1 to 4 kB, of the area and the marker on a map of countries; Mercator projection.

    `label` is written at the marker, or in the middle of the area; `colour` is the level's, as #rgb or #rrggbb;
    `width` and `height` are pixels; `language` is that of the country names. The picture has `role="img"`, the label as
    its name, no script, no style and no reference to anything outside. The margin of an area is not drawn.

    Raises `MapError` when there is neither area nor marker, the size is not 64 to 4096, or the colour is not one.
    """
    if not _COLOUR.fullmatch(colour):
        raise MapError(f"{colour!r} is no colour; write it like #e2570b")
    view = View.of(area, marker, width, height)
    anchor = marker or area.centroid()
    drawing = Drawing(view, _printable(label), colour, language)
    drawing.land(view.countries(), _focus(area, anchor), area.countries)
    drawing.area(area)
    drawing.mark(anchor, shown=marker is not None)
    drawing.scale_bar()
    return drawing.svg()


@dataclass(slots=True)
class Drawing:
    """A picture in the making: land, areas, marks and words on one view, each written where nothing else stands."""

    view: View
    label: str
    colour: str
    language: str
    parts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)
    names: list[tuple[str, Any]] = field(default_factory=list)

    def land(
        self, countries: dict[str, Any], focus: set[str], whole: tuple[str, ...], most_bytes: int = PATH_BYTES
    ) -> None:
        """The countries: those of the area apart from the others, whole ones in the level's colour."""
        chosen = [shape for code, shape in countries.items() if code in focus and code not in whole]
        others = [shape for code, shape in countries.items() if code not in focus and code not in whole]
        marked = [shape for code, shape in countries.items() if code in whole]
        for thinning in THINNINGS:
            paths = [_path(shapes, thinning) for shapes in (others, chosen, marked)]
            if sum(len(path) for path in paths) <= most_bytes:
                break
        fills = (f'fill="{OTHER_LAND}"', f'fill="{LAND}"', f'fill="{self.colour}" fill-opacity=".45"')
        drawn = [f'<path {fill} d="{path}"/>' for path, fill in zip(paths, fills, strict=True) if path]
        if drawn:
            self.parts.append(f'<g stroke="{BORDER}">{"".join(drawn)}</g>')
        for shape in marked:
            if not shape.is_empty and shape.area < SPECK_PIXELS:
                x, y = shape.centroid.coords[0]
                self.parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="12" {self._inked()}/>')
        least = 0.03 * self.view.width * self.view.height
        neighbours = sorted(
            (
                (shape.area, code)
                for code, shape in countries.items()
                if code not in focus and shape.area > least
            ),
            reverse=True,
        )
        mine = [(code, countries[code]) for code in sorted(focus & set(countries)) if code not in whole]
        self.names = [*mine[:1], *((code, countries[code]) for _, code in neighbours[:2])]

    def area(self, area: Area) -> None:
        """The circles and polygons of the area."""
        shapes = [polygon.shape for polygon in area.polygons]
        for circle in area.circles:
            x, y = self.view.pixel(circle.center)
            radius = circle.radius_km / self.view.km_per_pixel
            if radius < 3:
                continue
            if (circle.radius_km < 1000 and abs(circle.center.latitude) < 60) or circle.radius_km < 200:
                self.parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" {self._inked()}/>')
            else:
                bounds = Area(circles=(circle,)).to_geojson()["geometry"]
                shapes += [shapely.Polygon(rings[0]) for rings in bounds["coordinates"]] if bounds else []
        if shapes:
            path = _path([self.view.clipped(shapes, margin=6)], 0.4)
            if path:
                self.parts.append(f'<path d="{path}" {self._inked()}/>')

    def mark(self, anchor: Point, *, shown: bool) -> None:
        """The marker, the label beside it and the names around, none over another."""
        x, y = self.view.pixel(anchor)
        x, y = min(max(x, 10), self.view.width - 10), min(max(y, 10), self.view.height - 10)
        if shown:
            self.taken.append(shapely.box(x - 9, y - 9, x + 9, y + 9))
            self.parts.append(
                f'<circle cx="{x:.0f}" cy="{y:.0f}" r="7" fill="{self.colour}" stroke="#fff" stroke-width="5"'
                f' paint-order="stroke"/><circle cx="{x:.0f}" cy="{y:.0f}" r="8" fill="none" stroke="{INK}" stroke-width="1.5"/>'
            )
        self._label(x, y, beside=shown)
        if self.view.degrees()[0] < 9:
            self._cities()
        for code, shape in self.names:
            self._country_name(code, shape)

    def scale_bar(self) -> None:
        """A bar of a round number of km in a lower corner, where Mercator's scale still holds for the picture."""
        if self.view.degrees()[0] > 40:
            return
        wanted = self.view.width / 6 * self.view.km_per_pixel
        length = max(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if step <= max(wanted, 1))
        pixels, bottom = length / self.view.km_per_pixel, self.view.height - 10
        box = shapely.box(8, bottom - 24, 12 + pixels, bottom + 4)
        left = (
            10.0 if not any(box.intersects(other) for other in self.taken) else self.view.width - 10 - pixels
        )
        self.parts.append(
            f'<path d="M{left:.0f} {bottom - 5}v5h{pixels:.0f}v-5" fill="none" stroke="{QUIET}" stroke-width="1.5"/>'
        )
        self.texts.append(
            f'<text x="{left + pixels / 2:.0f}" y="{bottom - 5}" font-size="12" fill="{QUIET}">{length} km</text>'
        )

    def svg(self) -> str:
        """The whole picture."""
        width, height = self.view.width, self.view.height
        name = html.escape(self.label) or "Map"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" aria-label="{name}" direction="ltr">'
            f'<rect width="{width}" height="{height}" fill="{SEA}"/>{"".join(self.parts)}'
            f'<g font-family="sans-serif" text-anchor="middle" paint-order="stroke" stroke="#fff" stroke-width="3"'
            f' stroke-linejoin="round" stroke-opacity=".85">{"".join(self.texts)}</g></svg>'
        )

    def _inked(self) -> str:
        return f'fill="{self.colour}" fill-opacity=".35" stroke="{self.colour}" stroke-width="2.5"'

    def _label(self, x: float, y: float, *, beside: bool) -> None:
        if not self.label:
            return
        size, text = float(LABEL_SIZE), self.label
        room = self.view.width - 20.0
        if beside:
            room = max(x, self.view.width - x) - 22.0
        if _text_width(text, size) > room:
            size = max(SMALLEST_LABEL, size * room / _text_width(text, size))
        if _text_width(text, size) > room and beside:
            # Under the marker there is the whole width.
            beside, room = False, self.view.width - 20.0
            y += 26 if y < self.view.height / 2 else -22
        while _text_width(text, size) > room and len(text) > 1:
            text = text[:-2].rstrip() + "…"
        width = _text_width(text, size)
        anchor = "middle"
        if beside:
            left, anchor = (x + 14, "start") if self.view.width - x >= x - 1 else (x - 14 - width, "end")
        else:
            left = min(max(x - width / 2, 10), self.view.width - 10 - width)
        base = min(max(y + size * 0.35, size + 2), self.view.height - 8)
        self._write(text, left, base, size, width, f'font-weight="700" fill="{INK}"', anchor)

    def _cities(self) -> None:
        across, up = self.view.degrees()
        found = gazetteer().within(self.view.centre, max(across, up) * 55, Precision.CITY)
        shown = 0
        for city in found[:25]:
            x, y = self.view.pixel(city.point)
            name = city.name
            if shown == 2 or not (12 < x < self.view.width - 12 and 14 < y < self.view.height - 30):
                continue
            if name.casefold() in self.label.casefold():
                continue
            width = _text_width(name, NAME_SIZE)
            left, anchor = (x + 8, "start") if x + 8 + width < self.view.width - 6 else (x - 8 - width, "end")
            if left > 6 and self._free(left, y + 5, NAME_SIZE, width):
                self.parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{QUIET}"/>')
                self._write(name, left, y + 5, NAME_SIZE, width, f'fill="{QUIET}"', anchor)
                shown += 1

    def _country_name(self, code: str, shape: Any) -> None:
        name = gazetteer().country_name(code, self.language)
        width = _text_width(name, NAME_SIZE)
        inner = shapely.intersection(shape, shapely.box(0, 0, self.view.width, self.view.height))
        pieces = [piece for piece in shapely.get_parts(inner) if piece.geom_type == "Polygon"]
        if not pieces or name.casefold() in self.label.casefold():
            return
        largest = max(pieces, key=lambda piece: piece.area)
        circle = shapely.maximum_inscribed_circle(largest, tolerance=4)
        x, y = circle.coords[0]
        bases = (y + 5, y - 22, y + 32)
        if inner.area > 0.85 * self.view.width * self.view.height:
            # Land from edge to edge has no shape to write the name on: it goes to the top.
            x, bases = 0.0, (24.0, 24.0, self.view.height / 2)
        left = min(max(x - width / 2, 10), self.view.width - 10 - width)
        for base in bases:
            if NAME_SIZE < base < self.view.height - 6 and self._free(left, base, NAME_SIZE, width):
                self._write(name, left, base, NAME_SIZE, width, f'fill="{QUIET}" letter-spacing=".5"')
                return

    def _free(self, left: float, base: float, size: float, width: float) -> bool:
        box = shapely.box(left - 3, base - size, left + width + 3, base + 5)
        return not any(box.intersects(other) for other in self.taken)

    def _write(
        self,
        text: str,
        left: float,
        base: float,
        size: float,
        width: float,
        look: str,
        anchor: str = "middle",
    ) -> None:
        self.taken.append(shapely.box(left - 3, base - size, left + width + 3, base + 5))
        x = {"start": left, "middle": left + width / 2, "end": left + width}[anchor]
        held = "" if anchor == "middle" else f' text-anchor="{anchor}"'
        self.texts.append(
            f'<text x="{x:.0f}" y="{base:.0f}" font-size="{size:.0f}"{held} {look}>{html.escape(text)}</text>'
        )


def _focus(area: Area, anchor: Point) -> set[str]:
    """The countries the area is about."""
    codes = set(area.countries)
    here = country_at(anchor)
    if here is not None:
        codes.add(here)
    return codes


def _path(shapes: list[Any], thinning: float) -> str:
    """SVG path data of the shapes' rings in whole pixels, relative; rings of less than 3 square pixels are left out."""
    pieces: list[str] = []
    for shape in shapes:
        thin = shapely.simplify(shape, thinning, preserve_topology=True)
        for part in shapely.get_parts(thin):
            if part.geom_type != "Polygon" or part.area < 3 * thinning:
                continue
            for ring in (part.exterior, *part.interiors):
                pieces.append(_ring(np.rint(np.asarray(ring.coords)).astype(int)))
    return "".join(pieces)


def _ring(pixels: np.ndarray[Any, Any]) -> str:
    steps = np.diff(pixels, axis=0)[:-1]
    steps = steps[np.abs(steps).sum(axis=1) > 0]
    if len(steps) < 2:
        return ""
    moves = "".join(f"{x:d}{'' if y < 0 else ' '}{y:d} " for x, y in steps.tolist())
    return f"M{pixels[0][0]} {pixels[0][1]}l{moves.rstrip().replace(' -', '-')}z"


def _text_width(text: str, size: float) -> float:
    """About how wide a text will be, in pixels, in an ordinary sans-serif."""
    wide = sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6 for letter in text)
    return wide * size


def _printable(text: str) -> str:
    """The text on one line, without the control characters XML forbids."""
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())
