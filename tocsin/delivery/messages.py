"""What a recipient reads: one letter's values, and the mail made of them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
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
_WHY, _ANSWER = "\ue000", "\ue001"
#: Seven bits in every line: a server without 8BITMIME (RFC 6152) takes it too.
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a channel needs to send one message; no database is asked after it is made.

    `why` is the reason of the exposure in plain words; `thread` the message ids of this alert's earlier
    editions to the same address, oldest first; `answer` the personal link, empty where no answer is asked for.
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


def subject(letter: Letter) -> str:
    """Return '[Level] Country: headline' in the recipient's language, the headline keeping its own direction."""
    return _subject(letter.bulletin, letter.language)


def _subject(bulletin: Bulletin, language: str) -> str:
    with translation.override(language):
        return f"[{_tag(bulletin)}] {_isolated(bulletin.title)}"


def text_part(letter: Letter) -> str:
    """Return the message as plain text: level and first act first, then why, when, and where to answer."""
    return _filled(_pattern_of(letter).text, letter.why, letter.answer)


def html_part(letter: Letter) -> str:
    """Return the message as one HTML page without pictures, scripts or anything fetched."""
    return _filled(_pattern_of(letter).html, escape(letter.why), escape(letter.answer))


def _filled(pattern: str, why: str, answer: str) -> str:
    return pattern.replace(_WHY, why).replace(_ANSWER, answer)


class _Pattern(NamedTuple):
    """Both parts of a message with a blank for each thing that differs from person to person."""

    text: str
    html: str


def _pattern_of(letter: Letter) -> _Pattern:
    return _pattern(letter.bulletin, letter.language, bool(letter.answer))


@lru_cache(maxsize=64)
def _pattern(bulletin: Bulletin, language: str, asks: bool) -> _Pattern:
    """Return what everybody who is told of `bulletin` in `language` gets: made once, because making it is slow."""
    blank = Letter(
        message_id="", address="", secret="", name="", language=language, why=_WHY, answer=_ANSWER if asks else "",
        thread=(), bulletin=bulletin, at=bulletin.sent,
    )  # fmt: skip
    return _Pattern(_text(blank), _html(blank))


def _text(letter: Letter) -> str:
    bulletin = letter.bulletin
    with translation.override(letter.language):
        level = bulletin.level
        lines = [
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
    boundary = f"=_{letter.message_id}"
    own = [
        f"To: <{recipient}>",
        f"Date: {format_datetime(letter.at)}",
        f"Message-ID: <{letter.message_id}@{domain}>",
    ]
    if letter.thread:
        own.append(f"In-Reply-To: <{letter.thread[-1]}@{domain}>")
        own.append("References: " + "\r\n ".join(f"<{earlier}@{domain}>" for earlier in letter.thread))
    own.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    lines = [
        _common_headers(letter.bulletin, letter.language, sender) + "\r\n".join(own).encode(),
        b"",
        *_part("plain", text_part(letter), boundary),
        *_part("html", html_part(letter), boundary),
        f"--{boundary}--".encode(),
        b"",
    ]
    return b"\r\n".join(lines)


@lru_cache(maxsize=64)
def _common_headers(bulletin: Bulletin, language: str, sender: str) -> bytes:
    """Return the headers that are the same for everybody, each line ended; the library folds and encodes them."""
    name, domain = sender.rsplit("@", 1)
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = _subject(bulletin, language)
    message["From"] = MailAddress(bulletin.organisation, name, domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note answers it
    message["Content-Language"] = language
    if bulletin.level is Level.CRITICAL and bulletin.message_type != "Cancel":
        message["Importance"] = "high"
    message["MIME-Version"] = "1.0"
    return message.as_bytes().rstrip(b"\r\n") + b"\r\n"


def _part(kind: str, text: str, boundary: str) -> list[bytes]:
    """Return one part: quoted-printable where it is mostly ASCII, base64 where that would be longer (RFC 2045, 6)."""
    data = text.encode()
    if sum(byte > 127 for byte in data) * 6 < len(data):
        encoding, body = "quoted-printable", binascii.b2a_qp(data, istext=True)
    else:
        encoding, body = "base64", base64.encodebytes(data)
    head = f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n'
    return [head.encode(), body.replace(b"\n", b"\r\n")]


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
