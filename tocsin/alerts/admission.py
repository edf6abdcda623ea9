"""Whether a sentence that a language model proposes may be shown as a proposal: only if the cited claims say it all. Pure.

Every number with its qualifier, every date and time, every name and place, every quotation must stand in the claims that the
sentence cites; so must a word of the lists in `admission_words`, or one of its group. What is in doubt is refused: an analyst
can write it by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from tocsin.alerts.admission_dates import Moment, moments, without
from tocsin.alerts.admission_numbers import Stated, stated_numbers
from tocsin.alerts.admission_words import (
    AHEAD,
    CONTRACTED,
    GROUP_OF,
    HEDGES,
    INSIDE_NAMES,
    MOVING_DAYS,
    NEGATIONS,
    NO_TOWNS,
    NUMBER_WORDS,
    OPENERS,
    SMALL_MAY,
)
from tocsin.geo import Gazetteer, NameMatch, Precision
from tocsin.grading import StatedFigure
from tocsin.grading.translation import gettext_noop
from tocsin.incidents.commonness import HIGHEST_WEIGHT, folded, weight_of
from tocsin.reading import read
from tocsin.reading.sentences import sentences
from tocsin.reading.words import Word, words

#: A sentence of an alert has 25 words; what is twice as long is none.
MOST_CHARACTERS = 400
_FEWEST_CHARACTERS = 8
_PUNCTUATION = frozenset(" .,;:'’‘\"“”()!?-–—%&/$€£")
_LINK = re.compile(r"://|\bwww\.|\b[\w-]+\.(?:[a-z]{2,})(?:/|\b)(?<!a\.m)(?<!p\.m)|&\w+;", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"|(?<!\w)\'([^\']+?)\'(?!\w)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_IN_A_NAME = re.compile(r"[ \-'’.&]{1,2}")
_STOP = re.compile(r"[.!?]|^\s*[\"(]*$")
#: A word written small is taken for a town of so many inhabitants, if it is so rare a word (`weight_of`).
_TOWNS = ((500_000, 2.0), (50_000, 4.4))
#: And for a country or its people from here on.
_RARE_COUNTRY = 2.3
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """What a sentence may cite: a reference as 'claim:12', all that is said under it, its figures, and who says so.

    The names of `sources` carry an attribution ('the Nairobi Ledger reports') and nothing else: no place stands in them.
    """

    reference: str
    words: str
    figures: tuple[StatedFigure, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Admitted:
    """A sentence that says nothing beyond the claims that it cites."""

    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that is left out, and why: `template` holds its `values` as %(name)s."""

    text: str
    citations: tuple[str, ...]
    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.template % self.values


