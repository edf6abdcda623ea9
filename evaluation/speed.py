"""How many texts of 2,000 characters are read in a CPU-second of one core, and in how much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from evaluation import peers, published, shared, tocsin_reader
from evaluation.errors import EvaluationError, PeerMissing
from evaluation.tables import Column, table
from evaluation.tocsin_reader import Mode

LENGTH = 2_000
#: How many texts are read at most, and after how many CPU-seconds no further one is begun.
MOST_TEXTS, MOST_SECONDS = 2_000, 240.0
#: Texts read before the clock starts: what is loaded once is loaded then.
WARM_UP = 20
#: The memory is looked at after so many texts, and again after the last.
EARLY = 200


def texts(count: int) -> tuple[str, ...]:
    """`count` different texts of 2,000 characters cut from the news of LGL at a space; raises `DataMissing`."""
    whole = "\n\n".join(one.text for one in published.known_corpus("LGL").documents)
    return tuple(islice(_pieces(whole), count))


def _pieces(whole: str) -> Iterator[str]:
    """The text in pieces; when it is used up again from the start, each time shifted, so that no piece comes twice."""
    for shift in cycle(range(0, LENGTH, 97)):
        for start in range(shift, len(whole) - LENGTH, LENGTH):
            yield whole[start : start + LENGTH]


def measures(modes: Sequence[Mode] = (Mode.FULL, Mode.FAST)) -> list[dict[str, Any]]:
    """One object for each way of reading: ours in each mode on one core, in a batch over all cores, and the peer's.

    Raises `DataMissing` where there are no texts to read.
    """
    shared.folder("geoparsing")
    rows = [_alone(mode) for mode in modes]
    rows += [_batch(mode, os.cpu_count() or 1) for mode in modes]
    try:
        rows.append(_peer())
    except PeerMissing as missing:
        rows.append({"measure": "speed", "system": "spaCy", "note": str(missing)})
    return rows


def _alone(mode: Mode) -> dict[str, Any]:
    """Measured in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "evaluation.speed", mode.name]
    quiet = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)
    if done.returncode:
        raise EvaluationError(f"reading for speed failed: {done.stderr.strip()[-400:]}")
    return dict(json.loads(done.stdout))


def _batch(mode: Mode, cores: int) -> dict[str, Any]:
    among = texts(MOST_TEXTS // 4)
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(partial(tocsin_reader.read_bare, mode=mode), among[: 4 * cores], chunksize=1))
        started = time.perf_counter()
        list(pool.map(partial(tocsin_reader.read_bare, mode=mode), among, chunksize=8))
        took = time.perf_counter() - started
    return {
        "measure": "speed",
        "system": mode.value,
        "way": f"batch on {cores} cores",
        "texts": len(among),
        "texts_per_second": round(len(among) / took, 1),
    }


def _peer() -> dict[str, Any]:
    among = texts(MOST_TEXTS // 4)
    done = peers.run(among)
    return {
        "measure": "speed",
        "system": done.system,
        "way": "one core",
        "texts": len(among),
        "texts_per_cpu_second": round(len(among) / done.cpu_seconds, 1),
        "memory_mb": done.memory_mb,
        "note": "names only: no coordinates, times, figures or hazards",
    }


def measure_here(mode: Mode) -> dict[str, Any]:
    """Read until there are enough texts or seconds; the speed, the memory early on and at the end, and the most ever."""
    among = texts(MOST_TEXTS)
    for text in among[-WARM_UP:]:
        tocsin_reader.read_bare(text, mode)
    early, count = 0, 0
    started = time.process_time()
    for count, text in enumerate(among, 1):
        tocsin_reader.read_bare(text, mode)
        if count == EARLY:
            early = resident_mb()
        if time.process_time() - started > MOST_SECONDS:
            break
    used = time.process_time() - started
    return {
        "measure": "speed",
        "system": mode.value,
        "way": "one core",
        "texts": count,
        "texts_per_cpu_second": round(count / used, 1),
        "memory_early_mb": early or resident_mb(),
        "memory_mb": resident_mb(),
    }


def resident_mb() -> int:
    """The memory of this process now, in MB (pages of mapped files that it shares are counted too); 0 where unknown."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next((one for one in status.read_text().splitlines() if one.startswith("VmRSS:")), "VmRSS: 0")
    return int(line.split()[1]) // 1024


def report(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a table for people."""
    columns = (
        Column("system", "system"),
        Column("way", "way"),
        Column("texts", "texts"),
        Column("texts per CPU-second", "texts_per_cpu_second", ".1f"),
        Column("texts per second", "texts_per_second", ".1f"),
        Column(f"MB after {EARLY}", "memory_early_mb"),
        Column("MB at the end", "memory_mb"),
    )
    lines = ["Speed: texts of 2,000 characters.", table(columns, [one for one in rows if "texts" in one])]
    lines += [f"  {one['system']}: {one['note']}" for one in rows if "note" in one]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure_here(Mode[sys.argv[1]])))
