"""The alert page: one request, no script, the advice first on a phone."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.template.loader import render_to_string
from django.utils import translation

from tocsin.alerts.editions import Form
from tocsin.alerts.models import Edition
from tocsin.geo import Area, Point, locator_map
from tocsin.grading import AlertText
from tocsin.headers import content_security_policy
from tocsin.publishing.addresses import alert_address, document_address
from tocsin.reading import hazard


@cache
def public_style() -> str:
    """Return the style sheet that stands inside every public page."""
    return files("tocsin.publishing").joinpath("public.css").read_text("utf-8").strip()


def page_document(edition: Edition, text: AlertText) -> Form:
    """Return the page of one edition, in the language that translation is set to, with the policy of its style."""
    cited = _cited(text)
    earlier = list(edition.alert.editions.filter(number__lt=edition.number).order_by("-number"))
    html = render_to_string(
        "publishing/alert.html",
        {
            "style": public_style(),
            "edition": edition,
            "text": text,
            "hazard": hazard(edition.hazard),
            "organisation": edition.alert.organisation,
            "local": lambda moment: local_time(moment, text.time_zone),
            "map": map_of(text),
            "cap": document_address(edition, "cap"),
            "geojson": document_address(edition, "geojson"),
            "address": alert_address(edition.alert),
            "earlier": [(old, document_address(old, "html")) for old in earlier],
            "cited": cited,
            "ordered": sorted(text.sources, key=lambda source: cited[source.reference]),
            "language": text.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        },
        using="jinja2",
    )
    policy = content_security_policy(styles=[public_style()])
    return Form("html", "text/html; charset=utf-8", html.encode(), {"Content-Security-Policy": policy})


def local_time(moment: datetime, zone: str) -> str:
    """Return 'HH:MM' and the zone's name for the reader on the spot; '' where that is UTC or unknown."""
    try:
        there = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    if not there.utcoffset():
        return ""
    return f"{there:%H:%M} {zone.rpartition('/')[2].replace('_', ' ')}"


def map_of(text: AlertText) -> str:
    """Return the locator map of the alert's area as inline SVG; '' where nothing is known of the place."""
    area = text.area or Area()
    if area.is_empty:
        return ""
    marker: Point | None = area.circles[0].center if area.circles else None
    return locator_map(area=area, marker=marker, label=text.where, colour=text.level.colour)


def _cited(text: AlertText) -> dict[str, int]:
    """Return the number under which each source is cited, in the order of their first use."""
    numbers: dict[str, int] = {}
    for part in ("summary", "event", "context"):
        for sentence in text.sentences(part):
            for reference in sentence.citations:
                numbers.setdefault(reference, len(numbers) + 1)
    for source in text.sources:
        numbers.setdefault(source.reference, len(numbers) + 1)
    return numbers
