"""People, trips, stays, sites and files by hand; what is entered late is matched at once."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tocsin.accounts.models import AuditEntry
from tocsin.delivery.models import Delivery
from tocsin.exposure.models import Import, Person, Site, Stay

NEW = {
    "key": "S-2",
    "name": "Tom Weiss",
    "email": "tom@field.example",
    "language": "en",
    "timezone": "Africa/Nairobi",
}
TRIP = {
    "key": "T-9",
    "name": "Visit",
    "place": "Kisumu",
    "country": "KE",
    "arrive": "2017-07-15",
    "depart": "2017-07-18",
}


def test_a_person_is_added_shown_masked_and_the_view_is_recorded(scene, as_user):
    client = as_user(scene.manager)
    page = client.post("/people/new", NEW, follow=True).content.decode()
    person = Person.objects.get(key="S-2")
    assert "t…@field.example" in page
    assert "tom@field.example" not in page
    assert AuditEntry.objects.filter(
        action="person.view", subject=f"person:{person.pk}", actor="Pia"
    ).exists()


def test_a_bad_address_and_a_taken_key_are_told_and_nothing_is_lost(scene, as_user):
    client = as_user(scene.manager)
    page = client.post("/people/new", NEW | {"email": "nobody"}).content.decode()
    assert "This is not an e-mail address." in page
    assert 'value="Tom Weiss"' in page
    assert "has a person with the key" in client.post("/people/new", NEW | {"key": "S-1"}).content.decode()
    assert not Person.objects.filter(name="Tom Weiss").exists()


def test_a_person_is_changed_and_an_empty_address_stays(scene, as_user):
    values = {"name": "Mira O.", "email": "", "webhook": "", "language": "fr", "timezone": "UTC"}
    as_user(scene.manager).post(f"/people/{scene.mira.pk}/change", values)
    scene.mira.refresh_from_db()
    assert (scene.mira.name, scene.mira.language) == ("Mira O.", "fr")
    assert scene.mira.contacts.get().address == "mira@field.example"


def test_a_trip_into_an_alert_is_matched_and_told_at_once(scene, as_user):
    client = as_user(scene.manager)
    client.post("/people/new", NEW)
    person = Person.objects.get(key="S-2")
    page = client.post(f"/people/{person.pk}/trips/new", TRIP, follow=True).content.decode()
    assert "in the way of 1 alert in force" in page
    assert Delivery.objects.filter(person=person, edition=scene.edition, state="queued").exists()


def test_an_unclear_place_lists_the_choices_and_keeps_what_was_typed(scene, as_user):
    client = as_user(scene.manager)
    page = client.post(f"/people/{scene.mira.pk}/trips/new", TRIP | {"place": "Springfield", "country": ""})
    words = page.content.decode()
    assert "geonames_id" in words
    assert 'value="Springfield"' in words
    assert not scene.mira.trips.filter(key="T-9").exists()


def test_swapped_coordinates_are_named(scene, as_user):
    values = TRIP | {"place": "", "latitude": "34.7680", "longitude": "-0.0917"}
    page = as_user(scene.manager).post(f"/people/{scene.mira.pk}/trips/new", values).content.decode()
    assert "swapped" in page


def test_a_stay_is_added_changed_and_removed(scene, as_user):
    client = as_user(scene.manager)
    trip = scene.mira.trips.get()
    values = {"place": "Nairobi", "country": "KE", "arrive": "2017-07-21", "depart": ""}
    client.post(f"/people/trips/{trip.pk}/stays/new", values)
    stay = next(stay for stay in trip.stays.all() if stay.place == "Nairobi")
    assert "Nairobi" in client.get(f"/people/stays/{stay.pk}/").content.decode()
    client.post(f"/people/stays/{stay.pk}/", values | {"depart": "2017-07-20"})
    stay.refresh_from_db()
    assert stay.depart is None
    client.post(f"/people/stays/{stay.pk}/", values | {"depart": "2017-07-25"})
    stay.refresh_from_db()
    assert stay.depart is not None
    client.post(f"/people/stays/{stay.pk}/remove")
    assert not Stay.objects.filter(pk=stay.pk).exists()


def test_the_list_says_where_everybody_is_now_and_finds_by_name_and_country(scene, as_user):
    client = as_user(scene.manager)
    client.post("/people/new", NEW)
    assert "Kisumu" in client.get("/people/?q=mira").content.decode()
    here = client.get("/people/?country=KE").content.decode()
    assert "Mira Otieno" in here
    assert "Tom Weiss" not in here


def test_somebody_who_left_is_listed_apart(scene, as_user):
    client = as_user(scene.manager)
    client.post(f"/people/{scene.mira.pk}/active", {"active": "no"})
    assert "Mira Otieno" not in client.get("/people/").content.decode()
    assert "Mira Otieno" in client.get("/people/?show=gone").content.decode()
    client.post(f"/people/{scene.mira.pk}/active", {"active": "yes"})
    assert "Mira Otieno" in client.get("/people/").content.decode()


def test_a_site_is_added_changed_and_closed(scene, as_user):
    client = as_user(scene.manager)
    values = {
        "key": "OFF", "name": "Kisumu office", "kind": "office", "latitude": "-0.0917", "longitude": "34.7680",
        "people_count": "5", "contacts": "S-1",
    }  # fmt: skip
    assert (
        "Nobody has the key S-99"
        in client.post("/people/sites/new", values | {"contacts": "S-99"}).content.decode()
    )
    client.post("/people/sites/new", values)
    site = Site.objects.get()
    assert list(site.contacts.all()) == [scene.mira]
    assert "Kisumu office" in client.get("/people/sites/").content.decode()
    client.post(f"/people/sites/{site.pk}/", values | {"name": "Kisumu house", "contacts": ""})
    site.refresh_from_db()
    assert site.name == "Kisumu house"
    assert "nobody" in client.get("/people/sites/").content.decode()
    client.post(f"/people/sites/{site.pk}/close")
    site.refresh_from_db()
    assert not site.active


def people_file(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("staff.csv", "\n".join(("key,name,email", *lines)).encode(), "text/csv")


def test_a_bad_file_is_refused_with_every_line_and_its_good_lines_are_one_press_away(scene, as_user):
    client = as_user(scene.manager)
    upload = people_file("S-7,Ada,ada@field.example", "S-8,,x@y.example", "S-9,Bo,not-an-address")
    answer = client.post("/people/imports/new", {"what": "people", "file": upload})
    page = answer.content.decode()
    assert "Nothing was loaded" in page
    assert "2 of 3 lines" in page
    assert "Load the 1 good line" in page
    assert not Person.objects.filter(key="S-7").exists()
    context = answer.context or {}
    again = {
        "what": "people",
        "kept": context.get("again") or _kept_in(page),
        "file_name": "staff.csv",
        "skip_bad": "on",
    }
    page = client.post("/people/imports/new", again).content.decode()
    assert "1 of 3 lines were loaded" in page
    assert Person.objects.filter(key="S-7").exists()
    assert Import.objects.filter(file_name="staff.csv").count() == 2
    assert "staff.csv" in client.get("/people/imports/").content.decode()


def _kept_in(page: str) -> str:
    return page.split('name="kept" value="')[1].split('"')[0]


def test_no_file_is_asked_for(scene, as_user):
    page = as_user(scene.manager).post("/people/imports/new", {"what": "people"}).content.decode()
    assert "Choose the file to load." in page


def test_a_good_file_is_loaded_and_its_people_are_told(scene, as_user):
    client = as_user(scene.manager)
    client.post("/people/imports/new", {"what": "people", "file": people_file("S-7,Ada,ada@field.example")})
    trips = b"person,trip,place,country,arrive,depart\nS-7,T-7,Kisumu,KE,2017-07-15,2017-07-18\n"
    upload = SimpleUploadedFile("trips.csv", trips, "text/csv")
    page = client.post("/people/imports/new", {"what": "trips", "file": upload}, follow=True).content.decode()
    assert "newly in the way" in page
    assert Delivery.objects.filter(person__key="S-7", state="queued").exists()


def test_templates_are_handed_out(scene, as_user):
    client = as_user(scene.manager)
    for what in ("people", "trips", "sites"):
        answer = client.get(f"/people/imports/template/{what}.csv")
        assert answer["Content-Type"].startswith("text/csv")
        assert answer.content.startswith("\ufeff".encode())
    assert client.get("/people/imports/template/cats.csv").status_code == 404


def test_a_refusal_is_told_in_the_readers_language(scene, as_user):
    client = as_user(scene.manager)
    page = client.post("/people/new", NEW | {"email": "nobody"}, headers={"accept-language": "fr"})
    assert "Ceci n’est pas une adresse de courriel." in page.content.decode()
    page = client.post("/people/new", NEW | {"key": "S-1"}, headers={"accept-language": "fr"})
    assert "a déjà une personne avec la clé" in page.content.decode()


def test_a_bad_line_is_shown_in_the_readers_language_and_kept_in_english(scene, as_user):
    file = SimpleUploadedFile("people.csv", b"key,name,email\nS-7,Li,nobody\n")
    page = as_user(scene.manager).post(
        "/people/imports/new", {"what": "people", "file": file}, headers={"accept-language": "ar"}
    )
    assert "هذا ليس عنوان بريد إلكتروني." in page.content.decode()
    (kept,) = Import.objects.latest("pk").problems
    assert kept["problem"] == "This is not an e-mail address."
