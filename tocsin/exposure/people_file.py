"""People from a file: every line checked, then written in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.accounts.models import Organisation
from tocsin.accounts.secrets import fingerprint
from tocsin.exposure.checks import Checks, Counts
from tocsin.exposure.contact_values import checked_address
from tocsin.exposure.models import Contact, Person
from tocsin.exposure.person_values import (
    WEBHOOK,
    ContactValues,
    checked_key,
    checked_language,
    checked_name,
    checked_zone,
)
from tocsin.exposure.tables import Row
from tocsin.wording import worded

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One good line: the person's values; '' and () where the file says nothing, which changes nothing."""

    line: int
    key: str
    name: str
    language: str
    timezone: str
    contacts: tuple[ContactValues, ...]


def check_people(rows: Sequence[Row], checks: Checks) -> list[PersonLine]:
    """Return the good lines; the others' problems are in `checks`."""
    first: dict[str, int] = {}
    good: list[PersonLine] = []
    for row in rows:
        line = _line(row, checks)
        if line is None:
            continue
        if line.key in first:
            words = worded(
                "The key %(key)s is on line %(line)s already.", key=repr(line.key), line=first[line.key]
            )
            checks.refuse(row.line, "key", words, worded("Keep one line for each person."))
            continue
        first[line.key] = row.line
        good.append(line)
    return good


def _line(row: Row, checks: Checks) -> PersonLine | None:
    before = len(checks.problems)
    key = checks.ask(row.line, checked_key, row["key"])
    name = checks.ask(row.line, checked_name, row["name"])
    language = checks.ask(row.line, checked_language, row["language"]) if row["language"] else ""
    timezone = checks.ask(row.line, checked_zone, row["timezone"]) if row["timezone"] else ""
    contacts: list[ContactValues] = []
    for kind in Contact.Kind.values:
        if row[kind] and (address := checks.ask(row.line, checked_address, kind, row[kind])):
            secret = row["webhook_secret"] if kind == WEBHOOK else ""
            contacts.append(ContactValues(kind, address, secret))
    if len(checks.problems) > before:
        return None
    return PersonLine(row.line, key or "", name or "", language or "", timezone or "", tuple(contacts))


def write_people(
    lines: Sequence[PersonLine], organisation: Organisation, checks: Checks, *, now: datetime
) -> Counts:
    """Add and change people by their keys, in the caller's transaction; what a line leaves empty stays as it is."""
    counts = Counts()
    there = {person.key: person for person in Person.objects.filter(organisation=organisation)}
    new = [_new(line, organisation, now) for line in lines if line.key not in there]
    Person.objects.bulk_create(new, batch_size=_BATCH)
    fresh = {person.key: person for person in new}
    changed: list[Person] = []
    for line in lines:
        person = there.get(line.key)
        if person is not None and _change(person, line, checks):
            changed.append(person)
    Person.objects.bulk_update(
        changed, ["name", "language", "timezone", "active", "left_at"], batch_size=_BATCH
    )
    people = there | fresh
    touched = _write_contacts([(people[line.key], line.contacts) for line in lines])
    changed_ids = ({person.pk for person in changed} | touched) - {person.pk for person in new}
    counts.created, counts.changed = len(new), len(changed_ids)
    counts.unchanged = len(lines) - counts.created - counts.changed
    return counts


def _new(line: PersonLine, organisation: Organisation, now: datetime) -> Person:
    return Person(
        organisation=organisation,
        key=line.key,
        name=line.name,
        language=line.language or "en",
        timezone=line.timezone or "UTC",
        created_at=now,
    )


def _change(person: Person, line: PersonLine, checks: Checks) -> bool:
    before = (person.name, person.language, person.timezone, person.active)
    if not person.active:
        words = worded("%(key)s was marked as no longer with you and is active again.", key=line.key)
        checks.flag(line.line, "key", words, worded("Deactivate them again if the file is out of date."))
    person.name, person.active, person.left_at = line.name, True, None
    person.language, person.timezone = line.language or person.language, line.timezone or person.timezone
    return before != (person.name, person.language, person.timezone, person.active)


def _write_contacts(wanted: Sequence[tuple[Person, tuple[ContactValues, ...]]]) -> set[int]:
    """Make the first contact of each kind the one that the file names; return the ids of the people it changed."""
    ids = [person.pk for person, contacts in wanted if contacts]
    there: dict[tuple[int, str], list[Contact]] = {}
    for start in range(0, len(ids), _BATCH):
        for contact in Contact.objects.filter(person_id__in=ids[start : start + _BATCH]):
            there.setdefault((contact.person_id, contact.kind), []).append(contact)
    new: list[Contact] = []
    changed: list[Contact] = []
    for person, contacts in wanted:
        for values in contacts:
            known = there.get((person.pk, values.kind), [])
            if not known:
                new.append(values.made(person.pk))
            elif change_contact(known, values):
                changed.append(known[0])
    Contact.objects.bulk_create(new, batch_size=_BATCH)
    Contact.objects.bulk_update(changed, ["address", "fingerprint", "secret"], batch_size=_BATCH)
    return {contact.person_id for contact in (*new, *changed)}


def change_contact(known: Sequence[Contact], values: ContactValues) -> bool:
    """Give the first of a person's contacts of one kind new values, unless one has them; return whether it changed."""
    mark = fingerprint(values.address)
    same = next((contact for contact in known if contact.fingerprint == mark), None)
    if same is not None and same is not known[0]:
        return False
    first: Any = known[0]
    before = (first.address, first.secret)
    first.address, first.fingerprint = values.address, mark
    first.secret = values.secret or first.secret
    return before != (first.address, first.secret)
