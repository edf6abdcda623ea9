"""Recording many people's answers in one transaction: when an alert is large, they all answer in the same minute."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Field

from tocsin.accounts.array_text import array_text
from tocsin.accounts.bulk_rows import insert_rows, stored
from tocsin.accounts.sealing import SealedTextField
from tocsin.alerts.models import Edition
from tocsin.delivery.answers import is_double_tap, kept_note, kept_place, moment_after, record
from tocsin.delivery.decide import Rule, words
from tocsin.delivery.due import listed
from tocsin.delivery.errors import AnswerRefused
from tocsin.delivery.escalation_steps import Cause
from tocsin.delivery.models import ANSWER_KINDS, Answer
from tocsin.exposure.models import Person
from tocsin.wording import worded


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says to one edition, with when and by what way it came ('link', 'mail', 'sms')."""

    edition: Edition
    person: Person
    kind: str
    at: datetime
    via: str
    note: str = ""
    place: str = ""


@transaction.atomic
def record_many(said: Sequence[Said]) -> list[Answer]:
    """Keep those answers as answers.record would one by one, in their order, and return them in it.

    Whoever asks for help, and whoever speaks twice among them, is recorded by itself; of all others the answers are written
    together, and have no number yet. Raises AnswerRefused, with nothing recorded, for a kind that there is not.
    """
    for one in said:
        if one.kind not in ANSWER_KINDS:
            raise AnswerRefused(
                worded(
                    "%(kind)s is no answer; it is one of %(choices)s.",
                    kind=repr(one.kind),
                    choices=", ".join(sorted(ANSWER_KINDS)),
                )
            )
    times = Counter(one.person.pk for one in said)
    plain = [
        number
        for number, one in enumerate(said)
        if one.kind != Answer.Kind.NEED_HELP and times[one.person.pk] == 1
    ]
    kept = dict(zip(plain, _record_plain([said[number] for number in plain]), strict=True))
    for number, one in enumerate(said):
        if number not in kept:
            kept[number] = record(
                one.edition, one.person, one.kind, now=one.at, via=one.via, note=one.note, place=one.place
            )
    return [kept[number] for number in range(len(said))]


def _record_plain(said: Sequence[Said]) -> list[Answer]:
    if not said:
        return []
    people = sorted(one.person.pk for one in said)
    _lock(people)
    alerts = {one.edition.alert_id for one in said}
    newest = _newest(people, alerts)
    first = _first_deliveries(people, {one.edition.pk for one in said})
    answers, fresh = [], []
    for one in said:
        note, place = kept_note(one.note), kept_place(one.place)
        before = newest.get((one.edition.alert_id, one.person.pk))
        at = moment_after(before, one.at)
        if before and is_double_tap(before, one.edition, one.kind, note, place, at=at):
            answers.append(before)
            continue
        answer = Answer(
            edition=one.edition, person=one.person, kind=one.kind, note=note, place=place, at=at, via=one.via,
            delivery_id=first.get((one.edition.pk, one.person.pk)),
        )  # fmt: skip
        answers.append(answer)
        fresh.append(answer)
    _insert(fresh)
    by_edition: dict[Edition, list[Answer]] = defaultdict(list)
    for answer in fresh:
        by_edition[answer.edition].append(answer)
    for edition, some in by_edition.items():
        _stop(edition, [answer.person_id for answer in some], now=some[-1].at)
    return answers


def _lock(people: Sequence[int]) -> None:
    """Let answers of the same people come one after the other, as answers.record does; SQLite's writers do so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM exposure_person WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE",
                [array_text(people)],
            )


def _newest(people: Sequence[int], alerts: Iterable[int]) -> dict[tuple[int, int], Answer]:
    rows = Answer.objects.filter(person__in=people, edition__alert__in=alerts).select_related("edition")
    return {(row.edition.alert_id, row.person_id): row for row in rows.order_by("at", "id")}


def _first_deliveries(people: Sequence[int], editions: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return, by edition and person, the delivery that an answer is taken for an answer to."""
    some, numbers = listed(people)
    those, of_editions = listed(list(editions))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT edition_id, person_id, id FROM delivery_delivery "  # noqa: S608
            f"WHERE edition_id {those} AND person_id {some} AND state <> 'suppressed' ORDER BY channel DESC, id DESC",
            [of_editions, numbers],
        )
        return {(edition, person): number for edition, person, number in cursor.fetchall()}


def _insert(answers: Sequence[Answer]) -> None:
    fields = [field for field in Answer._meta.concrete_fields if not field.primary_key]
    insert_rows(
        Answer,
        [field.name for field in fields],
        ([_stored(field, answer) for field in fields] for answer in answers),
    )


def _stored(field: Field[Any, Any], answer: Answer) -> object:
    value = getattr(answer, field.attname)
    if isinstance(field, SealedTextField):
        return field.sealed(value)
    return stored(value) if isinstance(value, datetime) else field.get_db_prep_save(value, connection)


def _stop(edition: Edition, people: Sequence[int], *, now: datetime) -> None:
    """Cancel what is still queued for those who answered, and stop chasing them, as answers.record does for one."""
    siblings = list(
        Edition.objects.filter(alert=edition.alert_id).order_by("number").values_list("pk", "number")
    )
    until = [number for number, count in siblings if count <= edition.number]
    whole = [number for number, _count in siblings]
    ended = [Rule.ANSWERED.value, words(Rule.ANSWERED), stored(now)]
    over_now = [Rule.HELP_OVER.value, words(Rule.HELP_OVER), stored(now)]
    some, numbers = listed(people)
    those, earlier = listed(until)
    others, every = listed(whole)
    cancelled = "delivery_delivery SET rule = %s, reason = %s, finished_at = %s, state = 'cancelled'"
    over = "delivery_escalation SET rule = %s, reason = %s, ended_at = %s"
    # The bars and the plus keep the database from the indexes of whatever waits: the rows are found by the people.
    for change, those_rows, values in (
        (cancelled, f"edition_id {those} AND person_id {some} AND about_id IS NULL AND state || '' = %s",
         [*ended, earlier, numbers, "queued"]),
        (cancelled, f"+edition_id {others} AND about_id {some} AND rule <> %s AND state || '' = %s",
         [*ended, every, numbers, Rule.HELP_CALLED.value, "queued"]),
        (cancelled, f"+edition_id {others} AND about_id {some} AND rule = %s AND state || '' = %s",
         [*over_now, every, numbers, Rule.HELP_CALLED.value, "queued"]),
        (over, f"edition_id {those} AND person_id {some} AND cause = %s AND ended_at IS NULL",
         [*ended, earlier, numbers, Cause.SILENCE.value]),
        (over, f"edition_id {others} AND person_id {some} AND cause = %s AND ended_at IS NULL",
         [*ended, every, numbers, Cause.HELP.value]),
    ):  # fmt: skip
        _change(change, those_rows, values)


def _change(change: str, those: str, values: Sequence[object]) -> None:
    """Change rows of one table; on PostgreSQL they are locked in the order of their numbers first (outbox)."""
    statement = f"UPDATE {change} WHERE {those}"
    if connection.vendor == "postgresql":
        table = change.partition(" ")[0]
        statement = (
            f"UPDATE {change} WHERE id IN (SELECT id FROM {table} WHERE {those} "  # noqa: S608
            "ORDER BY id FOR NO KEY UPDATE)"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
