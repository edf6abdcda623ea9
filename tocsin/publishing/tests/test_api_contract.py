"""The API keeps to its own description, whatever it is sent (schemathesis)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

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


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    return ApiDesk(noon)


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_described(case: Any, desk: ApiDesk) -> None:
    if case.path_parameters:
        # Half of all examples look at what is there: nobody finds a number by chance.
        known = {
            "report_id": desk.report.pk, "incident_id": desk.incident.pk, "alert_id": desk.edition.alert_id,
            "edition_id": desk.edition.pk, "person_id": desk.mira.pk, "trip_id": desk.trip.pk, "site_id": desk.site.pk,
        }  # fmt: skip
        for name, value in case.path_parameters.items():
            if isinstance(value, int) and value % 2:
                case.path_parameters[name] = known[name]
    case.call_and_validate(headers={"Authorization": f"Bearer {desk.token}"}, checks=CHECKS)
