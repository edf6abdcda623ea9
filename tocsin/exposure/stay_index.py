"""The index of stays by place, country and time: two covering B-trees, and the fixed statements that ask them.

This is the only module that knows the tables `exposure_stay_place_key` and `exposure_stay_country_key`. It works on any
DB-API connection to SQLite or PostgreSQL, so that the benchmark measures what the desk runs. On SQLite the tables are the
B-trees themselves (WITHOUT ROWID); on PostgreSQL each has one index that includes all its columns. Triggers on
`exposure_stay` (`guards`) keep both in step with every stay, whoever writes it.

A question is a handful of buckets of time (stay_keys) times a dozen ranges of cells (tocsin.geo.covering), handed over as
arrays in one parameter each, so that the database sees the same statement every time. Ranges that lie wholly inside the
area give their stays at once; the places of the others are opened and held against the exact geometry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tocsin.exposure.errors import IndexUnreadable
from tocsin.exposure.questions import Question
from tocsin.exposure.sealed_places import SEALED_BYTES, places_read
from tocsin.exposure.stay_keys import (
    CELL_SHIFT,
    PLACE_BITS,
    buckets_of,
    country_ranges,
    moments_between,
)
from tocsin.geo import Area
from tocsin.geo.cells import CELL_BITS
from tocsin.geo.covering import covering
from tocsin.geo.many import holds

Vendor = Literal["sqlite", "postgresql"]
Integers: TypeAlias = NDArray[np.int64]

PLACE_TABLE, COUNTRY_TABLE = "exposure_stay_place_key", "exposure_stay_country_key"
_COLUMNS = "key, stay_id, arrive, depart, organisation_id"
_COARSE_SHIFT = 2 * (CELL_BITS - PLACE_BITS)
_COARSE_BITS = 2 * PLACE_BITS
_COUNTRY_BITS = 26

SCHEMA: dict[str, tuple[str, ...]] = {
    "sqlite": (
        f"CREATE TABLE {PLACE_TABLE} (key INTEGER NOT NULL, stay_id INTEGER NOT NULL, arrive INTEGER NOT NULL, "
        "depart INTEGER NOT NULL, organisation_id INTEGER NOT NULL, sealed_place BLOB NOT NULL, "
        "PRIMARY KEY (key, stay_id)) WITHOUT ROWID",
        f"CREATE TABLE {COUNTRY_TABLE} (key INTEGER NOT NULL, stay_id INTEGER NOT NULL, arrive INTEGER NOT NULL, "
        "depart INTEGER NOT NULL, organisation_id INTEGER NOT NULL, PRIMARY KEY (key, stay_id)) WITHOUT ROWID",
    ),
    "postgresql": (
        f"CREATE TABLE {PLACE_TABLE} (key bigint NOT NULL, stay_id bigint NOT NULL, arrive bigint NOT NULL, "
        "depart bigint NOT NULL, organisation_id bigint NOT NULL, sealed_place bytea NOT NULL)",
        f"CREATE TABLE {COUNTRY_TABLE} (key bigint NOT NULL, stay_id bigint NOT NULL, arrive bigint NOT NULL, "
        "depart bigint NOT NULL, organisation_id bigint NOT NULL)",
    ),
}
#: Built after a bulk load, which is many times quicker than keeping them meanwhile.
INDEXES: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (
        f"CREATE INDEX {PLACE_TABLE}_covering ON {PLACE_TABLE} (key) "
        "INCLUDE (stay_id, arrive, depart, organisation_id, sealed_place)",
        f"CREATE INDEX {COUNTRY_TABLE}_covering ON {COUNTRY_TABLE} (key) "
        "INCLUDE (stay_id, arrive, depart, organisation_id)",
    ),
}

# SQLite: one JSON array of buckets, one of ranges, each range packed into one number (first << bits | last); CROSS JOIN
# keeps the order of the loops. PostgreSQL: arrays unnested, LATERAL ... OFFSET 0, or the planner now and then turns the
# loops round. Both hand all stays over in one row, which numpy reads as it is: a row for each costs Python three times what
# the search does.
_SQLITE_PLACES = f"""
    SELECT group_concat(stay.stay_id){{sealed}} FROM json_each(?) AS bucket CROSS JOIN json_each(?) AS cells CROSS JOIN {PLACE_TABLE} AS stay
    WHERE stay.key BETWEEN (bucket.value << {CELL_SHIFT}) | ((cells.value >> {_COARSE_BITS}) << {_COARSE_SHIFT})
    AND (bucket.value << {CELL_SHIFT}) | ((cells.value & {(1 << _COARSE_BITS) - 1}) << {_COARSE_SHIFT}) | {(1 << _COARSE_SHIFT) - 1}
    AND stay.arrive < ? AND stay.depart > ?{{whose}}"""
_SQLITE_COUNTRIES = f"""
    SELECT group_concat(stay.stay_id) FROM json_each(?) AS ranges CROSS JOIN {COUNTRY_TABLE} AS stay
    WHERE stay.key BETWEEN ranges.value >> {_COUNTRY_BITS} AND ranges.value & {(1 << _COUNTRY_BITS) - 1}
    AND stay.arrive < ? AND stay.depart > ?{{whose}}"""
_POSTGRESQL_PLACES = f"""
    SELECT string_agg(int8send(stay.stay_id){{sealed}}, ''::bytea)
    FROM unnest(%s::bigint[]) AS bucket CROSS JOIN unnest(%s::bigint[], %s::bigint[]) AS cells (first, last)
    CROSS JOIN LATERAL (SELECT stay_id, sealed_place FROM {PLACE_TABLE}
        WHERE key BETWEEN (bucket << {CELL_SHIFT}) | cells.first AND (bucket << {CELL_SHIFT}) | cells.last
        AND arrive < %s AND depart > %s{{whose}} OFFSET 0) AS stay"""
_POSTGRESQL_COUNTRIES = f"""
    SELECT string_agg(int8send(stay.stay_id), ''::bytea)
    FROM unnest(%s::bigint[], %s::bigint[]) AS ranges (first, last)
    CROSS JOIN LATERAL (SELECT stay_id FROM {COUNTRY_TABLE} WHERE key BETWEEN ranges.first AND ranges.last
        AND arrive < %s AND depart > %s{{whose}} OFFSET 0) AS stay"""


def _statements(text: str, whose: str) -> dict[tuple[bool, bool], str]:
    """Every form of one statement, by (are the sealed places wanted, is one organisation asked for)."""
    in_sqlite = "json_each" in text
    sealed = ", CAST(group_concat(stay.sealed_place, '') AS BLOB)" if in_sqlite else " || stay.sealed_place"
    return {
        (opened, one): text.format(sealed=sealed if opened else "", whose=whose if one else "")
        for opened in (False, True)
        for one in (False, True)
    }


_PLACES = {
    "sqlite": _statements(_SQLITE_PLACES, " AND stay.organisation_id = ?"),
    "postgresql": _statements(_POSTGRESQL_PLACES, " AND organisation_id = %s"),
}
_COUNTRIES = {
    "sqlite": _statements(_SQLITE_COUNTRIES, " AND stay.organisation_id = ?"),
    "postgresql": _statements(_POSTGRESQL_COUNTRIES, " AND organisation_id = %s"),
}


@dataclass(frozen=True, slots=True)
class StayIndex:
    """The index behind one open connection: a DB-API connection of sqlite3 or psycopg."""

    connection: Any
    vendor: Vendor

    def find(self, question: Question) -> Integers:
        """Return the numbers of the stays that `question` asks for, ascending, each once."""
        found = [*self._of_countries(question), *self._of_shapes(question)]
        if not found:
            return np.empty(0, np.int64)
        return _ascending(np.concatenate(found))

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows of (key, stay, arrive, depart, organisation, sealed place) to the tree of places."""
        self._add(PLACE_TABLE, f"{_COLUMNS}, sealed_place", 6, rows)

    def add_to_countries(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows of (key, stay, arrive, depart, organisation) to the tree of countries."""
        self._add(COUNTRY_TABLE, _COLUMNS, 5, rows)

    def _add(self, table: str, columns: str, count: int, rows: Iterable[Sequence[Any]]) -> None:
        blank = "?" if self.vendor == "sqlite" else "%s"
        statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join([blank] * count)})"
        cursor = self.connection.cursor()
        cursor.executemany(statement, rows)
        cursor.close()

    def _of_countries(self, question: Question) -> Iterator[Integers]:
        start, until = question.start, question.until
        ranges = []
        if question.whole_countries:
            ranges.append(country_ranges(question.whole_countries, start, until))
        parts = question.parts_of - question.whole_countries
        if parts:
            ranges.append(country_ranges(parts, start, until, sure=False))
        if not ranges:
            return
        first, last = (np.concatenate(one) for one in zip(*ranges, strict=True))
        statement = _COUNTRIES[self.vendor][False, question.organisation is not None]
        if self.vendor == "sqlite":
            given: list[Any] = [_packed(first, last, _COUNTRY_BITS)]
        else:
            given = [first.tolist(), last.tolist()]
        yield self._numbers(statement, [*given, *_window(question)])

    def _of_shapes(self, question: Question) -> Iterator[Integers]:
        shapes = question.shapes
        if not shapes:
            return
        moments = moments_between(question.start, question.until)
        known = question.coverings or (None,) * len(shapes)
        for (tier, area), made in zip(shapes, known, strict=True):
            if len(shapes) > 1 and not self._holds_tier(tier):
                continue
            cover = made or covering(area, finest=PLACE_BITS)
            buckets = buckets_of(moments, tier)
            inside = cover.inside
            if inside.any():
                yield self._inside(question, buckets, cover.first[inside], cover.last[inside])
            if not inside.all():
                yield self._tested(question, area, buckets, cover.first[~inside], cover.last[~inside])

    def _holds_tier(self, tier: int) -> bool:
        low, high = (int(buckets_of(np.array([edge]), tier)[0]) << CELL_SHIFT for edge in (0, 8191))
        blank = "?" if self.vendor == "sqlite" else "%s"
        cursor = self.connection.cursor()
        cursor.execute(
            f"SELECT 1 FROM {PLACE_TABLE} WHERE key BETWEEN {blank} AND {blank} LIMIT 1",
            (low, high | ((1 << CELL_SHIFT) - 1)),
        )
        there = cursor.fetchone() is not None
        cursor.close()
        return there

    def _inside(self, question: Question, buckets: Integers, first: Integers, last: Integers) -> Integers:
        statement = _PLACES[self.vendor][False, question.organisation is not None]
        return self._numbers(statement, [*self._place_values(buckets, first, last), *_window(question)])

    def _tested(
        self, question: Question, area: Area, buckets: Integers, first: Integers, last: Integers
    ) -> Integers:
        statement = _PLACES[self.vendor][True, question.organisation is not None]
        given = [*self._place_values(buckets, first, last), *_window(question)]
        numbers, sealed = self._records(statement, given)
        longitudes, latitudes, is_read = places_read(sealed)
        # One that cannot be read may be in the way: whoever asks finds out what is wrong with it.
        return numbers[holds(area, longitudes, latitudes) | ~is_read]

    def _place_values(self, buckets: Integers, first: Integers, last: Integers) -> list[Any]:
        if self.vendor == "sqlite":
            packed = _packed(first >> _COARSE_SHIFT, last >> _COARSE_SHIFT, _COARSE_BITS)
            return [json.dumps(buckets.tolist()), packed]
        return [buckets.tolist(), first.tolist(), last.tolist()]

    def _numbers(self, statement: str, given: list[Any]) -> Integers:
        found = self._row(statement, given)[0]
        if self.vendor == "sqlite":
            return _listed(found)
        return np.frombuffer(found or b"", ">i8").astype(np.int64)

    def _records(self, statement: str, given: list[Any]) -> tuple[Integers, bytes]:
        row = self._row(statement, given)
        if self.vendor == "sqlite":
            numbers, sealed = _listed(row[0]), row[1] or b""
            if len(sealed) != SEALED_BYTES * len(numbers):
                raise IndexUnreadable(
                    "The index of stays gave other places than stays. Run `tocsin check`, and report which version of "
                    "SQLite this is."
                )
            return numbers, sealed
        records = np.frombuffer(row[0] or b"", [("stay", ">i8"), ("sealed", f"V{SEALED_BYTES}")])
        return records["stay"].astype(np.int64), records["sealed"].tobytes()

    def _row(self, statement: str, given: list[Any]) -> Any:
        if self.vendor == "sqlite":
            cursor = self.connection.execute(statement, given)
        else:
            cursor = _server_cursor(self.connection)
            cursor.execute(statement, given, prepare=True, binary=True)
        row = cursor.fetchone()
        cursor.close()
        return row


def _ascending(numbers: Integers) -> Integers:
    """Return `numbers` sorted, each once. Hardly ever is one there twice, and to sort is half the work of numpy's unique."""
    numbers.sort()
    is_new = numbers[1:] != numbers[:-1]
    return numbers if is_new.all() else numbers[np.concatenate(([True], is_new))]


def _server_cursor(connection: Any) -> Any:
    """A cursor whose values travel apart from the statement, whatever kind the connection makes by itself."""
    from psycopg import Cursor

    return Cursor(connection)


def _listed(numbers: str | None) -> Integers:
    return np.fromstring(numbers or "", np.int64, sep=",")


def _window(question: Question) -> list[int]:
    whose = [] if question.organisation is None else [question.organisation]
    return [question.until, question.start, *whose]


def _packed(first: Integers, last: Integers, bits: int) -> str:
    return json.dumps(((first << bits) | last).tolist())
