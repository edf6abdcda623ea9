"""A desk with people, and editions to hold them against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import Alert, Draft, Edition
from tocsin.exposure.models import Person, Stay, Trip
from tocsin.geo import Area, Circle, Point
from tocsin.incidents.models import Incident

CASABLANCA = Point(longitude=-7.61138, latitude=33.58831)
RABAT = Point(longitude=-6.83255, latitude=34.01325)


@pytest.fixture
def desk(db: None, noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Desk", slug="desk", sender="desk.example", created_at=noon)


@pytest.fixture
def other_desk(db: None, noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Other", slug="other", sender="other.example", created_at=noon)


@pytest.fixture
def person(desk: Organisation, noon: datetime) -> Person:
    return Person.objects.create(organisation=desk, key="S-1", name="Amina Berrada", created_at=noon)


StayMaker = Callable[..., Stay]
EditionMaker = Callable[..., Edition]


@pytest.fixture
def make_stay(noon: datetime) -> StayMaker:
    """Make a stay of a person: in Casablanca around noon, or as the values say."""

    def make(person: Person, **values: Any) -> Stay:
        count = Trip.objects.count()
        trip = Trip.objects.create(person=person, key=f"T-{count}", created_at=noon)
        point = values.pop("point", CASABLANCA)
        defaults: dict[str, Any] = {
            "place": "Casablanca",
            "country": "MA",
            "longitude": point.longitude if point else None,
            "latitude": point.latitude if point else None,
            "precision": "city" if point else "country",
            "uncertainty_km": 0.0,
            "located_by": "city by name" if point else "country only",
            "arrive": noon - timedelta(days=1),
            "depart": noon + timedelta(days=1),
        }
        return Stay.objects.create(trip=trip, **(defaults | values))

    return make


@pytest.fixture
def make_edition(noon: datetime) -> EditionMaker:
    """Make an edition: 20 km around Casablanca for six hours from noon, or as the values say."""

    def make(
        organisation: Organisation, *, alert: Alert | None = None, phase: str = "under way", **values: Any
    ) -> Edition:
        if alert is None:
            alert = _alert(organisation, noon, phase)
        number = alert.editions.count() + 1
        message_type = values.get("message_type", "Alert" if number == 1 else "Update")
        draft = _approved(alert, message_type, noon)
        area = values.pop("area", Area(circles=(Circle(CASABLANCA, 20.0),)))
        defaults: dict[str, Any] = {
            "message_type": message_type,
            "identifier": f"{organisation.slug}-{alert.reference}-{number}",
            "sender": "desk.example",
            "sent": noon,
            "references": "" if number == 1 else "desk.example,earlier,2017-07-15T12:00:00+00:00",
            "content": {},
            "content_hash": "x",
            "headline": "Unrest in Casablanca",
            "country": "MA",
            "hazard": "civil-unrest",
            "level": "Warning",
            "level_reason": "row",
            "severity": "Moderate",
            "certainty": "Likely",
            "urgency": "Immediate",
            "onset": noon,
            "expires": noon + timedelta(hours=6),
            "area": area.to_geojson(),
            "written_by": "Ana",
            "approved_by": "Ben",
            "published_by": "Ben",
        }
        edition = Edition.objects.create(alert=alert, draft=draft, number=number, **(defaults | values))
        Draft.objects.filter(pk=draft.pk).update(state="published")
        return edition

    return make


def _approved(alert: Alert, message_type: str, noon: datetime) -> Draft:
    """A draft that Ana wrote and Ben approved: the database takes no edition of anything else."""
    ana, ben = (
        User.objects.get_or_create(email=f"{name.lower()}@desk.example", defaults={"name": name})[0]
        for name in ("Ana", "Ben")
    )
    draft = Draft.objects.create(
        alert=alert,
        message_type=message_type,
        content={},
        content_hash="x",
        created_at=noon,
        created_by=ana,
        changed_at=noon,
        submitted_by=ana,
    )
    draft.revisions.create(number=1, content={}, content_hash="x", author=ana, author_name="Ana", at=noon)
    Draft.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=noon)
    draft.reviews.create(verdict="approved", content_hash="x", reviewer=ben, reviewer_name="Ben", at=noon)
    Draft.objects.filter(pk=draft.pk).update(state="approved")
    return draft


def _alert(organisation: Organisation, noon: datetime, phase: str) -> Alert:
    count = Alert.objects.count() + 1
    incident = Incident.objects.create(
        organisation=organisation,
        reference=f"2017-{count:04}",
        title="Unrest",
        hazard="civil-unrest",
        phase=phase,
        first_report_at=noon,
        last_report_at=noon,
        created_at=noon,
    )
    return Alert.objects.create(
        organisation=organisation,
        incident=incident,
        reference=f"2017-{count:04}",
        slug=f"{organisation.slug}-unrest-{count}",
        hazard="civil-unrest",
        created_at=noon,
    )
