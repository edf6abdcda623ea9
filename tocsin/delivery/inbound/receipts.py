"""Receipts and bounces out of mails: delivery status notifications (RFC 3464, RFC 6533), and those that follow no standard.

Pure: a mail in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from tocsin.delivery.inbound.incoming_mail import IncomingMail, header_of, headers_of, ids_in, text_of
from tocsin.delivery.inbound.rulings import Action

#: So many recipients of one notification are read: an address may stand for a list.
_MOST_RECIPIENTS = 50
_LONGEST_WORDS = 500
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_ORIGINALS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_ACTIONS = {
    "failed": Action.FAILED,
    "delayed": Action.DELAYED,
    "delivered": Action.DELIVERED,
    "relayed": Action.RELAYED,
    "expanded": Action.RELAYED,
}
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d[ -]")
#: Who sends notifications that follow no standard.
_POSTMASTERS = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon)@")
_FOR_GOOD = re.compile(
    r"permanent|giv(?:e|en) up|undeliver|not be delivered|wasn't able to deliver|fail|reject|"
    r"(?:unknown|no such) (?:user|address)|not exist",
    re.IGNORECASE,
)
_STILL_TRIED = re.compile(
    r"delayed|still (?:being )?tr|will (?:be )?(?:retr|keep trying|try)|temporar", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a notification says of one recipient. `message_id` is that of our message, '' where it names none.

    `status` is a code of RFC 3463 ('5.1.1'), `diagnostic` the server's words in one line; either may be empty.
    """

    message_id: str
    action: Action
    status: str = ""
    diagnostic: str = ""
    recipient: str = ""


def read_receipts(mail: IncomingMail) -> tuple[Receipt, ...]:
    """Return what `mail` says became of our messages, one for each recipient; nothing for a mail that is no notification."""
    parts = list(mail.parts())
    message_id = _original(parts)
    statuses = [part for part in parts if part.get_content_type() in _STATUS_PARTS]
    if statuses:
        found = [receipt for part in statuses for receipt in _of_status(part, message_id)]
        return tuple(found[:_MOST_RECIPIENTS])
    if not any(_POSTMASTERS.match(sender) for sender in mail.senders):
        return ()
    return _free_form(mail, parts, message_id)


def _of_status(part: Message, message_id: str) -> Iterator[Receipt]:
    for block in _blocks(part):
        action = _ACTIONS.get(header_of(block, "action").lower())
        if action is None:
            # The first block is of the message; whatever else names no action says nothing.
            continue
        status = _STATUS.search(header_of(block, "status"))
        recipient = header_of(block, "original-recipient") or header_of(block, "final-recipient")
        yield Receipt(
            message_id,
            action,
            status=status[1] if status else "",
            diagnostic=_after_type(header_of(block, "diagnostic-code"))[:_LONGEST_WORDS],
            recipient=_after_type(recipient)[:_LONGEST_WORDS].lower(),
        )


def _blocks(part: Message) -> list[Message]:
    """Return the groups of fields of a status part; Python takes those of message/delivery-status apart itself."""
    payload = part.get_payload()
    blocks = (
        [one for one in payload if isinstance(one, Message)]
        if isinstance(payload, list)
        else _parsed(text_of(part))
    )
    if len(blocks) == 1:
        # Of the others it makes a mail: the first group its headers, the rest its text.
        blocks += _parsed(text_of(blocks[0]))
    return blocks


def _parsed(text: str) -> list[Message]:
    groups = re.split(r"\r?\n[ \t]*\r?\n", text)[:_MOST_RECIPIENTS]
    return [headers_of(group) for group in groups if group.strip()]


def _after_type(field: str) -> str:
    """Return a field without its type: 'rfc822; mira@field.example' is the address."""
    kind, semicolon, rest = field.partition(";")
    return rest.strip() if semicolon and re.fullmatch(r"[A-Za-z0-9-]+", kind.strip()) else field.strip()


def _original(parts: list[Message]) -> str:
    """Return the id of our message whose headers are attached, '' without any."""
    for part in parts:
        if part.get_content_type() not in _ORIGINALS:
            continue
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        if isinstance(inner, Message):
            named = header_of(inner, "message-id") or text_of(inner)
        else:
            named = text_of(part)
        if found := _message_id(named):
            return found
    return ""


def _message_id(text: str) -> str:
    """Return the id that a text names as the message's own, else the first of ours in it."""
    own = re.search(r"^message-id:(.*(?:\n[ \t].*)?)", text, re.IGNORECASE | re.MULTILINE)
    found = ids_in(own[1] if own else "") or ids_in(text)
    return found[0] if found else ""


def _free_form(mail: IncomingMail, parts: list[Message], message_id: str) -> tuple[Receipt, ...]:
    texts = [text_of(part) for part in parts if part.get_content_maintype() == "text"]
    whole = "\n".join(texts)
    # What is quoted of our own message says nothing about what became of it.
    said = re.split(r"^(?:-{3,}.*|message-id:.*|received:.*)$", whole, maxsplit=1, flags=re.I | re.M)[0]
    status, reply = _STATUS.search(said), _REPLY.search(said)
    kind = status[1][0] if status else reply[1] if reply else ""
    if kind == "5" or (not kind and _FOR_GOOD.search(said) and not _STILL_TRIED.search(said)):
        action = Action.FAILED
    elif kind == "2":
        action = Action.RELAYED
    else:
        # In doubt it is late and not lost.
        action = Action.DELAYED
    failed = header_of(mail.message, "x-failed-recipients").lower()[:_LONGEST_WORDS]
    words = " ".join(said.split())[:_LONGEST_WORDS]
    return (Receipt(message_id or _message_id(whole), action, status[1] if status else "", words, failed),)
