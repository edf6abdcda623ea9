"""How much speaks for a report and an incident being about one thing: words, names, figures, place, time, hazard."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from heapq import nlargest

from tocsin.geo import distance_km
from tocsin.incidents.commonness import folded, weight_of
from tocsin.incidents.nearness import kin, nearness_of
from tocsin.incidents.values import IncidentFacts, ReportFacts
from tocsin.incidents.wording import Vector, cosine, sum_of

#: What is only feared has no place yet: reports name now this city, now that, and the country decides.
FEARED, DENIED = "feared", "denied"
_TOP_NAMES = 12

# What each likeness (0 to 1) adds. Set on the odd topics of ECB+ and on our own set (docs/incidents.md).
_BY_WORDS, _BY_NAMES, _BY_LEAD, _BY_NUMBERS, _BY_KNOWN_NAMES = 1.0, 6.0, 3.0, 6.0, 2.0
_OFFSET = -4.5
_ENOUGH_NUMBERS = 3
#: In one place within few days, common words say more: few things happen there at once.
_BY_WORDS_NEARBY, _NEARBY = 4.0, timedelta(hours=72)
#: Texts in two languages share few words even about one thing: their words then count as this much likeness.
_ACROSS_LANGUAGES = -2.0
# What the rest adds or takes.
_NEAR, _SAME_PLACE, _ELSEWHERE_NAMED, _ELSEWHERE_TOLD, _ELSEWHERE = 0.5, 1.0, 0.0, -2.5, -20.0
#: A place may be read wrongly, but not where a text shares no rare name with the other; so many make a shared story.
_RARE_NAMES, _RARE_WEIGHT = 2, 7.0
_SAME_COUNTRY, _OTHER_COUNTRY = 0.0, -0.3
_KIN, _NOT_KIN = 0.3, -0.5
_SAME_FIGURE, _MOST_FIGURES = 0.7, 2
_OTHER_MAGNITUDE, _MAGNITUDE_STEP = -2.0, 0.6
_SAME_PLACE_KM = 15.0
_DENIAL = 1.0
#: The earth seldom shakes twice in one region within hours: a second report is of the same quake, or of its aftershock.
_SELDOM, _AT_ONCE, _SAME_SHOCK = frozenset({"earthquake", "tsunami", "volcano"}), timedelta(hours=12), 2.8
_LEAST_FIGURE = 3
#: A name that is commoner than this is not worth naming in a reason.
_TELLING_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Affinity:
    """How near a report is to an incident. `likeness` is 0 to 1; `kilometres` and `gap` are to the nearest of its reports.

    `kilometres` is None where one of them names no place below a country, `gap` None where a time is unknown.
    """

    incident: IncidentFacts
    likeness: float
    kilometres: float | None
    gap: timedelta | None
    same_country: bool | None
    across_languages: bool
    shared_names: tuple[str, ...]
    shared_places: tuple[str, ...]
    shared_figures: tuple[str, ...]
    nearest_report: int


class Profile:
    """What the reports of an incident say together: the sums of their words, their places and figures."""

    def __init__(self, incident: IncidentFacts) -> None:
        self.incident = incident
        self.reports = incident.reports

    @cached_property
    def words(self) -> Vector:
        """The words of all its reports."""
        return sum_of(report.wording.words for report in self.reports)

    @cached_property
    def names(self) -> Vector:
        """The names and numbers of all its reports."""
        return sum_of(report.wording.names for report in self.reports)

    @cached_property
    def lead(self) -> Vector:
        """The names in the headlines and first sentences of all its reports."""
        return sum_of(report.wording.lead for report in self.reports)

    @cached_property
    def hazards(self) -> frozenset[str]:
        """The hazards of all its reports; its own where they name none."""
        named = frozenset(hazard for report in self.reports for hazard in report.hazards[:2])
        return named or frozenset({self.incident.hazard} - {"", "other"})

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of its reports, as far as they are known."""
        return frozenset(report.language for report in self.reports) - {""}

    @cached_property
    def places(self) -> frozenset[str]:
        """Every place below a country that its reports name."""
        return frozenset[str]().union(*(report.places for report in self.reports))

    @cached_property
    def figures(self) -> frozenset[tuple[str, float, str]]:
        """Every figure of this event that its reports state."""
        return frozenset[tuple[str, float, str]]().union(*(report.figures for report in self.reports))


