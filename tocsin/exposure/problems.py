"""What is wrong with a line of a file, where, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tocsin.exposure.errors import ValueImpossible


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
        return asdict(self)


def problem_of(line: int, error: ValueImpossible) -> Problem:
    """Return the problem that `error` is on `line`, with the places to choose from where it has some."""
    choices = getattr(error, "choices", ())
    listed = " Choices: " + "; ".join(choices) + "." if choices else ""
    return Problem(line, error.field, error.problem + listed, error.remedy)
