"""The numbers that a text states, each with what bounds it and what it measures, so that none is told as another. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.alerts.admission_words import MEASURES
from tocsin.reading.numbers import numbers
from tocsin.reading.qualifiers import qualifier_of
from tocsin.reading.words import words as words_of

_MEASURE = re.compile(r"[\s-]?(%|per ?cent\b|[A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Stated:
    """One number: `value` to `upper` (None: one number), its qualifier, what it measures ('' for heads), its currency.

    `rough` says that its own words are rough ('dozens'). `words`, `start` and `end` are how and where it is written.
    """

    value: float
    upper: float | None
    qualifier: str
    measure: str = ""
    currency: str = ""
    rough: bool = False
    words: str = ""
    start: int = 0
    end: int = 0

    def is_number_of(self, other: Stated) -> bool:
        """Tell whether both are the same number of the same, whatever bounds them."""
        mine = (self.value, self.upper, self.measure, self.currency, self.rough)
        return mine == (other.value, other.upper, other.measure, other.currency, other.rough)


def stated_numbers(text: str) -> tuple[Stated, ...]:
    """Return the numbers of `text`, in digits and in English words; blank its dates and times out before."""
    among = words_of(text)
    found = []
    for one in numbers(text, among, "en"):
        first = next((at for at, word in enumerate(among) if word.end > one.start), None)
        if first is None:
            continue
        qualifier, start, end = qualifier_of(text, among, first, 0, one.start, one.end)
        found.append(
            Stated(
                one.value, one.upper, qualifier.value, _measure(text, one.end), one.currency, one.rough or one.vague,
                " ".join(text[start:end].split()), one.start, one.end,
            )
        )  # fmt: skip
    return tuple(found)


def _measure(text: str, end: int) -> str:
    match = _MEASURE.match(text, end)
    if match is None:
        return ""
    word = "percent" if match.group(1).lower().startswith("per") else match.group(1).lower()
    return MEASURES.get(word, "")