def affinity(report: ReportFacts, profile: Profile) -> Affinity:
    """Return how near `report` is to the incident of `profile`, from 0 (nothing speaks for it) to 1.

    A logistic sum: cosines of weighted words, names, names of the lead, and numbers with the middle of the
    incident's reports, the share of the report's foremost names that the incident knows, and what place, time,
    hazard and figures add or take where both say them.
    """
    kilometres = _kilometres(report, profile.reports)
    across = bool(report.language and profile.languages and report.language not in profile.languages)
    same_country = _same_country(report, profile.reports)
    figures = _shared_figures(report.figures, profile.figures)
    gaps = {
        abs(report.published - other.published): other.report
        for other in profile.reports
        if report.published is not None and other.published is not None
    }
    gap = min(gaps, default=None)
    wording = _wording(report, profile, kilometres)
    if kilometres is not None and kilometres <= _SAME_PLACE_KM and gap is not None and gap <= _NEARBY:
        wording += _BY_WORDS_NEARBY * cosine(report.wording.words, profile.words)
        # A denial is of something that was said there before.
        wording += _DENIAL if report.phase == DENIED else 0.0
    score = max(wording, _ACROSS_LANGUAGES) if across else wording
    places = tuple(sorted(report.places & profile.places))
    # A text names several places, and which of them it is about may be read wrongly.
    named = bool(places)
    score += _place(report, profile, kilometres, same_country, named, _rare_names(report, profile))
    score += _hazard(report, profile)
    score += _SAME_FIGURE * min(len(figures), _MOST_FIGURES)
    if _magnitudes_differ(report.figures, profile.figures):
        score += _OTHER_MAGNITUDE
    elif _is_same_shock(report, profile, kilometres, gap):
        score += _SAME_SHOCK
    return Affinity(
        incident=profile.incident,
        likeness=1 / (1 + math.exp(-score)),
        kilometres=kilometres,
        gap=gap,
        same_country=same_country,
        across_languages=across,
        shared_names=_heaviest_shared(report.wording.names, profile.names),
        shared_places=places,
        shared_figures=figures,
        nearest_report=gaps[gap] if gap is not None else profile.reports[0].report,
    )


def _is_same_shock(
    report: ReportFacts, profile: Profile, kilometres: float | None, gap: timedelta | None
) -> bool:
    return (
        report.hazard in _SELDOM
        and report.hazard in profile.hazards
        and kilometres is not None
        and kilometres <= nearness_of(report.hazard).kilometres
        and gap is not None
        and gap <= _AT_ONCE
    )


def _wording(report: ReportFacts, profile: Profile, kilometres: float | None) -> float:
    # Places that lie near each other count as places; their names must not count a second time as words: two things
    # in one city on one day are not one thing for that.
    are_near = kilometres is not None and kilometres <= nearness_of(report.hazard).kilometres
    place = _place_words(report, profile) if are_near else frozenset[str]()
    words, names, lead = (
        _less(terms, place) for terms in (report.wording.words, report.wording.names, report.wording.lead)
    )
    known_names = _less(profile.names, place)
    foremost = nlargest(_TOP_NAMES, names.items(), key=lambda item: (item[1], item[0]))
    known = sum(weight for name, weight in foremost if name in known_names)
    return (
        _OFFSET
        + _BY_WORDS * cosine(words, _less(profile.words, place))
        + _BY_NAMES * cosine(names, known_names)
        + _BY_LEAD * cosine(lead, _less(profile.lead, place))
        + _BY_NUMBERS * _likeness_of_numbers(_numbers(names), _numbers(known_names))
        + _BY_KNOWN_NAMES * (known / sum(weight for _, weight in foremost) if foremost else 0.0)
    )


