"""The list of people, with where each is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from tocsin.accounts.models import Organisation
from tocsin.exposure.models import Person, Stay

PEOPLE_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, the stays that run now, and the next one; `contacts` counts the ways to reach them."""

    person: Person
    now: Sequence[Stay]
    following: Stay | None
    contacts: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list, and the countries where somebody is now."""

    page: Page
    rows: Sequence[PersonRow]
    countries: Sequence[str]


def people_page(
    organisation: Organisation, *, words: str, country: str, gone: bool, number: str | None, now: datetime
) -> PeoplePage:
    """Return one page of the people of `organisation`: by name or key, by the country they are in now."""
    running = _running(now).filter(trip__person__organisation=organisation)
    people: QuerySet[Person] = Person.objects.filter(organisation=organisation, active=not gone)
    if words:
        people = people.filter(Q(name__icontains=words) | Q(key__iexact=words))
    if country:
        people = people.filter(pk__in=running.filter(country=country).values("trip__person"))
    listed = people.annotate(ways=Count("contacts")).order_by("name", "pk")
    page = Paginator(listed, PEOPLE_A_PAGE).get_page(number)
    ids = [person.pk for person in page.object_list]
    here = _by_person(_running(now).filter(trip__person__in=ids).order_by("-arrive", "-pk"))
    coming = Stay.objects.filter(trip__person__in=ids, arrive__gt=now).select_related("trip")
    following = _by_person(coming.order_by("arrive", "pk"))
    rows = [
        PersonRow(one, here.get(one.pk, ()), next(iter(following.get(one.pk, ())), None), one.ways)
        for one in page.object_list
    ]
    countries = running.order_by("country").values_list("country", flat=True).distinct()
    return PeoplePage(page, rows, [code for code in countries if code])


def _running(now: datetime) -> QuerySet[Stay]:
    still = Q(depart__isnull=True) | Q(depart__gt=now)
    return Stay.objects.filter(still, arrive__lte=now).select_related("trip")


def _by_person(stays: Iterable[Stay]) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = {}
    for stay in stays:
        found.setdefault(stay.trip.person_id, []).append(stay)
    return found
