"""One run of sending: the sinks, the workers, the kills, and what arrived."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import delivery_world
from delivery_processes import Crew, Gate, cpu_of, start_role
from delivery_sinks import Connection, MailSink, Tally, WebhookSink, listen
from postgresql_server import Server

#: Without an arrival for so many seconds the rest is lost.
STALL = 30.0
#: Data that a killed worker has sent is read within this time; it is no sign of life.
_ECHO = 0.05
#: Seconds between two looks at what the workers use.
_LOOK = 0.25
#: What every line has; None where it means nothing.
KEYS = (
    "run", "database", "workers", "messages", "kills", "lost", "doubled", "per_second", "median_ms", "p99_ms", "memory_mb",
)  # fmt: skip


def line(**values: Any) -> dict[str, Any]:
    """Return the line of a result: the keys that every line has, then those that only this one has."""
    return {**dict.fromkeys(KEYS), **values}


def middle_and_last(seconds: Sequence[float]) -> dict[str, float | None]:
    """Return the median and the 99th percentile in milliseconds."""
    if not seconds:
        return {"median_ms": None, "p99_ms": None}
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {"median_ms": round(statistics.median(ordered) * 1e3, 1), "p99_ms": round(last * 1e3, 1)}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured: `critical` Critical editions beside the rest; `server_kills` times the database is killed."""

    run: str
    database: str
    recipients: int
    workers: int = 1
    kills: int = 0
    channel: str = "email"
    critical: int = 0
    server_kills: int = 0
    peer: str = ""


