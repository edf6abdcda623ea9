"""Answers: recorded by the library, and pressed on the page of the real web server while sending goes on."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import delivery_world
from delivery_processes import cpu_of, memory_of, start_role
from delivery_runs import Order, Sending, line, middle_and_last

#: So many answers are recorded in one go, where they are recorded together.
TOGETHER = 100
#: Connections to the web server that are kept open, as a reverse proxy keeps them.
_CONNECTIONS = 512
#: So long everybody takes to press the button.
_SECONDS = 10.0
_BODY = b"kind=safe&note="


async def run_answers(order: Order, folder: Path, server: Any) -> list[dict[str, Any]]:
    """Record an answer of everybody, one by one, then of as many others in groups where the library offers it."""
    lines = []
    await asyncio.to_thread(delivery_world.fill, 0, told=2 * order.recipients)
    for how in ("one", "together"):
        process = start_role("answer", how, stdout=subprocess.PIPE)
        out, _ = await asyncio.to_thread(process.communicate)
        if process.returncode:
            raise RuntimeError("The process that records answers failed; its words are above.")
        if out.strip():
            word = "answers" if how == "one" else f"answers, {TOGETHER} together"
            found = json.loads(out)
            lines.append(line(run=word, database=order.database, workers=1, kills=0, doubled=0, **found))
    return lines


def record_all(how: str) -> None:
    """Record an answer of one half of the people, and print the figures as JSON; print nothing where there is no such way."""
    from tocsin.alerts.models import Edition
    from tocsin.delivery.models import Answer
    from tocsin.exposure.models import Person

    edition = Edition.objects.select_related("alert__organisation").get()
    everybody = list(Person.objects.order_by("pk"))
    half = everybody[: len(everybody) // 2] if how == "one" else everybody[len(everybody) // 2 :]
    record = _one_by_one if how == "one" else _together()
    if record is None:
        print("Recording answers together is skipped: there is no such function here.", file=sys.stderr)
        return
    cpu, waits, began = time.process_time(), [], time.perf_counter()
    for took in record(edition, half):
        waits.append(took)
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    kept = Answer.objects.filter(person__gte=half[0], person__lte=half[-1]).count()
    print(
        json.dumps(
            {
                "messages": len(half), "lost": len(half) - kept, "per_second": round(len(half) / seconds),
                "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                **middle_and_last(waits), "cpu_us": round(spent / len(half) * 1e6),
            }
        )
    )  # fmt: skip


def _one_by_one(edition: Any, people: list[Any]) -> Iterator[float]:
    """Record one after the other, and yield how long each took."""
    from tocsin.delivery.answers import record

    for person in people:
        began = time.perf_counter()
        record(edition, person, "safe", now=datetime.now(UTC), via="link")
        yield time.perf_counter() - began


def _together() -> Callable[[Any, list[Any]], Iterator[float]] | None:
    """Return what records in groups; None where the library cannot."""
    try:
        from tocsin.delivery.answers_together import Said, record_many
    except ImportError:
        return None

    def record(edition: Any, people: list[Any]) -> Iterator[float]:
        for start in range(0, len(people), TOGETHER):
            some = people[start : start + TOGETHER]
            began = time.perf_counter()
            now = datetime.now(UTC)
            record_many([Said(edition, person, "safe", now, "link") for person in some])
            yield time.perf_counter() - began

    return record


async def run_page(order: Order, folder: Path, server: Any) -> dict[str, Any]:
    """Let so many people answer within ten seconds on the page that `tocsin serve` serves, while as many others are written to."""
    sending = Sending(order, folder, ["work"])
    await sending.listen()
    # Sending must not be over before the last answer.
    waiting = max(1000, 3 * order.recipients)
    await asyncio.to_thread(delivery_world.fill, waiting, told=order.recipients)
    expected = await asyncio.to_thread(delivery_world.waiting_ids)
    await asyncio.to_thread(_write_tokens, folder, order.recipients)
    web, port = _serve()
    taps: list[subprocess.Popen[bytes]] = []
    seconds = str(_SECONDS * order.recipients / 10_000)
    sending.moments.append(
        (1, lambda: taps.append(start_role("tap", str(port), seconds, stdout=subprocess.PIPE)))
    )
    try:
        await asyncio.to_thread(_wait_for, port)
        before = cpu_of(web.pid)
        await sending.send(waiting, settled=delivery_world.is_settled)
        out, _ = await asyncio.to_thread(taps[0].communicate)
        spent, memory = cpu_of(web.pid) - before, memory_of(web.pid)
    finally:
        for process in (*taps, web):
            process.terminate()
            process.wait()
        sending.stop()
    told, found = sending.result(expected), json.loads(out)
    kept = await asyncio.to_thread(_kept)
    return line(
        run=order.run, database=order.database, workers=1, messages=order.recipients, kills=0,
        lost=order.recipients - len(kept), doubled=sum(kept.values()) - len(kept), memory_mb=round(memory),
        cpu_us=round(spent / order.recipients * 1e6), **found,
        mails_lost=told["lost"], mails_per_second=told["per_second"],
    )  # fmt: skip


def _serve() -> tuple[subprocess.Popen[bytes], int]:
    """Start the web server on a free port; return its process and the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "tocsin", "serve", "--port", str(port)]
    root = Path(__file__).resolve().parent.parent
    return subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL, start_new_session=True), port


