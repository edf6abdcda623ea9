"""Responses: single things with an ETag, and lists in pages."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from pydantic import BaseModel

from tocsin.publishing.api.access import caller_of
from tocsin.publishing.api.problems import Fault, Kind, Problem, invalid
from tocsin.publishing.api.values import PageAsked, Shape

_SALT = "tocsin.api.cursor"


class Page(Shape):
    """One page of a list, newest first."""

    #: Where the next page is; None on the last one.
    next: str | None


def etag_of(shape: BaseModel) -> str:
    """Return the strong entity tag (RFC 9110, section 8.8.3) of a thing in the form in which it is returned."""
    return f'"{hashlib.sha256(shape.model_dump_json().encode()).hexdigest()[:32]}"'


def single(request: HttpRequest, shape: BaseModel, *, status: int = 200, location: str = "") -> HttpResponse:
    """Return one thing with its ETag, or 304 where the caller has it already (If-None-Match)."""
    etag = etag_of(shape)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if request.method == "GET" and any(tag == "*" or tag.removeprefix("W/") == etag for tag in known):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _json(shape, status)
    response["ETag"] = etag
    if location:
        response["Location"] = location
    return _private(response)


def require_unchanged(request: HttpRequest, shape: BaseModel) -> None:
    """Return where the caller changes what they saw (If-Match, or none was sent). Raises Problem 412 where not."""
    asked = request.headers.get("If-Match", "")
    if not asked:
        return
    if not any(tag in ("*", etag_of(shape)) for tag in parse_etags(asked)):
        raise Problem(
            Kind.CHANGED_MEANWHILE,
            "Somebody changed this after you read it. Get it again, and make your change to that.",
            headers={"ETag": etag_of(shape)},
        )


def cut(request: HttpRequest, rows: QuerySet[Any], asked: PageAsked) -> tuple[list[Any], str | None]:
    """Return the rows of the page asked for, newest first, and the address of the next page (None on the last).

    What is added meanwhile comes before the first page, so no row comes twice and none is passed over. Raises
    Problem for a filter that there is not, and for a cursor that was not made here for this list.
    """
    _require_known(request, asked)
    purpose = _purpose(request, asked)
    rows = rows.order_by("-pk")
    if asked.cursor:
        rows = rows.filter(pk__lt=_read_cursor(asked.cursor, purpose))
    found = list(rows[: asked.limit + 1])
    if len(found) <= asked.limit:
        return found, None
    found.pop()
    parameters = request.GET.copy()
    parameters["cursor"] = signing.dumps(found[-1].pk, salt=f"{_SALT}.{purpose}")
    return found, f"{request.path}?{parameters.urlencode()}"


def _require_known(request: HttpRequest, asked: PageAsked) -> None:
    known = type(asked).model_fields
    for name in request.GET:
        if name not in known:
            words = f"There is no filter of this name here. Known: {', '.join(known)}."
            raise Problem(Kind.INVALID, words, faults=[Fault("query", f"/{name}", words)])


def _purpose(request: HttpRequest, asked: PageAsked) -> str:
    """Return what a cursor is good for: one list of one organisation with one choice of filters."""
    filters = asked.model_dump_json(exclude={"limit", "cursor"})
    text = f"{caller_of(request).organisation.pk} {request.path} {filters}"
    return hashlib.sha256(text.encode()).hexdigest()


def _read_cursor(cursor: str, purpose: str) -> int:
    try:
        last: Any = signing.loads(cursor, salt=f"{_SALT}.{purpose}")
    except signing.BadSignature as error:
        raise invalid(
            "/cursor",
            "This cursor was not made for this list with these filters. Begin again without a cursor, and follow `next`.",
            where="query",
        ) from error
    return int(last)


def listing(request: HttpRequest, page: BaseModel, following: str | None) -> HttpResponse:
    """Return a page; the header Link (RFC 8288) says where the next one is."""
    response = _json(page, 200)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return _private(response)


def _json(shape: BaseModel, status: int) -> HttpResponse:
    return HttpResponse(shape.model_dump_json(), status=status, content_type="application/json")


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response
