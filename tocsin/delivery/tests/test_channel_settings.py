"""The gateways of a desk: set, sealed, tested, and what becomes of messages with and without one."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.delivery.channel_settings import forget_channel, gateways, set_channel, settings_of, way_of
from tocsin.delivery.channels.webhook import WebhookChannel
from tocsin.delivery.decide import Outcome
from tocsin.delivery.errors import DeliveryError, GatewayInvalid, HostRefused, KindUnknown, NothingToReplay
from tocsin.delivery.escalation import escalate
from tocsin.delivery.exercise import send_exercise
from tocsin.delivery.models import Attempt, ChannelSetting, Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.replay import replay
from tocsin.delivery.tests.conftest import Mailbox, Receiver
from tocsin.delivery.tests.rows import World
from tocsin.delivery.worker import run_once
from tocsin.exposure.errors import ValueImpossible

TOKEN = "token-0815"


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.TOCSIN_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture
def url(receiver: Receiver) -> str:
    return f"json://127.0.0.1:{receiver.server.server_port}/{TOKEN}/{{to}}?+Idempotency-Key={{id}}"


def put(world: World, kind: str, url: str, longest: int = 160, desk: Organisation | None = None):
    return set_channel(desk or world.desk, kind, url, longest, actor=world.officer, now=world.now)


# -- setting -----------------------------------------------------------------------------------------------


def test_a_gateway_is_sealed_and_only_its_scheme_stays_in_the_open(world, url):
    put(world, "sms", url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM delivery_channelsetting")
        stored = str(cursor.fetchall())
    assert TOKEN not in stored
    assert "json" in stored
    assert ChannelSetting.objects.get().url == url
    entry = AuditEntry.objects.get(action="channel-set")
    assert entry.detail == {"scheme": "json", "longest": 160, "address_changed": True}
    assert (entry.actor, entry.subject) == (str(world.officer), "channel:sms")


def test_an_empty_address_keeps_the_old_one_and_changes_the_length(world, url):
    put(world, "sms", url)
    put(world, "sms", "", 600)
    way = way_of(gateways([world.desk.pk]), world.desk.pk, "sms")
    assert (way.url, way.longest) == (url, 600)


def test_what_cannot_be_set_is_refused_and_nothing_is_kept(world, url, settings):
    for kind, address, longest, error in (
        ("sms", "", 160, GatewayInvalid),
        ("sms", "json://127.0.0.1/x", 160, GatewayInvalid),
        ("sms", url, 161, GatewayInvalid),
        ("sms", "json://127.0.0.1/{to}" + "x" * 2000, 160, GatewayInvalid),
        ("email", url, 160, KindUnknown),
        ("fax", url, 160, KindUnknown),
    ):
        with pytest.raises(error):
            put(world, kind, address, longest)
    settings.TOCSIN_PRIVATE_HOSTS = []
    with pytest.raises(HostRefused):
        put(world, "sms", url)
    assert not ChannelSetting.objects.exists()
    assert not AuditEntry.objects.exists()


def test_another_desks_gateway_is_not_ours(world, url):
    other = Organisation.objects.create(
        name="Other", slug="other", sender="other.example", created_at=world.now
    )
    put(world, "sms", url, desk=other)
    assert gateways([world.desk.pk]) == {}
    assert settings_of(world.desk) == {}
    with pytest.raises(DeliveryError, match="set no way to send SMS"):
        way_of(gateways([world.desk.pk, other.pk]), world.desk.pk, "sms")
    mira = world.person(email=None)
    world.contact(mira, "sms", "+254712345678")
    (row,) = world.queued(mira)
    assert (row.state, row.rule) == ("suppressed", "no-gateway")


def test_a_gateway_sealed_with_a_lost_key_puts_messages_off_and_can_be_replaced(world, url):
    put(world, "sms", url)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE delivery_channelsetting SET url = 'sealed with another key'")
    mira = world.person(email=None)
    world.contact(mira, "sms", "+254712345678")
    (row,) = world.queued(mira)
    run_once(now=world.now)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 1)
    put(world, "sms", url)
    assert way_of(gateways([world.desk.pk]), world.desk.pk, "sms").url == url


# -- sending -----------------------------------------------------------------------------------------------


def test_an_alert_goes_by_sms_from_the_outbox_to_the_gateway(world, url, receiver):
    put(world, "sms", url)
    mira = world.person(email=None, language="fr")
    world.contact(mira, "sms", "+254712345678")
    (row,) = world.queued(mira)
    assert run_once(now=world.now) == 1
    row.refresh_from_db()
    assert row.state == "sent"
    ((headers, body),) = receiver.posts
    said = json.loads(body)["message"]
    assert said.startswith("Avertissement: Kenya. Stay away from the city centre.")
    assert "https://desk.example/answer/" in said
    assert len(said) <= 160
    assert headers["idempotency-key"] == row.message_id
    assert row.tries.get().response == "json at 127.0.0.1 took it."


def test_without_a_gateway_the_row_says_so_and_other_channels_go_out(world):
    mira = world.person()
    world.contact(mira, "whatsapp", "+254712345678")
    email, whatsapp = world.queued(mira)
    assert (email.state, whatsapp.state, whatsapp.rule) == ("queued", "suppressed", "no-gateway")
    assert whatsapp.reason == (
        "This desk has set no way to send WhatsApp: an administrator sets one under Channels."
    )


def test_teams_needs_no_gateway_because_an_address_is_the_whole_way(world, receiver):
    mira = world.person(email=None)
    world.contact(mira, "teams", f"json://127.0.0.1:{receiver.server.server_port}/teams")
    (row,) = world.queued(mira)
    run_once(now=world.now)
    row.refresh_from_db()
    assert row.state == "sent"
    assert "Until" in json.loads(receiver.posts[0][1])["message"]


def test_a_gateway_that_is_forgotten_meanwhile_puts_its_messages_off_with_words(world, url, receiver):
    put(world, "sms", url)
    mira = world.person(email=None)
    world.contact(mira, "sms", "+254712345678")
    (row,) = world.queued(mira)
    forget_channel(world.desk, "sms", actor=world.officer, now=world.now)
    run_once(now=world.now)
    row.refresh_from_db()
    assert (row.state, row.tries.get().outcome) == ("queued", "technical")
    assert "set no way to send SMS" in row.last_error
    assert receiver.posts == []
    put(world, "sms", url)
    run_once(now=row.due_at)
    row.refresh_from_db()
    assert row.state == "sent"


def test_one_question_finds_the_gateways_of_a_batch(world, url, django_assert_num_queries):
    put(world, "sms", url)
    put(world, "push", url, 600)
    with django_assert_num_queries(1):
        found = gateways([world.desk.pk])
    assert {kind for _desk, kind in found} == {"sms", "push"}


def test_a_reminder_is_not_written_where_there_is_no_gateway_for_it(world, later):
    mira = world.person()
    world.contact(mira, "sms", "+254712345678")
    world.queued(mira)
    assert escalate(now=later(1800)) == 1
    assert [row.channel for row in Delivery.objects.filter(round=1)] == ["email"]


def test_critical_goes_to_every_number(world, url, receiver):
    put(world, "sms", url)
    mira = world.person(email=None)
    world.contact(mira, "sms", "+254712345678")
    world.contact(mira, "sms", "+254712345679")
    edition = world.edition(level="Critical")
    world.expose(edition, mira)
    assert [row.state for row in enqueue(edition, now=world.now)] == ["queued", "queued"]


# -- exercises ---------------------------------------------------------------------------------------------


def exercise(world: World, kind: str, address: str, **more):
    return send_exercise(world.desk, kind, address, actor=world.officer, now=world.now, **more)


def test_an_exercise_goes_out_marked_and_its_outcome_is_kept_without_the_address(world, url, receiver):
    put(world, "sms", url)
    assert exercise(world, "sms", "+254 712 345 678").outcome is Outcome.ACCEPTED
    said = json.loads(receiver.posts[0][1])["message"]
    assert said.startswith("Exercise: Harbour Relief.")
    assert "Do nothing: this is an exercise." in said
    row = ChannelSetting.objects.get()
    assert (row.test_outcome, row.tested_at, row.tested_by) == ("accepted", world.now, str(world.officer))
    entry = AuditEntry.objects.get(action="channel-tested")
    assert entry.detail == {"outcome": "accepted"}
    assert "712" not in str(entry.detail) + row.test_words
    assert not Delivery.objects.exists()


def test_an_exercise_by_mail_is_marked_in_its_subject(world, mailbox: Mailbox, mail_server, settings):
    settings.TOCSIN_SMTP_ADDRESS = f"smtp://127.0.0.1:{mail_server.port}?timeout=5"
    assert exercise(world, "email", "carol@desk.example").outcome is Outcome.ACCEPTED
    (mail,) = mailbox.mails
    assert b"Subject: [Exercise] This is an exercise" in mail.content
    assert mail.rcpt_tos == ["carol@desk.example"]
    assert ChannelSetting.objects.get(kind="email").test_outcome == "accepted"


def test_an_exercise_by_webhook_says_so_to_the_machine_that_takes_it(world, receiver):
    assert exercise(world, "webhook", receiver.address).outcome is Outcome.ACCEPTED
    document = json.loads(receiver.posts[0][1])
    assert (document["type"], document["data"]["kind"]) == ("exercise", "exercise")


def test_an_exercise_that_is_refused_keeps_the_words(world, url, receiver):
    put(world, "sms", url)
    receiver.answers = [(403, {}, f"account {TOKEN} is closed".encode())]
    response = exercise(world, "sms", "+254712345678")
    row = ChannelSetting.objects.get()
    assert row.test_outcome == response.outcome == Outcome.TECHNICAL
    assert "is closed" in row.test_words
    assert TOKEN not in row.test_words


def test_an_exercise_to_no_address_or_by_no_gateway_is_refused(world, url):
    with pytest.raises(ValueImpossible):
        exercise(world, "sms", "0712")
    with pytest.raises(DeliveryError, match="set no way"):
        exercise(world, "sms", "+254712345678")
    assert not ChannelSetting.objects.exists()


# -- webhooks once more ------------------------------------------------------------------------------------


@pytest.fixture
def posted(world: World, receiver: Receiver) -> Delivery:
    """A webhook that was accepted."""
    mira = world.person(email=None, webhook=receiver.address)
    (row,) = world.queued(mira)
    run_once(now=world.now)
    row.refresh_from_db()
    assert row.state == "sent"
    return row


def test_a_webhook_that_was_taken_is_posted_again_under_its_id_and_stays_sent(
    world, receiver, posted, webhook: WebhookChannel
):
    said = replay(posted, actor=world.officer, now=world.now, channel=webhook)
    assert said.outcome is Outcome.ACCEPTED
    (first, body), (second, again) = receiver.posts
    assert first["webhook-id"] == second["webhook-id"] == posted.message_id
    assert body == again
    posted.refresh_from_db()
    assert (posted.state, posted.attempts) == ("sent", 2)
    attempt = Attempt.objects.filter(delivery=posted).latest("pk")
    assert (attempt.rule, attempt.outcome) == ("asked-again", "accepted")
    assert AuditEntry.objects.filter(action="delivery-replayed").exists()


def test_a_channel_that_fails_keeps_nobody_waiting_and_what_it_was_is_kept(world, posted):
    class Broken:
        def hand_over(self, letter, done):
            raise ValueError("a fault of ours")

        def close(self):
            """Nothing is open."""

    said = replay(posted, actor=world.officer, now=world.now, channel=Broken())
    assert said.outcome is Outcome.TECHNICAL
    assert Attempt.objects.latest("pk").response == "A fault in Tocsin: ValueError: a fault of ours"


def test_that_somebody_asked_for_it_again_is_on_record_although_the_machine_failed_in_the_middle(
    world, posted
):
    class Broken:
        def hand_over(self, letter, done):
            raise SystemExit("in the middle")

        def close(self):
            """Nothing is open."""

    with pytest.raises(SystemExit):
        replay(posted, actor=world.officer, now=world.now, channel=Broken())
    entry = AuditEntry.objects.get(action="delivery-asked-again")
    assert (entry.subject, entry.actor) == (f"delivery:{posted.pk}", world.officer.name)


def test_a_webhook_that_failed_is_queued_once_more_under_its_id(world, receiver):
    receiver.answers = [(410, {}, b"gone"), (200, {}, b"")]
    mira = world.person(email=None, webhook=receiver.address)
    (row,) = world.queued(mira)
    run_once(now=world.now)
    row.refresh_from_db()
    assert replay(row, actor=world.officer, now=world.now) is None
    run_once(now=world.now)
    row.refresh_from_db()
    assert row.state == "sent"
    assert len({headers["webhook-id"] for headers, _body in receiver.posts}) == 1


def test_what_is_over_overtaken_or_no_webhook_is_not_sent_again(world, receiver, posted, later):
    with pytest.raises(NothingToReplay, match="ended on"):
        replay(posted, actor=world.officer, now=later(86_401))
    world.edition("Update")
    with pytest.raises(NothingToReplay, match="newer edition"):
        replay(posted, actor=world.officer, now=world.now)
    posted.channel = "email"
    with pytest.raises(NothingToReplay, match="Only webhooks"):
        replay(posted, actor=world.officer, now=world.now)
    assert len(receiver.posts) == 1
