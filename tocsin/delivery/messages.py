"""What a recipient reads: one letter's values, and the mail made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.delivery.bulletin import Bulletin
from tocsin.grading import Level

#: One character per shape, for where no picture can be drawn.
SHAPES = {"circle": "●", "diamond": "◆", "triangle": "▲", "hexagon": "⬢"}
# First-strong isolate and its end (Unicode Standard Annex 9, 2.4): a text keeps its own direction inside another's.
_ISOLATE, _END = "\u2068", "\u2069"
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
    with translation.override(letter.language):
        return f"[{_tag(letter.bulletin)}] {_isolated(letter.bulletin.title)}"


def text_part(letter: Letter) -> str:
    """Return the message as plain text: level and first act first, then why, when, and where to answer."""
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


def html_part(letter: Letter) -> str:
    """Return the message as one HTML page without pictures, scripts or anything fetched."""
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


def mail(letter: Letter, *, sender: str) -> EmailMessage:
    """Return the whole mail from the address `sender`, with its ids, its thread and both parts."""
    name, domain = sender.rsplit("@", 1)
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = subject(letter)
    message["From"] = MailAddress(letter.bulletin.organisation, name, domain)
    message["To"] = letter.address
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.message_id}@{domain}>"
    if letter.thread:
        message["In-Reply-To"] = f"<{letter.thread[-1]}@{domain}>"
        message["References"] = " ".join(f"<{earlier}@{domain}>" for earlier in letter.thread)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note answers it
    message["Content-Language"] = letter.language
    if letter.bulletin.level is Level.CRITICAL and letter.bulletin.message_type != "Cancel":
        message["Importance"] = "high"
    message.set_content(text_part(letter))
    message.add_alternative(html_part(letter), subtype="html")
    return message


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
