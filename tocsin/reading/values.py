"""What reading a text yields, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.geo import Precision
from tocsin.reading.spans import Span


class Phase(StrEnum):
    """Where the event stands in its life, as the text tells it."""

    HAPPENED = "happened"
    UNDER_WAY = "under way"
    PLANNED = "planned"
    FEARED = "feared"
    OVER = "over"
    DENIED = "denied"


class Qualifier(StrEnum):
    """How a figure is bounded by the words around it."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    UP_TO = "up to"


class Role(StrEnum):
    """What a place is to the text: where it happens, named for another reason, or only meant by a demonym."""

    FOCUS = "focus"
    ALSO_NAMED = "also named"
    DEMONYM = "demonym"


class AreaKind(StrEnum):
    """How an area was derived: a distance or direction from a place, a part of one, between two, or around one."""

    OFFSET = "offset"
    PART = "part"
    BETWEEN = "between"
    AROUND = "around"


class Certainty(StrEnum):
    """How sharply a time is said: to the day or minute, roughly, or hardly at all."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    VAGUE = "vague"


class Scope(StrEnum):
    """What a figure counts: this event, an earlier one, a standing state that is no event, what is denied or overtaken, or expected."""

    THIS_EVENT = "this event"
    PAST = "past"
    BACKGROUND = "background"
    WITHDRAWN = "withdrawn"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a bulletin: its name as Tocsin says it ("Event", "Context", "Advice", ...) and what stands in it."""

    name: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place that the text names.

    `geonames_id` is GeoNames' number (negative: one of the gazetteer's own entries), `name` GeoNames' name, `country`
    ISO 3166-1 alpha-2 or "" (seas, regions), `longitude` and `latitude` degrees (WGS 84), `confidence` 0 to 1 that the
    words are this place, `reason` the words for the choice.
    """

    text: str
    span: Span
    geonames_id: int
    name: str
    country: str
    longitude: float
    latitude: float
    precision: Precision
    confidence: float
    role: Role
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DerivedArea:
    """An area that the text tells by a place but that has no name of its own ('12 km south of Kabul', 'northern Mali').

    `span` covers the whole words. `longitude` and `latitude` (degrees, WGS 84) are the middle of a circle of `radius_km`
    that holds the area. `places` are the GeoNames numbers of the places it was derived from, `reason` says how.
    """

    text: str
    span: Span
    kind: AreaKind
    longitude: float
    latitude: float
    radius_km: float
    places: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time that the text names, as the UTC interval [start, end).

    `start` None is 'from an unknown time', `end` None 'until an unknown time'. `zone` is the IANA name (or "UTC") in
    which the words were understood. `confidence` (0 to 1) is low where the words can be read in two ways, as 02/03/04.
    `when` is the same on the clocks of that zone in ISO 8601, days inclusive: "2011", "2017-07-09", "2002/2017-07-15".
    """

    text: str
    span: Span
    start: datetime | None
    end: datetime | None
    certainty: Certainty
    zone: str = "UTC"
    confidence: float = 1.0
    when: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the text states, with what it counts, where and when.

    `value` and `upper` bound a range (`upper` None: one number). `unit` is a word of the list `UNITS` ("killed",
    "fighters travelled", "houses", "magnitude", ...) or "" where the text counts something else; `counted` is the noun as
    written. `place` is the resolved name of the place, "" where none is said; `start` and `end` (UTC, [start, end)) are
    the time for which it holds, None where none is said, and `when` the same in ISO 8601 (see `TimeMention`). `scope` tells a toll of this event from one of the past.
    `whose` is the kind of people ("children", "soldiers"; "" where none is said) and `nationality` theirs (ISO 3166-1
    alpha-2); `part` says that it is a part of the figure before ('including two children'); `currency` is the ISO 4217
    code of money, "" where the words leave a doubt.
    """

    text: str
    span: Span
    value: float
    upper: float | None
    qualifier: Qualifier
    unit: str
    counted: str = ""
    place: str = ""
    place_geonames_id: int = 0
    start: datetime | None = None
    end: datetime | None = None
    when: str = ""
    scope: Scope = Scope.THIS_EVENT
    whose: str = ""
    nationality: str = ""
    part: bool = False
    currency: str = ""


@dataclass(frozen=True, slots=True)
class HazardMention:
    """A hazard the text is about: its code on the list `HAZARDS`, a confidence (0 to 1) and the words that decided."""

    code: str
    confidence: float
    words: tuple[str, ...]
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One of CAP's words for severity, certainty or urgency (CAP 1.2, section 3.2.2), with the reason in plain words."""

    value: str
    reason: str
