"""Texts whose lines were broken at a fixed width, as wires and mail send them: sentences that run over the line's end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tocsin.reading.spans import Span

_LEAST_LINES = 3
_NARROWEST, _WIDEST = 44, 110
_ENDS = frozenset('.!?:;…؟。"”»')


def unwrapped(text: str, sentences: Sequence[Span]) -> Sequence[Span]:
    """The sentences, those joined that one line break in the middle parts; the same ones for a text not broken so.

    A text counts as broken at a fixed width where at least three of its lines are followed by a single line break, and
    most of those are 44 to 110 characters long.
    """
    lines = text.split("\n")
    if len(lines) <= _LEAST_LINES:
        return sentences
    inner = [line for line, following in pairwise(lines) if line.strip() and following.strip()]
    long = sum(_NARROWEST <= len(line) <= _WIDEST for line in inner)
    if len(inner) < _LEAST_LINES or long * 10 < len(inner) * 7:
        return sentences
    joined: list[Span] = []
    for span in sentences:
        last = joined[-1] if joined else None
        if last is not None and _runs_on(text, last, span):
            joined[-1] = Span(last.start, span.end)
        else:
            joined.append(span)
    return joined


def _runs_on(text: str, last: Span, span: Span) -> bool:
    gap = text[last.end : span.start]
    if gap.count("\n") != 1 or gap.strip() or text[last.end - 1] in _ENDS:
        return False
    line_start = text.rfind("\n", max(0, last.end - 2 * _WIDEST), last.end) + 1
    return last.end - line_start >= _NARROWEST // 2 and text[span.start].isalnum()
