"""Checks of one line after the other, so that every problem of a file is found and not only its first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.problems import Problem, problem_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held:
    """One line that waits for a choice: its cells, what is not clear, and the columns that each choice would fill."""

    line: int
    cells: dict[str, str]
    problem: Problem
    choices: tuple[tuple[str, dict[str, str]], ...] = ()


@dataclass(slots=True)
class Checks:
    """What the checks of one file found: problems that keep a line out, flags that do not, notes on what was taken."""

    problems: list[Problem] = field(default_factory=list)
    flags: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: Lines that wait for somebody's choice instead of being refused; only where `hold` is set.
    held: list[Held] = field(default_factory=list)
    hold: bool = False

    def ask(self, line: int, check: Callable[..., T], *values: Any, **named: Any) -> T | None:
        """Return what `check` returns, or None and keep the problem where it raises ValueImpossible."""
        try:
            return check(*values, **named)
        except ValueImpossible as error:
            self.problems.append(problem_of(line, error))
            return None

    def refuse(self, line: int, column: str, problem: str, remedy: str) -> None:
        """Keep a problem of `line`."""
        self.problems.append(Problem(line, column, problem, remedy))

    def flag(self, line: int, column: str, problem: str, remedy: str) -> None:
        """Keep something worth a look that does not keep the line out."""
        self.flags.append(Problem(line, column, problem, remedy))


@dataclass(slots=True)
class Counts:
    """What became of the things in a file: people, stays or sites."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def add(self, more: Counts) -> None:
        """Add what became of other things in the same file."""
        self.created += more.created
        self.changed += more.changed
        self.unchanged += more.unchanged
        self.removed += more.removed
