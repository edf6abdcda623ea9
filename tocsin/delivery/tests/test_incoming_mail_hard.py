"""A mail that anybody may send never costs more than a moment, and reading one raises nothing but the room's own errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tocsin.delivery.errors import MailUnreadable
from tocsin.delivery.inbound.incoming_mail import LONGEST_MAIL, read_mail
from tocsin.delivery.inbound.mail_text import text_of_html
from tocsin.delivery.inbound.receipts import read_receipts
from tocsin.delivery.inbound.replies import read_reply


def nested(depth: int, kind: bytes = b"multipart/mixed") -> bytes:
    mail = b"From: mira@field.example\r\nContent-Type: %s; boundary=b0\r\n\r\n" % kind
    for number in range(depth):
        mail += b"--b%d\r\nContent-Type: %s; boundary=b%d\r\n\r\n" % (number, kind, number + 1)
    return mail + b"--b%d\r\n\r\nI am safe.\r\n" % depth


def test_parts_in_parts_are_read_ten_deep_and_refused_beyond() -> None:
    assert "I am safe." in read_mail(nested(9)).text()
    with pytest.raises(MailUnreadable, match="10 in one another at most"):
        read_mail(nested(20))
    with pytest.raises(MailUnreadable, match="50 boundaries at most"):
        read_mail(nested(300))


def test_more_lines_or_bytes_than_a_mail_has_are_refused() -> None:
    with pytest.raises(MailUnreadable, match="too many lines"):
        read_mail(b"From: mira@field.example\r\n\r\n" + b"\n" * 700_000)
    with pytest.raises(MailUnreadable, match="bytes"):
        read_mail(b"From: mira@field.example\r\n\r\n" + b"a" * LONGEST_MAIL)


def test_a_receipt_with_thousands_of_groups_of_fields_is_refused_before_they_are_made() -> None:
    head = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: message/delivery-status\n\n"
    assert read_mail(head + b"Action: failed\n\n" * 1_000)
    with pytest.raises(MailUnreadable, match="too many parts"):
        read_mail(head + b"\n" * 500_000)


def test_headers_are_cut_before_they_are_decoded() -> None:
    subject = b"=?utf-8?q?a?= " * 100_000
    mail = read_mail(
        b"From: mira@field.example\r\nTo: "
        + b"a@b.example," * 100_000
        + b"\r\nSubject: "
        + subject
        + b"\r\n\r\nx"
    )
    assert len(mail.subject) <= 2000
    assert mail.subject.startswith("aaa")
    assert mail.recipients == ("a@b.example",)
    assert mail.senders == ("mira@field.example",)


@pytest.mark.parametrize(
    "charset", [b"punycode", b"idna", b"unicode_escape", b"rot13", b"undefined", b"x" * 900]
)
def test_a_text_in_letters_that_no_mail_has_is_read_as_utf_8(charset: bytes) -> None:
    mail = read_mail(
        b"From: mira@field.example\r\nContent-Type: text/plain; charset="
        + charset
        + b"\r\n\r\nI am s\xc3\xa4fe-abc"
    )
    assert mail.text() == "I am säfe-abc"


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("windows-1252", "réponse".encode("cp1252")),
        ("ISO-8859-15", "réponse".encode("iso8859-15")),
        ("Shift_JIS", "無事".encode("shift_jis")),
        ("ks_c_5601-1987", "안전".encode("euc_kr")),
        ("windows-1256", "أنا بخير".encode("cp1256")),
        ("us-ascii", b"safe"),
    ],
)
def test_the_letters_that_mails_have_are_read(charset: str, data: bytes) -> None:
    mail = read_mail(
        f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + data
    )
    assert mail.text() in ("réponse", "無事", "안전", "أنا بخير", "safe")


def test_html_without_ends_is_read_once() -> None:
    for broken in ("<a ", "<!--", "<![", "</", "<a b='"):
        assert text_of_html("I am safe." + broken * 50_000).startswith("I am safe.")
    assert text_of_html("<!-- <b> -->I am <b>safe</b>. 1 < 2") == "I am safe. 1 < 2"


_PIECES = st.sampled_from(
    [
        b"From: ", b"To: ", b"Subject: ", b"mira@field.example", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b";",
        b"Content-Type: multipart/report; boundary=", b"Content-Type: message/delivery-status", b"Content-Type: text/html",
        b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode",
        b"Content-Transfer-Encoding: quoted-printable", b"charset=", b"charset*=x'y'%ff", b"punycode", b"utf-7", b"utf-16",
        b"=?utf-8?b?w6Q=?=", b"=?punycode?q?a-b?=", b"=?x?b?===?=", b"b0", b"--b0", b"--b0--", b'"', b"<", b">", b"<!--",
        b"<a ", b"begin 644 a\n", b"\xff", b"\xc3\xa4", b"\x00", b"Action: failed", b"Status: 5.1.1", b"In-Reply-To: ",
        b"<tocsin-0123456789abcdef0123456789abcdef@desk.example>", b"safe", b"Content-Disposition: attachment",
    ]
)  # fmt: skip


@hypothesis_settings(deadline=None, max_examples=300)
@given(st.one_of(st.binary(max_size=400), st.lists(_PIECES, max_size=40).map(b"".join)))
def test_whatever_comes_is_read_or_refused_by_the_rooms_own_error(data: bytes) -> None:
    try:
        mail = read_mail(data)
    except MailUnreadable:
        return
    for receipt in read_receipts(mail):
        assert len(receipt.diagnostic) <= 500
    read_reply(mail.text())
