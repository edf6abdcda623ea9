"""Words of a text with their offsets, folded for look-up, and lists of phrases found among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

Payload = TypeVar("Payload")

# Letters and digits, with the combining marks of Latin, Hebrew, Arabic and the Indic scripts inside a word.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0980-\u0dff\u200c\u200d"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_LONGEST_WORD = 64
_MOST_REMEMBERED = 8_000

_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ـ": "",
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "\u200c": "",
        "\u200d": "",
    }
)
_ARABIC_ARTICLE = re.compile(r"^[وف]?[بك]?ال(?=\S{2})|^[وف]?لل(?=\S{2})")


class Word(NamedTuple):
    """One word of a text: as folded for look-up, and its offsets."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """The word in lower case without accents; Arabic without vowel marks, article and the prefixes before it."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_LETTERS)
    return _ARABIC_ARTICLE.sub("", bare) if "\u0600" <= bare[:1] <= "\u06ff" else bare


def word_set(row: str) -> frozenset[str]:
    """The words of a row parted by blanks, as written."""
    return frozenset(row.split())


def words(text: str) -> tuple[Word, ...]:
    """Every word of the text in order. Hyphens and apostrophes part words; a word over 64 characters is left out."""
    return tuple(
        Word(fold(match.group()), match.start(), match.end())
        for match in _WORD.finditer(text)
        if match.end() - match.start() <= _LONGEST_WORD
    )


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A phrase found: the index of its first word, of the word after its last, its offsets, and what the list says."""

    first: int
    after: int
    start: int
    end: int
    payload: Payload


class Phrases(Generic[Payload]):
    """A list of phrases, each with what it stands for; finds the longest at each word of a text.

    A trailing `*` takes every ending of the phrase's last word. The same phrase may be given only once.
    """

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self._by_head: dict[str, list[tuple[tuple[str, ...], bool, Payload]]] = {}
        self._stems: dict[str, Payload] = {}
        for phrase, payload in entries:
            parts = tuple(word.folded for word in words(phrase))
            stem = phrase.endswith("*")
            if stem and len(parts) == 1:
                self._stems[parts[0]] = payload
            else:
                self._by_head.setdefault(parts[0], []).append((parts[1:], stem, payload))
        for rows in self._by_head.values():
            rows.sort(key=lambda row: -len(row[0]))
        self._shortest_stem = min(map(len, self._stems), default=0)
        self._seen: dict[str, Payload | None] = {}
        # Words that begin no phrase, remembered: most words of a text.
        self._dead: set[str] = set()

    def find(self, among: Sequence[Word]) -> Iterator[Match[Payload]]:
        """Every phrase in the words, longest first at each place, none overlapping another."""
        index, dead = 0, self._dead
        while index < len(among):
            word = among[index].folded
            if word in dead:
                index += 1
                continue
            found = self.at(among, index)
            if found is None:
                if word not in self._by_head and len(dead) < _MOST_REMEMBERED:
                    dead.add(word)
                index += 1
                continue
            yield found
            index = found.after

    def at(self, among: Sequence[Word], index: int) -> Match[Payload] | None:
        """The longest phrase that begins at this word, or None."""
        head = among[index]
        for rest, stem, payload in self._by_head.get(head.folded, ()):
            after = index + 1 + len(rest)
            if after > len(among) or not _agree(rest, stem, among, index + 1):
                continue
            return Match(index, after, head.start, among[after - 1].end, payload)
        by_stem = self._by_stem(head.folded)
        return None if by_stem is None else Match(index, index + 1, head.start, head.end, by_stem)

    def _by_stem(self, word: str) -> Payload | None:
        if not self._stems:
            return None
        if word in self._seen:
            return self._seen[word]
        found = None
        for length in range(len(word), self._shortest_stem - 1, -1):
            found = self._stems.get(word[:length])
            if found is not None:
                break
        if len(self._seen) > _MOST_REMEMBERED:
            self._seen.clear()
        self._seen[word] = found
        return found


def _agree(rest: tuple[str, ...], stem: bool, among: Sequence[Word], at: int) -> bool:
    last = len(rest) - 1
    for offset, part in enumerate(rest):
        word = among[at + offset].folded
        if word != part and not (stem and offset == last and word.startswith(part)):
            return False
    return True
