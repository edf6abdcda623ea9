"""What a recipient reads: one letter's values, and its words as plain text and as HTML."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import escape

from tocsin.delivery.bulletin import Bulletin, moment_in_words
from tocsin.grading import Level

#: One character per shape, for where no picture can be drawn.
SHAPES = {"circle": "●", "diamond": "◆", "triangle": "▲", "hexagon": "⬢"}
# First-strong isolate and its end (Unicode Standard Annex 9, 2.4): a text keeps its own direction inside another's.
_ISOLATE, _END = "\u2068", "\u2069"
# Blanks of a pattern, out of the private use area: no text of an edition carries them (bulletin.py drops them).
WHY, ANSWER, LEAD, LEAVE = "\ue000", "\ue001", "\ue002", "\ue004"


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
    #: To the owners of an alert that runs out soon; its page is that of the desk.
    STILL_TRUE = "still-true"


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
    #: The link that ends the subscription by which alone this person is told; empty for everybody else.
    leave: str = ""
    #: When the message is of no use any more; None: never.
    expires: datetime | None = None
    #: The number of the person to whom it goes; 0 for nobody whom the house knows.
    person: int = 0

    @property
    def seconds_left(self) -> float:
        """For how many seconds from `at` on it may be handed over."""
        return math.inf if self.expires is None else (self.expires - self.at).total_seconds()

    @property
    def is_urgent(self) -> bool:
        """Whether it is Critical, or about somebody who needs looking after: then no pause of a server holds it up."""
        return self.bulletin.level is Level.CRITICAL or self.kind is Kind.ABOUT


def subject(letter: Letter) -> str:
    """Return '[Level] Country: headline' in the recipient's language, the headline keeping its own direction."""
    if letter.items:
        return digest_subject(letter)
    return subject_of(letter.bulletin, letter.language, letter.kind)


def subject_of(bulletin: Bulletin, language: str, kind: Kind) -> str:
    """Return the subject of everybody's message of `bulletin` in `language`."""
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
    if kind is Kind.STILL_TRUE:
        return _("%(level)s ends soon") % {"level": tag}
    return _("Exercise") if kind is Kind.EXERCISE else tag


def text_part(letter: Letter) -> str:
    """Return the message as plain text: level and first act first, then why, when, and where to answer."""
    if letter.items:
        return digest_text(letter)
    return filled(_pattern_of(letter).text, letter.why, letter.answer, letter.lead, letter.leave)


def html_part(letter: Letter) -> str:
    """Return the message as one HTML page without pictures, scripts or anything fetched."""
    if letter.items:
        return digest_html(letter)
    values = (escape(value) for value in (letter.why, letter.answer, letter.lead, letter.leave))
    return filled(_pattern_of(letter).html, *values)


def filled(pattern: str, why: str, answer: str, lead: str, leave: str) -> str:
    """Return a part of a message with one person's values in its blanks."""
    return pattern.replace(WHY, why).replace(ANSWER, answer).replace(LEAD, lead).replace(LEAVE, leave)


class Pattern(NamedTuple):
    """Both parts of a message with a blank for each thing that differs from person to person."""

    text: str
    html: str


def _pattern_of(letter: Letter) -> Pattern:
    return pattern(letter.bulletin, letter.language, bool(letter.answer), letter.kind, bool(letter.leave))


@lru_cache(maxsize=64)
def pattern(
    bulletin: Bulletin, language: str, asks: bool, kind: Kind, leaves: bool, picture: str = ""
) -> Pattern:
    """Return what everybody who is told of `bulletin` in `language` gets: made once, because making it is slow.

    `picture` is the content id of the map that comes with it.
    """
    blank = Letter(
        message_id="", address="", secret="", name="", language=language, why=WHY, answer=ANSWER if asks else "",
        thread=(), bulletin=bulletin, at=bulletin.sent, kind=kind, lead=_lead(kind, language),
        leave=LEAVE if leaves else "",
    )  # fmt: skip
    if kind is Kind.STILL_TRUE:
        return Pattern(_owners_text(blank), _owners_html(blank))
    return Pattern(_text(blank), _html(blank, picture))


def _lead(kind: Kind, language: str) -> str:
    """What stands at the head of everybody's message: a blank where it is about somebody."""
    if kind is Kind.REMINDER:
        with translation.override(language):
            return _("We have no answer from you yet. Please answer now.")
    return LEAD if kind is Kind.ABOUT else ""


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
        lines += [f"{_('End this subscription')}: {letter.leave}"] if letter.leave else []
    return "\n".join(lines) + "\n"


def _html(letter: Letter, picture: str) -> str:
    bulletin = letter.bulletin
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "bulletin": bulletin,
            "picture": picture,
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


def _owners_text(letter: Letter) -> str:
    """What the owner of an alert has to know and to do before it ends, and no more."""
    bulletin = letter.bulletin
    with translation.override(letter.language):
        lines = [
            f"{SHAPES[bulletin.level.shape]} {_part_tag(letter)}: {_isolated(bulletin.title)}",
            "",
            ends_at(bulletin),
            _("Nobody has said yet whether it is still true. If nobody does, it ends by itself."),
            "",
            _("Hold it on, update it, or give the all-clear, at the desk:"),
            bulletin.page,
            "",
            "-- ",
            _why_heading(letter),
            _isolated(letter.why),
        ]
    return "\n".join(lines) + "\n"


def _owners_html(letter: Letter) -> str:
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "bulletin": letter.bulletin,
            "shape": SHAPES[letter.bulletin.level.shape],
            "tag": _part_tag(letter),
            "ends_at": ends_at(letter.bulletin),
            "why_heading": _why_heading(letter),
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        return render_to_string("delivery/still_true.html", context)


def ends_at(bulletin: Bulletin) -> str:
    """Return when an alert ends, in UTC and in its own zone, in the language in force."""
    moment = moment_in_words(bulletin.expires, bulletin.time_zone)
    return _("Still true? This alert ends: %(time)s.") % {"time": _isolated(moment)}


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
