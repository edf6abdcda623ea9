"""The benchmark of matching asks every method the same questions, and all give the same answers; that of sending loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_postgresql import _INITDB

ROOT = Path(__file__).resolve().parent.parent
KEYS = {"method", "stays", "kind", "median_ms", "p99_ms", "rows", "mismatches"}
KINDS = {"circle10", "circle100", "province", "morocco", "countries", "polygon", "tenant", "special"}


def lines(*arguments: str) -> list[dict[str, object]]:
    command = [sys.executable, "benchmarks/matching.py", "--json", "--stays", "5000", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    "methods",
    [
        "sqlite,snapshot",
        pytest.param(
            "postgresql",
            marks=[
                pytest.mark.postgresql,
                pytest.mark.skipif(not _INITDB, reason="PostgreSQL's server programs are not installed"),
            ],
        ),
    ],
)
def test_all_methods_give_the_same_answers(methods: str) -> None:
    found = lines("--methods", methods)
    assert all(set(line) >= KEYS for line in found)
    for method in methods.split(","):
        mine = {line["kind"]: line for line in found if line["method"] == method}
        assert set(mine) >= KINDS
        assert mine["all"]["mismatches"] == 0
        assert mine["all"]["rows"] > 1000


DELIVERY_KEYS = {
    "run", "database", "workers", "messages", "kills", "lost", "doubled", "per_second", "median_ms", "p99_ms", "memory_mb",
}  # fmt: skip


def sent(*arguments: str) -> list[dict[str, object]]:
    command = [sys.executable, "benchmarks/delivery.py", "--json", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def ordered(*arguments: str) -> list[tuple[object, ...]]:
    """What would be measured: run, database, workers, kills, recipients."""
    asked = (
        "import json, sys, delivery; from dataclasses import asdict\n"
        "print(json.dumps([asdict(o) for o in delivery.orders(delivery.arguments_from(sys.argv[1:]))]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, *arguments],
        cwd=ROOT / "benchmarks",
        capture_output=True,
        text=True,
        check=True,
    )
    keys = ("run", "database", "workers", "kills", "recipients")
    return [tuple(order[key] for key in keys) for order in json.loads(done.stdout)]


def test_each_run_of_sending_is_made_on_each_database_and_with_each_number_of_workers() -> None:
    assert ordered("--run", "kills", "--kills", "3", "--recipients", "2e3") == [
        ("kills", "sqlite", 1, 3, 2000),
        ("kills", "sqlite", 2, 3, 2000),
        ("kills", "postgresql", 1, 3, 2000),
        ("kills", "postgresql", 2, 3, 2000),
    ]
    assert ordered("--run", "mails,idle", "--workers", "2", "--database", "sqlite") == [
        ("mails", "sqlite", 2, 0, 20_000),
        ("idle", "sqlite", 1, 0, 0),
    ]
    # Only a database that is a server of its own can be killed.
    assert {order[1] for order in ordered("--run", "database")} == {"postgresql"}
    of_peers = ordered("--run", "peers", "--peers", "tocsin", "--kills", "2", "--database", "sqlite")
    assert of_peers == [("peers", "sqlite", 1, 0, 20_000), ("peers", "sqlite", 1, 2, 20_000)]


def test_a_run_of_sending_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    command = [sys.executable, "benchmarks/delivery.py", "--run", "letters"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no run 'letters'" in done.stderr
    assert "answer-page" in done.stderr


def test_sending_with_a_killed_worker_loses_nothing_and_says_what_came_twice() -> None:
    (line,) = sent(
        "--run", "kills", "--recipients", "200", "--kills", "1", "--workers", "1", "--database", "sqlite"
    )
    assert set(line) >= DELIVERY_KEYS
    assert (line["messages"], line["lost"], line["kills"]) == (200, 0, 1)
    assert line["doubled_without_kill"] == 0


def test_the_steps_of_an_escalation_are_measured_by_the_transaction() -> None:
    for line in sent("--run", "escalation", "--recipients", "400", "--database", "sqlite"):
        assert set(line) >= DELIVERY_KEYS
        assert (line["messages"], line["lost"]) == (400, 0)
        assert line["transactions"] >= 3
