"""What runs in a process of its own during the benchmark of delivery: `python delivery_roles.py ROLE WORD ...`."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _gate() -> object:
    from delivery_processes import Gate

    return Gate(Path(os.environ["TOCSIN_HOME"]))


def _set_up() -> None:
    import django

    django.setup()


def work() -> None:
    """Be one worker of Tocsin as `tocsin work` is, one who stands by and one who sends, until told to stop."""
    _set_up()
    from tocsin.delivery.worker import work as deliver
    from tocsin.project.standby import stand_by
    from tocsin.project.worker import load

    def send() -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        deliver(stop)

    load()
    _gate().pass_through()  # type: ignore[attr-defined]
    sys.exit(stand_by(send))


def ring(count: str) -> None:
    """Commit one Critical edition after the other, twenty a second but never in step, and leave word of each."""
    _set_up()
    from delivery_world import criticals

    with (Path(os.environ["TOCSIN_HOME"]) / "rung").open("w") as out:
        for message_id, at in criticals(int(count)):
            out.write(f"{message_id} {at}\n")
            out.flush()
            time.sleep(random.uniform(0.02, 0.08))


def escalate() -> None:
    """Take the steps that are due, and print what that took as JSON."""
    _set_up()
    from delivery_escalation import take_steps

    take_steps(_gate().pass_through)  # type: ignore[attr-defined]


def answer(how: str) -> None:
    """Record an answer of everybody who was told, `one` by one or `together`, and print what that took as JSON."""
    _set_up()
    from delivery_answers import record_all

    record_all(how)


def tap(port: str, seconds: str) -> None:
    """Press the button on everybody's answer page within so many seconds, and print what came of it as JSON."""
    from delivery_answers import press_all

    press_all(int(port), float(seconds))


def peer(name: str) -> None:
    """Be one worker of a peer, until told to stop."""
    from delivery_peers import PEERS

    PEERS[name]().work(_gate())  # type: ignore[arg-type]


def fill_peer(name: str, count: str) -> None:
    """Put so many messages into a peer's queue."""
    from delivery_peers import PEERS

    PEERS[name]().fill(int(count))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    role, *words = sys.argv[1:]
    {
        "work": work, "ring": ring, "escalate": escalate, "answer": answer, "tap": tap, "peer": peer,
        "fill-peer": fill_peer,
    }[role](*words)  # fmt: skip
