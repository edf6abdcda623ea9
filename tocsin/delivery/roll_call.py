"""Who has answered and who has not: help first, then the silent, then the safe and those who are not there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tocsin.accounts.bulk_rows import among
from tocsin.alerts.models import Alert, Edition
from tocsin.delivery.bulletin import moment_in_words
from tocsin.delivery.cases import next_steps
from tocsin.delivery.decide import Rule
from tocsin.delivery.inbound.rulings import TO_BE_READ
from tocsin.delivery.models import Answer, Arrival, Delivery
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Contact, Exposure, Person
from tocsin.retelling import said_again


class Standing(StrEnum):
    """Where one person stands in the roll-call, in the order in which the desk looks at them."""

    HELP = "help"
    SILENT = "silent"
    SAFE = "safe"
    NOT_THERE = "not-there"


class Contacted(StrEnum):
    """How far we came with a silent person, the worst first."""

    UNREACHABLE = "unreachable"
    WAITING = "waiting"
    SENT = "sent"


_BY_KIND = {
    Answer.Kind.NEED_HELP: Standing.HELP,
    Answer.Kind.SAFE: Standing.SAFE,
    Answer.Kind.NOT_THERE: Standing.NOT_THERE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One person. `since` is the time of the answer, or of the last contact with the silent; None where there was none.

    `contact` says how the last contact went and `next_step` what follows, both in the reader's language;
    `edition_number` is the edition answered, and `is_outdated` that a newer one has come since.
    """

    person: Person
    standing: Standing
    since: datetime | None
    contact: str
    next_step: str
    place: str = ""
    contacted: Contacted | None = None
    answer: Answer | None = None
    edition_number: int = 0
    is_outdated: bool = False
    #: What the person said earlier, newest first: changes of mind are kept.
    before: tuple[Answer, ...] = ()
    #: Nothing was sent, because a wider alert covers this one for the person.
    is_covered: bool = False


@dataclass(frozen=True, slots=True)
class RollCall:
    """The roll-call of one alert at one moment; `lines` are in the order in which they are to be looked at."""

    alert: Alert
    at: datetime
    lines: tuple[Line, ...]
    #: When the all-clear was given; None while the alert is not over.
    ended_at: datetime | None = None
    #: Where people stood when the all-clear was given, as `counts` has it; None while the alert is not over.
    final: Mapping[str, int] | None = None
    #: How many people have answered since.
    answered_since: int = 0
    #: The number of the last answer that was seen, whoever gave it; 0 for none.
    newest_answer: int = 0

    def having(self, standing: Standing | str) -> tuple[Line, ...]:
        """Return the lines of one standing."""
        return tuple(line for line in self.lines if line.standing == standing)

    @property
    def counts(self) -> dict[str, int]:
        """How many people stand where, and how many calls for help nobody has taken ('help-open')."""
        found = {str(standing): len(self.having(standing)) for standing in Standing}
        open_calls = [line for line in self.having(Standing.HELP) if line.answer and not line.answer.taken_at]
        return {**found, "help-open": len(open_calls), "all": len(self.lines)}


class _Contact(NamedTuple):
    state: Contacted
    at: datetime | None
    words: str
    next_step: str


