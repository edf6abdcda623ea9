"""Corpora of texts with their places marked by people, in the XML forms of LGL and of GeoVirus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from lxml import etree

from evaluation.alignment import Aligner
from evaluation.errors import CorpusError
from tocsin.geo import Point, country_at, gazetteer
from tocsin.geo.errors import CoordinateError
from tocsin.reading import Span

#: Texts of a corpus that do not say when they were published are read as of this moment; places do not hang on it.
UNDATED = datetime(2015, 1, 1, tzinfo=UTC)
# GeoWebNews marks the kind of each mention; these kinds are words that name no place by themselves ("the city").
_NO_NAMES = {"Non_Lit_Expression", "Literal_Expression", "Non_Toponym"}
# Where the words of a mention stand: in LGL, in GeoWebNews, in GeoVirus.
_WORDS = ("phrase", "extractedName", "name")
# A corpus whose mentions are words for a people to at least this share marks demonyms (LGL 10 %, GeoVirus none).
_SOME_DEMONYMS = 0.02


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A place that people marked: where it stands, its words, its point (None: not on any map) and its country ("" none)."""

    span: Span
    text: str
    point: Point | None
    country: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text with the places marked in it, in order of the text, no span twice."""

    identifier: str
    title: str
    text: str
    published: datetime
    mentions: tuple[GoldMention, ...]

    @property
    def located(self) -> tuple[GoldMention, ...]:
        """The mentions that have a point: the gold of every measure."""
        return tuple(one for one in self.mentions if one.point is not None)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts under one name. `demonyms` says whether people marked them as places; `notes` what could not be used."""

    name: str
    documents: tuple[Document, ...]
    demonyms: bool
    notes: tuple[str, ...] = ()

    def sample(self, most: int) -> Corpus:
        """At most `most` documents, taken evenly over the whole corpus, always the same ones; all of them for 0."""
        return replace(self, documents=tuple(self.documents[one] for one in self.chosen(most)))

    def chosen(self, most: int) -> Sequence[int]:
        """The numbers of the documents that `sample` takes."""
        count = len(self.documents)
        if not most or most >= count:
            return range(count)
        return [number * count // most for number in range(most)]


def read_corpus(path: Path) -> Corpus:
    """A corpus file in the form of LGL (`toponyms/toponym`) or GeoVirus (`locations/location`).

    A toponym's words count more than its offsets: it is moved to where its words stand. What cannot be used (a toponym
    without words or offsets, coordinates off the Earth, an article without text) is left out and counted in `notes`.
    Raises `CorpusError`, which names the file and the remedy, when the file is no such XML, declares entities, or marks
    no place that has coordinates.
    """
    root = _parsed(path)
    articles = list(root.iter("article"))
    if not articles:
        raise CorpusError(
            f"{path.name} holds no <article>; the form is <articles><article><text>...</text>...</article></articles>"
        )
    notes = _Notes()
    documents = tuple(
        one for number, article in enumerate(articles, 1) for one in _document(number, article, notes)
    )
    if not any(one.mentions for one in documents):
        raise CorpusError(
            f"{path.name} marks no place in {len(documents)} articles; the form is "
            "<toponyms><toponym><start/><end/><phrase/><gaztag><lat/><lon/></gaztag></toponym></toponyms>"
        )
    if not any(one.located for one in documents):
        raise CorpusError(
            f"{path.name} gives none of its marked places coordinates, so nothing can be scored; "
            "put <lat> and <lon> in degrees into each <gaztag> (or <location>)"
        )
    return Corpus(path.stem, documents, _marks_demonyms(documents), notes.sentences())


class _Notes:
    """What could not be used of a file, counted, with the first of each kind."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, str] = {}

    def add(self, words: str, number: int = 1, example: str = "") -> None:
        if number:
            self._counts[words] = self._counts.get(words, 0) + number
            self._first.setdefault(words, example)

    def sentences(self) -> tuple[str, ...]:
        return tuple(
            f"{number} {words}{f' (the first: {self._first[words]})' if self._first[words] else ''}."
            for words, number in self._counts.items()
        )


def _parsed(path: Path) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True
    )
    try:
        with path.open("rb") as file:
            tree = etree.parse(file, parser)
    except OSError as error:
        raise CorpusError(f"{path} cannot be opened: {error.strerror or error}") from error
    except etree.XMLSyntaxError as error:
        raise CorpusError(f"{path.name} is not well-formed XML: {error.msg}") from error
    declared = tree.docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise CorpusError(f"{path.name} declares entities; write their text out")
    return tree.getroot()


def _document(number: int, article: etree._Element, notes: _Notes) -> tuple[Document, ...]:
    name = (
        article.get("docid")
        or article.get("file")
        or (article.findtext("source") or "").strip()
        or str(number)
    )
    holder = article.find("text")
    text = "".join(holder.itertext()) if holder is not None else ""
    if not text.strip():
        notes.add("articles have no text and were left out", example=name[:80])
        return ()
    aligner = Aligner(text)
    found: dict[Span, GoldMention] = {}
    for place, toponym in enumerate(_toponyms(article), 1):
        mention = _mention(f"article {name[:80]}, toponym {place}", toponym, aligner, notes)
        if mention is not None and (mention.span not in found or found[mention.span].point is None):
            found[mention.span] = mention
    notes.add(
        "marked places have no coordinates and are no part of the gold",
        sum(one.point is None for one in found.values()),
    )
    notes.add("marked places were moved to where their words stand", aligner.moved)
    return (
        Document(
            identifier=name,
            title=(article.findtext("title") or "").strip(),
            text=text,
            published=_moment(article.findtext("dltime") or article.findtext("date") or ""),
            mentions=tuple(found[span] for span in sorted(found)),
        ),
    )


def _toponyms(article: etree._Element) -> list[etree._Element]:
    rows = [one for tag in ("toponym", "location") for one in article.iter(tag)]
    return sorted(rows, key=lambda one: _number(one.findtext("start")) or 0)


def _mention(where: str, toponym: etree._Element, aligner: Aligner, notes: _Notes) -> GoldMention | None:
    if (toponym.findtext("type") or "").strip() in _NO_NAMES:
        return None
    words = next((said.strip() for tag in _WORDS if (said := toponym.findtext(tag)) and said.strip()), "")
    start, end = _number(toponym.findtext("start")), _number(toponym.findtext("end"))
    said = None
    if start is not None and end is not None and 0 <= start < end <= len(aligner.text):
        said = Span(start, end)
    if not words and said is None:
        notes.add(
            "marked places have neither words nor offsets inside the text and were left out", example=where
        )
        return None
    span = aligner.place(words, None if start is None else max(0, start)) if words else said
    if span is None:
        notes.add(
            "marked places were left out: their words are not in the text", example=f"{words[:40]!r}, {where}"
        )
        return None
    point = _point(where, toponym, notes)
    return GoldMention(span, span.of(aligner.text), point, _country(toponym, point))


def _number(said: str | None) -> int | None:
    try:
        number = float(said or "")
    except ValueError:
        return None
    return int(number) if abs(number) < 1e12 else None


def _point(where: str, toponym: etree._Element, notes: _Notes) -> Point | None:
    latitude, longitude = (
        next((said.strip() for name in names if (said := toponym.findtext(name)) and said.strip()), "")
        for names in (("gaztag/lat", "lat", "latitude"), ("gaztag/lon", "lon", "longitude"))
    )
    if not latitude and not longitude:
        return None
    try:
        return Point(longitude=float(longitude), latitude=float(latitude))
    except (ValueError, CoordinateError):
        notes.add(
            "marked places have coordinates that are nowhere on Earth, and count as having none",
            example=f"latitude {latitude[:40]!r}, longitude {longitude[:40]!r}, {where}",
        )
        return None


def _country(toponym: etree._Element, point: Point | None) -> str:
    """The country that the corpus names by its GeoNames number, else the one that holds the point."""
    named = toponym.find("gaztag/country")
    number = (named.get("geonameid") or "") if named is not None else ""
    if number.isdecimal() and len(number) < 10:
        place = gazetteer().by_id(int(number))
        if place is not None and place.country:
            return place.country
    return country_of(point) if point is not None else ""


@lru_cache(maxsize=65_536)
def country_of(point: Point) -> str:
    """ISO 3166-1 alpha-2 of the country that holds the point; "" at sea."""
    return country_at(point) or ""


def _marks_demonyms(documents: Sequence[Document]) -> bool:
    """Whether enough of the marked words are names of a country's people or its adjective."""
    marked = [one.text for document in documents for one in document.mentions]
    return sum(map(is_demonym, marked)) >= _SOME_DEMONYMS * len(marked)


@lru_cache(maxsize=16_384)
def is_demonym(words: str) -> bool:
    """Whether the gazetteer knows these words as a country's people or its adjective."""
    return any(one.demonym and len(one.text) == len(words) for one in gazetteer().matches(words))


def _moment(said: str) -> datetime:
    said = said.strip()
    for shape in (said, said + "00", said + ":00"):
        try:
            moment = datetime.fromisoformat(shape)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return UNDATED
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
