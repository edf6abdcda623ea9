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
        tag = _tag(bulletin)
        if kind is Kind.REMINDER:
            tag = _("%(level)s, reminder") % {"level": tag}
        elif kind is Kind.ABOUT:
            # A name in a subject is read by whoever looks over a shoulder.
            tag = _("Act now for a colleague")
        return f"[{tag}] {_isolated(bulletin.title)}"


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
            f"{SHAPES[level.shape]} {_tag(bulletin)}: {_isolated(bulletin.title)}",
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
            "tag": _tag(bulletin),
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
    if any(character in "<>" or not character.isprintable() for character in recipient):
        raise ValueError("it has a character that no mail header can carry")
    domain = sender.rsplit("@", 1)[1]
    own = [
        f"To: <{recipient}>",
        f"Date: {format_datetime(letter.at)}",
        f"Message-ID: <{letter.message_id}@{domain}>",
    ]
    if letter.thread:
        own.append(f"In-Reply-To: <{letter.thread[-1]}@{domain}>")
        own.append("References: " + "\r\n ".join(f"<{earlier}@{domain}>" for earlier in letter.thread))
    if letter.items:
        head = _headers(digest_subject(letter), letter.bulletin, letter.language, sender)
        plain, html = _encoded("plain", digest_text(letter)), _encoded("html", digest_html(letter))
    else:
        head = _common_headers(letter.bulletin, letter.language, sender, letter.kind)
        plain, html = _parts_of(letter.bulletin, letter.language, bool(letter.answer), letter.kind)
    pieces = [head, "\r\n".join(own).encode(), _BODY]
    pieces += plain.filled(letter.why, letter.answer, letter.lead)
    pieces += html.filled(escape(letter.why), escape(letter.answer), escape(letter.lead))
    pieces.append(_END_OF_BODY)
    return b"".join(pieces)


#: Neither quoted-printable nor base64 ever has '=_' in it (RFC 2045, 6.7).
_BOUNDARY = "=_tocsin"
_BODY = f'\r\nContent-Type: multipart/alternative; boundary="{_BOUNDARY}"\r\n\r\n'.encode()
_END_OF_BODY = f"\r\n--{_BOUNDARY}--\r\n".encode()
#: Ends a line of quoted-printable that goes on in the next.
_SOFT_BREAK = b"=\r\n"
_ASCII = bytes(range(128))


class _EncodedPart(NamedTuple):
    """One part of everybody's mail, encoded but for its blanks; `pattern` instead where the whole has to be encoded."""

    head: bytes
    #: Stretches of bytes, with the number of a value between two: 0 is `why`, 1 the answer's address, 2 `lead`.
    stretches: tuple[bytes | int, ...]
    pattern: str = ""

    def filled(self, why: str, answer: str, lead: str) -> Iterator[bytes]:
        """Yield the bytes of the part for one person."""
        yield self.head
        if self.pattern:
            yield base64.encodebytes(_filled(self.pattern, why, answer, lead).encode()).replace(
                b"\n", b"\r\n"
            )
            return
        values = why, answer, lead
        for stretch in self.stretches:
            if isinstance(stretch, bytes):
                yield stretch
            else:
                yield _SOFT_BREAK
                yield _quoted(values[stretch])
                yield _SOFT_BREAK


@lru_cache(maxsize=64)
def _parts_of(bulletin: Bulletin, language: str, asks: bool, kind: Kind) -> tuple[_EncodedPart, _EncodedPart]:
    pattern = _pattern(bulletin, language, asks, kind)
    return _encoded("plain", pattern.text), _encoded("html", pattern.html)


def _encoded(kind: str, pattern: str) -> _EncodedPart:
    """Return one part: quoted-printable where it is mostly ASCII, base64 where that would be longer (RFC 2045, 6)."""
    data = pattern.encode()
    is_mostly_ascii = len(data.translate(None, _ASCII)) * 6 < len(data)
    encoding = "quoted-printable" if is_mostly_ascii else "base64"
    head = (
        f'\r\n--{_BOUNDARY}\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    ).encode()
    if not is_mostly_ascii:
        return _EncodedPart(head, (), pattern)
    stretches: list[bytes | int] = []
    blanks = _WHY + _ANSWER + _LEAD
    for stretch in re.split(f"([{blanks}])", pattern):
        if stretch and stretch in blanks:
            stretches.append(blanks.index(stretch))
        elif stretch:
            stretches.append(_quoted(stretch))
    return _EncodedPart(head, tuple(stretches))


def _quoted(text: str) -> bytes:
    return binascii.b2a_qp(text.encode(), istext=True).replace(b"\n", b"\r\n")


@lru_cache(maxsize=64)
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
