"""What a rule of the linter is: an id, a sentence, a severity, two examples, and a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tocsin.geo import Gazetteer, gazetteer
from tocsin.grading.alert_text import AlertText
from tocsin.grading.evidence import Evidence
from tocsin.grading.finding import Finding, FindingSeverity
from tocsin.grading.grounds import Grounds
from tocsin.grading.specimen import SOUND_EVIDENCE, specimen


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of an alert's text: the part it stands in, its number there from 0 (None: the whole part)."""

    part: str
    position: int | None
    text: str


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: the text, the evidence and the grounds under it, the reason of an override ('' for none)."""

    text: AlertText
    evidence: Evidence
    override: str = ""
    places: Gazetteer | None = None
    grounds: Grounds = field(default_factory=Grounds)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer that names are looked up in, opened when the first rule asks."""
        return self.places or gazetteer()

    def sentences(self) -> Iterator[Passage]:
        """Give every sentence of summary, event and context, in the order of the page."""
        for part in ("summary", "event", "context"):
            for position, sentence in enumerate(self.text.sentences(part)):
                yield Passage(part, position, sentence.text)

    def passages(self) -> Iterator[Passage]:
        """Give every stretch of text a reader sees, in the order of the page."""
        text = self.text
        yield Passage("country", None, text.country)
        yield Passage("headline", None, text.headline)
        yield Passage("area", None, text.place)
        if text.area is not None:
            yield Passage("area", None, text.area.description)
        for position, source in enumerate(text.sources):
            yield Passage("sources", position, source.name)
        yield from self.sentences()
        for position, act in enumerate(text.advice):
            yield Passage("advice", position, act.text)
        yield Passage("update", None, text.what_changed)
        yield Passage("update", None, text.cancel_reason)
        yield Passage("update", None, text.correction)


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule is broken; `template` holds its values as %(name)s."""

    part: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule: as a person reads it, and as changes to the specimen that keeps every rule."""

    words: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    evidence: Evidence = SOUND_EVIDENCE
    override: str = ""
    grounds: Grounds = field(default_factory=Grounds)

    @property
    def text(self) -> AlertText:
        """The whole alert text of the example."""
        return specimen(**self.changes)


Check = Callable[[Subject], Iterator[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a permanent id, what it asks in one sentence (a key for translation), what a breach does
    to the approval, an example that fails it, one that passes it, and the check."""

    id: str
    severity: FindingSeverity
    sentence: str
    fails: Example
    passes: Example
    check: Check

    def findings(self, subject: Subject) -> tuple[Finding, ...]:
        """Return one finding for each breach of this rule in `subject`, in the order of the page."""
        return tuple(
            Finding(
                rule=self.id,
                severity=self.severity,
                part=breach.part,
                sentence=breach.template % breach.values,
                position=breach.position,
                template=breach.template,
                values=tuple((name, str(value)) for name, value in breach.values.items()),
            )
            for breach in self.check(subject)
        )


def rule(
    identifier: str, severity: FindingSeverity, sentence: str, *, fails: Example, passes: Example
) -> Callable[[Check], Rule]:
    """Return a decorator that makes a check function the rule `identifier`."""

    def made(check: Check) -> Rule:
        return Rule(identifier, severity, sentence, fails, passes, check)

    return made


def shortened(text: str, words: int = 8) -> str:
    """Return the first words of `text`, to name a sentence in a finding."""
    parts = text.split()
    return " ".join(parts[:words]) + (" ..." if len(parts) > words else "")
