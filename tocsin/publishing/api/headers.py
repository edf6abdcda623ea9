"""The request headers that operations take."""

from __future__ import annotations

from typing import Annotated

from ninja import Header
from pydantic import Field, WithJsonSchema

_LONGEST = 200
_VISIBLE = r"^[\x21-\x7e]+$"
_WORDS = "Your own name for this request: sent again with it, the request is done once."

IdempotencyKeyHeader = Annotated[
    Annotated[str, Field(min_length=1, max_length=_LONGEST, pattern=_VISIBLE)] | None,
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": _LONGEST, "pattern": _VISIBLE}),
    Header(None, alias="Idempotency-Key", description=_WORDS),
]
