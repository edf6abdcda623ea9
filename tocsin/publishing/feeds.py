"""Feeds of the published editions: Atom and RSS with GeoRSS, an Atom index of CAP, GeoJSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from tocsin.alerts.models import Document, Edition
from tocsin.clock import now
from tocsin.geo import Area
from tocsin.grading import alert_text_from_json
from tocsin.publishing.addresses import absolute, alert_address, document_address
from tocsin.publishing.documents.geojson import feature_of
from tocsin.publishing.listing import Filter, house, latest_editions, recent_editions

_GEORSS = "http://www.georss.org/georss"
#: A feed reader need not draw more of an outline than this.
_MOST_POSITIONS = 200


class _Located:
    """What both dialects add for GeoRSS Simple (OGC 17-002r1): a point, a circle or an outline for each item."""

    def root_attributes(self) -> dict[str, str]:
        """Return the root's attributes with the GeoRSS namespace."""
        return {**super().root_attributes(), "xmlns:georss": _GEORSS}  # type: ignore[misc]

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write the item's own elements, then where it is."""
        super().add_item_elements(handler, item)  # type: ignore[misc]
        for name, value in item["located"]:
            handler.addQuickElement(f"georss:{name}", value)


class LocatedAtom(_Located, Atom1Feed):
    """Atom (RFC 4287) with GeoRSS."""


class LocatedRss(_Located, Rss201rev2Feed):
    """RSS 2.0 with GeoRSS."""


def located(area: Area) -> list[tuple[str, str]]:
    """Return the GeoRSS elements of `area`; latitude comes before longitude there, radii are in metres."""
    if area.is_empty:
        return []
    elements = [
        ("circle", f"{c.center.latitude:.4f} {c.center.longitude:.4f} {c.radius_km * 1000:.0f}")
        for c in area.circles
    ]
    for polygon in area.polygons:
        if len(polygon.outer) <= _MOST_POSITIONS:
            ring = " ".join(f"{point.latitude:.4f} {point.longitude:.4f}" for point in polygon.outer)
            elements.append(("polygon", ring))
    if not elements:
        centre = area.centroid()
        elements.append(("point", f"{centre.latitude:.4f} {centre.longitude:.4f}"))
    return elements


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Serve the editions as Atom with GeoRSS."""
    return _feed(request, LocatedAtom, "publishing:atom")


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    """Serve the editions as RSS with GeoRSS."""
    return _feed(request, LocatedRss, "publishing:rss")


@require_safe
def cap_index(request: HttpRequest) -> HttpResponse:
    """Serve an Atom index whose entries link to each edition's CAP message."""
    return _feed(request, LocatedAtom, "publishing:cap-index", cap=True)


@require_safe
def geojson(request: HttpRequest) -> HttpResponse:
    """Serve the alerts in force as one GeoJSON FeatureCollection."""
    editions = list(latest_editions(Filter(), now=now()))

    def body() -> bytes:
        features = [feature_of(edition, alert_text_from_json(edition.content)) for edition in editions]
        return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()

    return _conditional(request, editions, body, "application/geo+json", "geojson")


def _feed(request: HttpRequest, dialect: type[Any], name: str, cap: bool = False) -> HttpResponse:
    editions = list(recent_editions())

    def body() -> bytes:
        organisation = house()
        feed = dialect(
            title=f"{organisation or 'Tocsin'}: alerts",
            link=absolute(reverse("publishing:current")),
            description="Security alerts, newest first",
            feed_url=absolute(reverse(name)),
            language="en",
            feed_guid=absolute(reverse(name)),
        )
        sizes = _sizes(editions)
        for edition in editions:
            _add(feed, edition, sizes[edition.pk], cap)
        return feed.writeString("utf-8").encode()

    return _conditional(request, editions, body, dialect.content_type, name)


def _add(feed: Any, edition: Edition, size: int, cap: bool) -> None:
    text = alert_text_from_json(edition.content)
    message = document_address(edition, "cap")
    feed.add_item(
        title=f"{text.level.word}: {text.title}",
        link=message if cap else alert_address(edition.alert),
        description=text.paragraph("summary"),
        unique_id=f"urn:x-cap:{edition.sender}:{edition.identifier}",
        unique_id_is_permalink=False,
        pubdate=edition.sent,
        updateddate=edition.sent,
        author_name=edition.alert.organisation.name,
        categories=(edition.level, edition.hazard, edition.country or "XX", edition.message_type),
        enclosures=[Enclosure(message, str(size), "application/cap+xml")],
        located=located(text.area or Area()),
    )


def _sizes(editions: list[Edition]) -> dict[int, int]:
    """Return the length in bytes of each edition's CAP message."""
    stored = Document.objects.filter(edition__in=editions, form=Document.Form.CAP)
    return dict(stored.annotate(size=Length("body")).values_list("edition_id", "size"))


def _conditional(
    request: HttpRequest, editions: list[Edition], body: Any, media_type: str, name: str
) -> HttpResponse:
    newest: datetime | None = max((edition.sent for edition in editions), default=None)
    etag = f'"{name.rpartition(":")[2]}-{len(editions)}-{max((e.pk for e in editions), default=0)}"'
    modified = int(newest.timestamp()) if newest else None
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(body(), content_type=media_type)
        if newest:
            response["Last-Modified"] = newest.strftime("%a, %d %b %Y %H:%M:%S GMT")
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=60)
    return response
