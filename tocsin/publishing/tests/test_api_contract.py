"""The API keeps to its own description, whatever it is sent (schemathesis)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tocsin.exposure.models import Subscription
from tocsin.publishing.tests.api_rows import ApiDesk

# Every check but one: what the description allows may still be refused for what it means (a key that is taken, a
# time to come, coordinates in the wrong country), so a refused example is no fault.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.ignored_auth,
    checks.ensure_resource_availability,
]


_KEYS = itertools.count()
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture
def desk(db: None, noon: datetime) -> Iterator[ApiDesk]:
    """A desk whose rows live in a transaction: as in Django's own test client, no request may close the connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield ApiDesk(noon)
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_described(case: Any, desk: ApiDesk) -> None:
    if case.meta.generation.mode is GenerationMode.POSITIVE:
        _make_it_fit(case, desk)
    case.call_and_validate(headers={"Authorization": f"Bearer {desk.token}"}, checks=CHECKS)


def _make_it_fit(case: Any, desk: ApiDesk) -> None:
    """Point an example that the description allows at what there is: nobody finds a number or a place by chance."""
    known = {
        "report_id": desk.report.pk, "incident_id": desk.incident.pk, "alert_id": desk.edition.alert_id,
        "edition_id": desk.edition.pk, "person_id": desk.mira.pk, "trip_id": desk.trip.pk, "site_id": desk.site.pk,
        "subscription_id": Subscription.objects.create(
            organisation=desk.mira.organisation, person=desk.mira, created_at=desk.mira.created_at
        ).pk,
    }  # fmt: skip
    meant = known | {"contact_ids": [desk.mira.pk], "timezone": "Africa/Nairobi", "language": "en"}
    meant |= {"email": "noor@field.example", "webhook": "https://hooks.example/a"}
    meant |= dict.fromkeys(("sms", "whatsapp", "signal"), "+254712345678")
    meant |= {
        "telegram": "123456789",
        "push": "noor",
        "slack": "U02ABCDEF",
        "teams": "https://hooks.example/b",
    }
    place = {"place": "", "country": "KE", "longitude": 36.82, "latitude": -1.29}
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[name]
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = f"{case.headers['Idempotency-Key'][:190]}{next(_KEYS)}"
    if isinstance(case.body, dict):
        meant |= {"countries": ["KE"], "sure": True}
        case.body |= {name: meant[name] for name in case.body if name in meant}
        if isinstance(case.body.get("people"), list):
            # A list of thousands is a test of patience, not of the description.
            del case.body["people"][5:]
        for one in case.body.get("people", ()):
            one |= {name: meant[name] for name in one if name in meant}
            one |= {"key": f"{one['key'][:80]}{next(_KEYS)}"}
        if "key" in case.body:
            case.body["key"] = f"{case.body['key'][:80]}{next(_KEYS)}"
        if "title" in case.body or "text" in case.body:
            case.body |= {"title": case.body.get("title") or "A march"}
        for located in (case.body, *case.body.get("stays", ())):
            if "longitude" in located or "latitude" in located or "country" in located:
                located |= place
            if "depart" in located:
                located |= {"arrive": "2017-07-16T08:00:00Z", "depart": "2017-07-20T08:00:00Z"}
