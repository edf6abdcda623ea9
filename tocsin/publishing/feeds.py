"""Feeds of the published editions: Atom and RSS with GeoRSS, an Atom index of CAP, GeoJSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from tocsin import __version__
from tocsin.alerts.models import Document, Edition
from tocsin.clock import now
from tocsin.publishing.addresses import absolute, alert_address, document_address
from tocsin.publishing.documents.geojson import feature_of
from tocsin.publishing.documents.georss import located
from tocsin.publishing.documents.plain import one_line, published_text
from tocsin.publishing.documents.said import acts_of
from tocsin.publishing.listing import Filter, house, latest_editions, public_editions, recent_editions

_GEORSS = "http://www.georss.org/georss"


class _Placed:
    """What both dialects add for GeoRSS Simple (OGC 17-002r1): a name, a point and the shapes of each item."""

    def root_attributes(self) -> dict[str, str]:
        """Return the root's attributes with the GeoRSS namespace."""
        return {**super().root_attributes(), "xmlns:georss": _GEORSS}  # type: ignore[misc]

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write the item's own elements, then where it is."""
        super().add_item_elements(handler, item)  # type: ignore[misc]
        for name, value in item["located"]:
            handler.addQuickElement(f"georss:{name}", value)


class LocatedAtom(_Placed, Atom1Feed):
    """Atom (RFC 4287) with GeoRSS."""


class LocatedRss(_Placed, Rss201rev2Feed):
    """RSS 2.0 with GeoRSS."""


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
    moment = now()
    editions = list(latest_editions(Filter(), now=moment))
    ended = public_editions().filter(expires__lte=moment).aggregate(last=Max("expires"))["last"]

    def body() -> bytes:
        features = [feature_of(edition, published_text(edition)) for edition in editions]
        return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()

    newest = public_editions().aggregate(last=Max("sent"))["last"]
    changed = max((time for time in (newest, ended) if time), default=None)
    return _conditional(request, editions, changed, body, "application/geo+json")


def _feed(request: HttpRequest, dialect: type[Any], name: str, cap: bool = False) -> HttpResponse:
    editions = list(recent_editions())

    @override(settings.LANGUAGE_CODE)
    def body() -> bytes:
        feed = dialect(
            title=_("%(name)s: alerts") % {"name": one_line(str(house() or "Tocsin"))},
            link=absolute(reverse("publishing:current")),
            description=_("Security alerts, newest first"),
            feed_url=absolute(reverse(name)),
            language=settings.LANGUAGE_CODE,
            feed_guid=absolute(reverse(name)),
        )
        sizes = _sizes(editions)
        for edition in editions:
            _add(feed, edition, sizes[edition.pk], cap)
        written: str = feed.writeString("utf-8")
        return written.encode()

    changed = max((edition.sent for edition in editions), default=None)
    return _conditional(request, editions, changed, body, dialect.content_type)


def _add(feed: Any, edition: Edition, size: int, cap: bool) -> None:
    text = published_text(edition)
    message = document_address(edition, "cap")
    with override(text.language):
        level = _(text.level.word)
    feed.add_item(
        title=one_line(f"{level}: {text.title}"),
        link=message if cap else alert_address(edition.alert),
        # Readers of both dialects take it for HTML.
        description=escape(" ".join((text.cancel_reason or text.paragraph("summary"), *acts_of(text)[:1]))),
        unique_id=f"urn:x-cap:{edition.sender}:{edition.identifier}",
        unique_id_is_permalink=False,
        pubdate=edition.sent,
        updateddate=edition.sent,
        author_name=one_line(edition.alert.organisation.name),
        categories=(edition.level, edition.hazard, edition.country or "XX", edition.message_type),
        enclosures=[Enclosure(message, str(size), "application/cap+xml")],
        located=located(text),
    )


def _sizes(editions: list[Edition]) -> dict[int, int]:
    """Return the length in bytes of each edition's CAP message."""
    stored = Document.objects.filter(edition__in=editions, form=Document.Form.CAP)
    return dict(stored.annotate(size=Length("body")).values_list("edition_id", "size"))


def _conditional(
    request: HttpRequest,
    editions: Sequence[Edition],
    changed: datetime | None,
    body: Callable[[], bytes],
    media_type: str,
) -> HttpResponse:
    """Return the feed, or 304 where the reader has it; its tag stands for all that the body is made from."""
    made_from = (
        request.path,
        __version__,
        settings.TOCSIN_PUBLIC_ADDRESS,
        str(house()),
        *(e.identifier for e in editions),
    )
    etag = f'"{hashlib.sha256(repr(made_from).encode()).hexdigest()[:32]}"'
    modified = int(changed.timestamp()) if changed else None
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(body(), content_type=media_type)
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["ETag"] = etag
    response["Content-Language"] = settings.LANGUAGE_CODE
    patch_cache_control(response, public=True, max_age=60)
    return response
