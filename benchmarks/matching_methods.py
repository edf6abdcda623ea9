"""The ways to find stays that the benchmark holds side by side. Each is built once and answers with the stays' numbers."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import psycopg
import shapely
from matching_data import Asked

from tocsin.exposure.questions import Question
from tocsin.exposure.sealed_places import SEALED_BYTES, seal_places
from tocsin.exposure.sorted_stays import SortedStays, Stays
from tocsin.exposure.stay_index import INDEXES, SCHEMA, StayIndex
from tocsin.exposure.stay_keys import country_keys, country_number, country_ranges, place_keys
from tocsin.geo import Area
from tocsin.geo.geojson import cut_rings
from tocsin.geo.many import holds

_AT_ONCE = 500_000
_COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_END = b"\xff\xff"
#: Microseconds from 1970 to 2000, where PostgreSQL's clock begins.
_EPOCH_2000 = 946_684_800


class Method(Protocol):
    """One way to find stays. `build` is called once; `seconds` and `bytes` say what that cost."""

    name: str

    def build(self, stays: Stays) -> None: ...
    def find(self, asked: Asked) -> np.ndarray: ...


def question(asked: Asked) -> Question:
    """Return what the index of Tocsin is asked: exactly the area, nobody widened."""
    shapes = ((0, asked.area),) if asked.area.circles or asked.area.polygons else ()
    return Question(
        asked.start, asked.until, shapes, frozenset(asked.area.countries), organisation=asked.tenant
    )


def rows_by_place(stays: Stays) -> tuple[np.ndarray, np.ndarray]:
    """Return the stays that have a place, in the order of their keys, and the keys."""
    known = np.flatnonzero(~np.isnan(stays.longitudes))
    keys = place_keys(
        stays.longitudes[known],
        stays.latitudes[known],
        stays.tiers[known],
        stays.arrive[known],
        stays.depart[known],
    )
    order = np.argsort(keys, kind="stable")
    return known[order], keys[order]


def rows_by_country(stays: Stays) -> tuple[np.ndarray, np.ndarray]:
    """Return all stays in the order of their country keys, and the keys."""
    keys = country_keys(stays.countries, np.isnan(stays.longitudes), stays.arrive, stays.depart)
    order = np.argsort(keys, kind="stable")
    return order, keys[order]


def parts(rows: np.ndarray) -> Iterator[slice]:
    """Yield slices of bounded size over rows."""
    for start in range(0, len(rows), _AT_ONCE):
        yield slice(start, start + _AT_ONCE)


class Sqlite:
    """Tocsin's index on SQLite, as the desk has it."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "stays.db"

    def connect(self) -> None:
        """Open the file with the settings of the project."""
        self.connection = sqlite3.connect(self.path, isolation_level=None)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "cache_size=-2000000",
            "mmap_size=17179869184",
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        self.index = StayIndex(self.connection, "sqlite")

    def build(self, stays: Stays) -> None:
        """Make both trees, in the order of their keys."""
        fresh = not self.path.exists()
        self.connect()
        if fresh:
            for statement in SCHEMA["sqlite"]:
                self.connection.execute(statement)
            rows, keys = rows_by_place(stays)
            for part in parts(rows):
                self.connection.execute("BEGIN")
                self.index.add(_place_rows(stays, rows[part], keys[part]))
                self.connection.execute("COMMIT")
            rows, keys = rows_by_country(stays)
            for part in parts(rows):
                self.connection.execute("BEGIN")
                self.index.add_to_countries(_country_rows(stays, rows[part], keys[part]))
                self.connection.execute("COMMIT")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.bytes = self.path.stat().st_size

    def find(self, asked: Asked) -> np.ndarray:
        """Return the numbers of the stays."""
        return self.index.find(question(asked))


def _place_rows(stays: Stays, rows: np.ndarray, keys: np.ndarray) -> Iterator[tuple[Any, ...]]:
    sealed = seal_places(stays.longitudes[rows], stays.latitudes[rows])
    blocks = (sealed[start : start + SEALED_BYTES] for start in range(0, len(sealed), SEALED_BYTES))
    columns = (keys, stays.numbers[rows], stays.arrive[rows], stays.depart[rows], stays.organisations[rows])
    return zip(*(column.tolist() for column in columns), blocks, strict=True)


def _country_rows(stays: Stays, rows: np.ndarray, keys: np.ndarray) -> Iterator[tuple[Any, ...]]:
    columns = (keys, stays.numbers[rows], stays.arrive[rows], stays.depart[rows], stays.organisations[rows])
    return zip(*(column.tolist() for column in columns), strict=True)


