"""What is kept in records in plain English, declared so that it can be known again where it is shown. Pure.

A reason is written down once, by a worker or a matcher that has no reader, and is read for years by people of several
languages. So the records stay English, and a page shows them with :func:`tocsin.retelling.said_again`, which finds the
declared text that a kept one was made of and says it in the reader's language. Only what is declared here is ever found: what a
person typed stays as they typed it.

To declare a text, name it once, at the top of a module, and fill it in with `%` or `tocsin.wording.worded`::

    _ASKED = recorded("%(who)s asked to send it again.")
    _COVERED = recorded("Covered by the wider alert %(reference)s (%(level)s).", level=Blank.LEVEL)
    _TRIES = recorded_count("%(num)s try", "%(num)s tries")

`python3 dev.py words` gathers it for the catalogues of its room. The room's AppConfig names the module in `recorded_in`, so
that it is known before anything else needs it. What stands in a blank is shown as it is, unless its :class:`Blank` says
otherwise. Texts that are kept one after the other, with a blank between them, are known one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: A longer text is no reason that the house wrote, and is left alone; so is one of more sentences.
LONGEST, MOST_SENTENCES = 4000, 40
#: So many ways to cut a text into what is declared and what stands in the blanks are tried.
MOST_WAYS = 200
#: Texts are looked up by so many characters of their beginning, or of their end.
_KEY = 5
_BLANK = re.compile(r"%\((\w+)\)s|%%")
_NUMBER = re.compile(r"-?\d[\d.,]{0,20}")
_LEVELS = frozenset({"Notice", "Advisory", "Warning", "Critical"})
_DISTANCE = re.compile(r"\d[\d.,]{0,20} k?m")
_SENTENCE = re.compile(r"[.!?] |[^ ] (?=[A-Z])")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)? UTC)?")


class Blank(StrEnum):
    """What stands in the blank of a declared text, and so how it is said in another language."""

    #: A name, a place, what somebody typed: as it is.
    TYPED = "typed"
    #: Declared texts themselves, one or several; anything else as it is.
    RECORDED = "recorded"
    #: Nothing but declared texts, with the first letter made small inside the sentence.
    LOWERED = "lowered"
    #: Declared texts and countries with a comma or a semicolon between them; anything else among them as it is.
    LISTED = "listed"
    #: A country, by its English name; declared texts, as 'the sea', stand for none.
    COUNTRY = "country"
    #: A level, by its word: nothing else is taken for one.
    LEVEL = "level"
    #: A number in digits, a distance as '1.5 km', or a moment as '2017-07-15 12:00 UTC': nothing else is taken for one.
    NUMBER = "number"
    DISTANCE = "distance"
    MOMENT = "moment"
    #: Names of rules and the like: one word without a space, or several with a comma or a semicolon between them.
    CODES = "codes"

    def takes(self, value: str) -> bool:
        """Tell whether `value` can stand here."""
        if self is Blank.NUMBER:
            return _NUMBER.fullmatch(value) is not None
        if self is Blank.DISTANCE:
            return _DISTANCE.fullmatch(value) is not None
        if self is Blank.LEVEL:
            return value in _LEVELS
        if self is Blank.LOWERED:
            return bool(known(value[:1].upper() + value[1:]))
        if self is Blank.MOMENT:
            return _MOMENT.fullmatch(value) is not None
        if self is Blank.CODES:
            return all(part and " " not in part for part in re.split("[;,] ", value))
        return bool(value)


class DeclaredTwice(ValueError):
    """A text is declared a second time with other blanks, or cannot be told apart: two blanks stand side by side."""


@dataclass(frozen=True, slots=True)
class Text:
    """One declared text: `literals` are what stands around its `blanks`, one more than there are blanks.

    `key` is what the catalogues translate, `many` its plural form where it counts things.
    """

    key: str
    many: str
    literals: tuple[str, ...]
    blanks: tuple[str, ...]
    kinds: Mapping[str, Blank] = field(compare=False)
    #: How many characters are its own.
    weight: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", sum(map(len, self.literals)))

    @property
    def is_open(self) -> bool:
        """Whether it ends in what somebody typed: nothing that follows can be told from that."""
        return bool(self.blanks) and not self.literals[-1] and self.kinds[self.blanks[-1]] is Blank.TYPED

    def values_in(self, text: str) -> dict[str, str] | None:
        """Return what stands in each blank where `text` is this one filled in; None where it is not.

        Of several ways to read it the first is taken in which every blank holds what it may. After :data:`MOST_WAYS`
        it is given up: what is written by the house is plain at once.
        """
        if len(text) < self.weight + len(self.blanks):
            return None
        if not (text.startswith(self.literals[0]) and text.endswith(self.literals[-1])):
            return None
        if not self.blanks:
            return {} if text == self.literals[0] else None
        end = len(text) - len(self.literals[-1])
        return self._filled(text, 0, len(self.literals[0]), end, iter(range(MOST_WAYS)))

    def _filled(
        self, text: str, number: int, start: int, end: int, ways: Iterator[int]
    ) -> dict[str, str] | None:
        name = self.blanks[number]
        kind = self.kinds[name]
        if number == len(self.blanks) - 1:
            value = text[start:end]
            return {name: value} if value and kind.takes(value) else None
        literal = self.literals[number + 1]
        at = text.find(literal, start + 1, end)
        while at >= 0 and next(ways, None) is not None:
            value = text[start:at]
            if kind.takes(value):
                rest = self._filled(text, number + 1, at + len(literal), end, ways)
                if rest is not None and rest.get(name, value) == value:
                    return {name: value, **rest}
            at = text.find(literal, at + 1, end)
        return None


@dataclass(frozen=True, slots=True)
class Known:
    """A kept text that was known again: which declared one it is, and what stands in its blanks."""

    text: Text
    values: Mapping[str, str]
    weight: int


_DECLARED: dict[str, list[Text]] = {}


def recorded(text: str, **kinds: Blank) -> str:
    """Declare `text`, with blanks as %(name)s, as one that records keep; return it as it is.

    `kinds` says of a blank what stands in it, :data:`Blank.TYPED` where it is not named. Raises DeclaredTwice.
    """
    _declare([_text(text, "", text, kinds)])
    return text


def recorded_count(one: str, many: str, **kinds: Blank) -> tuple[str, str]:
    """Declare a text that counts things, in the singular and the plural; return both. The number is %(num)s.

    Raises DeclaredTwice.
    """
    kinds = {"num": Blank.NUMBER, **kinds}
    _declare([_text(one, many, one, kinds), _text(one, many, many, kinds)])
    return one, many


def declared() -> tuple[Text, ...]:
    """Return every text declared so far."""
    return tuple(text for texts in _DECLARED.values() for text in texts)


def how_many() -> int:
    """Return how many texts are declared so far: with another, what was not known may be."""
    return len(_DECLARED)


def known(text: str) -> tuple[Known, ...]:
    """Return the declared texts that `text` is made of, in their order; () where any part of it is none.

    Where it can be read in several ways, that one counts in which most characters are those of declared texts.
    """
    if not text or len(text) > LONGEST:
        return ()
    index = _index()
    starts = [0, *(at.end() for at in _SENTENCE.finditer(text) if index.may_begin(text, at.end()))]
    if len(starts) > MOST_SENTENCES:
        starts = [0]
    best: dict[int, tuple[int, tuple[Known, ...]]] = {len(text) + 1: (0, ())}
    for start in reversed(starts):
        for after in [len(text) + 1, *(at for at in reversed(starts) if at > start)]:
            if after not in best:
                continue
            one = index.find(text[start : after - 1], is_last=after > len(text))
            if one is not None and (total := one.weight + best[after][0]) > best.get(start, (0, ()))[0]:
                best[start] = total, (one, *best[after][1])
    return best[0][1] if 0 in best else ()


class _Index:
    """The declared texts by their beginning, or by their end where they begin with a blank."""

    def __init__(self) -> None:
        self.by_start: dict[str, list[Text]] = defaultdict(list)
        self.by_end: dict[str, list[Text]] = defaultdict(list)
        self.others: list[Text] = []
        for text in sorted(declared(), key=lambda one: -one.weight):
            first, last = text.literals[0], text.literals[-1]
            if len(first) >= _KEY or not text.blanks:
                self.by_start[first[:_KEY]].append(text)
            elif len(last) >= _KEY:
                self.by_end[last[-_KEY:]].append(text)
            else:
                self.others.append(text)

    def may_begin(self, text: str, at: int) -> bool:
        """Tell whether a declared text may begin at `at`: after a full stop, or with the first words of one.

        A reason that ends in a list of rules has no full stop, and what holds for it is said after it.
        """
        return text[at - 2] in ".!?" or text[at : at + _KEY] in self.by_start

    def find(self, sentence: str, *, is_last: bool) -> Known | None:
        found: Known | None = None
        for text in self._near(sentence):
            if (found is not None and text.weight <= found.weight) or (text.is_open and not is_last):
                continue
            values = text.values_in(sentence)
            if values is not None:
                found = Known(text, values, text.weight)
        return found

    def _near(self, sentence: str) -> Iterator[Text]:
        yield from self.by_start.get(sentence[:_KEY], ())
        yield from self.by_end.get(sentence[-_KEY:], ())
        yield from self.others


_READY: list[tuple[int, _Index]] = []


def _index() -> _Index:
    """The index of what is declared by now."""
    if not _READY or _READY[0][0] != len(_DECLARED):
        _READY[:] = [(len(_DECLARED), _Index())]
    return _READY[0][1]


def _text(key: str, many: str, form: str, kinds: Mapping[str, Blank]) -> Text:
    literals, blanks = [""], []
    at = 0
    for mark in _BLANK.finditer(form):
        literals[-1] += form[at : mark.start()]
        at = mark.end()
        if mark.group(1) is None:
            literals[-1] += "%"
        else:
            blanks.append(mark.group(1))
            literals.append("")
    literals[-1] += form[at:]
    if not blanks:
        # Nothing is filled in, so a per cent sign is kept as it is written.
        literals = [form]
    if blanks and not all(literals[1:-1]):
        raise DeclaredTwice(f"In {form!r} two blanks stand side by side: put words between them.")
    if not "".join(literals).strip():
        raise DeclaredTwice(f"{form!r} has no words of its own, so that any text would be it.")
    return Text(
        key, many, tuple(literals), tuple(blanks), {name: kinds.get(name, Blank.TYPED) for name in blanks}
    )


def _declare(texts: list[Text]) -> None:
    key = texts[0].key
    before = _DECLARED.setdefault(key, texts)
    if before != texts or [one.kinds for one in before] != [one.kinds for one in texts]:
        raise DeclaredTwice(f"{key!r} is declared twice, and not alike: declare it once, and import it.")
