"""The rows whose turn has come, read as values: thousands pass by, and none of them needs an object of the model."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count, zip_longest
from typing import Any

from django.db import connection

from tocsin.accounts.array_text import array_text
from tocsin.accounts.bulk_rows import stored
from tocsin.accounts.sealing import unseal
from tocsin.accounts.secrets import decrypt
from tocsin.exposure.models import Exposure


@dataclass(slots=True)
class Due:
    """One row, with what of its person and their address the message needs. The address and its secret are still sealed."""

    pk: int
    edition_id: int
    person_id: int
    contact_id: int | None
    channel: str
    rule: str
    reason: str
    critical: bool
    message_id: str
    attempts: int
    due_at: datetime
    expires_at: datetime
    last_error: str
    about_id: int | None
    round: int
    name: str
    language: str
    active: bool
    sealed_address: str | None
    sealed_secret: str | None

    @property
    def address(self) -> str:
        """The address in plain words. Raises SecretUnreadable."""
        return decrypt(self.sealed_address or "")

    @property
    def secret(self) -> str:
        """The secret that a webhook is signed with, '' without one. Raises SecretUnreadable."""
        return decrypt(self.sealed_secret or "")


_COLUMNS = (
    "row.id, row.edition_id, row.person_id, row.contact_id, row.channel, row.rule, row.reason, row.critical, "
    "row.message_id, row.attempts, CAST(row.due_at AS text), CAST(row.expires_at AS text), row.last_error, row.about_id, row.round, "
    "person.name, person.language, person.active, contact.address, contact.secret"
)
#: The state is written out: SQLite finds the rows by their partial index only so.
_ROWS = f"""
    SELECT {_COLUMNS} FROM delivery_delivery AS row
    JOIN exposure_person AS person ON person.id = row.person_id
    LEFT JOIN exposure_contact AS contact ON contact.id = row.contact_id
"""  # noqa: S608
_WAITING = "row.state = 'queued' AND row.critical = %s AND row.channel = %s"
_TAKE = f"{_ROWS} WHERE {_WAITING} AND row.due_at <= %s ORDER BY row.due_at, row.id LIMIT %s"
_TAKE_OF_DESK = f"""{_ROWS}
    WHERE {_WAITING} AND row.organisation_id = %s AND row.due_at <= %s AND (row.due_at, row.id) > (%s, %s)
    ORDER BY row.due_at, row.id LIMIT %s
"""
#: Which desks have something queued: from one to the next in the index, whatever lies between.
_NEXT_DESK = f"SELECT min(row.organisation_id) FROM delivery_delivery AS row WHERE {_WAITING}"  # noqa: S608
_DESKS = f"""
    WITH RECURSIVE desk(id) AS (
        SELECT ({_NEXT_DESK})
        UNION ALL
        SELECT ({_NEXT_DESK} AND row.organisation_id > desk.id) FROM desk WHERE desk.id IS NOT NULL
    )
    SELECT id FROM desk WHERE id IS NOT NULL
"""  # noqa: S608
#: So many desks are asked for their rows in one claim; where more wait, the others come with the next.
_DESKS_AT_ONCE = 16
_turn = count()
#: Not by EXISTS: as most rows of a fresh alert are waiting, PostgreSQL then reads the table from its beginning until it meets
#: one, and so past all that was sent already, each time. One search for all lines, however many: it is planned once.
_WAITS = """
    SELECT line.critical, line.channel FROM {lines} WHERE (SELECT 1 FROM delivery_delivery AS row
        WHERE row.state = 'queued' AND row.critical = line.critical AND row.channel = line.channel AND row.due_at <= %s
        ORDER BY row.due_at, row.id LIMIT 1) = 1
