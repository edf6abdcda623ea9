"""The roll-call as a CSV file, to be worked through where there is no network, or handed to whoever goes and looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tocsin.accounts.bulk_rows import among
from tocsin.delivery.roll_call import Line, RollCall
from tocsin.desk.spreadsheets import csv_text, written
from tocsin.exposure.models import Contact

COLUMNS = (
    "standing", "name", "key", "where", "answer", "answered_at", "via", "says_to_be_at", "note", "taken_by", "taken_at",
    "answers_before", "last_contact", "last_contact_at", "next_step", "telephone",
)  # fmt: skip
#: Contacts by which somebody can be called.
_TELEPHONES = ("sms", "whatsapp", "signal")


def roll_call_file(roll: RollCall) -> str:
    """Return one line a person in the order of the page; times are ISO 8601 in UTC."""
    numbers: dict[int, list[str]] = defaultdict(list)
    people = [line.person.pk for line in roll.lines]
    for contact in Contact.objects.filter(person__in=among(people), kind__in=_TELEPHONES).order_by(
        "position", "pk"
    ):
        if contact.address not in numbers[contact.person_id]:
            numbers[contact.person_id].append(contact.address)
    return csv_text(COLUMNS, (list(_cells(line, numbers[line.person.pk])) for line in roll.lines))


def _cells(line: Line, numbers: list[str]) -> Iterator[str | None]:
    answer = line.answer
    yield from (line.standing.value, line.person.name, line.person.key, line.place)
    if answer is None:
        yield from ("", None, "", "", "", "", None, "")
        yield from (line.contact, written(line.since), line.next_step)
    else:
        before = "; ".join(f"{one.kind} {written(one.at)}" for one in line.before)
        yield from (answer.kind, written(answer.at), answer.via, answer.place, answer.note)
        yield from (str(answer.taken_by or ""), written(answer.taken_at), before, "", None, line.next_step)
    yield "; ".join(numbers)
