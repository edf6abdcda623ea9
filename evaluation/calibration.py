"""Whether an answer that says it is 80 % sure is right in 80 of 100 cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation.answers import Answer
from evaluation.corpora import Document
from evaluation.scoring import NEAR_KM, error_km

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies in [low, high): how many, how sure on average, and the share that was right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The reliability of confidences. `error` is the expected calibration error: the mean gap between said and true
    over the bins, weighed by their counts (Naeini, Cooper and Hauskrecht, AAAI 2015)."""

    bins: tuple[Bin, ...]
    error: float
    count: int


def curve(judged: Iterable[tuple[float, bool]]) -> Curve:
    """The reliability curve of pairs of a confidence (0 to 1) and whether the answer was right, in ten bins of one width."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in judged:
        held[min(BINS - 1, max(0, int(confidence * BINS + 1e-9)))].append((confidence, right))
    count = sum(map(len, held))
    bins = tuple(_bin(number, pairs) for number, pairs in enumerate(held))
    error = sum(one.count * abs(one.confidence - one.right) for one in bins) / count if count else 0.0
    return Curve(bins, error, count)


def _bin(number: int, pairs: Sequence[tuple[float, bool]]) -> Bin:
    many = len(pairs) or 1
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=len(pairs),
        confidence=sum(confidence for confidence, _ in pairs) / many,
        right=sum(right for _, right in pairs) / many,
    )


def of_answers(documents: Sequence[Document], answers: Sequence[Sequence[Answer]]) -> Curve:
    """The curve of all answers: right is a strict hit within 161 km ("the words mean a place, and this one").

    Answers on places that people marked without coordinates are left out: nobody can say whether they are right.
    """
    judged = []
    for document, row in zip(documents, answers, strict=True):
        gold = {one.span: one for one in document.mentions}
        for answer in row:
            mention = gold.get(answer.span)
            if mention is None:
                judged.append((answer.confidence, False))
            elif mention.point is not None:
                judged.append((answer.confidence, error_km(mention, answer) <= NEAR_KM))
    return curve(judged)


def of_handed(documents: Sequence[Document], handed: Sequence[Sequence[Answer | None]]) -> Curve:
    """The curve of the answers on marked places that were handed in ("it is this place"); no answer is left out."""
    return curve(
        (answer.confidence, error_km(mention, answer) <= NEAR_KM)
        for document, row in zip(documents, handed, strict=True)
        for mention, answer in zip(document.located, row, strict=True)
        if answer is not None
    )
