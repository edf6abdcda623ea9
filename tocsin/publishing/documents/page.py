"""The alert page: one request, no script, the advice first on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_info, gettext, gettext_noop

from tocsin.alerts.content import report_number
from tocsin.alerts.editions import Form
from tocsin.alerts.models import Edition
from tocsin.geo import Area, Point, locator_map
from tocsin.grading import AlertText, CitedSource, on_the_spot
from tocsin.headers import content_security_policy
from tocsin.publishing.addresses import alert_address, document_address
from tocsin.publishing.documents.plain import one_line
from tocsin.publishing.documents.said import acts_of, web_address
from tocsin.publishing.listing import country_name
from tocsin.reading import hazard
from tocsin.sources.models import Report

#: Languages written from right to left, by their ISO 639 code, and scripts by their ISO 15924 code.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


@dataclass(frozen=True, slots=True)
class SourceShown:
    """One source as the page lists it: its number, the cited source, where it links to, when its report is from."""

    number: int
    source: CitedSource
    url: str
    published: datetime | None


@cache
def public_style() -> str:
    """Return the style sheet that stands inside every public page."""
    return files("tocsin.publishing").joinpath("public.css").read_text("utf-8").strip()


def page_document(edition: Edition, text: AlertText) -> Form:
    """Return the page of one edition, in the language that translation is set to, with the policy of its style."""
    numbered = edition.alert.editions.filter(number__lt=edition.number).order_by("-number")
    earlier = list(numbered.select_related("alert").defer("content", "area"))
    html = render_to_string(
        "publishing/alert.html",
        {
            "style": public_style(),
            "edition": edition,
            "text": text,
            "acts": acts_of(text),
            "hazard": hazard(edition.hazard),
            "country": country_name(edition.country),
            "organisation": edition.alert.organisation,
            "local": lambda moment: local_time(moment, text.time_zone),
            "map": map_of(text),
            "cap": document_address(edition, "cap"),
            "geojson": document_address(edition, "geojson"),
            "own_address": document_address(edition, "html"),
            "address": alert_address(edition.alert),
            "earlier": [(old, one_line(old.headline), document_address(old, "html")) for old in earlier],
            "cited": numbers_of(text),
            "sources": sources_of(edition, text),
            "language": text.language,
            "direction": direction_of(text.language),
            "others": [_in_other_words(text.in_language(one)) for one in text.translations],
        },
        using="jinja2",
    )
    policy = content_security_policy(styles=[public_style()])
    return Form("html", "text/html; charset=utf-8", html.encode(), {"Content-Security-Policy": policy})


@dataclass(frozen=True, slots=True)
class OtherWords:
    """The alert in one further language: its own name and direction, its text and acts, and the headings in it."""

    language: str
    name: str
    direction: str
    text: AlertText
    acts: tuple[str, ...]
    headings: dict[str, str]


#: What stands over the parts of a translation, in its own language.
_HEADINGS = {
    "advice": gettext_noop("Advice"),
    "event": gettext_noop("Event"),
    "context": gettext_noop("Context"),
    "correction": gettext_noop("Correction:"),
    "what_changed": gettext_noop("What changed:"),
    "until": gettext_noop("In force until"),
}


def _in_other_words(text: AlertText) -> OtherWords:
    with translation.override(text.language):
        headings = {name: gettext(word) for name, word in _HEADINGS.items()}
        level = gettext(text.level.word)
    return OtherWords(
        language=text.language,
        name=_own_name(text.language),
        direction=direction_of(text.language),
        text=text,
        acts=acts_of(text),
        headings={**headings, "level": level},
    )


def _own_name(language: str) -> str:
    """Return what a language calls itself; its tag where Django knows no name."""
    try:
        return str(get_language_info(language)["name_local"])
    except KeyError:
        return language


def local_time(moment: datetime, zone: str) -> str:
    """Return '06:00 Manila' for the reader on the spot, with the day where it is another than in UTC.

    '' where local time is UTC or the zone is unknown.
    """
    there = on_the_spot(moment, zone)
    return f"{there} {zone.rpartition('/')[2].replace('_', ' ')}" if there else ""


def direction_of(language: str) -> str:
    """Return 'rtl' or 'ltr' for a language tag (RFC 5646): its script decides, or its language where it names none."""
    subtags = language.lower().split("-")
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RIGHT_TO_LEFT else "ltr"


def map_of(text: AlertText) -> str:
    """Return the locator map of the alert's area as inline SVG; '' where nothing is known of the place."""
    area = text.area or Area()
    if area.is_empty:
        return ""
    marker: Point | None = area.circles[0].center if area.circles else None
    return locator_map(area=area, marker=marker, label=text.where, colour=text.level.colour)


def numbers_of(text: AlertText) -> dict[str, int]:
    """Return the number under which each source is cited, in the order of their first use."""
    numbers: dict[str, int] = {}
    for part in ("summary", "event", "context"):
        for sentence in text.sentences(part):
            for reference in sentence.citations:
                numbers.setdefault(reference, len(numbers) + 1)
    for source in text.sources:
        numbers.setdefault(source.reference, len(numbers) + 1)
    return numbers


def sources_of(edition: Edition, text: AlertText) -> list[SourceShown]:
    """Return the sources in the order of their numbers; those that are reports of the desk with their report's time."""
    numbers = numbers_of(text)
    reports = {source.reference: report_number(source.reference) for source in text.sources}
    known = Report.objects.filter(
        pk__in=[number for number in reports.values() if number is not None],
        organisation=edition.alert.organisation_id,
    )
    times = {report.pk: report.published_at or report.received_at for report in known}
    shown = [
        SourceShown(
            numbers[source.reference],
            source,
            web_address(source.url),
            times.get(reports[source.reference] or 0),
        )
        for source in text.sources
    ]
    return sorted(shown, key=lambda source: source.number)
