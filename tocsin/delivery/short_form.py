"""What a message says where there is little room: SMS, messengers, push."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.delivery.decide import SHORT
from tocsin.delivery.inbound.reply_codes import reply_line
from tocsin.delivery.messages import Kind, Letter, headword
from tocsin.grading import fitted, in_utc


def short_form(letter: Letter, limit: int = SHORT) -> str:
    """Return what `letter` says in at most `limit` characters: headword, place, first act and link, in that order.

    In the recipient's language. What room is left goes to the reminder, what changed, the headline, the end in UTC and the
    summary, each whole or not at all. Where there is too little, the act is cut after a word and marked '...' (three
    full stops: one '…' would make an SMS of 70 characters out of one of 160); then it goes, then the place. Headword and link
    are always whole, and alone may be longer than `limit`. Where an answer by SMS is taken, how to give it stands behind the
    link, unless the act would have to be cut for it.
    """
    bulletin = letter.bulletin
    link = letter.answer or bulletin.page
    with translation.override(letter.language):
        word = headword(bulletin, letter.kind)
        act = _act(letter)
        coded = reply_line(letter)
        if act and coded:
            found = fitted(word, bulletin.places, act, _extras(letter), f"{link} {coded}", limit)
            if act in found:
                return found
        if act and (found := fitted(word, bulletin.places, act, _extras(letter), link, limit)):
            return found
        for place in bulletin.places:
            if place and len(said := f"{word}: {place}. {link}") <= limit:
                return said
        return f"{word}: {link}"


def _act(letter: Letter) -> str:
    bulletin = letter.bulletin
    if letter.kind is Kind.ABOUT:
        return letter.lead
    if letter.kind is Kind.STILL_TRUE:
        return _("Still true? This alert ends: %(time)s.") % {"time": in_utc(bulletin.expires)}
    if bulletin.message_type == "Cancel":
        return bulletin.news or _("The alert is over.")
    return bulletin.acts[0] if bulletin.acts else _(bulletin.level.meaning)


def _extras(letter: Letter) -> Iterator[tuple[str, bool]]:
    """Yield what may be added, the most useful first, and whether it stands before the act."""
    bulletin = letter.bulletin
    if letter.kind is Kind.REMINDER:
        yield _("We have no answer from you yet. Please answer now."), True
    if bulletin.message_type == "Update" and letter.kind is not Kind.STILL_TRUE:
        yield bulletin.news, True
    headline = bulletin.title.removeprefix(f"{bulletin.places[-1]}: ")
    yield headline, True
    if letter.kind is Kind.STILL_TRUE:
        return
    if bulletin.message_type != "Cancel":
        yield _("Until %(time)s") % {"time": in_utc(bulletin.expires)}, False
    yield bulletin.summary, True
