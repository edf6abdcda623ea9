"""The owners of an alert are asked before it runs out: once, by every way that they have, and never in vain in silence."""

from __future__ import annotations

import email
import json
from datetime import UTC, datetime, timedelta
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tocsin.accounts.models import AuditEntry, Membership, User
from tocsin.alerts.models import Draft, Edition
from tocsin.delivery import owner_post
from tocsin.delivery.auditor import overdue
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.webhook import WebhookChannel
from tocsin.delivery.expiry_warning import notices_of, unheard, warn_owners
from tocsin.delivery.inbound.arrivals import post_of
from tocsin.delivery.inbound.mails import take_mail
from tocsin.delivery.inbound.return_addresses import Purpose
from tocsin.delivery.models import OwnerNotice
from tocsin.delivery.owner_post import post_notices
from tocsin.delivery.tests.conftest import Mailbox, Receiver
from tocsin.delivery.tests.returned import address_of, dsn
from tocsin.delivery.tests.rows import World
from tocsin.exposure.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hooks(settings: Any) -> None:
    settings.TOCSIN_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture
def edition(world: World) -> Edition:
    """An alert for a day, approved by Ana, who may write at this desk."""
    Membership.objects.create(organisation=world.desk, user=world.officer, role="approver")
    return world.edition()


@pytest.fixture
def soon(edition: Edition) -> datetime:
    """A minute after the alert began to ask."""
    return edition.expires - timedelta(minutes=119)


def on_duty(world: World, name: str = "Duty", **changes: Any) -> Person:
    return world.person(name, on_duty=True, **changes)


def rows() -> list[tuple[str, str, str, str]]:
    """Of each row: whom it is for, by what, its state and its rule."""
    found = OwnerNotice.objects.order_by("pk").select_related("user", "person")
    return [(row.recipient, row.channel, row.state, row.rule) for row in found]