def _write_tokens(folder: Path, count: int) -> None:
    from django.db import connection

    from tocsin.alerts.models import Edition
    from tocsin.delivery.links import answer_token
    from tocsin.exposure.models import Person

    edition = Edition.objects.select_related("alert__organisation").get()
    people = Person.objects.order_by("-pk").values_list("pk", flat=True)[:count]
    (folder / "tokens").write_text("\n".join(answer_token(edition, person) for person in people))
    connection.close()


def _kept() -> dict[int, int]:
    """Return how many answers there are of each person who answered."""
    from collections import Counter

    from django.db import connection

    from tocsin.delivery.models import Answer

    found = Counter(Answer.objects.values_list("person_id", flat=True))
    connection.close()
    return found


def _wait_for(port: int) -> None:
    """Return when the web server has served a page whole. Raises TimeoutError after a minute."""
    import httpx

    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/answer/none/", timeout=30).status_code == 404:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("The web server did not start within a minute.")


def press_all(port: int, seconds: float) -> None:
    """Press every button at its own moment within `seconds`, and print the figures as JSON.

    A wait counts from the moment when the person pressed, also where all connections were busy then: nothing is hidden by
    asking later.
    """
    tokens = (Path(os.environ["TOCSIN_HOME"]) / "tokens").read_text().split()
    began = time.perf_counter()
    waits, alone, refused = asyncio.run(_press(port, tokens, seconds))
    took = time.perf_counter() - began
    print(
        json.dumps(
            {
                "per_second": round(len(tokens) / took), **middle_and_last(waits), "refused": refused,
                "seconds": round(took, 1), "served_median_ms": middle_and_last(alone)["median_ms"],
                "served_p99_ms": middle_and_last(alone)["p99_ms"],
            }
        )
    )  # fmt: skip


async def _press(port: int, tokens: list[str], seconds: float) -> tuple[list[float], list[float], int]:
    """Return the waits from the press, the waits from the request, and how many were not taken."""
    waits: list[float] = []
    alone: list[float] = []
    refused = 0
    start = time.perf_counter()
    moments = iter([(start + seconds * n / len(tokens), token) for n, token in enumerate(tokens)])

    async def connection() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for due, token in moments:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asked = time.perf_counter()
            writer.write(
                f"POST /answer/{token}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(_BODY)}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
                + _BODY
            )
            head = await reader.readuntil(b"\r\n\r\n")
            await _rest(reader, head.lower())
            if not head.startswith(b"HTTP/1.1 200"):
                refused += 1
            waits.append(time.perf_counter() - due)
            alone.append(time.perf_counter() - asked)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(_CONNECTIONS)))
    return waits, alone, refused


async def _rest(reader: asyncio.StreamReader, head: bytes) -> None:
    """Read the body of an answer."""
    if (at := head.find(b"content-length:")) >= 0:
        await reader.readexactly(int(head[at + 15 :].split(b"\r\n", 1)[0]))
        return
    while (size := int(await reader.readline(), 16)) > 0:
        await reader.readexactly(size + 2)
    await reader.readline()
