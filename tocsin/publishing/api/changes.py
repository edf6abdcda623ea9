"""Patches (RFC 7396) of people and sites, as the acts of the room `exposure`."""

from __future__ import annotations

from datetime import datetime

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.secrets import fingerprint
from tocsin.delivery.late import enqueue_late
from tocsin.exposure.errors import TooManyLeave, ValueImpossible
from tocsin.exposure.models import Contact, Person, Site
from tocsin.exposure.people import (
    activate_person,
    add_person,
    change_person,
    deactivate_person,
    remove_contact,
    set_contact,
)
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.sites import SiteChange, change_site, deactivate_site
from tocsin.exposure.syncing import let_go_of_others
from tocsin.publishing.api.problems import invalid
from tocsin.publishing.api.serialisers.person import PersonBody, PersonPatch, SyncBody, SyncedShape
from tocsin.publishing.api.serialisers.site import SitePatch
from tocsin.publishing.api.values import degrees

_PLACE = {"place", "country", "longitude", "latitude"}


def change_the_person(person: Person, patch: PersonPatch, *, actor: User | str, now: datetime) -> None:
    """Change what `patch` names, in the caller's transaction; whoever is active again is told of what stands."""
    given = patch.model_dump(include=patch.model_fields_set)
    named = {field: given[field] for field in ("name", "language", "timezone") if field in given}
    if named:
        change_person(person, actor=actor, now=now, **named)
    for kind in Contact.Kind.values:
        if given.get(kind):
            set_contact(person, kind, given[kind], actor=actor, now=now)
        elif kind in given:
            for contact in person.contacts.filter(kind=kind):
                remove_contact(contact, actor=actor, now=now)
    active = given.get("active", person.active)
    if active and not person.active:
        enqueue_late(activate_person(person, actor=actor, now=now), now=now)
    elif person.active and not active:
        deactivate_person(person, actor=actor, now=now)


def sync(organisation: Organisation, body: SyncBody, *, actor: User | str, now: datetime) -> SyncedShape:
    """Bring the people of an organisation to the list of `body`: all of it, or nothing. Raises Problem."""
    with audit.written_together(organisation):
        there = {person.key: person for person in Person.objects.filter(organisation=organisation)}
        added: list[str] = []
        changed: list[str] = []
        for position, one in enumerate(body.people):
            if one.key in added or one.key in changed:
                raise invalid(f"/people/{position}/key", f"The key {one.key!r} stands in the list twice.")
            person = there.get(one.key)
            try:
                if person is None:
                    add_person(organisation, actor=actor, now=now, **one.model_dump())
                    added.append(one.key)
                elif _bring_to(person, one, actor=actor, now=now):
                    changed.append(one.key)
            except ValueImpossible as error:
                raise invalid(
                    f"/people/{position}/{error.field}", f"{error.problem} {error.remedy}"
                ) from error
        left: list[Person] = []
        if body.complete:
            try:
                keys = [one.key for one in body.people]
                left = let_go_of_others(organisation, keys, actor=actor, now=now, sure=body.sure)
            except TooManyLeave as error:
                raise invalid("/complete", str(error)) from error
        unchanged = len(body.people) - len(added) - len(changed)
        return SyncedShape(
            added=added, changed=changed, unchanged=unchanged, left=[person.key for person in left]
        )


def _bring_to(person: Person, wanted: PersonBody, *, actor: User | str, now: datetime) -> bool:
    values = {
        name: value
        for name in ("name", "language", "timezone")
        if (value := getattr(wanted, name)) and value != getattr(person, name)
    }
    if values:
        change_person(person, actor=actor, now=now, **values)
    is_new = False
    for kind in Contact.Kind.values:
        address = getattr(wanted, kind)
        if address and not person.contacts.filter(kind=kind, fingerprint=fingerprint(address)).exists():
            set_contact(person, kind, address, actor=actor, now=now)
            is_new = True
    if not person.active:
        enqueue_late(activate_person(person, actor=actor, now=now), now=now)
        return True
    return bool(values) or is_new


def change_the_site(site: Site, patch: SitePatch, *, actor: User | str, now: datetime) -> None:
    """Change what `patch` names, in the caller's transaction; who is newly in the way is told. Raises Problem."""
    given = patch.model_fields_set
    if patch.active and "active" in given and not site.active:
        raise invalid("/active", "A closed site is opened again by loading it from a file at the desk.")
    if given - {"active"}:
        change = _changed(site, patch, actor, now)
        enqueue_late(change.exposures, now=now)
    if "active" in given and not patch.active and site.active:
        deactivate_site(site, actor=actor, now=now)


def contacts_of(organisation: Organisation, identities: list[int]) -> list[Person]:
    """Return the people with these numbers. Raises Problem for one that the organisation does not have."""
    people = Person.objects.filter(organisation=organisation).in_bulk(identities)
    for position, identity in enumerate(identities):
        if identity not in people:
            raise invalid(f"/contact_ids/{position}", "Your organisation has nobody with this number.")
    return list(people.values())


def _changed(site: Site, patch: SitePatch, actor: User | str, now: datetime) -> SiteChange:
    given = patch.model_fields_set
    here = PlaceWords(
        country=site.country, longitude=degrees(site.longitude), latitude=degrees(site.latitude)
    )
    contacts = (
        contacts_of(site.organisation, patch.contact_ids)
        if "contact_ids" in given
        else list(site.contacts.all())
    )
    return change_site(
        site,
        name=patch.name if "name" in given else site.name,
        kind=patch.kind if "kind" in given else site.kind,
        place=patch.words() if given & _PLACE else here,
        people_count=patch.people_count if "people_count" in given else site.people_count,
        contacts=contacts,
        actor=actor,
        now=now,
    )
