"""Feeds of the published editions: Atom and RSS with GeoRSS, an Atom index of CAP, GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from tocsin.alerts.models import Document, Edition
from tocsin.clock import now
from tocsin.publishing.addresses import absolute, alert_address, document_address
from tocsin.publishing.conditional import conditional
from tocsin.publishing.documents.geojson import feature_of
from tocsin.publishing.documents.georss import located
from tocsin.publishing.documents.plain import one_line, published_text
from tocsin.publishing.documents.said import acts_of
from tocsin.publishing.errors import FilterUnknown
from tocsin.publishing.listing import (
    Filter,
    changed_at,
    check_country,
    check_hazard,
    check_level,
    country_name,
    house,
    in_force_now,
    recent_editions,
)
from tocsin.reading import hazard

_GEORSS = "http://www.georss.org/georss"
_KEPT_FOR = 60


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


def public_feed(view: Callable[[HttpRequest, Filter], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the feed what it is narrowed to by `?country=`, `?hazard=` and `?level=`.

    A value that does not exist is refused: whoever follows an empty feed would take silence for safety.
    """

    @wraps(view)
    def served(request: HttpRequest) -> HttpResponse:
        try:
            asked = _asked(request)
        except FilterUnknown as error:
            return HttpResponse(f"{error}\n", status=400, content_type="text/plain; charset=utf-8")
        response = view(request, asked)
        response["Content-Language"] = settings.LANGUAGE_CODE
        return response

    return require_safe(served)


@public_feed
def atom(request: HttpRequest, asked: Filter) -> HttpResponse:
    """Serve the editions as Atom with GeoRSS."""
    return _feed(request, asked, LocatedAtom, "publishing:atom")


@public_feed
def rss(request: HttpRequest, asked: Filter) -> HttpResponse:
    """Serve the editions as RSS with GeoRSS."""
    return _feed(request, asked, LocatedRss, "publishing:rss")


@public_feed
def cap_index(request: HttpRequest, asked: Filter) -> HttpResponse:
    """Serve an Atom index whose entries link to each edition's CAP message."""
    return _feed(request, asked, LocatedAtom, "publishing:cap-index", cap=True)


@public_feed
def geojson(request: HttpRequest, asked: Filter) -> HttpResponse:
    """Serve the alerts in force as one GeoJSON FeatureCollection."""
    moment = now()
    editions = list(in_force_now(asked, now=moment))

    def answer() -> HttpResponse:
        features = [feature_of(edition, published_text(edition)) for edition in editions]
        body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        return HttpResponse(body, content_type="application/geo+json")

    return conditional(request, _made_from(editions), changed_at(now=moment), answer, seconds=_KEPT_FOR)


def _feed(
    request: HttpRequest, asked: Filter, dialect: type[Any], name: str, cap: bool = False
) -> HttpResponse:
    editions = list(recent_editions(asked, now=now()))

    @override(settings.LANGUAGE_CODE)
    def answer() -> HttpResponse:
        feed = dialect(
            title=_title(asked),
            link=absolute(_page_of(asked)),
            description=_("Security alerts, newest first"),
            feed_url=absolute(reverse(name) + asked.query),
            language=settings.LANGUAGE_CODE,
            feed_guid=absolute(reverse(name) + asked.query),
        )
        sizes = message_sizes(editions)
        for edition in editions:
            add_edition(feed, edition, sizes[edition.pk], cap)
        return HttpResponse(feed.writeString("utf-8").encode(), content_type=dialect.content_type)

    changed = max((edition.sent for edition in editions), default=None)
    return conditional(request, _made_from(editions), changed, answer, seconds=_KEPT_FOR)


def _asked(request: HttpRequest) -> Filter:
    level, country, kind = (request.GET.get(name, "") for name in ("level", "country", "hazard"))
    return Filter(
        level=level and check_level(level),
        country=country and check_country(country),
        hazard=kind and check_hazard(kind),
    )


def _title(asked: Filter) -> str:
    title = _("%(name)s: alerts") % {"name": one_line(str(house() or "Tocsin"))}
    names = [country_name(asked.country)] if asked.country else []
    names += [_(hazard(asked.hazard).name)] if asked.hazard else []
    names += [_(asked.level)] if asked.level else []
    return ", ".join((title, *names))


def _page_of(asked: Filter) -> str:
    if asked.country and asked == Filter(country=asked.country):
        return reverse("publishing:country", args=[asked.country])
    if asked.hazard and asked == Filter(hazard=asked.hazard):
        return reverse("publishing:hazard", args=[asked.hazard])
    return reverse("publishing:current") + asked.query


def _made_from(editions: Sequence[Edition]) -> tuple[object, ...]:
    return (str(house()), *(edition.identifier for edition in editions))


def add_edition(feed: Any, edition: Edition, size: int, cap: bool) -> None:
    """Add one edition, whose CAP message has `size` bytes; with `cap` its link is that message."""
    text = published_text(edition)
    message = document_address(edition, "cap")
    with override(text.language):
        level = _(text.level.word)
    feed.add_item(
        title=one_line(f"{level}: {text.title}"),
        link=message if cap else alert_address(edition.alert),
        # Readers of both dialects take it for HTML.
        description=escape(
            " ".join(
                filter(
                    None,
                    (text.correction, text.cancel_reason or text.paragraph("summary"), *acts_of(text)[:1]),
                )
            )
        ),
        unique_id=f"urn:x-cap:{edition.sender}:{edition.identifier}",
        unique_id_is_permalink=False,
        pubdate=edition.sent,
        updateddate=edition.sent,
        author_name=one_line(edition.alert.organisation.name),
        categories=(edition.level, edition.hazard, edition.country or "XX", edition.message_type),
        enclosures=[Enclosure(message, str(size), "application/cap+xml")],
        located=located(text),
    )


def message_sizes(editions: list[Edition]) -> dict[int, int]:
    """Return the length in bytes of each edition's CAP message."""
    stored = Document.objects.filter(edition__in=editions, form=Document.Form.CAP)
    return dict(stored.annotate(size=Length("body")).values_list("edition_id", "size"))
