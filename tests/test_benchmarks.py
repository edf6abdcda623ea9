"""The benchmark of matching asks every method the same questions, and all give the same answers."""

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
