"""The request headers that operations take."""

from __future__ import annotations

from typing import Annotated

from ninja import Header

IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Your own name for this request: sent again with it, the request is done once.",
    ),
]
