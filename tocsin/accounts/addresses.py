"""Where a request comes from, behind as many proxies as the settings say."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address: what the outermost of our own proxies saw, or the connection's without any.

    Entries of X-Forwarded-For that our proxies did not add are the client's own claim and are not believed.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.TOCSIN_PROXIES and len(seen) >= settings.TOCSIN_PROXIES:
        return seen[-settings.TOCSIN_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))
