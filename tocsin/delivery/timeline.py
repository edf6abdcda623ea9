"""Everything that happened between one person and one alert, in order, each with the rule that decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from tocsin.alerts.models import Alert
from tocsin.delivery.models import Answer, Attempt, Delivery, Escalation
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Exposure, Person


class Happened(StrEnum):
    """What kind of thing a moment of the timeline is."""

    EXPOSED = "exposed"
    WITHDRAWN = "withdrawn"
    QUEUED = "queued"
    NOT_SENT = "not-sent"
    TRIED = "tried"
    ENDED = "ended"
    ANSWERED = "answered"
    CHASED = "chased"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, or that is to come: when (UTC), in words, and by which rule ('' where none decided)."""

    at: datetime
    kind: Happened
    words: str
    rule: str = ""


def timeline(alert: Alert, person: Person) -> tuple[Moment, ...]:
    """Return what happened between `person` and `alert`, over all its editions, the oldest first; what is to come stands last."""
    moments = [
        *_exposures(alert, person),
        *_deliveries(alert, person),
        *_attempts(alert, person),
        *_answers(alert, person),
        *_chases(alert, person),
    ]
    return tuple(sorted(moments, key=lambda one: (one.kind is Happened.COMING, one.at)))


def _exposures(alert: Alert, person: Person) -> Iterator[Moment]:
    for row in Exposure.objects.filter(edition__alert=alert, person=person).select_related("edition"):
        said = _("Edition %(number)d: %(certainty)s. %(reason)s") % {
            "number": row.edition.number,
            "certainty": row.get_certainty_display(),
            "reason": row.reason,
        }
        yield Moment(row.edition.sent, Happened.EXPOSED, said, row.rule)
        if row.withdrawn_at is not None:
            yield Moment(row.withdrawn_at, Happened.WITHDRAWN, row.withdrawn_reason)


def _deliveries(alert: Alert, person: Person) -> Iterator[Moment]:
    rows = Delivery.objects.filter(edition__alert=alert).select_related("person", "edition")
    # Theirs, and what others were told about them.
    for row in rows.filter(person=person, about__isnull=True) | rows.filter(about=person):
        to = _to(row)
        if row.state == DeliveryState.SUPPRESSED:
            yield Moment(row.created_at, Happened.NOT_SENT, f"{to}: {row.reason}", row.rule)
            continue
        said = _("%(to)s: queued for edition %(number)d") % {"to": to, "number": row.edition.number}
        # A row keeps the newest reason: while it waits that is why it is sent.
        why = f": {row.reason}" if row.finished_at is None else ""
        yield Moment(row.created_at, Happened.QUEUED, said + why, row.rule if row.finished_at is None else "")
        if row.finished_at is not None and row.state != DeliveryState.SENT:
            yield Moment(row.finished_at, Happened.ENDED, f"{to}: {_(row.state)}. {row.reason}", row.rule)
        elif row.state == DeliveryState.QUEUED:
            yield Moment(row.due_at, Happened.COMING, _("%(to)s: goes out") % {"to": to}, row.rule)


def _attempts(alert: Alert, person: Person) -> Iterator[Moment]:
    rows = Attempt.objects.filter(delivery__edition__alert=alert).select_related("delivery__person")
    mine = rows.filter(delivery__person=person, delivery__about__isnull=True) | rows.filter(
        delivery__about=person
    )
    for row in mine:
        said = " ".join(part for part in (row.response.strip().rstrip("."), "-", row.reason) if part)
        yield Moment(row.at, Happened.TRIED, f"{_to(row.delivery)}: {said}", row.rule)


def _answers(alert: Alert, person: Person) -> Iterator[Moment]:
    rows = Answer.objects.filter(edition__alert=alert, person=person).select_related(
        "recorded_by", "taken_by"
    )
    for row in rows:
        said = _("%(answer)s, by %(via)s") % {"answer": row.get_kind_display(), "via": _(row.via)}
        if row.recorded_by:
            said += " (" + _("written down by %(name)s") % {"name": row.recorded_by} + ")"
        if row.note:
            said += f": {row.note}"
        yield Moment(row.at, Happened.ANSWERED, said)
        if row.taken_at is not None:
            taken = _("%(name)s took the call for help") % {"name": row.taken_by or "?"}
            yield Moment(row.taken_at, Happened.ANSWERED, taken)


def _chases(alert: Alert, person: Person) -> Iterator[Moment]:
    for row in Escalation.objects.filter(edition__alert=alert, person=person):
        if row.ended_at is not None:
            yield Moment(row.ended_at, Happened.CHASED, row.reason, row.rule)
        else:
            waiting = (
                _("the next step, where they do not answer")
                if row.cause == "silence"
                else _("the next call to whoever is on duty, where nobody takes it")
            )
            yield Moment(row.due_at, Happened.COMING, waiting)


def _to(row: Delivery) -> str:
    channel = {"email": _("E-mail"), "webhook": _("Webhook")}.get(row.channel, row.channel)
    return _("%(channel)s to %(name)s") % {"channel": channel, "name": row.person}
