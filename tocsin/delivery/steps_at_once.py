"""The step that thousands of silent people take at the same moment: written by one statement, ruled on once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tocsin.accounts.bulk_rows import stored
from tocsin.alerts.models import Edition
from tocsin.delivery.channel_settings import ways_set
from tocsin.delivery.decide import BY_GATEWAY, CHANNELS, WHOLE
from tocsin.delivery.due import aware, one_of_listed
from tocsin.delivery.escalation_steps import Letters, Ruling, Step
from tocsin.delivery.outbox import end_of_chase, stem

#: Stands in a reason where the name of the silent person goes: out of the private use area, so that no name has it.
NAME = "\ue003"


class DueCases(NamedTuple):
    """Cases whose turn has come and that are alike: of one edition, with as many steps made, since the same moment."""

    edition_id: int
    done: int
    began: datetime
    #: Whether they are all just people who have said nothing; everybody else is looked at one by one.
    is_plain: bool
    size: int
    #: The numbers of the cases and of their people, as the database wrote them: they go back to it unread.
    numbers: str
    people: str


#: A case is plain where its person is active and has answered no edition of this alert, and nothing has brought it forward.
_TAKE = """
    WITH due AS MATERIALIZED (
        SELECT id, edition_id, person_id, cause, done, began_at, rule FROM delivery_escalation
        WHERE ended_at IS NULL AND due_at <= %s ORDER BY due_at LIMIT %s {locked})
    SELECT due.edition_id, due.done, due.began_at,
        due.cause = 'silence' AND due.rule = '' AND person.active AND NOT EXISTS (
            SELECT 1 FROM delivery_answer AS answer JOIN alerts_edition AS said ON said.id = answer.edition_id
            WHERE answer.person_id = due.person_id AND said.alert_id = edition.alert_id) AS is_plain,
        count(*), {numbers}, {people}
    FROM due
    JOIN alerts_edition AS edition ON edition.id = due.edition_id
    JOIN exposure_person AS person ON person.id = due.person_id
    GROUP BY due.edition_id, due.done, due.began_at, is_plain
"""
_TAKE_SQLITE = _TAKE.format(
    locked="", numbers="json_group_array(due.id)", people="json_group_array(due.person_id)"
)
# Those that are due are found by their index before anything is joined: otherwise every one of a million is sorted for each lot.
_TAKE_POSTGRESQL = _TAKE.format(
    locked="FOR UPDATE SKIP LOCKED",
    numbers="array_agg(due.id)::text",
    people="array_agg(due.person_id)::text",
)


def take_due_cases(limit: int, *, now: datetime) -> list[DueCases]:
    """Return up to `limit` cases that are due, oldest first, those alike together, locked for the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE_SQLITE if connection.vendor == "sqlite" else _TAKE_POSTGRESQL, [stored(now), limit]
        )
        return [
            DueCases(edition, done, aware(began), bool(is_plain), count, numbers, people)
            for edition, done, began, is_plain, count, numbers, people in cursor.fetchall()
        ]


def read_numbers(written: str) -> list[int]:
    """Return numbers that the database wrote as '[1,2]' or '{1,2}'."""
    return [int(one) for one in written[1:-1].split(",")]


def take_steps(edition: Edition, cases: DueCases, ruling: Ruling, *, now: datetime) -> int:
    """Do what `ruling` says for `cases`, in the caller's transaction; return how many messages are new.

    The ruling's reasons have :data:`NAME` where the person's name goes.
    """
    written = sum(write_step(edition, cases.people, letters, now=now) for letters in ruling.letters)
    # The time stands there for both: when it is looked at again, or when it ended.
    change, moment = ("due_at = %s", ruling.due) if ruling.due else ("ended_at = %s", now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE delivery_escalation SET done = done + %s, {change}, rule = %s, reason = %s "  # noqa: S608
            f"WHERE id {one_of_listed()}",
            [len(ruling.letters), stored(moment), str(ruling.rule or ""), ruling.reason, cases.numbers],
        )
    return written


#: Who is written to, by the step; `about` are the silent people.
_RECIPIENTS = {
    Step.AGAIN: "JOIN exposure_person AS person ON person.id = about.id",
    Step.STAND_IN: "JOIN exposure_person AS person ON person.id = about.stand_in_id AND person.active",
    Step.DESK: "JOIN exposure_person AS person ON person.organisation_id = about.organisation_id "
    "AND person.on_duty AND person.active",
}


def write_step(edition: Edition, people: Any, letters: Letters, *, now: datetime) -> int:
    """Write one step's messages about `people` (their numbers, as due.listed lists them), one for each address of each recipient; return how many are new.

    It is one statement, in the caller's transaction, and writes what outbox.enqueue_steps writes for a few.
    """
    is_about = letters.step is not Step.AGAIN
    time = "%s" if connection.vendor == "sqlite" else "CAST(%s AS timestamp with time zone)"
    ways = ways_set()
    desk = edition.alert.organisation_id
    kinds = [kind for kind in CHANNELS if kind not in BY_GATEWAY or kind in WHOLE or (desk, kind) in ways]
    about = "about.id" if is_about else "NULL"
    statement = f"""
        INSERT INTO delivery_delivery (organisation_id, edition_id, person_id, contact_id, channel, state, rule, reason,
            critical, message_id, attempts, due_at, expires_at, held_by, held_since, last_error, created_at, finished_at,
            about_id, round)
        SELECT about.organisation_id, CAST(%s AS bigint), person.id, contact.id, contact.kind, 'queued', CAST(%s AS text),
            replace(%s, %s, about.name), CAST(%s AS boolean),
            %s || person.id || '-' || contact.id || %s || coalesce({about}, 0), 0, {time}, {time}, '', NULL, '', {time},
            NULL, {about}, CAST(%s AS integer)
        FROM exposure_person AS about {_RECIPIENTS[letters.step]}
        JOIN exposure_contact AS contact ON contact.person_id = person.id
        WHERE about.id {one_of_listed()} AND contact.address <> '' AND contact.kind IN ({", ".join(["%s"] * len(kinds))})
            AND (contact.kind <> 'webhook' OR contact.secret <> '')
        ORDER BY about.id, person.id, contact.position, contact.id
        ON CONFLICT DO NOTHING
    """  # noqa: S608
    moment = stored(now)
    expires = stored(end_of_chase(edition, now) if is_about else edition.expires)
    values: list[Any] = [
        edition.pk, letters.rule.value, letters.reason, NAME, is_about or edition.level == "Critical",
        f"{stem(edition)}-", f"-{letters.number}-", moment, expires, moment, letters.number, people, *kinds,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
