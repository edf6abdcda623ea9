"""Public pages, feeds, documents and the API."""

from __future__ import annotations

app_name = "publishing"
urlpatterns: list = []
