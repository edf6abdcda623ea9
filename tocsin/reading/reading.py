"""What one text says, whole."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from tocsin.reading.spans import Span
from tocsin.reading.values import (
    DerivedArea,
    Figure,
    HazardMention,
    Judgement,
    Phase,
    PlaceMention,
    Section,
    TimeMention,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. Every field is described in docs/reading.md.

    `text` is the text as read (title first where one was given; main text of HTML; at most `MOST_CHARACTERS`); all spans
    count in it. `published` is UTC: the text's own date line where it has one, otherwise the time handed in. `language`
    is ISO 639-1, "" where unknown. `countries` are ISO 3166-1 alpha-2, the headline's first. `focus` holds those of
    `places` where the event happens. `update` is the number of an update, 0 for none. `notes` says in plain words what
    was left out or guessed. `event_time` is the one of `times` at which the event happened or will happen, None where none is
    told. `areas` are those that the text tells by a place, as 'northern Mali' or '12 km south of Kabul'.
    """

    text: str
    published: datetime
    language: str
    language_confidence: float
    title: str
    summary: str
    level: str
    update: int
    countries: tuple[str, ...]
    sections: tuple[Section, ...]
    places: tuple[PlaceMention, ...]
    focus: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    figures: tuple[Figure, ...]
    hazards: tuple[HazardMention, ...]
    phase: Phase
    phase_reason: str
    severity: Judgement
    certainty: Judgement
    urgency: Judgement
    advice_targets: tuple[str, ...]
    notes: tuple[str, ...]
    event_time: TimeMention | None = None
    areas: tuple[DerivedArea, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The reading as JSON values (docs/reading.md): times in RFC 3339 with `Z`, spans as [start, end]."""
        return {field.name: _json(getattr(self, field.name)) for field in fields(self)}


def _json(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if is_dataclass(value):
        return {field.name: _json(getattr(value, field.name)) for field in fields(value)}
    return value
