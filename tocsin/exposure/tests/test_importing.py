"""Files of people, trips and sites: everything checked, every bad line named, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tocsin.accounts.models import AuditEntry, Organisation, User
from tocsin.accounts.secrets import fingerprint
from tocsin.exposure.importing import Loaded, describe, load
from tocsin.exposure.models import Contact, Exposure, Import, Person, Site, Stay, Trip
from tocsin.exposure.tests.conftest import EditionMaker

TRIPS = "person,trip,place,country,latitude,longitude,airport,arrive,depart,timezone\n"


@pytest.fixture
def staff(desk: Organisation, noon: datetime) -> list[Person]:
    return [
        Person.objects.create(organisation=desk, key=f"S-{number}", name=f"Person {number}", created_at=noon)
        for number in range(1, 4)
    ]


def load_trips(desk: Organisation, noon: datetime, *lines: str, skip_bad: bool = False) -> Loaded:
    data = (TRIPS + "\n".join(lines)).encode()
    return load("trips", data, organisation=desk, now=noon, file_name="trips.csv", skip_bad=skip_bad)


def stay_in(place: str) -> Stay:
    (found,) = (stay for stay in Stay.objects.all() if stay.place == place)
    return found


def only_problem(loaded: Loaded) -> str:
    assert loaded.refused
    (problem,) = loaded.problems
    return str(problem)


def test_people_are_loaded_with_their_contacts_encrypted(desk: Organisation, noon: datetime) -> None:
    data = (
        "key;name;email;webhook;language;timezone\n"
        "S-1;Zoë Ünal;zoe@ngo.example;https://hooks.ngo.example/zoe;fr;Africa/Casablanca\n"
        "S-2;Léa Dupont;;;;\n"
    )
    user = User.objects.create_user("manager@desk.example", name="Manager")
    loaded = load(
        "people", data.encode("cp1252"), organisation=desk, now=noon, actor=user, file_name="staff.csv"
    )
    assert loaded.is_loaded
    assert (loaded.rows, loaded.loaded, loaded.counts.created) == (2, 2, 2)
    assert any("cp1252" in note for note in loaded.notes)
    zoe = Person.objects.get(key="S-1")
    assert (zoe.name, zoe.language, zoe.timezone) == ("Zoë Ünal", "fr", "Africa/Casablanca")
    email = zoe.contacts.get(kind="email")
    assert (email.address, email.fingerprint) == ("zoe@ngo.example", fingerprint("zoe@ngo.example"))
    assert zoe.contacts.get(kind="webhook").secret.startswith("whsec_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM exposure_contact")
        assert not any("ngo.example" in row[0] for row in cursor.fetchall())
    record = Import.objects.get()
    assert (record.rows, record.loaded, record.problems, record.loaded_by) == (2, 2, [], user)
    entry = AuditEntry.objects.get(action="import.load")
    assert (entry.actor, entry.detail["loaded"]) == ("Manager", 2)


def test_loading_people_again_changes_them_and_leaves_what_the_file_does_not_say(
    desk: Organisation, noon: datetime
) -> None:
    load(
        "people",
        b"key,name,email,language\nS-1,Ana,ana@a.example,fr\nS-2,Ben,ben@a.example,en\nS-3,Cem,,\n",
        organisation=desk,
        now=noon,
    )
    Person.objects.filter(key="S-3").update(active=False)
    loaded = load(
        "people",
        b"key,name,email\nS-1,Ana Roth,ana@b.example\nS-2,Ben,\nS-3,Cem,\n",
        organisation=desk,
        now=noon,
    )
    assert (loaded.counts.created, loaded.counts.changed, loaded.counts.unchanged) == (0, 2, 1)
    ana = Person.objects.get(key="S-1")
    assert (ana.name, ana.language, ana.contacts.get().address) == ("Ana Roth", "fr", "ana@b.example")
    assert ana.contacts.get().fingerprint == fingerprint("ana@b.example")
    assert Person.objects.get(key="S-2").contacts.get().address == "ben@a.example"
    assert Person.objects.get(key="S-3").active
    assert "active again" in loaded.flags[0].problem


def test_every_bad_line_of_people_is_reported_and_no_address_is_repeated(
    desk: Organisation, noon: datetime
) -> None:
    data = (
        b"key,name,email,webhook,language,timezone,team\n"
        b"S-1,Ana,secret-address,,,,\n"
        b",Ben,,ftp://secret-address,french,Mars/Base,\n"
        b"S-2,Cem,,,,,\n"
        b"S-2,Dan,,,,,\n"
    )
    loaded = load("people", data, organisation=desk, now=noon)
    assert loaded.refused
    assert [(p.line, p.column) for p in loaded.problems] == [
        (1, "team"),
        (2, "email"),
        (3, "key"),
        (3, "language"),
        (3, "timezone"),
        (3, "webhook"),
        (5, "key"),
    ]
    assert "secret-address" not in describe(loaded)
    assert not Person.objects.exists()
    assert Import.objects.get().loaded == 0
    assert "secret-address" not in str(Import.objects.get().problems)
    skipped = load("people", data, organisation=desk, now=noon, skip_bad=True)
    assert (skipped.rows, skipped.loaded) == (4, 1)
    assert Person.objects.get().key == "S-2"
    assert "1 of 4 lines" in describe(skipped)
    assert "line 5, column key" in describe(skipped)


def test_trips_of_every_kind_of_place_are_loaded(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    loaded = load_trips(
        desk,
        noon,
        "S-1,T-1,Casablanca,MA,,,,2017-07-14,2017-07-16,",
        "S-1,T-1,Guest house,,31.63,-7.98,,2017-07-17 18:00,2017-07-20,",
        "S-2,T-2,,,,,NBO,2017-07-15T06:40+03:00,,",
        "S-3,T-3,,PH,,,,2017-07-10,2017-08-01,",
    )
    assert loaded.is_loaded, describe(loaded)
    assert (loaded.rows, loaded.loaded, loaded.counts.created) == (4, 4, 4)
    assert Trip.objects.count() == 3
    city, house = Stay.objects.filter(trip__key="T-1").order_by("arrive")
    # Morocco keeps UTC+1 in July.
    assert (city.arrive, city.depart) == (
        datetime(2017, 7, 13, 23, tzinfo=UTC),
        datetime(2017, 7, 16, 23, tzinfo=UTC),
    )
    assert (city.country, city.located_by, city.precision) == ("MA", "city by name", "city")
    assert (house.place, house.located_by, house.uncertainty_km) == ("Guest house", "coordinates given", 0.0)
    assert house.arrive == datetime(2017, 7, 17, 17, tzinfo=UTC)
    nairobi = Stay.objects.get(trip__key="T-2")
    assert (nairobi.arrive, nairobi.depart, nairobi.located_by) == (
        datetime(2017, 7, 15, 3, 40, tzinfo=UTC),
        None,
        "airport code",
    )
    vague = Stay.objects.get(trip__key="T-3")
    assert (vague.country, vague.longitude, vague.located_by) == ("PH", None, "country only")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("S-1,T-1,Casablanca,,,,,2017-07-14,,", "line 2, column place: 'Casablanca' means"),
        (
            "S-1,T-1,,MA,-7.59,33.57,,2017-07-14,,",
            "column latitude: Latitude -7.59 and longitude 33.57 look swapped",
        ),
        ("S-1,T-1,,,0,0,,2017-07-14,,", "Gulf of Guinea"),
        (
            "S-1,T-1,,US,,,,2017-07-14 10:00,,",
            "column arrive: '2017-07-14 10:00' has no time zone, and only the country",
        ),
        ("S-1,T-1,Casablanca,MA,,,,2017-07-14,2017-07-12,", "column depart: The departure"),
        ("S-1,T-1,Casablanca,MA,,,,,2017-07-12,", "column arrive: The time of arrival is missing"),
        ("S-9,T-1,Casablanca,MA,,,,2017-07-14,,", "column person: Nobody has the key 'S-9'"),
        ("S-1,T-1,,,,,,2017-07-14,,", "No place is given"),
        ("S-1,,Casablanca,MA,,,,2017-07-14,,", "column trip: The value is empty"),
        ("S-1,T-1,Casablanca,MA,,,,14/07/2017,,", "slashes"),
    ],
)
def test_a_bad_line_gets_its_number_column_problem_and_remedy(
    desk: Organisation, staff: list[Person], noon: datetime, line: str, words: str
) -> None:
    loaded = load_trips(desk, noon, line)
    assert words in only_problem(loaded)
    assert loaded.problems[0].remedy
    assert not Trip.objects.exists()
    assert Import.objects.get().problems[0]["line"] == 2


def test_swapped_coordinates_are_named_by_line_and_nothing_is_loaded(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    loaded = load_trips(
        desk,
        noon,
        "S-1,T-1,Casablanca,MA,33.57,-7.59,,2017-07-14,,",
        "S-2,T-2,Manila,PH,120.98,14.6,,2017-07-14,,",
    )
    assert "line 3, column latitude" in only_problem(loaded)
    assert "swapped" in only_problem(loaded)
    assert not Stay.objects.exists()


def test_a_time_without_a_zone_is_good_where_a_column_gives_it(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    loaded = load_trips(desk, noon, "S-1,T-1,,US,,,,2017-07-14 10:00,,America/Denver")
    assert loaded.is_loaded
    assert Stay.objects.get().arrive == datetime(2017, 7, 14, 16, tzinfo=UTC)


def test_somebody_who_has_left_gets_no_trips(desk: Organisation, staff: list[Person], noon: datetime) -> None:
    Person.objects.filter(key="S-1").update(active=False)
    loaded = load_trips(desk, noon, "S-1,T-1,Casablanca,MA,,,,2017-07-14,,")
    assert "no longer with you" in only_problem(loaded)


def test_the_same_stay_twice_is_an_error_and_two_countries_at_once_are_flagged(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    line = "S-1,T-1,Casablanca,MA,,,,2017-07-14,2017-07-16,"
    assert "line 3: The same stay is on line 2 already." in only_problem(load_trips(desk, noon, line, line))
    travel_day = "S-1,T-2,Nairobi,KE,,,,2017-07-16,2017-07-18,"
    assert load_trips(desk, noon, line, travel_day).flags == ()
    loaded = load_trips(desk, noon, "S-1,T-3,Manila,PH,,,,2017-07-10,2017-07-20,")
    assert loaded.is_loaded
    assert len(loaded.flags) == 2
    assert "Two stays overlap in two countries: Manila" in loaded.flags[0].problem
    assert "Casablanca" in loaded.flags[0].problem
    assert "already known" in loaded.flags[0].problem


def test_loading_a_trip_again_changes_it_instead_of_doubling_it(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    first = "S-1,T-1,Casablanca,MA,,,,2017-07-14,2017-07-16,"
    second = "S-1,T-1,Rabat,MA,,,,2017-07-16,2017-07-18,"
    load_trips(desk, noon, first, second)
    kept = stay_in("Casablanca").pk
    loaded = load_trips(desk, noon, first, "S-1,T-1,Rabat,MA,,,,2017-07-17,2017-07-19,")
    assert (loaded.counts.changed, loaded.counts.unchanged, loaded.counts.created) == (1, 1, 0)
    assert stay_in("Casablanca").pk == kept
    assert stay_in("Rabat").arrive == datetime(2017, 7, 16, 23, tzinfo=UTC)
    loaded = load_trips(desk, noon, first)
    assert (loaded.counts.removed, Stay.objects.count(), Trip.objects.count()) == (1, 1, 1)


def test_skipping_bad_lines_removes_no_older_stay_of_their_trip(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    first = "S-1,T-1,Casablanca,MA,,,,2017-07-14,2017-07-16,"
    load_trips(desk, noon, first, "S-1,T-1,Rabat,MA,,,,2017-07-16,2017-07-18,")
    loaded = load_trips(desk, noon, first, "S-1,T-1,Rabat,MA,,,,16/07/2017,,", skip_bad=True)
    assert loaded.loaded == 1
    assert set(Stay.objects.values_list("place", flat=True)) == {"Casablanca", "Rabat"}
    assert any("none of its 1 older stays was removed" in flag.problem for flag in loaded.flags)


def test_twenty_thousand_lines_with_one_bad_one_in_the_middle(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    places = ["Casablanca,MA", "Nairobi,KE", "Manila,PH", "Amman,JO"]
    lines = [
        f"S-{n % 3 + 1},T-{n},{places[n % 4]},,,,{noon + timedelta(days=n):%Y-%m-%d},{noon + timedelta(days=n):%Y-%m-%d},"
        for n in range(20_000)
    ]
    good = lines[10_000]
    lines[10_000] = (
        good.replace(",MA", "").replace(",KE", "").replace(",PH", "").replace(",JO", "") + ",extra,cells"
    )
    loaded = load_trips(desk, noon, *lines)
    assert only_problem(loaded).startswith("line 10002")
    assert loaded.rows == 20_000
    assert not Stay.objects.exists()
    assert "1 of 20000 lines cannot be used" in describe(loaded)
    loaded = load_trips(desk, noon, *lines, skip_bad=True)
    assert (loaded.rows, loaded.loaded, Stay.objects.count()) == (20_000, 19_999, 19_999)


def test_a_file_that_cannot_be_read_at_all_is_refused_and_recorded(
    desk: Organisation, noon: datetime
) -> None:
    loaded = load("trips", b"PK\x03\x04", organisation=desk, now=noon, file_name="t.xlsx", skip_bad=True)
    assert "workbook" in only_problem(loaded)
    assert Import.objects.get().problems
    assert AuditEntry.objects.get().action == "import.refuse"


def test_loaded_stays_are_matched_with_the_alerts_in_force(
    desk: Organisation, staff: list[Person], make_edition: EditionMaker, noon: datetime
) -> None:
    edition = make_edition(desk)
    loaded = load_trips(desk, noon, "S-1,T-1,Casablanca,MA,,,,2017-07-14,2017-07-16,")
    (row,) = loaded.exposures
    assert (row.edition_id, row.person_id, row.rule) == (edition.pk, staff[0].pk, "inside-area")
    assert "alert in force: 1 of these people" in describe(loaded)
    again = load_trips(desk, noon, "S-1,T-1,Casablanca,MA,,,,2017-07-14,2017-07-17,")
    assert again.exposures == ()
    assert Exposure.objects.count() == 1


def test_sites_are_loaded_with_their_contacts(
    desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    data = (
        b"key,name,kind,place,country,latitude,longitude,people_count,contacts\n"
        b"A,Casablanca office,Office,,,33.5895,-7.6039,12,S-1 S-2\n"
        b"B,Nairobi school,school,Nairobi,KE,,,,\n"
    )
    loaded = load("sites", data, organisation=desk, now=noon)
    assert loaded.is_loaded
    office = Site.objects.get(key="A")
    assert (office.kind, office.country, office.people_count) == ("office", "MA", 12)
    assert set(office.contacts.all()) == set(staff[:2])
    assert "no contact" in loaded.flags[0].problem
    again = load("sites", data, organisation=desk, now=noon)
    assert (again.counts.created, again.counts.changed, again.counts.unchanged) == (0, 0, 2)
    bad = load(
        "sites",
        b"key,name,country,people_count,contacts\nA,x,MA,many,S-9\nA,y,MA,,\n",
        organisation=desk,
        now=noon,
    )
    assert [(p.line, p.column) for p in bad.problems] == [
        (2, "contacts"),
        (2, "people_count"),
        (2, "place"),
        (3, "place"),
    ]


def test_files_stay_within_their_organisation(
    desk: Organisation, other_desk: Organisation, staff: list[Person], noon: datetime
) -> None:
    loaded = load_trips(other_desk, noon, "S-1,T-1,Casablanca,MA,,,,2017-07-14,,")
    assert "Nobody has the key" in only_problem(loaded)
    load("people", b"key,name\nS-1,Other\n", organisation=other_desk, now=noon)
    assert Person.objects.filter(key="S-1").count() == 2
    assert not Contact.objects.exists()


def test_a_large_file_that_is_broken_off_is_completed_by_loading_it_again(
    desk: Organisation, staff: list[Person], make_edition: EditionMaker, noon: datetime
) -> None:
    make_edition(desk)
    lines = [
        f"S-{n % 3 + 1},T-{n},Casablanca,MA,,,,{noon + timedelta(days=n % 900):%Y-%m-%d},{noon + timedelta(days=n % 900 + 1):%Y-%m-%d},"
        for n in range(3500)
    ]
    data = (TRIPS + "\n".join(lines)).encode()
    told: list[int] = []

    def pulled_out_in_the_middle(exposures: Sequence[Exposure]) -> None:
        told.append(len(exposures))
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load("trips", data, organisation=desk, now=noon, file_name="t.csv", tell=pulled_out_in_the_middle)
    broken = Import.objects.get()
    assert broken.finished_at is None
    assert Stay.objects.count() == 2000
    again = load("trips", data, organisation=desk, now=noon, file_name="t.csv")
    assert (again.counts.created, again.counts.unchanged) == (1500, 2000)
    assert again.record.finished_at == noon
    assert Stay.objects.count() == 3500
    both = Exposure.objects.values("stay", "edition").distinct().count()
    assert both == Exposure.objects.count() > 0
