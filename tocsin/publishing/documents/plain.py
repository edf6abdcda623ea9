"""The characters that may leave the house: texts without what no reader sees and what breaks a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tocsin.alerts.models import Edition
from tocsin.grading import AlertText, alert_text_from_json, alert_text_to_json

#: Left out: control characters, half characters and non-characters (XML 1.0, section 2.2, cannot hold them), marks of
#: byte order, and what sets the direction of whatever follows (Unicode Standard Annex 9, sections 2.1 to 2.5). The
#: plain direction marks U+200E, U+200F and U+061C act on their neighbours alone and stay.
_LEFT_OUT = [
    *range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000),
    0xFEFF, 0xFFFE, 0xFFFF,
]  # fmt: skip
#: These part words or lines, so something visible takes their place.
_SPACES = {
    "\t": " ",
    "\n": "\n",
    "\r": "\n",
    "\v": "\n",
    "\f": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}
_VISIBLE = dict.fromkeys(_LEFT_OUT, "") | {ord(space): instead for space, instead in _SPACES.items()}


def visible(text: str) -> str:
    """Return `text` without the characters that must not leave the house; lines end in a newline."""
    return text.replace("\r\n", "\n").translate(_VISIBLE)


def one_line(text: str) -> str:
    """Return `text` as :func:`visible` does, on one line, with single spaces."""
    return " ".join(visible(text).split())


def published_text(edition: Edition) -> AlertText:
    """Return the text of `edition` as every document and feed prints it, as :func:`shown` has it."""
    return shown(alert_text_from_json(edition.content))


def shown(text: AlertText) -> AlertText:
    """Return `text` with each string of it made visible."""
    area = text.area
    visible_text = alert_text_from_json(
        _cleaned(alert_text_to_json(replace(text, area=area and replace(area, polygons=()))))
    )
    if area is None or visible_text.area is None:
        return visible_text
    # Outlines are numbers alone, and can be many.
    return replace(visible_text, area=replace(visible_text.area, polygons=area.polygons))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {name: _cleaned(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value
