"""Trips with their stays: list them, get, add and remove one. Each look is recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.models import Organisation
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.delivery.late import enqueue_late
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Person, Trip
from tocsin.exposure.people import record_view
from tocsin.exposure.trips import add_stay, add_trip, remove_trip
from tocsin.publishing.api.access import Caller, caller_of, needs
from tocsin.publishing.api.filters import chosen, one
from tocsin.publishing.api.headers import IdempotencyKeyHeader
from tocsin.publishing.api.idempotency import once
from tocsin.publishing.api.looks import record_look
from tocsin.publishing.api.problems import invalid
from tocsin.publishing.api.refusals import value_impossible
from tocsin.publishing.api.responses import cut, listing, require_unchanged, single
from tocsin.publishing.api.serialisers.trip import TripBody, TripPage, TripsAsked, TripShape
from tocsin.publishing.api.values import Number

router = Router(tags=["Trips"])
_reading = needs(Scope.PEOPLE_READ, Act.SEE_PEOPLE)
_writing = needs(Scope.PEOPLE_WRITE, Act.MANAGE_PEOPLE)


@router.get("", response=TripPage, auth=_reading)
def list_trips(request: HttpRequest, asked: Query[TripsAsked]) -> HttpResponse:
    """List the trips with their stays, newest first. Each look is recorded."""
    caller = caller_of(request)
    found, following = cut(request, chosen(_trips(caller.organisation), asked), asked)
    record_look(caller, "trips", (trip.person_id for trip in found), now=present())
    page = TripPage(items=[TripShape.of(trip) for trip in found], next=following)
    return listing(request, page, following)


@router.get("/{int:trip_id}", response=TripShape, auth=_reading)
def get_trip(request: HttpRequest, trip_id: Number) -> HttpResponse:
    """Get one trip with its stays. Each look is recorded."""
    caller = caller_of(request)
    trip = one(_trips(caller.organisation).select_related("person__organisation"), trip_id, "trip")
    record_view(trip.person, actor=caller.actor, now=present())
    return single(request, TripShape.of(trip))


@router.post("", response={201: TripShape}, auth=_writing)
def add_a_trip(
    request: HttpRequest, body: TripBody, idempotency_key: IdempotencyKeyHeader = None
) -> HttpResponse:
    """Add a trip with its stays, all or nothing. It is matched at once with the alerts in force."""
    caller, now = caller_of(request), present()

    def act() -> HttpResponse:
        trip = _add(caller, body, now)
        return single(request, TripShape.of(trip), status=201, location=f"{request.path}/{trip.pk}")

    return once(request, idempotency_key, act, now=now)


@router.delete("/{int:trip_id}", response={204: None}, auth=_writing)
def remove_a_trip(request: HttpRequest, trip_id: Number) -> HttpResponse:
    """Remove a trip and its stays; what its person was told because of them stays on record."""
    with transaction.atomic():
        caller = caller_of(request)
        trip = one(_trips(caller.organisation).select_for_update(of=("self",)), trip_id, "trip")
        require_unchanged(request, TripShape.of(trip))
        remove_trip(trip, actor=caller.actor, now=present())
        return HttpResponse(status=204)


def _trips(organisation: Organisation) -> QuerySet[Trip]:
    return Trip.objects.filter(person__organisation=organisation).prefetch_related("stays")


@transaction.atomic
def _add(caller: Caller, body: TripBody, now: datetime) -> Trip:
    person = Person.objects.filter(organisation=caller.organisation, pk=body.person_id).first()
    if person is None:
        raise invalid("/person_id", "Your organisation has nobody with this number.")
    trip = add_trip(person, key=body.key, name=body.name, actor=caller.actor, now=now)
    for position, stay in enumerate(body.stays):
        try:
            change = add_stay(
                trip, stay.words(), arrive=stay.arrive, depart=stay.depart, actor=caller.actor, now=now
            )
        except ValueImpossible as error:
            raise value_impossible(error, f"/stays/{position}") from error
        enqueue_late(change.exposures, now=now)
    return trip
