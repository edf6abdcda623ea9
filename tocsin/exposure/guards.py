"""The triggers that keep the index of stays in step with the stays, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.exposure.stay_index import COUNTRY_TABLE, PLACE_TABLE
from tocsin.exposure.stay_keys import OPEN_END

_TABLE = "exposure_stay"
_COLUMNS = ("place_key", "country_key", "sealed_place", "arrive", "depart", "organisation_id")


def _seconds(vendor: str, column: str) -> str:
    if vendor == "sqlite":
        return f"CAST(strftime('%s', {column}) AS INTEGER)"
    return f"CAST(extract(epoch FROM {column}) AS bigint)"


def filling(vendor: str, row: str, source: str = "") -> Iterator[str]:
    """Yield the two statements that put `row`, an alias or NEW, of the stays into the trees; `source` as 'FROM table row'."""
    window = f"{_seconds(vendor, f'{row}.arrive')}, coalesce({_seconds(vendor, f'{row}.depart')}, {OPEN_END})"
    for table, key, more, value in (
        (PLACE_TABLE, "place_key", ", sealed_place", f", {row}.sealed_place"),
        (COUNTRY_TABLE, "country_key", "", ""),
    ):
        yield (
            f"INSERT INTO {table} (key, stay_id, arrive, depart, organisation_id{more}) "
            f"SELECT {row}.{key}, {row}.id, {window}, {row}.organisation_id{value} {source} "
            f"WHERE {row}.{key} IS NOT NULL"
        )


def _emptying(row: str) -> Iterator[str]:
    for table, key in ((PLACE_TABLE, "place_key"), (COUNTRY_TABLE, "country_key")):
        yield f"DELETE FROM {table} WHERE key = {row}.{key} AND stay_id = {row}.id"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """Every stay that is written stands in the index, and none that is gone."""

    table: str = _TABLE
    name: str = "exposure_stay_mirrored"

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the statements that put this guard up on `vendor` ('sqlite' or 'postgresql')."""
        changes = {
            "INSERT": ("", [*filling(vendor, "NEW")]),
            "UPDATE": (f" OF {', '.join(_COLUMNS)}", [*_emptying("OLD"), *filling(vendor, "NEW")]),
            "DELETE": ("", [*_emptying("OLD")]),
        }
        for event, (columns, acts) in changes.items():
            name = f"{self.name}_{event.lower()}"
            body = " ".join(f"{act};" for act in acts)
            if vendor == "sqlite":
                yield f'DROP TRIGGER IF EXISTS "{name}"'
                yield f'CREATE TRIGGER "{name}" AFTER {event}{columns} ON {_TABLE} FOR EACH ROW BEGIN {body} END'
            else:
                yield from _postgresql(name, f"AFTER {event}{columns} ON {_TABLE} FOR EACH ROW", body)
        if vendor == "postgresql":
            name = f"{self.name}_truncate"
            body = f"TRUNCATE {PLACE_TABLE}, {COUNTRY_TABLE};"
            yield from _postgresql(name, f"AFTER TRUNCATE ON {_TABLE} FOR EACH STATEMENT", body)


def _postgresql(name: str, when: str, body: str) -> Iterator[str]:
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$guard$ BEGIN {body} RETURN NULL; END $guard$"
    )
    yield f'DROP TRIGGER IF EXISTS "{name}" ON {_TABLE}'
    yield f'CREATE TRIGGER "{name}" {when} EXECUTE FUNCTION "{name}"()'
