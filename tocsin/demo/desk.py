"""The made-up organisation of the demo: its desk, its sources and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from django.conf import settings
from django.db import transaction

from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.roles import Role
from tocsin.sources.models import Source

#: Shown on the terminal when the demo starts; it opens nothing but the demo.
PASSWORD = "ring-the-bell-2017"  # noqa: S105

ACCOUNTS = (
    ("ana@lanternharbour.example", "Ana Reyes", (Role.ANALYST,)),
    ("bram@lanternharbour.example", "Bram Visser", (Role.APPROVER, Role.PEOPLE_MANAGER)),
    ("carol@lanternharbour.example", "Carol Njeri", (Role.ADMINISTRATOR, Role.PEOPLE_MANAGER)),
)

#: Who hears calls for help this week: Lena Fischbach, in Beirut, far from all that happens.
ON_DUTY = "LH-401"

#: Name, kind, what is fetched, grade, whether an authority, country.
SOURCES = (
    ("World Desk Wire", "feed", "/demo/feeds/world-desk-wire.xml", "B", False, ""),
    ("Maghreb Courier", "feed", "/demo/feeds/maghreb-courier.xml", "C", False, "MA"),
    ("Nairobi Ledger", "feed", "/demo/feeds/nairobi-ledger.xml", "B", False, "KE"),
    ("Coast Buzz", "feed", "/demo/feeds/coast-buzz.xml", "E", False, "KE"),
    ("Luzon Weather Office", "cap", "/demo/cap/luzon-weather.xml", "A", True, "PH"),
    ("Visayas Seismic Observatory", "cap", "/demo/cap/visayas-seismic.xml", "A", True, "PH"),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The demo's organisation and the two who play its week."""

    organisation: Organisation
    analyst: User
    approver: User
    field_office: Source


@transaction.atomic
def make_desk(base: str, *, now: datetime) -> Desk:
    """Make the organisation, its accounts, sources and people; `base` is where the made-up feeds are served."""
    # Only the first start needs the importers and the gazetteer behind them; a warm one should not wait for them.
    from tocsin.exposure.importing import load
    from tocsin.exposure.models import Person
    from tocsin.exposure.people import set_duty

    organisation = Organisation.objects.create(
        name="Lantern Harbour Relief",
        slug="lantern-harbour",
        sender="alerts@lanternharbour.example",
        created_at=now,
    )
    users = [_account(organisation, *account) for account in ACCOUNTS]
    for name, kind, path, grade, is_authority, country in SOURCES:
        Source.objects.create(
            organisation=organisation,
            name=name,
            kind=kind,
            address=base + path,
            grade=grade,
            is_authority=is_authority,
            country=country,
            interval_seconds=120,
            private_hosts=["127.0.0.1", "localhost"],
            created_at=now,
        )
    office = Source.objects.create(
        organisation=organisation, name="Field office", kind="form", grade="B", created_at=now
    )
    for what in ("people", "sites", "trips"):
        data = files("tocsin.demo").joinpath("data", "people", f"{what}.csv").read_bytes()
        outcome = load(
            what, data, organisation=organisation, now=now, actor=users[2], file_name=f"{what}.csv"
        )
        if outcome.refused:
            raise RuntimeError(f"The demo's own file {what}.csv was refused:\n{outcome.text()}")
    duty = Person.objects.get(organisation=organisation, key=ON_DUTY)
    set_duty(duty, stand_in_key="", on_duty=True, actor=users[2], now=now)
    return Desk(organisation, users[0], users[1], office)


def _account(organisation: Organisation, email: str, name: str, roles: tuple[Role, ...]) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name)
    for role in roles:
        Membership.objects.create(organisation=organisation, user=user, role=role)
    return user


def move_sources(base: str) -> None:
    """Let the demo's sources point to where its feeds are served this time."""
    paths = {name: path for name, _, path, *_ in SOURCES}
    for source in Source.objects.filter(name__in=paths):
        if source.address != base + paths[source.name]:
            source.address = base + paths[source.name]
            source.save(update_fields=["address"])


def is_made() -> bool:
    """Tell whether the demo's organisation is there already."""
    return settings.TOCSIN_DEMO and Organisation.objects.filter(slug="lantern-harbour").exists()
