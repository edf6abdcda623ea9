"""The outputs of published geoparsers on LGL and GeoVirus, as they lie in the shared data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evaluation import shared
from evaluation.alignment import REACH, nearest
from evaluation.answers import Answer
from evaluation.corpora import Corpus
from tocsin.geo import Point, country_at
from tocsin.geo.errors import CoordinateError
from tocsin.reading import Span


def systems(corpus: str) -> tuple[str, ...]:
    """The names of the systems whose outputs on `corpus` there are, in order of the alphabet."""
    files = shared.folder("geoparsing").glob(f"{corpus}_*.txt")
    return tuple(sorted(name for name in (path.stem.split("_", 1)[1] for path in files) if name != "gold"))


def output(corpus: Corpus, system: str) -> tuple[tuple[Answer, ...], ...]:
    """What `system` answered on each document of `corpus` (which must be whole, in the corpus's own order)."""
    lines = _lines(shared.folder("geoparsing") / f"{corpus.name}_{system}.txt")
    lines += [""] * (len(corpus.documents) - len(lines))
    return tuple(
        read_line(line, document.text) for line, document in zip(lines, corpus.documents, strict=False)
    )


def gold(corpus: str) -> tuple[str, ...]:
    """The lines of the corpus's gold file, one a document."""
    return tuple(_lines(shared.folder("geoparsing") / f"{corpus}_gold.txt"))


def read_line(line: str, text: str) -> tuple[Answer, ...]:
    """The answers of one line: mentions between double bars, fields between double commas, each set where its name is.

    A mention that has no numbers for its point or offsets is no answer. One whose name is not near its offsets keeps them.
    """
    answers = (_answer(mention.split(",,"), text) for mention in line.split("||"))
    return tuple(
        sorted({one.span: one for one in answers if one is not None}.values(), key=lambda one: one.span)
    )


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8", errors="replace").split("\n")


def _answer(fields: Sequence[str], text: str) -> Answer | None:
    if len(fields) < 6:
        return None
    name = fields[1]
    try:
        point = Point(longitude=float(fields[3]), latitude=float(fields[2]))
        start, end = int(fields[4]), int(fields[5])
    except (ValueError, CoordinateError):
        return None
    found = nearest(text, name, start, REACH)
    span = Span(start, end) if found < 0 else Span(found, found + len(name))
    return Answer(span, point, country_at(point) or "")
