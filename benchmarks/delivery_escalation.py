"""How long the steps take for those who do not answer, and how long they keep other writers waiting."""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import delivery_world
from delivery_processes import start_role
from delivery_runs import Order, line, middle_and_last
from django.db import transaction


async def run_escalation(order: Order, folder: Path, server: Any) -> dict[str, Any]:
    """Publish a Warning half an hour ago, with nobody's answer, and take the first step for all of them."""
    await asyncio.to_thread(delivery_world.fill, order.recipients, ago=31)
    process = start_role("escalate", str(order.recipients), stdout=subprocess.PIPE)
    waits = await asyncio.to_thread(_write_beside, process) if order.database == "sqlite" else {}
    out, _ = await asyncio.to_thread(process.communicate)
    if process.returncode:
        raise RuntimeError("The process that takes the steps failed; its words are above.")
    return line(
        run=order.run, database=order.database, workers=1, messages=order.recipients, kills=0, doubled=0,
        **json.loads(out), **waits,
    )  # fmt: skip


def _write_beside(process: subprocess.Popen[bytes]) -> dict[str, float]:
    """Take SQLite's write lock twenty times a second, as another process of the house does; return the longest wait for it."""
    from django.db import connection

    waits: list[float] = []
    name = connection.settings_dict["NAME"]
    with sqlite3.connect(name, timeout=20, isolation_level=None) as writer:
        while process.poll() is None:
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


def take_steps(count: int) -> None:
    """Take every step that is due, and print the figures as JSON: the times are those of transactions, commit included."""
    from tocsin.delivery import escalation
    from tocsin.delivery.models import Delivery

    locked: list[float] = []
    escalation.transaction = SimpleNamespace(atomic=lambda: _timed(locked))  # type: ignore[attr-defined]
    cpu, began = time.process_time(), time.perf_counter()
    written = escalation.escalate(now=datetime.now(UTC))
    ended = time.perf_counter()
    spent = time.process_time() - cpu
    there = Delivery.objects.filter(rule="reminded").count()
    print(
        json.dumps(
            {
                "lost": count - there, "per_second": round(written / (ended - began)),
                "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                **middle_and_last(locked), "longest_transaction_ms": round(max(locked) * 1e3, 1),
                "transactions": len(locked), "minutes": round((ended - began) / 60, 2),
                "cpu_us": round(spent / max(1, written) * 1e6),
            }
        )
    )  # fmt: skip
