"""Where the reader's device is dark, so are the maps, and the area of each level still stands out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tocsin import desk
from tocsin.geo.locator_map import BORDER, INK, LAND, OTHER_LAND, QUIET, SEA
from tocsin.grading import Level
from tocsin.publishing.documents.page import public_style

SHEETS = {
    "desk": (Path(desk.__file__).parent / "static/desk/desk.css").read_text(encoding="utf-8"),
    "public": public_style(),
}
_RULE = re.compile(r'\[(?P<kind>fill|stroke)="(?P<light>#\w+)"\][^{}]*\{\s*(?:fill|stroke):\s*(?P<dark>#\w+)')
#: What WCAG 2.2 (1.4.11) asks between a shape and what lies beside it, and (1.4.3) between a text and what lies under it.
SHAPE, TEXT = 3.0, 4.5


def dark_of(sheet: str) -> dict[tuple[str, str], str]:
    """Return the dark colour of each light one that a sheet names, by attribute."""
    rules = SHEETS[sheet].split("screen and (prefers-color-scheme", 1)[1]
    return {(rule["kind"], rule["light"]): rule["dark"] for rule in _RULE.finditer(rules)}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_ground_of_a_map_is_dark_and_its_words_are_read_on_it(sheet: str) -> None:
    dark = dark_of(sheet)
    for ground in (SEA, OTHER_LAND, LAND):
        for ink in (INK, QUIET):
            assert contrast(dark["fill", ground], dark["fill", ink]) >= TEXT
    assert ("stroke", BORDER) in dark


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("sheet", SHEETS)
def test_the_edge_of_a_levels_area_stands_out_on_dark_land_and_sea(sheet: str, level: Level) -> None:
    dark = dark_of(sheet)
    edge = dark.get(("stroke", level.colour), level.colour)
    for ground in (SEA, OTHER_LAND, LAND):
        assert contrast(edge, dark["fill", ground]) >= SHAPE, (level, ground)
