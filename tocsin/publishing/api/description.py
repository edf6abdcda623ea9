"""The API's description (OpenAPI 3.1.0): what django-ninja knows, and the scopes, errors and headers that it does not."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.types import DictStrAny

from tocsin.accounts.tokens import Scope
from tocsin.publishing.api.access import TokenDoor
from tocsin.publishing.api.problems import MEDIA_TYPE, Kind

_PROBLEM: DictStrAny = {
    "title": "Problem",
    "description": "Problem details (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "pointer", "detail"],
                "properties": {
                    "in": {"type": "string", "enum": ["body", "query", "path", "header"]},
                    "pointer": {"type": "string", "description": "JSON Pointer (RFC 6901)."},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_STATUSES = {kind.status: kind.title for kind in reversed(Kind)} | {422: Kind.INVALID.title}
_ALWAYS = (401, 403)
_WITH_BODY = (400, 409, 411, 413, 415, 422)
_ETAG = {"description": "For If-None-Match and If-Match.", "schema": {"type": "string"}}
_LINK = {"description": "Where the next page is (RFC 8288).", "schema": {"type": "string"}}
_LOCATION = {"description": "Where the new one is.", "schema": {"type": "string"}}


class Description(OpenAPISchema):
    """The description of one API."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        schemas = self["components"]["schemas"]
        # Filters are parameters, each described where it is taken.
        for name in [name for name in schemas if name.endswith("Asked")]:
            del schemas[name]
        schemas["Problem"] = _PROBLEM
        self["components"]["responses"] = {f"Problem{status}": _problem(status) for status in _STATUSES}
        self["components"]["securitySchemes"] = _security_schemes()

    def operation_details(self, operation: Operation) -> DictStrAny:
        """Return the description of one operation."""
        details: DictStrAny = super().operation_details(operation)
        lines = (operation.description or "").split("\n\n")
        details["summary"] = lines[0].replace("\n", " ").split(". ")[0].rstrip(".")
        scope = _scope(operation)
        details["description"] = " ".join((*lines, f"Needs the scope `{scope}`.")).replace("\n", " ")
        details["x-scope"] = scope
        for status in _refusals(operation):
            details["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
        for parameter in details["parameters"]:
            parameter["schema"] = _without_null(parameter["schema"])
        self._add_headers(operation, details)
        return details

    def operation_security(self, operation: Operation) -> list[DictStrAny]:
        """Return the two ways in: a token with the scope, or a session."""
        return [{"token": [_scope(operation)]}, {"session": []}]

    def _add_headers(self, operation: Operation, details: DictStrAny) -> None:
        method, of_one = operation.methods[0], operation.path.endswith("}")
        responses = details["responses"]
        if method == "GET" and of_one:
            responses[304] = {"description": "You have it already.", "headers": {"ETag": _ETAG}}
            details["parameters"].append(_header("If-None-Match", "The ETag that you have."))
        if method in ("PATCH", "DELETE"):
            details["parameters"].append(_header("If-Match", "The ETag of what you change."))
        if method == "GET" and not of_one:
            responses[200]["headers"] = {"Link": _LINK}
        elif 200 in responses:
            responses[200]["headers"] = {"ETag": _ETAG}
        if 201 in responses:
            responses[201]["headers"] = {"ETag": _ETAG, "Location": _LOCATION}


def _without_null(schema: DictStrAny) -> DictStrAny:
    """Return the schema of a parameter, which is left out where it is not meant: nothing else says null there."""
    if "anyOf" not in schema:
        return schema
    kept = [option for option in schema["anyOf"] if option.get("type") != "null"]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return rest | (kept[0] if len(kept) == 1 else {"anyOf": kept})


def _scope(operation: Operation) -> str:
    doors = [door for door in operation.auth_callbacks if isinstance(door, TokenDoor)]
    return doors[0].scope.value


def _refusals(operation: Operation) -> list[int]:
    method, of_one = operation.methods[0], operation.path.endswith("}")
    statuses = set(_ALWAYS)
    if of_one:
        statuses.add(404)
    if method in ("POST", "PATCH"):
        statuses.update(_WITH_BODY)
    if method in ("PATCH", "DELETE"):
        statuses.add(412)
    if method == "GET" and not of_one:
        statuses.add(422)
    return sorted(statuses)


def _problem(status: int) -> DictStrAny:
    response: DictStrAny = {
        "description": _STATUSES[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    return response


def _header(name: str, words: str) -> DictStrAny:
    return {
        "in": "header",
        "name": name,
        "required": False,
        "description": words,
        "schema": {"type": "string"},
    }


def _security_schemes() -> DictStrAny:
    scopes = ", ".join(f"`{scope.value}`" for scope in Scope)
    return {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": f"Made with `tocsin token add NAME SCOPE...`. Scopes: {scopes}.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "Somebody who is signed in at the desk; what writes also sends X-CSRFToken.",
        },
    }


class TocsinApi(NinjaAPI):
    """The API, described whole."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the operation's name: that of its function."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI document."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return Description(self, prefix)
