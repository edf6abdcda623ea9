"""The API put together: version 1, every noun under its own path."""

from __future__ import annotations

from tocsin.publishing.api.description import TocsinApi
from tocsin.publishing.api.reading_bodies import JsonParser
from tocsin.publishing.api.refusals import install
from tocsin.publishing.api.views import (
    alerts,
    answers,
    deliveries,
    editions,
    exposures,
    incidents,
    people,
    reports,
    sites,
    subscriptions,
    trips,
)

_WORDS = (
    "Reports in, alerts out, and who is in the way. Times are RFC 3339 in UTC; coordinates are degrees, named "
    "longitude and latitude; areas are GeoJSON. Lists are cut into pages by an opaque cursor. Errors are "
    "application/problem+json (RFC 9457)."
)

api = TocsinApi(
    title="Tocsin",
    version="1",
    description=_WORDS,
    urls_namespace="publishing:api",
    openapi_url="/openapi.json",
    docs_url=None,
    parser=JsonParser(),
)
install(api)
for prefix, views in (
    ("/reports", reports),
    ("/incidents", incidents),
    ("/alerts", alerts),
    ("/editions", editions),
    ("/exposures", exposures),
    ("/deliveries", deliveries),
    ("/answers", answers),
    ("/people", people),
    ("/trips", trips),
    ("/sites", sites),
    ("/subscriptions", subscriptions),
):
    api.add_router(prefix, views.router)
