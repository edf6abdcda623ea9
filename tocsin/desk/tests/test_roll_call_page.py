"""The roll-call as a page: of thousands of people only some at once, and what is new never moves a row under the pointer."""

from __future__ import annotations

import gzip
import re
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tocsin.alerts.tests.desk import NOON, make_desk
from tocsin.delivery.answers import record, take
from tocsin.delivery.models import Answer, Delivery
from tocsin.desk.roll_call_page import LINES_A_PAGE
from tocsin.exposure.models import Contact, Exposure, Person, PlaceLook

MANY = 5000


def crowd(scene, count: int) -> list[Person]:
    """Put `count` people in the way, each sent one mail."""
    desk = scene.desk.organisation
    people = Person.objects.bulk_create(
        Person(organisation=desk, key=f"C-{number}", name=f"Crowd {number:04}", created_at=NOON)
        for number in range(count)
    )
    stay = scene.mira.trips.get().stays.get()
    Exposure.objects.bulk_create(
        Exposure(
            edition=scene.edition, person=one, stay=stay, certainty="exposed", rule="inside", reason="inside",
            located_by="city by name", place="Kisumu",
        )
        for one in people
    )  # fmt: skip
    contacts = Contact.objects.bulk_create(
        Contact(person=one, kind="email", address=f"{one.key}@field.example", fingerprint=one.key)
        for one in people
    )
    Delivery.objects.bulk_create(
        Delivery(
            organisation=desk, edition=scene.edition, person=contact.person, contact=contact, channel="email",
            state="queued", rule="exposed", reason="inside", message_id=f"m-{contact.pk}", due_at=NOON, created_at=NOON,
            expires_at=scene.edition.expires,
        )
        for contact in contacts
    )  # fmt: skip
    return people


def address(scene, path: str = "") -> str:
    return f"/desk/alerts/{scene.reference}/roll-call{path}"


def test_five_thousand_people_are_paged_in_few_questions_and_few_bytes(scene, as_user):
    people = crowd(scene, MANY)
    Answer.objects.bulk_create(
        Answer(edition=scene.edition, person=one, kind=kind, at=NOON, via="link", note="at the hotel")
        for kind, some in (("need-help", people[:250]), ("safe", people[250:1250]))
        for one in some
    )
    client = as_user(scene.manager)
    for path in (address(scene), address(scene, "?page=4"), f"/desk/alerts/{scene.reference}/"):
        with CaptureQueriesContext(connection) as seen:
            page = client.get(path).content
        assert len(seen) < 60, f"{path}: {len(seen)} questions"
        assert len(gzip.compress(page)) < 60_000, f"{path}: {len(page)} bytes"
        rows = len(re.findall(r'id="(?:answer|person)-\d+"', page.decode()))
        assert rows == LINES_A_PAGE, path
    assert "<b>3751</b> silent" in page.decode()


def test_every_person_is_on_one_page_and_calls_for_help_are_on_the_first(scene, as_user):
    people = crowd(scene, 2 * LINES_A_PAGE)
    record(scene.edition, people[-1], "need-help", now=NOON, via="link")
    record(scene.edition, people[0], "safe", now=NOON, via="link")
    client = as_user(scene.manager)
    pages = [client.get(address(scene, f"?page={number}")).content.decode() for number in (1, 2, 3)]
    assert people[-1].name in pages[0]
    assert people[0].name in pages[2]
    found = [re.findall(r'id="((?:answer|person)-\d+)"', page) for page in pages]
    assert len({one for some in found for one in some}) == sum(map(len, found)) == 2 * LINES_A_PAGE + 1
    assert re.search(r'href="[^"]*\?page=3">Safe</a>', pages[0])
    for odd in ("0", "-1", "x", "99"):
        assert client.get(address(scene, f"?page={odd}")).status_code == 200


def test_only_the_places_that_were_shown_count_as_looked_at(scene, as_user):
    crowd(scene, 2 * LINES_A_PAGE)
    as_user(scene.manager).get(address(scene))
    assert PlaceLook.objects.filter(where="roll-call").count() == LINES_A_PAGE
    as_user(scene.desk.rob).get(address(scene))
    assert PlaceLook.objects.filter(where="roll-call").count() == LINES_A_PAGE


def test_the_list_of_callers_is_short_and_still_takes_everybody(scene, as_user):
    people = crowd(scene, 400)
    record(scene.edition, people[7], "safe", now=NOON, via="link")
    client = as_user(scene.manager)
    page = client.get(f"/desk/alerts/{scene.reference}/?person={people[7].pk}").content.decode()
    assert f'<option value="{people[7].pk}" selected>' in page
    assert page.count("<option") < 320
    last = people[-1]
    client.post(f"/desk/alerts/{scene.reference}/answers", {"person": last.pk, "kind": "safe"})
    assert Answer.objects.get(person=last).via == "desk"


def news(client, scene, since: int, at: datetime) -> str:
    query = urlencode({"since": since, "at": at.isoformat(), "page": 1})
    response = client.get(address(scene, f"/news?{query}"), headers={"HX-Request": "true"})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_what_is_new_is_counted_beside_the_rows_and_names_nobody(scene, as_user):
    client = as_user(scene.desk.ana)
    page = client.get(address(scene)).content.decode()
    assert 'hx-trigger="live-answers from:body"></div>' in page
    assert "/roll-call/news?since=0&amp;at=2017-07-15T12%3A00%3A" in page
    assert news(client, scene, 0, NOON) == ""
    call = record(
        scene.edition, scene.mira, "need-help", now=NOON + timedelta(minutes=1), via="link", note="cellar"
    )
    said = news(client, scene, 0, NOON)
    assert "1 new answer" in said
    assert "1 asks for help" in said
    assert "Mira" not in said
    assert "cellar" not in said
    later = NOON + timedelta(minutes=2)
    assert news(client, scene, call.pk, later) == ""
    take(call, scene.desk.ana, later + timedelta(seconds=1))
    assert "Messages or calls have moved on." in news(client, scene, call.pk, later)


@pytest.mark.parametrize("query", ["", "?since=x&at=y", "?since=0&at=2017-07-15T12:00:00", "?since=%C2%B2"])
def test_an_odd_address_of_the_news_is_no_fault(scene, as_user, query):
    assert as_user(scene.desk.ana).get(address(scene, f"/news{query}")).status_code == 200


def test_another_desk_hears_nothing(scene, as_user):
    other = make_desk("other")
    assert as_user(other.ana).get(address(scene, "/news")).status_code in (403, 404)
