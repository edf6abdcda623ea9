"""The outputs of published geoparsers on LGL and GeoVirus, as they lie in the shared data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evaluation import shared
from evaluation.alignment import nearest
from evaluation.answers import Answer
from evaluation.corpora import Corpus, Document, country_of, read_corpus
from tocsin.geo import Point
from tocsin.geo.errors import CoordinateError
from tocsin.reading import Span

KNOWN = ("LGL", "GeoVirus")
_FILES = {"LGL": "lgl.xml", "GeoVirus": "GeoVirus.xml"}
#: Whether a corpus marks demonyms as places.
_MARKS_DEMONYMS = {"LGL": True, "GeoVirus": False}
# How far (in characters) the offsets of the published outputs are off; names farther away are other mentions.
_REACH = 12


def known_corpus(name: str) -> Corpus:
    """LGL or GeoVirus from the shared data, with the gold of the published gold file.

    Three mentions of one GeoVirus text stand in its XML but not in the gold file: they count as having no coordinates, so
    that all figures stand on the footing of the published ones. Raises `DataMissing` where the data is not there.
    """
    folder = shared.folder("geoparsing")
    read = read_corpus(folder / _FILES[name])
    lines = _lines(folder / f"{name}_gold.txt")
    documents = tuple(
        _limited(document, {one.span for one in read_line(line, document.text)})
        for document, line in zip(read.documents, lines, strict=False)
    )
    return Corpus(name, documents, _MARKS_DEMONYMS[name], read.notes)


def _limited(document: Document, gold: set[Span]) -> Document:
    mentions = (one if one.span in gold else replace(one, point=None) for one in document.mentions)
    return replace(document, mentions=tuple(mentions))


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


def read_line(line: str, text: str) -> tuple[Answer, ...]:
    """The answers of one line: mentions between double bars, fields between double commas, each set where its name is.

    A mention that has no numbers for its point or offsets is no answer; one whose point is nowhere on Earth has none. One
    whose name is not near its offsets keeps them.
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
        latitude, longitude, start, end = float(fields[2]), float(fields[3]), int(fields[4]), int(fields[5])
    except ValueError:
        return None
    found = nearest(text, name, start, _REACH)
    span = Span(start, end) if found < 0 else Span(found, found + len(name))
    try:
        point = Point(longitude=longitude, latitude=latitude)
    except CoordinateError:
        return Answer(span, None, "")
    return Answer(span, point, country_of(point))
