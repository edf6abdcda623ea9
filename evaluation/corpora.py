"""Corpora of texts with their places marked by people, in the XML forms of LGL and of GeoVirus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from evaluation import shared
from evaluation.alignment import Aligner
from evaluation.errors import CorpusError
from tocsin.geo import Point, country_at, gazetteer
from tocsin.geo.errors import CoordinateError
from tocsin.reading import Span

#: Texts of a corpus that do not say when they were published are read as of this moment; places do not hang on it.
UNDATED = datetime(2015, 1, 1, tzinfo=UTC)
_FILES = {"LGL": "lgl.xml", "GeoVirus": "GeoVirus.xml"}
#: Whether a corpus marks demonyms as places. LGL does; GeoVirus does not.
MARKS_DEMONYMS = {"LGL": True, "GeoVirus": False}


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
    """Texts under one name. `demonyms` says whether it marks them (None: unknown); `notes` what could not be used."""

    name: str
    documents: tuple[Document, ...]
    demonyms: bool | None = None
    notes: tuple[str, ...] = ()

    def sample(self, most: int) -> Corpus:
        """At most `most` documents, taken evenly over the whole corpus, always the same ones; all of them for 0."""
        if not most or most >= len(self.documents):
            return self
        step = len(self.documents) / most
        chosen = tuple(self.documents[int(number * step)] for number in range(most))
        return Corpus(self.name, chosen, self.demonyms, self.notes)


def known_corpus(name: str) -> Corpus:
    """LGL or GeoVirus from the shared data. Raises `DataMissing` where it is not beside the checkout."""
    read = read_corpus(shared.folder("geoparsing") / _FILES[name])
    return Corpus(name, read.documents, MARKS_DEMONYMS[name], read.notes)


def read_corpus(path: Path) -> Corpus:
    """A corpus file in the form of LGL (`toponyms/toponym`) or GeoVirus (`locations/location`).

    A toponym's words count more than its offsets: it is moved to where its words stand. Raises `CorpusError`, which names
    the file and the place in it, when the file is no such XML, holds entities, or a toponym has neither offsets nor words.
    """
    root = _parsed(path)
    articles = list(root.iter("article"))
    if not articles:
        raise CorpusError(
            f"{path.name} holds no <article>; the form is <articles><article><text>...</article>"
        )
    notes = _Notes()
    documents = tuple(_document(path.name, number, one, notes) for number, one in enumerate(articles, 1))
    if not any(one.mentions for one in documents):
        raise CorpusError(
            f"{path.name} marks no place in {len(documents)} articles; the form is "
            "<toponyms><toponym><start/><end/><phrase/><gaztag><lat/><lon/></gaztag></toponym></toponyms>"
        )
    if not any(one.located for one in documents):
        notes.said.append(f"{path.name} gives no toponym a latitude and longitude; nothing can be scored.")
    return Corpus(path.stem, documents, None, notes.sentences())


class _Notes:
    """What could not be used of a file, counted."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.unmapped = self.lost = self.moved = 0

    def sentences(self) -> tuple[str, ...]:
        counted = (
            (self.unmapped, "marked places have no coordinates and count for nothing"),
            (self.moved, "marked places were moved to where their words stand"),
            (self.lost, "marked places were left out: their words are not in the text"),
        )
        return (*self.said, *(f"{number} {words}." for number, words in counted if number))


def _parsed(path: Path) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True
    )
    try:
        tree = etree.parse(str(path), parser)
    except OSError as error:
        raise CorpusError(f"{path} cannot be opened: {error}") from error
    except etree.XMLSyntaxError as error:
        raise CorpusError(f"{path.name} is not well-formed XML: {error.msg}") from error
    declared = tree.docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise CorpusError(f"{path.name} declares entities; write their text out")
    return tree.getroot()


def _document(file: str, number: int, article: etree._Element, notes: _Notes) -> Document:
    name = article.get("docid") or (article.findtext("source") or "").strip() or str(number)
    where = f"{file}, article {number} ({name})"
    text = article.findtext("text")
    if text is None:
        raise CorpusError(f"{where} has no <text>")
    aligner = Aligner(text)
    found: dict[Span, GoldMention] = {}
    for place, toponym in enumerate(_toponyms(article), 1):
        mention = _mention(f"{where}, toponym {place}", toponym, aligner, notes)
        if mention is not None and (mention.span not in found or found[mention.span].point is None):
            found[mention.span] = mention
    notes.unmapped += sum(one.point is None for one in found.values())
    notes.moved += aligner.moved
    return Document(
        identifier=name,
        title=(article.findtext("title") or "").strip(),
        text=text,
        published=_moment(article.findtext("dltime") or ""),
        mentions=tuple(found[span] for span in sorted(found)),
    )


def _toponyms(article: etree._Element) -> Iterator[etree._Element]:
    rows = [one for tag in ("toponym", "location") for one in article.iter(tag)]
    rows.sort(key=lambda one: (_number(one.findtext("start")) or 0) if one.findtext("start") else 0)
    return iter(rows)


def _mention(where: str, toponym: etree._Element, aligner: Aligner, notes: _Notes) -> GoldMention | None:
    words = toponym.findtext("phrase") or toponym.findtext("name") or ""
    start, end = (_offset(where, toponym, tag) for tag in ("start", "end"))
    if not words and start is not None and end is not None:
        words = aligner.text[start:end]
    if not words.strip():
        raise CorpusError(f"{where} has neither a <phrase> nor a <start> and <end> inside the text")
    span = aligner.place(words.strip(), start)
    if span is None:
        notes.lost += 1
        return None
    point = _point(where, toponym)
    return GoldMention(span, span.of(aligner.text), point, _country(toponym, point))


def _offset(where: str, toponym: etree._Element, tag: str) -> int | None:
    said = (toponym.findtext(tag) or "").strip()
    if not said:
        return None
    number = _number(said)
    if number is None or number < 0:
        raise CorpusError(
            f"{where}: <{tag}> is {said[:40]!r}; it must be a number of characters from the text's start"
        )
    return int(number)


def _number(said: str | None) -> float | None:
    try:
        return float(said or "")
    except ValueError:
        return None


def _point(where: str, toponym: etree._Element) -> Point | None:
    holder = toponym.find("gaztag") if toponym.find("gaztag") is not None else toponym
    latitude = (holder.findtext("lat") or toponym.findtext("lat") or "").strip()
    longitude = (holder.findtext("lon") or toponym.findtext("lon") or "").strip()
    if not latitude and not longitude:
        return None
    try:
        return Point(longitude=float(longitude), latitude=float(latitude))
    except (ValueError, CoordinateError) as error:
        raise CorpusError(
            f"{where}: latitude {latitude[:40]!r}, longitude {longitude[:40]!r} is no place on Earth: {error}"
        ) from error


def _country(toponym: etree._Element, point: Point | None) -> str:
    """The country that the corpus names by its GeoNames number, else the one that holds the point."""
    named = toponym.find("gaztag/country")
    if named is not None and (named.get("geonameid") or "").isdigit():
        place = gazetteer().by_id(int(named.get("geonameid")))
        if place is not None and place.country:
            return place.country
    return (country_at(point) or "") if point is not None else ""


def _moment(said: str) -> datetime:
    for shape in (said, said + "00"):
        try:
            moment = datetime.fromisoformat(shape)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return UNDATED