class Postgresql:
    """Tocsin's index on PostgreSQL, as the desk has it."""

    name = "postgresql"

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.index = StayIndex(connection, "postgresql")

    def build(self, stays: Stays) -> None:
        """Load both tables in the order of their keys, then index them."""
        if not _there(self.connection, "exposure_stay_place_key"):
            for statement in SCHEMA["postgresql"]:
                self.connection.execute(statement)
            rows, keys = rows_by_place(stays)
            columns = "key, stay_id, arrive, depart, organisation_id"
            load(
                self.connection,
                f"exposure_stay_place_key ({columns}, sealed_place)",
                _our_places(stays, rows, keys),
            )
            rows, keys = rows_by_country(stays)
            load(self.connection, f"exposure_stay_country_key ({columns})", _our_countries(stays, rows, keys))
            for statement in INDEXES["postgresql"]:
                self.connection.execute(statement)
            for table in ("exposure_stay_place_key", "exposure_stay_country_key"):
                self.connection.execute(f"VACUUM ANALYZE {table}")
        self.bytes = _size(self.connection, "exposure_stay_place_key", "exposure_stay_country_key")

    def find(self, asked: Asked) -> np.ndarray:
        """Return the numbers of the stays."""
        return self.index.find(question(asked))


def _our_places(stays: Stays, rows: np.ndarray, keys: np.ndarray) -> Iterator[np.ndarray]:
    names = [
        ("key", 8),
        ("stay", 8),
        ("arrive", 8),
        ("depart", 8),
        ("organisation", 8),
        ("sealed", SEALED_BYTES),
    ]
    for part in parts(rows):
        some = rows[part]
        records = _records(len(some), names)
        _fill(records, keys[part], some, stays)
        sealed = seal_places(stays.longitudes[some], stays.latitudes[some])
        records["sealed"] = np.frombuffer(sealed, f"V{SEALED_BYTES}")
        yield records


def _our_countries(stays: Stays, rows: np.ndarray, keys: np.ndarray) -> Iterator[np.ndarray]:
    names = [("key", 8), ("stay", 8), ("arrive", 8), ("depart", 8), ("organisation", 8)]
    for part in parts(rows):
        records = _records(len(rows[part]), names)
        _fill(records, keys[part], rows[part], stays)
        yield records


def _fill(records: np.ndarray, keys: np.ndarray, rows: np.ndarray, stays: Stays) -> None:
    records["key"], records["stay"] = keys, stays.numbers[rows]
    records["arrive"], records["depart"] = stays.arrive[rows], stays.depart[rows]
    records["organisation"] = stays.organisations[rows]


