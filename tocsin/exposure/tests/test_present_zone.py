"""The clock of the place where somebody is now."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tocsin.accounts.models import Organisation
from tocsin.exposure.models import Person, Stay, Trip
from tocsin.exposure.present_zone import present_zones

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(noon: datetime) -> Trip:
    desk = Organisation.objects.create(name="Desk", slug="desk", sender="desk.example", created_at=noon)
    person = Person.objects.create(organisation=desk, key="S-1", name="Mira", created_at=noon)
    return Trip.objects.create(person=person, key="T-1", created_at=noon)


def stay(
    trip: Trip, country: str, arrive: datetime, depart: datetime | None = None, **changes: object
) -> None:
    Stay.objects.create(
        trip=trip, place="", country=country, precision="city", located_by="city by name", arrive=arrive,
        depart=depart, **changes,
    )  # fmt: skip


def test_the_stay_that_began_last_counts_and_neither_past_nor_future_ones(trip: Trip, noon: datetime) -> None:
    day = timedelta(days=1)
    stay(trip, "FR", noon - 9 * day, noon - 5 * day)
    stay(trip, "KE", noon - 5 * day)
    stay(trip, "JP", noon - day, noon + day)
    stay(trip, "PE", noon + day)
    person = trip.person_id
    assert present_zones([person], now=noon) == {person: "Asia/Tokyo"}
    assert present_zones([person], now=noon - 2 * day) == {person: "Africa/Nairobi"}
    assert present_zones([person], now=noon - 10 * day) == {}


def test_a_country_of_many_zones_needs_a_place(trip: Trip, noon: datetime) -> None:
    stay(trip, "US", noon)
    assert present_zones([trip.person_id], now=noon) == {}
    stay(trip, "US", noon, longitude=-122.42, latitude=37.77)
    assert present_zones([trip.person_id], now=noon) == {trip.person_id: "America/Los_Angeles"}
    stay(trip, "", noon)
    assert present_zones([trip.person_id], now=noon) == {trip.person_id: "America/Los_Angeles"}
