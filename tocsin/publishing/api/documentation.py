"""The API's documentation as a page: made from its OpenAPI document, without a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tocsin.accounts.tokens import Scope
from tocsin.headers import content_security_policy
from tocsin.publishing.api.application import api
from tocsin.publishing.api.problems import Kind
from tocsin.publishing.documents.page import public_style

_METHODS = ("get", "post", "patch", "delete")
_STYLE = (
    "main{overflow-wrap:anywhere}dl{display:block}dd{margin:0 0 .5rem}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:0 0 1rem}"
    "th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--l)}"
    "code,pre{font:.88em/1.5 ui-monospace,monospace}pre{overflow-x:auto;background:var(--s);padding:.6rem 1rem}"
    "h2{font-size:1.3rem;margin-top:2.5rem}h3{font-size:1rem;margin:1.6rem 0 .3rem}h4{font-size:.9rem;margin:.6rem 0 .2rem}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter of an operation, or one field of a body."""

    name: str
    where: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class OperationPart:
    """One operation, as the page shows it."""

    method: str
    path: str
    name: str
    summary: str
    description: str
    scope: str
    parameters: tuple[Part, ...]
    body: str
    returns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SchemaPart:
    """One kind of object, as the page shows it."""

    name: str
    description: str
    fields: tuple[Part, ...]


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show every operation, every object and every problem of the API."""
    document = api.get_openapi_schema()
    style = public_style() + _STYLE
    context = {
        "style": style,
        "document": document,
        "groups": groups(document),
        "schemas": schemas(document),
        "kinds": list(Kind),
        "scopes": list(Scope),
    }
    response = render(request, "publishing/api.html", context, using="jinja2")
    response["Content-Security-Policy"] = content_security_policy(styles=[style])
    return response


def groups(document: Mapping[str, Any]) -> dict[str, list[OperationPart]]:
    """Return the operations of an OpenAPI document by their tags, in its order."""
    found: dict[str, list[OperationPart]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = item[method]
                found.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    return found


def schemas(document: Mapping[str, Any]) -> list[SchemaPart]:
    """Return the objects of an OpenAPI document by their names."""
    return [
        SchemaPart(name, _words(schema), tuple(_fields(schema)))
        for name, schema in sorted(document["components"]["schemas"].items())
    ]


def type_of(schema: Mapping[str, Any]) -> str:
    """Return a JSON Schema in words: 'integer, 1 to 200', 'list of StayShape', 'string or null'."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    for key in ("anyOf", "allOf", "oneOf"):
        if key in schema:
            return " or ".join(type_of(option) for option in schema[key])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    word = schema.get("format") or schema.get("type", "anything")
    limits = [
        f"{word_for} {schema[key]}"
        for key, word_for in (("minimum", "from"), ("maximum", "to"), ("maxLength", "at most"))
        if key in schema and schema[key] != 2**63 - 1
    ]
    return ", ".join([str(word), *limits])


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> OperationPart:
    content = operation.get("requestBody", {}).get("content", {})
    parameters = tuple(
        Part(one["name"], one["in"], type_of(one["schema"]), one["required"], _words(one))
        for one in operation["parameters"]
    )
    returns = tuple(
        (str(status), _returned(response)) for status, response in sorted(operation["responses"].items())
    )
    return OperationPart(
        method=method.upper(),
        path=path,
        name=operation["operationId"],
        summary=operation["summary"],
        description=operation["description"].replace("`", ""),
        scope=operation["x-scope"],
        parameters=parameters,
        body=next((type_of(media["schema"]) for media in content.values()), ""),
        returns=returns,
    )


def _returned(response: Mapping[str, Any]) -> str:
    if "$ref" in response:
        return "Problem"
    media = next(iter(response.get("content", {}).values()), None)
    return type_of(media["schema"]) if media else ""


def _fields(schema: Mapping[str, Any]) -> list[Part]:
    required = schema.get("required", ())
    return [
        Part(name, "", type_of(field), name in required, _words(field))
        for name, field in schema.get("properties", {}).items()
    ]


def _words(described: Mapping[str, Any]) -> str:
    return " ".join(described.get("description", "").replace("`", "").split())
