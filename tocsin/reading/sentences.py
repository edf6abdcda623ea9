"""A text's sentences, for what belongs together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from tocsin.reading.spans import Span
from tocsin.reading.words import word_set

# White space that may end a sentence: a line break, or what follows a stop or what closes a quotation behind one;
# and the stops of scripts that write no space after them.
_BREAK = re.compile(r"\n\s*|(?<=[.!?…؟۔।።\"”’'»)\]*_])\s+|[。！？]")
_STOPS = ".!?…؟۔।።。！？"
_CLOSERS = "\"”’'»)]*_」』"
_MOST_CLOSERS = 6
# How far back a word before a stop is looked at; no abbreviation is longer.
_LOOK_BACK = 20
# A line of this length was wrapped by a machine rather than ended by its writer, if the next goes on in small letters.
_WRAPPED = 40
# A text of at least so many lines, none wider than this, most of them nearly as wide as the widest, is wrapped throughout.
_FEWEST_LINES = 4
_WIDEST = 100
_SAMPLE = 20_000
# No sentence is longer; what is, is a list or noise, and is cut so that nobody's work grows with its square.
_LONGEST = 2_000
_WHITE = re.compile(r"\s+")

_NEVER_LAST = word_set(
    "mr mrs ms dr st ste mt ft gen col lt lieut maj brig adm cmdr capt cpt sgt cpl pvt supt insp gov sen rep hon rev prof"
    " pres amb min dep asst det vs approx ca cca art fig vol pp tel e.g i.e cf mme mm mlle sr sra srta dra gral cnel tte"
    " cap alm lic ing av avda bd blvd ave dir pdt eng exmo al"
)
_NUMBERED = word_set("no nos nr núm num nro n° nº n.o pág art sec ch")
_MONTHS = word_set(
    "jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc ene abr ago dic fev mai set out dez"
)
_MAYBE_LAST = word_set("inc ltd co corp bros jr etc km mi kg ext dist prov univ dept est govt intl cía cia")
_HALVES = word_set("a.m p.m am pm")
_AFTER_CLOCK = re.compile(
    r"(?:[A-Z]{2,4}T|UTC|GMT|[A-Z]{3}|local|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_LETTERS_WITH_STOPS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
# Words that begin a sentence far more often than they follow an abbreviation.
_OPENERS = word_set(
    "the a an he she it they we you i in on at by for from with as but and or so if when while after before since until"
    " although though however meanwhile there this that these those his her its their our your what who where why how"
    " according several some many most more all both no not one two three police officials authorities witnesses"
    " residents earlier later also another other during under over about only even still now then do avoid le la les el"
    " los las un une una il elle ils des dans en o os as um uma ele ela"
)


def sentences(text: str) -> tuple[Span, ...]:
    """The spans of the text's sentences in order, without the white space between them.

    A stop ends one, except behind an abbreviation or initial; so does a line break, except where a long line plainly
    goes on in small letters on the next, or in a text whose lines are all wrapped to one width. What would be longer than _LONGEST characters is cut at white space. Time is
    linear in the text's length.
    """
    width = wrapped_width(text)
    found: list[Span] = []
    start = 0
    for broken in _BREAK.finditer(text):
        at, after = broken.span()
        if at < start:
            continue
        if text[at] in "。！？":
            while after < len(text) and text[after] in _CLOSERS and after - at <= _MOST_CLOSERS:
                after += 1
            _add(found, text, start, after)
        elif not _parts(text, start, at, after, width):
            continue
        else:
            _add(found, text, start, at)
        start = after
    _add(found, text, start, len(text))
    return tuple(found)


def wrapped_width(text: str) -> int:
    """The width to which a machine wrapped all the lines of a text; 0 where none did."""
    if text.count("\n") < _FEWEST_LINES:
        return 0
    lengths = [len(line) for line in text[:_SAMPLE].split("\n") if line]
    widest = max(lengths, default=0)
    if not _WRAPPED < widest <= _WIDEST or len(lengths) < _FEWEST_LINES:
        return 0
    return widest if 2 * sum(1 for length in lengths if length >= 0.75 * widest) > len(lengths) else 0


def _parts(text: str, start: int, at: int, after: int, width: int) -> bool:
    """Whether the white space from `at` to `after` parts two sentences."""
    lines = text.count("\n", at, after)
    if lines == 0:
        return _ends(text, start, at, after)
    return lines > 1 or not _is_wrapped(text, start, text.index("\n", at), after, width)


def _ends(text: str, start: int, at: int, after: int) -> bool:
    """Whether a sentence ends before the white space from `at` to `after`."""
    last = at - 1
    while last > start and at - last <= _MOST_CLOSERS and text[last] in _CLOSERS:
        last -= 1
    stop = text[last]
    if stop not in _STOPS:
        return False
    follower = text[after : after + 1]
    if last < at - 1 and follower.islower():
        return False  # "Stay away!" he said
    if stop == "…":
        return not follower.islower()
    return stop != "." or not _goes_on(text, start, last, after)


def _goes_on(text: str, start: int, stop: int, after: int) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation, initial or number, so that the sentence goes on."""
    piece = text[max(start, stop - _LOOK_BACK) : stop]
    begins = max(piece.rfind(" "), piece.rfind("\n"), piece.rfind("\t"), piece.rfind("\xa0")) + 1
    word = piece[begins:].lstrip("([\"“'‘«¿¡*_-–—")
    follower = text[after : after + 1]
    if not word or word.endswith("."):
        return bool(word) and follower.islower()  # '...' that trails off inside a sentence
    short = word.lower()
    if short in _NEVER_LAST:
        return True
    if short in _NUMBERED:
        return follower.isdigit()
    if short in _MONTHS:
        return follower.isdigit() or follower.islower() or follower in "(,"
    if short in _HALVES:
        return follower.islower() or follower in "(,-–—" or _AFTER_CLOCK.match(text, after) is not None
    if _LETTERS_WITH_STOPS.search(word):
        return not _opens(text, after)
    if short in _MAYBE_LAST:
        return follower.islower() or follower.isdigit() or text.startswith(("Ltd", "Inc", "LTD"), after)
    if len(word) == 1 and word.isalpha():
        return word.isupper() and not _opens(text, after)
    # '1. Avoid the centre': the number of a list's item.
    return word.isdigit() and len(word) <= 2 and stop - len(word) == start