class Killer:
    """Ends one worker by SIGKILL at moments drawn at random, evenly over a run, and starts another."""

    def __init__(self, tally: Tally, crew: Crew, *, kills: int, over: int) -> None:
        self._tally, self._crew, self._left = tally, crew, kills
        self._step = over // (kills + 1) if kills else 0
        self._next, self._killed_at = 0, 0.0
        self._echoes: list[tuple[float, Connection]] | None = None
        self._armed = False
        #: Seconds from each kill to the next message by a connection that it did not end.
        self.again: list[float] = []

    def begin(self) -> None:
        """Draw the first moment."""
        self._plan()

    def arrived(self, connection: Connection) -> None:
        """Look at each arrival: is it the sign of life after a kill, is it time for the next."""
        if self._echoes is not None:
            self._echoes.append((self._tally.last, connection))
        elif self._armed:
            self._armed = False
            self.again.append(self._tally.last - self._killed_at)
        if self._next and self._tally.count >= self._next:
            self._next = 0
            asyncio.get_running_loop().call_later(random.random() * 0.03, self._kill)

    def _plan(self) -> None:
        if self._left:
            self._next = self._tally.count + random.randint(self._step // 2, max(1, self._step))

    def _kill(self) -> None:
        if self._echoes is not None or self._armed:
            # Nothing came since the last one: it waits for its turn.
            asyncio.get_running_loop().call_later(0.02, self._kill)
            return
        self._left -= 1
        self._tally.kills += 1
        self._killed_at, self._echoes = time.time(), []
        self._crew.kill(random.randrange(self._crew.size))
        asyncio.get_running_loop().call_later(_ECHO, self._listen)
        self._plan()

    def _listen(self) -> None:
        heard = [at for at, connection in self._echoes or [] if connection.closed_at_kill is None]
        self._echoes = None
        if heard:
            self.again.append(heard[0] - self._killed_at)
        else:
            self._armed = True


class Sending:
    """The sinks and a crew, from the first message to the last."""

    def __init__(self, order: Order, folder: Path, words: Sequence[str]) -> None:
        self.order = order
        self.tally = Tally()
        self.gate = Gate(folder)
        self.crew = Crew(words, self.gate)
        self.killer = Killer(self.tally, self.crew, kills=order.kills, over=order.recipients + order.critical)
        #: Processes that serve the workers (database, broker), whose processor time is shown apart.
        self.servers: list[int] = []
        #: What is done once so many messages have come, in order.
        self.moments: list[tuple[int, Callable[[], object]]] = []
        self._sink_cpu = self._server_cpu = 0.0

    async def listen(self) -> int:
        """Start the sinks, say where they are in the environment, and return the port for webhooks."""
        self._sinks = [await listen(self.tally, MailSink), await listen(self.tally, WebhookSink)]
        os.environ["TOCSIN_SMTP_ADDRESS"] = f"smtp://127.0.0.1:{self._sinks[0][1]}"
        os.environ["TOCSIN_PRIVATE_HOSTS"] = "127.0.0.1"
        return self._sinks[1][1]

    async def send(
        self,
        expected: int,
        *,
        settled: Callable[[], bool] | None = None,
        quiet: float = 0.0,
        stall: float = STALL,
    ) -> None:
        """Let the crew send; return when `expected` messages came and `settled` agrees, or nothing came for `stall` seconds.

        Then `quiet` seconds have to pass without an arrival: some queues bring their copies late.
        """
        self.gate.shut()
        for _ in range(self.order.workers):
            self.crew.start()
        await asyncio.to_thread(self.crew.wait_until_ready)
        self.tally.after = self.killer.arrived
        self.killer.begin()
        sink, served, started = time.process_time(), self._served(), time.time()
        next_look = 0.0
        self.gate.open()
        while len(self.tally.seen) < expected and time.time() - max(started, self.tally.last) < stall:
            while self.moments and self.tally.count >= self.moments[0][0]:
                self.moments.pop(0)[1]()
            await asyncio.sleep(0.05)
            # Looking at others is no work of the sink.
            looked = time.process_time()
            if time.monotonic() > next_look:
                self.crew.measure()
                next_look = time.monotonic() + _LOOK
            sink += time.process_time() - looked
        self._sink_cpu, self._server_cpu = time.process_time() - sink, self._served() - served
        if settled is not None:
            await asyncio.to_thread(_wait_for, settled, STALL)
        self.crew.measure()
        is_quiet = lambda: time.time() - self.tally.last >= quiet  # noqa: E731
        await asyncio.to_thread(_wait_for, is_quiet, float("inf"))

    def stop(self) -> None:
        """Leave nobody behind."""
        self.gate.open()
        self.crew.dismiss()

    def result(self, expected: set[str]) -> dict[str, Any]:
        """Return the line of what came, held against the ids that were to come."""
        order, tally, crew = self.order, self.tally, self.crew
        strangers = tally.seen.keys() - expected
        if strangers:
            raise RuntimeError(
                f"{len(strangers)} messages came under ids that nobody wrote: {min(strangers)}"
            )
        seconds = max(1e-9, tally.last - tally.first)
        count = max(1, tally.count)
        values = line(
            run=order.run, database=order.database, workers=order.workers, messages=len(expected),
            kills=tally.kills, lost=len(expected - tally.seen.keys()), doubled=tally.doubled,
            per_second=round(len(tally.seen) / seconds), memory_mb=round(crew.peak),
            minutes=round(seconds / 60, 2), cpu_us=round(crew.used / count * 1e6),
            start_cpu_ms=round(crew.starting * 1e3), sink_cpu_us=round(self._sink_cpu / count * 1e6),
            sink_busy=round(self._sink_cpu / seconds, 2),
        )  # fmt: skip
        if self.servers:
            values["server_cpu_us"] = round(self._server_cpu / count * 1e6)
        if tally.kills:
            by_kill = tally.doubled_by_kill()
            values["doubled_at_most"] = max((many for kill, many in by_kill.items() if kill), default=0)
            values["doubled_without_kill"] = by_kill[0]
            again = middle_and_last(self.killer.again)
            values["again_median_ms"] = again["median_ms"]
            values["again_most_ms"] = round(max(self.killer.again, default=0.0) * 1e3, 1)
        return values

    def _served(self) -> float:
        return sum(map(cpu_of, self.servers))


def _wait_for(settled: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not settled():
        time.sleep(0.05)


async def run_sending(order: Order, folder: Path, server: Server | None) -> dict[str, Any]:
    """Fill an instance, let it be sent, and return the line."""
    sending = Sending(order, folder, ["work"])
    hook_port = await sending.listen()
    await asyncio.to_thread(delivery_world.fill, order.recipients, channel=order.channel, hook_port=hook_port)
    expected = await asyncio.to_thread(delivery_world.waiting_ids)
    ringer: list[subprocess.Popen[bytes]] = []
    if order.critical:
        sending.tally.timed = True
        sending.moments.append(
            (order.recipients // 20, lambda: ringer.append(start_role("ring", str(order.critical))))
        )
    failures: list[asyncio.Task[None]] = []
    if server is not None:
        sending.servers.append(server.pid)
        for number in range(order.server_kills):
            step = order.recipients // (order.server_kills + 1)
            at = step * number + random.randint(step // 2, step)
            sending.moments.append((at, lambda: failures.append(asyncio.create_task(_fail(server)))))
    try:
        await sending.send(order.recipients + order.critical, settled=delivery_world.is_settled)
    finally:
        for process in ringer:
            process.kill()
            process.wait()
        sending.stop()
    for failure in failures:
        await failure
    rung = _rung(folder) if order.critical else {}
    values = sending.result(expected | rung.keys())
    if rung:
        at = sending.tally.at
        values.update(middle_and_last([at[one] - when for one, when in rung.items() if one in at]))
        values["critical"] = len(rung)
    if order.server_kills:
        values["kills"] = len(failures)
        values["killed"] = "the database server"
        del values["server_cpu_us"]
    return values


async def _fail(server: Server) -> None:
    """Kill the database server, and bring it back after a second."""
    await asyncio.to_thread(server.kill)
    await asyncio.sleep(1.0)
    await asyncio.to_thread(server.start)


def _rung(folder: Path) -> dict[str, float]:
    words = (folder / "rung").read_text().split()
    return dict(zip(words[::2], map(float, words[1::2]), strict=True))
