"""Pack the entries into the gazetteer's file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.geo.build.countries import LANGUAGES, country_titles
from tocsin.geo.build.entry import Entry
from tocsin.geo.errors import GazetteerError
from tocsin.geo.gazetteer import CLASSES, KIND, NO_AREA, NO_COUNTRY, UNITS_PER_DEGREE, VERSION
from tocsin.geo.name_index import CONDITIONS, DEMONYM, FILTER_BITS, LIST, LONGEST_NAME, MAIN_NAME, ROW_BITS
from tocsin.geo.names import MULTIPLIER, name_number, normalised, words
from tocsin.geo.packed import write_packed
from tocsin.geo.places import Precision

# A place that bears a name as its main name comes before one up to ten times its size that has it as another name; an
# admin-2 area, mostly named after its own town, before one five times its size.
MAIN_NAME_COUNTS, AREA_NAME_COUNTS = 1.0, 0.7

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
    numbers, entry, references, beginnings = _names(rows)
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
            "beginnings": _filter(beginnings),
        },
        kind=KIND,
        version=VERSION,
    )
    return len(numbers)


def _names(rows: list[Entry]) -> tuple[Column, Column, Column, Column]:
    """The three columns of the name index, and the numbers of what names of several words begin with."""
    bearers: dict[int, dict[int, int]] = defaultdict(dict)
    form_of: dict[int, str] = {}
    beginnings: set[int] = set()
    for place, row in enumerate(rows):
        for name, flags in row.names.items():
            number, form = name_number(name), normalised(name)
            if number not in form_of:
                beginnings.update(_beginnings(name))
            if form_of.setdefault(number, form) != form:
                raise GazetteerError(f"the names {form!r} and {form_of[number]!r} have the same number")
            mine = bearers[number]
            if place not in mine:
                mine[place] = flags
            elif not flags & DEMONYM:
                mine[place] = _merged(mine[place], flags)
    numbers = sorted(bearers)
    entry: list[int] = []
    references: list[int] = []
    for number in numbers:
        mine = bearers[number]
        order = sorted(mine, key=lambda p: (-_importance(rows[p], mine[p]), rows[p].identifier))
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
        np.array(sorted(beginnings), dtype=np.uint64),
    )


def _importance(row: Entry, flags: int) -> float:
    counts = AREA_NAME_COUNTS if row.precision is Precision.ADMIN_2 else MAIN_NAME_COUNTS
    return row.rank + (counts if flags & MAIN_NAME else 0.0)


def _beginnings(name: str) -> Iterator[int]:
    """The numbers of the name's first word, first two words and so on, the whole name left out."""
    number = 0
    for word in words(name)[: LONGEST_NAME - 1][: len(words(name)) - 1]:
        number = (number * MULTIPLIER + word.number) & 0xFFFFFFFFFFFFFFFF
        yield number


def _merged(one: int, other: int) -> int:
    """The flags of a name that two spellings of a place share: main name if one is, bound to a condition if both are."""
    if one & DEMONYM:
        return other
    main = (one | other) & MAIN_NAME
    bound = one & CONDITIONS and other & CONDITIONS
    return main | (one | other) & CONDITIONS if bound else main


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