class Postgis:
    """PostGIS in its best form for this question.

    The table lies in the order of its places (as after CLUSTER), under one multi-column GiST of geometry and time; a
    polygon goes whole or in parts (ST_Subdivide), whichever is quicker for it: the first try of each measures both; a
    circle is a box and then the distance on the sphere; countries are asked by the same covering key as Tocsin's.
    """

    name = "postgis"
    table = "postgis_stays"
    #: A part of a polygon has so many corners at most.
    corners = 128

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.in_parts: dict[int, bool] = {}

    def build(self, stays: Stays) -> None:
        """Load the table in the order of its places, and index it."""
        if not _there(self.connection, self.table):
            self.connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            self.connection.execute(
                f"CREATE TABLE {self.table} (stay bigint NOT NULL, tenant int NOT NULL, "
                "place geometry(Point, 4326) NOT NULL, stayed tstzrange NOT NULL)"
            )
            load(self.connection, self.table, _geometry_rows(stays))
            self.connection.execute(f"CREATE INDEX ON {self.table} USING gist (place, stayed)")
            self.connection.execute(f"VACUUM ANALYZE {self.table}")
        self.bytes = _size(self.connection, self.table, "exposure_stay_country_key")

    def find(self, asked: Asked) -> np.ndarray:
        """Return the numbers of the stays."""
        found = [self._of_countries(asked)] if asked.area.countries else []
        found += [self._of_circle(asked, circle) for circle in asked.area.circles]
        if asked.area.polygons:
            found.append(self._of_polygons(asked))
        return np.unique(np.concatenate(found))

    def numbers(self, statement: str, values: dict[str, Any]) -> np.ndarray:
        """Return the first column of the rows, sent in binary."""
        rows = self.connection.execute(statement, values, binary=True, prepare=True).fetchall()
        return np.array([row[0] for row in rows], np.int64)

    def values(self, asked: Asked) -> dict[str, Any]:
        """What every statement is given."""
        return {"start": asked.start, "until": asked.until, "tenant": asked.tenant}

    def whose(self, asked: Asked) -> str:
        """The condition for one tenant."""
        return "AND t.tenant = %(tenant)s" if asked.tenant else ""

    def _of_countries(self, asked: Asked) -> np.ndarray:
        first, last = country_ranges(frozenset(asked.area.countries), asked.start, asked.until)
        whose = "AND organisation_id = %(tenant)s" if asked.tenant else ""
        statement = f"""SELECT t.stay_id FROM unnest(%(first)s::bigint[], %(last)s::bigint[]) AS r (first, last)
            CROSS JOIN LATERAL (SELECT stay_id FROM exposure_stay_country_key WHERE key BETWEEN r.first AND r.last
            AND arrive < %(until)s AND depart > %(start)s {whose} OFFSET 0) AS t"""
        values = self.values(asked) | {"first": first.tolist(), "last": last.tolist()}
        return self.numbers(statement, values)

    def _of_circle(self, asked: Asked, circle: Any) -> np.ndarray:
        boxes = _boxes(circle)
        statement = f"""SELECT t.stay FROM unnest(%(boxes)s::text[]) AS b (box) JOIN {self.table} AS t
            ON t.place && b.box::geometry AND t.stayed && {_RANGE}
            WHERE ST_DistanceSphere(t.place, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326)) <= %(metres)s {self.whose(asked)}"""
        values = self.values(asked) | {
            "boxes": [f"SRID=4326;{shapely.box(*box).wkt}" for box in boxes],
            "x": circle.center.longitude, "y": circle.center.latitude, "metres": circle.radius_km * 1000,
        }  # fmt: skip
        if len(boxes) == 1:
            statement = (
                statement.replace("unnest(%(boxes)s::text[]) AS b (box) JOIN ", "")
                .replace("ON t.place && b.box::geometry", "WHERE t.place && %(box)s::geometry")
                .replace("WHERE ST_", "AND ST_")
            )
            values["box"] = values.pop("boxes")[0]
        return self.numbers(statement, values)

    def _of_polygons(self, asked: Asked) -> np.ndarray:
        key = id(asked)
        if key not in self.in_parts:
            took = []
            for parted in (False, True):
                started = time.perf_counter()
                self._of_shape(asked, parted)
                took.append(time.perf_counter() - started)
            self.in_parts[key] = took[1] < took[0]
        return self._of_shape(asked, self.in_parts[key])

    def _of_shape(self, asked: Asked, parted: bool) -> np.ndarray:
        shape = flat(asked.area)
        values = self.values(asked) | {
            "area": shapely.to_wkb(shapely.set_srid(shape, 4326), include_srid=True)
        }
        if parted:
            statement = f"""SELECT DISTINCT t.stay FROM ST_Subdivide(%(area)s::geometry, {self.corners}) AS part
                JOIN {self.table} AS t ON t.place && part AND t.stayed && {_RANGE}
                WHERE ST_Intersects(part, t.place) {self.whose(asked)}"""
        else:
            statement = f"""SELECT t.stay FROM {self.table} AS t WHERE t.place && %(area)s::geometry
                AND t.stayed && {_RANGE} AND ST_Intersects(%(area)s::geometry, t.place) {self.whose(asked)}"""
        return self.numbers(statement, values)


_RANGE = "tstzrange(to_timestamp(%(start)s), to_timestamp(%(until)s))"


class PostgisPacked(Postgis):
    """The same with its answer handed over in one row, as Tocsin's index does: what remains is the search itself."""

    name = "postgis-packed"

    def numbers(self, statement: str, values: dict[str, Any]) -> np.ndarray:
        """Return the first column of the rows, sent as one string of bytes."""
        packed = f"SELECT string_agg(int8send(found.number), ''::bytea) FROM ({statement}) AS found (number)"
        row = self.connection.execute(packed, values, binary=True, prepare=True).fetchone()
        return np.frombuffer((row and row[0]) or b"", ">i8").astype(np.int64)


