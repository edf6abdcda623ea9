"""The form in which words that speak of a hazard are written down.

Phrases are lower case and without accents, as `words.fold` leaves them, parted by '|'. A trailing `*` takes every ending
of the last word ("dismantl*"). Weight of a row: `decides` 1.0, `points` 0.5, `supports` 0.3. A phrase in a language's list
of figures of speech stands for no hazard: the longest phrase at a word wins, so it silences the shorter ones inside it.
"""

from __future__ import annotations

_WEIGHTS = (1.0, 0.5, 0.3)
Rows = tuple[str, str, str]


def phrases(row: str) -> tuple[str, ...]:
    """The phrases of a row, in order."""
    return tuple(phrase.strip() for phrase in row.split("|") if phrase.strip())


def weighted(rows: Rows) -> dict[str, float]:
    """The phrases of three rows (`decides`, `points`, `supports`) with their weights; the first row that has one wins."""
    found: dict[str, float] = {}
    for weight, row in zip(_WEIGHTS, rows, strict=True):
        for phrase in phrases(row):
            found.setdefault(phrase, weight)
    return found
