"""The same code runs on PostgreSQL: the rooms' database tests, once more, on a server of our own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["accounts", "sources", "incidents", "alerts", "exposure", "delivery", "publishing", "desk"]

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_INITDB = _BINARIES[-1] if _BINARIES else shutil.which("initdb")

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(not _INITDB, reason="PostgreSQL's server programs are not installed"),
    pytest.mark.skipif(
        bool(os.environ.get("TOCSIN_DATABASE_URL")), reason="this run is on another database already"
    ),
]


@pytest.fixture
def server() -> Iterator[str]:
    """A PostgreSQL server on loopback with a free port; yields its address."""
    binaries = Path(str(_INITDB)).parent
    # The server refuses to run as root.
    as_user = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    )
    with tempfile.TemporaryDirectory(prefix="tocsin-pg-") as folder, socket.socket() as probe:
        if as_user:
            shutil.chown(folder, "postgres", "postgres")
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        data = Path(folder) / "data"
        subprocess.run(
            [
                *as_user,
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "tocsin",
                "--auth=trust",
                "-E",
                "UTF8",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=60"
        control = [*as_user, binaries / "pg_ctl", "-D", data, "-w"]
        subprocess.run(
            [*control, "-o", options, "-l", Path(folder) / "log", "start"],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        try:
            yield f"postgresql://tocsin@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                [*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder
            )


def test_the_rooms_pass_their_tests_on_postgresql(server: str) -> None:
    paths = [f"tocsin/{room}" for room in ROOMS]
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *paths,
            "-m",
            "not browser and not shared",
            "-p",
            "no:cacheprovider",
            "-n",
            "2",
            "--dist",
            "loadfile",
        ],
        cwd=ROOT,
        env={**os.environ, "TOCSIN_DATABASE_URL": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
