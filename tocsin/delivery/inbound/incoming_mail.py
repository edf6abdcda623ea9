"""A mail that came in, read with patience: whatever is broken in it is left out, and nothing in it is believed.

Anybody may send one, and it is read where messages are sent: everything is cut before it is decoded, and a mail that is
made to take long is refused.

Pure: bytes in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from encodings import aliases, normalize_encoding
from itertools import count
from typing import Any

from tocsin.delivery.errors import MailUnreadable
from tocsin.delivery.inbound.mail_text import text_of_html

#: Ten megabytes: people answer with pictures.
LONGEST_MAIL = 10 * 1024 * 1024
#: So many parts of a mail are looked at.
_MOST_PARTS = 200
#: So many parts, and groups of fields of a receipt (RFC 3464, 2.1), are read at most.
_MOST_BLOCKS = 2_000
_LONGEST_TEXT = 200_000
#: A picture of ten megabytes has fewer lines than this.
_MOST_LINES = 300_000
#: So many boundaries a mail may name, and so many parts lie in one another: a bounce of a mail with pictures has six.
_MOST_BOUNDARIES, _DEEPEST = 50, 10
_BOUNDARY = re.compile(rb"boundary[*\d]{0,4}[ \t]{0,9}=", re.IGNORECASE)
#: So many bytes of a header are read: of a subject, of what says how a part is made, and of all others.
_LONGEST_SUBJECT, _LONGEST_KIND, _LONGEST_HEADER = 2000, 2000, 20_000
#: So many addresses are looked at.
_MOST_ADDRESSES = 500
#: The ways to write letters that mails have; a name that is none of them is not looked up, but read as UTF-8.
_CHARSETS = frozenset(
    [
        "utf_8",
        "utf_7",
        "utf_16",
        "utf_16_be",
        "utf_16_le",
        "ascii",
        "latin_1",
        "koi8_r",
        "koi8_u",
        "mac_roman",
        "gb2312",
        "gbk",
        "gb18030",
        "hz",
        "big5",
        "big5hkscs",
        "shift_jis",
        "euc_jp",
        "cp932",
        "iso2022_jp",
        "iso2022_jp_1",
        "iso2022_jp_2",
        "iso2022_jp_3",
        "iso2022_jp_ext",
        "euc_kr",
        "iso2022_kr",
        "cp949",
        "johab",
        "tis_620",
        "cp437",
        "cp850",
        "cp852",
        "cp855",
        "cp866",
        "cp874",
        "cp1125",
    ]
    + [f"iso8859_{number}" for number in range(1, 17)]
    + [f"cp125{number}" for number in range(9)]
)
_ID = re.compile(r"<?(tocsin-[0-9a-f]{32}(?:-\d{1,19}){0,4})@[^>\s]*>?")
#: Where servers write whom a mail was delivered to, beside To and Cc.
_RECIPIENTS = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "apparently-to",
)


class Part(Message):
    """A part of a mail, with its headers cut as they are read. Raises MailUnreadable where it lies too deep in others."""

    depth = 0

    def set_raw(self, name: str, value: str) -> None:
        """Take a header from the parser."""
        lower = name.lower()
        longest = _LONGEST_SUBJECT if lower == "subject" else _LONGEST_HEADER
        super().set_raw(name, value[: _LONGEST_KIND if lower.startswith("content-") else longest])

    def attach(self, payload: Message) -> None:  # type: ignore[override]
        """Take a part from the parser."""
        if isinstance(payload, Part):
            payload.depth = self.depth + 1
            if payload.depth > _DEEPEST:
                raise MailUnreadable(
                    f"The mail has parts in parts: {_DEEPEST} in one another at most are read."
                )
        super().attach(payload)


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """What of a mail matters here. Addresses are in lower case; ids are those of our own messages, without '<' and domain."""

    message: Message
    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str
    #: In-Reply-To, then References from the last to the first.
    answers_to: tuple[str, ...]

    def header(self, name: str) -> str:
        """Return a header in one line, '' where there is none."""
        return header_of(self.message, name)

    def parts(self) -> Iterator[Message]:
        """Yield the parts of the mail itself; not those of mails inside it."""
        left, seen = [self.message], 0
        while left and seen < _MOST_PARTS:
            part = left.pop(0)
            seen += 1
            yield part
            if part.is_multipart() and part.get_content_maintype() == "multipart":
                left = [one for one in part.get_payload() if isinstance(one, Message)] + left

    def text(self) -> str:
        """Return what is written in it: the first plain part, else the first of HTML, its quotations left out."""
        html = ""
        for part in self.parts():
            if part.get_content_disposition() == "attachment":
                continue
            kind = part.get_content_type()
            if kind == "text/plain" and (plain := text_of(part)).strip():
                return plain
            html = html or (text_of(part) if kind == "text/html" else "")
        return text_of_html(html)


def read_mail(data: bytes) -> IncomingMail:
    """Return a mail that came in. Raises MailUnreadable, and nothing else, where it is empty, too large or no mail.

    A mail with too many lines, or parts in one another, is too large as well.
    """
    if len(data) > LONGEST_MAIL:
        raise MailUnreadable(f"The mail has {len(data)} bytes: {LONGEST_MAIL} at most are read.")
    if data.count(b"\n") + data.count(b"\r") > 2 * _MOST_LINES:
        raise MailUnreadable(f"The mail has too many lines: {_MOST_LINES} at most are read.")
    if sum(1 for _found in _BOUNDARY.finditer(data)) > _MOST_BOUNDARIES:
        raise MailUnreadable(
            f"The mail has too many parts in parts: {_MOST_BOUNDARIES} boundaries at most are read."
        )
    try:
        message = message_from_bytes(data, _counted_parts(), policy=compat32)
        if not message.keys():
            raise MailUnreadable("This is no mail: it has no headers.")
        named = _ids(header_of(message, "in-reply-to"))
        earlier = _ids(header_of(message, "references"))[::-1]
        return IncomingMail(
            message,
            senders=_addresses(message, ("from",)),
            recipients=_addresses(message, _RECIPIENTS),
            subject=_subject(message),
            answers_to=tuple(dict.fromkeys(named + earlier)),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MessageError) as error:
        # The standard library's parser has none but these for bytes that are no mail.
        raise MailUnreadable(f"The mail cannot be read: {type(error).__name__}.") from error


def _counted_parts() -> Callable[..., Part]:
    """Return what makes the parts of one mail: in a receipt, each blank line may begin another. Raises MailUnreadable."""
    made = count(1)

    def part(*args: Any, **values: Any) -> Part:
        if next(made) > _MOST_BLOCKS:
            raise MailUnreadable(f"The mail has too many parts: {_MOST_BLOCKS} at most are read.")
        return Part(*args, **values)

    return part


def header_of(message: Message, name: str) -> str:
    """Return a header of a part in one line, '' where there is none."""
    return " ".join(next(_raw(message, name), "").split())


def headers_of(text: str) -> Message:
    """Return a group of header fields that stands in a text, as a part without a body."""
    return message_from_string(text, Part, policy=compat32)


def _raw(message: Message, name: str) -> Iterator[str]:
    """Yield the values of a header as they came; letters that are not encoded are taken for UTF-8."""
    for own, value in message.raw_items():
        if own.lower() == name:
            yield str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def ids_in(text: str) -> tuple[str, ...]:
    """Return the ids of our messages that stand in a text, each once, as they come."""
    return tuple(dict.fromkeys(_ids(text)))


def text_of(part: Message) -> str:
    """Return the text of a part, whatever its letters are said to be."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if not isinstance(data, bytes):
        return ""
    named = part.get_param("charset")
    try:
        # No letter takes more than four bytes.
        text = data[: 4 * _LONGEST_TEXT].decode(
            _charset(named[2] if isinstance(named, tuple) else named), "replace"
        )
    except ValueError:
        text = data[: 4 * _LONGEST_TEXT].decode("utf-8", "replace")
    return text[:_LONGEST_TEXT].replace("\x00", "")


def _charset(named: object) -> str:
    name = normalize_encoding(str(named)[:40]).lower()
    known = aliases.aliases.get(name, name)
    return known if known in _CHARSETS else "utf-8"


def _ids(text: str) -> tuple[str, ...]:
    return tuple(_ID.findall(text[:_LONGEST_TEXT]))


def _addresses(message: Message, names: tuple[str, ...]) -> tuple[str, ...]:
    values, left = [], _LONGEST_HEADER
    for name in names:
        for value in _raw(message, name):
            values.append(value[:left])
            left -= len(values[-1])
    found = (
        address.strip().lower()
        for _name, address in getaddresses([one for one in values if one])[:_MOST_ADDRESSES]
    )
    return tuple(dict.fromkeys(address for address in found if "@" in address))


def _subject(message: Message) -> str:
    """Return the subject with its encoded words read (RFC 2047); letters that are not encoded at all are taken for UTF-8."""
    header = header_of(message, "subject")
    try:
        return str(make_header(decode_header(header)))
    except (HeaderParseError, ValueError, LookupError):
        return header
