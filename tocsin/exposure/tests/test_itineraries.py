"""Calendars and booking mails become trips; what is not clear waits for a choice; an import can be taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.accounts.models import Organisation, User
from tocsin.exposure.booking_mail import read_booking
from tocsin.exposure.calendar_file import MOST_OCCURRENCES, read_calendar
from tocsin.exposure.errors import CannotUndo, ValueImpossible
from tocsin.exposure.held_lines import put_aside, settle
from tocsin.exposure.importing import Loaded, load
from tocsin.exposure.models import HeldLine, Person, Stay, Trip
from tocsin.exposure.people import add_person
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.tests.conftest import EditionMaker
from tocsin.exposure.trips import change_stay
from tocsin.exposure.undoing import undo

TRIPS = "person,trip,place,country,arrive,depart\n"


@pytest.fixture
def mira(desk: Organisation, noon: datetime) -> Person:
    return add_person(desk, key="S-1", name="Mira", email="mira@field.example", actor="Ana", now=noon)


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user("ana@desk.example", name="Ana")


def calendar(*events: str) -> bytes:
    body = "\r\n".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n{body}\r\nEND:VCALENDAR\r\n".encode()


VISIT = """UID:visit-1\r
SUMMARY:Monitoring visit\r
DTSTART;VALUE=DATE:20170714\r
DTEND;VALUE=DATE:20170717\r
LOCATION:Nairobi\\, Kenya\r
ORGANIZER:mailto:Mira@field.example"""


def booking(*items: object, text: str = "", sender: str = "mira@field.example") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "trips@desk.example", "Fwd: your booking"
    mail.set_content("See the HTML part.")
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in items)
    mail.add_alternative(f"<html><body>{scripts}{text}</body></html>", subtype="html")
    return mail.as_bytes()


def flight(number: str, origin: str, to: str, leaves: str, lands: str) -> dict[str, object]:
    return {
        "@context": "http://schema.org", "@type": "FlightReservation", "reservationNumber": "XK4T2P",
        "reservationStatus": "http://schema.org/ReservationConfirmed",
        "reservationFor": {
            "@type": "Flight", "flightNumber": number, "airline": {"@type": "Airline", "name": "Lake Air"},
            "departureAirport": {"@type": "Airport", "iataCode": origin}, "departureTime": leaves,
            "arrivalAirport": {"@type": "Airport", "iataCode": to}, "arrivalTime": lands,
        },
    }  # fmt: skip


def test_a_calendar_is_loaded_by_its_mail_address_and_a_second_load_changes_it(
    desk: Organisation, mira: Person, noon: datetime
) -> None:
    loaded = load("calendar", calendar(VISIT), organisation=desk, now=noon, file_name="mira.ics")
    stay = Stay.objects.get()
    assert (loaded.counts.created, stay.place, stay.trip.key, stay.trip.name) == (
        1,
        "Nairobi",
        "visit-1",
        "Monitoring visit",
    )
    assert (stay.arrive, stay.depart) == (
        datetime(2017, 7, 13, 21, tzinfo=UTC), datetime(2017, 7, 16, 21, tzinfo=UTC),
    )  # fmt: skip
    again = load("calendar", calendar(VISIT.replace("20170717", "20170719")), organisation=desk, now=noon)
    assert (again.counts.changed, Stay.objects.get().depart) == (1, datetime(2017, 7, 18, 21, tzinfo=UTC))
    gone = load("calendar", calendar(VISIT + "\r\nSTATUS:CANCELLED"), organisation=desk, now=noon)
    assert (gone.counts.removed, Trip.objects.count()) == (1, 0)


def test_a_recurring_event_is_followed_for_a_year_and_said_so() -> None:
    weekly = VISIT.replace("UID:visit-1", "UID:w\r\nRRULE:FREQ=WEEKLY")
    found = read_calendar(calendar(weekly))
    assert len(found.rows) == 53
    assert "recurs" in found.notes[0]
    daily = read_calendar(calendar(VISIT.replace("UID:visit-1", "UID:d\r\nRRULE:FREQ=DAILY")))
    assert len(daily.rows) == MOST_OCCURRENCES


def test_an_event_without_a_place_is_passed_over_and_said_so() -> None:
    found = read_calendar(calendar(VISIT, "UID:call\r\nSUMMARY:Call\r\nDTSTART:20170714T090000Z"))
    assert len(found.rows) == 1
    assert "Call" in found.notes[0]
    assert "holds no event" in read_calendar(calendar()).problems[0].problem


def test_flights_become_stays_between_them_and_the_way_home_none(
    desk: Organisation, mira: Person, noon: datetime
) -> None:
    out = flight("LA 7", "CMN", "NBO", "2017-07-14T08:00:00+01:00", "2017-07-14T18:00:00+03:00")
    back = flight("LA 8", "NBO", "CMN", "2017-07-19T09:00:00+03:00", "2017-07-19T15:00:00+01:00")
    loaded = load("booking", booking(out, [back]), organisation=desk, now=noon)
    stay = Stay.objects.get()
    assert (stay.country, stay.located_by, stay.trip.key) == ("KE", "airport code", "XK4T2P")
    assert (stay.arrive, stay.depart) == (
        datetime(2017, 7, 14, 15, tzinfo=UTC), datetime(2017, 7, 19, 6, tzinfo=UTC),
    )  # fmt: skip
    assert any("leads back" in note for note in loaded.notes)


def test_a_flight_alone_is_taken_to_last_a_week_and_said_so(
    desk: Organisation, mira: Person, noon: datetime
) -> None:
    one_way = flight("LA 7", "CMN", "NBO", "2017-07-14T08:00:00+01:00", "2017-07-14T18:00:00+03:00")
    loaded = load("booking", booking({"@graph": [one_way]}), organisation=desk, now=noon)
    assert Stay.objects.get().depart == datetime(2017, 7, 21, 15, tzinfo=UTC)
    assert any("7 days" in note for note in loaded.notes)


def test_a_lodging_in_microdata_is_read_and_a_cancelled_one_taken_back(
    desk: Organisation, mira: Person, noon: datetime
) -> None:
    text = """<div itemscope itemtype="http://schema.org/LodgingReservation">
      <meta itemprop="reservationNumber" content="H-9">
      <div itemprop="reservationFor" itemscope itemtype="http://schema.org/LodgingBusiness">
        <span itemprop="name">Guest house</span>
        <div itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">
          <span itemprop="addressLocality">Kisumu</span><meta itemprop="addressCountry" content="KE"></div></div>
      <meta itemprop="checkinDate" content="2017-07-14"><meta itemprop="checkoutDate" content="2017-07-16"></div>"""
    load("booking", booking(text=text), organisation=desk, now=noon)
    assert Stay.objects.get().place == "Kisumu"
    status = '<meta itemprop="reservationStatus" content="http://schema.org/ReservationCancelled">'
    gone = load(
        "booking",
        booking(
            text=text.replace('<div itemprop="reservationFor"', f'{status}<div itemprop="reservationFor"')
        ),
        organisation=desk,
        now=noon,
    )
    assert (gone.counts.removed, Stay.objects.count()) == (1, 0)


def test_a_mail_without_a_booking_says_so() -> None:
    assert "holds no booking" in read_booking(booking()).problems[0].problem


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.recursive(
        st.one_of(st.text(), st.integers(), st.none()),
        lambda inner: (
            st.dictionaries(
                st.sampled_from(
                    ["@type", "@graph", "reservationFor", "arrivalTime", "arrivalAirport", "address", "geo"]
                ),
                inner,
            )
            | st.lists(inner)
        ),
        max_leaves=8,
    ),
)
def test_nothing_that_a_file_holds_raises(data: bytes, item: object) -> None:
    read_calendar(data)
    read_booking(data)
    reservation = {"@type": "FlightReservation", "reservationFor": item}
    read_booking(booking(item, reservation))
    read_calendar(calendar(data.decode("latin-1").replace("\n", " ")))


def hold_two(desk: Organisation, noon: datetime) -> Loaded:
    data = f"{TRIPS}S-1,A,Springfield,US,2017-07-14,2017-07-16\nS-1,B,Nairobi,KE,2017-07-14,2017-07-16\n"
    return load("trips", data.encode(), organisation=desk, now=noon, hold=True)


def test_a_city_that_is_ten_cities_waits_for_a_choice_and_is_matched_when_it_is_made(
    desk: Organisation, mira: Person, ana: User, make_edition: EditionMaker, noon: datetime
) -> None:
    loaded = hold_two(desk, noon)
    assert (loaded.refused, loaded.loaded, loaded.held) == (False, 1, 1)
    held = HeldLine.objects.get()
    assert "places" in held.problem
    assert len(held.choices) >= 4
    illinois = next(
        choice for choice in held.choices if "Illinois" in choice["label"] or "US.IL" in choice["label"]
    )
    settle(held, illinois["values"], actor=ana, now=noon)
    assert {stay.place for stay in Stay.objects.all()} == {"Nairobi", "Springfield"}
    with pytest.raises(ValueImpossible, match="settled already"):
        settle(held, illinois["values"], actor=ana, now=noon)


def test_a_held_line_can_be_put_aside_and_without_hold_the_file_is_refused(
    desk: Organisation, mira: Person, ana: User, noon: datetime
) -> None:
    hold_two(desk, noon)
    put_aside(HeldLine.objects.get(), actor=ana, now=noon)
    assert HeldLine.objects.get().stay is None
    data = f"{TRIPS}S-1,A,Springfield,US,2017-07-14,2017-07-16\n"
    refused = load("trips", data.encode(), organisation=desk, now=noon)
    assert refused.refused
    assert "geonames_id" in str(refused.problems[0])


def test_a_calendar_of_nobody_waits_for_a_person(desk: Organisation, ana: User, noon: datetime) -> None:
    load("calendar", calendar(VISIT), organisation=desk, now=noon, hold=True)
    held = HeldLine.objects.get()
    assert held.column == "person"
    person = Person.objects.create(organisation=desk, key="S-9", name="Noor", created_at=noon)
    settle(held, {"person": "S-9"}, actor=ana, now=noon)
    assert Stay.objects.get().trip.person == person


def test_an_undo_takes_back_what_was_added_and_puts_back_what_was_changed_or_removed(
    desk: Organisation, mira: Person, noon: datetime
) -> None:
    def trips(*lines: str) -> Loaded:
        return load("trips", (TRIPS + "\n".join(lines)).encode(), organisation=desk, now=noon)

    trips("S-1,A,Nairobi,KE,2017-07-14,2017-07-16", "S-1,A,Kisumu,KE,2017-07-16,2017-07-18")
    before = sorted((stay.place, stay.arrive, stay.depart) for stay in Stay.objects.all())
    second = trips("S-1,A,Nairobi,KE,2017-07-14,2017-07-19", "S-1,B,Rabat,MA,2017-08-01,2017-08-03")
    assert (second.counts.created, second.counts.changed, second.counts.removed) == (1, 1, 1)
    done = undo(second.record, actor="Ana", now=noon)
    assert (done.removed, done.restored, done.left) == (1, 2, [])
    assert sorted((stay.place, stay.arrive, stay.depart) for stay in Stay.objects.all()) == before
    assert not Trip.objects.filter(key="B").exists()
    with pytest.raises(CannotUndo, match="was undone"):
        undo(second.record, actor="Ana", now=noon)


def test_an_undo_leaves_what_somebody_has_changed_since_and_names_it(
    desk: Organisation, mira: Person, noon: datetime
) -> None:
    data = f"{TRIPS}S-1,A,Nairobi,KE,2017-07-14,2017-07-16\n"
    loaded = load("trips", data.encode(), organisation=desk, now=noon)
    place = PlaceWords(place="Kisumu", country="KE")
    change_stay(
        Stay.objects.get(), place=place, arrive="2017-07-14", depart="2017-07-16", actor="Ana", now=noon
    )
    done = undo(loaded.record, actor="Ana", now=noon)
    assert Stay.objects.get().place == "Kisumu"
    assert "the trip A of S-1" in done.text()
