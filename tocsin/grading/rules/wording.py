"""Rules about words and characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tocsin.grading.alert_text import Sentence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule, shortened
from tocsin.grading.rules.acts import begins_with_a_verb
from tocsin.grading.translation import gettext_noop

MOST_WORDS_IN_A_SENTENCE = 25

_LONG = (
    "The union expects that 5,000 people from all parts of the city will come to the park in the morning and then "
    "walk slowly towards parliament."
)
_HEDGE = re.compile(
    r"\b(?:cannot|can't|can not|could not|couldn't) be (?:ruled out|excluded|discounted)\b", re.IGNORECASE
)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
# Embeddings, overrides and isolates turn the reading order round; the zero-width and line characters hide.
_HIDDEN = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u2028\u2029\u00ad"
)


def _tells_what_to_do(text: str) -> bool:
    clauses = re.split(r"[;:]|,? so ", text)
    return any(begins_with_a_verb(clause) for clause in clauses)


@rule(
    "long-sentence",
    FindingSeverity.ADVICE,
    gettext_noop("A sentence has 25 words at most."),
    fails=Example(_LONG, {"event": (Sentence(_LONG, ("report:1",)),)}),
    passes=Example("The union expects 5,000 people and has told the police its route."),
)
def long_sentence(subject: Subject) -> Iterator[Breach]:
    """Count the words of each sentence and act."""
    for passage in subject.passages():
        if passage.part not in ("summary", "event", "context", "advice", "update"):
            continue
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z\"'“])", passage.text):
            count = len(sentence.split())
            if count > MOST_WORDS_IN_A_SENTENCE:
                yield Breach(
                    passage.part,
                    gettext_noop("'%(sentence)s' has %(count)s words. Make two sentences of it."),
                    {"sentence": shortened(sentence), "count": count},
                    passage.position,
                )


@rule(
    "cannot-be-ruled-out",
    FindingSeverity.NEEDS_REASON,
    gettext_noop(
        "'Cannot be ruled out' stands only with what to do about it, in the same sentence or the next."
    ),
    fails=Example(
        "Clashes cannot be ruled out.",
        {"event": (Sentence("Clashes cannot be ruled out.", assessment=True),)},
    ),
    passes=Example(
        "Clashes cannot be ruled out, so leave when police line up.",
        {"event": (Sentence("Clashes cannot be ruled out, so leave when police line up.", assessment=True),)},
    ),
)
def cannot_be_ruled_out(subject: Subject) -> Iterator[Breach]:
    """Look for the hedge and, in its sentence and the next, for an act."""
    passages = list(subject.sentences())
    for number, passage in enumerate(passages):
        hedge = _HEDGE.search(passage.text)
        if not hedge:
            continue
        following = passages[number + 1].text if number + 1 < len(passages) else ""
        if not _tells_what_to_do(passage.text) and not begins_with_a_verb(following):
            yield Breach(
                passage.part,
                gettext_noop(
                    "'%(words)s' leaves the reader alone. Say how likely it is, and what to do, here or in the next sentence."
                ),
                {"words": hedge.group(0)},
                passage.position,
            )


@rule(
    "markup",
    FindingSeverity.BLOCKS,
    gettext_noop("The text holds no HTML."),
    fails=Example("Teachers plan <b>march</b>", {"headline": "Teachers plan <b>march</b> through Nairobi"}),
    passes=Example(
        "Fewer than 5 people < 10, R&D, A < B", {"what_changed": "Fewer than 5 < 10 people of R&D."}
    ),
)
def markup(subject: Subject) -> Iterator[Breach]:
    """Look for tags, comments and character references."""
    for passage in subject.passages():
        found = markup_in(passage.text)
        if found:
            yield Breach(
                passage.part,
                gettext_noop("The text holds HTML: %(markup)s. Remove it."),
                {"markup": found},
                passage.position,
            )


def markup_in(text: str) -> str:
    """Return the beginning of the first tag, comment or character reference in `text`; '' where there is none."""
    found = _MARKUP.search(text)
    return shortened(found.group(0), 3) if found else ""


@rule(
    "control-characters",
    FindingSeverity.BLOCKS,
    gettext_noop(
        "The text holds no control characters, hidden characters or overrides of the reading direction."
    ),
    fails=Example(
        "Teachers plan U+202E march through Nairobi",
        {"headline": "Teachers plan \u202emarch through Nairobi"},
    ),
    passes=Example(
        "مسيرة للمعلمين في نيروبي صباح الثلاثاء",
        {"headline": "مسيرة للمعلمين في نيروبي صباح الثلاثاء", "language": "ar"},
    ),
)
def control_characters(subject: Subject) -> Iterator[Breach]:
    """Look for characters a reader cannot see."""
    for passage in subject.passages():
        hidden = hidden_in(passage.text)
        if hidden:
            yield Breach(
                passage.part,
                gettext_noop(
                    "The text holds characters nobody sees: %(characters)s. Type that passage again."
                ),
                {"characters": hidden},
                passage.position,
            )


def hidden_in(text: str) -> str:
    """Return the code points that no reader sees, as 'U+202E, U+0007'; '' where there is none."""
    hidden = {one for one in text if one in _HIDDEN or unicodedata.category(one) in ("Cc", "Cs", "Co")}
    return ", ".join(f"U+{ord(one):04X}" for one in sorted(hidden))


RULES = (long_sentence, cannot_be_ruled_out, markup, control_characters)
