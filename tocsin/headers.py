"""The headers that keep a page to itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def source_hash(text: str) -> str:
    """Return the CSP source expression of one inline script or style (CSP level 3, section 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def content_security_policy(*, styles: Iterable[str] = (), scripts: Iterable[str] = ()) -> str:
    """Return the policy of a page whose inline `styles` and `scripts` (their full texts) are allowed by hash."""
    return _POLICY.format(
        styles="".join(f" {source_hash(text)}" for text in styles),
        scripts="".join(f" {source_hash(text)}" for text in scripts),
    )


#: No page of the house asks where a reader is, or for their camera or microphone.
PERMISSIONS_POLICY = "geolocation=(), camera=(), microphone=()"


class ContentSecurityPolicyMiddleware:
    """Give every response a policy; one that a view has set itself stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


def sent_headers(response: HttpResponse) -> tuple[tuple[bytes, bytes], ...]:
    """Return a page's headers as they are sent where no middleware stands in between, with those that every page has."""
    own = dict(response.headers)
    own.setdefault("X-Content-Type-Options", "nosniff")
    own.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    own.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
    own.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
    if settings.SECURE_HSTS_SECONDS:
        own.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
    return tuple((name.lower().encode(), value.encode("latin-1")) for name, value in own.items())


class CompressionMiddleware(GZipMiddleware):
    """Pack pages for readers at 50 kbit/s; a secret in one is hidden behind padding of random length (BREACH).

    The API's bodies stay as they are: their tags must stay strong, for `If-Match` (RFC 9110, section 13.1.1).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the response packed where its reader takes that; a part of a file stays as its range says."""
        if response.status_code == 206 or request.path.startswith("/api/"):
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed
