"""A reply to a mail is an answer only where it is clear, theirs, asked for, in time, and written by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from tocsin.delivery.answers import record
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.escalation import escalate
from tocsin.delivery.inbound.arrivals import post_of
from tocsin.delivery.inbound.mails import take_mail
from tocsin.delivery.inbound.replies import read_reply
from tocsin.delivery.inbound.return_addresses import Purpose, reply_address
from tocsin.delivery.mail import mail as mail_of
from tocsin.delivery.models import Answer, Arrival, Delivery
from tocsin.delivery.own_data import everything, forget
from tocsin.delivery.roll_call import roll_call
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.returned import address_of, out, reply
from tocsin.delivery.tests.rows import World, claimed
from tocsin.delivery.timeline import timeline
from tocsin.delivery.worker import run_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.TOCSIN_REPLY_ADDRESS = "answers@desk.example"


@pytest.fixture
def sent(world: World, noon: datetime) -> Delivery:
    (row,) = world.queued(world.person())
    return out(row, noon)


def bring(data: bytes, at: datetime) -> list[str]:
    return [one.finding for one in take_mail(data, post_of(data, via="mailbox", at=at))]


def say(row: Delivery, text: str, at: datetime, **changes: str) -> list[str]:
    return bring(reply(row.message_id, address_of(Purpose.REPLY, row.message_id), text, **changes), at)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I am safe", "safe"), ("I’m safe, thanks!", "safe"), ("Hi,\n\nSAFE.\n\nMira", "safe"), ("Je vais bien", "safe"),
        ("Estoy a salvo, gracias", "safe"), ("أنا بأمان، شكراً", "safe"), ("أَنَا بِخَيْر", "safe"), ("Safe 👍", "safe"),
        ("HELP", "need-help"), ("I need help!!!", "need-help"), ("J'ai besoin d'aide", "need-help"),
        ("Necesito ayuda", "need-help"), ("أحتاج إلى مساعدة", "need-help"), ("Not safe", "need-help"),
        ("Not there", "not-there"), ("Je n’y suis pas.", "not-there"), ("No estoy allí", "not-there"),
        ("لست هناك", "not-there"),
        ("> Are you safe?\n> I am safe\nI need help", "need-help"),
        ("On 15 July 2017, Desk <a@b>\nwrote:\n> Are you safe?\n\nsafe", "safe"),
        ("Am I safe?", ""), ("I am not sure that I am safe", ""), ("Safe, but Tom needs help", ""), ("safe? help!", ""),
        ("Is everybody safe", ""), ("OK", ""), ("Thanks", ""), ("", ""), ("> I am safe", ""),
        ("-----Original Message-----\nI am safe", ""), ("-- \nsafe", ""), ("Sent from my telephone\nsafe", ""),
        ("From: Desk\nSent: today\n\nI am safe", ""), ("How?\nI am safe", ""),
        ("I am fine.\nNEED HELP", ""), ("I am safe,\nbut my leg is trapped, I need help", ""),
        ("Not there.\nPlease help", ""), ("I need help\nI am safe", "need-help"),
        ("I am safe\nNobody here needs help, we wait", "safe"), ("safe\n" + "so it goes " * 60 + ". I need help", ""), ("safe" + "!" * 600, ""),
    ],
)  # fmt: skip
def test_only_a_whole_clear_line_is_an_answer(text: str, kind: str) -> None:
    assert read_reply(text).kind == kind


def test_a_clear_reply_is_an_answer_like_that_of_the_link(
    world: World, sent: Delivery, noon: datetime
) -> None:
    assert say(
        sent,
        "I am safe.\nRoom 12, with Tom.\n\nOn Sat, Desk wrote:\n> Are you safe?",
        noon + timedelta(minutes=1),
    ) == ["acted"]
    answer = Answer.objects.get()
    assert (answer.kind, answer.via, answer.note, answer.person) == (
        "safe",
        "mail",
        "Room 12, with Tom.",
        sent.person,
    )
    assert "by replying to the mail" in timeline(world.alert, sent.person)[-1].words
    assert escalate(now=noon + timedelta(hours=2)) == 0


def test_a_mail_that_came_late_takes_the_place_of_its_time_and_ends_no_later_call_for_help(
    world: World, sent: Delivery, noon: datetime
) -> None:
    """'I am safe' lay in a mailbox that could not be read; a call for help came by the link meanwhile."""
    world.person("Dana", on_duty=True)
    record(sent.edition, sent.person, "need-help", now=noon + timedelta(minutes=10), via="link")
    data = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "I am safe")
    post = post_of(data, via="mailbox", at=noon + timedelta(minutes=30), said_at=noon + timedelta(minutes=2))
    assert [one.finding for one in take_mail(data, post)] == ["acted"]
    (line,) = roll_call(world.alert, now=noon + timedelta(minutes=31)).lines
    assert line.standing == "help"
    assert [one.kind for one in line.before] == ["safe"]
    assert escalate(now=noon + timedelta(minutes=31)) == 1, "the desk is called"


@pytest.mark.parametrize("dated", [timedelta(minutes=-5), timedelta(0), timedelta(minutes=10)])
def test_a_call_for_help_by_mail_is_heard_whatever_the_clock_of_the_mailbox_says(
    world: World, sent: Delivery, noon: datetime, dated: timedelta
) -> None:
    world.person("Dana", on_duty=True)
    record(sent.edition, sent.person, "safe", now=noon + timedelta(minutes=5), via="link")
    data = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "I need help")
    later = noon + timedelta(minutes=10)
    take_mail(data, post_of(data, via="mailbox", at=later, said_at=noon + dated))
    assert roll_call(world.alert, now=later).lines[0].standing == "help"
    assert escalate(now=later) == 1, "the desk is called"


def test_a_reply_is_never_dated_before_its_message_nor_into_what_an_all_clear_has_closed(
    world: World, sent: Delivery, noon: datetime
) -> None:
    data = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "I am safe")
    long_ago = post_of(
        data, via="mailbox", at=noon + timedelta(minutes=1), said_at=noon - timedelta(days=9999)
    )
    take_mail(data, long_ago)
    assert Answer.objects.get().at == sent.created_at
    Answer.objects.all().delete()
    Arrival.objects.all().delete()
    world.now = noon + timedelta(minutes=20)
    world.edition(message_type="Cancel")
    late = noon + timedelta(minutes=30)
    take_mail(data, post_of(data, via="mailbox", at=late, said_at=noon + timedelta(minutes=2)))
    assert Answer.objects.get().at == late
    assert roll_call(world.alert, now=late).final["silent"] == 1  # type: ignore[index]


def test_who_was_safe_and_writes_something_unclear_after_it_stands_out_in_the_roll_call(
    world: World, sent: Delivery, noon: datetime
) -> None:
    say(sent, "I am safe", noon + timedelta(minutes=1))
    assert roll_call(world.alert, now=noon + timedelta(minutes=2)).lines[0].next_step == ""
    say(sent, "We are trapped on floor 3", noon + timedelta(minutes=5))
    (line,) = roll_call(world.alert, now=noon + timedelta(minutes=6)).lines
    assert line.standing == "safe"
    assert "They wrote again, but not clearly" in line.next_step


def test_a_reply_in_html_alone_is_read_without_what_it_quotes(sent: Delivery, noon: datetime) -> None:
    html = "<html><head><style>help</style></head><body><div>I need help</div><blockquote>I am safe</blockquote></body></html>"
    data = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), html)
    assert bring(data.replace(b"text/plain", b"text/html"), noon) == ["acted"]
    assert (Answer.objects.get().kind, Answer.objects.get().note) == ("need-help", "")


def test_a_call_for_help_by_mail_calls_the_desk_at_once(world: World, sent: Delivery, noon: datetime) -> None:
    world.person("Dana", on_duty=True)
    assert say(sent, "Help", noon) == ["acted"]
    assert escalate(now=noon) == 1
    assert Delivery.objects.get(rule="help-called").about == sent.person


def test_what_is_not_clear_is_no_answer_and_the_desk_sees_it(
    world: World, sent: Delivery, noon: datetime
) -> None:
    assert say(sent, "Where should we go?", noon + timedelta(minutes=1)) == ["unclear"]
    assert not Answer.objects.exists()
    last = timeline(world.alert, sent.person)[-1]
    assert last.kind == "reply"
    assert "replied, unclear" in last.words
    assert "Where should we go?" in last.words
    (line,) = roll_call(world.alert, now=noon).lines
    assert line.next_step == "They replied, but not clearly: read it on the timeline, and call."


def test_nobody_answers_for_somebody_else(world: World, sent: Delivery, noon: datetime) -> None:
    other = out(world.queued(world.person("Tom"))[0], noon)
    theirs, tom = (address_of(Purpose.REPLY, row.message_id) for row in (sent, other))
    # The last character before the @ is another one.
    altered = theirs[:-14] + ("y" if theirs[-14] == "z" else "z") + theirs[-13:]
    forged = [
        reply(sent.message_id, theirs, "safe", sender="tom@field.example"),
        reply(sent.message_id, theirs, "safe", sender="a@field.example, mira@field.example"),
        reply(sent.message_id, "answers@desk.example", "safe"),
        reply(sent.message_id, altered, "safe"),
        reply(sent.message_id, f"{theirs}, {tom}", "safe"),
        reply(other.message_id, tom, "safe", sender="mira@field.example"),
    ]
    assert [bring(data, noon) for data in forged] == [["unproven"]] * len(forged)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "extra",
    [
        "Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "X-Autoreply: yes\r\n", "Return-Path: <>\r\n",
        "X-Auto-Response-Suppress: All\r\n", "List-Id: <x>\r\n",
    ],
)  # fmt: skip
def test_an_out_of_office_note_is_never_an_answer(sent: Delivery, noon: datetime, extra: str) -> None:
    assert say(sent, "safe", noon, extra=extra) == ["automatic"]
    assert not Answer.objects.exists()


def test_an_out_of_office_note_is_known_by_its_subject_too(sent: Delivery, noon: datetime) -> None:
    data = reply(sent.message_id, address_of(Purpose.REPLY, sent.message_id), "safe")
    for subject in ("Automatic reply: x", "=?utf-8?q?R=C3=A9ponse_automatique?=", "Respuesta automática"):
        assert bring(data.replace(b"Re: [Warning]", subject.encode()), noon) == ["automatic"]


def test_an_answer_that_comes_too_late_is_no_answer(sent: Delivery, noon: datetime) -> None:
    assert say(sent, "safe", noon + timedelta(hours=24 + 72)) == ["late"]
    assert not Answer.objects.exists()


def test_a_message_about_somebody_else_asks_its_reader_nothing(world: World, noon: datetime) -> None:
    world.queued(world.person(stand_in=world.person("Tom")))
    escalate(now=noon + timedelta(minutes=61))
    row = out(Delivery.objects.get(rule="stands-in"), noon)
    assert say(row, "safe", noon, sender="tom@field.example") == ["unclear"]
    assert not Answer.objects.exists()


def test_the_same_reply_again_is_one_answer(sent: Delivery, noon: datetime) -> None:
    for minutes in (0, 5, 10):
        assert say(sent, "safe", noon + timedelta(minutes=minutes)) == ["acted"]
    assert Answer.objects.count() == 1
    assert Arrival.objects.count() == 1


def test_other_mail_leaves_no_trace(noon: datetime) -> None:
    assert bring(b"From: a@b.example\nTo: answers@desk.example\nSubject: Sale\n\nsafe", noon) == []
    assert not Arrival.objects.exists()


def test_the_address_for_replies_stands_only_where_one_question_is_asked(
    world: World, noon: datetime, settings: Any
) -> None:
    world.queued(world.person())
    (job,) = claimed(now=noon)
    assert reply_address(job.letter) == address_of(Purpose.REPLY, job.letter.message_id)
    settings.TOCSIN_REPLY_ADDRESS = ""
    assert reply_address(job.letter) == ""


def test_what_somebody_wrote_is_theirs_to_see_and_to_have_forgotten(sent: Delivery, noon: datetime) -> None:
    say(sent, "I was at the harbour", noon)
    assert everything(sent.person).to_json()["came_back"][0]["words"] == "I was at the harbour"
    forget(sent.person, actor="Ana", now=noon)
    assert Arrival.objects.get().words == ""


def test_a_mail_says_where_a_reply_is_to_go_and_the_reply_is_an_answer(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    """The whole way: out through a real server, answered by pressing reply, in again."""
    world.queued(world.person())
    run_once(now=noon, channels={"email": smtp})
    mail = message_from_bytes(mailbox.mails[0].content, policy=policy.default)
    assert str(mail["Reply-To"]).startswith("answers+")
    answer = (
        f"From: mira@field.example\r\nTo: {mail['Reply-To']}\r\nSubject: Re: {mail['Subject']}\r\n"
        f"In-Reply-To: {mail['Message-ID']}\r\n\r\nI am safe\r\n"
    ).encode()
    assert bring(answer, noon + timedelta(minutes=3)) == ["acted"]
    assert Answer.objects.get().kind == "safe"


def test_a_mail_that_asks_nothing_has_no_address_for_replies(world: World, noon: datetime) -> None:
    world.queued(world.person(), message_type="Alert")
    (job,) = claimed(now=noon)
    raw = mail_of(
        replace(job.letter, answer=""), sender="alerts@desk.example", recipient="mira@field.example"
    )
    assert b"Reply-To" not in raw
