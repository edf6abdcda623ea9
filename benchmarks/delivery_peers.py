"""Other outboxes, given the same mails: built the same way, handed to the same sink, their workers killed alike.

Each runs with the settings that its documentation recommends for work that must not be lost (docs/benchmarks.md names them).
They are no part of Tocsin's environment; `INSTALL` says how to get them.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import delivery_brokers
from delivery_processes import Gate, start_role
from delivery_runs import STALL, Order, Sending, run_sending

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "peers"
INSTALL = "python -m pip install --target var/peers celery redis 'procrastinate[psycopg]' django-tasks django-tasks-db"
#: Seconds after which a message in Redis that was not acknowledged, or a worker of procrastinate, is taken for dead.
TAKEN_FOR_DEAD = 10
#: Celery's worker looks for such messages 10 s after it started, and then every 100 s.
_REDIS_IS_LOOKED_AT = 100


def find_packages() -> None:
    """Let the peers be imported, after everything of the environment itself."""
    if str(PLACE) not in sys.path:
        sys.path.append(str(PLACE))


class Peer(ABC):
    """One other outbox. `packages` and `programs` are what it needs; `quiet` is how many seconds late its copies come."""

    database = ""
    packages: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    quiet = 3.0

    @contextmanager
    def serving(self, folder: Path, server: Any) -> Iterator[Sequence[int]]:
        """Have what it runs on running, named in the environment; yield the numbers of those processes."""
        yield [server.pid] if server is not None else []

    @abstractmethod
    def fill(self, count: int) -> None:
        """Put the numbers of `count` messages into its queue."""

    @abstractmethod
    def work(self, gate: Gate) -> None:
        """Be a worker until a signal comes."""

    def left(self) -> int | None:
        """Return how many messages the queue still has, sent or not; None where that is not asked."""
        return None

    def missing(self) -> str:
        """Return the name of what it needs and is not here; '' where all is."""
        find_packages()
        wanted = [name for name in self.packages if importlib.util.find_spec(name) is None]
        wanted += [name for name in self.programs if not delivery_brokers.program(name)]
        return ", ".join(wanted)


class _Celery(Peer):
    """Celery with late acknowledgement, as its documentation advises for tasks that may run twice but must run."""

    packages: tuple[str, ...] = ("celery",)
    options: dict[str, Any] = {}

    def _app(self) -> Any:
        find_packages()
        from celery import Celery

        # Its bridge to Django would check every page of Tocsin first; the task needs none of it.
        app = Celery("bench", broker=os.environ["BENCH_BROKER"], fixups=())
        app.conf.update(
            task_acks_late=True, task_reject_on_worker_lost=True, task_ignore_result=True,
            broker_connection_retry_on_startup=True, broker_transport_options=self.options,
        )  # fmt: skip
        app.task(name="send")(_send)
        return app

    def fill(self, count: int) -> None:
        """Publish each by a connection that stays open."""
        app = self._app()
        with app.connection_for_write() as connection, app.amqp.Producer(connection) as producer:
            for number in range(1, count + 1):
                app.send_task("send", (number,), producer=producer)

    def work(self, gate: Gate) -> None:
        """Run the worker with a process for each core, which is its default."""
        _set_up()
        app = self._app()
        from celery.signals import worker_ready

        def ready(**_: Any) -> None:
            gate.pass_through()

        worker_ready.connect(ready)
        app.worker_main(["--quiet", "worker", "--loglevel=ERROR"])


class CeleryRedis(_Celery):
    """On Redis, which syncs each command to its append-only file."""

    database = "redis"
    packages = ("celery", "redis")
    programs = ("redis-server",)
    quiet = TAKEN_FOR_DEAD + _REDIS_IS_LOOKED_AT + 10.0
    options = {"visibility_timeout": TAKEN_FOR_DEAD}

    @contextmanager
    def serving(self, folder: Path, server: Any) -> Iterator[Sequence[int]]:
        """Start Redis."""
        with delivery_brokers.redis(folder) as (address, pid):
            os.environ["BENCH_BROKER"] = address
            yield [pid]

    def left(self) -> int:
        """Count what waits and what was handed out and never acknowledged."""
        find_packages()
        import redis

        with redis.Redis.from_url(os.environ["BENCH_BROKER"]) as client:
            return int(client.llen("celery")) + int(client.hlen("unacked"))


class CeleryRabbit(_Celery):
    """On RabbitMQ, with persistent messages in a durable queue, each publication confirmed."""

    database = "rabbitmq"
    programs = ("rabbitmq-server", "epmd")
    options = {"confirm_publish": True}

    @contextmanager
    def serving(self, folder: Path, server: Any) -> Iterator[Sequence[int]]:
        """Start RabbitMQ."""
        with delivery_brokers.rabbitmq(folder) as (address, pid):
            os.environ["BENCH_BROKER"] = address
            yield [pid]


class Procrastinate(Peer):
    """Procrastinate on PostgreSQL, with the periodic task that its documentation gives for jobs of dead workers."""

    database = "postgresql"
    packages = ("procrastinate", "psycopg_pool")
    quiet = TAKEN_FOR_DEAD + 12.0

    def _app(self) -> Any:
        find_packages()
        import procrastinate

        address = os.environ["TOCSIN_DATABASE_URL"]
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=address, max_size=10))
        self.send = app.task(name="send")(_send)

        @app.periodic(cron="*/5 * * * * *")
        @app.task(name="retry", queueing_lock="retry", pass_context=True)
        async def retry(context: Any, timestamp: int) -> None:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=TAKEN_FOR_DEAD):
                await app.job_manager.retry_job(job)

        return app

    def fill(self, count: int) -> None:
        """Defer them a thousand at a time."""
        app = self._app()

        async def defer() -> None:
            async with app.open_async():
                await app.schema_manager.apply_schema_async()
                for start in range(1, count + 1, 1000):
                    some = range(start, min(start + 1000, count + 1))
                    await self.send.batch_defer_async(*({"number": number} for number in some))

        asyncio.run(defer())

    def work(self, gate: Gate) -> None:
        """Run eight at once, as Tocsin's ordinary lane does."""
        _set_up()
        app = self._app()

        async def run() -> None:
            async with app.open_async():
                gate.pass_through()
                await app.run_worker_async(
                    concurrency=8,
                    update_heartbeat_interval=2.0,
                    stalled_worker_timeout=3.0 * TAKEN_FOR_DEAD,
                )

        asyncio.run(run())


