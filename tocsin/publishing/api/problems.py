"""What a caller is told when a request is refused: problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from tocsin.publishing.errors import PublishingError

MEDIA_TYPE = "application/problem+json"


class Kind(Enum):
    """Every problem type: its status (RFC 9110, section 15) and its title; docs/api.md explains each."""

    MALFORMED = (400, "The request cannot be read")
    UNAUTHENTICATED = (401, "Sign in, or send a token")
    FORBIDDEN = (403, "You may not do this")
    NOT_FOUND = (404, "There is nothing here")
    METHOD_NOT_ALLOWED = (405, "This cannot be done here")
    CONFLICT = (409, "It does not fit what is here already")
    CHANGED_MEANWHILE = (412, "It was changed meanwhile")
    LENGTH_MISSING = (411, "The request does not say how long it is")
    TOO_LARGE = (413, "The request is too large")
    NOT_JSON = (415, "The body is not JSON")
    INVALID = (422, "A value is wrong")
    KEY_REUSED = (422, "The idempotency key was used for something else")
    INTERNAL = (500, "Something is broken in Tocsin")

    def __init__(self, status: int, title: str) -> None:
        self.status = status
        self.title = title

    @property
    def type(self) -> str:
        """The problem's name: a reference to where the documentation of this instance explains it."""
        return f"/api/docs#problem-{self.name.lower().replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that is wrong.

    `where` is 'body', 'query', 'path' or 'header'; `pointer` a JSON Pointer (RFC 6901) into it.
    """

    where: str
    pointer: str
    detail: str


class Problem(PublishingError):
    """Raised when a request to the API is refused; it becomes an application/problem+json response."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        self.kind, self.detail, self.faults = kind, detail, tuple(faults)
        self.headers, self.members = dict(headers or {}), members
        super().__init__(detail)


def invalid(pointer: str, detail: str, *, where: str = "body") -> Problem:
    """Return the problem that one value is wrong."""
    return Problem(Kind.INVALID, detail, faults=[Fault(where, pointer, detail)])


def not_found(what: str) -> Problem:
    """Return the problem that there is no such thing in the caller's organisation."""
    return Problem(Kind.NOT_FOUND, f"There is no {what} with this number in your organisation.")


def problem_response(request: HttpRequest, problem: Problem, *, instance: str = "") -> HttpResponse:
    """Return `problem` as a response; `instance` is this occurrence's own name, else the path asked for."""
    kind = problem.kind
    body: dict[str, Any] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": instance or quote(request.path),
    }
    if problem.faults:
        body["errors"] = [
            {"in": fault.where, "pointer": fault.pointer, "detail": fault.detail} for fault in problem.faults
        ]
    body |= problem.members
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    response = HttpResponse(text, status=kind.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response
