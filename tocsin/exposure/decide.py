"""Is somebody in the way of an alert? Pure: values in, a match or a miss with its reason out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from tocsin.exposure.grounds import distance_between_km
from tocsin.exposure.sentences import NEAREST_PART, NO_PLACE, THE_PLACE, Told, named_country
from tocsin.exposure.uncertainty import COARSE
from tocsin.exposure.values import Certainty, Match, Miss, Outcome, Overlap, Rule, Target, Whereabouts
from tocsin.geo import Area, Circle, Point, country_outline
from tocsin.geo.many import distances_km

#: Every rule, in the order in which they are tried: first the place, then the time. docs/exposure.md shows the same
#: table, and a test holds the two together.
PLACE_RULES: tuple[Rule, ...] = (
    Rule("same-country", Certainty.EXPOSED, "The alert is for the whole country that the place lies in."),
    Rule("inside-area", Certainty.EXPOSED, "The place lies inside the alert's area."),
    Rule(
        "within-reach",
        Certainty.EXPOSED,
        "The alert's area is a single place, and this place is within the hazard's reach of it.",
    ),
    Rule(
        "region-meets-area",
        Certainty.POSSIBLY,
        "Only the region of the stay is known, and the alert's area is a part of it or near it.",
    ),
    Rule(
        "near-area",
        Certainty.POSSIBLY,
        "The place lies outside, but no farther than the two places are uncertain.",
    ),
    Rule(
        "country-only",
        Certainty.POSSIBLY,
        "Only the country of the stay is known, and the alert is for a part of that country.",
    ),
)
TIME_RULES: tuple[Rule, ...] = (
    Rule(
        "time-overlap",
        Certainty.EXPOSED,
        "The stay and the alert's window share some time; the rule of the place then names the match.",
    ),
    Rule(
        "arriving-soon",
        Certainty.POSSIBLY,
        "The alert is a forecast, and the stay begins after it expires but within the days that its hazard gives.",
    ),
    Rule(
        "just-left",
        Certainty.POSSIBLY,
        "The stay ended before the onset, but no longer ago than the hazard's grace hours.",
    ),
)
#: Rules that the act of matching adds; no geometry decides them.
TOLD_BEFORE = Rule(
    "told-before",
    Certainty.POSSIBLY,
    "No longer in the way, but told by an earlier edition of this alert: they must learn of the change.",
)
UNJUDGED = Rule(
    "unjudged",
    Certainty.POSSIBLY,
    "It cannot be judged whether the place is in the way: what is kept of it cannot be read. In doubt they are told.",
)
SUBSCRIBED = Rule(
    "subscribed",
    Certainty.SUBSCRIBED,
    "Follows alerts of this kind and is told of them wherever they are; not asked whether they are safe.",
)
RULES: dict[str, Rule] = {
    rule.id: rule for rule in (*PLACE_RULES, *TIME_RULES, TOLD_BEFORE, UNJUDGED, SUBSCRIBED)
}


@dataclass(frozen=True, slots=True)
class _PlaceAnswer:
    """The rule that the place met, with its distance; or the nearest rule that it failed, and how far outside it lies."""

    met: bool
    rule: str
    distance_km: float | None
    words: str


@dataclass(frozen=True, slots=True)
class _TimeAnswer:
    """The rule of time that was met ('' for a plain overlap), or by how many hours it was missed."""

    rule: str
    overlap: Overlap | None
    missed_by_hours: float | None
    words: str


@dataclass(slots=True)
class _Measured:
    """What is measured of one target: filled once for all subjects, since many of them lie at one place."""

    target: Target
    wholly_inside: dict[tuple[Point, float], bool] = field(default_factory=dict)

    def holds_region(self, point: Point, uncertainty_km: float) -> bool:
        """Whether all within `uncertainty_km` of `point` is reached: it, and 16 points around it at that distance."""
        found = self.wholly_inside.get((point, uncertainty_km))
        if found is None:
            ring = Circle(point, uncertainty_km).ring(16) if uncertainty_km > 0 else ()
            reached = self.target.reached
            found = all(reached.contains(corner) for corner in (point, *ring))
            self.wholly_inside[point, uncertainty_km] = found
        return found


def match(subject: Whereabouts, target: Target) -> Outcome:
    """Return whether `subject` is in the way of `target`: a Match with its reason, or a Miss with the nearest rule.

    Raises `AreaError` of `tocsin.geo` where the target's shapes cannot be measured.
    """
    return match_many((subject,), target)[0]


def match_many(subjects: Sequence[Whereabouts], target: Target) -> list[Outcome]:
    """Return the outcome of :func:`match` for each of `subjects`, in their order; all distances are measured at once."""
    points = [subject.point for subject in subjects if subject.point is not None]
    from_area, from_place = (iter(_distances(shapes, points)) for shapes in (target.drawn, target.places))
    measured = _Measured(target)
    outcomes = []
    for subject in subjects:
        distances = (math.inf, math.inf) if subject.point is None else (next(from_area), next(from_place))
        if subject.grounds is not None:
            distances = (
                min(distances[0], distance_between_km(subject.grounds, target.drawn)),
                min(distances[1], distance_between_km(subject.grounds, target.places)),
            )
        outcomes.append(_outcome(subject, target, measured, *distances))
    return outcomes


def _distances(shapes: Area, points: Sequence[Point]) -> list[float]:
    if len(points) == 1:
        # One alone is measured ten times quicker without arrays.
        return [shapes.distance_km(points[0])]
    longitudes = np.array([point.longitude for point in points])
    latitudes = np.array([point.latitude for point in points])
    found: list[float] = distances_km(shapes, longitudes, latitudes).tolist()
    return found


def _outcome(
    subject: Whereabouts, target: Target, measured: _Measured, from_area: float, from_place: float
) -> Outcome:
    time = _time(subject, target)
    place = _place(subject, target, measured, from_area, from_place)
    if place.met and time.missed_by_hours is None:
        rule = RULES[time.rule or place.rule]
        certainty = rule.certainty if time.rule else RULES[place.rule].certainty
        sentence = f"{place.words} {time.words} {Told.LOCATED % {'how': subject.located_by}}"
        return Match(rule.id, certainty, place.distance_km, time.overlap, subject.located_by, sentence)
    if place.met:
        return Miss(
            time.rule,
            None,
            time.missed_by_hours,
            f"{place.words} {Told.BUT % {'time': _lowered(time.words)}}",
        )
    if time.missed_by_hours is None:
        return Miss(place.rule, place.distance_km, None, f"{place.words} {time.words}")
    return Miss(
        place.rule,
        place.distance_km,
        time.missed_by_hours,
        f"{place.words} {Told.BESIDES % {'time': _lowered(time.words)}}",
    )


def _place(
    subject: Whereabouts, target: Target, measured: _Measured, from_area: float, from_place: float
) -> _PlaceAnswer:
    if subject.country and subject.country in target.whole_countries:
        return _PlaceAnswer(
            True,
            "same-country",
            None,
            Told.WHOLE_COUNTRY % {"place": _name(subject), "country": named_country(subject.country)},
        )
    if subject.point is None:
        return _place_of_country(subject, target)
    return _place_of_point(subject, subject.point, target, measured, from_area, from_place)


def _place_of_country(subject: Whereabouts, target: Target) -> _PlaceAnswer:
    name = named_country(subject.country)
    if subject.country and subject.country in target.touches:
        words = Told.COUNTRY_PARTLY % {"country": name}
        return _PlaceAnswer(True, "country-only", None, words)
    words = Told.COUNTRY_NOT % {"country": name}
    return _PlaceAnswer(False, "country-only", None, words)


def _place_of_point(
    subject: Whereabouts,
    point: Point,
    target: Target,
    measured: _Measured,
    from_area: float,
    from_place: float,
) -> _PlaceAnswer:
    beyond = min(from_area, max(0.0, from_place - target.reach_km))
    margin = subject.uncertainty_km + target.uncertainty_km
    name = _name(subject)
    if (
        subject.precision in COARSE
        and beyond <= margin
        and not measured.holds_region(point, subject.uncertainty_km)
    ):
        words = Told.REGION % {"place": subject.place, "near": _km(subject.uncertainty_km)}
        return _PlaceAnswer(True, "region-meets-area", min(from_area, from_place), words)
    if from_area == 0:
        return _PlaceAnswer(True, "inside-area", 0.0, Told.INSIDE % {"place": name})
    if beyond == 0:
        words = Told.REACHED % {"place": name, "far": _km(from_place), "reach": _km(target.reach_km)}
        return _PlaceAnswer(True, "within-reach", from_place, words)
    if beyond <= margin:
        words = Told.NEAR % {"place": name, "far": _km(beyond), "near": _km(margin)}
        return _PlaceAnswer(True, "near-area", beyond, words)
    return _nearest_failure(subject, point, target, beyond - margin, by_area=from_area <= beyond)


def _nearest_failure(
    subject: Whereabouts, point: Point, target: Target, outside: float, *, by_area: bool
) -> _PlaceAnswer:
    """The rule that the place came nearest to: the shapes, or the whole country whose outline is nearer."""
    codes = tuple(code for code in target.area.countries if country_outline(code) is not None)
    from_country = Area(countries=codes).distance_km(point)
    name = _name(subject)
    if from_country < outside or math.isinf(outside):
        if math.isinf(from_country):
            listed = _listed(target) or NO_PLACE
            words = Told.OTHER_COUNTRY % {
                "place": name,
                "country": named_country(subject.country),
                "others": listed,
            }
            return _PlaceAnswer(False, "same-country", None, words)
        words = Told.FROM_COUNTRY % {
            "place": name,
            "country": named_country(subject.country),
            "far": _km(from_country),
            "others": _listed(target),
        }
        return _PlaceAnswer(False, "same-country", from_country, words)
    margin = subject.uncertainty_km + target.uncertainty_km
    values = {"place": name, "far": _km(outside), "near": _km(margin), "reach": _km(target.reach_km)}
    if by_area:
        words = (Told.OUTSIDE_BOTH if margin else Told.OUTSIDE) % values
        return _PlaceAnswer(False, "near-area", outside, words)
    words = (Told.BEYOND_BOTH if margin else Told.BEYOND) % values
    return _PlaceAnswer(False, "within-reach", outside, words)


def _listed(target: Target) -> str:
    return ", ".join(sorted(map(named_country, target.whole_countries)))


def _time(subject: Whereabouts, target: Target) -> _TimeAnswer:
    arrive, depart = subject.arrive, subject.depart
    if (arrive is None or arrive < target.expires) and (depart is None or depart > target.onset):
        start = target.onset if arrive is None else max(arrive, target.onset)
        until = target.expires if depart is None else min(depart, target.expires)
        return _TimeAnswer(
            "", Overlap(start, until), None, Told.THERE % {"start": _when(start), "until": _when(until)}
        )
    if depart is not None and depart <= target.onset:
        return _left_before(depart, target)
    assert arrive is not None
    return _arrives_after(arrive, target)


def _left_before(depart: datetime, target: Target) -> _TimeAnswer:
    hours = _hours(target.onset - depart)
    grace = _number(target.grace_hours)
    if depart > target.earliest:
        words = Told.JUST_LEFT % {"depart": _when(depart), "hours": _number(hours), "grace": grace}
        return _TimeAnswer("just-left", None, None, words)
    words = Told.LEFT_BEFORE % {
        "depart": _when(depart),
        "hours": _number(hours),
        "onset": _when(target.onset),
        "grace": grace,
    }
    return _TimeAnswer("just-left", None, -_hours(target.earliest - depart), words)


def _arrives_after(arrive: datetime, target: Target) -> _TimeAnswer:
    hours = _hours(arrive - target.expires)
    values = {
        "arrive": _when(arrive),
        "hours": _number(hours),
        "expires": _when(target.expires),
        "until": _when(target.arriving_until),
    }
    if target.forecast and arrive < target.arriving_until:
        words = Told.ARRIVES_SOON % values
        return _TimeAnswer("arriving-soon", None, None, words)
    if target.forecast and target.arriving_until > target.expires:
        words = Told.ARRIVES_LATER % values
        return _TimeAnswer("arriving-soon", None, _hours(arrive - target.arriving_until), words)
    return _TimeAnswer("time-overlap", None, hours, Told.ARRIVES_AFTER % values)


def _name(subject: Whereabouts) -> str:
    if subject.grounds is not None:
        return NEAREST_PART % {"place": subject.place}
    return subject.place or THE_PLACE


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _hours(span: timedelta) -> float:
    return span / timedelta(hours=1)


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _km(value: float) -> str:
    return f"{_number(value)} km" if value >= 0.1 or value == 0 else f"{value * 1000:,.0f} m"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).isoformat(' ', 'minutes')[:16]} UTC"
