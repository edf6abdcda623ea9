"""Receipts and bounces move a message forward or not at all, once, and only where they prove that they are ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.errors import MailUnreadable
from tocsin.delivery.escalation import escalate
from tocsin.delivery.inbound.arrivals import (
    MOST_OF_ONE,
    Post,
    forget_unnamed,
    key_of,
    post_of,
    settle_early,
    take_receipt,
)
from tocsin.delivery.inbound.mails import take_mail
from tocsin.delivery.inbound.receipts import Receipt
from tocsin.delivery.inbound.return_addresses import Purpose, envelope_sender
from tocsin.delivery.inbound.rulings import Action
from tocsin.delivery.models import Arrival, Delivery
from tocsin.delivery.roll_call import Contacted, roll_call
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.returned import address_of, dsn, out
from tocsin.delivery.tests.rows import World
from tocsin.delivery.timeline import timeline
from tocsin.delivery.worker import run_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.TOCSIN_BOUNCE_ADDRESS = "bounces@desk.example"


@pytest.fixture
def sent(world: World, noon: datetime) -> Delivery:
    (row,) = world.queued(world.person())
    return out(row, noon)


def bring(data: bytes, at: datetime) -> list[str]:
    return [one.finding for one in take_mail(data, post_of(data, via="command", at=at))]


def bounce(row: Delivery, action: str = "failed") -> bytes:
    return dsn(row.message_id, address_of(Purpose.BOUNCE, row.message_id), action)


def test_a_bounce_fails_the_message_with_the_servers_words_and_no_whole_address(
    sent: Delivery, noon: datetime
) -> None:
    late = noon + timedelta(minutes=3)
    assert bring(bounce(sent), late) == ["acted"]
    sent.refresh_from_db()
    assert (sent.state, sent.rule, sent.finished_at) == ("failed", "bounced", late)
    assert sent.last_error == "5.1.1 550 5.1.1 <m…@field.example>: no such user"
    assert Arrival.objects.get().words == "550 5.1.1 <m…@field.example>: no such user"


def test_whom_a_bounce_left_unreached_leads_the_roll_call_and_is_chased_on(
    world: World, sent: Delivery, noon: datetime
) -> None:
    bring(bounce(sent), noon)
    (line,) = roll_call(world.alert, now=noon).lines
    assert line.contacted is Contacted.UNREACHABLE
    assert escalate(now=noon + timedelta(minutes=31)) == 1


def test_a_receipt_says_delivered_and_keeps_the_time_at_which_they_were_told(
    world: World, sent: Delivery, noon: datetime
) -> None:
    late = noon + timedelta(minutes=3)
    assert bring(bounce(sent, "delivered"), late) == ["acted"]
    sent.refresh_from_db()
    assert (sent.state, sent.rule, sent.finished_at) == ("delivered", "exposed", noon)
    told = [(one.kind, one.at, one.rule) for one in timeline(world.alert, sent.person)[-2:]]
    assert told == [("sent", noon, "accepted"), ("delivered", late, "delivered")]


def test_a_delay_is_only_noted_and_stands_on_the_timeline(
    world: World, sent: Delivery, noon: datetime
) -> None:
    assert bring(bounce(sent, "delayed"), noon + timedelta(minutes=3)) == ["noted"]
    sent.refresh_from_db()
    assert sent.state == "sent"
    last = timeline(world.alert, sent.person)[-1]
    assert (last.kind, last.rule) == ("receipt", "delayed")
    assert "still being tried" in last.words


def test_the_same_mail_again_does_nothing_more(sent: Delivery, noon: datetime) -> None:
    for _ in range(3):
        assert bring(bounce(sent), noon) == ["acted"]
    assert Arrival.objects.count() == 1


def test_a_forged_bounce_is_kept_and_does_nothing(sent: Delivery, noon: datetime, settings: Any) -> None:
    right = address_of(Purpose.BOUNCE, sent.message_id)
    other = address_of(Purpose.BOUNCE, "tocsin-" + "ab" * 16)
    wrong = right.replace(right[-14], "a" if right[-14] != "a" else "b")
    local, _, _ = right.partition("@")
    for to in (
        "bounces@desk.example",
        wrong,
        other,
        f"{local}@elsewhere.example",
        address_of(Purpose.BOUNCE, "tocsin-x"),
    ):
        assert bring(dsn(sent.message_id, to or "nobody@desk.example"), noon) == ["unproven"], to
    settings.TOCSIN_BOUNCE_ADDRESS = ""
    assert bring(dsn(sent.message_id, right, status="5.2.2"), noon) == ["unproven"]
    settings.TOCSIN_BOUNCE_ADDRESS = "bounces@desk.example"
    settings.SECRET_KEY = "another"
    assert bring(dsn(sent.message_id, right, status="5.3.3"), noon) == ["unproven"]
    settings.SECRET_KEY_FALLBACKS = ["the-old-one"]
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_forgeries_do_not_fill_the_database_and_hinder_no_true_bounce(sent: Delivery, noon: datetime) -> None:
    for number in range(MOST_OF_ONE + 5):
        bring(dsn(sent.message_id, "bounces@desk.example", status=f"5.1.{number}"), noon)
    assert Arrival.objects.count() == MOST_OF_ONE
    assert bring(bounce(sent), noon) == ["acted"]


def test_the_address_alone_names_the_message(sent: Delivery, noon: datetime) -> None:
    """Some servers send nothing of the original back."""
    data = bounce(sent).replace(b"Message-ID: <", b"X-Gone: ")
    assert bring(data.replace(sent.message_id.encode() + b"@", b"nothing@"), noon) == ["acted"]


def test_a_bounce_for_a_message_that_is_not_kept_is_said_to_be_unknown_and_forgotten_in_time(
    noon: datetime,
) -> None:
    gone = "tocsin-" + "ab" * 16
    assert bring(dsn(gone, address_of(Purpose.BOUNCE, gone)), noon) == ["unknown"]
    assert (Arrival.objects.get().claimed, Arrival.objects.get().delivery) == (gone, None)
    assert forget_unnamed(now=noon + timedelta(days=29)) == 0
    assert forget_unnamed(now=noon + timedelta(days=31)) == 1


def test_a_bounce_of_a_reminder_is_known_by_its_numbers(world: World, sent: Delivery, noon: datetime) -> None:
    escalate(now=noon + timedelta(minutes=31))
    reminder = out(Delivery.objects.get(round=1), noon)
    address = address_of(Purpose.BOUNCE, reminder.message_id)
    assert len(address.partition("@")[0]) <= 64
    assert bring(bounce(reminder).replace(reminder.message_id.encode() + b"@", b"nothing@"), noon) == [
        "acted"
    ]
    assert list(Delivery.objects.order_by("round").values_list("state", flat=True)) == ["sent", "failed"]


def test_a_mail_leaves_with_the_address_that_its_own_bounce_comes_back_to(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    (row,) = world.queued(world.person())
    run_once(now=noon, channels={"email": smtp})
    (envelope,) = mailbox.mails
    assert envelope.mail_from == address_of(Purpose.BOUNCE, row.message_id)
    assert bring(dsn(row.message_id, envelope.mail_from), noon) == ["acted"]
    row.refresh_from_db()
    assert row.state == "failed"


def test_the_envelope_names_the_plain_sender_where_no_address_is_set(settings: Any) -> None:
    made = envelope_sender("tocsin-" + "ab" * 16, "alerts@desk.example")
    assert made.startswith("bounces+abab")
    assert len(made.partition("@")[0]) <= 64
    settings.TOCSIN_BOUNCE_ADDRESS = "no address"
    assert envelope_sender("tocsin-" + "ab" * 16, "alerts@desk.example") == "alerts@desk.example"
    settings.TOCSIN_BOUNCE_ADDRESS = ""
    assert envelope_sender("tocsin-" + "ab" * 16, "alerts@desk.example") == "alerts@desk.example"


def test_a_receipt_that_is_faster_than_our_own_book_counts_later(world: World, noon: datetime) -> None:
    (row,) = world.queued(world.person())
    Delivery.objects.update(state="sending", held_by="w", held_since=noon)
    assert bring(bounce(row, "delivered"), noon) == ["early"]
    assert settle_early(now=noon) == 0
    Delivery.objects.update(state="sent", held_by="", held_since=None, finished_at=noon)
    assert settle_early(now=noon) == 1
    row.refresh_from_db()
    assert row.state == "delivered"
    assert Arrival.objects.get().finding == "acted"


def test_what_was_never_sent_is_not_waited_for_after_the_end(world: World, noon: datetime) -> None:
    (row,) = world.queued(world.person(), hours=1)
    bring(bounce(row, "delivered"), noon)
    assert settle_early(now=noon + timedelta(hours=2)) == 1
    assert Arrival.objects.get().finding == "noted"


def test_a_digest_that_came_back_fails_all_that_it_carried(world: World, noon: datetime) -> None:
    mira = world.person()
    rows = [out(world.queued(mira)[0], noon) for _ in range(2)]
    Delivery.objects.update(rule="in-digest")
    bring(bounce(rows[0]), noon)
    assert set(Delivery.objects.values_list("state", "rule")) == {("failed", "bounced")}


def test_what_is_no_mail_is_refused_and_nothing_else_stops_the_intake(noon: datetime) -> None:
    with pytest.raises(MailUnreadable):
        bring(b"", noon)
    assert bring(b"From: a@b.example\nTo: bounces@desk.example\nSubject: x\n\nHello", noon) == []


@given(
    events=st.lists(st.sampled_from(list(Action)), min_size=1, max_size=6),
    seed=st.randoms(use_true_random=False),
)
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
def test_receipts_in_any_order_come_to_the_same_and_never_go_back(
    events: list[Action], seed: Any, world: World, noon: datetime
) -> None:
    order = {"sent": 0, "delivered": 1, "failed": 2}
    shuffled = list(events)
    seed.shuffle(shuffled)
    with transaction.atomic():
        ends = []
        for run, actions in enumerate((events, shuffled, [*events, *shuffled])):
            (row,) = world.queued(world.person(f"p{run}"))
            out(row, noon)
            before = "sent"
            for number, action in enumerate(actions):
                post = Post(key_of(f"{run} {number}".encode()), "door", noon)
                take_receipt(Receipt(row.message_id, action), post, is_proven=True)
                row.refresh_from_db()
                assert order[row.state] >= order[before]
                before = row.state
            ends.append(row.state)
        assert len(set(ends)) == 1
        transaction.set_rollback(True)
