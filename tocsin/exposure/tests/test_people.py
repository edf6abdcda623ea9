"""One person, trip, stay or site at a time, as the desk and the API change them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.exposure import people, sites, trips
from tocsin.exposure.errors import KeyTaken, OtherOrganisation, PlaceUnclear, ValueImpossible
from tocsin.exposure.models import Contact, Exposure, Person, Site, Stay
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.tests.conftest import EditionMaker, StayMaker

CASABLANCA = PlaceWords(place="Casablanca", country="MA")


def test_a_person_is_added_changed_and_deactivated_on_record(desk: Organisation, noon: datetime) -> None:
    person = people.add_person(
        desk, key="S-1", name="Ana", email="ana@a.example", language="fr", actor="Manager", now=noon
    )
    assert person.contacts.get().address == "ana@a.example"
    with pytest.raises(KeyTaken, match="S-1"):
        people.add_person(desk, key="S-1", name="Ben", actor="Manager", now=noon)
    people.change_person(person, name="Ana Roth", timezone="Africa/Nairobi", actor="Manager", now=noon)
    with pytest.raises(ValueImpossible, match="not a time zone"):
        people.change_person(person, timezone="Nairobi", actor="Manager", now=noon)
    contact = people.set_contact(person, "email", "ana@b.example", actor="Manager", now=noon)
    assert Contact.objects.get() == contact
    people.set_contact(person, "webhook", "https://hooks.example.org/a", actor="Manager", now=noon)
    people.remove_contact(contact, actor="Manager", now=noon)
    people.deactivate_person(person, actor="Manager", now=noon)
    assert not Person.objects.get().active
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == [
        "person.add",
        "person.change",
        "person.contact",
        "person.contact",
        "person.contact-remove",
        "person.deactivate",
    ]
    assert "ana@" not in str(list(AuditEntry.objects.values()))


def test_a_new_or_moved_stay_is_matched_at_once(
    desk: Organisation, person: Person, make_edition: EditionMaker, noon: datetime
) -> None:
    make_edition(desk)
    trip = trips.add_trip(person, key="T-1", name="Visit", actor="Manager", now=noon)
    with pytest.raises(KeyTaken):
        trips.add_trip(person, key="T-1", actor="Manager", now=noon)
    rabat = trips.add_stay(
        trip,
        PlaceWords(place="Rabat", country="MA"),
        arrive="2017-07-14",
        depart="",
        actor="Manager",
        now=noon,
    )
    assert rabat.exposures == ()
    assert rabat.zone == "Africa/Casablanca, the zone of Rabat"
    moved = trips.change_stay(
        rabat.stay, place=CASABLANCA, arrive=noon, depart=noon + timedelta(days=1), actor="Manager", now=noon
    )
    assert [row.rule for row in moved.exposures] == ["inside-area"]
    with pytest.raises(ValueImpossible, match="not after the arrival"):
        trips.end_stay(moved.stay, depart=noon - timedelta(days=1), actor="Manager", now=noon)
    with pytest.raises(PlaceUnclear) as caught:
        trips.add_stay(
            trip, PlaceWords(place="Casablanca"), arrive=noon, depart=None, actor="Manager", now=noon
        )
    assert caught.value.choices
    with pytest.raises(ValueImpossible, match="no time zone"):
        trips.add_stay(
            trip, CASABLANCA, arrive=noon.replace(tzinfo=None), depart=None, actor="Manager", now=noon
        )
    trips.remove_trip(trip, actor="Manager", now=noon)
    assert not Stay.objects.exists()
    assert Exposure.objects.get().reason


def test_somebody_who_comes_back_is_matched_again(
    desk: Organisation, person: Person, make_stay: StayMaker, make_edition: EditionMaker, noon: datetime
) -> None:
    make_stay(person)
    make_edition(desk)
    people.deactivate_person(person, actor="Manager", now=noon)
    assert [row.rule for row in people.activate_person(person, actor="Manager", now=noon)] == ["inside-area"]


def test_a_site_is_added_changed_and_closed(
    desk: Organisation, other_desk: Organisation, person: Person, make_edition: EditionMaker, noon: datetime
) -> None:
    make_edition(desk)
    made = sites.add_site(
        desk, key="A", name="Office", kind="Office", place=CASABLANCA, contacts=[person], actor="M", now=noon
    )
    assert [row.person_id for row in made.exposures] == [person.pk]
    stranger = Person.objects.create(organisation=other_desk, key="X", name="X", created_at=noon)
    with pytest.raises(OtherOrganisation):
        sites.change_site(
            made.site,
            name="Office",
            kind="office",
            place=CASABLANCA,
            people_count=3,
            contacts=[stranger],
            actor="M",
            now=noon,
        )
    with pytest.raises(ValueImpossible, match="needs a point"):
        sites.add_site(
            desk, key="B", name="B", kind="office", place=PlaceWords(country="MA"), actor="M", now=noon
        )
    sites.deactivate_site(made.site, actor="M", now=noon)
    assert not Site.objects.get(key="A").active


def test_where_a_person_is_now_and_that_somebody_looked(
    desk: Organisation, person: Person, make_stay: StayMaker, noon: datetime
) -> None:
    make_stay(person)
    make_stay(person, place="Rabat", arrive=noon + timedelta(days=3), depart=None)
    site = Site.objects.create(
        organisation=desk,
        key="A",
        name="Office",
        kind="office",
        country="MA",
        longitude=-7.6,
        latitude=33.6,
        created_at=noon,
    )
    site.contacts.add(person)
    assert [where.place for where in people.whereabouts(person, now=noon)] == ["Casablanca", "Office"]
    people.record_view(person, actor="Manager", now=noon)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject) == ("person.view", "Manager", f"person:{person.pk}")
