"""Who is in the way, by which rule, and who is not, and by how much."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.exposure.decide import RULES, match
from tocsin.exposure.values import Certainty, Match, Miss, Overlap, Target, Whereabouts
from tocsin.geo import Area, Circle, Point, Polygon

NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)
CASABLANCA = Point(longitude=-7.61138, latitude=33.58831)
RABAT = Point(longitude=-6.83255, latitude=34.01325)
HOUR = timedelta(hours=1)


def stay(point: Point | None = CASABLANCA, **values: Any) -> Whereabouts:
    base = Whereabouts(
        place="Casablanca",
        country="MA",
        point=point,
        precision="city" if point else "country",
        uncertainty_km=0.0,
        located_by="city by name" if point else "country only",
        arrive=NOON - 24 * HOUR,
        depart=NOON + 24 * HOUR,
    )
    return replace(base, **values)


def target(area: Area | None = None, **values: Any) -> Target:
    base: dict[str, Any] = {
        "area": area or Area(circles=(Circle(CASABLANCA, 20.0),)),
        "onset": NOON,
        "expires": NOON + 6 * HOUR,
        "counted_from": NOON,
        "touches": frozenset({"MA"}),
    }
    return Target(**(base | values))


def matched(subject: Whereabouts, reached: Target) -> Match:
    outcome = match(subject, reached)
    assert isinstance(outcome, Match), outcome
    return outcome


def missed(subject: Whereabouts, reached: Target) -> Miss:
    outcome = match(subject, reached)
    assert isinstance(outcome, Miss), outcome
    return outcome


def test_a_stay_inside_the_area_is_exposed_and_says_when_and_how_it_was_located() -> None:
    found = matched(stay(), target())
    assert (found.rule, found.certainty, found.distance_km) == ("inside-area", Certainty.EXPOSED, 0.0)
    assert found.overlap == Overlap(NOON, NOON + 6 * HOUR)
    assert found.located_by == "city by name"
    assert "inside the alert's area" in found.sentence
    assert "2017-07-15 12:00 UTC until 2017-07-15 18:00 UTC" in found.sentence
    assert "Located by: city by name." in found.sentence


def test_the_reach_counts_from_a_bare_point_and_not_from_an_area_with_an_extent() -> None:
    near = stay(Point(longitude=-7.61138, latitude=33.75))
    bare = Area(circles=(Circle(CASABLANCA, 0.0),))
    found = matched(near, target(bare, reach_km=20))
    assert (found.rule, found.certainty) == ("within-reach", Certainty.EXPOSED)
    assert found.distance_km == pytest.approx(18.0, abs=0.1)
    drawn = Area(circles=(Circle(CASABLANCA, 5.0),))
    outside = missed(near, target(drawn, reach_km=20))
    assert outside.rule == "near-area"
    assert outside.distance_km == pytest.approx(13.0, abs=0.1)


def test_the_uncertainty_of_both_places_widens_the_area_and_makes_it_a_possibility() -> None:
    near = stay(Point(longitude=-7.61138, latitude=33.79), uncertainty_km=2.0)
    assert missed(near, target()).distance_km == pytest.approx(0.43, abs=0.1)
    found = matched(near, target(uncertainty_km=1.0))
    assert (found.rule, found.certainty) == ("near-area", Certainty.POSSIBLY)
    assert "only known to within 3 km together" in found.sentence


def test_the_uncertainty_widens_the_reach_of_a_bare_point_too() -> None:
    bare = Area(circles=(Circle(CASABLANCA, 0.0),))
    near = stay(Point(longitude=-7.61138, latitude=33.79), uncertainty_km=2.0)
    assert matched(near, target(bare, reach_km=20.0, uncertainty_km=1.0)).rule == "near-area"
    miss = missed(near, target(bare, reach_km=10.0))
    assert miss.rule == "within-reach"
    assert miss.distance_km == pytest.approx(10.43, abs=0.1)
    assert "outside the hazard's reach of 10 km" in miss.sentence


def test_an_alert_for_a_whole_country_reaches_everybody_in_it_with_or_without_a_point() -> None:
    whole = target(Area(countries=("MA",)))
    for subject in (stay(), stay(None), stay(RABAT)):
        found = matched(subject, whole)
        assert (found.rule, found.certainty, found.distance_km) == ("same-country", Certainty.EXPOSED, None)


def test_a_stay_in_another_country_misses_by_the_distance_to_that_country() -> None:
    seville = stay(Point(longitude=-5.98, latitude=37.39), country="ES", place="Seville")
    miss = missed(seville, target(Area(countries=("MA",))))
    assert miss.rule == "same-country"
    assert miss.distance_km is not None
    assert 150 < miss.distance_km < 190
    assert "Seville lies in Spain" in miss.sentence


def test_the_country_on_record_decides_at_a_border_where_outlines_are_not_exact() -> None:
    miss = missed(stay(RABAT, country="ES"), target(Area(countries=("MA",))))
    assert (miss.rule, miss.distance_km) == ("same-country", 0.0)


def test_a_stay_known_only_by_country_is_possibly_exposed_to_an_alert_for_a_part_of_it() -> None:
    found = matched(stay(None), target())
    assert (found.rule, found.certainty, found.distance_km) == ("country-only", Certainty.POSSIBLY, None)
    miss = missed(stay(None, country="KE"), target())
    assert miss.rule == "country-only"
    assert "no part of the alert's area lies in it" in miss.sentence


def test_a_stay_known_by_its_region_is_exposed_only_where_the_whole_region_is_inside() -> None:
    region = stay(RABAT, precision="admin-1", uncertainty_km=80.0, place="Rabat-Salé-Kénitra")
    assert matched(region, target()).rule == "region-meets-area"
    assert matched(region, target()).certainty is Certainty.POSSIBLY
    large = target(Area(circles=(Circle(RABAT, 200.0),)))
    assert matched(region, large).rule == "inside-area"
    assert isinstance(match(replace(region, uncertainty_km=60.0), target()), Miss)


@pytest.mark.parametrize(
    ("arrive", "depart", "inside"),
    [
        (NOON - HOUR, NOON, False),  # the window is closed at its beginning and open at its end
        (NOON - HOUR, NOON + timedelta(seconds=1), True),
        (NOON + 6 * HOUR, None, False),
        (NOON + 6 * HOUR - timedelta(seconds=1), None, True),
        (NOON - 1000 * HOUR, None, True),
        (NOON + HOUR, NOON + 2 * HOUR, True),
    ],
)
def test_a_stay_counts_where_it_shares_time_with_the_window(
    arrive: datetime, depart: datetime | None, inside: bool
) -> None:
    assert isinstance(match(stay(arrive=arrive, depart=depart), target()), Match) is inside


def test_a_miss_in_time_says_how_many_hours() -> None:
    early = missed(stay(depart=NOON - 5 * HOUR), target(grace_hours=2))
    assert (early.rule, early.distance_km, early.hours) == ("just-left", None, -3.0)
    assert "5 hours before the onset" in early.sentence
    late = missed(stay(arrive=NOON + 10 * HOUR, depart=None), target())
    assert (late.rule, late.hours) == ("time-overlap", 4.0)
    assert "4 hours after the alert expires on 2017-07-15 18:00 UTC" in late.sentence


def test_a_miss_in_place_and_time_names_both() -> None:
    miss = missed(stay(RABAT, depart=NOON - 5 * HOUR), target())
    assert miss.rule == "near-area"
    assert miss.distance_km == pytest.approx(66.0, abs=1)
    assert miss.hours == -5.0
    assert "Besides, the stay ended" in miss.sentence


def test_somebody_who_has_just_left_is_possibly_exposed() -> None:
    found = matched(stay(depart=NOON - HOUR), target(grace_hours=2))
    assert (found.rule, found.certainty, found.overlap) == ("just-left", Certainty.POSSIBLY, None)
    assert isinstance(match(stay(depart=NOON - 2 * HOUR), target(grace_hours=2)), Miss)


def test_a_forecast_reaches_those_who_arrive_within_its_days() -> None:
    arriving = stay(arrive=NOON + 48 * HOUR, depart=None)
    assert isinstance(match(arriving, target(arriving_within_days=3)), Miss)
    forecast = target(forecast=True, arriving_within_days=3)
    found = matched(arriving, forecast)
    assert (found.rule, found.certainty, found.overlap) == ("arriving-soon", Certainty.POSSIBLY, None)
    late = missed(stay(arrive=NOON + 96 * HOUR, depart=None), forecast)
    assert (late.rule, late.hours) == ("arriving-soon", 24.0)


def test_a_site_is_always_there() -> None:
    office = stay(arrive=None, depart=None, precision="site", located_by="the site's coordinates")
    assert matched(office, target()).overlap == Overlap(NOON, NOON + 6 * HOUR)


def test_areas_across_the_antimeridian_and_over_the_pole_hold_what_is_in_them() -> None:
    fiji = Area(
        polygons=(Polygon.from_pairs([(177, -20), (-178, -20), (-178, -15), (177, -15), (177, -20)]),)
    )
    for longitude in (178.0, 180.0, -180.0, -179.0):
        suva = stay(Point(longitude=longitude, latitude=-18.0), country="FJ")
        assert matched(suva, target(fiji)).rule == "inside-area"
    outside = missed(stay(Point(longitude=-177.0, latitude=-18.0), country="FJ"), target(fiji))
    assert outside.distance_km == pytest.approx(105.8, abs=1)
    pole = target(Area(circles=(Circle(Point(longitude=0, latitude=89.5), 200.0),)))
    assert matched(stay(Point(longitude=180, latitude=89.5), country=""), pole).rule == "inside-area"
    cap = Polygon.from_pairs([(0, 80), (90, 80), (180, 80), (-90, 80), (0, 80)])
    assert (
        matched(stay(Point(longitude=33, latitude=90), country=""), target(Area(polygons=(cap,)))).rule
        == "inside-area"
    )


def test_an_area_that_is_the_whole_world_reaches_everybody() -> None:
    box = Polygon.from_pairs([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)])
    for world in (Area(polygons=(box,)), Area(circles=(Circle(CASABLANCA, 20015.0),))):
        for point in (CASABLANCA, Point(longitude=180, latitude=0), Point(longitude=0, latitude=-90)):
            assert matched(stay(point), target(world)).rule == "inside-area"


# Against brute force: the same questions answered the slow way, with no line of the code above.


def chord_km(a: Point, b: Point) -> float:
    def vector(point: Point) -> tuple[float, float, float]:
        longitude, latitude = math.radians(point.longitude), math.radians(point.latitude)
        return (
            math.cos(latitude) * math.cos(longitude),
            math.cos(latitude) * math.sin(longitude),
            math.sin(latitude),
        )

    return 2 * 6371.0088 * math.asin(min(1.0, math.dist(vector(a), vector(b)) / 2))


def in_box(point: Point, west: float, south: float, width: float, height: float) -> bool:
    return (point.longitude - west) % 360 <= width and south <= point.latitude <= south + height


points = st.builds(
    Point,
    longitude=st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, 0.0, 179.99, -179.99]),
    latitude=st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, 0.0, 89.9, -89.9]),
)
instants = st.integers(-200, 200).map(lambda hours: NOON + hours * HOUR)


@settings(max_examples=300)
@given(
    point=points,
    center=points,
    radius=st.floats(0.1, 20000),
    stay_km=st.floats(0, 50),
    place_km=st.floats(0, 50),
)
def test_circles_agree_with_brute_force(
    point: Point, center: Point, radius: float, stay_km: float, place_km: float
) -> None:
    away = chord_km(point, center) - radius
    if min(abs(away), abs(away - stay_km - place_km)) < 0.001:
        return
    outcome = match(
        stay(point, uncertainty_km=stay_km),
        target(Area(circles=(Circle(center, radius),)), uncertainty_km=place_km),
    )
    if away < 0:
        assert isinstance(outcome, Match)
        assert outcome.rule == "inside-area"
    elif away < stay_km + place_km:
        assert isinstance(outcome, Match)
        assert (outcome.rule, outcome.certainty) == ("near-area", Certainty.POSSIBLY)
        assert outcome.distance_km == pytest.approx(away, abs=0.01)
    else:
        assert isinstance(outcome, Miss)
        assert outcome.distance_km == pytest.approx(away - stay_km - place_km, abs=0.01)


@settings(max_examples=300)
@given(
    point=points,
    west=st.floats(-180, 179.9),
    south=st.floats(-89, 88),
    width=st.floats(0.5, 170),
    height=st.floats(0.5, 80),
)
def test_boxes_agree_with_brute_force_also_across_the_antimeridian(
    point: Point, west: float, south: float, width: float, height: float
) -> None:
    height = min(height, 90 - south)
    if abs(point.latitude) == 90 or abs((point.longitude - west) % 360 - width) < 1e-6:
        return
    if (point.longitude - west) % 360 > 360 - 1e-6 or (point.longitude - west) % 360 < 1e-6:
        return
    east = (west + width + 180) % 360 - 180
    ring = [(west, south), (east, south), (east, south + height), (west, south + height), (west, south)]
    outcome = match(stay(point), target(Area(polygons=(Polygon.from_pairs(ring),))))
    assert isinstance(outcome, Match) is in_box(point, west, south, width, height)


@given(
    arrive=st.none() | instants,
    length=st.none() | st.integers(1, 300),
    onset=instants,
    duration=st.integers(1, 100),
    grace=st.integers(0, 48),
    forecast=st.booleans(),
    days=st.integers(0, 7),
)
def test_times_agree_with_brute_force_hour_by_hour(
    arrive: datetime | None,
    length: int | None,
    onset: datetime,
    duration: int,
    grace: int,
    forecast: bool,
    days: int,
) -> None:
    depart = None if length is None else (arrive or NOON) + length * HOUR
    expires = onset + duration * HOUR

    def there(moment: datetime) -> bool:
        return (arrive is None or arrive <= moment) and (depart is None or moment < depart)

    shared = any(there(onset + hour * HOUR) for hour in range(duration))
    just_left = depart is not None and any(depart == onset - hour * HOUR for hour in range(grace))
    soon = forecast and arrive is not None and expires <= arrive < NOON + days * 24 * HOUR
    outcome = match(
        stay(arrive=arrive, depart=depart),
        target(onset=onset, expires=expires, grace_hours=grace, forecast=forecast, arriving_within_days=days),
    )
    assert isinstance(outcome, Match) is (shared or just_left or soon)
    if isinstance(outcome, Match):
        assert outcome.rule == ("inside-area" if shared else "just-left" if just_left else "arriving-soon")
        assert (outcome.overlap is not None) is shared
    else:
        assert outcome.hours is not None


def test_the_document_lists_every_rule_with_its_sentence() -> None:
    text = (Path(__file__).parents[3] / "docs" / "exposure.md").read_text()
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE))
    assert listed == {rule.id: rule.sentence for rule in RULES.values()}
    assert all(len(rule.id) <= 20 for rule in RULES.values())
