"""Backup and restore of an instance on SQLite: one file with the database and the keys."""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from pathlib import Path

import click

from tocsin.project.instance import home

_DATABASE = "tocsin.db"
_KEYS = ("secret.key", "field.key", "clock-shift-seconds")


def back_up(target: Path) -> str:
    """Write the instance to `target` while it runs, and return a sentence that says so.

    The copy is SQLite's own online backup, so that it is whole although the worker goes on writing.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        raise click.ClickException(
            "This instance uses PostgreSQL: back it up with pg_dump, and keep secret.key and field.key beside the dump."
        )
    if target.exists():
        raise click.ClickException(f"{target} exists already; name another file. Nothing was written.")
    _note()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / _DATABASE
        with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(copy) as kept:
            source.backup(kept)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            archive.add(copy, _DATABASE)
            for name in _KEYS:
                if (home() / name).is_file():
                    archive.add(home() / name, name)
    return f"Wrote {target} ({target.stat().st_size:,} bytes). It holds the keys: keep it as safe as the instance itself."


def _note() -> None:
    """Keep in the history of every desk that a backup was made; the copy holds that line too."""
    from tocsin.accounts.audit import record
    from tocsin.accounts.models import Organisation
    from tocsin.clock import now

    for organisation in Organisation.objects.all():
        record(organisation, "back up", "instance", now=now())


def bring_back(source: Path) -> str:
    """Unpack `source` into an instance folder that has no database yet, and return a sentence that says so."""
    folder = home()
    if (folder / _DATABASE).exists():
        raise click.ClickException(
            f"{folder} holds a database already. Move it away, or name an empty folder in TOCSIN_HOME. Nothing was changed."
        )
    with tarfile.open(source, "r:gz") as archive:
        names = archive.getnames()
        unknown = [name for name in names if name not in (_DATABASE, *_KEYS)]
        if _DATABASE not in names or unknown:
            raise click.ClickException(f"{source} was not written by `tocsin backup`. Nothing was changed.")
        for name in names:
            member = archive.extractfile(name)
            assert member is not None
            path = folder / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                while block := member.read(1 << 20):
                    file.write(block)
    return f"Brought {source} back into {folder}."
