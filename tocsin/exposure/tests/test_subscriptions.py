"""Who follows alerts is told wherever they are, is not asked, and can learn why they were not told."""

from __future__ import annotations

from datetime import datetime

import pytest

from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.matching import expose
from tocsin.exposure.models import Person
from tocsin.exposure.subscribed import Wish, answered, described
from tocsin.exposure.subscriptions import asked_for, change_subscription, end_subscription, subscribe
from tocsin.exposure.targets import target_of
from tocsin.exposure.tests.conftest import CASABLANCA, RABAT, EditionMaker, StayMaker
from tocsin.geo import Area, Circle, Point


@pytest.mark.parametrize(
    ("wish", "is_wanted"),
    [
        ({}, True),
        ({"countries": ["MA"]}, True),
        ({"countries": ["KE"]}, False),
        ({"hazards": ["civil-unrest"]}, True),
        ({"hazards": ["flood"]}, False),
        ({"lowest_level": "Warning"}, True),
        ({"lowest_level": "Critical"}, False),
        ({"area": Area(circles=(Circle(RABAT, 80.0),))}, True),
        ({"area": Area(circles=(Circle(RABAT, 20.0),))}, False),
        ({"countries": ["MA"], "hazards": ["flood"]}, False),
    ],
)
def test_every_condition_that_is_given_must_hold(
    wish: dict[str, object], is_wanted: bool, person: Person, make_edition: EditionMaker, noon: datetime
) -> None:
    edition = make_edition(person.organisation, level="Warning", hazard="civil-unrest", country="MA")
    subscription = subscribe(person, actor="Ana", now=noon, **wish)
    found = asked_for(subscription, edition, target_of(edition))
    assert found.wanted == is_wanted, found.sentence
    rows = expose(edition, now=noon)
    assert [row.rule for row in rows] == (["subscribed"] if is_wanted else [])


def test_a_subscriber_in_the_way_has_both_reasons_and_an_ended_subscription_none(
    person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    make_stay(person)
    subscription = subscribe(person, actor="Ana", now=noon)
    change_subscription(subscription, actor="Ana", now=noon, countries=["MA"])
    rows = expose(make_edition(person.organisation), now=noon)
    assert {(row.rule, row.certainty) for row in rows} == {
        ("inside-area", "exposed"),
        ("subscribed", "subscribed"),
    }
    end_subscription(subscription, actor="Ana", now=noon)
    assert [row.rule for row in expose(make_edition(person.organisation), now=noon)] == ["inside-area"]
    assert AuditEntry.objects.filter(action__startswith="subscription.").count() == 3


def test_what_cannot_be_is_refused_with_the_field(desk: Organisation, person: Person, noon: datetime) -> None:
    for wrong in ({"countries": ["XQ"]}, {"hazards": ["dragons"]}, {"lowest_level": "Panic"}):
        with pytest.raises(ValueImpossible) as refused:
            subscribe(person, actor="Ana", now=noon, **wrong)
        assert refused.value.field == next(iter(wrong))


def test_the_answer_names_the_condition_that_failed(person: Person, make_edition: EditionMaker) -> None:
    target = target_of(make_edition(person.organisation, area=Area(circles=(Circle(CASABLANCA, 5.0),))))
    no = answered(Wish(countries=("KE",)), target, country="MA", hazard="flood", level="Notice")
    assert no.sentence == "Follows Kenya; the alert is for Morocco."
    assert described(Wish()) == "every alert"
    over = Area(circles=(Circle(Point(longitude=-7.6, latitude=33.6), 1.0),), description="the port")
    assert answered(Wish(area=over), target, country="MA", hazard="flood", level="Notice").wanted
