"""What a system answers on a text."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.geo import Point
from tocsin.reading import Span


@dataclass(frozen=True, slots=True)
class Answer:
    """A stretch of text that a system takes for a place: where it is, in which country ("" none), how sure (0 to 1).

    `point` is None where the system found a place but put it nowhere. `demonym` marks words for a country's people.
    """

    span: Span
    point: Point | None
    country: str
    confidence: float = 1.0
    demonym: bool = False
