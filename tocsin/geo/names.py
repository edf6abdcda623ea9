"""Place names as the gazetteer compares them: normalised words, and a number for each run of words.

Rules of normalisation, in order, the same for names when they are packed and for text when it is searched:

1. A word is a run of letters, digits and marks. Everything else parts words: blanks, hyphens and dashes, slashes.
   Each Han character and kana is a word of its own, for those scripts write no blanks.
2. Apostrophes of every form, and the letters used as such (ʻ ʼ ʿ), join what they stand between: Sana'a is "sanaa".
   A possessive ending is left out: Morocco's is "morocco", the militants' is "militants".
3. Full stops between single letters join them: U.S. is "us", D.R. Congo is "dr congo".
4. Case is folded (Unicode full case folding) and compatibility forms are resolved (NFKD).
5. Diacritics of Latin, Greek and Cyrillic, Arabic vowel signs and hamza above or below its seat, Hebrew points and the
   Arabic tatweel are left out; letters that carry a stroke of their own become their base: ø o, ł l, đ d, ı i, æ ae, œ oe,
   þ th, ð d. The vowel signs of Indic, Thai and other scripts are letters and stay.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02bd\u02be\u02bf\u02b9\u02c8\u0060\u00b4\uff07\u05f3"
_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0002fa1f"
# Marks that \w does not take in although they are parts of words: combining marks of every script, and joiners.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0903\u093a-\u094f"
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71"
    "\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c-\u0c56"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d82\u0d83\u0dca-\u0df3\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18-\u0f19\u0f35-\u0f39\u0f3e-\u0f84\u0f86\u0f87\u0f8d-\u0fbc"
    "\u102b-\u103e\u1056-\u109d\u135d-\u135f\u17b4-\u17d3\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u3099\u309a"
)
_LETTER = rf"[^\W_{_HAN}]"
# The first form is only a short cut for the words most texts are made of. Quantifiers give nothing back: linear time.
_RUN = (
    rf"(?:[A-Za-z]++(?=[ ,\n])|[{_HAN}]|(?:[^\W\d_]\.){{2,}}+(?!\w)|[^\W\d_](?:\.[^\W\d_])++(?![\w])"
    rf"|{_LETTER}++(?:[{_MARKS}]++|[{APOSTROPHES}](?={_LETTER})|{_LETTER}++)*+)"
)
_WORD = re.compile(_RUN)
_POSSESSIVE = re.compile(rf"(?<=\w)[{APOSTROPHES}][sS]$")
_ELISION = re.compile(
    rf"(?:[ldsnmtcj]|qu|un|dell|all|nell|dall|sull|coll)[{APOSTROPHES}](?=\w)", re.IGNORECASE
)
_DROPPED = re.compile(
    rf"[{APOSTROPHES}.\u0640\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\u200c\u200d]"
)
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ə": "a"}
)
# Multiplier of the polynomial that joins the numbers of words to the number of a name: odd, from the golden ratio.
MULTIPLIER = 0x9E3779B97F4A7C15
_MASK = 0xFFFFFFFFFFFFFFFF
# Words longer than this many characters are not kept for the next text: they would fill the memory.
LONGEST_KEPT = 64


class Word(NamedTuple):
    """One word of a text: its place (offsets of characters, end exclusive), normalised form and number.

    `tail_start` is where the word starts without an elided article or preposition (l'Aquila, d'Abidjan), else -1;
    `tail_number` is the number of that rest. `capital` says whether the word, or its rest, begins with a capital letter or
    one of a script without case; "The" does not count, as it stands at the start of every other sentence.
    """

    start: int
    end: int
    form: str
    number: int
    tail_start: int = -1
    tail_number: int = 0
    capital: bool = False


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order, by the rules of this module."""
    found: list[Word] = []
    # A named tuple's own constructor would take half of the time of a text.
    make = tuple.__new__
    for match in _WORD.finditer(text):
        start, end = match.span()
        known = _known if end - start < LONGEST_KEPT else _known.__wrapped__
        form, number, length, tail, tail_number, capital = known(match.group())
        values = (start, start + length, form, number, start + tail if tail else -1, tail_number, capital)
        found.append(make(Word, values))
    return tuple(found)


def normalised(name: str) -> str:
    """The name's normalised words joined by single blanks; "" when it has no word."""
    return " ".join(_known(match.group())[0] for match in _WORD.finditer(name))


def name_number(name: str) -> int:
    """The 64-bit number under which a name is packed. Names with the same normalised form have the same number."""
    number = 0
    for match in _WORD.finditer(name):
        number = (number * MULTIPLIER + _known(match.group())[1]) & _MASK
    return number


@lru_cache(maxsize=16_384)
def _known(word: str) -> tuple[str, int, int, int, int, bool]:
    """Of a word as written: normalised form, number, length without possessive, start and number of its tail, capital."""
    stem = _POSSESSIVE.sub("", word)
    form = _folded(stem)
    elision = _ELISION.match(stem)
    tail = elision.end() if elision else 0
    capital = form != "the" and (_is_capital(stem[0]) or (tail > 0 and _is_capital(stem[tail])))
    tail_number = _number(_folded(stem[tail:])) if tail else 0
    return form, _number(form), len(stem), tail, tail_number, capital


def _is_capital(letter: str) -> bool:
    return letter.isupper() or (letter.isalpha() and letter.lower() == letter.upper())


def _folded(word: str) -> str:
    if word.isascii():
        return _DROPPED.sub("", word.lower())
    plain = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", plain).casefold().translate(_STROKES))


def _number(form: str) -> int:
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8"), digest_size=8).digest(), "little")
