"""Every error that a request can meet, as the problem that its caller is told."""

from __future__ import annotations

import json
import logging
import uuid
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tocsin.delivery.errors import AnswerRefused
from tocsin.exposure.errors import KeyTaken, PlaceUnclear, ValueImpossible
from tocsin.publishing.api.problems import Fault, Kind, Problem, invalid, problem_response
from tocsin.sources.errors import FilingError

LARGEST_BODY = 1_000_000

log = logging.getLogger(__name__)

#: Where a value stands in a body, for what the rooms call it in their errors.
_POINTERS = {"trip": "key", "trip_name": "name", "contacts": "contact_ids"}
_FILING = {
    "time-without-zone": "/observed_at",
    "time-in-future": "/observed_at",
    "filing-empty": "/text",
    "filing-long": "/text",
}


def too_large() -> Problem:
    """Return the problem that a body is larger than LARGEST_BODY bytes."""
    return Problem(
        Kind.TOO_LARGE,
        f"The body has more than {LARGEST_BODY:,} bytes. Send less at once, or load a file at the desk.",
    )


def value_impossible(error: ValueImpossible, base: str = "") -> Problem:
    """Return the problem that a room found in a value; `base` is the pointer to the object that it stands in."""
    pointer = f"{base}/{_POINTERS.get(error.field, error.field)}"
    problem = invalid(pointer, f"{error.problem} {error.remedy}".strip())
    if isinstance(error, PlaceUnclear) and error.choices:
        problem.members["choices"] = list(error.choices)
    return problem


def translate(error: Exception) -> Problem | None:
    """Return the problem that `error` stands for; None for an error that nobody foresaw."""
    match error:
        case Problem():
            return error
        case ValidationError():
            return _of_validation(error)
        case AuthenticationError():
            return Problem(
                Kind.UNAUTHENTICATED,
                "Send a token in the header 'Authorization: Bearer ...', or sign in at the desk.",
                headers={"WWW-Authenticate": 'Bearer realm="Tocsin"'},
            )
        case HttpError():
            return _of_http_error(error)
        case Http404():
            return Problem(Kind.NOT_FOUND, "There is nothing at this address; /api/docs lists what there is.")
        case ValueImpossible():
            return value_impossible(error)
        case KeyTaken():
            return Problem(Kind.CONFLICT, str(error), faults=[Fault("body", "/key", str(error))])
        case FilingError():
            return _of_filing(error)
        case AnswerRefused():
            return invalid("/kind", str(error))
        case RequestDataTooBig():
            return too_large()
        case UnreadablePostError() | SuspiciousOperation():
            return Problem(
                Kind.MALFORMED, "The request ended early or breaks a rule of its form. Send it again."
            )
    return None


def install(api: NinjaAPI) -> None:
    """Let `api` answer every error with a problem; what nobody foresaw is logged under the name it is given."""

    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        return response_to(request, error)

    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, handle)


def response_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the response to `error`; an unforeseen one is logged, and its response names the line of the log."""
    problem = translate(error)
    if problem is not None:
        return problem_response(request, problem)
    name = f"urn:uuid:{uuid.uuid4()}"
    log.error("%s %s failed; %s", request.method, request.path, name, exc_info=error)
    words = "This is a fault of Tocsin, not of the request. Report it with the number under 'instance', which is in the log."
    return problem_response(request, Problem(Kind.INTERNAL, words), instance=name)


def _of_validation(error: ValidationError) -> Problem:
    faults = [_fault(entry) for entry in error.errors]
    first = faults[0]
    more = f" {len(faults) - 1} more below." if len(faults) > 1 else ""
    return Problem(
        Kind.INVALID,
        f"{first.pointer.strip('/') or first.where}: {first.detail}{more}",
        faults=faults,
    )


def _fault(entry: dict[str, Any]) -> Fault:
    where, *path = entry["loc"]
    # The first step is the name that the view gives the body, or the group of filters.
    steps = path[1:] if where in ("body", "query") and len(path) > 1 else path
    if where == "body" and len(path) == 1:
        steps = []
    detail = str(entry.get("ctx", {}).get("error") or entry["msg"])
    if where == "body" and not steps and entry["type"] == "missing":
        detail = "The body is missing. Send a JSON object."
    detail = detail[:1].upper() + detail[1:]
    escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
    return Fault(str(where), "".join(f"/{step}" for step in escaped), detail.rstrip(".") + ".")


def _of_http_error(error: HttpError) -> Problem:
    cause = error.__cause__
    if isinstance(cause, Problem):
        return cause
    if isinstance(cause, json.JSONDecodeError):
        words = f"The body is not JSON: {cause.msg} at line {cause.lineno}, column {cause.colno}."
        return Problem(Kind.MALFORMED, words)
    if error.status_code == 403:
        words = "A session that writes must send the page's token in X-CSRFToken. Programs use an API token instead."
        return Problem(Kind.FORBIDDEN, words)
    return Problem(Kind.MALFORMED, "The body cannot be read as JSON in UTF-8.")


def _of_filing(error: FilingError) -> Problem:
    rule = getattr(error, "rule", "")
    if rule in ("filing-paused", "filing-source"):
        return Problem(Kind.CONFLICT, str(error))
    return invalid(_FILING.get(rule, ""), str(error))
