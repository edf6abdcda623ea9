"""What else matching costs: a new stay against all alerts in force, new stays into the index, and cost by size."""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import matching_data
import matching_methods as ways
import numpy as np

from tocsin.exposure.sorted_stays import SortedStays, Stays
from tocsin.exposure.standing import StandingTargets
from tocsin.exposure.stay_index import SCHEMA, StayIndex
from tocsin.exposure.values import Target, Whereabouts
from tocsin.geo import Point

ALERTS = 5_000
SAMPLE = 2_000


def run(arguments: argparse.Namespace, folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of the measurement that was asked for."""
    if arguments.reverse:
        yield from reverse(arguments.stays)
    if arguments.insert:
        yield from insert(arguments.stays, folder)
    if arguments.grow:
        yield from grow(arguments.stays, folder)


def in_force() -> list[matching_data.Asked]:
    """As many alerts as are in force: circles, provinces, countries and outlines, over the whole year."""
    kinds = ("circle10", "circle100", "province", "countries", "polygon", "morocco")
    found: list[matching_data.Asked] = []
    seed = 100
    while len(found) < ALERTS:
        found += [asked for asked in matching_data.make_questions(seed) if asked.kind in kinds]
        seed += 1
    return found[:ALERTS]


def reverse(count: int) -> Iterator[dict[str, Any]]:
    """One new stay, and `count` of them, against ALERTS alerts in force."""
    asked = in_force()
    targets = [_target(one) for one in asked]
    started = time.perf_counter()
    standing = StandingTargets(targets)
    stays = matching_data.make_stays(count, seed=23)
    picked = np.random.default_rng(5).integers(0, count, SAMPLE)
    places = [_whereabouts(stays, int(row)) for row in picked]
    standing.near(places[0])
    prepared = time.perf_counter() - started
    explained = _times(standing.match, places[:500])
    times = _times(standing.near, places)
    yield {
        "method": "one new stay, with every reason in words", "stays": 1, "kind": "reverse", "alerts": ALERTS,
        "median_ms": round(float(np.median(explained)), 4), "p99_ms": round(float(np.percentile(explained, 99)), 4),
        "rows": sum(len(standing.match(place)) for place in places[:500]), "mismatches": 0,
    }  # fmt: skip
    yield {
        "method": "one new stay", "stays": 1, "kind": "reverse", "alerts": ALERTS,
        "median_ms": round(float(np.median(times)), 4), "p99_ms": round(float(np.percentile(times, 99)), 4),
        "rows": sum(len(standing.near(place)) for place in places), "mismatches": _missed(standing, asked, stays, picked),
        "prepared_ms": round(prepared * 1e3),
    }  # fmt: skip
    started = time.perf_counter()
    batch = SortedStays(stays)
    questions = [ways.question(one) for one in asked]
    pairs = sum(len(batch.find(question)) for question in questions)
    took = time.perf_counter() - started
    yield {
        "method": "new stays in bulk", "stays": count, "kind": "reverse", "alerts": ALERTS, "median_ms": round(took * 1e3),
        "p99_ms": round(took * 1e3), "rows": pairs, "mismatches": _wrong_in_bulk(batch, asked[:40], stays),
        "stays_per_second": round(count / took),
    }  # fmt: skip


def _times(act: Callable[[Whereabouts], object], places: list[Whereabouts]) -> list[float]:
    """The milliseconds of the quickest of three tries for each place."""
    found = []
    for place in places:
        best = float("inf")
        for _ in range(3):
            started = time.perf_counter()
            act(place)
            best = min(best, time.perf_counter() - started)
        found.append(best * 1e3)
    return found


def _target(asked: matching_data.Asked) -> Target:
    moments = (datetime.fromtimestamp(second, UTC) for second in (asked.start, asked.until))
    onset, expires = moments
    return Target(area=asked.area, onset=onset, expires=expires, counted_from=onset)


def _whereabouts(stays: Stays, row: int) -> Whereabouts:
    x, y, country = float(stays.longitudes[row]), float(stays.latitudes[row]), int(stays.countries[row])
    return Whereabouts(
        place="", country=chr(65 + country // 26) + chr(65 + country % 26),
        point=None if np.isnan(x) else Point(longitude=x, latitude=y), precision="site", uncertainty_km=0.0,
        located_by="", arrive=datetime.fromtimestamp(int(stays.arrive[row]), UTC),
        depart=datetime.fromtimestamp(int(stays.depart[row]), UTC),
    )  # fmt: skip


def _missed(
    standing: StandingTargets, asked: list[matching_data.Asked], stays: Stays, picked: np.ndarray
) -> int:
    """How many alerts that hold a stay its look-up did not bring, by a look at every pair of a sample."""
    missed = 0
    rows = picked[:300]
    found = [set(standing.near(_whereabouts(stays, int(row)))) for row in rows]
    scan = ways.Scan()
    scan.build(_some(stays, rows))
    for number, one in enumerate(asked):
        for at in scan.find(replace(one, tenant=None)).tolist():
            missed += number not in found[at]
    return missed


def _some(stays: Stays, rows: np.ndarray) -> Stays:
    columns = {name: getattr(stays, name)[rows] for name in Stays.__dataclass_fields__}
    return Stays(**{**columns, "numbers": np.arange(len(rows))})


def _wrong_in_bulk(batch: SortedStays, asked: list[matching_data.Asked], stays: Stays) -> int:
    scan = ways.Scan()
    scan.build(stays)
    return sum(not np.array_equal(batch.find(ways.question(one)), scan.find(one)) for one in asked)


def insert(count: int, folder: Path) -> Iterator[dict[str, Any]]:
    """`count` new stays, in no order, into an index that holds as many already."""
    path = folder / "insert.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-1000000"):
        connection.execute(f"PRAGMA {pragma}")
    for statement in SCHEMA["sqlite"]:
        connection.execute(statement)
    index = StayIndex(connection, "sqlite")
    old, new = matching_data.make_stays(count, seed=7), matching_data.make_stays(count, seed=8)
    _put(index, old)
    started = time.perf_counter()
    _put(index, replace(new, numbers=new.numbers + count), in_order=False)
    took = time.perf_counter() - started
    yield {
        "method": "sqlite", "stays": count, "kind": "insert", "median_ms": round(took * 1e3), "p99_ms": round(took * 1e3),
        "rows": count, "mismatches": 0, "stays_per_second": round(count / took),
    }  # fmt: skip


def _put(index: StayIndex, stays: Stays, *, in_order: bool = True) -> None:
    """Fill both trees; in the order of the keys, or as stays come in, in transactions of ten thousand."""
    places, place_keys = ways.rows_by_place(stays)
    countries, country_keys = ways.rows_by_country(stays)
    if not in_order:
        dice = np.random.default_rng(2)
        mixed = dice.permutation(len(places))
        places, place_keys = places[mixed], place_keys[mixed]
        mixed = dice.permutation(len(countries))
        countries, country_keys = countries[mixed], country_keys[mixed]
    for start in range(0, len(countries), 10_000):
        part = slice(start, start + 10_000)
        index.connection.execute("BEGIN")
        index.add(ways._place_rows(stays, places[part], place_keys[part]))
        index.add_to_countries(ways._country_rows(stays, countries[part], country_keys[part]))
        index.connection.execute("COMMIT")


def grow(most: int, folder: Path) -> Iterator[dict[str, Any]]:
    """What a 10 km circle costs per stay found, at one million and at `most`."""
    circles = [asked for asked in matching_data.make_questions() if asked.kind == "circle10"]
    for count in sorted({1_000_000, most}):
        place = folder / f"{count}"
        place.mkdir(parents=True, exist_ok=True)
        method = ways.Sqlite(place)
        method.build(matching_data.make_stays(count))
        times, rows = [], []
        for asked in circles:
            best = float("inf")
            for _ in range(3):
                started = time.perf_counter()
                found = method.find(asked)
                best = min(best, time.perf_counter() - started)
            times.append(best * 1e3)
            rows.append(len(found))
        yield {
            "method": "sqlite", "stays": count, "kind": "circle10", "median_ms": round(float(np.median(times)), 3),
            "p99_ms": round(float(np.percentile(times, 99)), 3), "rows": sum(rows), "mismatches": 0,
            "microseconds_per_row": round(sum(times) * 1e3 / max(1, sum(rows)), 2),
        }  # fmt: skip
