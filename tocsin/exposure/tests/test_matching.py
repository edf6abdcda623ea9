"""Editions against people, people against editions in force, and who learns of a change."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.exposure.decide import match
from tocsin.exposure.matching import (
    expose,
    preview,
    sites_with_nobody_to_tell,
)
from tocsin.exposure.models import Exposure, Person, Site, Stay
from tocsin.exposure.rematching import rematch_site, rematch_stay
from tocsin.exposure.subjects import whereabouts_of_stay
from tocsin.exposure.targets import countries_touched
from tocsin.exposure.tests.conftest import CASABLANCA, RABAT, EditionMaker, StayMaker
from tocsin.exposure.values import Match, Target
from tocsin.geo import Area, Circle, Point, Polygon
from tocsin.grading import AlertText, Level


@pytest.fixture
def colleague(desk: Organisation, noon: datetime) -> Person:
    return Person.objects.create(organisation=desk, key="S-2", name="Ben Ali", created_at=noon)


def make_site(desk: Organisation, noon: datetime, point: Point = CASABLANCA, **values: object) -> Site:
    return Site.objects.create(
        organisation=desk,
        key=f"SITE-{Site.objects.count()}",
        name="Casablanca office",
        kind="office",
        country="MA",
        longitude=point.longitude,
        latitude=point.latitude,
        created_at=noon,
        **values,
    )


def test_publication_writes_one_row_for_each_reason_with_all_of_it(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    stay = make_stay(person)
    vague = make_stay(person, point=None, place="Morocco")
    make_stay(person, point=RABAT, place="Rabat")
    site = make_site(desk, noon)
    site.contacts.add(person)
    edition = make_edition(desk)
    written = expose(edition, now=noon)
    assert {(row.stay_id, row.site_id, row.rule) for row in written} == {
        (stay.pk, None, "inside-area"),
        (vague.pk, None, "country-only"),
        (None, site.pk, "inside-area"),
    }
    row = Exposure.objects.get(stay=stay)
    assert (row.certainty, row.distance_km, row.located_by, row.place) == (
        "exposed",
        0.0,
        "city by name",
        "Casablanca",
    )
    assert (row.overlap_from, row.overlap_until) == (noon, noon + timedelta(hours=6))
    assert "inside the alert's area" in row.reason
    assert Exposure.objects.get(site=site).located_by == "the site's coordinates"
    assert expose(edition, now=noon) == ()
    entry = AuditEntry.objects.filter(action="edition.match").first()
    assert entry is not None
    assert entry.detail["people"] == 1


def test_only_active_people_of_the_same_organisation_are_looked_at(
    desk: Organisation,
    other_desk: Organisation,
    person: Person,
    make_stay: StayMaker,
    make_edition: EditionMaker,
    noon: datetime,
) -> None:
    stranger = Person.objects.create(organisation=other_desk, key="S-1", name="Stranger", created_at=noon)
    make_stay(stranger)
    make_stay(person)
    Person.objects.filter(pk=person.pk).update(active=False)
    assert expose(make_edition(desk), now=noon) == ()


def test_a_site_without_a_contact_is_named_because_nobody_is_told(
    desk: Organisation, person: Person, make_edition: EditionMaker, noon: datetime
) -> None:
    site = make_site(desk, noon)
    make_site(desk, noon, active=False)
    edition = make_edition(desk)
    assert expose(edition, now=noon) == ()
    assert sites_with_nobody_to_tell(edition) == (site,)
    entry = AuditEntry.objects.get(action="edition.match")
    assert entry.detail["sites_with_nobody_to_tell"] == [site.pk]


def test_an_update_matches_anew_and_tells_those_who_are_out_of_it_now(
    desk: Organisation,
    person: Person,
    colleague: Person,
    make_stay: StayMaker,
    make_edition: EditionMaker,
    noon: datetime,
) -> None:
    casablanca = make_stay(person)
    rabat = make_stay(colleague, point=RABAT, place="Rabat")
    first = make_edition(desk)
    expose(first, now=noon)
    update = make_edition(desk, alert=first.alert, area=Area(circles=(Circle(RABAT, 10.0),)), country="MA")
    written = {row.person_id: row for row in expose(update, now=noon)}
    assert written[colleague.pk].rule == "inside-area"
    assert written[colleague.pk].stay_id == rabat.pk
    told = written[person.pk]
    assert (told.rule, told.certainty, told.stay_id) == ("told-before", "possibly", casablanca.pk)
    assert "told by edition 1 for Casablanca" in told.reason
    # Whoever was told only because they had been told before is told of the all-clear too, though the stay is gone.
    casablanca.delete()
    clear = make_edition(
        desk, alert=first.alert, message_type="Cancel", area=Area(circles=(Circle(RABAT, 10.0),))
    )
    rows = {row.person_id: row for row in expose(clear, now=noon)}
    assert rows[person.pk].rule == "told-before"
    assert "this all-clear takes it back" in rows[person.pk].reason
    assert rows[colleague.pk].rule == "inside-area"


def test_a_forecast_reaches_those_who_are_about_to_arrive(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    make_stay(person, arrive=noon + timedelta(hours=20), depart=None)
    assert expose(make_edition(desk, phase="under way"), now=noon) == ()
    (row,) = expose(make_edition(desk, phase="planned"), now=noon)
    assert row.rule == "arriving-soon"
    assert row.overlap_from is None


def test_a_new_stay_is_matched_with_the_editions_in_force_only(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    current = make_edition(desk)
    make_edition(desk, onset=noon - timedelta(hours=9), expires=noon + timedelta(minutes=1))
    ended = make_edition(desk)
    make_edition(desk, alert=ended.alert, message_type="Cancel")
    superseded = make_edition(desk)
    update = make_edition(desk, alert=superseded.alert)
    stay = make_stay(person)
    written = rematch_stay(stay, now=noon + timedelta(hours=1)).new
    assert {row.edition_id for row in written} == {current.pk, update.pk}
    assert rematch_stay(stay, now=noon + timedelta(hours=1)).new == ()


def test_a_new_site_is_matched_with_the_editions_in_force(
    desk: Organisation, person: Person, make_edition: EditionMaker, noon: datetime
) -> None:
    edition = make_edition(desk)
    site = make_site(desk, noon)
    site.contacts.add(person)
    (row,) = rematch_site(site, now=noon)
    assert (row.edition_id, row.person_id, row.rule) == (edition.pk, person.pk, "inside-area")


def test_a_preview_writes_nothing_and_shows_what_an_area_would_change(
    desk: Organisation, person: Person, make_stay: StayMaker, noon: datetime
) -> None:
    make_stay(person)
    site = make_site(desk, noon)
    text = AlertText(
        country="Morocco",
        country_code="MA",
        headline="Unrest",
        level=Level.WARNING,
        hazard="civil-unrest",
        severity="Moderate",
        onset=noon,
        expires=noon + timedelta(hours=6),
        area=Area(circles=(Circle(CASABLANCA, 20.0),)),
    )
    reached = preview(text, desk, now=noon)
    assert [(one.person, one.site, one.match.rule) for one in reached] == [
        (person, None, "inside-area"),
        (None, site, "inside-area"),
    ]
    assert not Exposure.objects.exists()
    whole = preview(
        AlertText(country="Morocco", country_code="MA", headline="x", level=Level.NOTICE), desk, now=noon
    )
    assert [one.match.rule for one in whole] == ["same-country", "same-country"]


def test_countries_touched_are_those_that_the_shapes_meet() -> None:
    def circle(longitude: float, latitude: float, radius: float) -> frozenset[str]:
        return countries_touched(
            Area(circles=(Circle(Point(longitude=longitude, latitude=latitude), radius),))
        )

    assert circle(-7.6, 33.6, 20) == {"MA"}
    assert circle(-5.6, 36.0, 60) >= {"MA", "ES", "GI"}
    assert circle(-7.6, 33.6, 0) == {"MA"}
    assert circle(-30.0, 0.0, 100) == frozenset()
    assert {"FJ", "NZ"} <= circle(180.0, -30.0, 2500)
    world = Polygon.from_pairs([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)])
    assert len(countries_touched(Area(polygons=(world,)))) > 200
    assert len(circle(0.0, 0.0, 19000)) > 200


def random_area(rng: random.Random) -> Area:
    center = Point(
        longitude=rng.choice([rng.uniform(-180, 180), 179.9, -179.9]), latitude=rng.uniform(-89, 89)
    )
    if rng.random() < 0.2:
        return Area(countries=tuple(rng.sample(["MA", "KE", "FJ", "RU", "US", "PH"], 2)))
    if rng.random() < 0.5:
        return Area(circles=(Circle(center, rng.choice([0.0, 1.0, 50.0, 2000.0, 12000.0])),))
    east = center.longitude + rng.uniform(1, 90)
    north = min(90.0, center.latitude + rng.uniform(1, 60))
    east = east - 360 if east > 180 else east
    west, south = center.longitude, center.latitude
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return Area(polygons=(Polygon.from_pairs(ring),), margin_km=rng.choice([0.0, 0.0, 300.0]))


@pytest.mark.parametrize("seed", range(3))
def test_the_indexes_lose_nobody_whom_the_rules_would_find(
    desk: Organisation, person: Person, make_stay: StayMaker, noon: datetime, seed: int
) -> None:
    rng = random.Random(seed)
    for _ in range(80):
        arrive = noon + timedelta(hours=rng.uniform(-100, 100))
        depart = rng.choice([None, arrive + timedelta(hours=rng.uniform(1, 100))])
        coarse = rng.random() < 0.2
        make_stay(
            person,
            point=None
            if rng.random() < 0.1
            else Point(
                longitude=rng.choice([rng.uniform(-180, 180), 180.0, -180.0, 179.95, -179.95]),
                latitude=rng.choice([rng.uniform(-90, 90), 90.0, -90.0, 89.95]),
            ),
            country=rng.choice(["MA", "KE", "FJ", "RU", "US", "PH", ""]),
            uncertainty_km=rng.choice([100.0, 900.0]) if coarse else rng.choice([0.0, 5.0, 50.0]),
            precision="admin-1" if coarse else "city",
            arrive=arrive,
            depart=depart,
        )
    stays = list(Stay.objects.all())
    found = 0
    for _ in range(25):
        area = random_area(rng)
        target = Target(
            area=area,
            onset=noon,
            expires=noon + timedelta(hours=24),
            counted_from=noon,
            reach_km=30.0,
            uncertainty_km=rng.choice([0.0, 10.0, 100.0]),
            forecast=rng.random() < 0.5,
            arriving_within_days=3,
            grace_hours=rng.choice([0, 12]),
        )
        target = Target(
            **{
                name: getattr(target, name)
                for name in (
                    "area",
                    "onset",
                    "expires",
                    "counted_from",
                    "reach_km",
                    "uncertainty_km",
                    "forecast",
                )
            }
            | {
                "arriving_within_days": 3,
                "grace_hours": target.grace_hours,
                "touches": countries_touched(target.reached),
            }
        )
        expected = {stay.pk for stay in stays if isinstance(match(whereabouts_of_stay(stay), target), Match)}
        reached = preview(target, desk, now=noon)
        lost = [stay for stay in stays if stay.pk in expected - {one.stay.pk for one in reached if one.stay}]
        assert not lost, (
            target,
            [(whereabouts_of_stay(stay), match(whereabouts_of_stay(stay), target)) for stay in lost],
        )
        assert len(reached) == len(expected)
        found += len(expected)
    assert found > 50
