"""What a text is about in its words: which names, words and numbers it has, and how much each of them says."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest

from tocsin.incidents.commonness import folded, weight_of

#: So much of a text is looked at: what comes later is background, and alike in unlike reports.
MOST_CHARACTERS = 6_000
#: A headline and the first sentence: who, what, where.
LEAD_CHARACTERS = 300
#: So many of the heaviest terms of a text are kept; the rest say little.
MOST_WORDS, MOST_NAMES, MOST_LEAD_NAMES = 64, 48, 24
#: Of a long text, so many runs of words stand for all (the smallest digests, a fair sample of them).
MOST_RUNS = 128
_RUN = 5
_FEWEST_RUNS = 12
_TOKEN = re.compile(r"[^\W\d_]+\d*|\d[\d.,]*")
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "near",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "said",
        "says",
        "she",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "two",
        "under",
        "until",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "would",
        "after",
        "about",
        "against",
        "all",
        "also",
        "before",
        "between",
    ]
)

#: They are written as names and say nothing of who or where.
_NO_NAMES = _COMMON | frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)

Vector = Mapping[str, float]
_NOTHING: Vector = {}


@dataclass(frozen=True, slots=True)
class Wording:
    """The terms of a text with their weights, each list of length one, and the digests of its runs of five words.

    `names` are capitalised words and numbers, `lead` those of the headline and first sentence.
    """

    words: Vector = field(default_factory=dict)
    names: Vector = field(default_factory=dict)
    lead: Vector = field(default_factory=dict)
    runs: frozenset[int] = frozenset()


def wording_of(text: str, *, title: str = "") -> Wording:
    """Return the wording of a text and its headline."""
    text = text[:MOST_CHARACTERS]
    whole = f"{title}\n{text}" if title else text
    tokens = _TOKEN.findall(whole)
    runs = runs_of(text)
    return Wording(
        words=_vector(_words(tokens), MOST_WORDS),
        names=_vector(_names(tokens), MOST_NAMES),
        lead=_vector(_names(_TOKEN.findall(_lead(whole))), MOST_LEAD_NAMES),
        # Each paper writes its own headline over the same wire story.
        runs=runs if len(runs) >= _FEWEST_RUNS else runs_of(whole),
    )


def _lead(text: str) -> str:
    head = text[:LEAD_CHARACTERS]
    # A word that is cut in two would be a word that nobody wrote.
    return head if len(text) <= LEAD_CHARACTERS else head.rpartition(" ")[0] or head


def _words(tokens: Iterable[str]) -> Iterator[str]:
    for token in tokens:
        if len(token) > 2 and token.lower() not in _COMMON:
            yield folded(token.rstrip(".,"))


def _names(tokens: Iterable[str]) -> Iterator[str]:
    for token in tokens:
        if token[0].isdigit():
            yield token.rstrip(".,")
        elif len(token) > 1 and token[0].isupper() and token.lower() not in _NO_NAMES:
            yield folded(token)


def _vector(terms: Iterable[str], most: int) -> dict[str, float]:
    weights = {term: math.sqrt(count) * weight_of(term) for term, count in Counter(terms).items() if term}
    kept = nlargest(most, weights.items(), key=lambda item: (item[1], item[0]))
    length = math.sqrt(sum(weight * weight for _, weight in kept))
    return {term: round(weight / length, 4) for term, weight in kept} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """Return the cosine of two lists of weighted terms, 0 to 1; 0.0 where one is empty."""
    if len(one) > len(other):
        one, other = other, one
    shared = sum(weight * other[term] for term, weight in one.items() if term in other)
    if not shared:
        return 0.0
    return shared / math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))


def sum_of(vectors: Iterable[Vector]) -> dict[str, float]:
    """Return the sum of weighted terms: where it points, the middle of them lies."""
    total: dict[str, float] = {}
    for vector in vectors:
        for term, weight in vector.items():
            total[term] = total.get(term, 0.0) + weight
    return total


def runs_of(text: str) -> frozenset[int]:
    """Return the digests of the runs of five words, to tell copies from retellings; of a long text, a fair sample."""
    words = [word.lower() for word in _TOKEN.findall(text)]
    if not words:
        return frozenset()
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    # hash() differs from process to process; a decision must not.
    return frozenset(nsmallest(MOST_RUNS, {zlib.crc32(run.encode()) for run in runs}))


def shared_runs(one: frozenset[int], other: frozenset[int]) -> tuple[int, int, int]:
    """Return how many runs both have, and how many each has, counted over the same fair sample of both.

    The sample is Broder's (1997): digests up to the largest that a cut list still holds.
    """
    limit = min((max(runs) for runs in (one, other) if len(runs) >= MOST_RUNS), default=None)
    if limit is not None:
        one = frozenset(run for run in one if run <= limit)
        other = frozenset(run for run in other if run <= limit)
    return len(one & other), len(one), len(other)


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of runs that both texts have, of those that either has; 0.0 where one has none."""
    both, first, second = shared_runs(one, other)
    return both / (first + second - both) if both else 0.0


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the runs of `one` that stand in `other`; 0.0 where one has none."""
    both, first, _ = shared_runs(one, other)
    return both / first if both else 0.0
