"""The mail made of a letter: headers and parts as they travel, with all that is common to thousands made once."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

from markupsafe import escape

from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.inbound.return_addresses import reply_address
from tocsin.delivery.messages import (
    ANSWER,
    LEAD,
    LEAVE,
    WHY,
    Kind,
    Letter,
    digest_html,
    digest_subject,
    digest_text,
    filled,
    pattern,
    subject_of,
)
from tocsin.grading import Level

#: Seven bits in every line: a server without 8BITMIME (RFC 6152) takes it too.
_POLICY = SMTP.clone(cte_type="7bit")


def mail(letter: Letter, *, sender: str, recipient: str, picture: bytes = b"") -> bytes:
    """Return the whole mail from `sender` to `recipient`, with its ids, its thread and both parts (RFC 5322, RFC 2046).

    `picture` is the map that the HTML part shows, a PNG that was drawn before (letter_maps); b'' for none.
    Every line is ASCII and at most 998 bytes long, but for a recipient that is not ASCII itself (RFC 6532).
    Raises ValueError for a recipient that would break the header.
    """
    if _UNFIT.search(recipient) or not recipient.isprintable():
        raise ValueError("it has a character that no mail header can carry")
    domain = sender.rsplit("@", 1)[1]
    own = f"To: <{recipient}>\r\nDate: {_mail_date(letter.at)}\r\nMessage-ID: <{letter.message_id}@{domain}>\r\n"
    if letter.thread:
        own += f"In-Reply-To: <{letter.thread[-1]}@{domain}>\r\n"
        own += "References: " + "\r\n ".join(f"<{earlier}@{domain}>" for earlier in letter.thread) + "\r\n"
    if there := reply_address(letter):
        own += f"Reply-To: <{there}>\r\n"
    if letter.leave:
        own += f"List-Unsubscribe: <{letter.leave}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    if letter.items:
        head = _headers(digest_subject(letter), letter.bulletin, letter.language, sender)
        return head + own.encode() + _whole_body(digest_text(letter), digest_html(letter))
    common = _common(
        letter.bulletin,
        letter.language,
        sender,
        bool(letter.answer),
        letter.kind,
        bool(letter.leave),
        picture,
    )
    return common.head + own.encode() + common.body(letter)


#: Neither quoted-printable nor base64 ever has '=_' in it (RFC 2045, 6.7).
_BOUNDARY = "=_tocsin"
_BODY = f'Content-Type: multipart/alternative; boundary="{_BOUNDARY}"\r\n\r\n'.encode()
_END_OF_BODY = f"\r\n--{_BOUNDARY}--\r\n".encode()
#: Ends a line of quoted-printable that goes on in the next.
_SOFT_BREAK = b"=\r\n"
_ASCII = bytes(range(128))
_UNFIT = re.compile("[<>]")
#: What HTML minds; mostly there is nothing of it in a value.
_MINDED = re.compile("[&<>'\"]")
#: Stands among the pieces of a body where a value of the person goes: the plain ones, then those of the HTML part.
_BLANKS = WHY + ANSWER + LEAD + LEAVE
_Pieces = tuple[bytes | int, ...]


@lru_cache(maxsize=8)
def _mail_date(moment: datetime) -> str:
    return format_datetime(moment)


@dataclass(frozen=True, slots=True)
class _Common:
    """Everybody's mail: its headers, and its body in pieces, with the number of a value between two."""

    head: bytes
    pieces: _Pieces
    #: Where a part is written in base64, the whole has to be encoded for each person.
    plain: str = ""
    html: str = ""

    def body(self, letter: Letter) -> bytes:
        """Return the body of one person's mail."""
        why, answer, lead, leave = letter.why, letter.answer, letter.lead, letter.leave
        if self.plain:
            plain = filled(self.plain, why, answer, lead, leave)
            html = filled(self.html, escape(why), escape(answer), escape(lead), escape(leave))
            values: tuple[bytes, ...] = (_base64(plain), _base64(html))
        else:
            plain_values = (
                _quoted(why), _quoted(answer), _quoted(lead) if lead else b"", _quoted(leave) if leave else b"",
            )  # fmt: skip
            if _MINDED.search(f"{why}{answer}{lead}{leave}"):
                escaped = (_quoted(str(escape(value))) for value in (why, answer, lead, leave))
                values = (*plain_values, *escaped)
            else:
                values = plain_values * 2
        return b"".join([values[piece] if type(piece) is int else piece for piece in self.pieces])  # type: ignore[misc,index]


