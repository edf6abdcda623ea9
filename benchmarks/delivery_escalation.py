"""How long the steps take for those who do not answer, and how long they keep other writers waiting."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import delivery_world
from delivery_processes import Gate, memory_of, start_role
from delivery_runs import Order, line, middle_and_last
from django.db import transaction


async def run_escalation(order: Order, folder: Path, server: Any) -> dict[str, Any]:
    """Publish a Warning half an hour ago, with nobody's answer, and take the first step for all of them, with one process or more."""
    await asyncio.to_thread(delivery_world.fill, order.recipients, ago=31)
    gate = Gate(folder)
    gate.shut()
    processes = [start_role("escalate", stdout=subprocess.PIPE) for _ in range(order.workers)]
    await asyncio.to_thread(_all_ready, gate, processes)
    gate.open()
    reading = [asyncio.to_thread(process.communicate) for process in processes]
    waits = asyncio.to_thread(_write_beside, processes) if order.database == "sqlite" else _nobody()
    beside, *said = await asyncio.gather(waits, *reading)
    if any(process.returncode for process in processes):
        raise RuntimeError("A process that takes the steps failed; its words are above.")
    parts = [json.loads(out) for out, _ in said]
    locked = [seconds for part in parts for seconds in part["locked"]]
    written = sum(part["written"] for part in parts)
    seconds = max(part["ended"] for part in parts) - min(part["began"] for part in parts)
    return line(
        run=order.run, database=order.database, workers=order.workers, messages=order.recipients, kills=0, doubled=0,
        lost=order.recipients - written, per_second=round(written / seconds),
        memory_mb=round(max(part["memory_mb"] for part in parts)), **middle_and_last(locked),
        longest_transaction_ms=round(max(locked) * 1e3, 1), transactions=len(locked), minutes=round(seconds / 60, 2),
        cpu_us=round(sum(part["cpu"] for part in parts) / max(1, written) * 1e6), **beside,
    )  # fmt: skip


def _all_ready(gate: Gate, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    while any(gate.started_with(process.pid) is None and process.poll() is None for process in processes):
        time.sleep(0.02)


async def _nobody() -> dict[str, float]:
    return {}


def _write_beside(processes: Sequence[subprocess.Popen[bytes]]) -> dict[str, float]:
    """Take SQLite's write lock twenty times a second, as another process of the house does; return the longest wait for it."""
    from django.db import connection

    waits: list[float] = []
    name = connection.settings_dict["NAME"]
    with sqlite3.connect(name, timeout=20, isolation_level=None) as writer:
        while any(process.poll() is None for process in processes):
            began = time.perf_counter()
            writer.execute("BEGIN IMMEDIATE")
            waits.append(time.perf_counter() - began)
            writer.execute("ROLLBACK")
            time.sleep(0.05)
    return {"longest_wait_of_others_ms": round(max(waits) * 1e3, 1)}


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    """Run a transaction and note its seconds, the commit's with them."""
    began = time.perf_counter()
    with transaction.atomic():
        yield
    into.append(time.perf_counter() - began)


def take_steps(ready: Callable[[], None]) -> None:
    """Call `ready`, take every step that is due, and print the figures as JSON: the times are those of transactions, commit included."""
    from tocsin.delivery import escalation

    locked: list[float] = []
    escalation.transaction = SimpleNamespace(atomic=lambda: _timed(locked))  # type: ignore[attr-defined]
    ready()
    cpu, began = time.process_time(), time.time()
    written = escalation.escalate(now=datetime.now(UTC))
    ended, spent = time.time(), time.process_time() - cpu
    memory = memory_of(os.getpid())
    print(
        json.dumps(
            {"written": written, "began": began, "ended": ended, "cpu": spent, "memory_mb": memory, "locked": locked}
        )
    )  # fmt: skip
