"""What happened between one alert and one person, in order of time, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.accounts.models import AuditEntry
from tocsin.alerts.models import Alert
from tocsin.delivery.bulletin import moment_in_words
from tocsin.delivery.decide import Outcome, Rule
from tocsin.delivery.inbound.rulings import Action, Finding
from tocsin.delivery.models import Answer, Arrival, Attempt, Delivery, Hold
from tocsin.delivery.quiet import WAITING
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.isolation import isolated
from tocsin.exposure.models import Contact, Exposure, Person
from tocsin.retelling import said_again


class Kind(StrEnum):
    """What sort of thing happened; of several at the same moment the first of this list leads."""

    EXPOSED = "exposed"
    WITHDRAWN = "withdrawn"
    QUEUED = "queued"
    HELD = "held"
    SUPPRESSED = "suppressed"
    ASKED_AGAIN = "asked-again"
    ATTEMPT = "attempt"
    ANSWER = "answer"
    TAKEN = "taken"
    SENT = "sent"
    RECEIPT = "receipt"
    REPLY = "reply"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened `at` a time, or, of the kind 'next', will.

    `kind` is a word of :class:`Kind`, `words` a sentence in the reader's language, and `rule` the name of the rule that
    decided: of exposure (docs/exposure.md) or of delivery (docs/delivery.md); '' where none did.
    """

    at: datetime
    kind: str
    words: str
    rule: str = ""


#: Why a message is written at all. Any other rule of a row came later and took the place of one of these.
_AT_FIRST = frozenset(
    {
        Rule.EXPOSED,
        Rule.TOLD_BEFORE,
        Rule.REMINDED,
        Rule.REMINDED_AGAIN,
        Rule.STANDS_IN,
        Rule.DESK_TOLD,
        Rule.HELP_CALLED,
        Rule.UNCOVERED,
        Rule.UNREACHABLE,
    }
)
_ENDS = {
    DeliveryState.SENT: (Kind.SENT, gettext_lazy("%(message)s: accepted, and so sent.")),
    # The receipt is a moment of its own.
    DeliveryState.DELIVERED: (Kind.SENT, gettext_lazy("%(message)s: accepted, and so sent.")),
    DeliveryState.FAILED: (Kind.FAILED, gettext_lazy("%(message)s: failed for good. %(reason)s")),
    DeliveryState.CANCELLED: (Kind.CANCELLED, gettext_lazy("%(message)s: not sent any more. %(reason)s")),
}
_OUTCOMES = {
    Outcome.ACCEPTED: gettext_lazy("accepted"),
    Outcome.TEMPORARY: gettext_lazy("put off by the server"),
    Outcome.PERMANENT: gettext_lazy("refused by the server"),
    Outcome.TECHNICAL: gettext_lazy("the server was not reached"),
    Outcome.INTERRUPTED: gettext_lazy("broken off on our side"),
}
_WAYS = {
    "link": gettext_lazy("by the link in a message"),
    "desk": gettext_lazy("by telephone"),
    "api": gettext_lazy("through the API"),
    "mail": gettext_lazy("by replying to the mail"),
    "sms": gettext_lazy("by replying to the SMS"),
}
_RECEIPTS = {
    Action.DELIVERED: gettext_lazy("%(message)s: a receipt came."),
    Action.FAILED: gettext_lazy("%(message)s: it came back."),
    Action.DELAYED: gettext_lazy("%(message)s: it is late, and still being tried."),
    Action.RELAYED: gettext_lazy("%(message)s: handed on to a server that sends no receipts."),
}
_REPLIES = {
    Finding.UNPROVEN: gettext_lazy(
        "%(message)s: a reply came that nothing proves to be theirs. It is no answer."
    ),
    Finding.UNCLEAR: gettext_lazy("%(message)s: replied, unclear. It is no answer: read it, and call."),
    Finding.AUTOMATIC: gettext_lazy("%(message)s: a machine replied, as when somebody is out of office."),
    Finding.LATE: gettext_lazy(
        "%(message)s: replied after the time to answer. It is no answer: read it, and call."
    ),
    Finding.WRONG_CODE: gettext_lazy(
        "%(message)s: replied with a wrong code. It is no answer: read it, and call."
    ),
    Finding.TOO_MANY: gettext_lazy("%(message)s: too many replies with a wrong code. It is no answer: call."),
}
_ORDER = list(Kind)


