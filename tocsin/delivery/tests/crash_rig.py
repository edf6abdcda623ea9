"""One step of the crash test in a process of its own: fill an instance, or work in it."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
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


def work(poll: int, *, now: datetime) -> None:
    from tocsin.delivery.worker import POLL
    from tocsin.delivery.worker import work as loop

    stop = threading.Event()

    def told_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told_to_stop)
    loop(stop, clock=lambda: now, poll=poll or POLL)


def fill_fan_out(count: int, *, now: datetime, levels: tuple[str, ...] = ("Warning",)) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from tocsin.delivery.fan_out import open_fan_out
    from tocsin.delivery.tests.rows import World
    from tocsin.geo import Area

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        world = World(now)
        for number in range(count):
            world.person(f"p{number}")
        for number, level in enumerate(levels):
            world.another_alert(f"2017-1{number}")
            open_fan_out(world.edition(level=level, area=Area(countries=("KE",)).to_geojson()), now=now)


def fill_two(count: int, *, now: datetime) -> None:
    fill_fan_out(count, now=now, levels=("Advisory", "Critical"))


def fan_out(at_once: int, *, now: datetime) -> None:
    from tocsin.delivery import fan_out as job

    job.STAYS_AT_ONCE = at_once
    job.expand_all(clock=lambda: now)


def fill_owners(count: int, *, now: datetime) -> None:
    """An alert that runs out in less than two hours, and so many people on duty."""
    from django.core.management import call_command
    from django.db import transaction

    from tocsin.delivery.tests.rows import World

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        world = World(now)
        for number in range(count):
            world.person(f"p{number}", on_duty=True)
        world.edition(hours=1)


def ask_owners(seconds: int, *, now: datetime) -> None:
    """What a worker does for owners, again and again until it is killed."""
    import time

    from django.db import connection

    from tocsin.delivery.expiry_warning import warn_owners
    from tocsin.delivery.owner_post import post_notices

    moment = now + timedelta(minutes=50)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        warn_owners(now=moment)
        post_notices(clock=lambda: moment)
        connection.close()
        time.sleep(0.02)


if __name__ == "__main__":
    django.setup()
    {
        "fill": fill,
        "work": work,
        "fill-fan-out": fill_fan_out,
        "fill-two": fill_two,
        "fan-out": fan_out,
        "fill-owners": fill_owners,
        "ask-owners": ask_owners,
    }[sys.argv[1]](int(sys.argv[2]), now=datetime(2017, 7, 15, 12, tzinfo=UTC))
