"""The addresses of the API: /api/v1/ and its documentation."""

from __future__ import annotations

from django.urls import URLPattern, path

from tocsin.publishing.api.application import api
from tocsin.publishing.api.documentation import documentation
from tocsin.publishing.api.gate import gated, nowhere

_patterns, _app, _namespace = api.urls
_operations = [gated(pattern) for pattern in _patterns if isinstance(pattern, URLPattern)]

urlpatterns = [
    path("docs", documentation, name="api-docs"),
    path("v1/", (_operations, _app, _namespace)),
    path("", nowhere),
    path("<path:path>", nowhere),
]
