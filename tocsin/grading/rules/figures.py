"""Rules that hold figures against the sources that a sentence cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tocsin.grading.alert_text import Sentence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.grounds import Grounds, SourceText, StatedFigure
from tocsin.grading.rule import Breach, Example, Passage, Subject, rule, shortened
from tocsin.grading.rules.sourcing import DATES_AND_TIMES
from tocsin.grading.translation import gettext_noop

_DIGIT = re.compile(r"\d")
# The desk's own count of who says so.
_OTHER_SOURCES = re.compile(r"\b\d+ other sources\b")
_TWELVE_INJURED = Grounds(
    figures=(StatedFigure("report:1", "injured", 12, qualifier="at least"),),
    texts=(SourceText("report:1", "Teachers' union", "At least twelve people were injured on the way."),),
)
_TAKEN_BACK = Grounds(
    figures=(StatedFigure("report:1", "injured", 12, withdrawn="the union counted one march twice"),)
)
_FORTY = "The police say that 40 people were injured."
_TWELVE = "The police say that 12 people were injured."
_AT_LEAST_TWELVE = "The police say that at least 12 people were injured."


def _cited(subject: Subject) -> Iterator[tuple[Passage, tuple[str, ...]]]:
    for passage in subject.sentences():
        assert passage.position is not None
        sentence = subject.text.sentences(passage.part)[passage.position]
        if sentence.citations:
            yield passage, sentence.citations


@lru_cache(maxsize=2_048)
def _figures_in(words: str) -> tuple[tuple[str, str, float, float | None, str], ...]:
    """The figures that a sentence states: words, unit, value, upper, qualifier."""
    if not _DIGIT.search(words) and len(words.split()) > 60:
        return ()
    from datetime import UTC, datetime

    from tocsin.reading import read

    # Only what is counted is asked for, which no day of publication changes.
    found = read(words, published=datetime(2000, 1, 1, tzinfo=UTC)).figures
    return tuple((one.text, one.unit, one.value, one.upper, one.qualifier.value) for one in found)


@rule(
    "figure-against-claim",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A figure is one that the sources cited beside it state."),
    fails=Example(_FORTY, {"event": (Sentence(_FORTY, ("report:1",)),)}, grounds=_TWELVE_INJURED),
    passes=Example(
        _AT_LEAST_TWELVE, {"event": (Sentence(_AT_LEAST_TWELVE, ("report:1",)),)}, grounds=_TWELVE_INJURED
    ),
)
def figure_against_claim(subject: Subject) -> Iterator[Breach]:
    """Compare each figure with those of the same unit that the cited sources state."""
    for passage, words, stated, same in _compared(subject):
        if not same:
            yield Breach(
                passage.part,
                gettext_noop(
                    "'%(figure)s' contradicts what is cited: %(stated)s. Take that figure, or cite who says this one."
                ),
                {"figure": words, "stated": _listed(stated)},
                passage.position,
            )


@rule(
    "qualifier-changed",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A figure keeps the qualifier of its source: exactly, about, at least, more than, up to."),
    fails=Example(_TWELVE, {"event": (Sentence(_TWELVE, ("report:1",)),)}, grounds=_TWELVE_INJURED),
    passes=Example(
        _AT_LEAST_TWELVE, {"event": (Sentence(_AT_LEAST_TWELVE, ("report:1",)),)}, grounds=_TWELVE_INJURED
    ),
)
def qualifier_changed(subject: Subject) -> Iterator[Breach]:
    """Compare the qualifier of each figure with those of the same figure in the cited sources."""
    for passage, words, _stated, same in _compared(subject):
        qualifiers = {one.qualifier or "exactly" for one, _ in same}
        if same and not any(is_kept for _, is_kept in same):
            yield Breach(
                passage.part,
                gettext_noop(
                    "The source says %(stated)s where the text says '%(figure)s'. Keep its qualifier."
                ),
                {"figure": words, "stated": " / ".join(sorted(qualifiers))},
                passage.position,
            )


_Same = list[tuple[StatedFigure, bool]]


def _compared(subject: Subject) -> Iterator[tuple[Passage, str, list[StatedFigure], _Same]]:
    """Give each figure whose unit the cited sources count: its words, theirs, and those with its number (and qualifier)."""
    if not subject.grounds.figures:
        return
    for passage, references in _cited(subject):
        known = [one for one in subject.grounds.figures_of(references) if not one.withdrawn]
        if not known or not passage.text.strip():
            continue
        for words, unit, value, upper, qualifier in _figures_in(passage.text):
            stated = [one for one in known if one.unit == unit and unit]
            if stated:
                same = [
                    (one, (one.qualifier or "exactly") == qualifier)
                    for one in stated
                    if (one.value, one.upper) == (value, upper)
                ]
                yield passage, words, stated, same


def _listed(stated: list[StatedFigure]) -> str:
    return ", ".join(sorted({one.in_words for one in stated})[:4])


@rule(
    "withdrawn-figure",
    FindingSeverity.BLOCKS,
    gettext_noop("A figure that its source took back is not told."),
    fails=Example(
        _TWELVE + " [1], who took it back",
        {"event": (Sentence(_TWELVE, ("report:1",)),)},
        grounds=_TAKEN_BACK,
    ),
    passes=Example(
        _AT_LEAST_TWELVE, {"event": (Sentence(_AT_LEAST_TWELVE, ("report:1",)),)}, grounds=_TWELVE_INJURED
    ),
)
def withdrawn_figure(subject: Subject) -> Iterator[Breach]:
    """Look for figures that only withdrawn claims of the cited sources state."""
    for passage, references in _cited(subject):
        known = list(subject.grounds.figures_of(references))
        if not any(one.withdrawn for one in known):
            continue
        for words, unit, value, upper, _qualifier in _figures_in(passage.text):
            same = [one for one in known if (one.unit, one.value, one.upper) == (unit, value, upper)]
            if same and all(one.withdrawn for one in same):
                yield Breach(
                    passage.part,
                    gettext_noop("'%(figure)s' was withdrawn: %(reason)s Leave it out."),
                    {"figure": words, "reason": same[0].withdrawn.rstrip(".") + "."},
                    passage.position,
                )


@rule(
    "figure-not-in-source",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A number stands in the text of a source that its sentence cites."),
    fails=Example(
        "Shops in 30 streets were closed. [1], whose text has no 30",
        {"event": (Sentence("Shops in 30 streets were closed.", ("report:1",)),)},
        grounds=_TWELVE_INJURED,
    ),
    passes=Example(
        _AT_LEAST_TWELVE, {"event": (Sentence(_AT_LEAST_TWELVE, ("report:1",)),)}, grounds=_TWELVE_INJURED
    ),
)
def figure_not_in_source(subject: Subject) -> Iterator[Breach]:
    """Look for each number, other than dates and times, in the cited texts, in digits and in words."""
    for passage, references in _cited(subject):
        texts = list(subject.grounds.texts_of(references))
        # A source whose text is not there may well say it.
        if len(texts) < len(set(references)):
            continue
        known: set[float | None] = {number for one in texts for number in _numbers_in(one.words)}
        known |= {
            number for one in subject.grounds.figures_of(references) for number in (one.value, one.upper)
        }
        for number, written in _numbers_in(_counting(passage.text)).items():
            if number not in known and _DIGIT.search(written):
                yield Breach(
                    passage.part,
                    gettext_noop(
                        "The number %(number)s in '%(sentence)s' stands in no text that it cites. Check it, or cite "
                        "who says so."
                    ),
                    {"number": written, "sentence": shortened(passage.text)},
                    passage.position,
                )


def _counting(words: str) -> str:
    return _OTHER_SOURCES.sub(" ", DATES_AND_TIMES.sub(" ", words))


@lru_cache(maxsize=512)
def _numbers_in(words: str) -> dict[float, str]:
    """Every number of a text and how it is written, in digits or English words."""
    from tocsin.reading.numbers import numbers
    from tocsin.reading.words import words as words_of

    found: dict[float, str] = {}
    for one in numbers(words, words_of(words), "en"):
        found.setdefault(one.value, words[one.start : one.end])
        if one.upper is not None:
            found.setdefault(one.upper, words[one.start : one.end])
    return found


RULES = (figure_against_claim, qualifier_changed, withdrawn_figure, figure_not_in_source)
