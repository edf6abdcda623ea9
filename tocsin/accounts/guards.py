"""Rules that the database itself holds, on SQLite and on PostgreSQL.

An app lists its guards in `guards` on its AppConfig. They are put up after every `migrate`, because SQLite
rebuilds a table to change it and loses the triggers on the way. :func:`missing_guards` says which ones do
not stand; `tocsin check` asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Immutable:
    """No column of `table` changes but those in `changeable`; rows are deleted only where `deletable` says so."""

    table: str
    columns: tuple[str, ...]
    changeable: tuple[str, ...] = ()
    deletable: bool = False

    @property
    def name(self) -> str:
        """What the names of this guard's triggers begin with."""
        return f"{self.table}_immutable"

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the statements that put this guard up on `vendor` ('sqlite' or 'postgresql')."""
        frozen = [column for column in self.columns if column not in self.changeable]
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changed = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in frozen)
        text = f"{self.table}: a published or recorded row never changes"
        yield from trigger_statements(vendor, f"{self.name}_update", self.table, "UPDATE", changed, text)
        if not self.deletable:
            yield from trigger_statements(vendor, f"{self.name}_delete", self.table, "DELETE", "", text)


@dataclass(frozen=True, slots=True)
class Transitions:
    """`column` of `table` starts in one of `initial` and moves only along `steps`, pairs of from and to."""

    table: str
    column: str
    initial: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What the names of this guard's triggers begin with."""
        return f"{self.table}_{self.column}_transitions"

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the statements that put this guard up on `vendor` ('sqlite' or 'postgresql')."""
        start = ", ".join(f"'{state}'" for state in self.initial)
        legal = " OR ".join(
            f"(OLD.\"{self.column}\" = '{before}' AND NEW.\"{self.column}\" = '{after}')"
            for before, after in self.steps
        )
        changed = f'NEW."{self.column}" <> OLD."{self.column}" AND NOT ({legal})'
        text = f"{self.table}: this change of {self.column} is not a legal transition"
        first = f'NEW."{self.column}" NOT IN ({start})'
        # Afterwards costs SQLite a few microseconds less a row, and these rows are written by the million.
        for event, refused in (("update", changed), ("insert", first)):
            name = f"{self.name}_{event}"
            yield from trigger_statements(
                vendor, name, self.table, event.upper(), refused, text, moment="AFTER"
            )


Guard = Immutable | Transitions


def trigger_statements(
    vendor: str, name: str, table: str, event: str, condition: str, text: str, *, moment: str = "BEFORE"
) -> Iterator[str]:
    """Yield the statements that make every `event` on a row of `table` fail with `text` where `condition` holds.

    `condition` is SQL that both dialects read, over NEW and OLD; empty is always. `text` holds no quotation mark. `moment` is
    when SQLite asks.
    """
    if vendor == "sqlite":
        when = f"WHEN {condition} " if condition else ""
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" {moment} {event} ON "{table}" FOR EACH ROW {when}'
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )
        return
    # The condition stands with the trigger, so that the function is called for no row that keeps the rule; PostgreSQL allows
    # that where it asks for no other row.
    is_simple = "SELECT" not in condition
    when = f"WHEN ({condition}) " if condition and is_simple else ""
    check = f"RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation';"
    if not is_simple:
        check = f"IF {condition} THEN {check} END IF;"
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$guard$ BEGIN {check} RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $guard$"
    )
    yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
    yield f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW {when}EXECUTE FUNCTION "{name}"()'


def guards_of(app: AppConfig) -> tuple[Guard, ...]:
    """Return the guards that `app` lists; none where it lists none."""
    return tuple(getattr(app, "guards", ()))


def immutable(app_label: str, model_name: str, *changeable: str, deletable: bool = False) -> Immutable:
    """Return the guard that freezes every column of a model but those of the fields `changeable`."""
    meta = apps.get_model(app_label, model_name)._meta
    columns = tuple(field.column for field in meta.concrete_fields)
    return Immutable(
        meta.db_table, columns, tuple(meta.get_field(name).column for name in changeable), deletable
    )


def install(guards: Iterable[Guard], connection: BaseDatabaseWrapper) -> None:
    """Put `guards` up, replacing older forms of them."""
    with connection.cursor() as cursor:
        for guard in guards:
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)


def install_after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Put up the guards of the app whose migrations have just run."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    install((guard for guard in guards_of(sender) if guard.table in tables), connection)


def standing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Return the names of the triggers that stand in the database now."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return frozenset(row[0] for row in cursor.fetchall())


def missing_guards(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return the names of guards that should stand and do not; `tocsin migrate` puts them up again."""
    there = standing(connection)
    return tuple(
        guard.name
        for app in apps.get_app_configs()
        for guard in guards_of(app)
        if not any(name.startswith(guard.name) for name in there)
    )