def roll_call(subject: Edition | Alert, *, now: datetime) -> RollCall:
    """Return the roll-call of an alert, over all its editions: everybody exposed or written to.

    The newest answer counts. It asks the database a fixed number of questions, however many people there are.
    """
    alert = subject.alert if isinstance(subject, Edition) else subject
    exposures = Exposure.objects.filter(edition__alert=alert).order_by("edition__number", "-certainty", "-id")
    # Whoever only follows such alerts, or has not been there since their stay was changed, is not asked.
    asked = set(
        exposures.filter(withdrawn_at__isnull=True)
        .exclude(certainty=Exposure.Certainty.SUBSCRIBED)
        .values_list("person_id", flat=True)
    )
    # Whoever has said something stays in the roll-call, whatever their itinerary says now: it may be a call for help.
    spoke = set(Answer.objects.filter(edition__alert=alert).values_list("person_id", flat=True))
    withdrawn = set(exposures.values_list("person_id", flat=True)) - asked
    not_asked = withdrawn - spoke
    people = (
        Person.objects.filter(
            Q(exposures__edition__alert=alert)
            | Q(deliveries__edition__alert=alert, deliveries__about__isnull=True)
            | Q(pk__in=among(spoke))
        )
        .exclude(pk__in=among(not_asked))
        .distinct()
    )
    newest_edition, kind, sent = alert.editions.order_by("-number").values_list(
        "number", "message_type", "sent"
    ).first() or (0, "", None)
    ended_at = sent if kind == "Cancel" else None
    answers: dict[int, list[Answer]] = defaultdict(list)
    said = Answer.objects.filter(edition__alert=alert).select_related("edition", "taken_by")
    # An edition's text is long, and each answer would bring it along.
    for answer in said.defer("edition__content", "edition__area").order_by("-at", "-id"):
        answers[answer.person_id].append(answer)
    deliveries: dict[int, list[Delivery]] = defaultdict(list)
    own = Delivery.objects.filter(edition__alert=alert, about__isnull=True)
    for row in own.order_by("created_at", "id").defer("message_id"):
        deliveries[row.person_id].append(row)
    people = list(people)
    steps = next_steps([person for person in people if person.pk not in answers], alert.pk)
    places = dict(exposures.values_list("person_id", "place"))
    # Whoever wrote back, and was not understood, is not silent for want of trying.
    written = dict(
        Arrival.objects.filter(
            delivery__edition__alert=alert, delivery__about__isnull=True, kind="reply", finding__in=TO_BE_READ
        )
        .order_by("at")
        .values_list("delivery__person", "at")
    )
    lines = []
    for person in people:
        place = places.get(person.pk, "")
        if own_answers := answers.get(person.pk):
            line = _answered(person, own_answers, place, newest_edition)
            if line.since and written.get(person.pk, line.since) > line.since:
                again = _("They wrote again, but not clearly: read it on the timeline, and call.")
                line = replace(line, next_step=f"{line.next_step} {again}".strip())
            lines.append(line)
        else:
            line = _silent(person, deliveries.get(person.pk, []), place, steps.get(person.pk), now=now)
            if ended_at and line.contacted is Contacted.SENT:
                line = replace(
                    line, next_step=_("The alert is over: nobody is chased any more. Call to be sure.")
                )
            if person.pk in written:
                line = replace(
                    line, next_step=_("They replied, but not clearly: read it on the timeline, and call.")
                )
            lines.append(line)
    in_order = tuple(sorted(lines, key=_order))
    newest = max((answer.pk for some in answers.values() for answer in some), default=0)
    if ended_at is None:
        return RollCall(alert, now, in_order, newest_answer=newest)
    since = sum(1 for line in in_order if line.answer and line.answer.at > ended_at)
    return RollCall(alert, now, in_order, ended_at, _final(in_order, ended_at, withdrawn), since, newest)


def _final(lines: Iterable[Line], ended_at: datetime, withdrawn: Set[int]) -> dict[str, int]:
    """Return the counts as they stood at `ended_at`: an answer that came later changes a line, but not how it ended.

    `withdrawn` are the numbers of people who were not asked any more: they count where they had spoken before.
    """
    found = Counter({str(standing): 0 for standing in Standing} | {"help-open": 0, "all": 0})
    for line in lines:
        said = [line.answer, *line.before] if line.answer else []
        newest = next((one for one in said if one.at <= ended_at), None)
        if newest is None and line.person.pk in withdrawn:
            continue
        found[_BY_KIND[Answer.Kind(newest.kind)] if newest else Standing.SILENT] += 1
        found["all"] += 1
        if newest and newest.kind == Answer.Kind.NEED_HELP:
            found["help-open"] += not newest.taken_at or newest.taken_at > ended_at
    return dict(found)


_STANDINGS, _CONTACTS = list(Standing), list(Contacted)


def _order(line: Line) -> tuple[int, int, float, str]:
    """Help that nobody has taken first; then the silent, those whom nothing reached first; whoever waits longest leads."""
    within = 0
    if line.answer and line.standing is Standing.HELP:
        within = 1 if line.answer.taken_at else 0
    elif line.contacted:
        within = _CONTACTS.index(line.contacted)
    waited = line.since.timestamp() if line.since else 0.0
    return _STANDINGS.index(line.standing), within, waited, line.person.name


