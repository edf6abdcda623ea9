"""A mail that came in, read with patience: whatever is broken in it is left out, and nothing in it is believed.

Pure: bytes in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses

from tocsin.delivery.errors import MailUnreadable
from tocsin.delivery.inbound.mail_text import text_of_html

#: Ten megabytes: people answer with pictures.
LONGEST_MAIL = 10 * 1024 * 1024
#: So many parts of a mail are looked at.
_MOST_PARTS = 200
_LONGEST_TEXT = 200_000
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
    """Return a mail that came in. Raises MailUnreadable, and nothing else, where it is empty, too large or no mail."""
    if len(data) > LONGEST_MAIL:
        raise MailUnreadable(f"The mail has {len(data)} bytes: {LONGEST_MAIL} at most are read.")
    try:
        message = message_from_bytes(data, policy=compat32)
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


def header_of(message: Message, name: str) -> str:
    """Return a header of a part in one line, '' where there is none."""
    value = message.get(name)
    return "" if value is None else " ".join(str(value).split())


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
    charset = str(part.get_param("charset") or "utf-8")
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text[:_LONGEST_TEXT].replace("\x00", "")


def _ids(text: str) -> tuple[str, ...]:
    return tuple(_ID.findall(text[:_LONGEST_TEXT]))


def _addresses(message: Message, names: tuple[str, ...]) -> tuple[str, ...]:
    values = [str(value) for name in names for value in message.get_all(name, [])]
    found = (address.strip().lower() for _name, address in getaddresses(values))
    return tuple(dict.fromkeys(address for address in found if "@" in address))


def _subject(message: Message) -> str:
    """Return the subject with its encoded words read (RFC 2047); letters that are not encoded at all are taken for UTF-8."""
    raw = next((str(value) for name, value in message.raw_items() if name.lower() == "subject"), "")
    header = " ".join(raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())
    try:
        return str(make_header(decode_header(header)))
    except (HeaderParseError, ValueError, LookupError):
        return header
