"""A stay that is new, moved or cancelled is matched in the transaction of the change; what holds no longer is withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from tocsin.accounts.models import Organisation
from tocsin.exposure.decide import match
from tocsin.exposure.matching import expose
from tocsin.exposure.models import Exposure, Person, Stay
from tocsin.exposure.people import deactivate_person
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.reach import set_reach
from tocsin.exposure.rematching import rematch_stays
from tocsin.exposure.standing import StandingTargets
from tocsin.exposure.subjects import whereabouts_of_stay
from tocsin.exposure.targets import target_of
from tocsin.exposure.tests.conftest import CASABLANCA, EditionMaker, StayMaker
from tocsin.exposure.trips import change_stay, remove_stay, remove_trip
from tocsin.exposure.values import Match
from tocsin.geo import Area, Circle, Point


def test_a_stay_that_moves_away_withdraws_what_was_written_and_one_that_comes_is_told(
    person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    stay, edition = make_stay(person), make_edition(person.organisation)
    expose(edition, now=noon)
    words = {"arrive": "2017-07-14", "depart": "2017-07-20", "actor": "Ana", "now": noon}
    change = change_stay(stay, place=PlaceWords(place="Rabat", country="MA"), **words)
    (row,) = change.withdrawn
    assert (row.withdrawn_at, change.exposures) == (noon, ())
    assert "changed" in row.withdrawn_reason
    other = make_stay(person, point=None, country="KE", place="Kenya")
    change = change_stay(other, place=PlaceWords(place="Casablanca", country="MA"), **words)
    assert [one.edition for one in change.exposures] == [edition]


def test_a_cancelled_stay_and_a_person_who_leaves_are_withdrawn(
    person: Person, colleague: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    first, second, third = make_stay(person), make_stay(person), make_stay(colleague)
    expose(make_edition(person.organisation), now=noon)
    remove_stay(first, actor="Ana", now=noon)
    remove_trip(second.trip, actor="Ana", now=noon)
    deactivate_person(colleague, actor="Ana", now=noon)
    assert third.exposures.get().withdrawn_reason.startswith("The person is no longer")
    assert Exposure.objects.filter(withdrawn_at__isnull=True).count() == 0
    assert Exposure.objects.count() == 3


def test_many_stays_are_matched_as_each_alone(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    dice = np.random.default_rng(1)
    editions = [
        make_edition(desk, area=Area(circles=(Circle(Point(float(x), float(y)), 400.0),)))
        for x, y in dice.uniform(-20, 20, (6, 2))
    ] + [make_edition(desk, area=Area(countries=("MA",)))]
    for x, y in dice.uniform(-25, 25, (90, 2)).round(4).tolist():
        make_stay(
            person,
            point=Point(x, y),
            country=["MA", "KE"][int(abs(x)) % 2],
            uncertainty_km=[0.0, 25.0][int(abs(y)) % 2],
        )
    targets = [target_of(edition) for edition in editions]
    wanted = {
        (edition.pk, stay.pk)
        for edition, target in zip(editions, targets, strict=True)
        for stay in Stay.objects.all()
        if isinstance(match(whereabouts_of_stay(stay), target), Match)
    }
    standing = StandingTargets(targets)
    one_by_one = {
        (editions[number].pk, stay.pk)
        for stay in Stay.objects.all()
        for number, _ in standing.match(whereabouts_of_stay(stay))
    }
    assert one_by_one == wanted
    numbers = np.array(Stay.objects.values_list("pk", flat=True))
    together = rematch_stays(numbers, desk, now=noon).new
    assert {(row.edition_id, row.stay_id) for row in together} == wanted
    assert len(wanted) > 20


def test_a_desk_that_changes_its_reach_is_matched_by_it_at_once(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    edition = make_edition(
        desk, area=Area(circles=(Circle(CASABLANCA, 0.0),)), hazard="civil-unrest", severity="Minor"
    )
    stay = make_stay(person, point=Point(longitude=-7.45, latitude=33.6), place="Mohammedia")
    assert rematch_stays(np.array([stay.pk]), desk, now=noon).new == ()
    set_reach(
        desk, "civil-unrest", "Minor", radius_km=40, duration_hours=12, grace_hours=6, reason="Marches are long here.",
        actor="Ana", now=noon + timedelta(minutes=1),
    )  # fmt: skip
    (row,) = rematch_stays(np.array([stay.pk]), desk, now=noon + timedelta(minutes=2)).new
    assert (row.edition, row.rule) == (edition, "within-reach")
    assert "40 km" in row.reason


@pytest.fixture
def colleague(desk: Organisation, noon: datetime) -> Person:
    return Person.objects.create(organisation=desk, key="S-2", name="Colleague", created_at=noon)
