"""The names and places of a proposed sentence, held against those of the claims that it cites. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from tocsin.alerts.admission_dates import moments, without
from tocsin.alerts.admission_grounds import Doubt, Said
from tocsin.alerts.admission_numbers import stated_numbers
from tocsin.alerts.admission_words import GROUP_OF, INSIDE_NAMES, NEGATIONS, NO_TOWNS, OPENERS
from tocsin.geo import Gazetteer, NameMatch, Precision
from tocsin.grading.translation import gettext_noop
from tocsin.incidents.commonness import HIGHEST_WEIGHT, folded, weight_of
from tocsin.reading.words import Word, words

_IN_A_NAME = re.compile(r"[ \-'’.&]{1,2}")
_STOP = re.compile(r"[.!?]|^\s*[\"(]*$")
#: A word written small is taken for a town of so many inhabitants, if it is so rare a word (`weight_of`).
_TOWNS = ((500_000, 2.0), (50_000, 4.4))
#: And for a country or its people from here on.
_RARE_COUNTRY = 2.3


def names(text: str, said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    """Words with a capital letter, alone and beside one another, and every word of a script that has no capitals."""
    among = words(text)
    bare = without(text, moments(text))
    numbered = [(one.start, one.end) for one in stated_numbers(bare)]
    for run in _runs(text, among):
        # What is inside a date or a number is held to account there.
        run = [
            word
            for word in run
            if bare[word.start : word.end].strip()
            and not any(start <= word.start < end for start, end in numbered)
        ]
        if run and begins(text, run[0]) and _may_begin(run, said):
            run = run[1:]
        while run and not _is_name(text, run[0]):
            run = run[1:]
        if not run or said.has_name([word.folded for word in run]):
            continue
        yield Doubt(
            gettext_noop("The name '%(word)s' stands in no cited claim."),
            {"word": text[run[0].start : run[-1].end]},
        )


def _may_begin(run: Sequence[Word], said: Said) -> bool:
    """Tell whether the first word has its capital letter only from the sentence's beginning."""
    first = run[0].folded
    if first in OPENERS or first in NEGATIONS:
        return True
    return first in said.vocabulary and not said.has_name([word.folded for word in run])


def _runs(text: str, among: Sequence[Word]) -> Iterator[list[Word]]:
    """Names as they stand: words with capitals beside one another, held together by 'of', 'el', 'bin'."""
    run: list[Word] = []
    for number, word in enumerate(among):
        joined = bool(run) and _IN_A_NAME.fullmatch(text[run[-1].end : word.start]) is not None
        follows = among[number + 1 : number + 3]
        inside = word.folded in INSIDE_NAMES and any(_is_name(text, one) for one in follows)
        if _is_name(text, word) or (run and joined and inside):
            if run and not joined:
                yield run
                run = []
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_name(text: str, word: Word) -> bool:
    written = text[word.start : word.end]
    return any(unicodedata.category(letter) in ("Lu", "Lt", "Lo") for letter in written)


def begins(text: str, word: Word) -> bool:
    """Tell whether `word` stands at the beginning of a sentence of `text`."""
    return _STOP.search(text[: word.start].rstrip(" \"'“‘(")[-1:]) is not None


def small_names(text: str, said: Said, places: Gazetteer) -> Iterator[Doubt]:
    """Names written small: places that are no ordinary words, and words that nobody knows."""
    for match in places.matches(text, capitals=False):
        inside = [word.folded for word in words(match.text)]
        if not said.has_name(inside) and _is_a_place(match, inside):
            yield Doubt(gettext_noop("The place '%(word)s' stands in no cited claim."), {"word": match.text})
    for word in words(text):
        if word.folded in said.vocabulary or any(letter.isdigit() for letter in word.folded):
            continue
        if word.folded not in GROUP_OF and weight_of(folded(word.folded)) >= HIGHEST_WEIGHT:
            yield Doubt(
                gettext_noop(
                    "'%(word)s' is no ordinary word and stands in no cited claim; it may be a name."
                ),
                {"word": text[word.start : word.end]},
            )


def _is_a_place(match: NameMatch, inside: Sequence[str]) -> bool:
    """Tell whether a match that may be written small is a place and no ordinary word."""
    if any(word in NO_TOWNS or word in GROUP_OF for word in inside):
        return False
    rarity = max(weight_of(folded(word)) for word in inside)
    if match.demonym or any(place.precision is Precision.COUNTRY for place in match.places[:1]):
        return rarity >= _RARE_COUNTRY
    return any(
        place.population >= people and rarity >= least
        for place in match.places[:1]
        for people, least in _TOWNS
    )
