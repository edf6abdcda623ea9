"""What the desk and the API do with one trip or stay: add, change, remove; matched at once in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import User
from tocsin.exposure.errors import KeyTaken
from tocsin.exposure.models import Exposure, Person, Stay, Trip
from tocsin.exposure.person_values import checked_key, checked_name
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.rematching import Rematched, rematch_stay, withdraw_stays
from tocsin.exposure.stay_values import StayValues, check_window, read_stay, stay_between
from tocsin.wording import worded


@dataclass(frozen=True, slots=True)
class StayChange:
    """A stay that was added or changed, and what that did to its person's exposures.

    Whoever makes the change hands the new `exposures` on to delivery in the same transaction; `withdrawn` are those that
    hold no longer. `zone` says whose local time was read, '' where the times carried a zone.
    """

    stay: Stay
    exposures: tuple[Exposure, ...]
    withdrawn: tuple[Exposure, ...] = ()
    zone: str = ""


@transaction.atomic
def add_trip(person: Person, *, key: str, actor: User | str, now: datetime, name: str = "") -> Trip:
    """Add a trip without stays. Raises ValueImpossible, or KeyTaken where the person has a trip of that key."""
    key = checked_key(key, "trip")
    if Trip.objects.filter(person=person, key=key).exists():
        raise KeyTaken(
            worded(
                "%(person)s has a trip with the key %(key)s already; change that one, or use another key.",
                person=person,
                key=repr(key),
            )
        )
    words = checked_name(name, "trip_name") if name else ""
    trip = Trip.objects.create(person=person, key=key, name=words, created_at=now)
    _record(trip, "trip.add", actor, now)
    return trip


@transaction.atomic
def remove_trip(trip: Trip, *, actor: User | str, now: datetime) -> None:
    """Remove a trip and its stays; what its person was told because of them stays on record."""
    _record(trip, "trip.remove", actor, now, stays=trip.stays.count())
    withdraw_stays(trip.stays.values_list("pk", flat=True), now=now)
    trip.delete()


@transaction.atomic
def add_stay(
    trip: Trip,
    place: PlaceWords,
    *,
    arrive: datetime | str,
    depart: datetime | str | None,
    actor: User | str,
    now: datetime,
    timezone: str = "",
) -> StayChange:
    """Add a stay and match it with the editions in force.

    Times are aware, or words as in a file: then without a zone they are local to `timezone`, or to the place; `depart`
    None or '' is until further notice. Raises PlaceUnclear, with the choices, or ValueImpossible.
    """
    values = _values(place, arrive, depart, timezone)
    stay = values.made(trip.pk, trip.person.organisation_id)
    stay.save()
    _record(trip, "stay.add", actor, now, stay=stay.pk)
    return _changed(stay, rematch_stay(stay, now=now), values.zone)


@transaction.atomic
def change_stay(
    stay: Stay,
    *,
    place: PlaceWords,
    arrive: datetime | str,
    depart: datetime | str | None,
    actor: User | str,
    now: datetime,
    timezone: str = "",
) -> StayChange:
    """Give a stay a new place and window, and match it with the editions in force; else as :func:`add_stay`."""
    values = _values(place, arrive, depart, timezone)
    values.put_into(stay)
    # From now on it is somebody's own: undoing the import that brought it leaves it alone.
    stay.added_by = None
    stay.save()
    _record(stay.trip, "stay.change", actor, now, stay=stay.pk)
    return _changed(stay, rematch_stay(stay, now=now), values.zone)


@transaction.atomic
def end_stay(stay: Stay, *, depart: datetime, actor: User | str, now: datetime) -> StayChange:
    """Set when a stay ends (aware), and match it anew. Raises ValueImpossible where that is before it begins."""
    check_window(stay.arrive, depart)
    stay.depart, stay.added_by = depart, None
    stay.save(update_fields=["depart", "added_by"])
    _record(stay.trip, "stay.end", actor, now, stay=stay.pk)
    return _changed(stay, rematch_stay(stay, now=now))


@transaction.atomic
def remove_stay(stay: Stay, *, actor: User | str, now: datetime) -> None:
    """Remove a stay; what its person was told because of it stays on record."""
    _record(stay.trip, "stay.remove", actor, now, stay=stay.pk)
    withdraw_stays([stay.pk], now=now)
    stay.delete()


def _changed(stay: Stay, rematched: Rematched, zone: str = "") -> StayChange:
    return StayChange(stay, rematched.new, rematched.withdrawn, zone)


def _values(
    place: PlaceWords, arrive: datetime | str, depart: datetime | str | None, timezone: str
) -> StayValues:
    if isinstance(arrive, datetime) and not isinstance(depart, str):
        return stay_between(place, arrive=arrive, depart=depart)
    return read_stay(place, arrive=_words(arrive), depart=_words(depart), timezone=timezone)


def _words(moment: datetime | str | None) -> str:
    return moment.isoformat() if isinstance(moment, datetime) else moment or ""


def _record(trip: Trip, action: str, actor: User | str, now: datetime, **detail: object) -> None:
    organisation = trip.person.organisation
    words = {"person": trip.person_id, "key": trip.key} | detail
    audit.record(organisation, action, f"trip:{trip.pk}", now=now, actor=actor, detail=words)
