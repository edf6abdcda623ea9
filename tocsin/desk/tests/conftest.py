"""A desk where one alert has been published through the rooms' own acts, with somebody in its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from tocsin.accounts.models import Membership, User
from tocsin.alerts.models import Edition
from tocsin.alerts.tests.desk import NOON, Desk, approved, make_desk
from tocsin.exposure.models import Person
from tocsin.exposure.people import add_person
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.trips import add_stay, add_trip
from tocsin.publishing.publication import publish


@dataclass(frozen=True)
class Scene:
    """One desk, its users, the published edition and the person in Kisumu."""

    desk: Desk
    edition: Edition
    mira: Person
    manager: User
    administrator: User

    @property
    def reference(self) -> str:
        return self.edition.alert.reference


@pytest.fixture
def at_noon(settings: pytest.FixtureRequest) -> None:
    """Let the house's clock stand at noon of 15 July 2017."""
    settings.TOCSIN_CLOCK_SHIFT_SECONDS = (NOON - datetime.now(UTC)).total_seconds()


@pytest.fixture
def scene(db: None, at_noon: None) -> Scene:
    desk = make_desk()

    def member(name: str, role: str) -> User:
        user = User.objects.create_user(f"{name.lower()}@desk.example", name=name)
        Membership.objects.create(organisation=desk.organisation, user=user, role=role)
        return user

    manager = member("Pia", "people-manager")
    mira = add_person(
        desk.organisation, key="S-1", name="Mira Otieno", email="mira@field.example", actor=manager, now=NOON
    )
    trip = add_trip(mira, key="T-1", name="Survey", actor=manager, now=NOON)
    place = PlaceWords(place="Kisumu", country="KE")
    add_stay(trip, place, arrive="2017-07-14", depart="2017-07-20", actor=manager, now=NOON)
    edition = publish(approved(desk), publisher=desk.eva, now=NOON)
    return Scene(desk, edition, mira, manager, member("Carol", "administrator"))


@pytest.fixture
def as_user() -> Callable[[User | None], Client]:
    """Sign somebody in, or nobody, and return their browser."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def signed_out(as_user: Callable[[User | None], Client]) -> Callable[[User, str], Client]:
    """Return the browser of somebody who had the form at an address open when their session ended."""

    def open_and_end(user: User, address: str) -> Client:
        client = as_user(user)
        assert client.get(address).status_code == 200
        del client.cookies[settings.SESSION_COOKIE_NAME]
        return client

    return open_and_end
