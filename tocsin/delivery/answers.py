"""What people say back: every change of mind is kept, the newest counts, and a call for help waits for a taker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.accounts.audit import record as write_down
from tocsin.accounts.models import User
from tocsin.alerts.models import Edition, MessageType
from tocsin.delivery.cases import help_was_taken, take_answer
from tocsin.delivery.decide import Rule, words
from tocsin.delivery.errors import AnswerRefused
from tocsin.delivery.models import Answer, Delivery
from tocsin.delivery.outbox import cancel
from tocsin.exposure.models import Person
from tocsin.wording import worded

#: A second tap on the same button is no second answer.
DOUBLE_TAP = timedelta(seconds=60)
_A_MOMENT = timedelta(microseconds=1)
#: Longer notes are cut here, and say so.
LONGEST_NOTE = 4000
#: Longer places are cut here.
LONGEST_PLACE = 200


@transaction.atomic
def record(
    edition: Edition,
    person: Person,
    kind: str,
    *,
    now: datetime,
    via: str,
    note: str = "",
    place: str = "",
    recorded_by: User | None = None,
    said_at: datetime | None = None,
) -> Answer:
    """Keep one answer and return it; what is still queued for this person up to this edition is cancelled with it.

    `via` is 'link', 'desk', 'api', 'mail' or 'sms'; `recorded_by` is who wrote it down for somebody who telephoned. A later
    edition that is still queued goes out: it says something that the answer did not know of. The same answer
    to the same edition again within DOUBLE_TAP is the same answer. What was said at `said_at` and came late, as a mail may, takes its
    place in the order: where something was said since, it is kept and does nothing. A call for help always counts now. Raises
    AnswerRefused for a kind that there is not.
    """
    if kind not in Answer.Kind.values:
        raise AnswerRefused(
            worded(
                "%(kind)s is no answer; it is one of %(choices)s.",
                kind=repr(kind),
                choices=", ".join(Answer.Kind.values),
            )
        )
    note, place = kept_note(note), kept_place(place)
    # Two answers of one person at the same moment are kept one after the other. The lock leaves room for rows that refer to the
    # person: a step of an escalation that is being written holds what this transaction ends next.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    newest = newest_answer(edition, person)
    at = _place_in_order(edition, newest, kind, said_at, now)
    if newest and is_double_tap(newest, edition, kind, note, place, at=at):
        return newest
    mine = Delivery.objects.filter(person=person, edition__alert=edition.alert_id)
    answer = Answer.objects.create(
        edition=edition, person=person, kind=kind, note=note, place=place, at=at, via=via,
        recorded_by=recorded_by,
        delivery=mine.filter(edition=edition).exclude(state="suppressed").order_by("channel", "id").first(),
    )  # fmt: skip
    if newest and newest.at > at:
        return answer
    cancel(
        mine.filter(edition__number__lte=edition.number, about__isnull=True),
        Rule.ANSWERED,
        words(Rule.ANSWERED),
        now=now,
    )
    of_them = Delivery.objects.filter(about=person, edition__alert=edition.alert_id)
    cancel(of_them.exclude(rule=Rule.HELP_CALLED), Rule.ANSWERED, words(Rule.ANSWERED), now=now)
    if kind != Answer.Kind.NEED_HELP:
        cancel(of_them.filter(rule=Rule.HELP_CALLED), Rule.HELP_OVER, words(Rule.HELP_OVER), now=now)
    take_answer(answer, now=now)
    if kind == Answer.Kind.NEED_HELP or recorded_by:
        write_down(
            person.organisation, "answer-recorded", f"answer:{answer.pk}", now=now, actor=recorded_by or person.name,
            detail={"kind": kind, "via": via, "edition": edition.identifier},
        )  # fmt: skip
    return answer


@transaction.atomic
def take(answer: Answer, actor: User, now: datetime) -> Answer:
    """Record that `actor` takes up a call for help, and return the answer; the first taker stays.

    Raises AnswerRefused where the answer is no call for help, or somebody else has it already.
    """
    row = (
        Answer.objects.select_for_update(of=("self",)).select_related("taken_by", "person").get(pk=answer.pk)
    )
    if row.kind != Answer.Kind.NEED_HELP:
        raise AnswerRefused(
            worded("%(person)s does not ask for help: there is nothing to take up.", person=row.person)
        )
    if row.taken_at:
        if row.taken_by_id == actor.pk:
            return row
        raise AnswerRefused(
            worded("%(person)s has taken this up already: speak with them first.", person=row.taken_by)
            if row.taken_by
            else worded("Somebody has taken this up already: speak with them first.")
        )
    row.taken_by, row.taken_at = actor, now
    row.save(update_fields=["taken_by", "taken_at"])
    calls = Delivery.objects.filter(
        about=row.person_id, edition__alert=row.edition.alert_id, rule=Rule.HELP_CALLED
    )
    cancel(calls, Rule.HELP_TAKEN, words(Rule.HELP_TAKEN), now=now)
    help_was_taken(row, now=now)
    write_down(row.person.organisation, "help-taken", f"answer:{row.pk}", now=now, actor=actor)
    return row


def newest_answer(edition: Edition, person: Person) -> Answer | None:
    """Return what the person last said to any edition of this alert; None where they are silent."""
    rows = Answer.objects.filter(person=person, edition__alert=edition.alert_id)
    return rows.select_related("edition").order_by("-at", "-id").first()


def is_double_tap(
    newest: Answer, edition: Edition, kind: str, note: str, place: str, *, at: datetime
) -> bool:
    """Return whether an answer of this moment is the newest one again: the same words to the same edition, a moment later."""
    same = (newest.edition_id, newest.kind, newest.note, newest.place) == (edition.pk, kind, note, place)
    return same and timedelta(0) <= at - newest.at < DOUBLE_TAP


def moment_after(newest: Answer | None, now: datetime) -> datetime:
    """Return `now`, or the moment after the newest answer where a clock was put back since: what is said later counts later."""
    return max(now, newest.at + _A_MOMENT) if newest else now


def _place_in_order(
    edition: Edition, newest: Answer | None, kind: str, said_at: datetime | None, now: datetime
) -> datetime:
    """Return the time that an answer gets: when it was said, where that can be believed and can do no harm, else now.

    Another machine's clock may be slow, so no call for help is put behind what was said before it; ours may have been ahead; and
    what stood at an all-clear stands.
    """
    if said_at is None or kind == Answer.Kind.NEED_HELP or (newest and newest.at > now):
        return moment_after(newest, now)
    ends = edition.alert.editions.filter(message_type=MessageType.CANCEL, sent__gte=said_at)
    return moment_after(newest, now) if ends.exists() else min(said_at, now)


def kept_note(note: str) -> str:
    """Return a note as it is kept: cut where it is longer than LONGEST_NOTE, and saying so."""
    note = note.replace("\x00", "").replace("\r\n", "\n").strip()
    return note if len(note) <= LONGEST_NOTE else note[:LONGEST_NOTE] + " [...]"


def kept_place(place: str) -> str:
    """Return where somebody says that they are, on one line, and cut at LONGEST_PLACE."""
    return " ".join(place.replace("\x00", "").split())[:LONGEST_PLACE]
