"""How fast and how surely messages leave: real mails and webhooks to sinks on loopback, with workers killed at random.

    python3 dev.py bench delivery [--recipients 20000] [--kills 0] [--workers 1] [--database sqlite|postgresql]
                                  [--channel email|webhook] [--critical 0] [--json]

Fills an instance with so many people who are to be told, then lets workers of their own send: each mail is personal (its own
reason and answer link), the database fully durable (SQLite synchronous=FULL, PostgreSQL fsync on). With `--kills` a worker is
ended by SIGKILL at a random moment and started anew, so often. `--critical` publishes so many single Critical messages from
another process while the others are being sent, and times them from their commit to the sink's acceptance. The sinks are
this process, one core of its own: `cpu_us` is what the workers need for a message, start-up included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#: Without an arrival for so many seconds the rest is lost.
_STALL = 30.0


def main() -> int:
    """Fill, send, count."""
    arguments = _arguments()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    if arguments.work:
        return _work()
    if arguments.ring:
        return _ring(arguments.ring)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-bench-"))
        Path(folder).chmod(0o711)
        os.environ["TOCSIN_HOME"] = folder
        if arguments.database == "postgresql":
            import postgresql_server

            server = stack.enter_context(postgresql_server.server(Path(folder) / "postgresql"))
            os.environ["TOCSIN_DATABASE_URL"] = f"postgresql://bench@127.0.0.1:{server.info.port}/bench"
        run = _Run(arguments)
        stack.callback(run.stop)
        line = asyncio.run(run.run())
    print(
        json.dumps(line) if arguments.json else "  ".join(f"{name}={value}" for name, value in line.items())
    )
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipients", type=lambda text: int(float(text)), default=20_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--channel", choices=("email", "webhook"), default="email")
    parser.add_argument(
        "--critical", type=int, default=0, help="so many Critical messages while the others go"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--ring", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


class _Run:
    """One run: the sinks, the workers that are killed and started anew, and what arrived."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from delivery_sinks import Tally

        self._arguments, self._tally = arguments, Tally()
        self._workers: list[subprocess.Popen[bytes]] = []
        self._kills, self._next_kill, self._killed_at = 0, 0, 0.0
        self._cpu = self._peak = 0.0
        self._again: list[float] = []

    async def run(self) -> dict[str, Any]:
        """Return the line of the result."""
        from delivery_sinks import MailSink, WebhookSink, listen

        asked = self._arguments
        mail, mail_port = await listen(self._tally, MailSink)
        hooks, hook_port = await listen(self._tally, WebhookSink)
        os.environ["TOCSIN_SMTP_ADDRESS"] = f"smtp://127.0.0.1:{mail_port}"
        os.environ["TOCSIN_PRIVATE_HOSTS"] = "127.0.0.1"
        await asyncio.to_thread(_fill, asked.recipients, asked.channel, hook_port)
        self._plan_a_kill()
        self._tally.after = self._arrived
        for _ in range(asked.workers):
            self._start()
        ringer = self._ringer() if asked.critical else None
        expected = asked.recipients + asked.critical
        quiet_since = time.time()
        while len(self._tally.seen) < expected and time.time() - max(quiet_since, self._tally.last) < _STALL:
            await asyncio.sleep(0.02)
            self._measure()
        # What was sent and not written down by a killed worker comes again now.
        await asyncio.sleep(1.5)
        self._measure()
        for worker in self._workers:
            self._end(worker, signal.SIGTERM)
        if ringer is not None:
            ringer.wait()
        mail.close()
        hooks.close()
        return self._line(expected)

    def stop(self) -> None:
        """Leave no worker behind, whatever happened."""
        for worker in self._workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait()

    def _line(self, expected: int) -> dict[str, Any]:
        asked, tally = self._arguments, self._tally
        seconds = max(1e-9, tally.last - tally.first)
        line = {
            "run": asked.channel if not asked.critical else f"critical beside {asked.channel}",
            "database": asked.database, "workers": asked.workers, "messages": expected, "kills": self._kills,
            "lost": expected - len(tally.seen), "doubled": tally.doubled,
            "per_second": round(len(tally.seen) / seconds), "cpu_us": round(self._cpu / tally.count * 1e6),
            "memory_mb": round(self._peak),
            "again_after_ms": round(max(self._again, default=0.0) * 1e3),
        }  # fmt: skip
        if asked.critical:
            waits = sorted(_waits(tally))
            line["median_ms"] = round(waits[len(waits) // 2] * 1e3, 1)
            line["p99_ms"] = round(waits[int(len(waits) * 0.99)] * 1e3, 1)
        return line

    def _start(self) -> None:
        command = [sys.executable, __file__, "--work"]
        self._workers.append(subprocess.Popen(command, start_new_session=True))

    def _plan_a_kill(self) -> None:
        asked = self._arguments
        step = asked.recipients // (asked.kills + 1) if asked.kills else 0
        self._next_kill = (
            self._tally.count + random.randint(step // 2, step) if self._kills < asked.kills else 0
        )

    def _arrived(self, count: int) -> None:
        if self._killed_at:
            self._again.append(time.time() - self._killed_at)
            self._killed_at = 0.0
        if self._next_kill and count >= self._next_kill:
            self._next_kill = 0
            asyncio.get_running_loop().call_later(random.random() * 0.03, self._kill)

    def _kill(self) -> None:
        victim = self._workers.pop(random.randrange(len(self._workers)))
        self._end(victim, signal.SIGKILL)
        self._kills += 1
        self._start()
        self._killed_at = time.time()
        self._plan_a_kill()

    def _measure(self) -> None:
        for worker in self._workers:
            try:
                pages = int(Path(f"/proc/{worker.pid}/statm").read_text().split()[1])
            except OSError:
                continue
            self._peak = max(self._peak, pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    def _end(self, worker: subprocess.Popen[bytes], how: int) -> None:
        before = _children_cpu()
        worker.send_signal(how)
        worker.wait()
        self._cpu += _children_cpu() - before

    def _ringer(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, __file__, "--ring", str(self._arguments.critical)])


def _children_cpu() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _fill(count: int, channel: str, hook_port: int) -> None:
    """A desk, an edition in force, and so many people who wait to be told of it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from tocsin.accounts.bulk_rows import insert_rows, stored
    from tocsin.accounts.secrets import encrypt, fingerprint
    from tocsin.delivery.outbox import enqueue_people
    from tocsin.delivery.tests.rows import World
    from tocsin.exposure.exposure_rows import Finding, write_findings
    from tocsin.exposure.models import Contact, Person

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    moment = stored(now)
    with transaction.atomic():
        world = World(now)
        edition = world.edition()
        numbers = range(1, count + 1)
        columns = (
            "id", "organisation", "key", "name", "language", "timezone", "active", "link_version", "created_at",
        )  # fmt: skip
        insert_rows(
            Person,
            columns,
            (
                (n, world.desk.pk, f"P-{n}", f"Person {n}", "en", "Africa/Nairobi", True, 1, moment)
                for n in numbers
            ),
        )
        address = {
            "email": "p{}@field.example".format,
            "webhook": f"http://127.0.0.1:{hook_port}/hook/{{}}".format,
        }[channel]
        secret = encrypt(SECRET) if channel == "webhook" else ""
        insert_rows(
            Contact,
            ("person", "kind", "address", "fingerprint", "secret", "position"),
            ((n, channel, encrypt(address(n)), fingerprint(address(n)), secret, 0) for n in numbers),
        )
        write_findings(
            edition.pk,
            (
                Finding(n, "exposed", "inside", f"Person {n} is in Nairobi, {n % 9} km from the march.")
                for n in numbers
            ),
        )
        for start in range(0, count, 5000):
            enqueue_people(edition, list(numbers[start : start + 5000]), now=now)
        if connection.vendor == "postgresql":
            # Numbers were given by hand; the next person gets the next one.
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence('exposure_person', 'id'), %s)", [count + 1]
                )
    connection.close()


def _work() -> int:
    """Be one worker, until told to stop."""
    import threading

    import django

    django.setup()
    from tocsin.delivery.worker import work

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    work(stop)
    return 0


def _ring(count: int) -> int:
    """Commit one Critical message after the other, twenty a second, and leave word of when each was committed."""
    import django

    django.setup()
    from django.db import transaction

    from tocsin.accounts.models import Organisation
    from tocsin.alerts.models import Alert, Edition
    from tocsin.delivery.models import Delivery
    from tocsin.exposure.models import Contact, Person

    time.sleep(1.0)
    edition, desk = Edition.objects.get(), Organisation.objects.get()
    assert Alert.objects.get().pk == edition.alert_id
    word = Path(os.environ["TOCSIN_HOME"]) / "rung"
    with word.open("w") as out:
        for number in range(count):
            now = datetime.now(UTC)
            with transaction.atomic():
                person = Person.objects.create(
                    organisation=desk, key=f"C-{number}", name=f"Critical {number}", created_at=now
                )
                contact = Contact.objects.create(
                    person=person, kind="email", address=f"c{number}@field.example", fingerprint=f"c{number}"
                )
                Delivery.objects.create(
                    organisation=desk, edition=edition, person=person, contact=contact, channel="email",
                    rule="exposed", reason="In the way.", critical=True, message_id=f"critical-{number}", due_at=now,
                    expires_at=now + timedelta(hours=1), created_at=now,
                )  # fmt: skip
            out.write(f"critical-{number} {time.time()}\n")
            out.flush()
            time.sleep(0.05)
    return 0


def _waits(tally: Any) -> list[float]:
    word = Path(os.environ["TOCSIN_HOME"]) / "rung"
    rung = dict(line.split() for line in word.read_text().splitlines())
    return [tally.at[name] - float(at) for name, at in rung.items() if name in tally.at]


if __name__ == "__main__":
    sys.exit(main())
