"""The least that a measure may be: `floors.toml`, and what falls below it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.errors import FloorsError

FILE = Path(__file__).with_name("floors.toml")
#: The end of a key whose value is a ceiling.
AT_MOST = "_at_most"


@dataclass(frozen=True, slots=True)
class Failure:
    """A measure beyond its floor (or ceiling). `value` is None where it was not measured."""

    name: str
    bound: float
    ceiling: bool
    value: float | None

    def __str__(self) -> str:
        bound = f"the {'ceiling' if self.ceiling else 'floor'} is {self.bound:g}"
        return f"{self.name}: {bound}, measured {'nothing' if self.value is None else f'{self.value:.4f}'}"


def figures(row: Mapping[str, Any]) -> dict[str, float]:
    """The figures of one row by the names that floors use; rows of a single `value` give it under their `measure`."""
    if "value" in row:
        return {str(row["measure"]): float(row["value"])}
    suffix = f" of {row['of']}" if "of" in row else ""
    return {
        f"{key}{suffix}": float(value)
        for key, value in row.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }


def measured(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str], float]:
    """All figures of the rows by corpus, system and name."""
    return {
        (str(row.get("corpus", "")), str(row.get("system", "")), name): value
        for row in rows
        for name, value in figures(row).items()
    }


def bounds(section: str, file: Path = FILE) -> Iterator[tuple[tuple[str, str, str], float, bool]]:
    """The floors of a section (whole, sample, own): corpus, system and name, the bound, and whether it is a ceiling.

    Raises `FloorsError` when the file is not in the form that it describes itself.
    """
    try:
        table = tomllib.loads(file.read_text("utf-8")).get(section, {})
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FloorsError(f"{file.name} cannot be read: {error}") from error
    for corpus, systems in table.items():
        for system, floors in systems.items() if isinstance(systems, dict) else ():
            if not isinstance(floors, dict):
                raise FloorsError(f"{file.name}: [{section}.{corpus}] must hold tables, one a system")
            for key, bound in floors.items():
                if isinstance(bound, bool) or not isinstance(bound, (int, float)):
                    raise FloorsError(
                        f"{file.name}: {key!r} of [{section}.{corpus}.{system}] must be a number"
                    )
                yield (corpus, system, key.removesuffix(AT_MOST)), float(bound), key.endswith(AT_MOST)


def failures(
    section: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    everything: bool = True,
    file: Path | None = None,
) -> list[Failure]:
    """What of `rows` is beyond the bounds of a section; with `everything` also what was not measured at all."""
    values = measured(rows)
    found = []
    for key, bound, ceiling in bounds(section, file or FILE):
        value = values.get(key)
        if value is None:
            if everything:
                found.append(Failure(" / ".join(key), bound, ceiling, None))
        elif value > bound if ceiling else value < bound:
            found.append(Failure(" / ".join(key), bound, ceiling, value))
    return found
