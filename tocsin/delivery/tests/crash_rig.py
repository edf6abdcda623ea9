"""One step of the crash test in a process of its own: fill an instance, or work in it."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC, datetime
from types import FrameType

import django


def fill(count: int, *, now: datetime) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from tocsin.delivery.tests.rows import World

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        world = World(now)
        world.queued(*(world.person(f"p{number}") for number in range(count)))


def work(_: int, *, now: datetime) -> None:
    from tocsin.delivery.worker import work as loop

    stop = threading.Event()

    def told_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told_to_stop)
    loop(stop, clock=lambda: now)


if __name__ == "__main__":
    django.setup()
    {"fill": fill, "work": work}[sys.argv[1]](int(sys.argv[2]), now=datetime(2017, 7, 15, 12, tzinfo=UTC))