def _opens(text: str, at: int) -> bool:
    """Whether the word at this offset is one that begins sentences; the end of the text is such a place too."""
    end = at
    while end < len(text) and end - at < 12 and text[end].isalpha():
        end += 1
    word = text[at:end]
    return not text[at : at + 1] or (word[:1].isupper() and word.lower() in _OPENERS)


def _is_wrapped(text: str, start: int, at: int, after: int, width: int) -> bool:
    """Whether the one line break from `at` to `after` only wraps a sentence."""
    line = max(start, text.rfind("\n", start, at) + 1)
    last = at
    while last > line and text[last - 1].isspace():
        last -= 1
    if width:
        if (
            after >= len(text)
            or last - line < 0.6 * width
            or not (text[after].isalnum() or text[after] in "\"'“‘([")
        ):
            return False
        return text[last - 1] != ":" and not _ends(text, start, last, after)
    follower = text[after : after + 1]
    return last - line >= _WRAPPED and follower.islower() and text[last - 1] not in _STOPS + ":"


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = _WHITE.search(text, start + _LONGEST, end)
        if cut is None:
            break
        found.append(Span(start, cut.start()))
        start = cut.end()
    if end > start:
        found.append(Span(start, end))


def sentence_at(among: Sequence[Span], offset: int) -> Span | None:
    """The sentence in which the character at this offset stands, or None (white space, no sentences)."""
    index = bisect_right(among, offset, key=lambda span: span.start) - 1
    return among[index] if index >= 0 and offset < among[index].end else None
