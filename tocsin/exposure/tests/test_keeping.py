"""Trips are kept no longer than needed; looks are kept for the person; a list of people lets go of those who left."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.exposure.errors import TooManyLeave, ValueImpossible
from tocsin.exposure.looks import record_looks
from tocsin.exposure.matching import expose
from tocsin.exposure.models import Exposure, Person, PlaceLook, Site, Stay, TravelCount, Trip
from tocsin.exposure.outlines import read_outline
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.purging import Purged, purge, purge_due
from tocsin.exposure.reach import arrival_days, back_to_default, reach_for, set_arrival, set_reach
from tocsin.exposure.sites import add_site
from tocsin.exposure.syncing import let_go_of_others
from tocsin.exposure.tests.conftest import CASABLANCA, EditionMaker, StayMaker
from tocsin.geo import Area, Circle, Point


def test_trips_go_after_their_days_and_counts_stay(
    person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    desk = person.organisation
    old = make_stay(person, arrive=noon - timedelta(days=3), depart=noon + timedelta(hours=1))
    lasting = make_stay(person, depart=None)
    expose(make_edition(desk), now=noon)
    just = old.depart + timedelta(days=30)
    assert purge(desk, now=just) == Purged()
    gone = purge(desk, now=just + timedelta(seconds=1))
    assert (gone.trips, gone.stays, gone.exposures) == (1, 1, 1)
    assert list(Stay.objects.all()) == [lasting]
    (count,) = TravelCount.objects.all()
    assert (count.month, count.country, count.stays, count.nights) == (date(2017, 7, 1), "MA", 1, 3)
    blank = Exposure.objects.get(stay=None)
    assert (blank.place, blank.reason) == ("", "By the rule inside-area; the place is no longer kept.")
    assert purge(desk, now=just + timedelta(seconds=1)).trips == 0
    assert Trip.objects.count() == 1


def test_a_look_is_kept_once_an_hour(person: Person, noon: datetime) -> None:
    for minutes in (0, 10, 59, 60):
        record_looks([person], by="Ana", where="map", now=noon + timedelta(minutes=minutes))
    record_looks([person.pk], by="Bo", where="map", now=noon)
    assert PlaceLook.objects.filter(by="Ana").count() == 2
    assert PlaceLook.objects.filter(by="Bo").count() == 1


def test_whoever_is_not_in_a_complete_list_has_left_but_not_half_of_them(
    desk: Organisation, noon: datetime
) -> None:
    for number in range(20):
        Person.objects.create(organisation=desk, key=f"P-{number}", name=f"P {number}", created_at=noon)
    keys = [f"P-{number}" for number in range(18)]
    gone = let_go_of_others(desk, keys, actor="Ana", now=noon)
    assert [person.key for person in gone] == ["P-18", "P-19"]
    assert Person.objects.get(key="P-19").left_at == noon
    with pytest.raises(TooManyLeave, match="17 of 18"):
        let_go_of_others(desk, ["P-0"], actor="Ana", now=noon)
    assert len(let_go_of_others(desk, ["P-0"], actor="Ana", now=noon, sure=True)) == 17


def test_a_desk_sets_its_own_reach_with_a_reason_and_goes_back(desk: Organisation, noon: datetime) -> None:
    published = reach_for(desk.pk, "earthquake", "Severe")
    with pytest.raises(ValueImpossible, match="reason"):
        set_reach(
            desk,
            "earthquake",
            "Severe",
            radius_km=1,
            duration_hours=1,
            grace_hours=0,
            reason=" ",
            actor="Ana",
            now=noon,
        )
    with pytest.raises(ValueImpossible, match="cannot be meant"):
        set_reach(
            desk,
            "earthquake",
            "Severe",
            radius_km=9000,
            duration_hours=1,
            grace_hours=0,
            reason="x",
            actor="Ana",
            now=noon,
        )
    set_reach(
        desk,
        "earthquake",
        "Severe",
        radius_km=200,
        duration_hours=5,
        grace_hours=6,
        reason="Soft ground.",
        actor="Ana",
        now=noon,
    )
    assert reach_for(desk.pk, "earthquake", "Severe").radius_km == 200
    assert "Soft ground" in reach_for(desk.pk, "earthquake", "Severe").reason
    assert (
        arrival_days(desk.pk, "earthquake", "Notice").days
        < arrival_days(desk.pk, "earthquake", "Critical").days
    )
    set_arrival(desk, "earthquake", "Notice", days=9, reason="Long flights.", actor="Ana", now=noon)
    assert arrival_days(desk.pk, "earthquake", "Notice").days == 9
    entry = AuditEntry.objects.get(action="reach.set")
    assert entry.detail["before"]["radius_km"] == published.radius_km
    assert back_to_default(desk, "earthquake", actor="Ana", now=noon) == 2
    assert reach_for(desk.pk, "earthquake", "Severe") == published


def test_a_site_is_in_the_way_when_a_part_of_its_grounds_is(
    desk: Organisation, person: Person, make_edition: EditionMaker, noon: datetime
) -> None:
    corners = "33.58, -7.61\n33.58, -7.50\n33.60, -7.50\n33.60, -7.61"
    site = add_site(
        desk, key="CAMP", name="The camp", kind="camp", place=PlaceWords(latitude="33.59", longitude="-7.60"), actor="Ana",
        now=noon, contacts=[person], outline=corners,
    ).site  # fmt: skip
    assert Site.objects.get().outline["type"] == "MultiPolygon"
    far_end = Area(circles=(Circle(Point(longitude=-7.49, latitude=33.59), 2.0),))
    (row,) = expose(make_edition(desk, area=far_end), now=noon)
    assert (row.site, row.rule, row.distance_km) == (site, "inside-area", 0.0)
    assert "nearest part of The camp" in row.reason
    beyond = Area(circles=(Circle(Point(longitude=-7.30, latitude=33.59), 2.0),))
    assert expose(make_edition(desk, area=beyond), now=noon) == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("33.58", "two numbers"),
        ('{"type": "Point"}', "no outline|no polygon"),
        ("1, 2\n1, 3\n2, 3", "lies .* km"),
    ],
)
def test_what_is_no_outline_is_refused(words: str, said: str) -> None:
    with pytest.raises(ValueImpossible, match=said):
        read_outline(words, CASABLANCA)


def test_what_a_purge_would_remove_is_told_beforehand_to_the_piece(
    person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    desk = person.organisation
    old = make_stay(person, arrive=noon - timedelta(days=3), depart=noon + timedelta(hours=1))
    by_hand = make_stay(person, arrive=noon - timedelta(days=2), depart=noon + timedelta(hours=2))
    make_stay(person, depart=None)
    expose(make_edition(desk), now=noon)
    by_hand.delete()
    record_looks([person], by="Ana", where="map", now=noon)
    later = old.depart + timedelta(days=400)
    told = purge_due(desk, now=later)
    assert told.stays == 1
    assert told.looks == 1
    assert told.exposures >= 1
    assert purge_due(desk, now=later) == told
    assert purge(desk, now=later) == told
    assert purge_due(desk, now=later) == Purged()
