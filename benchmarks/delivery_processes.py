"""Processes that the benchmark starts: workers that are killed and started anew, with what they cost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROLES = Path(__file__).with_name("delivery_roles.py")
_TICK = os.sysconf("SC_CLK_TCK")


def start_role(*words: str, **options: object) -> subprocess.Popen[bytes]:
    """Start one of the roles of delivery_roles.py in a session of its own."""
    return subprocess.Popen([sys.executable, str(ROLES), *words], start_new_session=True, **options)  # type: ignore[call-overload,no-any-return]


def tree(pid: int) -> Iterator[int]:
    """Yield the process and everything that it started and that still runs."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            numbers = children.read_text().split()
        except OSError:
            continue
        for number in numbers:
            yield from tree(int(number))


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time of a process and its children, those that ended included; 0 where it is gone."""
    total = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / _TICK


def memory_of(pid: int) -> float:
    """Return the megabytes that a process and its children have in memory now; what they share counts once (PSS)."""
    kilobytes = 0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes * 1024 / 1e6


class Gate:
    """Workers that are ready wait here, so that starting is not measured as sending."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shut = folder / "gate-is-shut"

    def shut(self) -> None:
        """Let nobody through from now on."""
        self._shut.touch()

    def open(self) -> None:
        """Let everybody through."""
        self._shut.unlink(missing_ok=True)

    def pass_through(self) -> None:
        """Called by a worker that is ready: leave word of the processor time until now, and wait while the gate is shut."""
        own = cpu_of(os.getpid())
        (self._folder / f"ready-{os.getpid()}.part").write_text(str(own))
        (self._folder / f"ready-{os.getpid()}.part").rename(self._folder / f"ready-{os.getpid()}")
        while self._shut.exists():
            time.sleep(0.005)

    def started_with(self, pid: int) -> float | None:
        """Return the processor time with which a worker was ready; None while it is not."""
        try:
            return float((self._folder / f"ready-{pid}").read_text())
        except FileNotFoundError:
            return None


@dataclass
class _Member:
    """One worker with what it had used when it was looked at last."""

    process: subprocess.Popen[bytes]
    cpu: float = 0.0


@dataclass
class Crew:
    """Some workers of one role: started, measured, killed, started anew."""

    words: Sequence[str]
    gate: Gate
    peak: float = 0.0
    _members: list[_Member] = field(default_factory=list)
    _gone: list[_Member] = field(default_factory=list)

    def start(self) -> int:
        """Start one more, and return its number."""
        self._members.append(_Member(start_role(*self.words, stdout=sys.stderr)))
        return self._members[-1].process.pid

    @property
    def size(self) -> int:
        """How many are alive."""
        return len(self._members)

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Return when every one stands at the gate. Raises RuntimeError where one ends before, or takes too long."""
        end = time.monotonic() + seconds
        for member in self._members:
            while self.gate.started_with(member.process.pid) is None:
                if member.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"A worker did not start: {' '.join(self.words)}")
                time.sleep(0.01)

    def measure(self) -> None:
        """Look at the processor time and the memory of those who are alive."""
        for member in self._members:
            if used := cpu_of(member.process.pid):
                member.cpu = used
            self.peak = max(self.peak, memory_of(member.process.pid))

    def kill(self, number: int) -> None:
        """End the worker with that place by SIGKILL; return when it is gone, and begin anew what does not do so itself.

        Of Tocsin's it is the one who sends that is killed: another, who stood by, goes on. Of a peer it is the process with
        everything that it started.
        """
        member = self._members[number]
        sending = [one for one in tree(member.process.pid) if one != member.process.pid]
        if self.words[0] == "work" and sending:
            os.kill(sending[0], signal.SIGKILL)
            return
        self._members.pop(number)
        member.cpu = max(member.cpu, cpu_of(member.process.pid))
        self._gone.append(member)
        os.killpg(member.process.pid, signal.SIGKILL)
        member.process.wait()
        self.start()

    def dismiss(self) -> None:
        """Tell everybody to stop, and end those who do not."""
        for member in self._members:
            member.process.send_signal(signal.SIGTERM)
        for member in self._members:
            with contextlib.suppress(subprocess.TimeoutExpired):
                member.process.wait(8)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(member.process.pid, signal.SIGKILL)
            member.process.wait()
        self._gone += self._members
        self._members = []

    @property
    def used(self) -> float:
        """Seconds of processor time from ready to the last look, of all workers that there were."""
        return sum(max(0.0, one.cpu - (self._ready(one) or one.cpu)) for one in self._all)

    @property
    def starting(self) -> float:
        """Seconds of processor time that one needed on the average until it was ready."""
        known = [ready for one in self._all if (ready := self._ready(one)) is not None]
        return sum(known) / len(known) if known else 0.0

    @property
    def _all(self) -> list[_Member]:
        return [*self._members, *self._gone]

    def _ready(self, member: _Member) -> float | None:
        return self.gate.started_with(member.process.pid)
