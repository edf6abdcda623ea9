"""The answer page: reading never records, posting does, and no link but a good one does anything."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.signing import Signer
from django.db import OperationalError, connection
from django.test import Client
from django.urls import get_resolver

from tocsin import clock
from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.delivery import answers
from tocsin.delivery.errors import LinkAltered, LinkExpired, LinkForged, LinkIncomplete
from tocsin.delivery.links import answer_link, answer_token, read_token
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.tests.rows import World
from tocsin.exposure.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, noon: datetime) -> Callable[[datetime], None]:
    """Set the clock of the edge; it stands at noon until told otherwise."""

    def set_to(moment: datetime) -> None:
        # Pages that are loaded while this clock stands would keep it after the test.
        assert get_resolver().url_patterns
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(noon)
    return set_to


@pytest.fixture
def mira(world: World, at: object) -> Person:
    mira = world.person()
    world.queued(mira)
    return mira


@pytest.fixture
def path(world: World, mira: Person) -> str:
    return f"/answer/{answer_token(world.alert.editions.get(), mira)}/"


def test_the_link_in_a_message_leads_to_the_page(
    world: World, mira: Person, path: str, noon: datetime
) -> None:
    link = answer_link(world.alert.editions.get(), mira, now=noon)
    assert link == "https://desk.example" + path
    assert len(link) < 110


def test_reading_never_records_whoever_reads(path: str, client: Client) -> None:
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.get(path + "?kind=safe&note=x").status_code == 200
    assert not Answer.objects.exists()
    assert Delivery.objects.get().state == "queued"
    assert client.put(path).status_code == 405


def test_the_page_asks_with_two_big_buttons_and_a_way_to_say_more(path: str, client: Client) -> None:
    page = client.get(path)
    text = page.content.decode()
    assert "Kenya: Teachers plan march through central Nairobi" in text
    assert "Warning" in text
    assert re.findall(r'name="kind" value="([a-z-]+)"', text) == ["safe", "need-help", "not-there"]
    assert "<script" not in text
    assert "http" not in text.replace("https://desk.example/alerts/kenya-march/", "")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


def test_the_page_is_small_in_every_language_before_and_after_an_answer(
    world: World, client: Client, at: object
) -> None:
    edition = world.edition()
    for language, _ in django_settings.LANGUAGES:
        person = world.person(f"p-{language}", language=language)
        path = f"/answer/{answer_token(edition, person)}/"
        page = client.get(path).content
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page.decode()
        said = [client.post(path, {"kind": kind}).content for kind in ("safe", "need-help", "not-there")]
        for content in (page, *said, client.post(path, {"kind": "?"}).content):
            assert len(content) <= 3000, f"{language}: {len(content)} bytes"


def test_its_style_is_allowed_by_its_hash_and_nothing_else_is(path: str, client: Client) -> None:
    page = client.get(path)
    (style,) = re.findall("<style>(.*)</style>", page.content.decode(), re.DOTALL)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_an_answer_is_recorded_once_stops_what_waits_and_says_what_follows(
    world: World, mira: Person, path: str, noon: datetime
) -> None:
    client = Client(enforce_csrf_checks=True)  # as a browser that keeps no cookies
    page = client.post(path, {"kind": "safe", "note": "at the office"})
    assert page.status_code == 200
    assert "sees that you are safe" in page.content.decode()
    assert "Has something changed?" in page.content.decode()
    client.post(path, {"kind": "safe", "note": "at the office"})  # a double tap
    answer = Answer.objects.get()
    assert (answer.kind, answer.note, answer.at, answer.via) == ("safe", "at the office", noon, "link")
    row = Delivery.objects.get()
    assert (row.state, row.rule, row.reason) == ("cancelled", "answered", "This person has answered.")
    assert answer.delivery == row


def test_changes_of_mind_are_kept_in_order_and_a_call_for_help_is_audited(
    path: str, client: Client, at: Callable[[datetime], None], noon: datetime
) -> None:
    for minutes, kind in enumerate(("safe", "need-help", "not-there")):
        at(noon + timedelta(minutes=minutes))
        client.post(path, {"kind": kind})
    assert list(Answer.objects.order_by("at").values_list("kind", flat=True)) == [
        "safe",
        "need-help",
        "not-there",
    ]
    assert AuditEntry.objects.get(action="answer-recorded").detail["kind"] == "need-help"
    assert "I am not there" in client.get(path).content.decode()


def test_a_post_without_a_button_records_nothing_and_asks_again(path: str, client: Client) -> None:
    for kind in ("", "fine", "SAFE"):
        page = client.post(path, {"kind": kind})
        assert page.status_code == 400
        assert "Nothing was recorded yet" in page.content.decode()
    assert not Answer.objects.exists()


def test_a_note_is_kept_as_text_and_never_as_markup(path: str, client: Client) -> None:
    client.post(path, {"kind": "need-help", "note": "<b>cellar</b>\x00 " + "x" * 5000})
    note = Answer.objects.get().note
    assert note.startswith("<b>cellar</b> x")
    assert note.endswith("[...]")


def test_an_answer_that_cannot_be_kept_says_so(
    path: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(answers, "record", locked)
    page = client.post(path, {"kind": "need-help"})
    assert page.status_code == 503
    assert "NOT recorded" in page.content.decode()


def test_a_later_edition_still_goes_out_after_an_answer_to_an_earlier_one(
    world: World, mira: Person, path: str, client: Client
) -> None:
    (second,) = world.queued(mira, level="Critical", message_type="Update")
    client.post(path, {"kind": "safe"})
    second.refresh_from_db()
    assert second.state == "queued"


@pytest.mark.parametrize("method", ["get", "post"])
def test_links_that_are_not_good_are_told_apart_and_reveal_nothing(
    world: World,
    mira: Person,
    path: str,
    client: Client,
    method: str,
    settings: Any,
    noon: datetime,
    at: Callable[[datetime], None],
) -> None:
    token = path.split("/")[2]
    numbers, signature = token.split(":")
    edition, person, end, mark = numbers.split("-")
    own_key = settings.SECRET_KEY
    settings.SECRET_KEY = "another key " * 5
    forged = answer_token(world.alert.editions.get(), mira)
    settings.SECRET_KEY = own_key
    wrong = {
        token[:-3]: (404, "not complete", LinkIncomplete),
        "nonsense": (404, "not complete", LinkIncomplete),
        forged: (403, "not valid", LinkForged),
        f"{edition}-{person}0-{end}-{mark}:{signature}": (403, "not valid", LinkAltered),
        Signer(salt="another purpose").sign(numbers): (403, "not valid", LinkAltered),
    }
    for bad, (status, words, error) in wrong.items():
        page = getattr(client, method)(f"/answer/{bad}/", {"kind": "safe"})
        assert (page.status_code, words in page.content.decode()) == (status, True), bad
        with pytest.raises(error):
            read_token(bad, now=noon)
        assert "Kenya" not in page.content.decode()
        assert "Mira" not in page.content.decode()
    at(noon + timedelta(hours=24 + 72))
    page = getattr(client, method)(path, {"kind": "safe"})
    assert (page.status_code, "time to answer here is over" in page.content.decode()) == (410, True)
    assert "Kenya" not in page.content.decode()
    with pytest.raises(LinkExpired):
        read_token(token, now=noon + timedelta(hours=96))
    assert not Answer.objects.exists()


def test_a_link_works_until_the_desks_hours_after_the_end_by_the_houses_own_clock(
    path: str, client: Client, at: Callable[[datetime], None], noon: datetime
) -> None:
    at(noon + timedelta(hours=24 + 71))
    assert client.post(path, {"kind": "safe"}).status_code == 200


def test_a_link_survives_a_new_key_while_the_old_one_is_kept(
    path: str, client: Client, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key " * 6
    assert client.get(path).status_code == 200


def test_a_person_of_another_desk_cannot_be_answered_for(
    world: World, client: Client, noon: datetime, at: object
) -> None:
    other = Organisation.objects.create(name="Other", slug="other", sender="o.example", created_at=noon)
    stranger = Person.objects.create(organisation=other, key="s", name="S", created_at=noon)
    page = client.get(f"/answer/{answer_token(world.edition(), stranger)}/")
    assert page.status_code == 410


def test_who_is_removed_leaves_a_link_that_says_so(path: str, mira: Person, client: Client) -> None:
    mira.delete()
    assert client.get(path).status_code == 410


def test_where_somebody_says_to_be_is_kept_in_one_line_sealed_and_out_of_the_audit_log(
    path: str, client: Client
) -> None:
    client.post(path, {"kind": "need-help", "note": "my leg", "place": " Hotel Lux,\nroom 4 " + "x" * 300})
    answer = Answer.objects.get()
    assert answer.place.startswith("Hotel Lux, room 4 x")
    assert len(answer.place) == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, note FROM delivery_answer")
        (row,) = cursor.fetchall()
    assert not any(word in bytes(value) for value in row for word in (b"Hotel", b"leg"))
    assert "Hotel" not in str(AuditEntry.objects.get(action="answer-recorded").detail)
