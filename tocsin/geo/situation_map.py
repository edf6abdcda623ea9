"""Many things on one map: areas in their colours, and marks with a number, as one inline SVG."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.geo.areas import Area
from tocsin.geo.locator_map import Drawing
from tocsin.geo.map_view import View
from tocsin.geo.outlines import country_polygons
from tocsin.geo.points import Point

#: A map of a page of its own may weigh more than the one in a message.
_MOST_BYTES = 40_000
_SHAPES = {
    "circle": '<circle r="{r}"',
    "diamond": '<path d="M0-{r}L{r} 0 0 {r}-{r} 0Z"',
    "triangle": '<path d="M0-{r}L{r} {r}H-{r}Z"',
    "hexagon": '<path d="M-{r} 0l{h}-{r}h{r}l{h} {r}-{h} {r}h-{r}Z"',
    "square": '<path d="M-{r}-{r}H{r}V{r}H-{r}Z"',
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing at a place. `shape` is circle, diamond, triangle, hexagon or square; `count` grows it; `title` names it."""

    point: Point
    title: str
    colour: str
    shape: str = "circle"
    count: int = 1


def situation_map(
    marks: Sequence[Mark],
    areas: Sequence[tuple[Area, str]],
    *,
    around: Area | None = None,
    title: str,
    width: int = 960,
    height: int = 520,
    language: str = "en",
) -> str:
    """An inline SVG of the areas, each with its colour (#rrggbb), under the marks; Mercator projection.

    `around` is what the picture shows, None for the world. It has `role="img"` and the title as its name, and refers to
    nothing outside; whoever shows it lists the same things as text beside it.
    """
    if around is None:
        view = View(10.0, 30.0, width / 360, width, height)
    else:
        view = View.of(around, None, width, height)
    drawing = Drawing(view, title, "#575349", language)
    drawing.land(view.countries(), set(around.countries) if around else set(), (), _MOST_BYTES)
    for area, colour in areas:
        drawing.colour = colour
        drawing.area(area)
        for code in area.countries:
            drawing.area(Area(polygons=country_polygons(code)))
    for mark in sorted(marks, key=lambda mark: -mark.count):
        x, y = view.pixel(mark.point)
        if -5 < x < width + 5 and -5 < y < height + 5:
            drawing.parts.append(_drawn(mark, x, y))
    return drawing.svg()


def _drawn(mark: Mark, x: float, y: float) -> str:
    radius = 6 + min(14, round(4 * math.log10(max(1, mark.count))))
    shape = _SHAPES[mark.shape].format(r=radius, h=radius // 2)
    number = (
        f'<text y="4" font-size="11" text-anchor="middle" fill="#111">{mark.count}</text>'
        if mark.count > 1
        else ""
    )
    return (
        f'<g transform="translate({x:.0f} {y:.0f})"><title>{html.escape(mark.title)}</title>'
        f'{shape} fill="{mark.colour}" fill-opacity=".9" stroke="#111" stroke-width="1.2"/>{number}</g>'
    )
