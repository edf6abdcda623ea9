"""The one scorer: what a system answered on some documents against what people marked in them.

Every system is measured by these lines, ours and the published ones. A stretch of text is right strictly when it begins
and ends where people marked a place with coordinates; everything else that is answered is a false alarm, also a stretch
that people marked without coordinates (the footing on which the published outputs have their figures).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, median

from evaluation.answers import Answer
from evaluation.corpora import Document, GoldMention
from tocsin.geo import Point, distance_km
from tocsin.reading import Span

#: "Near enough" in the literature on geoparsing: 100 miles (Leidner, Toponym Resolution in Text, 2007; Gritta 2018).
NEAR_KM = 161.0
CLOSE_KM = 20.0
#: The error of a mention without an answer: half way round the Earth, as in Gritta, Pilehvar and Collier (ACL 2018).
FARTHEST_KM = 20_039.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many stretches were answered, marked, and right, from each side (they differ where stretches only overlap)."""

    answered: int
    marked: int
    answered_right: int
    marked_found: int

    @property
    def precision(self) -> float:
        """The share of what was answered that is right; 0 where nothing was."""
        return self.answered_right / self.answered if self.answered else 0.0

    @property
    def recall(self) -> float:
        """The share of what was marked that was found; 0 where nothing was."""
        return self.marked_found / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Nearness:
    """How far from the truth answers lie. `country` is the share in the right country, of those whose country is known.

    `mean` and `median` are km; `auc` is the area under the curve of the sorted log(1 + km), over the worst such area
    (0 best, 1 worst; Gritta, Pilehvar and Collier 2018).
    """

    mentions: int
    accuracy_161: float
    accuracy_20: float
    mean: float
    median: float
    auc: float
    country: float


@dataclass(frozen=True, slots=True)
class Score:
    """All measures of one system on one corpus. `on_gold` is None where the system was not handed the marked places.

    `strict` and `overlap` count marked places with coordinates; `marked` (strict) all marked places; `end_to_end` counts
    a strict hit only within 161 km.
    """

    documents: int
    strict: Agreement
    overlap: Agreement
    marked: Agreement
    end_to_end: Agreement
    on_recognised: Nearness
    on_gold: Nearness | None


def score(
    documents: Sequence[Document],
    answers: Sequence[Sequence[Answer]],
    handed: Sequence[Sequence[Answer | None]] | None = None,
) -> Score:
    """The score of `answers` (one row a document); `handed` are answers for each of `Document.located`, in their order."""
    strict, overlap, marked, near = [0] * 4, [0] * 4, [0] * 4, [0] * 4
    recognised: list[tuple[GoldMention, Answer | None]] = []
    for document, row in zip(documents, answers, strict=True):
        gold = {one.span: one for one in document.located}
        by_span = {one.span: one for one in row}
        hits = [(gold[span], one) for span, one in by_span.items() if span in gold]
        recognised += hits
        _add(strict, len(by_span), len(gold), len(hits), len(hits))
        every = {one.span for one in document.mentions}
        found = len(every & by_span.keys())
        _add(marked, len(by_span), len(every), found, found)
        close = sum(error_km(mention, one) <= NEAR_KM for mention, one in hits)
        _add(near, len(by_span), len(gold), close, close)
        _add(overlap, len(by_span), len(gold), meeting(by_span, gold), meeting(gold, by_span))
    given = None
    if handed is not None:
        given = nearness(
            [
                pair
                for document, row in zip(documents, handed, strict=True)
                for pair in zip(document.located, row, strict=True)
            ]
        )
    return Score(
        documents=len(documents),
        strict=Agreement(*strict),
        overlap=Agreement(*overlap),
        marked=Agreement(*marked),
        end_to_end=Agreement(*near),
        on_recognised=nearness(recognised),
        on_gold=given,
    )


def _add(counts: list[int], *more: int) -> None:
    for index, number in enumerate(more):
        counts[index] += number


def meeting(some: Iterable[Span], others: Iterable[Span]) -> int:
    """How many of `some` share a character with one of `others`."""
    against = tuple(others)
    return sum(any(one.meets(other) for other in against) for one in some)


def nearness(pairs: Sequence[tuple[GoldMention, Answer | None]]) -> Nearness:
    """How far the answers lie from the marked points; a mention without an answer is wrong and half a world away."""
    if not pairs:
        return Nearness(0, 0.0, 0.0, FARTHEST_KM, FARTHEST_KM, 1.0, 0.0)
    errors = sorted(error_km(mention, answer) for mention, answer in pairs)
    known = [(mention, answer) for mention, answer in pairs if mention.country]
    inside = sum(answer is not None and answer.country == mention.country for mention, answer in known)
    return Nearness(
        mentions=len(errors),
        accuracy_161=sum(one <= NEAR_KM for one in errors) / len(errors),
        accuracy_20=sum(one <= CLOSE_KM for one in errors) / len(errors),
        mean=fmean(errors),
        median=median(errors),
        auc=area(errors),
        country=inside / len(known) if known else 0.0,
    )


def area(errors: Sequence[float]) -> float:
    """The area under the sorted log(1 + km) by the trapezium rule, over that of answers half a world away."""
    logs = sorted(math.log1p(min(one, FARTHEST_KM)) for one in errors)
    worst = math.log1p(FARTHEST_KM)
    if len(logs) == 1:
        return logs[0] / worst
    return (sum(logs) - (logs[0] + logs[-1]) / 2) / ((len(logs) - 1) * worst)


def error_km(mention: GoldMention, answer: Answer | None) -> float:
    """The distance of the answer from the marked point in km; half a world where either has no point."""
    if answer is None or answer.point is None or mention.point is None:
        return FARTHEST_KM
    return _distance(mention.point, answer.point)


@lru_cache(maxsize=65_536)
def _distance(one: Point, other: Point) -> float:
    return distance_km(one, other)
