"""People: list them, get, add and change one. Each look is recorded."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.models import Organisation
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.exposure.models import Person
from tocsin.exposure.people import add_person, record_view
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.changes import change_the_person, sync
from tocsin.publishing.api.filters import chosen, one
from tocsin.publishing.api.headers import IdempotencyKeyHeader
from tocsin.publishing.api.idempotency import once
from tocsin.publishing.api.looks import record_look
from tocsin.publishing.api.responses import cut, listing, require_unchanged, single
from tocsin.publishing.api.serialisers.person import (
    PeopleAsked,
    PersonBody,
    PersonPage,
    PersonPatch,
    PersonShape,
    SyncBody,
    SyncedShape,
)
from tocsin.publishing.api.values import Number

router = Router(tags=["People"])
_reading = needs(Scope.PEOPLE_READ, Act.SEE_PEOPLE)
_writing = needs(Scope.PEOPLE_WRITE, Act.MANAGE_PEOPLE)


@router.get("", response=PersonPage, auth=_reading)
def list_people(request: HttpRequest, asked: Query[PeopleAsked]) -> HttpResponse:
    """List the people, newest first; contact addresses are masked. Each look is recorded."""
    caller = caller_of(request)
    found, following = cut(request, chosen(_people(caller.organisation), asked), asked)
    record_look(caller, "people", (person.pk for person in found), now=present())
    page = PersonPage(items=[PersonShape.of(person) for person in found], next=following)
    return listing(request, page, following)


@router.get("/{int:person_id}", response=PersonShape, auth=_reading)
def get_person(request: HttpRequest, person_id: Number) -> HttpResponse:
    """Get one person; contact addresses are masked. Each look is recorded."""
    caller = caller_of(request)
    person = one(_people(caller.organisation), person_id, "person")
    record_view(person, actor=caller.actor, now=present())
    return single(request, PersonShape.of(person))


@router.post("", response={201: PersonShape}, auth=_writing)
def add_a_person(
    request: HttpRequest, body: PersonBody, idempotency_key: IdempotencyKeyHeader = None
) -> HttpResponse:
    """Add a person whom the organisation protects."""
    caller, now = caller_of(request), present()

    def act() -> HttpResponse:
        person = add_person(caller.organisation, actor=caller.actor, now=now, **body.model_dump())
        location = f"{request.path}/{person.pk}"
        return single(request, PersonShape.of(person), status=201, location=location)

    return once(request, idempotency_key, act, now=now)


@router.post("/sync", response=SyncedShape, auth=_writing)
def sync_people(request: HttpRequest, body: SyncBody) -> HttpResponse:
    """Bring the people to a list: add, change and make active by key; with `complete`, mark the others as left."""
    caller = caller_of(request)
    return single(request, sync(caller.organisation, body, actor=caller.actor, now=present()))


@router.patch("/{int:person_id}", response=PersonShape, auth=_writing)
def change_person(request: HttpRequest, person_id: Number, body: PersonPatch) -> HttpResponse:
    """Change what the body names of a person; with If-Match only where nobody else did meanwhile."""
    with transaction.atomic():
        caller = caller_of(request)
        rows = _people(caller.organisation)
        person = one(rows.select_for_update(), person_id, "person")
        require_unchanged(request, PersonShape.of(person))
        change_the_person(person, body, actor=caller.actor, now=present())
        return single(request, PersonShape.of(one(rows, person_id, "person")))


def _people(organisation: Organisation) -> QuerySet[Person]:
    return Person.objects.filter(organisation=organisation).prefetch_related("contacts")