class PostgisGeography(Postgis):
    """PostGIS as it is usually asked: a geography column under GiST, ST_DWithin on the sphere, ST_Covers.

    Its polygons have great-circle sides, ours straight ones on the map: their edges are cut to half a degree for the index,
    and the geometry has the last word.
    """

    name = "postgis-geography"
    tries = 1
    table = "postgis_geography_stays"

    def build(self, stays: Stays) -> None:
        """Load the table in the order of its places, and index places and times each for itself."""
        if not _there(self.connection, self.table):
            self.connection.execute(
                f"CREATE TABLE {self.table} (stay bigint NOT NULL, tenant int NOT NULL, "
                "place geography(Point, 4326) NOT NULL, stayed tstzrange NOT NULL)"
            )
            load(self.connection, self.table, _geometry_rows(stays))
            self.connection.execute(f"CREATE INDEX ON {self.table} USING gist (place)")
            self.connection.execute(f"CREATE INDEX ON {self.table} USING gist (stayed)")
            self.connection.execute(f"VACUUM ANALYZE {self.table}")
        self.bytes = _size(self.connection, self.table, "exposure_stay_country_key")

    def _of_circle(self, asked: Asked, circle: Any) -> np.ndarray:
        statement = f"""SELECT t.stay FROM {self.table} AS t
            WHERE ST_DWithin(t.place, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326)::geography, %(metres)s, false)
            AND t.stayed && {_RANGE} {self.whose(asked)}"""
        values = self.values(asked) | {
            "x": circle.center.longitude, "y": circle.center.latitude, "metres": circle.radius_km * 1000,
        }  # fmt: skip
        return self.numbers(statement, values)

    def _of_polygons(self, asked: Asked) -> np.ndarray:
        shape = flat(asked.area)
        statement = f"""SELECT DISTINCT t.stay FROM ST_Dump(%(cut)s::geometry) AS part JOIN {self.table} AS t
            ON t.place && part.geom::geography AND t.stayed && {_RANGE}
            WHERE ST_Intersects(%(area)s::geometry, t.place::geometry) {self.whose(asked)}"""
        cut = shapely.set_srid(shapely.segmentize(shape, 0.5), 4326)
        values = self.values(asked) | {
            "cut": shapely.to_wkb(cut, include_srid=True),
            "area": shapely.to_wkb(shapely.set_srid(shape, 4326), include_srid=True),
        }
        return self.numbers(statement, values)


@lru_cache(maxsize=1000)
def flat(area: Area) -> shapely.Geometry:
    """Return the polygons of an area cut at the antimeridian, as any map has them; kept, as Tocsin keeps its own."""
    return shapely.MultiPolygon(
        [shapely.Polygon(rings[0], rings[1:]) for polygon in area.polygons for rings in cut_rings(polygon)]
    )


