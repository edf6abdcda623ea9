"""Rules about the area and the places named."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.geo import Area, Circle, Place, Point, Precision
from tocsin.grading.finding import FindingSeverity
from tocsin.grading.rule import Breach, Example, Subject, rule
from tocsin.grading.translation import gettext_noop

# Smaller places share their names with too many words and people to be held against a headline.
SMALLEST_PLACE_HELD = 50_000
# A drawn area is asked for the country of this many of its corners at most.
_CORNERS_ASKED = 60

_IN_UGANDA = Area(description="Kampala", circles=(Circle(Point(longitude=32.58, latitude=0.32), 5.0),))


def countries_of_area(subject: Subject) -> frozenset[str]:
    """Return the countries the area names or has centres and corners in; empty at sea and for no area."""
    area = subject.text.area
    if area is None or area.is_empty:
        return frozenset()
    points = [circle.center for circle in area.circles]
    for polygon in area.polygons:
        points += polygon.outer[:: max(1, len(polygon.outer) // _CORNERS_ASKED)]
    if area.circles or area.polygons:
        points.append(area.centroid())
    found = {subject.gazetteer.country_at(point) for point in points}
    return frozenset(code for code in (*area.countries, *found) if code)


@rule(
    "area-missing",
    FindingSeverity.BLOCKS,
    gettext_noop("An alert has an area."),
    fails=Example("(no area)", {"area": None}),
    passes=Example("Central Nairobi, 5 km around 1.29 S 36.82 E"),
)
def area_missing(subject: Subject) -> Iterator[Breach]:
    """Look for an area with something in it."""
    if subject.text.area is None or subject.text.area.is_empty:
        yield Breach(
            "area", gettext_noop("The alert has no area. Draw one, or choose a country or a province.")
        )


@rule(
    "country-against-area",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("The area lies in the country of the alert."),
    fails=Example("Kenya, with an area around Kampala", {"area": _IN_UGANDA}),
    passes=Example("Kenya, with an area around Nairobi"),
)
def country_against_area(subject: Subject) -> Iterator[Breach]:
    """Compare the alert's country code with the countries of the area."""
    code = subject.text.country_code
    inside = countries_of_area(subject)
    if code and inside and code not in inside:
        yield Breach(
            "area",
            gettext_noop(
                "The alert is for %(country)s, but its area lies in %(found)s. Correct one of the two."
            ),
            {
                "country": subject.text.country or code,
                "found": ", ".join(sorted(subject.gazetteer.country_name(other) for other in inside)),
            },
        )


@rule(
    "place-outside-country",
    FindingSeverity.NEEDS_REASON,
    gettext_noop("A place in the headline lies in the country of the alert or of its area."),
    fails=Example(
        "Kenya: Teachers plan march through central Kampala",
        {"headline": "Teachers plan march through central Kampala"},
    ),
    passes=Example("Kenya: Teachers plan march through central Nairobi"),
)
def place_outside_country(subject: Subject) -> Iterator[Breach]:
    """Look up the places of the headline; one that no bearer of its name excuses is a breach."""
    allowed = countries_of_area(subject) | {subject.text.country_code} - {""}
    if not allowed:
        return
    for match in subject.gazetteer.matches(subject.text.headline):
        places = match.places
        if not places or match.demonym or not _is_held(places[0]):
            continue
        if not any(place.country in allowed for place in places):
            yield Breach(
                "headline",
                gettext_noop(
                    "'%(place)s' in the headline lies in %(country)s, outside the alert's country and area. "
                    "Check the place, or say why it stands there."
                ),
                {"place": match.text, "country": subject.gazetteer.country_name(places[0].country)},
            )


def _is_held(place: Place) -> bool:
    if not place.country:
        return False
    return (
        place.precision in (Precision.COUNTRY, Precision.ADMIN_1) or place.population >= SMALLEST_PLACE_HELD
    )


RULES = (area_missing, country_against_area, place_outside_country)
