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

from tocsin.alerts.admission_dates import moments, without
from tocsin.alerts.admission_grounds import CitedClaim, Doubt, Said
from tocsin.alerts.admission_names import begins, names, small_names
from tocsin.alerts.admission_numbers import stated_numbers
from tocsin.alerts.admission_words import (
    AHEAD,
    CONTRACTED,
    GROUP_OF,
    HEDGES,
    MOVING_DAYS,
    NEGATIONS,
    NUMBER_WORDS,
    SMALL_MAY,
)
from tocsin.geo import Gazetteer
from tocsin.grading.translation import gettext_noop
from tocsin.reading import read
from tocsin.reading.sentences import sentences
from tocsin.reading.words import words

#: A sentence of an alert has 25 words; what is twice as long is none.
MOST_CHARACTERS = 400
_FEWEST_CHARACTERS = 8
_PUNCTUATION = frozenset(" .,;:'’‘\"“”()!?-–—%&/$€£")
_LINK = re.compile(r"://|\bwww\.|\b[\w-]+\.(?:[a-z]{2,})(?:/|\b)(?<!a\.m)(?<!p\.m)|&\w+;", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"|(?<!\w)\'([^\']+?)\'(?!\w)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


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
        said = Said.by(grounds)
        told = _without_attribution(text, [name for one in grounds for name in one.sources])
        doubt = next((one for check in _CHECKS for one in check(told, said, places)), None)
    return Refused(text, cited, doubt.template, doubt.values) if doubt else Admitted(text, cited)


_Check = Callable[[str, Said, Gazetteer], Iterator[Doubt]]


def _form(text: str) -> Doubt | None:
    """What is no plain sentence: hidden characters, brackets, links, several sentences, too long."""
    for letter in text:
        if not _is_plain(letter):
            return Doubt(
                gettext_noop("It holds the character %(character)s, which no plain sentence has."),
                {"character": letter if letter.isprintable() else f"U+{ord(letter):04X}"},
            )
    if link := _LINK.search(text):
        return Doubt(gettext_noop("It holds a link or an address: '%(word)s'."), {"word": link.group(0)})
    if not _FEWEST_CHARACTERS <= len(text) <= MOST_CHARACTERS:
        return Doubt(
            gettext_noop("It has %(count)s characters; a sentence has %(least)s to %(most)s."),
            {"count": str(len(text)), "least": str(_FEWEST_CHARACTERS), "most": str(MOST_CHARACTERS)},
        )
    if len(sentences(text)) != 1:
        return Doubt(gettext_noop("It is more than one sentence, so nobody knows which of them is cited."))
    return None


def _is_plain(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum() or letter in _PUNCTUATION
    kind = unicodedata.category(letter)
    return kind[0] == "L" or kind == "Mn" or letter in _PUNCTUATION


def _citations(cited: Sequence[str], claims: Mapping[str, CitedClaim]) -> Doubt | None:
    if not cited:
        return Doubt(gettext_noop("It cites no claim."))
    for reference in cited:
        if reference not in claims:
            return Doubt(
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


def _quotations(text: str, said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    plain = text.translate(_QUOTES)
    if plain.count('"') % 2:
        yield Doubt(gettext_noop("A quotation begins and does not end."))
    known = _flat(said.words)
    for match in _QUOTED.finditer(plain):
        quoted = match.group(1) or match.group(2) or ""
        if _flat(quoted).strip(" .,;") not in known:
            yield Doubt(
                gettext_noop("It quotes '%(words)s'; no cited claim says it in these words."),
                {"words": quoted.strip()},
            )


def _flat(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split()).casefold()


def _days_that_move(text: str, _said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    if found := MOVING_DAYS.search(text):
        yield Doubt(
            gettext_noop("'%(word)s' is another day for whoever reads it later; a date is needed."),
            {"word": found.group(0)},
        )


def _dates(text: str, said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    for one in moments(text):
        if not one.stands_in(said.moments):
            yield Doubt(
                gettext_noop("The date or time '%(word)s' stands in no cited claim."), {"word": one.words}
            )
    if found := SMALL_MAY.search(text):
        yield Doubt(
            gettext_noop("The date or time '%(word)s' stands in no cited claim."), {"word": found.group(0)}
        )


def _numbers(text: str, said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    bare = without(text, moments(text))
    found = stated_numbers(bare)
    for one in found:
        same = [other for other in said.numbers if one.is_number_of(other)]
        if not same:
            yield Doubt(gettext_noop("The number '%(word)s' stands in no cited claim."), {"word": one.words})
        elif not any(one.qualifier == other.qualifier for other in same):
            yield Doubt(
                gettext_noop("'%(word)s' changes the qualifier; what is cited says %(qualifiers)s."),
                {"word": one.words, "qualifiers": " / ".join(sorted({other.qualifier for other in same}))},
            )
    for word in words(bare):
        inside = any(one.start < word.end and word.start < one.end for one in found)
        is_number = word.folded in NUMBER_WORDS or any(letter.isdigit() for letter in word.folded)
        if is_number and not inside and word.folded not in said.vocabulary:
            yield Doubt(
                gettext_noop("The number '%(word)s' stands in no cited claim."),
                {"word": bare[word.start : word.end]},
            )


def _counted(text: str, said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    """Numbers that stand in the claims, but count something else there: 12 injured told as 12 killed."""
    known = [(one.unit, one.value, one.upper) for one in said.figures] + [
        figure for words_of_claim in said.each for figure in _figures_in(words_of_claim)
    ]
    for unit, value, upper in _figures_in(text):
        units = {other for other, low, high in known if (low, high) == (value, upper) and other}
        # 'Cells' may be told of 'terrorist cells dismantled'; 'injured' may not of 'killed'.
        is_told = any(set(unit.split()) <= set(other.split()) for other in units)
        if unit and units and not is_told:
            yield Doubt(
                gettext_noop("It says %(value)s %(unit)s; what is cited says %(value)s %(stated)s."),
                {"value": f"{value:,g}", "unit": unit, "stated": " / ".join(sorted(units))},
            )


@lru_cache(maxsize=512)
def _figures_in(text: str) -> tuple[tuple[str, float, float | None], ...]:
    found = read(text, published=_ANY_DAY).figures
    return tuple((one.unit, one.value, one.upper) for one in found)


def _guarded_words(text: str, said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    for word in words(text):
        group = GROUP_OF.get(word.folded)
        if group is not None and group not in said.groups:
            yield Doubt(
                gettext_noop("'%(word)s' stands in no cited claim, nor does a word that means the same."),
                {"word": text[word.start : word.end]},
            )


def _turns(text: str, said: Said, _places: Gazetteer) -> Iterator[Doubt]:
    """What turns a claim into its opposite, and what makes it certain."""
    mine = _negates(text)
    theirs = [one for claim in said.each if (one := _negates(claim))]
    if mine and not theirs:
        yield Doubt(gettext_noop("It says '%(word)s'; no cited claim does."), {"word": mine})
    if theirs and not mine:
        yield Doubt(
            gettext_noop("A cited claim says '%(word)s'; the sentence does not."), {"word": theirs[0]}
        )
    for kept, instead in ((HEDGES, HEDGES), (AHEAD, HEDGES | AHEAD)):
        if _first_of(instead, text):
            continue
        if hedge := next((one for claim in said.each if (one := _first_of(kept, claim))), ""):
            yield Doubt(
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
        if one.folded in wanted and (written != "May" or begins(text, one)):
            return written
    return ""


_CHECKS: tuple[_Check, ...] = (
    _quotations,
    _days_that_move,
    _dates,
    _numbers,
    _counted,
    names,
    small_names,
    _guarded_words,
    _turns,
)
