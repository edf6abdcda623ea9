"""Rules about single places: that they lie where the alert is, and that their names are spelt right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tocsin.geo import Area, Circle, GeoError, Point, Precision, gazetteer, normalised
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

#: A place that is named may lie so far outside the area: the centres of towns are not their edges.
NEAR_KM = 30.0
#: Names are looked for among the towns so near to the area (km) of so many people at least.
_TOWNS = ((250.0, 15_000), (900.0, 150_000))
_SHORTEST_NAME = 5
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]{3,}(?:['’-][^\W\d_]+)*")
_ENDINGS = frozenset({"s", "n", "an", "i", "ns"})
_AROUND_MOMBASA = Area(
    description="Mombasa", circles=(Circle(Point(longitude=39.66, latitude=-4.05), 5.0),), countries=()
)


@rule(
    "place-outside-area",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("The place of the alert, and those in its headline, lie in the area or near it."),
    fails=Example("Nairobi, with an area around Mombasa", {"area": _AROUND_MOMBASA}),
    passes=Example("Nairobi, with an area around Nairobi"),
)
def place_outside_area(subject: Subject) -> Iterator[Breach]:
    """Look up the place and those of the headline; where no bearer of any is in or near the area, the first is a breach."""
    area, code = subject.text.area, subject.text.country_code
    if area is None or area.is_empty or not (area.circles or area.polygons):
        return
    inside = _areas_in(area, subject)
    for part, words in (("area", subject.text.place), ("headline", subject.text.headline)):
        far: list[tuple[str, float]] = []
        for match in subject.gazetteer.matches(words):
            here = [place for place in match.places if not code or place.country == code]
            if match.demonym or not here:
                continue
            if any(place.geonames_id in inside or place.precision in _WIDE for place in here):
                break
            nearest = min(area.distance_km(place.point) for place in here)
            if nearest <= NEAR_KM:
                break
            far.append((match.text, nearest))
        else:
            # One place of several in or near the area is enough: 'from Thika to Nairobi'.
            for place, distance in far[:1]:
                yield Breach(
                    part,
                    gettext_noop(
                        "'%(place)s' lies %(distance)s km outside the area. Move the area, or name the place it is about."
                    ),
                    {"place": place, "distance": round(distance)},
                )


_WIDE = frozenset({Precision.COUNTRY, Precision.REGION, Precision.SEA})


def _areas_in(area: Area, subject: Subject) -> frozenset[int]:
    """The numbers of the country, province and district in the middle of the area."""
    try:
        return frozenset(place.geonames_id for place in subject.gazetteer.areas_at(area.centroid()))
    except GeoError:
        return frozenset()


@rule(
    "misspelt-place",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("The names of places are spelt as the gazetteer, or the source, spells them."),
    fails=Example(
        "Teachers plan march through central Nairobbi",
        {"headline": "Teachers plan march through central Nairobbi"},
    ),
    passes=Example("Teachers plan march through central Nairobi"),
)
def misspelt_place(subject: Subject) -> Iterator[Breach]:
    """Look for capitalised words one letter off a place near the area that no source spells so."""
    area = subject.text.area
    if area is None or area.is_empty:
        return
    try:
        centre = area.centroid()
    except GeoError:
        return
    near = _names_near(round(centre.longitude, 1), round(centre.latitude, 1), subject.text.country_code)
    near = {**near, **{normalised(word): word for word in _words(subject.text.place, subject.text.country)}}
    said = {normalised(word) for one in subject.grounds.texts for word in _CAPITALISED.findall(one.words)}
    said |= {
        normalised(word) for source in subject.text.sources for word in _CAPITALISED.findall(source.name)
    }
    known: dict[str, str] = {}
    for passage in subject.passages():
        if passage.part == "sources":
            continue
        covered = [(match.start, match.end) for match in subject.gazetteer.matches(passage.text)]
        for found in _CAPITALISED.finditer(passage.text):
            word = found.group(0)
            if any(start <= found.start() < end for start, end in covered) or normalised(word) in said:
                continue
            meant = known.setdefault(word, _meant(normalised(word), near))
            if meant:
                yield Breach(
                    passage.part,
                    gettext_noop(
                        "'%(word)s' is no place near the area; '%(meant)s' is. Correct it, or say why."
                    ),
                    {"word": word, "meant": meant},
                    passage.position,
                )


def _words(*names: str) -> list[str]:
    return [word for name in names for word in _CAPITALISED.findall(name)]


@lru_cache(maxsize=64)
def _names_near(longitude: float, latitude: float, country: str) -> Mapping[str, str]:
    """The names of towns and areas around a point, as they are compared, and as they are written."""
    book, point = gazetteer(), Point(longitude=longitude, latitude=latitude)
    towns = [
        town
        for kilometres, people in _TOWNS
        for town in book.within(point, kilometres)
        if town.population >= people and country in ("", town.country)
    ]
    names = [place.name for place in (*towns, *book.areas_at(point))]
    return {normalised(name): name for name in names if " " not in name and len(name) >= _SHORTEST_NAME}


def _meant(word: str, near: Mapping[str, str]) -> str:
    """The place whose name is one letter (two from ten letters on) off `word`; '' for none, and for a name itself."""
    if len(word) < _SHORTEST_NAME or word in near:
        return ""
    most = 2 if len(word) >= 10 else 1
    for name, written in near.items():
        if name[0] == word[0] and abs(len(name) - len(word)) <= most and 0 < _distance(word, name) <= most:
            # 'Nairobis' and 'Nairobian' are forms of the name, no slips.
            if word.removeprefix(name) in _ENDINGS:
                continue
            return written
    return ""


def _distance(one: str, other: str) -> int:
    """How many letters are missing, too many, wrong or swapped (optimal string alignment)."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        current = [i]
        for j, right in enumerate(other, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]


RULES = (place_outside_area, misspelt_place)
