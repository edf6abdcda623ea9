"""How long a publication takes until everybody in its way has their rows, and whom it keeps waiting meanwhile.

    python3 dev.py bench publication [--people 10000] [--database postgresql|URL] [--json]

Makes a desk with so many people in the city of an earthquake, then publishes the alert in a process of its own and works
the job off: exposures with their reasons, deliveries for each address, the audit entry. Meanwhile another connection
writes one small row after the other: `longest_wait_ms` is the longest that it was kept. `peak_mb` is the most memory that
the process had. Without `--database` it is SQLite in a folder of its own, fully durable (WAL, synchronous=FULL); `postgresql` starts a server
of its own (fsync on) and stops it; an address names an empty database.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from instance import instance

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)


def main() -> int:
    """Fill a database, then measure in a fresh process."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=lambda text: int(float(text)), default=10_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    if arguments.measure:
        return _measure(arguments)
    with instance(arguments.database) as arguments.database:
        _set_up()
        _fill(arguments.people)
        command = [sys.executable, __file__, "--measure", "--people", str(arguments.people)]
        return subprocess.run([*command, *(["--json"] if arguments.json else [])], check=False).returncode


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _fill(count: int) -> None:
    """A desk with an approved alert for Kisumu, and people there: one address, one trip, one stay each."""
    import numpy as np
    from django.db import transaction

    from tocsin.accounts.bulk_rows import insert_rows, stored
    from tocsin.accounts.sealing import seal
    from tocsin.accounts.secrets import encrypt, fingerprint
    from tocsin.exposure.models import Contact, Person, Stay, Trip
    from tocsin.exposure.sealed_places import seal_place
    from tocsin.exposure.stay_keys import country_key, place_key
    from tocsin.publishing.tests.press import AREAS, Press

    press = Press()
    press.approved(area=AREAS["circle"])
    desk = press.desk.organisation.pk
    dice = np.random.default_rng(3)
    moment, address = stored(NOON), encrypt("somebody@desk.example")
    arrive = NOON - timedelta(days=2)
    ends = [NOON + timedelta(days=days) for days in range(1, 12)]
    with transaction.atomic():
        people = range(1, count + 1)
        insert_rows(
            Person,
            (
                "id",
                "organisation",
                "key",
                "name",
                "language",
                "timezone",
                "active",
                "link_version",
                "created_at",
            ),
            ((n, desk, f"P-{n}", f"Person {n}", "en", "UTC", True, 1, moment) for n in people),
        )
        insert_rows(
            Contact,
            ("person", "kind", "address", "fingerprint", "secret", "position"),
            ((n, "email", address, fingerprint("somebody@desk.example"), "", 0) for n in people),
        )
        insert_rows(
            Trip,
            ("id", "person", "key", "name", "created_at"),
            ((n, n, "T", "", moment) for n in people),
        )

        def stays() -> Any:
            for n in people:
                x, y = 34.76 + float(dice.uniform(-0.2, 0.2)), -0.1 + float(dice.uniform(-0.2, 0.2))
                window = int(arrive.timestamp()), int(ends[n % len(ends)].timestamp())
                yield (
                    n, desk, seal("Kisumu"), seal_place(x, y), "KE", "", "city", 4.0, "city by name", stored(arrive),
                    stored(ends[n % len(ends)]), place_key(x, y, 4.0, *window),
                    country_key("KE", vague=False, arrive=window[0], depart=window[1]),
                )  # fmt: skip

        insert_rows(
            Stay,
            (
                "trip", "organisation", "place", "sealed_place", "country", "admin1", "precision", "uncertainty_km",
                "located_by", "arrive", "depart", "place_key", "country_key",
            ),
            stays(),
        )  # fmt: skip


def _measure(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import connection
    from django.urls import reverse

    from tocsin.accounts.models import User
    from tocsin.alerts.models import Draft, Edition
    from tocsin.delivery.fan_out import expand_all
    from tocsin.delivery.models import FanOut
    from tocsin.publishing.publication import publish

    # A process that serves the desk has its pages loaded long before anybody publishes.
    reverse("desk:inbox")
    draft, publisher = Draft.objects.get(), User.objects.get(name="Eva")
    waits: list[float] = []
    stop = threading.Event()
    other = threading.Thread(target=_write_small_rows, args=(stop, waits))
    other.start()
    started, cpu = time.perf_counter(), time.process_time()
    publish(draft, publisher=publisher, now=NOON)
    published = time.perf_counter() - started
    expand_all(clock=lambda: NOON)
    took, spent = time.perf_counter() - started, time.process_time() - cpu
    stop.set()
    other.join()
    job = FanOut.objects.get(edition=Edition.objects.get())
    line = {
        "database": connection.vendor, "people": arguments.people, "exposures": job.exposures,
        "deliveries": job.deliveries, "seconds": round(took, 2), "cpu_seconds": round(spent, 2),
        "publish_seconds": round(published, 2), "longest_wait_ms": round(max(waits) * 1e3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip
    print(
        json.dumps(line) if arguments.json else "  ".join(f"{name}={value}" for name, value in line.items())
    )
    return 0


def _write_small_rows(stop: threading.Event, waits: list[float]) -> None:
    """Change one row again and again as another writer would, and note how long each change took."""
    from django.db import connection, transaction

    from tocsin.accounts.models import Organisation

    number = 0
    while not stop.is_set():
        started = time.perf_counter()
        with transaction.atomic():
            Organisation.objects.update(answer_hours=72 + number % 2)
        waits.append(time.perf_counter() - started)
        number += 1
        stop.wait(0.01)
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