class _DjangoTasks(Peer):
    """The database worker of django-tasks, one at a time as it comes; nothing in it looks for jobs of dead workers."""

    packages = ("django_tasks", "django_tasks_db")

    def _start(self) -> Any:
        find_packages()
        os.environ["DJANGO_SETTINGS_MODULE"] = "delivery_peer_settings"
        _set_up()
        import delivery_peer_tasks

        return delivery_peer_tasks

    def fill(self, count: int) -> None:
        """Enqueue them a thousand in a transaction."""
        tasks = self._start()
        from django.core.management import call_command
        from django.db import transaction

        call_command("migrate", "django_tasks_database", verbosity=0)
        for start in range(1, count + 1, 1000):
            with transaction.atomic():
                for number in range(start, min(start + 1000, count + 1)):
                    tasks.send.enqueue(number)

    def work(self, gate: Gate) -> None:
        """Run `db_worker`, which asks ten times a second where it has nothing."""
        self._start()
        from django.core.management import call_command

        gate.pass_through()
        call_command("db_worker", "--no-startup-delay", "--interval=0.1", verbosity=0)


class DjangoTasksSqlite(_DjangoTasks):
    """On SQLite, set as Tocsin's own."""

    database = "sqlite"


class DjangoTasksPostgresql(_DjangoTasks):
    """On PostgreSQL."""

    database = "postgresql"


PEERS: dict[str, type[Peer]] = {
    "celery-redis": CeleryRedis,
    "celery-rabbitmq": CeleryRabbit,
    "procrastinate": Procrastinate,
    "django-tasks-sqlite": DjangoTasksSqlite,
    "django-tasks-postgresql": DjangoTasksPostgresql,
}


def _send(number: int) -> None:
    from delivery_peer_mail import send

    send(number)


def _set_up() -> None:
    import django

    django.setup()


def peer_orders(recipients: int, kills: int, databases: Sequence[str], only: str) -> Iterator[Order]:
    """Yield Tocsin and each peer that is here, without and with kills; say of the others what they need."""
    wanted = only.split(",") if only else ["tocsin", *PEERS]
    if unknown := [name for name in wanted if name != "tocsin" and name not in PEERS]:
        raise SystemExit(f"There is no peer {unknown[0]!r}; there are tocsin, {', '.join(PEERS)}.")
    for name in wanted:
        if name != "tocsin" and (missing := PEERS[name]().missing()):
            print(f"{name} is skipped: {missing} is not installed. For packages: {INSTALL}", file=sys.stderr)
            continue
        for database in databases if name == "tocsin" else (PEERS[name].database,):
            if database in ("sqlite", "postgresql") and database not in databases:
                continue
            for some in dict.fromkeys((0, kills)):
                yield Order("peers", database, recipients, 1, kills=some, peer=name)


async def run_peer(order: Order, folder: Path, server: Any) -> dict[str, Any]:
    """Fill a peer's queue, let one worker of it send, and return the line."""
    if order.peer == "tocsin":
        return {**await run_sending(order, folder, server), "peer": "tocsin"}
    peer = PEERS[order.peer]()
    with ExitStack() as stack:
        servers = stack.enter_context(peer.serving(folder, server))
        sending = Sending(order, folder, ["peer", order.peer])
        sending.servers += servers
        await sending.listen()
        began = time.monotonic()
        filling = start_role("fill-peer", order.peer, str(order.recipients))
        if await asyncio.to_thread(filling.wait):
            raise RuntimeError(f"The queue of {order.peer} could not be filled; the reason is above.")
        filled = time.monotonic() - began
        try:
            quiet = peer.quiet if order.kills else 0.0
            await sending.send(order.recipients, quiet=quiet, stall=max(STALL, quiet))
            left = await asyncio.to_thread(peer.left)
        finally:
            sending.stop()
    expected = {f"bench-{number}" for number in range(1, order.recipients + 1)}
    found = {**sending.result(expected), "peer": order.peer, "fill_seconds": round(filled, 1)}
    return found if left is None else {**found, "left_in_queue": left}
