"""What the desk shows of one report: as received, with what was read in it marked where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from tocsin.alerts.models import Edition
from tocsin.desk.names import hazard_name
from tocsin.geo import Area, GeoError, locator_map
from tocsin.grading import Credibility, Reliability
from tocsin.incidents.models import Claim, IncidentReport
from tocsin.sources.models import Report

#: Of an item that could not be read, as much is shown; the whole can be downloaded.
MOST_RAW = 4000
_COLOUR = "#e2570b"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: plain where `kind` is '', else marked as a place, time or figure with what was read there."""

    text: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the report's page shows."""

    report: Report
    pieces: tuple[Piece, ...]
    raw_start: str
    raw_is_cut: bool
    read: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    grade_words: str
    credibility_words: str
    errors: tuple[tuple[str, str], ...]
    cap: tuple[tuple[str, str], ...]
    map: str
    membership: IncidentReport | None
    claims: Sequence[Claim]
    editions: Sequence[Edition]


def report_page(report: Report) -> ReportPage:
    """Return what the page of `report` shows."""
    raw = bytes(report.raw)
    return ReportPage(
        report=report,
        pieces=tuple(pieces(report.reading)),
        raw_start="" if report.reading else raw[:MOST_RAW].decode("utf-8", "replace"),
        raw_is_cut=len(raw) > MOST_RAW,
        read=tuple(read_lines(report.reading)),
        notes=tuple(report.reading.get("notes", ())),
        grade_words=Reliability(report.source.grade).words,
        credibility_words=Credibility(report.credibility).words,
        errors=tuple(map(_rule_and_sentence, report.error.splitlines())),
        cap=tuple(_cap_lines(report)),
        map=_map(report),
        membership=report.memberships.filter(left_at__isnull=True).select_related("incident").first(),
        claims=list(Claim.objects.filter(sources__report=report).distinct()),
        editions=list(
            Edition.objects.filter(draft__citations__report=report).select_related("alert").distinct()
        ),
    )


def _rule_and_sentence(line: str) -> tuple[str, str]:
    rule, colon, sentence = line.partition(": ")
    return (rule, sentence) if colon and " " not in rule else ("", line)


def _cap_lines(report: Report) -> Iterator[tuple[str, str]]:
    if not report.cap_identifier:
        return
    yield _("Identifier"), report.cap_identifier
    yield _("Sender"), report.cap_sender
    yield _("Status"), report.cap_status
    yield _("Type"), report.cap_message_type
    yield from _json_lines(report.cap)
    for info in report.cap.get("infos", ()):
        yield from _json_lines(info)


def _json_lines(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        said = value
        if isinstance(value, list):
            said = ", ".join(one if isinstance(one, str) else " ".join(map(str, one)) for one in value)
        if said and name != "infos":
            yield name.replace("_", " ").capitalize(), str(said)


def read_lines(reading: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what was read, one line each: what it is, the words that say so, and how they were understood."""
    for hazard in reading.get("hazards", ()):
        yield (
            _("hazard"),
            ", ".join(hazard["words"]),
            f"{hazard_name(hazard['code'])}, {round(hazard['confidence'] * 100)} %",
        )
    if reading.get("phase"):
        yield _("phase"), reading.get("phase_reason", ""), _(reading["phase"])
    for name, label in (
        ("severity", _("severity")),
        ("certainty", _("certainty")),
        ("urgency", _("urgency")),
    ):
        if reading.get(name):
            yield label, reading[name]["reason"], _(reading[name]["value"])
    for kind, name, words in _KINDS:
        for one in reading.get(name, ()):
            yield _(kind), one["text"], words(one).partition(": ")[2]


def _map(report: Report) -> str:
    """The area that the report itself gives, or '' where it gives none that can be drawn."""
    if not report.area:
        return ""
    try:
        area = Area.from_geojson(report.area)
        marker = area.circles[0].center if area.circles else None
        return (
            ""
            if area.is_empty
            else locator_map(
                area=area, marker=marker, label=area.description[:40] or report.source.name, colour=_COLOUR
            )
        )
    except GeoError as error:
        return str(error)


def pieces(reading: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield the text that was read, cut where something was read in it.

    Marks never nest: where a place stands inside a figure, the narrower of the two is marked there and its title
    says both.
    """
    text = reading.get("text", "")
    spans = list(_spans(reading))
    edges = sorted({0, len(text), *(edge for start, end, *_ in spans for edge in (start, end))})
    for start, end in pairwise(edges):
        over = sorted((b - a, kind, title) for a, b, kind, title in spans if a <= start and end <= b)
        if over:
            yield Piece(text[start:end], over[0][1], "; ".join(dict.fromkeys(title for *_, title in over)))
        elif end > start:
            yield Piece(text[start:end])


def _spans(reading: Mapping[str, Any]) -> Iterator[tuple[int, int, str, str]]:
    length = len(reading.get("text", ""))
    for kind, name, words in _KINDS:
        for one in reading.get(name, ()):
            start, end = one["span"]
            if 0 <= start < end <= length:
                yield start, end, kind, words(one)


def place_words(place: Mapping[str, Any]) -> str:
    """Return what a place was read as, in one line."""
    precision, role = place["precision"], place["role"]
    return _("place: %(name)s, %(precision)s, %(role)s, confidence %(confidence)s %%") % {
        "name": ", ".join(filter(None, (place["name"], place["country"]))),
        "precision": _(precision),
        "role": _(role),
        "confidence": round(place["confidence"] * 100),
    }


def time_words(time: Mapping[str, Any]) -> str:
    """Return what a time was read as, in one line, in UTC."""
    start, end = (_minute(time[name]) for name in ("start", "end"))
    return _("time: %(start)s to %(end)s UTC, %(certainty)s") % {
        "start": start or _("an unknown time"),
        "end": end or _("an unknown time"),
        "certainty": time["certainty"],
    }


def figure_words(figure: Mapping[str, Any]) -> str:
    """Return what a figure was read as, in one line."""
    number = f"{figure['value']:,g}" + (
        f" to {figure['upper']:,g}" if figure.get("upper") is not None else ""
    )
    unit = figure["unit"] or figure.get("counted", "")
    where = f" in {figure['place']}" if figure.get("place") else ""
    return _("figure: %(words)s") % {
        "words": f"{figure['qualifier']} {number} {unit}{where} ({figure['scope']})"
    }


def _minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else ""


_KINDS: tuple[tuple[str, str, Callable[[Mapping[str, Any]], str]], ...] = (
    ("place", "places", place_words),
    ("time", "times", time_words),
    ("figure", "figures", figure_words),
)