def _likeness_of_numbers(one: Vector, other: Vector) -> float:
    # Where a text has one number only, to share it is chance.
    return cosine(one, other) * min(1.0, min(len(one), len(other)) / _ENOUGH_NUMBERS)


def _place_words(report: ReportFacts, profile: Profile) -> frozenset[str]:
    places = {report.place, *(other.place for other in profile.reports)}
    return frozenset(folded(word) for place in places for word in place.split())


def _less(terms: Vector, without: frozenset[str]) -> Vector:
    if not without or without.isdisjoint(terms):
        return terms
    return {term: weight for term, weight in terms.items() if term not in without}


def _numbers(names: Vector) -> Vector:
    return {name: weight for name, weight in names.items() if name[0].isdigit()}


def _kilometres(report: ReportFacts, others: Iterable[ReportFacts]) -> float | None:
    if report.point is None or report.is_country_wide:
        return None
    return min(
        (
            distance_km(report.point, other.point)
            for other in others
            if other.point is not None and not other.is_country_wide
        ),
        default=None,
    )


def _same_country(report: ReportFacts, others: Iterable[ReportFacts]) -> bool | None:
    countries = {other.country for other in others} - {""}
    return report.country in countries if report.country and countries else None


def _place(
    report: ReportFacts,
    profile: Profile,
    kilometres: float | None,
    same_country: bool | None,
    is_named: bool,
    rare_names: int,
) -> float:
    by_country = {True: _SAME_COUNTRY, False: _OTHER_COUNTRY, None: 0.0}[same_country]
    both_feared = report.phase == FEARED and all(other.phase == FEARED for other in profile.reports)
    if both_feared:
        return {True: _NEAR, False: _ELSEWHERE, None: 0.0}[same_country]
    if kilometres is None:
        return by_country
    if kilometres > nearness_of(report.hazard).kilometres:
        if is_named:
            return by_country + _ELSEWHERE_NAMED
        return by_country + (_ELSEWHERE_TOLD if rare_names >= _RARE_NAMES else _ELSEWHERE)
    return _SAME_PLACE if kilometres <= _SAME_PLACE_KM else _NEAR


def _rare_names(report: ReportFacts, profile: Profile) -> int:
    place = _place_words(report, profile)
    return sum(
        weight_of(name) >= _RARE_WEIGHT
        for name in report.wording.names
        if name in profile.names and name not in place and not name[0].isdigit()
    )


def _hazard(report: ReportFacts, profile: Profile) -> float:
    if not report.hazards or not profile.hazards:
        return 0.0
    akin = frozenset[str]().union(*(kin(hazard) for hazard in report.hazards[:2]))
    return _KIN if akin & profile.hazards else _NOT_KIN


def _shared_figures(
    one: frozenset[tuple[str, float, str]], other: frozenset[tuple[str, float, str]]
) -> tuple[str, ...]:
    """Figures equal in number and unit, but for one and two: 'a person' and 'two men' stand in every text."""
    stated = {(unit, value) for unit, value, _ in other}
    shared = {(unit, value) for unit, value, _ in one if (unit, value) in stated and value >= _LEAST_FIGURE}
    return tuple(f"{value:g} {unit}" for unit, value in sorted(shared))


def _magnitudes_differ(
    one: frozenset[tuple[str, float, str]], other: frozenset[tuple[str, float, str]]
) -> bool:
    first, second = ({value for unit, value, _ in side if unit == "magnitude"} for side in (one, other))
    return bool(first and second) and min(abs(a - b) for a in first for b in second) >= _MAGNITUDE_STEP


def _heaviest_shared(one: Vector, other: Vector) -> tuple[str, ...]:
    shared = [
        (weight, name)
        for name, weight in one.items()
        if name in other and not name[0].isdigit() and weight_of(name) >= _TELLING_WEIGHT
    ]
    return tuple(name for _, name in nlargest(5, shared))
