"""A text's sentences, for what belongs together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from tocsin.reading.spans import Span

_BREAK = re.compile(r"\n+|(?<=[.!?…؟。])[\"”’')\]]*\s+|[。]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Mt|Ft|Gen|Col|Lt|Capt|Sgt|Gov|Sen|Rep|Prof|vs|approx|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|a\.m|p\.m|Inc|Ltd|Co|U\.S|U\.N|U\.K|km|etc)|\b[A-Z])\.$"
)


def sentences(text: str) -> tuple[Span, ...]:
    """The spans of the text's sentences in order, without the white space between them; a line break ends one."""
    found: list[Span] = []
    start = 0
    for broken in _BREAK.finditer(text):
        piece = text[start : broken.start()]
        if "\n" not in broken.group() and _goes_on(piece, text, broken.end()):
            continue
        _add(found, text, start, broken.start())
        start = broken.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _goes_on(piece: str, text: str, after: int) -> bool:
    if not _ABBREVIATION.search(piece[-12:]):
        return False
    follower = text[after : after + 1]
    return follower.islower() or follower.isdigit() or not piece.endswith(("m.", "etc.", "S.", "K.", "N."))


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append(Span(start, end))


def sentence_at(among: Sequence[Span], offset: int) -> Span | None:
    """The sentence in which the character at this offset stands, or None (white space, no sentences)."""
    index = bisect_right(among, offset, key=lambda span: span.start) - 1
    return among[index] if index >= 0 and offset < among[index].end else None
