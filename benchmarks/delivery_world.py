"""The instance that the benchmark of delivery fills: a desk, an alert in force, and so many people who wait to be told."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_AT_ONCE = 5000
_PERSON = (
    "id", "organisation", "key", "name", "language", "timezone", "active", "link_version", "created_at",
)  # fmt: skip


def set_up() -> None:
    """Make the tables."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def why(number: int) -> str:
    """Return the reason that stands in one person's message."""
    return f"Person {number} is in Nairobi, {number % 9} km from the march."


def fill(count: int, *, channel: str = "email", hook_port: int = 0, told: int = 0, ago: float = 0.0) -> None:
    """Write an edition in force and `count` people, each with an address, who wait to be told of it.

    `told` more people, numbered after those, have been told already. All was published `ago` minutes before now.
    """
    set_up()
    from django.db import connection, transaction

    from tocsin.delivery.outbox import enqueue_people
    from tocsin.delivery.tests.rows import World

    now = datetime.now(UTC) - timedelta(minutes=ago)
    with transaction.atomic():
        world = World(now)
        edition = world.edition()
    for start in range(1, count + told + 1, _AT_ONCE):
        with transaction.atomic():
            _people(world, edition, range(start, min(start + _AT_ONCE, count + told + 1)), channel, hook_port)
    if told:
        with transaction.atomic():
            enqueue_people(edition, range(count + 1, count + told + 1), now=now)
            _all_were_sent(now)
    for start in range(1, count + 1, _AT_ONCE):
        with transaction.atomic():
            enqueue_people(edition, range(start, min(start + _AT_ONCE, count + 1)), now=now)
    if connection.vendor == "postgresql":
        # Numbers were given by hand; the next person gets the next one.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('exposure_person', 'id'), %s)", [count + told + 1]
            )
            # What the server does by itself a minute after so many rows came.
            cursor.execute("ANALYZE")
    connection.close()


def _people(world: Any, edition: Any, numbers: Iterable[int], channel: str, hook_port: int) -> None:
    from tocsin.accounts.bulk_rows import insert_rows, stored
    from tocsin.accounts.secrets import encrypt, fingerprint
    from tocsin.exposure.exposure_rows import Finding, write_findings
    from tocsin.exposure.models import Contact, Person

    moment = stored(world.now)
    address = {
        "email": "p{}@field.example".format,
        "webhook": f"http://127.0.0.1:{hook_port}/hook/{{}}".format,
    }[channel]
    secret = encrypt(SECRET) if channel == "webhook" else ""
    insert_rows(
        Person,
        _PERSON,
        (
            (n, world.desk.pk, f"P-{n}", f"Person {n}", "en", "Africa/Nairobi", True, 1, moment)
            for n in numbers
        ),
    )
    insert_rows(
        Contact,
        ("person", "kind", "address", "fingerprint", "secret", "position"),
        ((n, channel, encrypt(address(n)), fingerprint(address(n)), secret, 0) for n in numbers),
    )
    write_findings(edition.pk, (Finding(n, "exposed", "inside", why(n)) for n in numbers))


def _all_were_sent(now: datetime) -> None:
    from tocsin.delivery.models import Delivery

    Delivery.objects.update(state="sending", held_by="filled", held_since=now)
    Delivery.objects.update(state="sent", held_by="", held_since=None, finished_at=now)


def waiting_ids() -> set[str]:
    """Return the ids of all messages that are to be sent."""
    from django.db import connection

    from tocsin.delivery.models import Delivery

    found = set(Delivery.objects.filter(state="queued").values_list("message_id", flat=True))
    connection.close()
    return found


def is_settled() -> bool:
    """Return whether nothing waits and nothing is in a worker's hands."""
    from django.db import DatabaseError, connection

    from tocsin.delivery.models import Delivery

    try:
        return not Delivery.objects.filter(state__in=["queued", "sending"]).exists()
    except DatabaseError:
        return False
    finally:
        connection.close()


def criticals(count: int) -> Iterable[tuple[str, float]]:
    """Commit one Critical edition of an alert of its own after the other; yield each message's id and when it was committed."""
    from django.db import transaction

    from tocsin.accounts.models import Organisation, User
    from tocsin.alerts.models import Alert
    from tocsin.delivery.outbox import enqueue
    from tocsin.delivery.tests.rows import World
    from tocsin.grading import AlertText, Level, Sentence

    first = Alert.objects.get()
    # The world's desk and officer are there already.
    world = object.__new__(World)
    world.now, world.alert = datetime.now(UTC), first
    world.desk, world.officer = Organisation.objects.get(), User.objects.get()
    world.text = AlertText(
        country="Kenya", headline="Shots at the parliament", level=Level.CRITICAL, country_code="KE",
        hazard="civil-unrest", summary=(Sentence("Shots were fired at the parliament."),), time_zone="Africa/Nairobi",
    )  # fmt: skip
    for number in range(count):
        world.now = datetime.now(UTC)
        person = world.person(f"C{number}")
        world.alert = Alert.objects.create(
            organisation=world.desk, incident=first.incident, reference=f"C-{number}", slug=f"critical-{number}",
            hazard="civil-unrest", created_at=world.now,
        )  # fmt: skip
        with transaction.atomic():
            world.now = datetime.now(UTC)
            edition = world.edition(level="Critical")
            world.expose(edition, person)
            (row,) = enqueue(edition, now=world.now)
        yield row.message_id, time.time()
