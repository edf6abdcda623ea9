"""Answers that are made when they are asked for, with tag, time of change and 304."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from tocsin import __version__


def conditional(
    request: HttpRequest,
    made_from: tuple[object, ...],
    changed: datetime | None,
    answer: Callable[[], HttpResponse],
    *,
    seconds: int,
) -> HttpResponse:
    """Return `answer()`, or 304 where the reader has it; a cache may keep it for `seconds`.

    `made_from` is all that the body is made from besides address and release; the tag stands for it.
    """
    everything = (request.get_full_path(), __version__, settings.TOCSIN_PUBLIC_ADDRESS, *made_from)
    etag = f'"{hashlib.sha256(repr(everything).encode()).hexdigest()[:32]}"'
    modified = int(changed.timestamp()) if changed else None
    response = get_conditional_response(request, etag=etag, last_modified=modified) or answer()
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=seconds)
    return response
