"""How fast and how surely messages leave: real mails and webhooks to sinks on loopback, with workers killed at random.

    python3 dev.py bench delivery [--run mails,kills|all] [--recipients 20000] [--kills 50] [--workers 1,2]
                                  [--database sqlite|postgresql|both] [--critical 200] [--json]

Fills an instance with so many people who are to be told, then lets workers of their own send: each mail is personal (its own
reason and answer link), the database fully durable (SQLite synchronous=FULL, PostgreSQL fsync on). Each run, on each database
and with each number of workers, is a process of its own and prints one line. docs/benchmarks.md says what each run measures.

    mails        personal mails                               webhooks     signed webhooks
    kills        mails, a worker is killed again and again    million      a million of them, with kills
    database     mails, the database server is killed         critical     Critical editions beside other mails
    idle         Critical editions, nothing else waits        escalation   the steps for people who do not answer
    answers      answers recorded by the library              answer-page  answers pressed on the page while mails go
    peers        the same mails by other outboxes, without and with kills
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from delivery_runs import Order, run_sending

ROOT = Path(__file__).resolve().parent.parent
Measure = Callable[[Order, Path, Any], Coroutine[Any, Any, dict[str, Any]]]


def _escalation(order: Order, folder: Path, server: Any) -> Coroutine[Any, Any, dict[str, Any]]:
    from delivery_escalation import run_escalation

    return run_escalation(order, folder, server)


def _answers(order: Order, folder: Path, server: Any) -> Coroutine[Any, Any, dict[str, Any]]:
    from delivery_answers import run_answers

    return run_answers(order, folder, server)


def _page(order: Order, folder: Path, server: Any) -> Coroutine[Any, Any, dict[str, Any]]:
    from delivery_answers import run_page

    return run_page(order, folder, server)


def _peers(order: Order, folder: Path, server: Any) -> Coroutine[Any, Any, dict[str, Any]]:
    from delivery_peers import run_peer

    return run_peer(order, folder, server)


@dataclass(frozen=True, slots=True)
class Run:
    """One thing that is measured: with how many people where nothing is said, and what differs from plain mails."""

    recipients: int
    measure: Measure = run_sending
    kills: bool = False
    channel: str = "email"
    critical: bool = False
    server_kills: int = 0
    #: Whether it is done once with each number of workers.
    by_workers: bool = True


RUNS = {
    "mails": Run(20_000),
    "webhooks": Run(20_000, channel="webhook"),
    "kills": Run(20_000, kills=True),
    "million": Run(1_000_000, kills=True),
    "database": Run(20_000, server_kills=3),
    "critical": Run(60_000, critical=True, by_workers=False),
    "idle": Run(0, critical=True, by_workers=False),
    "escalation": Run(1_000_000, _escalation),
    "answers": Run(10_000, _answers, by_workers=False),
    "answer-page": Run(10_000, _page, by_workers=False),
    "peers": Run(20_000, _peers, kills=True, by_workers=False),
}
SHORT = ("mails", "webhooks", "kills", "critical", "idle")


def main() -> int:
    """Do every run that was asked for, each in a process of its own; 1 where one of them failed."""
    arguments = arguments_from(sys.argv[1:])
    # What was started is stopped on the way out.
    signal.signal(signal.SIGTERM, _leave)
    if arguments.one:
        sys.path.insert(0, str(ROOT))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
        return _one(Order(**json.loads(arguments.one)))
    failed = False
    for order in orders(arguments):
        command = [sys.executable, __file__, "--one", json.dumps(asdict(order))]
        code, words = _output_of(command)
        failed |= code != 0
        for found in words.splitlines():
            print(found if arguments.json else _in_words(json.loads(found)), flush=True)
    return 1 if failed else 0


def _output_of(command: list[str]) -> tuple[int, str]:
    """Return the exit code of one run and what it printed; where this process is told to stop, the run is let clear up."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            words, _ = process.communicate()
        finally:
            process.terminate()
        return process.returncode, words


def _leave(*_: Any) -> None:
    raise SystemExit(143)


def arguments_from(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--run", default=",".join(SHORT), type=_runs, help="names, or all (default: %(default)s)"
    )
    parser.add_argument(
        "--recipients", type=_number, help="people in every run (default: each run's own number)"
    )
    parser.add_argument(
        "--kills", type=_number, default=50, help="in the runs that kill workers (default: 50)"
    )
    parser.add_argument("--workers", type=_numbers, default=(1, 2), help="default: 1,2")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--critical", type=_number, default=200, help="Critical editions (default: 200)")
    parser.add_argument("--peers", default="", help="only these of the run 'peers', by name")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args(words)


def _runs(text: str) -> tuple[str, ...]:
    names = tuple(RUNS) if text == "all" else tuple(text.split(","))
    if unknown := [name for name in names if name not in RUNS]:
        raise argparse.ArgumentTypeError(f"there is no run {unknown[0]!r}; there are {', '.join(RUNS)}")
    return names


def _number(text: str) -> int:
    return int(float(text))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(","))


def orders(arguments: argparse.Namespace) -> Iterator[Order]:
    """Yield everything that is to be measured, one line each, in order."""
    databases = ("sqlite", "postgresql") if arguments.database == "both" else (arguments.database,)
    for name in arguments.run:
        run = RUNS[name]
        recipients = (
            run.recipients if arguments.recipients is None or name == "idle" else arguments.recipients
        )
        if name == "peers":
            from delivery_peers import peer_orders

            yield from peer_orders(recipients, arguments.kills, databases, arguments.peers)
            continue
        for database in databases:
            if run.server_kills and database == "sqlite":
                continue
            for workers in arguments.workers if run.by_workers else (1,):
                yield Order(
                    name, database, recipients, workers,
                    kills=arguments.kills if run.kills else 0,
                    channel=run.channel,
                    critical=arguments.critical if run.critical else 0,
                    server_kills=run.server_kills,
                )  # fmt: skip


def _one(order: Order) -> int:
    """Measure in a folder of its own, and print what was found."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-bench-")))
        folder.chmod(0o711)
        os.environ["TOCSIN_HOME"] = str(folder)
        server = None
        if order.database == "postgresql":
            import postgresql_server

            server = stack.enter_context(postgresql_server.running(folder / "postgresql"))
            os.environ["TOCSIN_DATABASE_URL"] = f"postgresql://bench@127.0.0.1:{server.port}/bench"
        found = asyncio.run(RUNS[order.run].measure(order, folder, server))
        for one in found if isinstance(found, list) else [found]:
            print(json.dumps(one), flush=True)
    return 0


def _in_words(found: dict[str, Any]) -> str:
    return "  ".join(f"{name}={value}" for name, value in found.items() if value is not None)


if __name__ == "__main__":
    sys.exit(main())
