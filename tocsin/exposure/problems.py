"""What is wrong with a line of a file, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.exposure.errors import ValueImpossible
from tocsin.wording import worded, worded_list


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with one line. `line` counts from 1 with the header; `column` is '' for the line as a whole."""

    line: int
    column: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.problem} {self.remedy}".strip()

    def to_json(self) -> dict[str, str | int]:
        """Return the form in which an Import keeps it."""
        return {
            "line": self.line,
            "column": self.column,
            "problem": str(self.problem),
            "remedy": str(self.remedy),
        }


def problem_of(line: int, error: ValueImpossible) -> Problem:
    """Return the problem that `error` is on `line`, with the places to choose from where it has some."""
    problem = error.problem
    if choices := getattr(error, "choices", ()):
        listed = worded_list(choices, "; ")
        problem = worded("%(problem)s Choices: %(choices)s.", problem=problem, choices=listed)
    return Problem(line, error.field, problem, error.remedy)
