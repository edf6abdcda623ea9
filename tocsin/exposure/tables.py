"""A CSV file as rows of named cells, whatever it was saved by. Pure: bytes in, values out."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tocsin.exposure.columns import Column
from tocsin.exposure.problems import Problem
from tocsin.wording import worded

_DELIMITERS = {
    ",": worded("Read as comma-separated."),
    ";": worded("Read as semicolon-separated."),
    "\t": worded("Read as tab-separated."),
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: A cell longer than this is no value but a broken quotation mark that swallowed the lines after it.
LONGEST_CELL = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its number (1 is the first line) and its cells by column, stripped; '' where empty."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. `problems` are lines that cannot be read, `fatal` ones without which nothing can."""

    rows: tuple[Row, ...] = ()
    columns: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    fatal: tuple[Problem, ...] = ()
    delimiter: str = ","
    lines: int = field(default=0)


def read_table(data: bytes, columns: Sequence[Column], *, encoding: str | None = None) -> Table:
    """Return the rows of a CSV file with the header names of `columns`.

    Comma, semicolon or tab is found by the header; the encoding is UTF-8 with or without a byte order mark, UTF-16
    with one, else Windows-1252, which a note names; `encoding` sets it. Never raises for what is in the file: every
    problem is listed with its line.
    """
    text, notes, problem = _decoded(data, encoding)
    if problem is not None:
        return Table(fatal=(problem,))
    lines = text.split("\n", 2)
    skipped = 0
    if lines[0].strip().lower().replace('"', "") in ("sep=,", "sep=;", "sep=\t"):
        text, skipped = text[len(lines[0]) + 1 :], 1
    delimiter = _delimiter(text, columns)
    # Strict: a quotation mark that is never closed is an error instead of a cell as long as the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    except csv.Error as error:
        return Table(fatal=(_unreadable(1 + skipped, error),))
    names, unknown, fatal = _header(header, columns, reader.line_num + skipped)
    if fatal:
        return Table(fatal=tuple(fatal), notes=tuple(notes))
    rows, problems = _rows(reader, names, skipped)
    notes.append(_DELIMITERS[delimiter])
    return Table(
        rows=tuple(rows),
        columns=frozenset(name for name in names if name),
        notes=tuple(notes),
        problems=(*unknown, *problems),
        delimiter=delimiter,
        lines=len(rows) + len({problem.line for problem in problems}),
    )