@lru_cache(maxsize=64)
def _common(
    bulletin: Bulletin, language: str, sender: str, asks: bool, kind: Kind, leaves: bool, picture: bytes
) -> _Common:
    head = _common_headers(bulletin, language, sender, kind)
    name = f"map.{_NO_ID.sub('-', bulletin.identifier)}@{sender.rsplit('@', 1)[1]}" if picture else ""
    text, html = pattern(bulletin, language, asks, kind, leaves, name)
    data = (text + html).encode()
    # Mostly not ASCII: base64 is shorter (RFC 2045, 6).
    is_packed = len(data.translate(None, _ASCII)) * 6 >= len(data)
    encoding = "base64" if is_packed else "quoted-printable"
    before, after = _related(name, picture) if picture else (b"", b"")
    plain_pieces, html_pieces = ((0,), (1,)) if is_packed else (_pieces(text, 0), _pieces(html, len(_BLANKS)))
    pieces = (
        _BODY + _part_head("plain", encoding), *plain_pieces, before or _boundary(),
        _kind_of_part("html", encoding), *html_pieces, after + _END_OF_BODY,
    )  # fmt: skip
    return _Common(head, _joined(pieces), text if is_packed else "", html if is_packed else "")


#: What may stand in a content id without quotation (RFC 2392, RFC 5322).
_NO_ID = re.compile("[^A-Za-z0-9.-]+")
_WITH_MAP = "=_tocsin_map"


def _related(name: str, picture: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after the HTML part where a picture belongs to it (RFC 2387)."""
    before = (
        f'\r\n--{_BOUNDARY}\r\nContent-Type: multipart/related; type="text/html"; boundary="{_WITH_MAP}"\r\n'
        f"\r\n--{_WITH_MAP}\r\n"
    )
    after = (
        f"\r\n--{_WITH_MAP}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: inline; filename="map.png"\r\nContent-ID: <{name}>\r\n\r\n'
    )
    packed = base64.encodebytes(picture).replace(b"\n", b"\r\n")
    return before.encode(), after.encode() + packed + f"--{_WITH_MAP}--\r\n".encode()


def _whole_body(text: str, html: str) -> bytes:
    """Return the body of a mail that is made for one person alone."""
    heads = _part_head("plain", "base64"), _part_head("html", "base64")
    return b"".join([_BODY, heads[0], _base64(text), heads[1], _base64(html), _END_OF_BODY])


def _part_head(kind: str, encoding: str) -> bytes:
    return _boundary() + _kind_of_part(kind, encoding)


def _boundary() -> bytes:
    return f"\r\n--{_BOUNDARY}\r\n".encode()


def _kind_of_part(kind: str, encoding: str) -> bytes:
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    ).encode()


def _pieces(pattern: str, first: int) -> Iterator[bytes | int]:
    """Yield a part in quoted-printable, with the numbers of its values from `first`, each on lines of its own."""
    for stretch in re.split(f"([{_BLANKS}])", pattern):
        if stretch and stretch in _BLANKS:
            yield _SOFT_BREAK
            yield first + _BLANKS.index(stretch)
            yield _SOFT_BREAK
        elif stretch:
            yield _quoted(stretch)


def _joined(pieces: _Pieces) -> _Pieces:
    """Return the pieces with neighbouring bytes put together."""
    joined: list[bytes | int] = []
    for piece in pieces:
        if isinstance(piece, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)


def _quoted(text: str) -> bytes:
    return binascii.b2a_qp(text.encode(), istext=True).replace(b"\n", b"\r\n")


def _base64(text: str) -> bytes:
    return base64.encodebytes(text.encode()).replace(b"\n", b"\r\n")


def _common_headers(bulletin: Bulletin, language: str, sender: str, kind: Kind) -> bytes:
    return _headers(subject_of(bulletin, language, kind), bulletin, language, sender)


def _headers(subject: str, bulletin: Bulletin, language: str, sender: str) -> bytes:
    """Return the headers that are the same for everybody, each line ended; the library folds and encodes them."""
    name, domain = sender.rsplit("@", 1)
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = subject
    message["From"] = MailAddress(bulletin.organisation, name, domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note answers it
    message["Content-Language"] = language
    if bulletin.level is Level.CRITICAL and bulletin.message_type != "Cancel":
        message["Importance"] = "high"
    message["MIME-Version"] = "1.0"
    return message.as_bytes().rstrip(b"\r\n") + b"\r\n"
