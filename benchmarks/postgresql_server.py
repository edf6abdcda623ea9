"""A PostgreSQL server of the benchmark's own: on loopback, with a free port and a folder of its own, stopped at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def server(folder: Path) -> Iterator[psycopg.Connection]:
    """Start a server on `folder`, made where it is not there yet; yield a connection to its database `bench`."""
    binaries = programs()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL's server programs are not installed.")
    # The server refuses to run as root.
    root = os.geteuid() == 0
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if root else []
    folder.mkdir(parents=True, exist_ok=True)
    if root:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    if not data.exists():
        make = [binaries / "initdb", "-D", data, "-U", "bench", "--auth=trust", "-E", "UTF8", "--locale=C"]
        subprocess.run([*as_user, *make], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -p {port} -k {folder} -c listen_addresses=127.0.0.1"
    control = [*as_user, binaries / "pg_ctl", "-D", data, "-w", "-t", "300"]
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], check=True, capture_output=True)
    try:
        address = f"host=127.0.0.1 port={port} user=bench"
        with psycopg.connect(f"{address} dbname=postgres", autocommit=True) as first:
            if not first.execute("SELECT 1 FROM pg_database WHERE datname = 'bench'").fetchone():
                first.execute("CREATE DATABASE bench")
        with psycopg.connect(f"{address} dbname=bench", autocommit=True) as connection:
            yield connection
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], check=False, capture_output=True)


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