def _boxes(circle: Any) -> list[tuple[float, float, float, float]]:
    west, south, east, north = circle.bounds()
    south, north = max(-90.0, south - 1e-6), min(90.0, north + 1e-6)
    west, east = west - 1e-6, east + 1e-6
    if east - west >= 360:
        return [(-180.0, south, 180.0, north)]
    if west < -180:
        return [(-180.0, south, east, north), (west + 360, south, 180.0, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    return [(west, south, east, north)]


def _geometry_rows(stays: Stays) -> Iterator[np.ndarray]:
    """Rows of (stay, tenant, place, stayed) in PostgreSQL's binary form, in the order of the places on the Z-curve."""
    rows, keys = rows_by_place(stays)
    rows = rows[np.argsort(keys & ((1 << 48) - 1), kind="stable")]
    names = [("stay", 8), ("tenant", 4), ("place", 25), ("stayed", 25)]
    for part in parts(rows):
        some = rows[part]
        records = _records(len(some), names)
        records["stay"], records["tenant"] = stays.numbers[some], stays.organisations[some]
        point = np.zeros(
            len(some), [("order", "u1"), ("kind", "<u4"), ("srid", "<u4"), ("x", "<f8"), ("y", "<f8")]
        )
        point["order"], point["kind"], point["srid"] = 1, 0x20000001, 4326
        point["x"], point["y"] = stays.longitudes[some], stays.latitudes[some]
        records["place"] = point.view("V25")
        span = np.zeros(
            len(some), [("flags", "u1"), ("l1", ">i4"), ("from", ">i8"), ("l2", ">i4"), ("to", ">i8")]
        )
        span["flags"], span["l1"], span["l2"] = 2, 8, 8
        span["from"] = (stays.arrive[some] - _EPOCH_2000) * 1_000_000
        span["to"] = (stays.depart[some] - _EPOCH_2000) * 1_000_000
        records["stayed"] = span.view("V25")
        yield records


def _records(count: int, names: list[tuple[str, int]]) -> np.ndarray:
    """Empty rows in the form of COPY BINARY, with the lengths of their fields filled in."""
    kinds = {8: ">i8", 4: ">i4"}
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, size in names:
        fields += [(f"{name}_size", ">i4"), (name, kinds.get(size, f"V{size}"))]
    records = np.zeros(count, fields)
    records["fields"] = len(names)
    for name, size in names:
        records[f"{name}_size"] = size
    return records


def load(connection: psycopg.Connection, table: str, chunks: Iterator[np.ndarray]) -> None:
    """Load rows in the binary form of COPY."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_COPY_HEAD)
        for records in chunks:
            copy.write(records.tobytes())
        copy.write(_COPY_END)


def _there(connection: psycopg.Connection, table: str) -> bool:
    """Whether a table of an earlier run stands; one that was not finished has no index and is dropped."""
    if connection.execute("SELECT 1 FROM pg_indexes WHERE tablename = %s", (table,)).fetchone():
        return True
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    return False


def _size(connection: psycopg.Connection, *tables: str) -> int:
    total = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
    row = connection.execute(total, (list(tables),)).fetchone()
    return int(row[0]) if row else 0


class Snapshot:
    """The same keys as sorted arrays in memory: the floor of what an index can cost."""

    name = "snapshot"

    def build(self, stays: Stays) -> None:
        """Sort them."""
        self.stays = SortedStays(stays)
        self.bytes = 64 * len(stays.numbers)

    def find(self, asked: Asked) -> np.ndarray:
        """Return the numbers of the stays."""
        return self.stays.find(question(asked))


class Scan:
    """Every stay looked at with NumPy: the floor of brute force, and the truth that the others are held against."""

    name = "scan"
    tries = 1

    def build(self, stays: Stays) -> None:
        """Keep the columns."""
        self.stays = stays
        self.bytes = sum(column.nbytes for column in (stays.longitudes, stays.latitudes, stays.arrive)) * 2

    def find(self, asked: Asked) -> np.ndarray:
        """Return the numbers of the stays."""
        stays, area = self.stays, asked.area
        shared = (stays.arrive < asked.until) & (stays.depart > asked.start)
        if asked.tenant:
            shared &= stays.organisations == asked.tenant
        rows = np.flatnonzero(shared)
        codes = [country_number(code) for code in area.countries]
        hit = np.isin(stays.countries[rows], codes)
        rest = np.flatnonzero(~hit & ~np.isnan(stays.longitudes[rows]))
        hit[rest] = holds(area, stays.longitudes[rows[rest]], stays.latitudes[rows[rest]])
        return stays.numbers[rows[hit]]


class Duckdb:
    """DuckDB's column scan, with a box around the area; the exact test is the same as the others'."""

    name = "duckdb"
    tries = 1

    def build(self, stays: Stays) -> None:
        """Load a table from the columns."""
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        columns = {
            "stay": stays.numbers, "tenant": stays.organisations.astype(np.int32),
            "country": stays.countries.astype(np.int16), "x": stays.longitudes, "y": stays.latitudes,
            "arrive": stays.arrive, "depart": stays.depart,
        }  # fmt: skip
        self.connection.register("columns", columns)
        self.connection.execute("CREATE TABLE stays AS SELECT * FROM columns")
        self.bytes = sum(column.nbytes for column in columns.values())

    def find(self, asked: Asked) -> np.ndarray:
        """Return the numbers of the stays."""
        window = f"arrive < {asked.until} AND depart > {asked.start}"
        window += f" AND tenant = {asked.tenant}" if asked.tenant else ""
        if asked.area.countries:
            codes = ", ".join(str(country_number(code)) for code in asked.area.countries)
            found = self.connection.execute(f"SELECT stay FROM stays WHERE {window} AND country IN ({codes})")
            return np.sort(found.fetchnumpy()["stay"])
        west, south, east, north = asked.area.bounds()
        box = f"y BETWEEN {south - 1e-6} AND {north + 1e-6}"
        if west <= east and west > -180 and east < 180:
            box += f" AND x BETWEEN {west - 1e-6} AND {east + 1e-6}"
        found = self.connection.execute(f"SELECT stay, x, y FROM stays WHERE {window} AND {box}").fetchnumpy()
        near = holds(asked.area, np.asarray(found["x"]), np.asarray(found["y"]))
        return np.sort(np.asarray(found["stay"])[near])


def has_duckdb() -> bool:
    """Whether DuckDB can be imported; says so where not."""
    try:
        import duckdb  # noqa: F401
    except ImportError:
        print("duckdb is skipped: the package duckdb is not installed.", file=sys.stderr)
        return False
    return True


def built(method: Method, stays: Stays) -> float:
    """Build a method and return the seconds that it took."""
    started = time.perf_counter()
    method.build(stays)
    return time.perf_counter() - started
