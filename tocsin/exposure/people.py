"""What the desk and the API do with one person: add, change, deactivate, and look where they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation, User
from tocsin.exposure.contact_values import checked_address
from tocsin.exposure.errors import KeyTaken, ValueImpossible
from tocsin.exposure.looks import record_looks
from tocsin.exposure.models import Contact, Exposure, Person, Site, Stay
from tocsin.exposure.people_file import change_contact
from tocsin.exposure.person_values import (
    ContactValues,
    checked_key,
    checked_language,
    checked_name,
    checked_zone,
)
from tocsin.exposure.rematching import rematch_stays, withdraw_person
from tocsin.exposure.subjects import whereabouts_of_site, whereabouts_of_stay
from tocsin.exposure.values import Whereabouts
from tocsin.wording import worded

_CHECKS = {"name": checked_name, "language": checked_language, "timezone": checked_zone}


@transaction.atomic
def add_person(
    organisation: Organisation,
    *,
    key: str,
    name: str,
    actor: User | str,
    now: datetime,
    language: str = "en",
    timezone: str = "UTC",
    **addresses: str,
) -> Person:
    """Add a person with their contacts: an address by the name of its kind, as email or sms; '' is none. Raises ValueImpossible for a value, KeyTaken for a key that is in use."""
    key = checked_key(key)
    if Person.objects.filter(organisation=organisation, key=key).exists():
        raise KeyTaken(
            worded(
                "%(organisation)s has a person with the key %(key)s already; change that one, or use another key.",
                organisation=organisation,
                key=repr(key),
            )
        )
    person = Person.objects.create(
        organisation=organisation,
        key=key,
        name=checked_name(name),
        language=checked_language(language),
        timezone=checked_zone(timezone),
        created_at=now,
    )
    for kind, address in addresses.items():
        if address:
            _contact_values(kind, address).made(person.pk).save()
    _record(person, "person.add", actor, now)
    return person


@transaction.atomic
def change_person(person: Person, *, actor: User | str, now: datetime, **values: str) -> Person:
    """Change a person's `name`, `language` or `timezone`. Raises ValueImpossible."""
    for field, words in values.items():
        if field not in _CHECKS:
            raise ValueImpossible(
                field,
                worded("This cannot be changed."),
                worded("Change %(fields)s.", fields=", ".join(_CHECKS)),
            )
        setattr(person, field, _CHECKS[field](words))
    person.save(update_fields=list(values))
    _record(person, "person.change", actor, now, fields=sorted(values))
    return person


@transaction.atomic
def set_duty(person: Person, *, stand_in_key: str, on_duty: bool, actor: User | str, now: datetime) -> Person:
    """Set who is told where `person` does not answer ('' for nobody), and whether they are told for the desk.

    Raises ValueImpossible for a key that nobody here has, and for oneself.
    """
    stand_in = None
    if key := stand_in_key.strip():
        stand_in = Person.objects.filter(organisation=person.organisation, key=key).first()
        if stand_in is None:
            raise ValueImpossible(
                "stand_in",
                worded("Nobody has the key %(key)s.", key=repr(key)),
                worded("Write the key of somebody here."),
            )
        if stand_in.pk == person.pk:
            raise ValueImpossible(
                "stand_in", worded("Nobody stands in for themselves."), worded("Name somebody else.")
            )
    if (person.stand_in, person.on_duty) == (stand_in, on_duty):
        return person
    person.stand_in, person.on_duty = stand_in, on_duty
    person.save(update_fields=["stand_in", "on_duty"])
    _record(person, "person.duty", actor, now, stand_in=stand_in.key if stand_in else "", on_duty=on_duty)
    return person


@transaction.atomic
def set_contact(
    person: Person, kind: str, address: str, *, actor: User | str, now: datetime, secret: str = ""
) -> Contact:
    """Make `address` the first contact of that kind (Contact.Kind) of a person. Raises ValueImpossible.

    A webhook without `secret` keeps the one it had, or gets a new one.
    """
    values = _contact_values(kind, address, secret)
    known = list(person.contacts.filter(kind=kind))
    if not known:
        contact = values.made(person.pk)
        contact.save()
    else:
        change_contact(known, values)
        contact = known[0]
        contact.save()
    _record(person, "person.contact", actor, now, kind=kind)
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, actor: User | str, now: datetime) -> None:
    """Forget one way to reach a person; what was sent by it stays on record without the address."""
    person, kind = contact.person, contact.kind
    contact.delete()
    _record(person, "person.contact-remove", actor, now, kind=kind)


@transaction.atomic
def deactivate_person(person: Person, *, actor: User | str, now: datetime) -> Person:
    """Mark a person as no longer with the organisation: they are matched and told no more."""
    person.active, person.left_at = False, now
    person.save(update_fields=["active", "left_at"])
    withdraw_person(person, now=now)
    _record(person, "person.deactivate", actor, now)
    return person


@transaction.atomic
def activate_person(person: Person, *, actor: User | str, now: datetime) -> tuple[Exposure, ...]:
    """Make a person active again, match their stays with the editions in force, and return the new exposures."""
    person.active, person.left_at = True, None
    person.save(update_fields=["active", "left_at"])
    _record(person, "person.activate", actor, now)
    stays = np.array(Stay.objects.filter(trip__person=person).values_list("pk", flat=True), np.int64)
    return rematch_stays(stays, person.organisation, now=now).new


def whereabouts(person: Person, *, now: datetime) -> tuple[Whereabouts, ...]:
    """Return where a person is at `now`: their stays that are running, the newest arrival first, then their sites.

    Whoever shows the answer to somebody calls :func:`record_view` with it.
    """
    stays: Iterable[Stay] = Stay.objects.filter(trip__person=person, arrive__lte=now).order_by(
        "-arrive", "-pk"
    )
    running = [stay for stay in stays if stay.depart is None or stay.depart > now]
    sites = Site.objects.filter(contacts=person, active=True).order_by("name", "pk")
    return (*map(whereabouts_of_stay, running), *map(whereabouts_of_site, sites))


def record_view(person: Person, *, actor: User | str, now: datetime, where: str = "person") -> None:
    """Record in the audit log, and for the person, that `actor` looked at where they are on the page `where`."""
    audit.record(person.organisation, "person.view", f"person:{person.pk}", now=now, actor=actor)
    record_looks([person], by=actor, where=where, now=now)


def _contact_values(kind: str, address: str, secret: str = "") -> ContactValues:
    return ContactValues(kind, checked_address(kind, address), secret)


def _record(person: Person, action: str, actor: User | str, now: datetime, **detail: object) -> None:
    audit.record(
        person.organisation,
        action,
        f"person:{person.pk}",
        now=now,
        actor=actor,
        detail={"key": person.key} | detail,
    )
