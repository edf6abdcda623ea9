"""The page of the channels: what it shows and hides, exercises, and webhooks that are posted once more."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from tocsin.accounts.models import AuditEntry, Membership
from tocsin.alerts.tests.desk import NOON, make_desk
from tocsin.clock import now
from tocsin.delivery.models import ChannelSetting, Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.parts import Rounds
from tocsin.delivery.tests.conftest import Receiver, receiver  # noqa: F401 a fixture of that room
from tocsin.delivery.worker import run_once
from tocsin.exposure.people import set_contact

TOKEN = "token-0815"
NUMBER = "+254712345678"


@pytest.fixture(autouse=True)
def _loopback(settings, tmp_path):
    settings.TOCSIN_PRIVATE_HOSTS = ["127.0.0.1"]
    settings.TOCSIN_HOME = tmp_path


@pytest.fixture
def carol(scene, as_user) -> Client:
    return as_user(scene.administrator)


@pytest.fixture
def url(receiver: Receiver) -> str:  # noqa: F811
    return f"json://user:{TOKEN}@127.0.0.1:{receiver.server.server_port}/{{to}}"


def test_every_channel_is_listed_with_its_state_and_both_short_forms_with_their_counts(scene, carol):
    set_contact(scene.mira, "signal", NUMBER, actor="Pia", now=NOON)
    page = carol.get("/desk/channels/").content.decode()
    for label in ("E-mail", "Webhook", "SMS", "WhatsApp", "Signal", "Telegram", "Push", "Slack", "Teams"):
        assert f'<th scope="row">{label}</th>' in page
    assert '<span class="tag alarm">not set: nothing is sent</span>' in page
    assert "of 160" in page
    assert "of 600" in page
    assert scene.edition.headline in page
    assert "No webhook was posted yet." in page
    assert NUMBER not in page
    assert scene.mira.name not in page


def test_a_part_of_the_worker_that_fails_is_named_on_the_page(carol):
    assert "ends no round" not in carol.get("/desk/channels/").content.decode()
    rounds = Rounds("escalation")
    rounds.began(now=now() - timedelta(minutes=20))
    rounds.failed(KeyError("x"), now=now())
    page = carol.get("/desk/channels/").content.decode()
    assert "<b>Late</b>" in page
    assert "ends no round: escalation. It fails (KeyError)" in page


def test_a_gateway_is_set_and_never_shown_again(scene, carol, url):
    answer = carol.post("/desk/channels/sms/", {"url": url, "longest": "160"}, follow=True)
    page = answer.content.decode()
    assert ChannelSetting.objects.get().url == url
    assert "Messages leave by: <b>json</b>" in page
    assert scene.administrator.name in page
    for shown in (page, carol.get("/desk/channels/").content.decode()):
        assert TOKEN not in shown
        assert url.rpartition("@")[2] not in shown
        assert "127.0.0.1:" + url.rpartition(":")[2].partition("/")[0] not in shown
    assert TOKEN not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_wrong_gateway_is_refused_in_words_and_stays_to_be_mended(carol):
    form = {"url": "json://127.0.0.1/hook", "longest": "160"}
    page = carol.post("/desk/channels/sms/", form).content.decode()
    assert "write {to} where the person" in page
    assert "json://127.0.0.1/hook" in page
    assert not ChannelSetting.objects.exists()
    assert carol.get("/desk/channels/fax/").status_code == 404


def test_an_exercise_is_sent_from_the_page_and_its_words_stand_on_it(carol, url, receiver):  # noqa: F811
    carol.post("/desk/channels/sms/", {"url": url, "longest": "160"})
    receiver.answers = [(200, {}, b""), (422, {}, b"no such number")]
    form = {"exercise-address": NUMBER}
    page = carol.post("/desk/channels/sms/exercise", form, follow=True).content.decode()
    assert "The exercise message was accepted." in page
    assert json.loads(receiver.posts[0][1])["message"].startswith("Exercise: ")
    page = carol.post("/desk/channels/sms/exercise", form, follow=True).content.decode()
    assert "The exercise message was not accepted." in page
    assert "no such number" in page
    assert NUMBER not in page
    assert AuditEntry.objects.filter(action="channel-tested", subject="channel:sms").count() == 2


def test_an_exercise_to_no_number_is_refused_beside_what_was_typed(carol, url):
    carol.post("/desk/channels/sms/", {"url": url, "longest": "160"})
    page = carol.post("/desk/channels/sms/exercise", {"exercise-address": "0712"}).content.decode()
    assert "This is not a whole telephone number." in page
    assert 'value="0712"' in page


def test_a_gateway_is_forgotten(carol, url):
    carol.post("/desk/channels/sms/", {"url": url, "longest": "160"})
    page = carol.post("/desk/channels/sms/forget", follow=True).content.decode()
    assert "Forgotten." in page
    assert ChannelSetting.objects.get().url == ""
    refused = carol.post("/desk/channels/email/forget", follow=True).content.decode()
    assert "needs no gateway" in refused


@pytest.fixture
def posted(scene, receiver) -> Delivery:  # noqa: F811
    """A webhook of Mira's that was refused, and then sent."""
    set_contact(scene.mira, "webhook", receiver.address + "/secret-path", actor="Pia", now=NOON)
    enqueue(scene.edition, now=NOON)
    receiver.answers = [(503, {}, b"busy"), (200, {}, b"taken")]
    run_once(now=NOON)
    row = Delivery.objects.get(channel="webhook")
    run_once(now=row.due_at)
    row.refresh_from_db()
    assert row.state == "sent"
    return row