def _decoded(data: bytes, encoding: str | None) -> tuple[str, list[str], Problem | None]:
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        remedy = worded("Save the sheet as 'CSV UTF-8' and load that file.")
        return "", [], Problem(1, "", worded("The file is a workbook, not a CSV file."), remedy)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return (
            "",
            [],
            Problem(1, "", worded("The file is empty."), worded("It needs a header and at least one line.")),
        )
    if encoding:
        try:
            return data.decode(encoding), [worded("Read as %(encoding)s.", encoding=encoding)], None
        except (LookupError, UnicodeDecodeError) as error:
            return (
                "",
                [],
                Problem(
                    1,
                    "",
                    worded(
                        "The file cannot be read as %(encoding)s: %(error)s.",
                        encoding=encoding,
                        error=str(error),
                    ),
                    worded("Name another encoding."),
                ),
            )
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _with_mark(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(data)
    if "\0" in text:
        return (
            "",
            [],
            Problem(
                1, "", worded("The file holds zero bytes and is no text."), worded("Save it as 'CSV UTF-8'.")
            ),
        )
    return text, [], None


def _with_mark(data: bytes, name: str) -> tuple[str, list[str], Problem | None]:
    try:
        return data.decode(name), [], None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        said = name.removesuffix("-sig").upper()
        return (
            "",
            [],
            Problem(
                line,
                "",
                worded("The file says it is %(said)s, and is not.", said=said),
                worded("Save it anew as 'CSV UTF-8'."),
            ),
        )


def _windows(data: bytes) -> tuple[str, list[str], Problem | None]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        words = worded("The file is neither UTF-8 nor Windows-1252 here.")
        return "", [], Problem(line, "", words, worded("Save it as 'CSV UTF-8', or name its encoding."))
    note = worded("The file is not UTF-8; it was read as Windows-1252 (cp1252). Check names with accents.")
    return text, [note], None


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    """The separator that makes the most known names of the first line; the comma where none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    known = _names(columns)

    def found(delimiter: str) -> tuple[int, int]:
        cells = first.split(delimiter)
        return sum(_normalised(cell) in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=found)


def _names(columns: Sequence[Column]) -> dict[str, str]:
    return {_normalised(alias): column.name for column in columns for alias in (column.name, *column.aliases)}


def _normalised(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).strip().strip('"').strip().lower()
    return "_".join(folded.replace("-", " ").replace("_", " ").split())


def _header(
    cells: list[str], columns: Sequence[Column], line: int
) -> tuple[list[str], list[Problem], list[Problem]]:
    """Column names in the order of the file ('' for an unknown one), the unknown ones, and what makes it unusable."""
    known = _names(columns)
    names: list[str] = []
    unknown: list[Problem] = []
    fatal: list[Problem] = []
    for cell in cells:
        name = known.get(_normalised(cell), "")
        if name and name in names:
            fatal.append(
                Problem(
                    line,
                    name,
                    worded("Two columns mean %(name)s.", name=repr(name)),
                    worded("Keep one of them."),
                )
            )
        if not name and cell.strip():
            unknown.append(_unknown(cell.strip(), known, line))
        names.append(name)
    for column in columns:
        if column.required and column.name not in names:
            there = ", ".join(repr(cell.strip()) for cell in cells if cell.strip())
            name = repr(column.name)
            words = (
                worded("The column %(name)s is missing; the header has %(there)s.", name=name, there=there)
                if there
                else worded("The column %(name)s is missing; the header has nothing.", name=name)
            )
            fatal.append(
                Problem(line, column.name, words, worded("Add it: %(meaning)s", meaning=column.meaning))
            )
    return names, unknown, [*fatal, *unknown] if fatal else []


def _unknown(cell: str, known: dict[str, str], line: int) -> Problem:
    near = difflib.get_close_matches(_normalised(cell), known, n=1, cutoff=0.75)
    if near:
        remedy = worded("Did you mean %(name)s? Rename it, or remove it.", name=repr(known[near[0]]))
    else:
        names = ", ".join(dict.fromkeys(known.values()))
        remedy = worded("Remove it; these are known: %(names)s.", names=names)
    return Problem(line, cell[:60], worded("The column is not known; its values would be lost."), remedy)


def _rows(reader: Any, names: list[str], skipped: int) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return rows, problems
        except csv.Error as error:
            problems.append(_unreadable(line, error))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if any(len(cell) > LONGEST_CELL for cell in cells):
            words = worded(
                "A cell has more than %(longest)s characters: a quotation mark is not closed, or one is too many.",
                longest=LONGEST_CELL,
            )
            problems.append(Problem(line, "", words, worded("Close it, or double it inside a cell.")))
        elif len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            words = worded(
                "The line has %(cells)s cells and the header %(columns)s.",
                cells=len(cells),
                columns=len(names),
            )
            problems.append(
                Problem(line, "", words, worded("Put cells that hold the separator in quotation marks."))
            )
        elif len(cells) < len(names) and len(cells) < 2:
            words = worded(
                "The line has %(cells)s cell and the header %(columns)s.",
                cells=len(cells),
                columns=len(names),
            )
            problems.append(Problem(line, "", words, worded("Use the same separator in every line.")))
        else:
            rows.append(
                Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name})
            )


def _unreadable(line: int, error: csv.Error) -> Problem:
    words = worded("The line cannot be read as CSV (%(error)s).", error=str(error))
    return Problem(line, "", words, worded("Look for a quotation mark that is not closed or not doubled."))
