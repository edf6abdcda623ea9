"""The rule about other people's words: a short quotation, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tocsin.grading.alert_text import Sentence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.grounds import Grounds, SourceText
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

#: So many words in a row may be a source's, in quotation marks with its name.
MOST_QUOTED_WORDS = 15
#: So many in a row may be alike without being a quotation: names, figures and set phrases.
MOST_LIKE_WORDS = 12

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_QUOTATION = re.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»')
_TEXT = (
    "The union said on Monday that teachers from every county will walk slowly from the park to the gates of "
    "parliament and stay there until somebody comes out."
)
_COPIED = (
    "Teachers from every county will walk slowly from the park to the gates of parliament and stay there."
)
_QUOTED = 'The union says that teachers will stay "until somebody comes out".'


@rule(
    "copied-text",
    FindingSeverity.BLOCKS,
    gettext_noop(
        "No more of a source's text stands in the alert than a short quotation: 15 words, in quotation marks."
    ),
    fails=Example(
        _COPIED,
        {"event": (Sentence(_COPIED, ("report:1",)),)},
        grounds=Grounds(texts=(SourceText("report:1", "Teachers' union", _TEXT),)),
    ),
    passes=Example(
        _QUOTED,
        {"event": (Sentence(_QUOTED, ("report:1",)),)},
        grounds=Grounds(texts=(SourceText("report:1", "Teachers' union", _TEXT),)),
    ),
)
def copied_text(subject: Subject) -> Iterator[Breach]:
    """Look for runs of words that stand in the text of any source, outside quotation marks and in them."""
    for passage in subject.passages():
        if passage.part not in ("headline", "summary", "event", "context", "advice"):
            continue
        quotations = _QUOTATION.findall(passage.text)
        stretches = [(MOST_LIKE_WORDS, one) for one in _QUOTATION.split(passage.text)]
        stretches += [(MOST_QUOTED_WORDS, one) for one in quotations]
        for most, stretch in stretches:
            found = next(
                (
                    (source.name, run)
                    for source in subject.grounds.texts
                    if (run := _longest_shared(_words(stretch), source.words, more_than=most))
                ),
                None,
            )
            if found:
                yield Breach(
                    passage.part,
                    gettext_noop(
                        "%(count)s words in a row are %(source)s's: '%(words)s ...'. Say it in your own words, or quote at "
                        "most 15 in quotation marks."
                    ),
                    {"count": len(found[1]), "source": found[0], "words": " ".join(found[1][:8])},
                    passage.position,
                )


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


@lru_cache(maxsize=256)
def _positions(text: str, length: int) -> tuple[list[str], dict[tuple[str, ...], list[int]]]:
    words = _words(text)
    found: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(words) - length + 1):
        found.setdefault(tuple(words[start : start + length]), []).append(start)
    return words, found


def _longest_shared(stretch: Sequence[str], text: str, *, more_than: int) -> list[str]:
    """The longest run of more than so many words that stands in both; [] where there is none."""
    length = more_than + 1
    if len(stretch) < length:
        return []
    words, starts = _positions(text, length)
    longest: list[str] = []
    for at in range(len(stretch) - length + 1):
        for start in starts.get(tuple(stretch[at : at + length]), ()):
            end = length
            while (
                at + end < len(stretch)
                and start + end < len(words)
                and stretch[at + end] == words[start + end]
            ):
                end += 1
            if end > len(longest):
                longest = list(stretch[at : at + end])
    return longest


RULES = (copied_text,)
