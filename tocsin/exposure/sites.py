"""What the desk and the API do with one site: add, change, deactivate; matched at once in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation, User
from tocsin.exposure.errors import KeyTaken, OtherOrganisation
from tocsin.exposure.models import Exposure, Person, Site
from tocsin.exposure.outlines import read_outline
from tocsin.exposure.person_values import checked_key, checked_name
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.rematching import rematch_site
from tocsin.exposure.sites_file import checked_count, checked_kind, locate_site
from tocsin.wording import worded


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A site that was added or changed, and the exposures that are new because of it, to be handed to delivery."""

    site: Site
    exposures: tuple[Exposure, ...]


@transaction.atomic
def add_site(
    organisation: Organisation,
    *,
    key: str,
    name: str,
    kind: str,
    place: PlaceWords,
    actor: User | str,
    now: datetime,
    people_count: int = 0,
    contacts: Iterable[Person] = (),
    outline: str = "",
) -> SiteChange:
    """Add a site with those who are told of it, and match it with the editions in force.

    Raises ValueImpossible or PlaceUnclear for a value, KeyTaken for a key in use, OtherOrganisation for a contact.
    """
    key = checked_key(key)
    if Site.objects.filter(organisation=organisation, key=key).exists():
        raise KeyTaken(
            worded(
                "%(organisation)s has a site with the key %(key)s already; change that one, or use another key.",
                organisation=organisation,
                key=repr(key),
            )
        )
    site = Site(organisation=organisation, key=key, created_at=now)
    _fill(site, name, kind, place, people_count, outline)
    site.save()
    site.contacts.set(_own(site, contacts))
    _record(site, "site.add", actor, now)
    return SiteChange(site, rematch_site(site, now=now))


@transaction.atomic
def change_site(
    site: Site,
    *,
    name: str,
    kind: str,
    place: PlaceWords,
    people_count: int,
    contacts: Iterable[Person],
    actor: User | str,
    now: datetime,
    outline: str | None = None,
) -> SiteChange:
    """Give a site new values and contacts, and match it with the editions in force; raises as :func:`add_site`.

    `outline` None leaves the outline as it is.
    """
    _fill(site, name, kind, place, people_count, outline)
    site.save()
    site.contacts.set(_own(site, contacts))
    _record(site, "site.change", actor, now)
    return SiteChange(site, rematch_site(site, now=now))


@transaction.atomic
def deactivate_site(site: Site, *, actor: User | str, now: datetime) -> Site:
    """Close a site: it is matched no more."""
    site.active = False
    site.save(update_fields=["active"])
    _record(site, "site.deactivate", actor, now)
    return site


def _fill(
    site: Site, name: str, kind: str, place: PlaceWords, people_count: int, outline: str | None
) -> None:
    located = locate_site(place)
    assert located.point is not None
    site.name, site.kind, site.country = checked_name(name), checked_kind(kind), located.country
    site.longitude, site.latitude = located.point.longitude, located.point.latitude
    site.people_count = checked_count(str(people_count))
    if outline is not None:
        site.outline = read_outline(outline, located.point)


def _own(site: Site, contacts: Iterable[Person]) -> list[Person]:
    people = list(contacts)
    for person in people:
        if person.organisation_id != site.organisation_id:
            raise OtherOrganisation(f"{person} and the site {site} belong to different organisations.")
    return people


def _record(site: Site, action: str, actor: User | str, now: datetime) -> None:
    audit.record(site.organisation, action, f"site:{site.pk}", now=now, actor=actor, detail={"key": site.key})
