"""A publication reaches everybody in the way, in short steps; a worker that is killed loses and doubles nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from itertools import count, groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.accounts.models import AuditEntry
from tocsin.delivery import fan_out
from tocsin.delivery.models import Delivery
from tocsin.delivery.roll_call import roll_call
from tocsin.delivery.tests.rows import World
from tocsin.exposure.models import Exposure
from tocsin.exposure.subscriptions import subscribe
from tocsin.geo import Area

KENYA = Area(countries=("KE",)).to_geojson()
ELSEWHERE = Area(countries=("UG",)).to_geojson()
PEOPLE = 300


@given(st.sets(st.integers(1, 2**50)).map(sorted))
def test_a_packed_list_is_the_list(numbers: list[int]) -> None:
    packed = fan_out.pack(np.array(numbers, np.int64))
    assert fan_out.unpack(packed).tolist() == numbers


@pytest.mark.django_db
def test_every_step_is_committed_with_how_far_it_came_and_a_second_run_adds_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "STAYS_AT_ONCE", 2)
    people = [world.person(f"p{number}") for number in range(5)]
    edition = world.edition(area=KENYA)
    job = fan_out.open_fan_out(edition, now=world.now)
    calls = iter([False, False, True])
    assert not fan_out.expand(job.pk, clock=lambda: world.now, stop=lambda: next(calls))
    job.refresh_from_db()
    assert (job.done, job.total, Exposure.objects.count(), Delivery.objects.count()) == (4, 5, 4, 4)
    assert fan_out.expand_all(clock=lambda: world.now) == 1
    job.refresh_from_db()
    assert (job.done, job.exposures, job.deliveries, bytes(job.subjects)) == (5, 5, 5, b"")
    assert {row.person for row in Delivery.objects.all()} == set(people)
    assert fan_out.expand_all(clock=lambda: world.now) == 0
    assert fan_out.expand(job.pk, clock=lambda: world.now)
    assert Exposure.objects.count() == 5
    assert AuditEntry.objects.get(action="edition.match").detail["rules"] == {"same-country": 5}


@pytest.mark.django_db
def test_an_update_tells_those_newly_out_once_and_the_all_clear_tells_all(world: World) -> None:
    mira = world.person("Mira")
    stay = mira.trips.get().stays.get()
    stay.longitude, stay.latitude = 36.82, -1.29
    stay.save()
    number = iter(range(10))

    def news(message_type: str, area: dict[str, object]) -> list[tuple[str, str]]:
        edition = world.edition(message_type, area=area, hours=24 + next(number))
        job = fan_out.open_fan_out(edition, now=world.now)
        fan_out.expand(job.pk, clock=lambda: world.now)
        return [(row.person.name, row.news) for row in edition.exposures.all()]

    assert news("Alert", KENYA) == [("Mira", "in")]
    assert news("Update", KENYA) == [("Mira", "still")]
    assert news("Update", ELSEWHERE) == [("Mira", "out")]
    assert news("Update", ELSEWHERE) == []
    assert news("Update", KENYA) == [("Mira", "in")]
    assert news("Update", ELSEWHERE) == [("Mira", "out")]
    assert news("Cancel", ELSEWHERE) == [("Mira", "out")]
    assert mira.exposures.count() == 6


@pytest.mark.django_db
def test_a_subscriber_is_told_and_not_asked(world: World) -> None:
    mira, omar = world.person("Mira"), world.person("Omar")
    omar.trips.all().delete()
    subscribe(omar, actor="Ana", now=world.now, countries=["KE"])
    edition = world.edition(area=KENYA)
    fan_out.expand(fan_out.open_fan_out(edition, now=world.now).pk, clock=lambda: world.now)
    assert set(edition.deliveries.values_list("person__name", flat=True)) == {"Mira", "Omar"}
    assert [line.person for line in roll_call(edition, now=world.now).lines] == [mira]


def levels_written() -> list[tuple[str, int]]:
    """How many rows of which level were written one after the other."""
    written = Delivery.objects.order_by("pk").values_list("edition__level", flat=True)
    return [(level, len(list(rows))) for level, rows in groupby(written)]


@pytest.mark.django_db
def test_the_most_urgent_job_comes_first_and_of_two_alike_the_older(world: World) -> None:
    world.person("Mira")
    editions = {}
    for number, level in enumerate(["Notice", "Advisory", "Warning", "Critical", "Warning"]):
        world.another_alert(f"2017-9{number}")
        editions[number] = world.edition(level=level, area=KENYA)
        fan_out.open_fan_out(editions[number], now=world.now)
    assert fan_out.expand_all(clock=lambda: world.now) == 5
    written = list(Delivery.objects.order_by("pk").values_list("edition", flat=True))
    assert written == [editions[number].pk for number in (3, 2, 4, 1, 0)]


@pytest.mark.django_db
def test_a_critical_that_comes_while_an_advisory_is_half_written_is_written_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "STAYS_AT_ONCE", 1)
    for number in range(6):
        world.person(f"p{number}")
    advisory = fan_out.open_fan_out(world.edition(level="Advisory", area=KENYA), now=world.now)
    parts = count(1)

    def clock() -> datetime:
        # It is asked once at first, for what was set aside, and then once for each part.
        if next(parts) == 4:
            world.another_alert()
            fan_out.open_fan_out(world.edition(level="Critical", area=KENYA), now=world.now)
        return world.now

    assert fan_out.expand_all(clock=clock) == 2
    assert levels_written() == [("Advisory", 3), ("Critical", 6), ("Advisory", 3)]
    advisory.refresh_from_db()
    assert (advisory.done, advisory.deliveries) == (6, 6)
    assert len(set(Delivery.objects.values_list("edition", "person"))) == 12


def test_an_advisory_goes_on_after_a_critical_also_when_the_worker_was_killed_in_both(tmp_path: Path) -> None:
    environment = {
        **os.environ, "TOCSIN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tocsin.project.settings",
        "TOCSIN_DATABASE_URL": "",
    }  # fmt: skip

    def start(verb: str, count: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tocsin.delivery.tests.crash_rig", verb, str(count)]
        return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)

    def ask(question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(tmp_path / "tocsin.db", timeout=20)) as database, database:
            return database.execute(question).fetchall()

    def done(level: str) -> int:
        ((steps,),) = ask(
            "SELECT done FROM delivery_fanout JOIN alerts_edition AS edition ON edition.id = edition_id "
            f"WHERE edition.level = '{level}'"
        )
        return int(str(steps))

    def work_and_be_killed(level: str, wanted: int) -> None:
        worker = start("fan-out", 1)
        end = time.monotonic() + 60
        while done(level) < wanted and worker.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.002)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()

    assert start("fill-two", 100).wait(120) == 0
    # The Critical is not published yet.
    ask("UPDATE delivery_fanout SET finished_at = created_at WHERE id = 2")
    work_and_be_killed("Advisory", 15)
    half = done("Advisory")
    assert 15 <= half < 100
    ask("UPDATE delivery_fanout SET finished_at = NULL WHERE id = 2")
    work_and_be_killed("Critical", 15)
    assert done("Advisory") == half
    assert start("fan-out", 50).wait(60) == 0
    written = ask(
        "SELECT edition.level FROM delivery_delivery AS row JOIN alerts_edition AS edition ON edition.id = edition_id "
        "ORDER BY row.id"
    )
    runs = [(level, len(list(rows))) for (level,), rows in groupby(written)]
    assert runs == [("Advisory", half), ("Critical", 100), ("Advisory", 100 - half)]


def test_killed_in_the_middle_it_goes_on_where_it_was(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    environment = {
        **os.environ, "TOCSIN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tocsin.project.settings",
        "TOCSIN_DATABASE_URL": "",
    }  # fmt: skip

    def start(verb: str, count: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tocsin.delivery.tests.crash_rig", verb, str(count)]
        return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)

    def state() -> tuple[int, int, int]:
        with closing(sqlite3.connect(tmp_path / "tocsin.db", timeout=20)) as database:
            query = "SELECT (SELECT done FROM delivery_fanout), (SELECT count(*) FROM exposure_exposure), "
            return database.execute(query + "(SELECT count(*) FROM delivery_delivery)").fetchone()

    assert start("fill-fan-out", PEOPLE).wait(120) == 0
    stopped_at = []
    for wanted in (20, 80, 150):
        worker = start("fan-out", 1)
        end = time.monotonic() + 60
        while state()[0] < wanted and worker.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.002)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        done, exposures, deliveries = state()
        assert done == exposures == deliveries, "what is committed is committed together"
        stopped_at.append(done)
    assert start("fan-out", 50).wait(60) == 0
    record_property("killed at", stopped_at)
    assert state() == (PEOPLE, PEOPLE, PEOPLE)
    assert stopped_at[0] < PEOPLE
