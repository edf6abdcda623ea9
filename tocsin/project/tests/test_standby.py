"""Whoever stands by takes over at once, hands signals on, and leaves nobody behind who works on unseen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin.project.standby import AFTER_KILL, PAUSES, pause_after

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")

#: A worker that says its number and works until it is told to stop.
_RIG = """
import os, signal, sys, time
from pathlib import Path
from tocsin.project.standby import stand_by

told = Path(sys.argv[1])

def work():
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(1))
    with told.open("a") as out:
        out.write(f"{os.getpid()}\\n")
    if sys.argv[2] == "breaks":
        raise RuntimeError("it is broken")
    if sys.argv[2] == "ends":
        return
    while not stopped:
        time.sleep(0.01)
    with told.open("a") as out:
        out.write("stopped\\n")

sys.exit(stand_by(work))
"""


class Rig:
    """One who stands by, in a process of its own, and what its workers said."""

    def __init__(self, told: Path, manner: str) -> None:
        self._told = told
        self.process = subprocess.Popen(
            [sys.executable, "-c", _RIG, str(told), manner], stderr=subprocess.PIPE
        )

    @property
    def said(self) -> list[str]:
        return self._told.read_text().splitlines() if self._told.exists() else []

    @property
    def workers(self) -> list[int]:
        return [int(line) for line in self.said if line.isdecimal()]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[[str], Rig]]:
    begun: list[Rig] = []

    def made(manner: str = "works") -> Rig:
        begun.append(Rig(tmp_path / "told", manner))
        return begun[-1]

    yield made
    for rig in begun:
        rig.process.kill()
        rig.process.wait(20)
        assert rig.process.stderr is not None
        rig.process.stderr.close()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_worker_is_followed_by_another(begin: Callable[..., Rig]) -> None:
    rig = begin()
    for kills in range(1, 4):
        until(lambda kills=kills: len(rig.workers) == kills)
        os.kill(rig.workers[-1], signal.SIGKILL)
    until(lambda: len(rig.workers) == 4)
    assert len(set(rig.workers)) == 4
    assert rig.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_stop_is_handed_on_and_its_end_awaited(begin: Callable[..., Rig], number: int) -> None:
    rig = begin()
    until(lambda: len(rig.workers) == 1)
    rig.process.send_signal(number)
    rig.process.wait(20)
    assert len(rig.workers) == 1
    if number == signal.SIGTERM:
        assert (rig.process.returncode, rig.said[-1]) == (0, "stopped")


def test_nobody_works_on_when_whoever_stands_by_was_killed(begin: Callable[..., Rig]) -> None:
    rig = begin()
    until(lambda: len(rig.workers) == 1)
    rig.process.kill()
    rig.process.wait(20)
    until(lambda: rig.said[-1] == "stopped")
    until(lambda: not is_alive(rig.workers[0]))


def test_work_that_ends_by_itself_is_not_begun_again(begin: Callable[..., Rig]) -> None:
    rig = begin("ends")
    assert rig.process.wait(20) == 0
    assert len(rig.workers) == 1


def test_what_is_broken_is_tried_again_ever_more_slowly_and_can_be_stopped(begin: Callable[..., Rig]) -> None:
    rig = begin("breaks")
    until(lambda: len(rig.workers) == 2)
    rig.process.terminate()
    # It was told to stop, so it says how its last worker ended.
    assert rig.process.wait(20) in (0, 1)
    assert rig.process.stderr is not None
    assert b"it is broken" in rig.process.stderr.read()
    assert len(rig.workers) < 6


def test_what_is_broken_waits_longer_each_time_and_what_was_killed_does_not() -> None:
    assert [pause_after(1, quick) for quick in range(7)] == [*PAUSES, PAUSES[-1]]
    assert pause_after(-signal.SIGSEGV, 5) == PAUSES[5]
    assert max(pause_after(-signal.SIGKILL, quick) for quick in range(9)) == AFTER_KILL
