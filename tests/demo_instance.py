"""A demo of its own, started as a visitor would start it; several test modules share one."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest

PASSWORD = "ring-the-bell-2017"
_NUMBERS = count(1)


@dataclass
class Demo:
    base: str
    home: Path
    process: subprocess.Popen[str]

    def visitor(self, email: str = "") -> httpx.Client:
        client = httpx.Client(base_url=self.base, follow_redirects=True, timeout=30)
        if email:
            page = client.get("/account/login/")
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
            assert token
            form = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
            assert client.post("/account/login/", data=form).status_code == 200
        return client

    def newcomer(self, role: str = "analyst") -> str:
        """Add somebody whose account a test may change for good, and return the address that they sign in with."""
        address = f"dora{next(_NUMBERS)}@lanternharbour.example"
        said = self.tocsin("user", "add", address, "Dora Lang", "--role", role, "--password", PASSWORD)
        assert said.returncode == 0, said.stderr
        return address

    def tocsin(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tocsin", *words],
            env={**os.environ, "TOCSIN_HOME": str(self.home)}, capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("demo")
    said = tmp_path_factory.mktemp("said") / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "TOCSIN_HOME": str(home)}
    environment.pop("TOCSIN_DATABASE_URL", None)
    log = said.open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "demo", "--port", str(port)], env=environment, stderr=log, text=True
    )
    until = time.monotonic() + 240
    while "Tocsin is at" not in said.read_text():
        assert process.poll() is None, said.read_text()[-4000:]
        assert time.monotonic() < until, said.read_text()[-4000:]
        time.sleep(0.2)
    yield Demo(f"http://127.0.0.1:{port}", home, process)
    process.send_signal(signal.SIGTERM)
    process.wait(20)