def timeline(alert: Alert, person: Person) -> tuple[Moment, ...]:
    """Return all that is kept of `person` and `alert`, the earliest first; messages that have not gone out come last.

    With the messages to the person stand those to others about them: to whoever stands in, or is on duty. Times are UTC.
    """
    deliveries = Delivery.objects.filter(Q(person=person) | Q(about=person), edition__alert=alert)
    rows = list(
        deliveries.select_related("edition", "person")
        .prefetch_related("tries", "holds", "arrivals", "setbacks")
        .order_by("pk")
    )
    moments = (
        *_exposures(alert, person),
        *(moment for row in rows for moment in _delivery(row, person)),
        *_asked_again(rows, person),
        *_answers(alert, person),
    )
    return tuple(sorted(moments, key=_place))


def _place(moment: Moment) -> tuple[bool, datetime, int]:
    return moment.kind == Kind.NEXT, moment.at, _ORDER.index(Kind(moment.kind))


def _exposures(alert: Alert, person: Person) -> Iterator[Moment]:
    rows = Exposure.objects.filter(edition__alert=alert, person=person).select_related("edition")
    for row in rows.order_by("edition__number", "pk"):
        is_out = row.news == Exposure.News.OUT
        where = row.get_news_display() if is_out else row.get_certainty_display()
        values = {"where": where, "number": row.edition.number, "reason": isolated(said_again(row.reason))}
        words = _("%(where)s, by edition %(number)d: %(reason)s") % values
        yield Moment(row.edition.sent, Kind.EXPOSED, words, row.rule)
        if row.withdrawn_at:
            words = _("No longer in the way: %(reason)s") % {
                "reason": isolated(said_again(row.withdrawn_reason))
            }
            yield Moment(row.withdrawn_at, Kind.WITHDRAWN, words, row.rule)


def _delivery(row: Delivery, person: Person) -> Iterator[Moment]:
    message = _message(row, person)
    values = {"message": message, "reason": isolated(said_again(row.reason)), "number": row.edition.number}
    holds = sorted(row.holds.all(), key=lambda one: one.pk)
    if row.state == DeliveryState.SUPPRESSED and not holds:
        words = _("%(message)s: edition %(number)d is not sent. %(reason)s") % values
        yield Moment(row.created_at, Kind.SUPPRESSED, words, row.rule)
        return
    rule, reason = (holds[0].first_rule, holds[0].first_reason) if holds else (row.rule, row.reason)
    known = rule in _AT_FIRST
    words = _("%(message)s: edition %(number)d is to be sent.") % values
    yield Moment(
        row.created_at,
        Kind.QUEUED,
        f"{words} {isolated(said_again(reason))}" if known else words,
        rule if known else "",
    )
    yield from _held(row, holds, values)
    if row.state == DeliveryState.SUPPRESSED:
        return
    tries = sorted(row.tries.all(), key=lambda one: (one.at, one.pk))
    yield from (_attempt(one, number, message) for number, one in enumerate(tries, 1))
    if row.finished_at is None:
        yield _to_come(row, values)
    else:
        kind, sentence = _ENDS[DeliveryState(row.state)]
        ending = "" if row.rule in _AT_FIRST else row.rule
        rule = Rule.ACCEPTED if kind is Kind.SENT else ending
        yield Moment(row.finished_at, kind, str(sentence) % values, rule)
    yield from _arrived(row, message)
    for one in row.setbacks.all():
        if one.judged_at is not None and one.rule != Rule.NOT_CHASED:
            kind = Kind.UNREACHABLE if one.rule == Rule.UNREACHABLE else Kind.FAILED
            yield Moment(one.judged_at, kind, f"{message}: {isolated(said_again(one.reason))}", one.rule)


def _held(row: Delivery, holds: Sequence[Hold], values: dict[str, object]) -> Iterator[Moment]:
    for one in holds:
        of_this = values | {"reason": isolated(said_again(one.reason))}
        if one.until is not None:
            yield Moment(one.at, Kind.HELD, _("%(message)s: held back. %(reason)s") % of_this, one.rule)
        else:
            words = _("%(message)s: edition %(number)d is not sent. %(reason)s") % of_this
            yield Moment(one.at, Kind.SUPPRESSED, words, one.rule)