def _answered(person: Person, answers: list[Answer], place: str, newest_edition: int) -> Line:
    answer, *before = answers
    standing = _BY_KIND[Answer.Kind(answer.kind)]
    if standing is not Standing.HELP:
        following = ""
    elif answer.taken_at:
        following = _("Taken by %(name)s at %(time)s.") % {
            "name": answer.taken_by or "?",
            "time": moment_in_words(answer.taken_at),
        }
    else:
        following = _("Nobody has taken this call: take it now.")
    return Line(
        person=person,
        standing=standing,
        since=answer.at,
        contact=answer.get_kind_display(),
        next_step=following,
        place=place,
        answer=answer,
        edition_number=answer.edition.number,
        is_outdated=answer.edition.number < newest_edition,
        before=tuple(before),
    )


def _silent(
    person: Person, rows: list[Delivery], place: str, step: tuple[datetime, str] | None, *, now: datetime
) -> Line:
    contact = _contact(rows, now=now)
    following = contact.next_step
    if step is not None and contact.state is Contacted.SENT and step[0] > now:
        following = str(_STEPS[step[1]]) % {"time": moment_in_words(step[0])}
    return Line(
        person=person,
        standing=Standing.SILENT,
        since=contact.at,
        contact=contact.words,
        next_step=following,
        place=place,
        contacted=contact.state,
        is_covered=bool(rows) and all(row.rule == Rule.COVERED for row in rows),
    )


_STEPS = {
    "again": gettext_lazy("A reminder goes out at %(time)s."),
    "stand-in": gettext_lazy("Whoever stands in for them is told at %(time)s."),
    "desk": gettext_lazy("Whoever is on duty is told at %(time)s."),
}


def _contact(rows: list[Delivery], *, now: datetime) -> _Contact:
    """Return the best that was reached with a silent person: something sent, or something waiting, or nothing."""
    out = [row for row in rows if row.state in (DeliveryState.SENT, DeliveryState.DELIVERED)]
    waiting = [row for row in rows if row.state in (DeliveryState.QUEUED, DeliveryState.SENDING)]
    channel = dict(Contact.Kind.choices)
    if out:
        last = max(out, key=lambda row: row.finished_at or row.created_at)
        values = {
            "channel": channel.get(last.channel, last.channel),
            "time": moment_in_words(last.finished_at or now),
        }
        said = _("%(channel)s accepted at %(time)s.") % values
        following = _("Still waiting for an answer; call if it is urgent.")
        if last.expires_at <= now:
            following = _("The alert has ended without an answer: call.")
        return _Contact(Contacted.SENT, last.finished_at, said, following)
    if waiting:
        soonest = min(waiting, key=lambda row: row.due_at)
        following = _("Goes out at %(time)s.") % {"time": moment_in_words(soonest.due_at)}
        if not soonest.attempts:
            return _Contact(Contacted.WAITING, None, _("Not sent yet."), following)
        tries = ngettext(
            "%(count)d try failed: %(words)s", "%(count)d tries failed: %(words)s", soonest.attempts
        )
        said = tries % {"count": soonest.attempts, "words": soonest.last_error}
        return _Contact(Contacted.WAITING, None, said, _("Next try at %(time)s; call if it is urgent.") % {
            "time": moment_in_words(soonest.due_at)
        })  # fmt: skip
    covered = [row for row in rows if row.state == DeliveryState.SUPPRESSED and row.rule == Rule.COVERED]
    if covered:
        return _Contact(
            Contacted.SENT,
            covered[-1].finished_at,
            said_again(covered[-1].reason),
            _("Look at the wider alert for their answer; call if it is urgent."),
        )
    failed = [row for row in rows if row.state == DeliveryState.FAILED]
    last_words = (
        failed[-1].last_error
        if failed
        else (said_again(rows[-1].reason) if rows else _("No message was made."))
    )
    return _Contact(
        Contacted.UNREACHABLE,
        None,
        last_words,
        _("Nothing reached this person: call, or go through the site."),
    )
