"""A level with the row or rule that decided it."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.grading.level import Level


@dataclass(frozen=True, slots=True)
class LevelDecision:
    """A level, the id of the table's row that gave it, and the reason in plain English.

    Where the evidence did not carry the row's level, `limited_by` is the id of the evidence rule that
    lowered it and `row_level` the level the row gave; otherwise `limited_by` is empty.
    """

    level: Level
    row: str
    reason: str
    limited_by: str = ""
    row_level: Level | None = None
