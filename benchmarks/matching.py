"""Who is in the way: Tocsin's index beside PostGIS and plain scans, on the same stays, in one run.

    python3 dev.py bench matching [--stays 1000000] [--json] [--methods sqlite,postgis,...] [--keep FOLDER]
    python3 dev.py bench matching --reverse [--stays 1000000]      one new stay, and a million, against 5,000 alerts in force
    python3 dev.py bench matching --insert [--stays 1000000]       new stays into an index that is there
    python3 dev.py bench matching --grow [--stays 50000000]        what a 10 km circle costs per stay found, from 1 million up

Every question is put to every method in turn, so that a busy machine slows all alike; of three tries the quickest counts.
Times are by the clock, from the area to the array of stays' numbers: covering, search, opening of sealed places and the
exact test included. Mismatches are counted against the scan, which looks at every stay. PostgreSQL and PostGIS are started
from Debian's packages in a folder of their own and stopped at the end; what is not installed is skipped and said so. With
`--keep` the built tables stay for the next run of the same size.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
ORDER = (
    "sqlite", "postgresql", "postgis", "postgis-packed", "postgis-geography", "duckdb", "snapshot", "scan",
)  # fmt: skip
#: A question that takes longer is not tried again.
_LONG = 2.0


def main() -> int:
    """Run what the arguments ask for."""
    arguments = _arguments()
    sys.path.insert(0, str(ROOT))
    sys.path.insert(0, str(ROOT / "var" / "peers"))
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        # The server runs as a user of its own and must find its folder in here.
        Path(folder).chmod(0o711)
        # The key that opens the sealed places is kept with the tables.
        home = arguments.keep / "home" if arguments.keep else Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        os.environ["TOCSIN_HOME"] = str(home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
        import django

        django.setup()
        place = arguments.keep or Path(folder)
        if arguments.reverse or arguments.insert or arguments.grow:
            import matching_more

            lines = matching_more.run(arguments, place)
        else:
            lines = compare(arguments, place)
        for line in lines:
            print(json.dumps(line) if arguments.json else _text(line), flush=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stays", type=lambda text: int(float(text)), default=1_000_000)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--methods", default=",".join(ORDER), help="which methods, by commas")
    parser.add_argument("--keep", type=Path, help="keep the built tables in this folder, and use them again")
    parser.add_argument("--build-only", action="store_true", help="build the tables and stop")
    parser.add_argument("--reverse", action="store_true")
    parser.add_argument("--insert", action="store_true")
    parser.add_argument("--grow", action="store_true")
    return parser.parse_args()


def methods(wanted: list[str], folder: Path, count: int, stack: ExitStack) -> Iterator[Any]:
    """Yield the methods that are wanted and can be had, PostgreSQL's server started for those that need it."""
    import matching_methods as ways
    import postgresql_server

    folder = folder / f"{count}"
    folder.mkdir(parents=True, exist_ok=True)
    # Whatever the umask is, the server's own user must get through.
    folder.chmod(0o711)
    if "sqlite" in wanted:
        yield ways.Sqlite(folder)
    on_server = [name for name in wanted if name.startswith("postg")]
    if on_server and postgresql_server.programs() is None:
        print(
            f"{', '.join(on_server)}: skipped, PostgreSQL's server programs are not installed.",
            file=sys.stderr,
        )
    elif on_server:
        connection = stack.enter_context(postgresql_server.server(folder / "postgresql"))
        yield ways.Postgresql(connection)
        if any(name.startswith("postgis") for name in on_server) and postgresql_server.has_postgis(
            connection
        ):
            kinds = (ways.Postgis, ways.PostgisPacked, ways.PostgisGeography)
            yield from (kind(connection) for kind in kinds if kind.name in wanted)
    if "duckdb" in wanted and ways.has_duckdb():
        yield ways.Duckdb()
    if "snapshot" in wanted:
        yield ways.Snapshot()
    yield ways.Scan()


def compare(arguments: argparse.Namespace, folder: Path) -> Iterator[dict[str, Any]]:
    """Build every method, put every question to each, and yield the lines of the result."""
    import matching_data
    import matching_methods as ways

    stays = matching_data.make_stays(arguments.stays)
    questions = matching_data.make_questions()
    wanted = arguments.methods.split(",")
    with ExitStack() as stack:
        built = []
        for method in methods(wanted, folder, arguments.stays, stack):
            seconds = ways.built(method, stays)
            built.append(method)
            yield {
                "method": method.name, "stays": arguments.stays, "kind": "build", "median_ms": round(seconds * 1e3),
                "p99_ms": round(seconds * 1e3), "rows": arguments.stays, "mismatches": 0,
                "bytes_per_stay": round(method.bytes / arguments.stays, 1),
            }  # fmt: skip
        if not arguments.build_only:
            yield from _asked(built, questions, arguments.stays)


def _asked(built: list[Any], questions: list[Any], count: int) -> Iterator[dict[str, Any]]:
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    rows: dict[tuple[str, str], int] = defaultdict(int)
    wrong: dict[tuple[str, str], int] = defaultdict(int)
    dice = np.random.default_rng(5)
    gc.disable()
    for number, asked in enumerate(questions):
        answers = {}
        for at in dice.permutation(len(built)).tolist():
            method = built[at]
            best, answers[method.name] = quickest(method, asked)
            times[method.name, asked.kind].append(best * 1e3)
        truth = answers["scan"]
        for name, answer in answers.items():
            rows[name, asked.kind] += len(answer)
            wrong[name, asked.kind] += not np.array_equal(answer, truth)
        if number % 50 == 49:
            gc.collect()
            print(f"{number + 1} of {len(questions)} questions", file=sys.stderr, flush=True)
    gc.enable()
    for method in built:
        kinds = [kind for name, kind in times if name == method.name]
        for kind in kinds:
            key = method.name, kind
            yield _line(method.name, count, kind, times[key], rows[key], wrong[key])
        together = [time_ for kind in kinds for time_ in times[method.name, kind]]
        every = [sum(one[method.name, kind] for kind in kinds) for one in (rows, wrong)]
        yield _line(method.name, count, "all", together, *every)


def quickest(method: Any, asked: Any) -> tuple[float, np.ndarray]:
    """Return the seconds of the quickest of three tries (of one for methods that look at everything), and the answer."""
    best = float("inf")
    for _ in range(getattr(method, "tries", 3)):
        started = time.perf_counter()
        answer = method.find(asked)
        took = time.perf_counter() - started
        best = min(best, took)
        if took > _LONG:
            break
    return best, answer


def _line(name: str, count: int, kind: str, times: list[float], rows: int, wrong: int) -> dict[str, Any]:
    return {
        "method": name, "stays": count, "kind": kind, "median_ms": round(float(np.median(times)), 3),
        "p99_ms": round(float(np.percentile(times, 99)), 3), "rows": rows, "mismatches": wrong,
        "total_ms": round(sum(times), 1), "rows_per_second": round(rows / max(sum(times) / 1e3, 1e-9)),
    }  # fmt: skip


def _text(line: dict[str, Any]) -> str:
    words = (
        f"{name}={value:,}" if isinstance(value, int) else f"{name}={value}" for name, value in line.items()
    )
    return "  ".join(words)


if __name__ == "__main__":
    sys.exit(main())
