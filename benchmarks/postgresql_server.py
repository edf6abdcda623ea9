"""A PostgreSQL server of the benchmark's own: on loopback, with a free port and a folder of its own, stopped at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

#: The same for every method that runs on it. One process answers one question, as on SQLite.
SETTINGS = {
    "shared_buffers": "4GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "2GB",
    "effective_cache_size": "12GB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "checkpoint_timeout": "30min",
}


def programs() -> Path | None:
    """Return the folder of the newest server programs; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


class Server:
    """One server on a folder and a port; `kill` ends it as a power cut would, `start` brings it back."""

    def __init__(self, folder: Path) -> None:
        binaries = programs()
        if binaries is None:
            raise FileNotFoundError("PostgreSQL's server programs are not installed.")
        # The server refuses to run as root.
        root = os.geteuid() == 0
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if root else []
        folder.mkdir(parents=True, exist_ok=True)
        if root:
            shutil.chown(folder, "postgres", "postgres")
        self._folder, self._data = folder, folder / "data"
        if not self._data.exists():
            make = [binaries / "initdb", "-D", self._data, "-U", "bench", "--auth=trust", "-E", "UTF8"]
            subprocess.run([*as_user, *make, "--locale=C"], check=True, capture_output=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._command = [
            *as_user,
            binaries / "postgres",
            "-D",
            self._data,
            "-p",
            str(self.port),
            "-k",
            folder,
        ]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the process that started all others."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and return when it answers. Raises RuntimeError with its own words where it does not start."""
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        options += ["-c", "listen_addresses=127.0.0.1"]
        log = self._folder / "log"
        with log.open("a") as out:
            # A child of ours: a server that was killed and that nobody waits for would pass for a running one.
            self._process = subprocess.Popen(
                [*self._command, *options], stdout=out, stderr=out, start_new_session=True
            )
        while self._process.poll() is None:
            with suppress(psycopg.OperationalError):
                psycopg.connect(f"host=127.0.0.1 port={self.port} user=bench dbname=postgres").close()
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End every process of it by SIGKILL; return when they are gone."""
        first = self.pid
        # Held first, so that it starts no other meanwhile.
        os.kill(first, signal.SIGSTOP)
        children = (Path(f"/proc/{first}/task") / str(first) / "children").read_text().split()
        every = [first, *map(int, children)]
        for pid in every:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert self._process is not None
        self._process.wait()
        while any(_runs(pid) for pid in every):
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it in an orderly way, without waiting for its clients."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] not in "ZX"
    except OSError:
        return False


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start a server on `folder`, made where it is not there yet, with an empty database `bench`; yield the server."""
    one = Server(folder)
    one.start()
    try:
        address = f"host=127.0.0.1 port={one.port} user=bench"
        with psycopg.connect(f"{address} dbname=postgres", autocommit=True) as first:
            if not first.execute("SELECT 1 FROM pg_database WHERE datname = 'bench'").fetchone():
                first.execute("CREATE DATABASE bench")
        yield one
    finally:
        one.stop()


@contextmanager
def server(folder: Path) -> Iterator[psycopg.Connection]:
    """Start a server on `folder`, made where it is not there yet; yield a connection to its database `bench`."""
    with running(folder) as one:
        address = f"host=127.0.0.1 port={one.port} user=bench dbname=bench"
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection


def has_postgis(connection: psycopg.Connection) -> bool:
    """Return whether the server offers PostGIS, and put it up with btree_gist in the database."""
    offered = connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'").fetchone()
    if offered:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    else:
        print(
            "postgis is skipped: PostGIS is not installed (Debian: postgresql-15-postgis-3).", file=sys.stderr
        )
    return bool(offered)
