"""Under which keys a report is filed, and under which it is looked for: what may be one incident shares a key."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nlargest, nsmallest

from tocsin.geo import Point
from tocsin.incidents.commonness import weight_of
from tocsin.incidents.nearness import kin
from tocsin.incidents.values import ReportFacts

#: So many of the heaviest names and words of a report are keys.
_MOST_NAMES, _MOST_WORDS, _MOST_PLACES, _MOST_FIGURES = 8, 8, 4, 3
#: Any of the smallest digests of runs that two texts share makes one findable as a copy of the other.
_MOST_RUNS = 4
#: Side of a cell, degrees: the four cells around a point reach at least 220 km on each side.
_CELL_DEGREES = 4.0
#: What sharing a key says, beside the weight of a word (0 to 9).
_RUN_WEIGHT, _PLACE_WEIGHT, _CELL_WEIGHT, _COUNTRY_WEIGHT, _FIGURE_WEIGHT = 9.0, 4.0, 3.0, 1.5, 3.0
_LEAST_FIGURE = 3
#: Under one key so many reports are looked at, the newest; then so many incidents, the likeliest; of each so many
#: reports, the latest to join, and so many of those that were found. So the cost of a report has a bound.
MOST_UNDER_A_KEY, MOST_INCIDENTS, MOST_REPORTS_COMPARED, MOST_FOUND_COMPARED = 24, 8, 10, 2


def run_keys(facts: ReportFacts) -> list[str]:
    """Return the names of those keys that only copies share."""
    return [f"run|{run}" for run in nsmallest(_MOST_RUNS, facts.wording.runs)]


@lru_cache(maxsize=100_000)
def key_of(organisation: int, name: str) -> int:
    """Return the key of `name` in an organisation's index: 63 bits, the same in every process."""
    digest = hashlib.blake2b(f"{organisation}|{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def filed_under(facts: ReportFacts) -> dict[str, float]:
    """Return the names of the keys under which a report is filed, at most about thirty, with what each says."""
    found = _wording_keys(facts)
    for hazard in facts.hazards[:2] or ("other",):
        found[f"in|{hazard}|{facts.country}"] = _COUNTRY_WEIGHT
        if facts.point is not None and not facts.is_country_wide:
            found[f"at|{hazard}|{_cell(facts.point, 0, 0)}"] = _CELL_WEIGHT
    return found


def asked_under(facts: ReportFacts) -> dict[str, float]:
    """Return the names of the keys under which a report's like are looked for, with what each says."""
    found = _wording_keys(facts)
    akin = sorted(frozenset[str]().union(*(kin(hazard) for hazard in facts.hazards[:2] or ("other",))))
    for hazard in akin:
        found[f"in|{hazard}|{facts.country}"] = _COUNTRY_WEIGHT
        if facts.point is not None and not facts.is_country_wide:
            for cell in _cells_around(facts.point):
                found[f"at|{hazard}|{cell}"] = _CELL_WEIGHT
    return found


def _wording_keys(facts: ReportFacts) -> dict[str, float]:
    wording = facts.wording
    names = nlargest(_MOST_NAMES, wording.names.items(), key=lambda item: (item[1], item[0]))
    words = nlargest(_MOST_WORDS, wording.words.items(), key=lambda item: (item[1], item[0]))
    found = {f"w|{term}": weight_of(term) for term, _ in (*names, *words)}
    found.update(dict.fromkeys(run_keys(facts), _RUN_WEIGHT))
    # The place of the event first, then the others in a fixed order.
    places = sorted(facts.places, key=lambda name: (name != facts.place, name))[:_MOST_PLACES]
    found.update({f"p|{name}": _PLACE_WEIGHT for name in places})
    figures = sorted((unit, value) for unit, value, _ in facts.figures if value >= _LEAST_FIGURE)
    found.update({f"f|{unit}|{value:g}": _FIGURE_WEIGHT for unit, value in figures[:_MOST_FIGURES]})
    return found


def _cell(point: Point, east: int, north: int) -> str:
    columns = round(360 / _CELL_DEGREES)
    column = (math.floor((point.longitude + 180) / _CELL_DEGREES) + east) % columns
    row = math.floor((point.latitude + 90) / _CELL_DEGREES) + north
    return f"{column},{row}"


def _cells_around(point: Point) -> Iterator[str]:
    """The cell of a point and the three that lie nearest to it."""
    east = 1 if (point.longitude + 180) % _CELL_DEGREES >= _CELL_DEGREES / 2 else -1
    north = 1 if (point.latitude + 90) % _CELL_DEGREES >= _CELL_DEGREES / 2 else -1
    for step in ((0, 0), (east, 0), (0, north), (east, north)):
        yield _cell(point, *step)


def likeliest(found: Iterable[tuple[int, int, float]]) -> dict[int, tuple[int, ...]]:
    """Return the incidents to compare with, the likeliest first, each with the reports in it that were found by most.

    `found` are report, its incident and the weight of a key that it shares, once for each key.
    """
    weights: dict[tuple[int, int], float] = {}
    for report, incident, weight in found:
        weights[incident, report] = weights.get((incident, report), 0.0) + weight
    reports: dict[int, list[tuple[float, int]]] = {}
    for (incident, report), weight in weights.items():
        reports.setdefault(incident, []).append((weight, report))
    ranked = sorted(reports, key=lambda incident: (-max(reports[incident])[0], incident))[:MOST_INCIDENTS]
    return {
        incident: tuple(report for _, report in nlargest(MOST_FOUND_COMPARED, reports[incident]))
        for incident in ranked
    }
