"""Words as they are searched: cut, folded, and asked for. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: A text is searched up to so many characters, a word up to so many letters, a question up to so many words.
LONGEST_TEXT = 40_000
LONGEST_WORD = 60
MOST_TERMS = 12
LONGEST_QUESTION = 300

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that has to be there: words in a row; `is_beginning` where the last one may go on."""

    words: tuple[str, ...]
    is_beginning: bool = False


def folded(text: str) -> str:
    """Return `text` in small letters without accents and vowel marks, as words with one space between them."""
    return " ".join(word for word, _start, _end in words_of(text[:LONGEST_TEXT]))


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of `text`, folded, and where it stands."""
    for match in _WORD.finditer(text):
        word = _folded(match.group(0))
        if word:
            yield word[:LONGEST_WORD], match.start(), match.end()


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def terms_of(question: str) -> tuple[Term, ...]:
    """Return what a question asks for: each word (the beginning of one is enough), and each phrase in quotation marks.

    Signs are passed over; () where no word is left. Only the first 300 characters and 12 terms count.
    """
    terms = []
    for phrase, word in _PART.findall(question[:LONGEST_QUESTION]):
        found = tuple(one for one, _start, _end in words_of(phrase or word))
        if found:
            terms.append(Term(found, is_beginning=not phrase))
    return tuple(terms[:MOST_TERMS])


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is shown, and whether it is what was looked for."""

    text: str
    is_found: bool = False


def excerpt(text: str, terms: tuple[Term, ...], *, length: int = 200) -> tuple[Piece, ...]:
    """Return some `length` characters of `text` around the first word that was looked for, with every such word marked."""
    wanted = [(word, term.is_beginning) for term in terms for word in term.words]
    found = [
        (start, end)
        for word, start, end in words_of(text[:LONGEST_TEXT])
        if any(word.startswith(one) if begins else word == one for one, begins in wanted)
    ]
    first = max(0, found[0][0] - length // 3) if found else 0
    first = text.rfind(" ", 0, first) + 1 if first else 0
    last = min(len(text), first + length)
    pieces: list[Piece] = [Piece("... ")] if first else []
    at = first
    for start, end in found:
        if start >= last:
            break
        if start >= at:
            pieces += [Piece(text[at:start]), Piece(text[start:end], is_found=True)]
            at = end
    if at < last:
        pieces.append(Piece(text[at:last]))
    if last < len(text):
        pieces.append(Piece(" ..."))
    return tuple(piece for piece in pieces if piece.text)