def test_the_log_of_webhooks_shows_hosts_words_and_tries_and_sends_again(scene, carol, posted, receiver):  # noqa: F811
    page = carol.get("/desk/channels/").content.decode()
    for words in ("127.0.0.1", "503 Service Unavailable: busy", "200 OK: taken", "asked-to-wait", "put off"):
        assert words in page
    for hidden in ("secret-path", scene.mira.name):
        assert hidden not in page
    again = f"/desk/channels/webhook/{posted.pk}/again"
    assert page.count(again) == 1
    page = carol.post(again, follow=True).content.decode()
    assert "Sent once more, under the same id." in page
    assert "asked-again" in page
    ids = [headers["webhook-id"] for headers, _body in receiver.posts]
    assert ids == [posted.message_id] * 3


def test_another_desk_and_other_roles_can_neither_see_nor_send(scene, as_user, carol, posted, url, receiver):  # noqa: F811
    carol.post("/desk/channels/sms/", {"url": url, "longest": "160"})
    other = make_desk("other")
    Membership.objects.create(organisation=other.organisation, user=other.ana, role="administrator")
    theirs = as_user(other.ana)
    page = theirs.get("/desk/channels/").content.decode()
    assert "No webhook was posted yet." in page
    assert "<td>json" not in page
    before = len(receiver.posts)
    assert theirs.post(f"/desk/channels/webhook/{posted.pk}/again").status_code == 404
    answer = theirs.post("/desk/channels/sms/exercise", {"exercise-address": NUMBER}).content.decode()
    assert "set no way to send SMS" in answer
    for path in ("sms/", "sms/exercise", "sms/forget", f"webhook/{posted.pk}/again"):
        assert as_user(scene.manager).post(f"/desk/channels/{path}").status_code == 403
    assert len(receiver.posts) == before
    assert ChannelSetting.objects.get(kind="sms").scheme == "json"


def test_nothing_is_done_without_the_token_against_forgery(scene):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.administrator, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("sms/", "sms/exercise", "sms/forget", "webhook/1/again"):
        assert client.post(f"/desk/channels/{path}").status_code == 403


def test_people_have_numbers_and_chats_set_at_the_person(scene, as_user):
    form = {
        "name": "Mira O.",
        "language": "en",
        "timezone": "UTC",
        "sms": "+254 712 345 678",
        "telegram": "12345678",
    }
    client = as_user(scene.manager)
    page = client.post(f"/people/{scene.mira.pk}/change", form, follow=True).content.decode()
    assert scene.mira.contacts.get(kind="sms").address == NUMBER
    assert "SMS <code>+254…78</code>" in page
    assert NUMBER not in page
    wrong = client.post(f"/people/{scene.mira.pk}/change", form | {"sms": "0712"}).content.decode()
    assert "This is not a whole telephone number." in wrong


def test_the_documentation_shows_the_examples_and_the_room_of_the_page():
    from pathlib import Path

    from tocsin.delivery.channel_settings import default_length
    from tocsin.delivery.decide import BY_GATEWAY
    from tocsin.desk.channels_page import EXAMPLES

    page = (Path(__file__).parents[3] / "docs" / "channels.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z]+)` \| .+ \| (\d+) \| `(.+)` \|$", page, re.MULTILINE)
    assert {kind: (int(room), example) for kind, room, example in rows} == {
        kind: (default_length(kind), EXAMPLES[kind]) for kind in BY_GATEWAY
    }
