"""Figures as a table in plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the key of its values in a row, and their format ("" as they are)."""

    heading: str
    key: str
    form: str = ""


def table(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows under the columns' headings, words to the left and numbers to the right; a missing value is a dash."""
    lines = [[one.heading for one in columns]]
    lines += [[_cell(one, row) for one in columns] for row in rows]
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    to_left = [all(not isinstance(row.get(one.key), (int, float)) for row in rows) for one in columns]
    return "\n".join(
        "  "
        + "  ".join(
            cell.ljust(width) if left else cell.rjust(width)
            for cell, width, left in zip(line, widths, to_left, strict=True)
        ).rstrip()
        for line in lines
    )


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = row.get(column.key)
    return "-" if value is None else format(value, column.form)
