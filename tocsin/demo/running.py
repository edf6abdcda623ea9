"""`tocsin demo`: loads the week on first use, then serves it with a worker and a mailbox of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import click

_MARK = "demo"
#: What an instance makes by itself before it has a database.
_OWN = frozenset(
    {"secret.key", "field.key", "static", "tocsin.db", "tocsin.db-wal", "tocsin.db-shm", "workers"}
)


def run_demo(*, host: str, port: int, fresh: bool) -> None:
    """Serve the demo on `host` and `port` until a signal comes; play its week first where it is not there yet."""
    started = time.monotonic()
    os.umask(0o077)
    folder = _own_folder(fresh)
    _refuse_taken(host, port)
    base = f"http://{host}:{port}"
    os.environ["TOCSIN_PUBLIC_ADDRESS"] = base
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.project.settings")
    import django

    django.setup()
    _serve(folder, host, port, base, started)


def _serve(folder: Path, host: str, port: int, base: str, started: float) -> None:
    from django.conf import settings
    from django.db import connection

    from tocsin.demo.desk import is_made, move_sources
    from tocsin.demo.mailbox import MailServer
    from tocsin.project.doors import DoorServer

    settings.TOCSIN_PRIVATE_HOSTS = [*settings.TOCSIN_PRIVATE_HOSTS, host]
    mail = MailServer()
    settings.TOCSIN_SMTP_ADDRESS = mail.start()
    _migrate()
    doors = DoorServer(host, port)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    doors.start()
    try:
        if is_made():
            _go_on()
            move_sources(base)
        else:
            _play(base)
        connection.close()
        _greet(base, time.monotonic() - started)
        # The worker's rooms take a second to load; whoever waits for the page need not wait for them.
        from tocsin.project.worker import work

        work(stop)
    finally:
        doors.stop()
        mail.stop()


def _own_folder(fresh: bool) -> Path:
    from tocsin.project.instance import home

    folder = home()
    mark = folder / _MARK
    if not mark.exists() and any(path.name not in _OWN for path in folder.iterdir()):
        raise click.ClickException(
            f"{folder} holds something that is no demo. Name an empty folder in TOCSIN_HOME; nothing was changed."
        )
    if (folder / "tocsin.db").exists() and not mark.exists():
        raise click.ClickException(
            f"{folder} holds an instance that is no demo. Name another folder in TOCSIN_HOME; nothing was changed."
        )
    mark.touch()
    if fresh:
        _throw_away(folder)
    return folder


def _throw_away(folder: Path) -> None:
    """Remove what a demo makes, and nothing else that may lie in the folder."""
    for name in ("tocsin.db", "tocsin.db-wal", "tocsin.db-shm", "clock-shift-seconds"):
        (folder / name).unlink(missing_ok=True)
    for name in ("mailbox", "workers"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Something else listens on {host}:{port} ({error.strerror}). Stop it, or name another port with --port."
            ) from error


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Making the database ...")
        call_command("migrate", interactive=False, verbosity=0)


def _play(base: str) -> None:
    from tocsin.demo.desk import make_desk
    from tocsin.demo.moments import START
    from tocsin.demo.week import play_week

    _say("Playing the demo's week through the real pipeline (once; about half a minute) ...")
    desk = make_desk(base, now=START)
    play_week(desk, lambda words: _say(f"  {words}"))


def _go_on() -> None:
    """Let the demo's clock go on from where it stopped, however long the demo was off."""
    from django.db.models import Max

    from tocsin import clock
    from tocsin.accounts.models import AuditEntry
    from tocsin.demo.moments import END
    from tocsin.sources.models import Poll

    last = max(
        AuditEntry.objects.aggregate(at=Max("at"))["at"] or END,
        Poll.objects.aggregate(at=Max("at"))["at"] or END,
        END,
    )
    clock.set_to(last)


def _greet(base: str, seconds: float) -> None:
    from tocsin.clock import now
    from tocsin.demo.desk import ACCOUNTS, PASSWORD

    accounts = "\n".join(f"    {email:34} {name}: {', '.join(roles)}" for email, name, roles in ACCOUNTS)
    _say(
        f"""
Tocsin is at {base}/desk/     (ready after {seconds:.1f} s; Ctrl-C stops it)

  Sign in as one of these, password  {PASSWORD}
{accounts}

  Look at
    {base}/desk/                  the inbox: incidents with their reports, claims and people inside
    {base}/desk/alerts/           the earthquake's roll-call: somebody needs help
    {base}/                       what travellers see, without any script
    {base}/mailbox/               every mail that went out, with answer links that work
    {base}/api/docs               the API

  Everything is made up. The demo's clock says {now():%A, %d %B %Y, %H:%M} UTC."""
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201  the terminal is this verb's page
