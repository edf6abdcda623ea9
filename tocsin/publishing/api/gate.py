"""What every request to the API passes before its operation, and every response after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from tocsin.publishing.api.problems import Kind, Problem, problem_response
from tocsin.publishing.api.refusals import LARGEST_BODY, too_large

View = Callable[..., HttpResponse]
_LENGTH_MISSING = Problem(
    Kind.LENGTH_MISSING,
    "The body comes in chunks of unknown length, and WSGI cannot read such. Send it whole, with Content-Length.",
)


def gated(pattern: URLPattern) -> URLPattern:
    """Return the pattern with its view behind the gate: HEAD is GET without a body, and refusals are problems."""
    pattern.callback = _behind_gate(pattern.callback)
    return pattern


def _behind_gate(view: View) -> View:
    @wraps(view)
    def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _announced(request) > LARGEST_BODY:
            return problem_response(request, too_large())
        if "HTTP_TRANSFER_ENCODING" in request.META and "CONTENT_LENGTH" not in request.META:
            return problem_response(request, _LENGTH_MISSING)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        try:
            # What programs read is English, whatever language their library asks for.
            with translation.override(settings.LANGUAGE_CODE):
                response = view(request, *args, **kwargs)
        except Http404:
            return nowhere(request)
        if isinstance(response, HttpResponseNotAllowed):
            return _not_allowed(request, response["Allow"])
        if is_head:
            length = len(response.content)
            response.content = b""
            response["Content-Length"] = str(length)
        return response

    return csrf_exempt(through)


@csrf_exempt
def nowhere(request: HttpRequest, path: str = "") -> HttpResponse:
    """Say that there is nothing at this address."""
    words = "There is nothing at this address. /api/docs lists what there is; addresses have no slash at their end."
    return problem_response(request, Problem(Kind.NOT_FOUND, words))


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    methods = {method.strip() for method in allowed.split(",")}
    words = f"{request.method} cannot be done here. What can be done: {', '.join(sorted(methods))}."
    header = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
    return problem_response(request, Problem(Kind.METHOD_NOT_ALLOWED, words, headers={"Allow": header}))
