"""The alert page and the other documents of an edition: from stored bytes, with ETag."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from tocsin.alerts.models import Alert, Document, MessageType
from tocsin.clock import now
from tocsin.publishing.missing import no_alert

#: Where a stored page begins to speak to its reader: what has come to pass since is said there.
_MAIN = b"<main>"
_YEAR = 31536000


@require_safe
def alert(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the page of the alert's latest edition, as stored; where that has expired, with a line that says so."""
    pages = stored().filter(edition__alert__slug=slug, form=Document.Form.HTML)
    document = pages.order_by("-edition__number").first()
    if document is None:
        return no_alert(request)
    return serve_document(request, document, seconds=30, ended=expired_at(document, now=now()))


@require_safe
def short(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from the short address in an SMS to the alert's page."""
    found = Alert.objects.filter(pk=number, editions__number=1, organisation__is_canary=False).first()
    if found is None:
        return no_alert(request)
    return redirect("publishing:alert", found.slug, permanent=True)


@require_safe
def document(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:
    """Serve one form of one edition, as stored; it never changes."""
    found = get_object_or_404(
        stored(),
        edition__alert__slug=slug,
        edition__number=number,
        form=form,
    )
    return serve_document(request, found, seconds=_YEAR)


def stored() -> QuerySet[Document]:
    """Return the stored documents with no more of their editions than serving them asks for."""
    ours = ("form", "media_type", "body", "digest", "headers")
    public = Document.objects.filter(edition__alert__organisation__is_canary=False)
    return public.select_related("edition").only(
        *ours, "edition__sent", "edition__expires", "edition__message_type"
    )


def expired_at(document: Document, *, now: datetime) -> datetime | None:
    """Return when the edition of `document` expired; None while it is in force, and for an all-clear, which says so itself."""
    edition = document.edition
    over = edition.expires <= now and edition.message_type != MessageType.CANCEL
    return edition.expires if over else None


def serve_document(
    request: HttpRequest, document: Document, *, seconds: int, ended: datetime | None = None
) -> HttpResponse:
    """Return the stored bytes of `document`, or 304 where the reader has them.

    With `ended`, one line stands before them in the page that says when the alert expired; tag and time of change
    follow suit. A reader may keep the answer for `seconds`.
    """
    etag = f'"{document.digest[:32]}{"-ended" if ended else ""}"'
    changed = int((ended or document.edition.sent).timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        body = bytes(document.body)
        response = HttpResponse(_with_notice(body, document, ended) if ended else body)
        response["Content-Type"] = document.media_type
    for name, value in document.headers.items():
        response[name] = value
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    patch_cache_control(
        response, public=True, max_age=seconds, **({"immutable": True} if seconds == _YEAR else {})
    )
    return response


def _with_notice(body: bytes, document: Document, ended: datetime) -> bytes:
    with translation.override(document.headers.get("Content-Language")):
        notice = render_to_string("publishing/notice.html", {"expires": ended}, using="jinja2")
    before, main, after = body.partition(_MAIN)
    return before + main + notice.encode() + after
