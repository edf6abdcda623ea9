"""Notifications are read as the standard has them, and as servers write them that do not keep to it."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.delivery.errors import MailUnreadable
from tocsin.delivery.inbound.incoming_mail import LONGEST_MAIL, read_mail
from tocsin.delivery.inbound.receipts import Receipt, read_receipts
from tocsin.delivery.inbound.replies import is_automatic, read_reply
from tocsin.delivery.inbound.rulings import Action
from tocsin.delivery.tests.returned import dsn, reply

ID = "tocsin-" + "0a" * 16
STEP = f"{ID}-7-12-1-0"


def read(data: bytes) -> tuple[Receipt, ...]:
    return read_receipts(read_mail(data))


@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
def test_a_notification_by_the_standard_gives_all_that_it_says(kind: str) -> None:
    (found,) = read(dsn(STEP, "bounces@desk.example", kind=kind))
    assert found == Receipt(
        STEP, Action.FAILED, "5.1.1", "550 5.1.1 <mira@field.example>: no such user", "mira@field.example"
    )


@pytest.mark.parametrize(
    ("said", "action"),
    [("delivered", Action.DELIVERED), ("Delayed", Action.DELAYED), ("relayed", Action.RELAYED), ("expanded", Action.RELAYED)],
)  # fmt: skip
def test_every_action_is_known(said: str, action: Action) -> None:
    assert [one.action for one in read(dsn(ID, "x@desk.example", said, "2.0.0"))] == [action]


def test_each_recipient_is_a_receipt_of_its_own() -> None:
    data = dsn(ID, "x@desk.example").replace(
        b"Reporting-MTA: dns; mx.field.example\r\n\r\n",
        b"Reporting-MTA: dns; mx.field.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: delivered\r\n"
        b"Status: 2.0.0\r\n\r\n",
    )
    assert [(one.recipient, one.action) for one in read(data)] == [
        ("a@b.example", Action.DELIVERED), ("mira@field.example", Action.FAILED),
    ]  # fmt: skip


def free_form(text: str, *, attached: str = "", sender: str = "MAILER-DAEMON@mx.example") -> bytes:
    return (
        f"From: Mail Delivery Subsystem <{sender}>\nTo: bounces@desk.example\nSubject: failure notice\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n{text}\n{attached}--b--\n'
    ).encode()


ORIGINAL = (
    f"--b\nContent-Type: message/rfc822\n\nMessage-ID: <{ID}@desk.example>\nSubject: 550 things\n\nText\n"
)


@pytest.mark.parametrize(
    ("text", "action", "status"),
    [
        ("550 5.1.1 no such user", Action.FAILED, "5.1.1"),
        ("The server said: 552 mailbox full", Action.FAILED, ""),
        ("This is a permanent error; I've given up. Sorry it didn't work out.", Action.FAILED, ""),
        ("4.4.1 Connection timed out", Action.DELAYED, "4.4.1"),
        ("Your message has been delayed. It will be retried until Friday.", Action.DELAYED, ""),
        ("Something happened.", Action.DELAYED, ""),
    ],
)
def test_a_bounce_of_no_standard_with_the_original_attached_is_read(
    text: str, action: Action, status: str
) -> None:
    (found,) = read(free_form(text, attached=ORIGINAL))
    assert (found.message_id, found.action, found.status) == (ID, action, status)


def test_a_bounce_that_only_quotes_the_original_is_read() -> None:
    text = f"I wasn't able to deliver your message.\n\n--- Below this line is a copy.\n\nMessage-ID: <{ID}@desk.example>\n450 x"
    (found,) = read(free_form(text))
    assert (found.message_id, found.action) == (ID, Action.FAILED)


def test_what_a_person_writes_is_no_receipt() -> None:
    assert read(reply(ID, "answers@desk.example", "550 5.1.1 permanent failure")) == ()
    assert read(free_form("550 no such user", attached=ORIGINAL, sender="mira@field.example")) == ()


def test_what_is_no_mail_or_too_large_is_said_to_be() -> None:
    for data in (b"", b"no headers at all", b"x" * (LONGEST_MAIL + 1)):
        with pytest.raises(MailUnreadable):
            read_mail(data)


def test_parts_in_parts_without_end_are_no_danger() -> None:
    data = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
    with contextlib.suppress(MailUnreadable):
        read(data.encode())


def everything(data: bytes) -> None:
    try:
        mail = read_mail(data)
    except MailUnreadable:
        return
    read_receipts(mail)
    is_automatic(mail)
    read_reply(mail.text())


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    everything(data)


FRAGMENTS = [
    b"From: ", b"MAILER-DAEMON@x", b"To: ", b"\n", b"\r\n", b"\n\n", b"Content-Type: ", b"multipart/report; boundary=b",
    b"text/html; charset=", b"utf-7", b"unknown-8bit", b"--b\n", b"--b--\n", b"message/delivery-status", b"message/rfc822",
    b"message/global-delivery-status", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: uuencode",
    b"Action: failed", b"Status: 5.1.1", b"=?utf-8?b?gg", b"=?x?q?=FF?=", b"\xff\xfe", b"<![CDATA[", b"<!x", b"<p>", b"&#x;",
    b"Message-ID: <tocsin-00000000000000000000000000000000@x>", b"safe", b"begin 644 x", b";", b'"', b"(", b"charset*0=\"x",
    b"Subject: ", b"References: ", b"\x00",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40))
def test_any_pieces_of_mails_are_read_or_refused(pieces: list[bytes]) -> None:
    everything(b"".join(pieces))


@given(st.integers(0, 700), st.binary(max_size=20))
def test_a_notification_that_was_cut_and_patched_is_read_or_refused(place: int, patch: bytes) -> None:
    data = dsn(ID, "bounces@desk.example")
    everything(data[:place] + patch + data[place + len(patch) :])
    everything(data[:place])
