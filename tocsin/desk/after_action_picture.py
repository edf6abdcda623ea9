"""The times of an alert as a picture: one row a mark, so that no label can meet another, and time to scale from left to right."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

#: In units of the drawing. It is narrow, so that its words can still be read where a telephone makes it smaller.
WIDTH, SHOWN_WIDTH = 420, 560
_ROW, _HEAD, _EDGE = 36, 30, 8
_LABEL_SIZE, _TIME_SIZE = 13, 11
#: How wide a letter of a sans-serif font is at most on average, as a part of its size.
_LETTER = 0.58
_NARROWEST, _WIDEST = 140, 250


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened: its label and its time in words, both in the reader's language, and the time itself."""

    label: str
    words: str
    at: datetime


def picture(marks: Sequence[Mark], *, title: str, description: str, span: str) -> str:
    """Return an inline SVG of `marks` in order of time; '' where there is none.

    `title` and `description` are what a screen reader says, `span` the time between the first and the last mark in words.
    It is drawn in the colour of the text around it, and refers to nothing outside; whoever shows it lists the same
    facts as text beside it. A label that is too long for its column is cut: the list has all of it.
    """
    if not marks:
        return ""
    ordered = sorted(marks, key=lambda mark: mark.at)
    column = _column(ordered)
    height = _HEAD + _ROW * len(ordered)
    left, right = column + _EDGE, WIDTH - _EDGE
    rows, before = [], float(left)
    for number, mark in enumerate(ordered):
        x = left + (right - left) * _part(mark.at, ordered)
        rows.append(_row(mark, before, x, number, (left, right), column))
        before = x
    return (
        f'<svg role="img" aria-labelledby="picture-title picture-description" viewBox="0 0 {WIDTH} {height}" '
        f'width="{SHOWN_WIDTH}" height="{height * SHOWN_WIDTH // WIDTH}" direction="ltr" fill="currentColor">'
        f'<title id="picture-title">{html.escape(title)}</title>'
        f'<desc id="picture-description">{html.escape(description)}</desc>'
        f"{_scale(left, right, span)}{''.join(rows)}</svg>"
    )


def _part(at: datetime, ordered: Sequence[Mark]) -> float:
    whole = ordered[-1].at - ordered[0].at
    return (at - ordered[0].at) / whole if whole else 0.0


def _column(marks: Sequence[Mark]) -> int:
    widest = max(max(len(mark.label) * _LABEL_SIZE, len(mark.words) * _TIME_SIZE) * _LETTER for mark in marks)
    return round(min(max(widest, _NARROWEST), _WIDEST))


def _scale(left: float, right: float, span: str) -> str:
    return (
        f'<path d="M{left} 16v8M{left} 20H{right}M{right} 16v8" fill="none" stroke="currentColor"/>'
        f'<text x="{(left + right) / 2:g}" y="12" font-size="{_TIME_SIZE}" text-anchor="middle">{html.escape(span)}</text>'
    )


def _row(mark: Mark, before: float, x: float, number: int, between: tuple[float, float], column: int) -> str:
    middle = _HEAD + _ROW * number + _ROW // 2
    return (
        f'<text y="{middle - 3}" font-size="{_LABEL_SIZE}">{_cut(mark.label, _LABEL_SIZE, column)}</text>'
        f'<text y="{middle + 11}" font-size="{_TIME_SIZE}">{_cut(mark.words, _TIME_SIZE, column)}</text>'
        f'<path d="M{between[0]} {middle}H{between[1]}" stroke="currentColor" stroke-opacity=".25"/>'
        f'<path d="M{before:.1f} {middle}H{x:.1f}" stroke="currentColor" stroke-width="3"/>'
        f'<circle cx="{x:.1f}" cy="{middle}" r="5"/>'
    )


def _cut(words: str, size: int, column: int) -> str:
    most = int(column / (size * _LETTER))
    return html.escape(words if len(words) <= most else words[: most - 1].rstrip() + "…")
