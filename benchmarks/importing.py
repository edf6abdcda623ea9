"""How long a large file of trips takes to load, and how much memory.

    python3 dev.py bench importing [--lines 500000] [--bad] [--json]

Makes a file of so many stays of a tenth as many people, in cities all over the world, and loads it into an empty desk with
an alert in force, as `tocsin import trips` does; with `--bad` one line in the middle is bad, and the others are loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)


def main() -> int:
    """Make the file and an empty desk, then load it in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=lambda text: int(float(text)), default=500_000)
    parser.add_argument("--bad", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    if arguments.load:
        return _load(arguments)
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        os.environ["TOCSIN_HOME"] = folder
        file = Path(folder) / "trips.csv"
        _fill(arguments.lines // 10)
        _write(file, arguments.lines, bad=arguments.bad)
        command = [sys.executable, __file__, "--load", str(file), "--lines", str(arguments.lines)]
        command += [flag for flag, is_on in (("--json", arguments.json), ("--bad", arguments.bad)) if is_on]
        return subprocess.run(command, check=False).returncode


def _fill(people: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from tocsin.accounts.bulk_rows import insert_rows, stored
    from tocsin.exposure.models import Person
    from tocsin.publishing.tests.press import AREAS, Press

    call_command("migrate", verbosity=0)
    press = Press()
    press.publish(area=AREAS["circle"])
    columns = ("organisation", "key", "name", "language", "timezone", "active", "link_version", "created_at")
    rows = (
        (press.desk.organisation.pk, f"P-{n}", f"Person {n}", "en", "UTC", True, 1, stored(NOON))
        for n in range(people)
    )
    with transaction.atomic():
        insert_rows(Person, columns, rows)


def _write(file: Path, lines: int, *, bad: bool) -> None:
    from tocsin.geo import Point, Precision, gazetteer

    cities = gazetteer().within(Point(0.0, 0.0), 20_016.0, Precision.CITY)
    cities = sorted(cities, key=lambda place: -(place.population or 0))[:5000]
    dice = random.Random(4)
    with file.open("w", encoding="utf-8") as out:
        out.write("person,trip,geonames_id,arrive,depart\n")
        for number in range(lines):
            city, start = dice.choice(cities), NOON + timedelta(days=number % 10 * 20 + dice.randint(-3, 3))
            end = start + timedelta(days=dice.randint(1, 6))
            key = "P-nobody" if bad and number == lines // 2 else f"P-{number // 10}"
            out.write(f"{key},T-{number % 10},{city.geonames_id},{start:%Y-%m-%d},{end:%Y-%m-%d}\n")


def _load(arguments: argparse.Namespace) -> int:
    import django

    django.setup()

    from tocsin.accounts.models import Organisation
    from tocsin.delivery.late import enqueue_late
    from tocsin.exposure.importing import load

    data = arguments.load.read_bytes()
    started, cpu = time.perf_counter(), time.process_time()
    loaded = load(
        "trips", data, organisation=Organisation.objects.get(), now=NOON, skip_bad=arguments.bad,
        tell=lambda exposures: enqueue_late(exposures, now=NOON),
    )  # fmt: skip
    line = {
        "lines": arguments.lines, "loaded": loaded.loaded, "problems": [str(one) for one in loaded.problems[:3]],
        "exposed": len(loaded.exposures), "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip
    print(
        json.dumps(line) if arguments.json else "  ".join(f"{name}={value}" for name, value in line.items())
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
