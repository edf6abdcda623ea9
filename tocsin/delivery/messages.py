"""What a recipient reads: one letter's values, and the mail made of them."""

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
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import escape

from tocsin.delivery.bulletin import Bulletin
from tocsin.grading import Level

#: One character per shape, for where no picture can be drawn.
SHAPES = {"circle": "●", "diamond": "◆", "triangle": "▲", "hexagon": "⬢"}
# First-strong isolate and its end (Unicode Standard Annex 9, 2.4): a text keeps its own direction inside another's.
_ISOLATE, _END = "\u2068", "\u2069"
# Blanks of a pattern, out of the private use area: no text of an edition carries them (bulletin.py drops them).
_WHY, _ANSWER, _LEAD = "\ue000", "\ue001", "\ue002"
#: Seven bits in every line: a server without 8BITMIME (RFC 6152) takes it too.
_POLICY = SMTP.clone(cte_type="7bit")


class Kind(StrEnum):
    """What a message is for."""

    ALERT = "alert"
    #: To somebody who has not answered yet.
    REMINDER = "reminder"
    #: About somebody who has not answered or asks for help, to whoever stands in for them or is on duty.
    ABOUT = "about"
    #: That shows whether a channel works; it is marked as an exercise wherever it is read.
    EXERCISE = "exercise"
    #: Several alerts that waited for one person, in one message.
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Item:
    """One alert of a digest, with why the person is told of it and their own answer link, '' where none is asked for."""

    bulletin: Bulletin
    why: str
    answer: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a channel needs to send one message; no database is asked after it is made.

    `why` is the reason of the exposure in plain words; `thread` the message ids of this alert's earlier
    editions to the same address, oldest first; `answer` the personal link, empty where no answer is asked for.
    `lead` is what comes before all else in a message about somebody else. `items` are the alerts of a digest, and then
    `bulletin` is that of the message that carries them.
    """

    message_id: str
    address: str
    secret: str
    name: str
    language: str
    why: str
    answer: str
    thread: tuple[str, ...]
    bulletin: Bulletin
    at: datetime
    kind: Kind = Kind.ALERT
    lead: str = ""
    #: The address of the desk's gateway with its blanks (decide.TO, decide.MESSAGE_ID), and how long its messages may be.
    gateway: str = ""
    longest: int = 600
    items: tuple[Item, ...] = ()

    @property
    def is_urgent(self) -> bool:
        """Whether it is Critical, or about somebody who needs looking after: then no pause of a server holds it up."""
        return self.bulletin.level is Level.CRITICAL or self.kind is Kind.ABOUT


def subject(letter: Letter) -> str:
    """Return '[Level] Country: headline' in the recipient's language, the headline keeping its own direction."""
    if letter.items:
        return digest_subject(letter)
    return _subject(letter.bulletin, letter.language, letter.kind)


def _subject(bulletin: Bulletin, language: str, kind: Kind) -> str:
    with translation.override(language):
        return f"[{headword(bulletin, kind)}] {_isolated(bulletin.title)}"


def headword(bulletin: Bulletin, kind: Kind) -> str:
    """Return what a message begins with in the language in force: level or all-clear, and what kind of message it is."""
    tag = _tag(bulletin)
    if kind is Kind.REMINDER:
        return _("%(level)s, reminder") % {"level": tag}
    if kind is Kind.ABOUT:
        # A name in a subject is read by whoever looks over a shoulder.
        return _("Act now for a colleague")
    return _("Exercise") if kind is Kind.EXERCISE else tag


def text_part(letter: Letter) -> str:
    """Return the message as plain text: level and first act first, then why, when, and where to answer."""
    if letter.items:
        return digest_text(letter)
    return _filled(_pattern_of(letter).text, letter.why, letter.answer, letter.lead)


def html_part(letter: Letter) -> str:
    """Return the message as one HTML page without pictures, scripts or anything fetched."""
    if letter.items:
        return digest_html(letter)
    return _filled(_pattern_of(letter).html, escape(letter.why), escape(letter.answer), escape(letter.lead))


def _filled(pattern: str, why: str, answer: str, lead: str) -> str:
    return pattern.replace(_WHY, why).replace(_ANSWER, answer).replace(_LEAD, lead)


class _Pattern(NamedTuple):
    """Both parts of a message with a blank for each thing that differs from person to person."""

    text: str
    html: str


