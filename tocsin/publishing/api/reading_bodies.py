"""Bodies as they come: JSON in UTF-8 and nothing else."""

from __future__ import annotations

import json
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

from tocsin.publishing.api.problems import Kind, Problem

MEDIA_TYPES = ("application/json", "application/merge-patch+json")


class JsonParser(Parser):
    """Read a body; the media type must say JSON, and numbers must be JSON's (RFC 8259: no NaN, no Infinity)."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Return the parsed body. Raises Problem for another media type, ValueError for what is not JSON."""
        if request.content_type not in MEDIA_TYPES:
            said = request.content_type or "nothing"
            raise Problem(
                Kind.NOT_JSON,
                f"The header Content-Type says {said[:100]!r}. Send JSON, and 'Content-Type: application/json'.",
                headers={"Accept": ", ".join(MEDIA_TYPES)},
            )
        return cast(DictStrAny, read_json(request.body))


def read_json(body: bytes) -> Any:
    """Return what the bytes of a body say. Raises ValueError (JSONDecodeError with line and column) where not JSON."""
    return json.loads(body.decode("utf-8"), parse_constant=_no_number)


def _no_number(word: str) -> NoReturn:
    raise Problem(Kind.MALFORMED, f"{word} is no number in JSON. Leave the value out where it is not known.")
