"""How long the steps take for those who do not answer, and how long they keep other writers waiting."""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import delivery_world
from delivery_processes import start_role
from delivery_runs import Order, line, middle_and_last


async def run_escalation(order: Order, folder: Path, server: Any) -> dict[str, Any]:
    """Publish a Warning half an hour ago, with nobody's answer, and take the first step for all of them."""
    await asyncio.to_thread(delivery_world.fill, order.recipients, ago=31)
    process = start_role("escalate", str(order.recipients), stdout=subprocess.PIPE)
    out, _ = await asyncio.to_thread(process.communicate)
    if process.returncode:
        raise RuntimeError("The process that takes the steps failed; its words are above.")
    return line(
        run=order.run, database=order.database, workers=1, messages=order.recipients, kills=0, doubled=0,
        **json.loads(out),
    )  # fmt: skip


def take_steps(count: int) -> None:
    """Take every step that is due, and print the figures as JSON.

    `escalate` asks whether to stop before each of its transactions: from one question to the next is one transaction.
    """
    from tocsin.delivery.escalation import escalate
    from tocsin.delivery.models import Delivery

    questions: list[float] = []

    def stop() -> bool:
        questions.append(time.perf_counter())
        return False

    cpu, began = time.process_time(), time.perf_counter()
    written = escalate(now=datetime.now(UTC), stop=stop)
    ended = time.perf_counter()
    spent = time.process_time() - cpu
    waits = [after - before for before, after in zip(questions, [*questions[1:], ended], strict=True)]
    there = Delivery.objects.filter(rule="reminded").count()
    print(
        json.dumps(
            {
                "lost": count - there, "per_second": round(written / (ended - began)),
                "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                **middle_and_last(waits), "longest_transaction_ms": round(max(waits) * 1e3, 1),
                "transactions": len(waits), "minutes": round((ended - began) / 60, 2),
                "cpu_us": round(spent / max(1, written) * 1e6),
            }
        )
    )  # fmt: skip
