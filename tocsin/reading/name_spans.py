"""Where a name begins and ends: without articles and small words at its ends, with the full stop of an abbreviation."""

from __future__ import annotations

import re

from tocsin.geo import Precision, gazetteer
from tocsin.reading.senses import senses_of
from tocsin.reading.spans import Span
from tocsin.reading.words import fold

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*\.?")
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_LONGEST_ABBREVIATION = 6


def trimmed(text: str, span: Span) -> Span | None:
    """The name inside a stretch of text: 'the state of Indiana' is Indiana, 'Kermanshah province' Kermanshah.

    A leading 'The' stays where the name has it ('The Hague'). None when nothing but small words is left.
    """
    words = [Span(span.start + one.start(), span.start + one.end()) for one in _WORD.finditer(span.of(text))]
    said = [one.of(text) for one in words]
    first, last = 0, len(words)
    if any(letter.isupper() for letter in span.of(text)):
        while first < last and (
            said[first][:1].islower() or _is_article(text, span, said[first], last - first)
        ):
            first += 1
        while last > first and said[last - 1][:1].islower():
            last -= 1
    if first >= last:
        return None
    start, end = words[first].start, words[last - 1].end
    if text[start:end].endswith(_POSSESSIVES):
        end -= 2
    if text[end - 1] == "." and not is_abbreviation(text[start:end]):
        end -= 1
    elif text[end - 1] != "." and text[end : end + 1] == "." and is_abbreviation(text[start : end + 1]):
        end += 1
    return Span(start, end) if end > start else None


def is_abbreviation(words: str) -> bool:
    """Whether words that end in a full stop are the abbreviation of an area or a country ('La.', 'W.Va.', 'U.S.')."""
    if len(words) > _LONGEST_ABBREVIATION or not words[:1].isupper():
        return False
    top = senses_of(words).places[:1]
    if top and "." in words[:-1]:
        return True
    if not top or top[0].precision not in (Precision.COUNTRY, Precision.ADMIN_1):
        return False
    return words[1:2].islower() and fold(top[0].name) != fold(words[:-1])


def _is_article(text: str, span: Span, word: str, words_left: int) -> bool:
    if word != "The" or words_left < 2:
        return False
    named = gazetteer().by_name(span.of(text))
    if named and named[0].name.startswith("The "):
        return False
    return not named or bool(gazetteer().by_name(span.of(text)[4:]))
