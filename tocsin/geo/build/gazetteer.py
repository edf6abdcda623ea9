"""Pack the entries into the gazetteer's file."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.geo.build.entries import LANGUAGES, Entry, country_titles
from tocsin.geo.errors import GazetteerError
from tocsin.geo.gazetteer import (
    CLASSES,
    DEMONYM,
    FILTER_BITS,
    KIND,
    LIST,
    MAIN_NAME,
    NO_AREA,
    NO_COUNTRY,
    ROW_BITS,
    UNITS_PER_DEGREE,
    VERSION,
)
from tocsin.geo.names import name_number, normalised
from tocsin.geo.packed import write_packed
from tocsin.geo.places import Precision

Column = np.ndarray[Any, Any]


def pack_gazetteer(entries: list[Entry], target: Path) -> int:
    """Write the gazetteer's file and return how many different names it holds.

    Raises `GazetteerError` when two entries have one number, or two names collide.
    """
    rows = sorted(entries, key=lambda entry: (CLASSES.index(entry.precision), entry.identifier))
    _check_identifiers(rows)
    class_start = [
        sum(1 for row in rows if CLASSES.index(row.precision) < n) for n in range(len(CLASSES) + 1)
    ]
    codes = sorted(row.country for row in rows[: class_start[1]])
    country_row = {code: place for place, code in enumerate(codes)}
    row_of_area = {row.number: place for place, row in enumerate(rows[: class_start[3]]) if row.number}
    zones = sorted({row.timezone for row in rows} | {""})
    zone_row = {zone: place for place, zone in enumerate(zones)}
    titles = country_titles(codes)
    names, name_start = _text([row.name for row in rows])
    admin_codes, admin_start = _text([row.code for row in rows[class_start[1] : class_start[3]]])
    title_text, title_start = _text([title for language in LANGUAGES for title in titles[language]])
    numbers, entry, references = _names(rows)
    write_packed(
        target,
        {
            "class_start": np.array(class_start, dtype=np.uint32),
            "id": np.array([row.identifier for row in rows], dtype=np.int32),
            "longitude": _degrees([row.point.longitude for row in rows]),
            "latitude": _degrees([row.point.latitude for row in rows]),
            "population": np.array([row.population for row in rows], dtype=np.uint32),
            "country": np.array([country_row.get(row.country, NO_COUNTRY) for row in rows], dtype=np.uint8),
            "admin1": np.array([row_of_area.get(row.admin1 or 0, NO_AREA) for row in rows], dtype=np.uint16),
            "admin2": np.array([row_of_area.get(row.admin2 or 0, NO_AREA) for row in rows], dtype=np.uint16),
            "timezone": np.array([zone_row[row.timezone] for row in rows], dtype=np.uint16),
            "name_start": name_start,
            "names": names,
            "country_codes": np.array([list(code.encode("ascii")) for code in codes], dtype=np.uint8),
            "admin_start": admin_start,
            "admin_codes": admin_codes,
            "timezones": _bytes("\n".join(zones)),
            "languages": _bytes("\n".join(LANGUAGES)),
            "title_start": title_start,
            "titles": title_text,
            "number": numbers,
            "entry": entry,
            "references": references,
            "filter": _filter(numbers),
        },
        kind=KIND,
        version=VERSION,
    )
    return len(numbers)


def _names(rows: list[Entry]) -> tuple[Column, Column, Column]:
    """The three columns of the name index."""
    bearers: dict[int, dict[int, int]] = defaultdict(dict)
    form_of: dict[int, str] = {}
    for place, row in enumerate(rows):
        for name, flags in row.names.items():
            number, form = name_number(name), normalised(name)
            if form_of.setdefault(number, form) != form:
                raise GazetteerError(f"the names {form!r} and {form_of[number]!r} have the same number")
            mine = bearers[number]
            if place not in mine:
                mine[place] = flags
            elif not flags & DEMONYM:
                # Main name if one spelling is; an abbreviation or demonym only if every spelling is.
                mine[place] = (mine[place] | flags) & MAIN_NAME | (mine[place] & flags & ~MAIN_NAME)
    numbers = sorted(bearers)
    entry: list[int] = []
    references: list[int] = []
    for number in numbers:
        mine = bearers[number]
        order = sorted(
            mine, key=lambda p: (-(rows[p].rank + 0.7 * (mine[p] & MAIN_NAME)), rows[p].identifier)
        )
        packed = [place | mine[place] << ROW_BITS for place in order]
        if len(packed) == 1:
            entry.append(packed[0])
        else:
            entry.append(LIST | len(references))
            references += [len(packed), *packed]
    return (
        np.array(numbers, dtype=np.uint64),
        np.array(entry, dtype=np.uint32),
        np.array(references, dtype=np.uint32),
    )


def _filter(numbers: Column) -> Column:
    bits = (numbers >> np.uint64(64 - FILTER_BITS)).astype(np.int64)
    table = np.zeros(1 << FILTER_BITS, dtype=np.uint8)
    table[bits] = 1
    return np.packbits(table, bitorder="little")


def _check_identifiers(rows: list[Entry]) -> None:
    seen: dict[int, Entry] = {}
    for row in rows:
        if row.identifier in seen and seen[row.identifier].precision is row.precision:
            raise GazetteerError(
                f"{row.name} and {seen[row.identifier].name} both have the number {row.identifier}"
            )
        seen[row.identifier] = row
    if (
        sum(row.precision in {Precision.COUNTRY, Precision.ADMIN_1, Precision.ADMIN_2} for row in rows)
        >= NO_AREA
    ):
        raise GazetteerError("more admin areas than the file's 16-bit links can tell apart")


def _degrees(values: list[float]) -> Column:
    return np.rint(np.array(values) * UNITS_PER_DEGREE).astype(np.int32)


def _text(values: list[str]) -> tuple[Column, Column]:
    encoded = [value.encode("utf-8") for value in values]
    start = np.cumsum([0, *(len(value) for value in encoded)], dtype=np.uint32)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), start


def _bytes(text: str) -> Column:
    return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
