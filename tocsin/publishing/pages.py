"""The public pages and documents: from stored bytes, with ETag."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from tocsin.alerts.models import LEVELS, Document
from tocsin.clock import now
from tocsin.headers import content_security_policy
from tocsin.publishing.documents.page import public_style
from tocsin.publishing.listing import Filter, choices, house, latest_editions
from tocsin.reading import HAZARDS


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """Show the alerts in force, or those that are over, by level, country and hazard."""
    asked = Filter(
        level=request.GET.get("level", ""),
        country=request.GET.get("country", ""),
        hazard=request.GET.get("hazard", ""),
        past=request.GET.get("past") == "1",
    )
    countries, hazards = choices(now=now())
    context = {
        "style": public_style(),
        "asked": asked,
        "countries": countries,
        "levels": LEVELS,
        "house": house(),
    }
    context["hazards"] = [hazard for hazard in HAZARDS if hazard.code in hazards]
    context["editions"] = latest_editions(asked, now=now())
    response = render(request, "publishing/current.html", context, using="jinja2")
    response["Content-Security-Policy"] = content_security_policy(styles=[public_style()])
    return response


@require_safe
def alert(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the page of the alert's latest edition, as stored."""
    document = (
        Document.objects.filter(edition__alert__slug=slug, form=Document.Form.HTML)
        .select_related("edition")
        .order_by("-edition__number")
        .first()
    )
    if document is None:
        raise Http404("There is no published alert at this address.")
    return serve_document(request, document, seconds=30)


@require_safe
def document(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:
    """Serve one form of one edition, as stored; it never changes."""
    found = get_object_or_404(
        Document.objects.select_related("edition"),
        edition__alert__slug=slug,
        edition__number=number,
        form=form,
    )
    return serve_document(request, found, seconds=31536000)


def serve_document(request: HttpRequest, document: Document, *, seconds: int) -> HttpResponse:
    """Return the stored bytes of `document`, or 304 where the reader has them."""
    etag = f'"{document.digest[:32]}"'
    modified = int(document.edition.sent.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(bytes(document.body), content_type=document.media_type)
    for name, value in document.headers.items():
        response[name] = value
    response["ETag"] = etag
    response["Last-Modified"] = document.edition.sent.strftime("%a, %d %b %Y %H:%M:%S GMT")
    patch_cache_control(response, public=True, max_age=seconds)
    return response
