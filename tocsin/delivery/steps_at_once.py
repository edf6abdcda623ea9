"""The step that thousands of silent people take at the same moment: written by one statement, ruled on once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tocsin.accounts.bulk_rows import stored
from tocsin.alerts.models import Edition
from tocsin.delivery.channel_settings import ways_set
from tocsin.delivery.decide import BY_GATEWAY, CHANNELS, WHOLE
from tocsin.delivery.due import aware, listed
from tocsin.delivery.escalation_steps import Cause, Letters, Ruling, Step
from tocsin.delivery.outbox import end_of_chase, stem

#: Stands in a reason where the name of the silent person goes: out of the private use area, so that no name has it.
NAME = "\ue003"


class DueCase(NamedTuple):
    """A case whose turn has come, with what tells whether it is like thousands of others."""

    pk: int
    edition_id: int
    person_id: int
    cause: str
    done: int
    began: datetime
    is_active: bool
    #: The number of the newest edition of this alert that the person has answered; 0 for none.
    answered_number: int
    #: Why it is looked at before its time; '' mostly.
    rule: str

    @property
    def is_plain(self) -> bool:
        """Whether it is just somebody who has said nothing."""
        return self.cause == Cause.SILENCE and self.is_active and not self.answered_number and not self.rule


_TAKE = """
    SELECT one.id, one.edition_id, one.person_id, one.cause, one.done, {began}, person.active, coalesce((
        SELECT max(said.number) FROM delivery_answer AS answer
        JOIN alerts_edition AS said ON said.id = answer.edition_id
        WHERE answer.person_id = one.person_id AND said.alert_id = edition.alert_id), 0), one.rule
    FROM delivery_escalation AS one
    JOIN alerts_edition AS edition ON edition.id = one.edition_id
    JOIN exposure_person AS person ON person.id = one.person_id
    WHERE one.ended_at IS NULL AND one.due_at <= %s
    ORDER BY one.due_at, one.id LIMIT %s {locked}
"""
# As text a time of SQLite passes by its driver's slow reading, and thousands share one.
_TAKE_SQLITE = _TAKE.format(began="one.began_at || ''", locked="")
_TAKE_POSTGRESQL = _TAKE.format(began="one.began_at", locked="FOR UPDATE OF one SKIP LOCKED")


def take_due_cases(limit: int, *, now: datetime) -> list[DueCase]:
    """Return up to `limit` cases that are due, oldest first, locked for the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE_SQLITE if connection.vendor == "sqlite" else _TAKE_POSTGRESQL, [stored(now), limit]
        )
        return [
            DueCase(pk, edition, person, cause, done, aware(began), bool(active), answered, rule)
            for pk, edition, person, cause, done, began, active, answered, rule in cursor.fetchall()
        ]


def take_steps(edition: Edition, cases: Sequence[DueCase], ruling: Ruling, *, now: datetime) -> int:
    """Do what `ruling` says for all of `cases`, in the caller's transaction; return how many messages are new.

    The ruling's reasons have :data:`NAME` where the person's name goes.
    """
    people = [one.person_id for one in cases]
    written = sum(write_step(edition, people, letters, now=now) for letters in ruling.letters)
    those, numbers = listed([one.pk for one in cases])
    # The time stands there for both: when it is looked at again, or when it ended.
    change, moment = ("due_at = %s", ruling.due) if ruling.due else ("ended_at = %s", now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE delivery_escalation SET done = done + %s, {change}, rule = %s, reason = %s "  # noqa: S608
            f"WHERE id {those}",
            [len(ruling.letters), stored(moment), str(ruling.rule or ""), ruling.reason, numbers],
        )
    return written


#: Who is written to, by the step; `about` are the silent people.
_RECIPIENTS = {
    Step.AGAIN: "JOIN exposure_person AS person ON person.id = about.id",
    Step.STAND_IN: "JOIN exposure_person AS person ON person.id = about.stand_in_id AND person.active",
    Step.DESK: "JOIN exposure_person AS person ON person.organisation_id = about.organisation_id "
    "AND person.on_duty AND person.active",
}


def write_step(edition: Edition, people: Sequence[int], letters: Letters, *, now: datetime) -> int:
    """Write one step's messages about `people` (numbers), one for each address of each recipient; return how many are new.

    It is one statement, in the caller's transaction, and writes what outbox.enqueue_steps writes for a few.
    """
    is_about = letters.step is not Step.AGAIN
    time = "%s" if connection.vendor == "sqlite" else "CAST(%s AS timestamp with time zone)"
    those, numbers = listed(people)
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
        WHERE about.id {those} AND contact.address <> '' AND contact.kind IN ({", ".join(["%s"] * len(kinds))})
            AND (contact.kind <> 'webhook' OR contact.secret <> '')
        ORDER BY about.id, person.id, contact.position, contact.id
        ON CONFLICT DO NOTHING
    """  # noqa: S608
    moment = stored(now)
    expires = stored(end_of_chase(edition, now) if is_about else edition.expires)
    values: list[Any] = [
        edition.pk, letters.rule.value, letters.reason, NAME, is_about or edition.level == "Critical",
        f"{stem(edition)}-", f"-{letters.number}-", moment, expires, moment, letters.number, numbers, *kinds,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
