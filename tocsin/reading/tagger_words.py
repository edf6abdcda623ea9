"""How a text falls into the words and word pieces that the tagger was trained on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
#: A word of more letters is no word of any language; the model sees it as unknown.
_LONGEST_WORD = 60
_UNKNOWN = "[UNK]"


def tagger_words(text: str) -> list[tuple[int, int]]:
    """The offsets of every run of letters and digits and of every sign of a text, in order."""
    return [match.span() for match in _WORD.finditer(text)]


class WordPieces:
    """Splits words into the pieces of a vocabulary (Wu et al. 2016, as BERT uses it): the longest that fits first.

    `vocabulary` gives each piece its number; pieces that go on within a word begin with `##`.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._numbers = vocabulary
        self.begin, self.end = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self.of = lru_cache(maxsize=10_000)(self._of)

    def _of(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.lower())
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        if not plain or len(plain) > _LONGEST_WORD:
            return (self._numbers[_UNKNOWN],)
        pieces: list[int] = []
        start = 0
        while start < len(plain):
            end = len(plain)
            while end > start:
                number = self._numbers.get(("##" if start else "") + plain[start:end])
                if number is not None:
                    pieces.append(number)
                    break
                end -= 1
            else:
                return (self._numbers[_UNKNOWN],)
            start = end
        return tuple(pieces)


def shape_of(word: str) -> int:
    """How a word is written: 1 small, 2 with a capital first, 3 in capitals, 4 with digits, 5 mixed, 0 none of these."""
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    if word.istitle():
        return 2
    if any(letter.isdigit() for letter in word):
        return 4
    return 5 if any(letter.isupper() for letter in word) else 0
