"""Rules about what each sentence rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.grading.alert_text import Sentence
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule, shortened
from tocsin.grading.translation import gettext_noop

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATES_AND_TIMES = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[:h]\d\d\b|\b\d{{1,2}} {_MONTH}(?: \d{{4}})?|\b{_MONTH} \d{{1,2}}\b(?:, \d{{4}})?"
    r"|\b(?:19|20)\d\d\b"
)


@rule(
    "unsourced-sentence",
    FindingSeverity.BLOCKS,
    gettext_noop(
        "Every sentence of summary, event and context cites a source or is marked as the desk's assessment."
    ),
    fails=Example(
        "The union expects 5,000 people.", {"event": (Sentence("The union expects 5,000 people."),)}
    ),
    passes=Example("The union expects 5,000 people and has told the police its route. [1]"),
)
def unsourced_sentence(subject: Subject) -> Iterator[Breach]:
    """Look for sentences with neither a citation nor the mark."""
    for part in ("summary", "event", "context"):
        for position, sentence in enumerate(subject.text.sentences(part)):
            if sentence.text.strip() and not sentence.citations and not sentence.assessment:
                yield Breach(
                    part,
                    gettext_noop(
                        "'%(sentence)s' has no source. Cite one, or mark it as the desk's assessment."
                    ),
                    {"sentence": shortened(sentence.text)},
                    position,
                )


@rule(
    "unknown-citation",
    FindingSeverity.BLOCKS,
    gettext_noop("Every citation is of a source the alert lists."),
    fails=Example(
        "The union expects 5,000 people. [9], with two sources listed",
        {"event": (Sentence("The union expects 5,000 people.", ("report:9",)),)},
    ),
    passes=Example("The union expects 5,000 people and has told the police its route. [1]"),
)
def unknown_citation(subject: Subject) -> Iterator[Breach]:
    """Look up each citation among the sources."""
    known = {source.reference for source in subject.text.sources}
    for part in ("summary", "event", "context"):
        for position, sentence in enumerate(subject.text.sentences(part)):
            for reference in sentence.citations:
                if reference not in known:
                    yield Breach(
                        part,
                        gettext_noop(
                            "'%(sentence)s' cites '%(reference)s', which is not among the sources. Add or correct it."
                        ),
                        {"sentence": shortened(sentence.text), "reference": reference},
                        position,
                    )


@rule(
    "unsourced-figure",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A figure cites a source, also in an assessment."),
    fails=Example(
        "We expect about 300 arrests. (assessment)",
        {"event": (Sentence("We expect about 300 arrests.", assessment=True),)},
    ),
    passes=Example("Road closures are likely until the evening. (assessment)"),
)
def unsourced_figure(subject: Subject) -> Iterator[Breach]:
    """Look for figures, other than dates and times, in assessments that cite nothing."""
    for part in ("summary", "event", "context"):
        for position, sentence in enumerate(subject.text.sentences(part)):
            if not sentence.assessment or sentence.citations:
                continue
            figure = re.search(r"\d[\d,.]*", DATES_AND_TIMES.sub(" ", sentence.text))
            if figure:
                yield Breach(
                    part,
                    gettext_noop(
                        "The figure %(figure)s in '%(sentence)s' has no source. Cite one or leave it out."
                    ),
                    {"figure": figure.group(0).rstrip(",."), "sentence": shortened(sentence.text)},
                    position,
                )


RULES = (unsourced_sentence, unknown_citation, unsourced_figure)
