"""Calendars and booking mails as tables of trips: whose they are, and which trips they take back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tocsin.accounts.models import Organisation, User
from tocsin.accounts.secrets import fingerprint
from tocsin.exposure.booking_mail import read_booking
from tocsin.exposure.calendar_file import Itinerary, read_calendar
from tocsin.exposure.columns import What
from tocsin.exposure.models import Contact, Trip
from tocsin.exposure.tables import Row, Table
from tocsin.exposure.trips import remove_trip
from tocsin.wording import worded


def read_itinerary(
    what: What, data: bytes, organisation: Organisation, person: str
) -> tuple[Table, tuple[str, ...]]:
    """Return a calendar or booking mail as a table of trips, and the keys of the trips that it cancels.

    `person` is the key of whose it is; '' finds each line's person by the mail addresses in it. A line of nobody has an
    empty person, which the checks of the table refuse or hold.
    """
    found = read_calendar(data) if what is What.CALENDAR else read_booking(data)
    keys = {} if person else _people(found, organisation)
    rows = tuple(
        _with_person(row, person or _first(found.addresses.get(row.line, ()), keys)) for row in found.rows
    )
    notes = (
        *found.notes,
        worded("Read as an iCalendar file.")
        if what is What.CALENDAR
        else worded("Read as a booking confirmation."),
    )
    table = Table(
        rows=rows, notes=notes, problems=tuple(found.problems) if rows else (),
        fatal=() if rows or found.cancelled else tuple(found.problems), lines=len(rows),
    )  # fmt: skip
    return table, tuple(found.cancelled)


def remove_cancelled(
    organisation: Organisation, keys: Iterable[str], *, actor: User | str, now: datetime
) -> int:
    """Remove the trips with those keys; return how many stays went with them."""
    count = 0
    for trip in Trip.objects.filter(person__organisation=organisation, key__in=list(keys)):
        count += trip.stays.count()
        remove_trip(trip, actor=actor, now=now)
    return count


def _people(found: Itinerary, organisation: Organisation) -> dict[str, str]:
    """The keys of the people whose mail addresses stand in it, by address."""
    marks = {fingerprint(address): address for listed in found.addresses.values() for address in listed}
    contacts = Contact.objects.filter(
        person__organisation=organisation, person__active=True, kind=Contact.Kind.EMAIL, fingerprint__in=marks
    )
    return {marks[mark]: key for mark, key in contacts.values_list("fingerprint", "person__key")}


def _first(addresses: Iterable[str], keys: dict[str, str]) -> str:
    return next((keys[address] for address in addresses if address in keys), "")


def _with_person(row: Row, person: str) -> Row:
    return replace(row, cells={**row.cells, "person": person})
