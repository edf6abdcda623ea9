"""Workers that are killed or told to stop in the middle of sending: nothing is lost, and little is doubled."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.worker import LANES

MAILS = 200
WINDOW = max(lane.window for lane in LANES)


def new_database(of: str = "") -> str:
    """Make an empty database, or a copy of `of`, on the server that this run is on; return its address, '' on SQLite."""
    server = os.environ.get("TOCSIN_DATABASE_URL", "")
    if not server:
        return ""
    name, template = f"crash_{uuid4().hex}", urlsplit(of).path.lstrip("/") or "template1"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def drop_database(address: str) -> None:
    """Remove a database that :func:`new_database` made."""
    if address:
        with psycopg.connect(os.environ["TOCSIN_DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {urlsplit(address).path.lstrip('/')} WITH (FORCE)")


class Rig:
    """An instance with its own database, a file or one of the server's, worked in by processes of their own."""

    def __init__(self, home: Path, port: int = 9, *, database: str | None = None) -> None:
        home.mkdir(exist_ok=True)
        self._home = home
        self.database = new_database() if database is None else database
        self._environment = {
            **os.environ,
            "TOCSIN_HOME": str(home),
            "TOCSIN_SMTP_ADDRESS": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "tocsin.project.settings",
            "TOCSIN_DATABASE_URL": self.database,
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def do(self, verb: str, count: int) -> None:
        command = [sys.executable, "-m", "tocsin.delivery.tests.crash_rig", verb, str(count)]
        subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True)

    def counts(self, column: str, table: str) -> dict[str, int]:
        """How many rows of a table have which word in a column."""
        question = f"SELECT {column}, count(*) FROM {table} GROUP BY {column}"
        if self.database:
            with psycopg.connect(self.database) as server:
                return dict(server.execute(question).fetchall())
        with closing(sqlite3.connect(self._home / "tocsin.db", timeout=20)) as file:
            return dict(file.execute(question))

    def state(self) -> dict[str, dict[str, int]]:
        """How many deliveries stand in which state, and how many attempts came to what."""
        return {
            "states": self.counts("state", "delivery_delivery"),
            "outcomes": self.counts("outcome", "delivery_attempt"),
        }

    def owners(self) -> dict[str, int]:
        """How many messages to owners stand in which state."""
        return self.counts("state", "delivery_ownernotice")

    def worker(self, *, poll: int = 0, verb: str = "work") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tocsin.delivery.tests.crash_rig", verb, str(poll)]
        process = subprocess.Popen(command, env=self._environment, stderr=subprocess.PIPE)
        self._running.append(process)
        return process

    def end(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.kill()
            process.communicate()
        drop_database(self.database)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An instance with mails that wait, made once: its folder and the address of its database."""
    home = tmp_path_factory.mktemp("filled")
    rig = Rig(home)
    rig.do("fill", MAILS)
    yield home, rig.database
    rig.end()


@pytest.fixture
def rig(tmp_path: Path, filled: tuple[Path, str], mail_server: Controller) -> Iterator[Rig]:
    folder, database = filled
    home = tmp_path / "instance"
    shutil.copytree(folder, home)
    rig = Rig(home, mail_server.port, database=new_database(database))
    yield rig
    rig.end()


def until(condition: Callable[[], bool], *, pause: float = 0.01, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(pause)


def ids(mailbox: Mailbox) -> list[str]:
    return [re.search(rb"Message-ID: (\S+)", mail.content)[1].decode() for mail in mailbox.mails]  # type: ignore[index]


def test_a_killed_worker_loses_nothing_and_doubles_at_most_its_window(
    rig: Rig, mailbox: Mailbox, record_property: Callable[[str, object], None]
) -> None:
    dice = random.Random()
    kills = 0
    for _ in range(3):
        so_far = len(mailbox.mails)
        target = so_far + dice.randint(5, 45)
        worker = rig.worker()
        until(lambda target=target: len(mailbox.mails) >= target)  # type: ignore[misc]
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        kills += 1
    last = rig.worker()
    until(lambda: rig.state()["states"] == {"sent": MAILS}, pause=0.25)
    last.terminate()
    assert last.wait(10) == 0
    copies = Counter(ids(mailbox))
    doubled = sum(count - 1 for count in copies.values())
    outcomes = rig.state()["outcomes"]
    record_property("crash", f"{kills} kills, {len(mailbox.mails)} accepted, {doubled} doubled, {outcomes}")
    assert doubled <= WINDOW * kills
    assert doubled <= outcomes["interrupted"] <= WINDOW * kills, "each copy has an attempt that says why"


def test_told_to_stop_a_worker_finishes_what_is_in_flight_and_leaves_the_rest(
    rig: Rig, mailbox: Mailbox
) -> None:
    worker = rig.worker()
    until(lambda: len(mailbox.mails) >= 20)
    worker.terminate()
    assert worker.wait(10) == 0
    states = rig.state()["states"]
    assert "sending" not in states
    assert states["sent"] == len(mailbox.mails) == len(set(ids(mailbox)))
    assert states["sent"] + states.get("queued", 0) == MAILS


def test_two_workers_share_the_work_and_double_nothing(rig: Rig, mailbox: Mailbox) -> None:
    workers = [rig.worker(), rig.worker()]
    until(lambda: rig.state()["states"] == {"sent": MAILS}, pause=0.25)
    for worker in workers:
        worker.terminate()
        # One that was still starting when the other had sent all of them knows of no orderly end yet.
        assert worker.wait(10) in (0, -signal.SIGTERM)
    assert len(mailbox.mails) == len(set(ids(mailbox))) == MAILS


def test_workers_whose_database_hangs_up_go_on_and_take_over_nothing_from_each_other(
    rig: Rig, mailbox: Mailbox
) -> None:
    """Their locks are gone with their connections, but both live: what one has in hand is not sent by the other as well."""
    if not rig.database:
        pytest.skip("SQLite has no connection that could be hung up: this runs in the suite on PostgreSQL.")
    workers = [rig.worker(), rig.worker()]
    for target in (20, 70, 120):
        until(lambda target=target: len(mailbox.mails) >= target)  # type: ignore[misc]
        with psycopg.connect(rig.database, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    until(lambda: rig.state()["states"] == {"sent": MAILS}, pause=0.25)
    for worker in workers:
        assert worker.poll() is None
        worker.terminate()
        assert worker.wait(10) == 0
    assert len(mailbox.mails) == len(set(ids(mailbox))) == MAILS
    assert set(rig.state()["outcomes"]) == {"accepted"}


def test_a_commit_of_another_programme_wakes_a_worker_that_rests(
    tmp_path: Path, mailbox: Mailbox, mail_server: Controller
) -> None:
    """On SQLite, whatever database this run is on: PostgreSQL hears of what the house itself commits. It would look again after ten minutes: only the bell can make it send before the test gives up.

    The row is one that was tried before: a new one goes out whatever its time says, since a clock may have been put back.
    """
    rig = Rig(tmp_path / "home", mail_server.port, database="")
    rig.do("fill", 1)
    path = tmp_path / "home" / "tocsin.db"

    def due(moment: str) -> None:
        with closing(sqlite3.connect(path, timeout=20)) as other, other:
            other.execute(
                "UPDATE delivery_delivery SET due_at = ?, attempts = 1 WHERE state = 'queued'", (moment,)
            )

    try:
        due("2017-07-15 13:00:00")
        worker = rig.worker(poll=600)
        end = time.monotonic() + 60
        while not list((tmp_path / "home" / "workers").glob("*")) and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1.0)
        assert not mailbox.mails
        due("2017-07-15 12:00:00")
        while not mailbox.mails and time.monotonic() < end:
            time.sleep(0.02)
        assert len(mailbox.mails) == 1
        assert worker.poll() is None
    finally:
        rig.end()


def test_of_two_workers_that_ask_the_owners_one_is_killed_and_each_owner_is_asked_once_or_by_one_more_copy(
    tmp_path: Path, mailbox: Mailbox, mail_server: Controller
) -> None:
    owners = 60
    rig = Rig(tmp_path / "home", mail_server.port)
    rig.do("fill-owners", owners)
    try:
        killed, _other = rig.worker(poll=120, verb="ask-owners"), rig.worker(poll=120, verb="ask-owners")
        until(lambda: len(mailbox.mails) >= 5)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        until(lambda: rig.owners() == {"sent": owners}, pause=0.25)
    finally:
        rig.end()
    copies = Counter(ids(mailbox))
    assert len({mail.rcpt_tos[0] for mail in mailbox.mails}) == len(copies) == owners, "one id for each owner"
    assert max(copies.values()) <= 2
    assert sum(copies.values()) - owners <= 50, "no more than one worker had in hand"