"""
_WAITS_SQLITE = _WAITS.format(
    lines="(SELECT json_extract(value, '$[0]') AS critical, json_extract(value, '$[1]') AS channel FROM json_each(%s)) AS line"
)
_WAITS_POSTGRESQL = _WAITS.format(
    lines="unnest(CAST(%s AS boolean[]), CAST(%s AS text[])) AS line (critical, channel)"
)


def lines_waiting(lines: Collection[tuple[bool, str]], *, now: datetime) -> set[tuple[bool, str]]:
    """Return those of `lines` (is it the Critical lane, by what channel) in which something is due, without a write transaction."""
    if not lines:
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_WAITS_SQLITE, [json.dumps(list(lines)), stored(now)])
        else:
            cursor.execute(_WAITS_POSTGRESQL, [*map(array_text, zip(*lines, strict=True)), stored(now)])
        return {(bool(critical), str(channel)) for critical, channel in cursor.fetchall()}


def take_due(limit: int, *, channel: str, critical: bool, now: datetime) -> list[Due]:
    """Return up to `limit` rows that are due, locked for the caller's transaction: of each desk alike, its oldest first.

    No desk waits for another's million: where several have rows that are due, each has its turn, and what one leaves of its
    share the others get. Rows that other workers are taking are passed over on PostgreSQL; on SQLite the transaction has the
    only write lock.
    """
    desks = _desks_waiting(channel, critical)
    if len(desks) < 2:
        return _rows(_TAKE, [critical, channel, stored(now), limit])
    taken: dict[int, list[Due]] = {desk: [] for desk in desks}
    asked, room = list(desks), limit
    while asked and room > 0:
        share = -(-room // len(asked))
        more = []
        for desk in asked:
            wanted = min(share, room)
            last = taken[desk][-1] if taken[desk] else None
            after = (stored(last.due_at), last.pk) if last is not None else (stored(_BEGINNING), 0)
            given = [critical, channel, desk, stored(now), *after, wanted]
            found = _rows(_TAKE_OF_DESK, given) if wanted else []
            taken[desk] += found
            room -= len(found)
            if wanted and len(found) == wanted:
                more.append(desk)
        asked = more
    in_turn = zip_longest(*taken.values())
    return [row for turn in in_turn for row in turn if row is not None]


_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def _desks_waiting(channel: str, critical: bool) -> list[int]:
    """Return the desks that have something queued, in turn: another one is the first each time."""
    with connection.cursor() as cursor:
        cursor.execute(_DESKS, [critical, channel, critical, channel])
        desks = [int(desk) for (desk,) in cursor.fetchall()]
    if not desks:
        return []
    first = next(_turn) * min(_DESKS_AT_ONCE, len(desks) - 1 or 1) % len(desks)
    return [*desks[first:], *desks[:first]][:_DESKS_AT_ONCE]


def _rows(question: str, given: Sequence[Any]) -> list[Due]:
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(question if is_sqlite else f"{question} FOR UPDATE OF row SKIP LOCKED", list(given))
        return [_read(values) for values in cursor.fetchall()]


def read_due(pk: int) -> Due:
    """Return the row of that number, whatever its state is."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_ROWS} WHERE row.id = %s", [pk])
        return _read(cursor.fetchone())


def _read(values: Sequence[Any]) -> Due:
    row = Due(*values)
    row.due_at, row.expires_at = aware(row.due_at), aware(row.expires_at)
    if connection.vendor == "sqlite":
        row.critical, row.active = bool(row.critical), bool(row.active)
    return row


@lru_cache(maxsize=256)
def aware(moment: Any) -> datetime:
    """Return a time of the database, read as a text, with its zone; SQLite's has none, and is in UTC. Thousands of rows share a few."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def listed(numbers: Collection[int]) -> tuple[str, Any]:
    """Return how a column is one of many numbers, which travel as one value: what stands after it, and the parameter."""
    return one_of_listed(), json.dumps(list(numbers)) if connection.vendor == "sqlite" else array_text(
        numbers
    )


def one_of_listed() -> str:
    """Return what stands after a column that is one of many numbers, as :func:`listed` or the database itself lists them."""
    return "IN (SELECT value FROM json_each(%s))" if connection.vendor == "sqlite" else "= ANY(%s::bigint[])"


def answered_editions(alerts: Collection[int], people: Collection[int]) -> dict[tuple[int, int], int]:
    """Return, by alert and person, the number of the newest edition that the person has answered."""
    some, numbers = listed(people)
    others, of_alerts = listed(alerts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT edition.alert_id, answer.person_id, max(edition.number) FROM delivery_answer AS answer "  # noqa: S608
            "JOIN alerts_edition AS edition ON edition.id = answer.edition_id "
            f"WHERE answer.person_id {some} AND edition.alert_id {others} "
            "GROUP BY edition.alert_id, answer.person_id",
            [numbers, of_alerts],
        )
        return {(alert, person): number for alert, person, number in cursor.fetchall()}


def newest_answers(
    alerts: Collection[int], people: Collection[int]
) -> dict[tuple[int, int], tuple[str, bool]]:
    """Return, by alert and person, what they last said, and whether somebody has taken it up."""
    some, numbers = listed(people)
    others, of_alerts = listed(alerts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT edition.alert_id, answer.person_id, answer.kind, answer.taken_at IS NOT NULL "  # noqa: S608
            "FROM delivery_answer AS answer JOIN alerts_edition AS edition ON edition.id = answer.edition_id "
            f"WHERE answer.person_id {some} AND edition.alert_id {others} ORDER BY answer.at, answer.id",
            [numbers, of_alerts],
        )
        return {(alert, person): (kind, bool(taken)) for alert, person, kind, taken in cursor.fetchall()}


@dataclass(slots=True)
class Grounds:
    """Why a person is told; whoever only follows such alerts is not asked whether they are safe."""

    is_asked: bool = False
    sealed: list[bytes] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The sentences of the exposures, each once. Raises SecretUnreadable."""
        return " ".join(dict.fromkeys(map(unseal, self.sealed)))


def grounds_of(editions: Collection[int], people: Collection[int]) -> dict[tuple[int, int], Grounds]:
    """Return what the exposures of those editions say, by edition and person: what the person may read of them."""
    some, numbers = listed(people)
    those, of_editions = listed(editions)
    found: dict[tuple[int, int], Grounds] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT edition_id, person_id, certainty, reason FROM exposure_exposure "  # noqa: S608
            f"WHERE edition_id {those} AND person_id {some} ORDER BY certainty, id",
            [of_editions, numbers],
        )
        for edition_id, person_id, certainty, reason in cursor.fetchall():
            grounds = found.setdefault((edition_id, person_id), Grounds())
            grounds.is_asked = grounds.is_asked or certainty != Exposure.Certainty.SUBSCRIBED
            grounds.sealed.append(reason)
    return found
