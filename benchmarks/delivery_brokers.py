"""Brokers of the benchmark's own, on loopback with free ports and folders of their own, stopped at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Where Debian keeps the programs that it wraps for its own service.
_HIDDEN = {"rabbitmq-server": Path("/usr/lib/rabbitmq/bin/rabbitmq-server")}


def program(name: str) -> str | None:
    """Return the path of a program; None where it is not installed."""
    hidden = _HIDDEN.get(name)
    return str(hidden) if hidden is not None and hidden.exists() else shutil.which(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], seconds: float, name: str, log: Path) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{name} did not start; the end of its own words: {log.read_text()[-600:]}")


@contextmanager
def redis(folder: Path) -> Iterator[tuple[str, int]]:
    """Start Redis with every command synced to disk; yield its address and its process."""
    port, log = _free_port(), folder / "redis.log"
    options = {
        "port": port,
        "bind": "127.0.0.1",
        "dir": folder,
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    with log.open("w") as out:
        process = subprocess.Popen([str(program("redis-server")), *words], stdout=out, stderr=out)
    try:
        _wait_for(port, process, 10, "Redis", log)
        yield f"redis://127.0.0.1:{port}/0", process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def rabbitmq(folder: Path) -> Iterator[tuple[str, int]]:
    """Start RabbitMQ in a node of its own, with its own name service; yield its address and its process."""
    port, names, between = _free_port(), _free_port(), _free_port()
    home = folder / "rabbitmq"
    home.mkdir()
    (home / "plugins").write_text("[].\n")
    log = home / "log"
    own = {
        "HOME": home, "RABBITMQ_NODENAME": f"bench{port}@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": port, "RABBITMQ_DIST_PORT": between, "RABBITMQ_MNESIA_BASE": home / "mnesia",
        "RABBITMQ_LOG_BASE": home, "RABBITMQ_ENABLED_PLUGINS_FILE": home / "plugins",
        "RABBITMQ_CONFIG_FILE": home / "none", "RABBITMQ_CONF_ENV_FILE": home / "none.conf",
        "RABBITMQ_PID_FILE": home / "pid", "ERL_EPMD_PORT": names, "ERL_EPMD_ADDRESS": "127.0.0.1",
    }  # fmt: skip
    environment = {**os.environ, **{name: str(value) for name, value in own.items()}}
    name_service = subprocess.Popen(
        [str(program("epmd")), "-port", str(names)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with log.open("w") as out:
        process = subprocess.Popen(
            [str(program("rabbitmq-server"))], env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _wait_for(port, process, 90, "RabbitMQ", log)
        yield f"amqp://guest:guest@127.0.0.1:{port}//", process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        name_service.terminate()
        name_service.wait()
