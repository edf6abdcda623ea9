"""Guards that step aside while a test database is emptied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from tocsin.accounts.guards import guards_of, install, standing


@contextmanager
def lowered() -> Iterator[None]:
    """Take every guard's triggers down, and put them up again afterwards."""
    guards = [guard for app in apps.get_app_configs() for guard in guards_of(app)]
    there = standing(connection)
    with connection.cursor() as cursor:
        for guard in guards:
            for name in sorted(name for name in there if name.startswith(guard.name)):
                on_table = f' ON "{guard.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')
    try:
        yield
    finally:
        install(guards, connection)