def _pattern_of(letter: Letter) -> _Pattern:
    return _pattern(letter.bulletin, letter.language, bool(letter.answer), letter.kind)


@lru_cache(maxsize=64)
def _pattern(bulletin: Bulletin, language: str, asks: bool, kind: Kind) -> _Pattern:
    """Return what everybody who is told of `bulletin` in `language` gets: made once, because making it is slow."""
    blank = Letter(
        message_id="", address="", secret="", name="", language=language, why=_WHY, answer=_ANSWER if asks else "",
        thread=(), bulletin=bulletin, at=bulletin.sent, kind=kind, lead=_lead(kind, language),
    )  # fmt: skip
    return _Pattern(_text(blank), _html(blank))


def _lead(kind: Kind, language: str) -> str:
    """What stands at the head of everybody's message: a blank where it is about somebody."""
    if kind is Kind.REMINDER:
        with translation.override(language):
            return _("We have no answer from you yet. Please answer now.")
    return _LEAD if kind is Kind.ABOUT else ""


def _text(letter: Letter) -> str:
    bulletin = letter.bulletin
    with translation.override(letter.language):
        level = bulletin.level
        lines = [
            *([letter.lead, ""] if letter.lead else []),
            f"{SHAPES[level.shape]} {_part_tag(letter)}: {_isolated(bulletin.title)}",
            _(level.meaning) if bulletin.message_type != "Cancel" else _("The alert is over."),
            "",
        ]
        if bulletin.acts:
            lines += [f"{_('Do this first')}: {_isolated(bulletin.acts[0])}", ""]
        if letter.answer:
            lines += [_("Are you safe? Answer here, without signing in:"), letter.answer, ""]
        if bulletin.news:
            lines += [f"{_news_label(bulletin)}: {_isolated(bulletin.news)}", ""]
        lines += [_isolated(bulletin.summary), ""] if bulletin.summary else []
        lines += [f"{_('Timeframe')}: {_isolated(bulletin.timeframe)}"]
        lines += [f"{_('The whole alert')}: {bulletin.page}", ""]
        if len(bulletin.acts) > 1:
            lines += [_("Then"), *(f"- {_isolated(act)}" for act in bulletin.acts[1:]), ""]
        lines += ["-- ", _why_heading(letter), _isolated(letter.why)]
    return "\n".join(lines) + "\n"


def _html(letter: Letter) -> str:
    bulletin = letter.bulletin
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "bulletin": bulletin,
            "level": bulletin.level,
            "shape": SHAPES[bulletin.level.shape],
            "tag": _part_tag(letter),
            "meaning": _(bulletin.level.meaning),
            "news_label": _news_label(bulletin),
            "why_heading": _why_heading(letter),
            "over": bulletin.message_type == "Cancel",
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        return render_to_string("delivery/message.html", context)