def text_of(envelope: Any) -> tuple[str, str]:
    """Subject and plain text of a mail."""
    mail = email.message_from_bytes(envelope.content, policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(mail["Subject"]).strip(), body.get_content()


def test_the_owners_are_asked_once_by_mail_with_the_level_the_end_and_where_to_say_so(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel
) -> None:
    on_duty(world, language="fr")
    assert warn_owners(now=edition.expires - timedelta(minutes=121)) == 0
    assert not OwnerNotice.objects.exists()
    assert warn_owners(now=soon) == 2
    assert warn_owners(now=soon) == 0
    assert post_notices(clock=lambda: soon, channels={"email": smtp}) == 2
    assert post_notices(clock=lambda: soon, channels={"email": smtp}) == 0
    assert rows() == [("Ana Ruiz", "email", "sent", "runs-out"), ("Duty", "email", "sent", "runs-out")]
    by_address = {envelope.rcpt_tos[0]: text_of(envelope) for envelope in mailbox.mails}
    subject, text = by_address["ana@desk.example"]
    assert subject == "[Warning ends soon] Kenya: Teachers plan march through central Nairobi"
    assert "Still true? This alert ends: 16 Jul 2017 12:00 UTC (15:00 Nairobi)." in text
    assert "https://desk.example/desk/alerts/2017-0001/" in text
    assert "You approved this alert." in text
    subject, text = by_address["duty@field.example"]
    assert subject.startswith("[Avertissement se termine bientôt")
    assert "Vous êtes de garde" in text
    entry = AuditEntry.objects.get(action="owners-asked")
    assert entry.detail == {"edition": edition.identifier, "rule": "X-01", "messages": 2}


def test_a_short_alert_is_asked_about_when_its_last_quarter_begins(world: World, noon: datetime) -> None:
    Membership.objects.create(organisation=world.desk, user=world.officer, role="analyst")
    world.edition(hours=4)
    assert warn_owners(now=noon + timedelta(minutes=179)) == 0
    assert warn_owners(now=noon + timedelta(minutes=180)) == 1


def test_duty_channels_are_used_and_a_webhook_says_what_kind_of_message_it_is(
    world: World,
    edition: Edition,
    soon: datetime,
    smtp: SmtpChannel,
    receiver: Receiver,
    webhook: WebhookChannel,
) -> None:
    duty = on_duty(world, email=None, webhook=receiver.address)
    world.contact(duty, "sms", "+254712345678")
    warn_owners(now=soon)
    post_notices(clock=lambda: soon, channels={"email": smtp, "webhook": webhook})
    assert rows() == [
        ("Ana Ruiz", "email", "sent", "runs-out"), ("Duty", "webhook", "sent", "runs-out"),
        ("Duty", "sms", "suppressed", "no-gateway"),
    ]  # fmt: skip
    told = json.loads(receiver.posts[0][1])
    assert (told["type"], told["data"]["kind"]) == ("alert.ending", "still-true")
    assert told["data"]["page"] == "https://desk.example/desk/alerts/2017-0001/"
    assert told["data"]["answer"] == ""


def test_an_owner_who_is_on_duty_under_the_same_address_gets_one_mail(
    world: World, edition: Edition, soon: datetime
) -> None:
    on_duty(world, email="Ana@desk.example")
    assert warn_owners(now=soon) == 1


@pytest.mark.parametrize("leaves", ["the desk", "the house", "to read only"])
def test_where_the_owner_is_gone_whoever_may_approve_is_asked(
    world: World, edition: Edition, soon: datetime, leaves: str
) -> None:
    bo = User.objects.create_user("bo@desk.example", name="Bo")
    Membership.objects.create(organisation=world.desk, user=bo, role="approver")
    if leaves == "the house":
        User.objects.filter(pk=world.officer.pk).update(is_active=False)
    elif leaves == "the desk":
        Membership.objects.filter(user=world.officer).delete()
    else:
        Membership.objects.filter(user=world.officer).update(role="reader")
    warn_owners(now=soon)
    assert rows() == [("Bo", "email", "queued", "runs-out")]
    assert OwnerNotice.objects.get().part == "deputy"


def test_an_alert_that_nobody_can_be_asked_about_says_so_once(
    world: World, edition: Edition, soon: datetime
) -> None:
    Membership.objects.all().delete()
    assert [warn_owners(now=soon) for _ in range(2)] == [0, 0]
    assert rows() == [("", "", "suppressed", "no-owner")]
    assert unheard([edition.pk]) == {edition.pk}
    assert AuditEntry.objects.get(action="owners-asked").detail["messages"] == 0


def begun(world: World, edition: Edition) -> Draft:
    """Somebody has begun to answer: an update is being written."""
    return Draft.objects.create(
        alert=world.alert, message_type="Update", content=edition.content, content_hash="sha256:0",
        created_at=world.now, changed_at=world.now,
    )  # fmt: skip


def test_nobody_is_asked_while_an_update_is_written_and_somebody_is_once_it_is_dropped(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel
) -> None:
    draft = begun(world, edition)
    assert [warn_owners(now=soon) for _ in range(2)] == [0, 0]
    assert rows() == [("", "", "suppressed", "update-begun")]
    assert unheard([edition.pk]) == frozenset()
    Draft.objects.filter(pk=draft.pk).update(state="discarded")
    assert warn_owners(now=soon) == 1
    post_notices(clock=lambda: soon, channels={"email": smtp})
    assert [(state, rule) for _, _, state, rule in rows()] == [
        ("suppressed", "update-begun"),
        ("sent", "runs-out"),
    ]


def test_an_update_begun_before_the_message_leaves_holds_it_until_it_is_dropped_or_published(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel
) -> None:
    warn_owners(now=soon)
    draft = begun(world, edition)
    post_notices(clock=lambda: soon, channels={"email": smtp})
    assert rows() == [("Ana Ruiz", "email", "queued", "update-begun")]
    assert warn_owners(now=soon) == 0
    Draft.objects.filter(pk=draft.pk).update(state="discarded")
    later = soon + timedelta(minutes=2)
    post_notices(clock=lambda: later, channels={"email": smtp})
    assert rows() == [("Ana Ruiz", "email", "sent", "runs-out")]
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(("message_type", "rule"), [("Update", "superseded"), ("Cancel", "all-clear")])
def test_what_was_replaced_or_ended_meanwhile_is_not_asked_about(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel, message_type: str, rule: str
) -> None:  # fmt: skip
    warn_owners(now=soon)
    world.now = soon
    world.edition(message_type, cancel_reason="It is over.")
    post_notices(clock=lambda: soon, channels={"email": smtp})
    assert rows() == [("Ana Ruiz", "email", "cancelled", rule)]
    assert not mailbox.mails
    assert warn_owners(now=soon) == 0


def test_what_ran_out_while_no_worker_ran_is_not_sent_and_says_why(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel
) -> None:
    warn_owners(now=soon)
    after = edition.expires + timedelta(hours=1)
    post_notices(clock=lambda: after, channels={"email": smtp})
    assert rows() == [("Ana Ruiz", "email", "cancelled", "expired")]
    OwnerNotice.objects.all().delete()
    assert warn_owners(now=after) == 0
    assert rows() == [("", "", "suppressed", "expired")]
    assert warn_owners(now=edition.expires + timedelta(hours=25)) == 0
    assert not mailbox.mails


def test_a_server_that_puts_it_off_is_tried_again_and_one_that_refuses_is_shown(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel
) -> None:
    warn_owners(now=soon)
    mailbox.on_recipient = lambda envelope, address: "451 4.3.0 not now"
    post_notices(clock=lambda: soon, channels={"email": smtp}, dice=lambda: 0.5)
    row = OwnerNotice.objects.get()
    assert (row.state, row.attempts, row.due_at) == ("queued", 1, soon + timedelta(seconds=10))
    assert "451 4.3.0 not now" in row.said
    mailbox.on_recipient = lambda envelope, address: "550 5.1.1 no such user"
    later = soon + timedelta(seconds=11)
    post_notices(clock=lambda: later, channels={"email": smtp})
    assert rows() == [("Ana Ruiz", "email", "failed", "refused")]
    assert "550 5.1.1 no such user" in OwnerNotice.objects.get().said
    assert unheard([edition.pk]) == {edition.pk}
    assert warn_owners(now=later) == 0


def test_without_a_mail_server_it_is_tried_until_the_end_and_fails_with_its_reason(
    world: World, edition: Edition, soon: datetime
) -> None:
    warn_owners(now=soon)
    nowhere = SmtpChannel(None, "alerts@desk.example")
    moment = soon
    for _ in range(60):
        post_notices(
            clock=partial(datetime.fromtimestamp, moment.timestamp(), UTC), channels={"email": nowhere}
        )
        row = OwnerNotice.objects.get()
        if row.state != "queued":
            break
        assert row.due_at < edition.expires
        moment = row.due_at
    assert (row.state, row.rule) == ("failed", "no-time-left")
    assert "TOCSIN_SMTP_ADDRESS" in row.said
    assert moment > edition.expires - timedelta(minutes=2)


class _Killed:
    """A channel in which the worker is killed: after the other side has taken the message, and before that is written down."""

    def __init__(self, channel: SmtpChannel) -> None:
        self._channel = channel

    def hand_over(self, letter: Any, done: Any) -> None:
        def taken(_response: Any) -> None:
            raise KeyboardInterrupt

        self._channel.hand_over(letter, taken)

    def close(self) -> None:
        self._channel.close()


def test_a_worker_killed_in_the_middle_loses_nothing_and_the_copy_has_the_same_id(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel, tmp_path: Path
) -> None:
    warn_owners(now=soon)
    with pytest.raises(KeyboardInterrupt):
        post_notices(clock=lambda: soon, channels={"email": _Killed(smtp)})
    assert [row.state for row in OwnerNotice.objects.all()] == ["sending"]
    assert post_notices(clock=lambda: soon, channels={"email": smtp}) == 1
    assert rows() == [("Ana Ruiz", "email", "sent", "runs-out")]
    ids = {email.message_from_bytes(one.content, policy=default)["Message-ID"] for one in mailbox.mails}
    assert len(mailbox.mails) == 2
    assert len(ids) == 1
    assert post_notices(clock=lambda: soon, channels={"email": smtp}) == 0


def test_a_bounce_is_shown_and_a_receipt_counts_once_and_never_back(
    world: World, edition: Edition, soon: datetime, smtp: SmtpChannel, settings: Any
) -> None:
    settings.TOCSIN_BOUNCE_ADDRESS = "bounces@desk.example"
    warn_owners(now=soon)
    post_notices(clock=lambda: soon, channels={"email": smtp})
    number = OwnerNotice.objects.get().message_id

    def bring(action: str) -> str:
        data = dsn(number, address_of(Purpose.BOUNCE, number), action)
        (kept,) = take_mail(data, post_of(data, via="command", at=soon))
        return f"{kept.finding} {kept.rule}"

    assert bring("delivered") == "acted delivered"
    assert bring("failed") == "acted bounced"
    assert rows() == [("Ana Ruiz", "email", "failed", "bounced")]
    assert "no such user" in OwnerNotice.objects.get().said
    assert bring("delayed") == "noted delayed"
    assert rows() == [("Ana Ruiz", "email", "failed", "bounced")]


def test_what_does_not_leave_is_overdue(world: World, edition: Edition, soon: datetime) -> None:
    warn_owners(now=soon)
    assert not [one for one in overdue(now=soon) if "owners" in one.words]
    (late,) = (one for one in overdue(now=soon + timedelta(minutes=6)) if "owners" in one.words)
    assert (late.count, late.since) == (1, soon)


@pytest.mark.parametrize(
    "broken",
    [{"state": "delivered"}, {"state": "sending"}, {"reason": ""}, {"channel": ""}, {"state": "failed"}, {"state": "x"}],
)  # fmt: skip
def test_the_database_refuses_what_makes_no_sense(
    world: World, edition: Edition, soon: datetime, broken: dict[str, str]
) -> None:
    warn_owners(now=soon)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnerNotice.objects.update(**broken)
    row = OwnerNotice.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_failed_is_shown_first(world: World, edition: Edition, soon: datetime) -> None:
    on_duty(world)
    warn_owners(now=soon)
    OwnerNotice.objects.filter(person__name="Duty").update(
        state="failed",
        said="550 no",
        finished_at=soon,
        rule="refused",
        reason="The server refused it for good.",
    )
    assert [row.recipient for row in notices_of(edition)] == ["Duty", "Ana Ruiz"]


def test_an_alert_that_cannot_be_put_into_words_keeps_no_other_owner_from_being_asked(
    world: World, edition: Edition, soon: datetime, mailbox: Mailbox, smtp: SmtpChannel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    world.another_alert()
    world.edition()
    warn_owners(now=soon)
    made = owner_post.bulletin_of

    def broken(one: Edition) -> object:
        return made(one) if one.pk == edition.pk else 1 / 0

    monkeypatch.setattr(owner_post, "bulletin_of", broken)
    post_notices(clock=lambda: soon, channels={"email": smtp})
    assert len(mailbox.mails) == 1
    states = dict(OwnerNotice.objects.values_list("edition", "state"))
    assert states.pop(edition.pk) == "sent"
    assert set(states.values()) == {"queued"}
    assert "ZeroDivisionError" in OwnerNotice.objects.get(state="queued").said