@dataclass(frozen=True, slots=True)
class _Doubt:
    """What one check found: the template of a reason, and its values."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)


def admit(
    text: str, citations: Sequence[str], claims: Mapping[str, CitedClaim], *, places: Gazetteer
) -> Admitted | Refused:
    """Return the sentence admitted, or refused with the first thing that none of the claims it cites says.

    `claims` are those that may be cited, by reference; `places` is the gazetteer that names written small are looked up in.
    """
    text, cited = text.strip(), tuple(dict.fromkeys(citations))
    doubt = _form(text) or _citations(cited, claims)
    if doubt is None:
        grounds = [claims[reference] for reference in cited]
        said = _Said.by(grounds)
        told = _without_attribution(text, [name for one in grounds for name in one.sources])
        doubt = next((one for check in _CHECKS for one in check(told, said, places)), None)
    return Refused(text, cited, doubt.template, doubt.values) if doubt else Admitted(text, cited)


@dataclass(frozen=True, slots=True)
class _Said:
    """All that the cited claims say, taken apart once."""

    words: str
    each: tuple[str, ...]
    tokens: tuple[str, ...]
    vocabulary: frozenset[str]
    groups: frozenset[int]
    moments: tuple[Moment, ...]
    numbers: tuple[Stated, ...]
    figures: tuple[StatedFigure, ...]

    @classmethod
    def by(cls, claims: Sequence[CitedClaim]) -> _Said:
        text = "\n".join(claim.words for claim in claims)
        tokens = tuple(word.folded for word in words(text))
        found = moments(text)
        figures = tuple(one for claim in claims for one in claim.figures)
        of_figures = tuple(Stated(one.value, one.upper, one.qualifier or "exactly") for one in figures)
        return cls(
            words=text,
            each=tuple(claim.words for claim in claims),
            tokens=tokens,
            vocabulary=frozenset(tokens),
            groups=frozenset(GROUP_OF[one] for one in tokens if one in GROUP_OF),
            moments=found,
            numbers=(*stated_numbers(without(text, found)), *of_figures),
            figures=figures,
        )

    def has_name(self, name: Sequence[str]) -> bool:
        """Tell whether the words of `name` stand beside one another in what is cited."""
        return any(
            self.tokens[at : at + len(name)] == tuple(name) for at in range(len(self.tokens) - len(name) + 1)
        )


_Check = Callable[[str, _Said, Gazetteer], Iterator[_Doubt]]


def _form(text: str) -> _Doubt | None:
    """What is no plain sentence: hidden characters, brackets, links, several sentences, too long."""
    for letter in text:
        if not _is_plain(letter):
            return _Doubt(
                gettext_noop("It holds the character %(character)s, which no plain sentence has."),
                {"character": letter if letter.isprintable() else f"U+{ord(letter):04X}"},
            )
    if link := _LINK.search(text):
        return _Doubt(gettext_noop("It holds a link or an address: '%(word)s'."), {"word": link.group(0)})
    if not _FEWEST_CHARACTERS <= len(text) <= MOST_CHARACTERS:
        return _Doubt(
            gettext_noop("It has %(count)s characters; a sentence has %(least)s to %(most)s."),
            {"count": str(len(text)), "least": str(_FEWEST_CHARACTERS), "most": str(MOST_CHARACTERS)},
        )
    if len(sentences(text)) != 1:
        return _Doubt(gettext_noop("It is more than one sentence, so nobody knows which of them is cited."))
    return None


def _is_plain(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum() or letter in _PUNCTUATION
    kind = unicodedata.category(letter)
    return kind[0] == "L" or kind == "Mn" or letter in _PUNCTUATION


def _citations(cited: Sequence[str], claims: Mapping[str, CitedClaim]) -> _Doubt | None:
    if not cited:
        return _Doubt(gettext_noop("It cites no claim."))
    for reference in cited:
        if reference not in claims:
            return _Doubt(
                gettext_noop("It cites '%(reference)s', which is none of the claims that were sent."),
                {"reference": reference},
            )
    return None


def _without_attribution(text: str, sources: Sequence[str]) -> str:
    """The sentence with blanks where it names its sources as those who say so, in their whole names."""
    names = "|".join(re.escape(name) for name in sorted(set(sources), key=len, reverse=True) if name.strip())
    if not names:
        return text
    several = rf"(?:{names})(?:(?:,? and|,) (?:the )?(?:{names}))*"
    behind = rf"(?<!\w)(?P<behind>{several})(?=,? (?:says?|said|reports?|reported|writes?|wrote)\b)"
    before = rf"(?<!\w)(?:[Aa]ccording to|reported by) (?:the )?(?P<before>{several})(?!\w)"
    for match in re.finditer(f"{behind}|{before}", text):
        start, end = match.span("behind" if match.group("behind") else "before")
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _quotations(text: str, said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
    plain = text.translate(_QUOTES)
    if plain.count('"') % 2:
        yield _Doubt(gettext_noop("A quotation begins and does not end."))
    known = _flat(said.words)
    for match in _QUOTED.finditer(plain):
        quoted = match.group(1) or match.group(2) or ""
        if _flat(quoted).strip(" .,;") not in known:
            yield _Doubt(
                gettext_noop("It quotes '%(words)s'; no cited claim says it in these words."),
                {"words": quoted.strip()},
            )


def _flat(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split()).casefold()


def _days_that_move(text: str, _said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
    if found := MOVING_DAYS.search(text):
        yield _Doubt(
            gettext_noop("'%(word)s' is another day for whoever reads it later; a date is needed."),
            {"word": found.group(0)},
        )


def _dates(text: str, said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
    for one in moments(text):
        if not one.stands_in(said.moments):
            yield _Doubt(
                gettext_noop("The date or time '%(word)s' stands in no cited claim."), {"word": one.words}
            )
    if found := SMALL_MAY.search(text):
        yield _Doubt(
            gettext_noop("The date or time '%(word)s' stands in no cited claim."), {"word": found.group(0)}
        )


def _numbers(text: str, said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
    bare = without(text, moments(text))
    found = stated_numbers(bare)
    for one in found:
        same = [other for other in said.numbers if one.is_number_of(other)]
        if not same:
            yield _Doubt(gettext_noop("The number '%(word)s' stands in no cited claim."), {"word": one.words})
        elif not any(one.qualifier == other.qualifier for other in same):
            yield _Doubt(
                gettext_noop("'%(word)s' changes the qualifier; what is cited says %(qualifiers)s."),
                {"word": one.words, "qualifiers": " / ".join(sorted({other.qualifier for other in same}))},
            )
    for word in words(bare):
        inside = any(one.start < word.end and word.start < one.end for one in found)
        is_number = word.folded in NUMBER_WORDS or any(letter.isdigit() for letter in word.folded)
        if is_number and not inside and word.folded not in said.vocabulary:
            yield _Doubt(
                gettext_noop("The number '%(word)s' stands in no cited claim."),
                {"word": bare[word.start : word.end]},
            )


def _counted(text: str, said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
    """Numbers that stand in the claims, but count something else there: 12 injured told as 12 killed."""
    known = [(one.unit, one.value, one.upper) for one in said.figures] + [
        figure for words_of_claim in said.each for figure in _figures_in(words_of_claim)
    ]
    for unit, value, upper in _figures_in(text):
        units = {other for other, low, high in known if (low, high) == (value, upper) and other}
        # 'Cells' may be told of 'terrorist cells dismantled'; 'injured' may not of 'killed'.
        is_told = any(set(unit.split()) <= set(other.split()) for other in units)
        if unit and units and not is_told:
            yield _Doubt(
                gettext_noop("It says %(value)s %(unit)s; what is cited says %(value)s %(stated)s."),
                {"value": f"{value:,g}", "unit": unit, "stated": " / ".join(sorted(units))},
            )


@lru_cache(maxsize=512)
def _figures_in(text: str) -> tuple[tuple[str, float, float | None], ...]:
    found = read(text, published=_ANY_DAY).figures
    return tuple((one.unit, one.value, one.upper) for one in found)


def _names(text: str, said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
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
        if run and _begins(text, run[0]) and _may_begin(run, said):
            run = run[1:]
        while run and not _is_name(text, run[0]):
            run = run[1:]
        if not run or said.has_name([word.folded for word in run]):
            continue
        yield _Doubt(
            gettext_noop("The name '%(word)s' stands in no cited claim."),
            {"word": text[run[0].start : run[-1].end]},
        )


def _may_begin(run: Sequence[Word], said: _Said) -> bool:
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


def _begins(text: str, word: Word) -> bool:
    return _STOP.search(text[: word.start].rstrip(" \"'“‘(")[-1:]) is not None


def _small_names(text: str, said: _Said, places: Gazetteer) -> Iterator[_Doubt]:
    """Names written small: places that are no ordinary words, and words that nobody knows."""
    for match in places.matches(text, capitals=False):
        inside = [word.folded for word in words(match.text)]
        if not said.has_name(inside) and _is_a_place(match, inside):
            yield _Doubt(gettext_noop("The place '%(word)s' stands in no cited claim."), {"word": match.text})
    for word in words(text):
        if word.folded in said.vocabulary or any(letter.isdigit() for letter in word.folded):
            continue
        if word.folded not in GROUP_OF and weight_of(folded(word.folded)) >= HIGHEST_WEIGHT:
            yield _Doubt(
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


def _guarded_words(text: str, said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
    for word in words(text):
        group = GROUP_OF.get(word.folded)
        if group is not None and group not in said.groups:
            yield _Doubt(
                gettext_noop("'%(word)s' stands in no cited claim, nor does a word that means the same."),
                {"word": text[word.start : word.end]},
            )


def _turns(text: str, said: _Said, _places: Gazetteer) -> Iterator[_Doubt]:
    """What turns a claim into its opposite, and what makes it certain."""
    mine = _negates(text)
    theirs = [one for claim in said.each if (one := _negates(claim))]
    if mine and not theirs:
        yield _Doubt(gettext_noop("It says '%(word)s'; no cited claim does."), {"word": mine})
    if theirs and not mine:
        yield _Doubt(
            gettext_noop("A cited claim says '%(word)s'; the sentence does not."), {"word": theirs[0]}
        )
    for kept, instead in ((HEDGES, HEDGES), (AHEAD, HEDGES | AHEAD)):
        if _first_of(instead, text):
            continue
        if hedge := next((one for claim in said.each if (one := _first_of(kept, claim))), ""):
            yield _Doubt(
                gettext_noop("A cited claim says '%(word)s'; the sentence tells it as certain."),
                {"word": hedge},
            )


def _negates(text: str) -> str:
    if found := CONTRACTED.search(text):
        return text[: found.end()].split()[-1]
    return _first_of(NEGATIONS, text)


def _first_of(wanted: frozenset[str], text: str) -> str:
    for one in words(text):
        written = text[one.start : one.end]
        # 'May' with a capital letter inside a sentence is a month.
        if one.folded in wanted and (written != "May" or _begins(text, one)):
            return written
    return ""


_CHECKS: tuple[_Check, ...] = (
    _quotations,
    _days_that_move,
    _dates,
    _numbers,
    _counted,
    _names,
    _small_names,
    _guarded_words,
    _turns,
)
