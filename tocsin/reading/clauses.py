"""One sentence as words, numbers and words of fate: what the shallow reading of figures works on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.reading import units
from tocsin.reading.numerals import Number
from tocsin.reading.spans import Span
from tocsin.reading.tally_words import ADVERBS, BE, SUBORDINATE
from tocsin.reading.unit_words import Kind
from tocsin.reading.units import Entry
from tocsin.reading.words import Match, Word

BREAK = re.compile(r"[;:!?]|\.\s|--|—|\s[-–]\s")


POINT = re.compile(r"[,;:.!?()\[\]\"”“«»،؛]|--|—")


AND = frozenset({"and", "et", "y", "e", "plus", "as", "well", "while", "و", "und", "also", "another"})


PEOPLE = frozenset(
    {"people", "fighters", "attackers", "soldiers", "police officers", "protesters", "workers"}
)


# Fates that a singular person can have without a number being said.
OF_ONE = frozenset(
    {"killed", "injured", "missing", "arrested", "kidnapped", "rescued", "released", "trapped", "charged"}
)


@dataclass(slots=True, eq=False)
class Tally:
    """One number of a sentence and what it counts. `first` and `after` are indices of words; `implied` says that no
    number is written ('a soldier'); `part` that it is a part of the tally before, and `aside` that it is said in passing ('including two children'), so
    that what follows is not said of it."""

    number: Number
    first: int
    after: int
    implied: bool = False
    noun: Match[Entry] | None = None
    fate: Match[Entry] | None = None
    measure: Match[Entry] | None = None
    is_object: bool = False
    part: bool = False
    aside: bool = False
    measured: str = ""


class Clause:
    """One sentence's words, with the numbers and the words of fate found in it."""

    def __init__(
        self,
        text: str,
        among: Sequence[Word],
        first: int,
        after: int,
        matches: Sequence[Match[Entry]],
    ) -> None:
        self.text, self.among, self.first, self.after = text, among, first, after
        self.matches = matches
        self.at = {match.first: match for match in matches}
        self.numbered: set[int] = set()

    def folded(self, index: int) -> str:
        """The folded word at an index, "" outside the sentence."""
        return self.among[index].folded if self.first <= index < self.after else ""

    def between(self, after: int, first: int) -> str:
        """The text between the word before `after` and the word `first`."""
        if after <= self.first or first >= self.after or after > first:
            return ""
        return self.text[self.among[after - 1].end : self.among[first].start]

    def broken(self, after: int, first: int) -> bool:
        """Whether a new clause begins between."""
        return BREAK.search(self.between(after, first)) is not None


def gap_before(clause: Clause, index: int) -> str:
    """The text before the word at `index`, back to the word before it; "" at either end of the text."""
    if not 0 < index < len(clause.among):
        return ""
    return clause.text[clause.among[index - 1].end : clause.among[index].start]


def start_of(clause: Clause, match: Match[Entry]) -> int:
    """Where an Arabic word begins behind an 'and' written onto it."""
    glued = clause.text[match.start] == "و" and clause.folded(match.first) in units.GLUED
    return match.start + glued


def fits(tally: Tally, fate: Match[Entry]) -> bool:
    """Whether what is counted can have the fate: houses are not wounded."""
    if tally.noun is None or tally.noun.payload.unit in PEOPLE:
        return True
    if fate.payload.unit == "without power":
        return True
    # 'a bus carrying 12 people' is a thing, but '12 dead' beside it is a toll.
    return fate.payload.nominal and fate.first < tally.noun.first


def is_person(tally: Tally) -> bool:
    """Whether people are counted, or nothing is said of what."""
    return tally.noun is None or tally.noun.payload.unit in PEOPLE


def is_passive(clause: Clause, fate: Match[Entry]) -> bool:
    """Whether a form of 'be' stands before the participle, with adverbs or another participle between."""
    for at in range(fate.first - 1, max(clause.first, fate.first - 6) - 1, -1):
        word = clause.folded(at)
        if word in BE:
            return True
        match = clause.at.get(at)
        if word in ADVERBS or word.endswith("ly") or word in ("and", "or", "also", "not", "then", "later"):
            continue
        if match is not None and match.payload.kind is Kind.PAST:
            continue
        return False
    return False


# A comma alone joins what stands close: 'the death of a man on Thursday, 125 neighbours' is no row.
_LONGEST_ROW = 1
_BUT = frozenset({"but", "mais", "pero", "although", "while", "whereas", "mientras", "لكن", "put"})


def joined(clause: Clause, one: Tally, other: Tally) -> bool:
    """Whether 'and' or a comma joins two neighbours of one row: '12 soldiers, three civilians and a child'."""
    if other.first - one.after > 9 or clause.broken(one.after, other.first):
        return False
    end = one.noun.after if one.noun is not None else one.after
    words = [clause.folded(at) for at in range(end, other.first)]
    if not _BUT.isdisjoint(words):
        return False
    if any(
        word in BE or word in SUBORDINATE or word in ("who", "which", "that", "qui", "que") for word in words
    ):
        return False
    gap = clause.text[clause.among[one.after - 1].end : other.number.start]
    return (
        (("," in gap or "،" in gap) and len(words) <= _LONGEST_ROW)
        or not AND.isdisjoint(words)
        or clause.text[other.number.start - 1] == "و"
        or gap.rstrip().endswith("و")
    )


def word_range(starts: Sequence[int], among: Sequence[Word], span: Span) -> tuple[int, int]:
    """The indices of the first word of a span and of the word after it."""
    first = bisect_right(starts, span.start) - 1
    if first < 0 or among[first].end <= span.start:
        first += 1
    return first, max(first + 1, bisect_left(starts, span.end))


def is_of(clause: Clause, whole: Tally, after: int) -> bool:
    """Whether 'of' or 'of the' joins a number that ends before the word `after` to its whole: 'three of the 12 hostages'."""
    return tuple(clause.folded(at) for at in range(after, min(whole.first, after + 3))) in _OF_WHOLE


_OF_WHOLE = frozenset(
    {
        ("of",),
        ("of", "the"),
        ("of", "its"),
        ("of", "their"),
        ("des",),
        ("de", "les"),
        ("de", "los"),
        ("de", "las"),
        ("dos",),
        ("das",),
        ("من",),
    }
)
