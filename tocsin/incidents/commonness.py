"""How common words are in general text, so that rare ones may weigh more than common ones."""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).resolve().parent / "data" / "commonness.txt.gz"
#: A report has about so many words: the table counts words, the weight asks in how many reports one stands.
_WORDS_OF_A_REPORT = 300
#: No word is rarer than this to us: what the table lacks may be a name or a slip of the pen.
HIGHEST_WEIGHT = 9.0
_NUMBER_WEIGHTS = (1.5, 3.0, 5.0)
_LONG_NUMBER_WEIGHT = 6.5
_SHORTEST_PLURAL = 4


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """Return `word` in lower case, without accents and without the plural s."""
    word = word.lower()
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in parts if not unicodedata.combining(letter))
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@lru_cache(maxsize=200_000)
def weight_of(word: str) -> float:
    """Return how much a folded word or number says: minus the logarithm of the share of reports that have it.

    That is the inverse document frequency of Spärck Jones (1972), over a fixed table instead of the archive: a
    decision must not hang on what else came in.
    """
    if word[:1].isdigit():
        digits = len(re.sub(r"\D", "", word))
        return _NUMBER_WEIGHTS[min(digits, 3) - 1] if digits < 3 and word.isdigit() else _year_or_long(word)
    share = _table().get(word)
    if share is None:
        return HIGHEST_WEIGHT
    return min(HIGHEST_WEIGHT, -math.log(1 - math.exp(-share * _WORDS_OF_A_REPORT)))


def _year_or_long(word: str) -> float:
    return _NUMBER_WEIGHTS[2] if re.fullmatch(r"(?:19|20)\d\d", word) else _LONG_NUMBER_WEIGHT


@cache
def _table() -> dict[str, float]:
    """The share of each word among all words. A line is a class: minus a hundred times log10 of the share, and its words."""
    shares: dict[str, float] = {}
    with gzip.open(_TABLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                level, *words = line.split()
                share = 10 ** (-int(level) / 100)
                for word in words:
                    shares[word] = share
    return shares