def mail(letter: Letter, *, sender: str, recipient: str) -> bytes:
    """Return the whole mail from `sender` to `recipient`, with its ids, its thread and both parts (RFC 5322, RFC 2046).

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
    if letter.items:
        head = _headers(digest_subject(letter), letter.bulletin, letter.language, sender)
        return head + own.encode() + _whole_body(digest_text(letter), digest_html(letter))
    common = _common(letter.bulletin, letter.language, sender, bool(letter.answer), letter.kind)
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
_BLANKS = _WHY + _ANSWER + _LEAD
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
        why, answer, lead = letter.why, letter.answer, letter.lead
        if self.plain:
            plain = _filled(self.plain, why, answer, lead)
            html = _filled(self.html, escape(why), escape(answer), escape(lead))
            values: tuple[bytes, ...] = (_base64(plain), _base64(html))
        else:
            plain_values = _quoted(why), _quoted(answer), _quoted(lead) if lead else b""
            if _MINDED.search(f"{why}{answer}{lead}"):
                values = (*plain_values, *(_quoted(str(escape(value))) for value in (why, answer, lead)))
            else:
                values = plain_values * 2
        return b"".join([values[piece] if type(piece) is int else piece for piece in self.pieces])  # type: ignore[misc,index]


@lru_cache(maxsize=64)
def _common(bulletin: Bulletin, language: str, sender: str, asks: bool, kind: Kind) -> _Common:
    head = _common_headers(bulletin, language, sender, kind)
    pattern = _pattern(bulletin, language, asks, kind)
    data = (pattern.text + pattern.html).encode()
    if len(data.translate(None, _ASCII)) * 6 < len(data):
        pieces = (
            _BODY + _part_head("plain", "quoted-printable"), *_pieces(pattern.text, 0),
            _part_head("html", "quoted-printable"), *_pieces(pattern.html, len(_BLANKS)), _END_OF_BODY,
        )  # fmt: skip
        return _Common(head, _joined(pieces))
    # Mostly not ASCII: base64 is shorter (RFC 2045, 6).
    pieces = (_BODY + _part_head("plain", "base64"), 0, _part_head("html", "base64"), 1, _END_OF_BODY)
    return _Common(head, pieces, pattern.text, pattern.html)


def _whole_body(text: str, html: str) -> bytes:
    """Return the body of a mail that is made for one person alone."""
    heads = _part_head("plain", "base64"), _part_head("html", "base64")
    return b"".join([_BODY, heads[0], _base64(text), heads[1], _base64(html), _END_OF_BODY])


def _part_head(kind: str, encoding: str) -> bytes:
    return (
        f'\r\n--{_BOUNDARY}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
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
    return _headers(_subject(bulletin, language, kind), bulletin, language, sender)


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


def _tag(bulletin: Bulletin) -> str:
    if bulletin.message_type == "Cancel":
        return _("All-clear")
    word = _(bulletin.level.word)
    return _("%(level)s, update") % {"level": word} if bulletin.message_type == "Update" else word


def _part_tag(letter: Letter) -> str:
    return _("Exercise") if letter.kind is Kind.EXERCISE else _tag(letter.bulletin)


def _news_label(bulletin: Bulletin) -> str:
    return _("Why it ends") if bulletin.message_type == "Cancel" else _("What changed")


def _why_heading(letter: Letter) -> str:
    return _("Why you get this from %(organisation)s") % {
        "organisation": _isolated(letter.bulletin.organisation)
    }


def _isolated(text: str) -> str:
    """Return `text` set apart from the direction of what surrounds it; unchanged where that runs left to right."""
    return f"{_ISOLATE}{text}{_END}" if translation.get_language_bidi() else text


# -- several alerts in one message: made anew for each person, because no two digests are alike ------------------


def digest_subject(letter: Letter) -> str:
    """Return '[Digest] 3 alerts, the highest Advisory' in the recipient's language."""
    with translation.override(letter.language):
        values = {"count": len(letter.items), "level": _(letter.items[0].bulletin.level.word)}
        return f"[{_('Digest')}] " + _("%(count)d alerts, the highest: %(level)s") % values


def digest_text(letter: Letter) -> str:
    """Return the digest as plain text: of each alert its level, title, first act, where to answer and where to read on."""
    with translation.override(letter.language):
        lines = [_("These alerts waited for this message."), ""]
        for item in letter.items:
            bulletin = item.bulletin
            lines.append(f"{SHAPES[bulletin.level.shape]} {_tag(bulletin)}: {_isolated(bulletin.title)}")
            if bulletin.acts:
                lines.append(f"{_('Do this first')}: {_isolated(bulletin.acts[0])}")
            if bulletin.news:
                lines.append(f"{_news_label(bulletin)}: {_isolated(bulletin.news)}")
            lines.append(f"{_('Timeframe')}: {_isolated(bulletin.timeframe)}")
            if item.answer:
                lines.append(f"{_('Are you safe? Answer here, without signing in:')} {item.answer}")
            lines += [f"{_('The whole alert')}: {bulletin.page}", _isolated(item.why), ""]
        lines += ["-- ", letter.bulletin.organisation]
    return "\n".join(lines) + "\n"


def digest_html(letter: Letter) -> str:
    """Return the digest as one HTML page without pictures, scripts or anything fetched."""
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "subject": digest_subject(letter),
            "items": [
                {
                    "bulletin": item.bulletin,
                    "why": item.why,
                    "answer": item.answer,
                    "shape": SHAPES[item.bulletin.level.shape],
                    "tag": _tag(item.bulletin),
                    "news_label": _news_label(item.bulletin),
                    "over": item.bulletin.message_type == "Cancel",
                }
                for item in letter.items
            ],
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        return render_to_string("delivery/digest.html", context)
