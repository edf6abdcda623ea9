"""Where somebody is, what an alert reaches, and what came of holding the two together: values only, no Django."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from tocsin.geo import Area, Circle, Point


class Certainty(StrEnum):
    """How sure a match is; the values are those of the column `certainty`."""

    EXPOSED = "exposed"
    POSSIBLY = "possibly"
    #: Wants to be told wherever they are; in the way of nothing.
    SUBSCRIBED = "subscribed"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of docs/exposure.md: its id, what it gives, and its sentence for people."""

    id: str
    certainty: Certainty
    sentence: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """The time that a stay and an alert share: from (UTC) until (UTC, exclusive)."""

    start: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody is, from when until when.

    `country` is ISO 3166-1 alpha-2, or "" at sea; `point` None where only the country is known. The person may be up
    to `uncertainty_km` from the point; `grounds` is the outline of a site, where it is known. `arrive` None means always there (a site), `depart` None until further notice;
    both are aware. `located_by` says in words how the place was found.
    """

    place: str
    country: str
    point: Point | None
    precision: str
    uncertainty_km: float
    located_by: str
    arrive: datetime | None
    depart: datetime | None
    grounds: Area | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What an alert reaches: its area, its window [onset, expires), and how far the hazard carries.

    `reach_km` counts from the places of the area that are bare points (circles of radius 0): an area with an extent
    is taken as drawn. `uncertainty_km` is how well the place of the incident itself is known, and `precision` its class. `touches` are the
    countries that any part of the area lies in, alpha-2. For a `forecast` those are told too who arrive within
    `arriving_within_days` of `counted_from` (the publication). For `grace_hours` after a stay's end a person may still
    be there.
    """

    area: Area
    onset: datetime
    expires: datetime
    counted_from: datetime
    reach_km: float = 0.0
    uncertainty_km: float = 0.0
    forecast: bool = False
    arriving_within_days: int = 0
    grace_hours: int = 0
    touches: frozenset[str] = frozenset()
    precision: str = ""
    _drawn: Area = field(init=False, repr=False, compare=False)
    _places: Area = field(init=False, repr=False, compare=False)
    _whole_countries: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bare = tuple(circle for circle in self.area.circles if circle.radius_km == 0 == self.area.margin_km)
        kept = tuple(circle for circle in self.area.circles if circle not in bare)
        object.__setattr__(self, "_drawn", replace(self.area, circles=kept, countries=()))
        object.__setattr__(self, "_places", Area(circles=bare))
        object.__setattr__(self, "_whole_countries", frozenset(self.area.countries))

    @property
    def drawn(self) -> Area:
        """The circles and polygons of the area that have an extent, without its whole countries."""
        return self._drawn

    @property
    def places(self) -> Area:
        """The bare points of the area, from which the hazard's reach counts."""
        return self._places

    @property
    def whole_countries(self) -> frozenset[str]:
        """The countries that the alert is for as a whole, alpha-2."""
        return self._whole_countries

    @property
    def reached(self) -> Area:
        """The drawn shapes and the bare points with the hazard's reach around them, without whole countries."""
        around = tuple(Circle(circle.center, self.reach_km) for circle in self.places.circles)
        return replace(self.drawn, circles=(*self.drawn.circles, *around))

    @property
    def earliest(self) -> datetime:
        """A stay that ended at or before this moment cannot match."""
        return self.onset - timedelta(hours=self.grace_hours)

    @property
    def latest(self) -> datetime:
        """A stay that begins at or after this moment cannot match."""
        return max(self.expires, self.arriving_until)

    @property
    def arriving_until(self) -> datetime:
        """Until when an arrival counts for a forecast; the expiry where the alert is none."""
        if not self.forecast:
            return self.expires
        return self.counted_from + timedelta(days=self.arriving_within_days)


@dataclass(frozen=True, slots=True)
class Match:
    """That somebody is in the way: by which rule, how far, when, and how their place was found.

    `distance_km` is the great-circle distance from the area, or from the incident's place for `within-reach`; 0.0
    inside, None where countries decided. `overlap` is None where the times do not meet and a rule of grace let them
    in.
    """

    rule: str
    certainty: Certainty
    distance_km: float | None
    overlap: Overlap | None
    located_by: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Miss:
    """That somebody is not in the way: the nearest rule that failed, and by how much.

    `distance_km` is how many km the place lies outside that rule's limit, `hours` by how many hours the stay ended
    too early (negative) or begins too late (positive); None where that part did not fail or cannot be counted.
    """

    rule: str
    distance_km: float | None
    hours: float | None
    sentence: str


Outcome: TypeAlias = Match | Miss