def _attempt(one: Attempt, number: int, message: str) -> Moment:
    values = {
        "message": message,
        "number": number,
        "outcome": str(_OUTCOMES[Outcome(one.outcome)]),
        "reason": isolated(said_again(one.reason)),
    }
    words = _("%(message)s, try %(number)d: %(outcome)s. %(reason)s") % values
    if one.response:
        words += " " + _("It was said: “%(words)s”") % {"words": isolated(one.response)}
    return Moment(one.at, Kind.ATTEMPT, words, one.rule)


def _arrived(row: Delivery, message: str) -> Iterator[Moment]:
    """What came back to a message. An answer is told as such, and not as the reply that it was."""
    for one in row.arrivals.all():
        values = {"message": message}
        if one.kind == Arrival.Kind.REPLY:
            sentence = _REPLIES.get(Finding(one.finding))
            if sentence is None:
                continue
            kind, words = Kind.REPLY, str(sentence) % values
        else:
            kind = Kind.DELIVERED if one.rule == Rule.DELIVERED else Kind.RECEIPT
            words = str(_RECEIPTS[Action(one.says)]) % values
            if one.finding == Finding.UNPROVEN:
                words += " " + _("Nothing proves it, so nothing follows from it.")
        if one.words:
            words += " " + _("It was said: “%(words)s”") % {"words": isolated(one.words)}
        yield Moment(one.at, kind, words, one.rule)


def _to_come(row: Delivery, values: dict[str, object]) -> Moment:
    if row.state == DeliveryState.SENDING:
        return Moment(row.due_at, Kind.NEXT, _("%(message)s: is being sent.") % values, row.rule)
    words = _("%(message)s: goes out at %(time)s.") % (
        values | {"time": isolated(moment_in_words(row.due_at))}
    )
    # Why it waits stands at the moment from which it does.
    return Moment(
        row.due_at,
        Kind.NEXT,
        words if row.rule in WAITING else f"{words} {isolated(said_again(row.reason))}",
        row.rule,
    )


def _message(row: Delivery, person: Person) -> str:
    channel = str(dict(Contact.Kind.choices).get(row.channel, row.channel))
    if row.person_id == person.pk:
        return channel
    return _("%(channel)s to %(person)s") % {"channel": channel, "person": isolated(row.person)}


def _asked_again(rows: Sequence[Delivery], person: Person) -> Iterator[Moment]:
    """That somebody asked for another try stands in the audit log alone: the row itself has gone on since."""
    of = {f"delivery:{row.pk}": row for row in rows}
    entries = AuditEntry.objects.filter(
        organisation=person.organisation_id, action="delivery-asked-again", subject__in=of
    )
    for entry in entries.order_by("sequence"):
        values = {"message": _message(of[entry.subject], person), "name": isolated(entry.actor)}
        words = _("%(message)s: %(name)s asked to send it again.") % values
        yield Moment(entry.at, Kind.ASKED_AGAIN, words, Rule.ASKED_AGAIN)


def _answers(alert: Alert, person: Person) -> Iterator[Moment]:
    rows = Answer.objects.filter(edition__alert=alert, person=person)
    for row in rows.select_related("edition", "recorded_by", "taken_by").order_by("at", "pk"):
        values = {
            "answer": row.get_kind_display(),
            "number": row.edition.number,
            "way": str(_WAYS.get(row.via, row.via)),
        }
        parts = [_("“%(answer)s” to edition %(number)d, %(way)s.") % values]
        if row.recorded_by:
            parts.append(_("Written down by %(name)s.") % {"name": isolated(row.recorded_by)})
        if row.place:
            parts.append(_("They say that they are here: “%(place)s”") % {"place": isolated(row.place)})
        if row.note:
            parts.append(_("Their note: “%(note)s”") % {"note": isolated(row.note)})
        yield Moment(row.at, Kind.ANSWER, " ".join(parts))
        if row.taken_at:
            words = _("%(name)s took the call for help.") % {"name": isolated(row.taken_by or "?")}
            yield Moment(row.taken_at, Kind.TAKEN, words, Rule.HELP_TAKEN)
