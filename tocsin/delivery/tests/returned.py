"""Mails as they come back, written for the tests: bounces of several servers, receipts, replies, notes of absence."""

from __future__ import annotations

from datetime import datetime

from tocsin.delivery.inbound.return_addresses import Purpose, _address
from tocsin.delivery.models import Delivery


def address_of(purpose: Purpose, message_id: str) -> str:
    """The address that we gave a message for its bounces or replies."""
    return _address(purpose, message_id)


def out(row: Delivery, noon: datetime, state: str = "sent") -> Delivery:
    """A message that the server has accepted, as the worker writes it down."""
    own = Delivery.objects.filter(pk=row.pk)
    own.update(state="sending", held_by="w", held_since=noon)
    own.update(state=state, held_by="", held_since=None, finished_at=noon)
    row.refresh_from_db()
    return row


def dsn(
    message_id: str,
    to: str,
    action: str = "failed",
    status: str = "5.1.1",
    *,
    kind: str = "message/delivery-status",
) -> bytes:
    """A notification by the standard (RFC 3464), with our headers attached."""
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.field.example\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=b"\r\n\r\n'
        "--=b\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n"
        f"--=b\r\nContent-Type: {kind}\r\n\r\nReporting-MTA: dns; mx.field.example\r\n\r\n"
        f"Final-Recipient: rfc822; Mira@field.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <mira@field.example>: no such user\r\n\r\n"
        f"--=b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: alerts@desk.example\r\n"
        f"Message-ID: <{message_id}@desk.example>\r\nSubject: [Warning]\r\n\r\n--=b--\r\n"
    ).encode()


def reply(
    message_id: str, to: str, text: str, *, sender: str = "Mira <mira@field.example>", extra: str = ""
) -> bytes:
    """What somebody writes back."""
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Re: [Warning]\r\nIn-Reply-To: <{message_id}@desk.example>\r\n{extra}"
        f'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n{text}\r\n'
    ).encode()
