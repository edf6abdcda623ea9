"""The forms of a trip and of a stay, and what they do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import User
from tocsin.delivery.late import enqueue_late
from tocsin.desk.desk_form import DeskForm
from tocsin.exposure.models import Person, Stay, Trip
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.trips import StayChange, add_stay, add_trip, change_stay

_PLACE = ("place", "country", "latitude", "longitude", "airport", "geonames_id")


class PlaceForm(DeskForm):
    """Where: by name, coordinates, airport or GeoNames number."""

    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("A city or region, as Casablanca.")
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=60,
        required=False,
        help_text=_("MA or Morocco; 'sea' for a place at sea."),
    )
    latitude = forms.CharField(
        label=_("Latitude"),
        max_length=20,
        required=False,
        help_text=_("Decimal degrees, north positive: 33.5731."),
    )
    longitude = forms.CharField(
        label=_("Longitude"),
        max_length=20,
        required=False,
        help_text=_("Decimal degrees, east positive: -7.5898."),
    )
    airport = forms.CharField(label=_("Airport"), max_length=3, required=False, help_text=_("As CMN."))
    geonames_id = forms.CharField(
        label=_("GeoNames number"),
        max_length=12,
        required=False,
        help_text=_("Only where a name means several places."),
    )


class StayForm(PlaceForm):
    """Where, from when, until when."""

    arrive = forms.CharField(
        label=_("Arrives"), max_length=60, help_text=_("2017-07-14, or 2017-07-14 18:30, or with +01:00.")
    )
    depart = forms.CharField(
        label=_("Leaves"),
        max_length=60,
        required=False,
        help_text=_("The same; empty: until further notice."),
    )
    timezone = forms.CharField(
        label=_("Zone of these times"), max_length=60, required=False, help_text=_("Empty: the place's own.")
    )

    field_order: tuple[str, ...] = ("place", "country", "arrive", "depart", "timezone")


class TripForm(StayForm):
    """A trip with its first stay."""

    key = forms.CharField(label=_("Key of the trip"), max_length=100, help_text=_("Your own, as T-2017-31."))
    name = forms.CharField(label=_("What the trip is for"), max_length=200, required=False)

    field_order = ("key", "name", "place", "country", "arrive", "depart", "timezone")


def initial_of(stay: Stay) -> dict[str, Any]:
    """Return what stands in the form of a stay that is there; its times are in UTC."""
    exact = stay.located_by == "coordinates given"
    return {
        "place": stay.place,
        "country": stay.country,
        "latitude": stay.latitude if exact else "",
        "longitude": stay.longitude if exact else "",
        "geonames_id": "" if exact or stay.geonames_id is None else stay.geonames_id,
        "arrive": f"{stay.arrive:%Y-%m-%d %H:%M} UTC",
        "depart": f"{stay.depart:%Y-%m-%d %H:%M} UTC" if stay.depart else "",
    }


def place_words(values: dict[str, Any]) -> PlaceWords:
    """Return what the form says about the place."""
    return PlaceWords(**{name: str(values[name]).strip() for name in _PLACE})


@transaction.atomic
def make_trip(person: Person, values: dict[str, Any], *, actor: User, now: datetime) -> int:
    """Add a trip with its first stay; return how many alerts in force the person is newly in the way of."""
    trip = add_trip(person, key=values["key"], name=values["name"], actor=actor, now=now)
    return make_stay(trip, values, actor=actor, now=now)


@transaction.atomic
def make_stay(trip: Trip, values: dict[str, Any], *, actor: User, now: datetime) -> int:
    """Add a stay, matched at once and its messages queued; return the number of new exposures."""
    return _told(add_stay(trip, place_words(values), actor=actor, now=now, **_times(values)), now)


@transaction.atomic
def move_stay(stay: Stay, values: dict[str, Any], *, actor: User, now: datetime) -> int:
    """Change a stay, matched anew and its messages queued; return the number of new exposures."""
    return _told(change_stay(stay, place=place_words(values), actor=actor, now=now, **_times(values)), now)


def _times(values: dict[str, Any]) -> dict[str, str]:
    return {name: values[name] for name in ("arrive", "depart", "timezone")}


def _told(change: StayChange, now: datetime) -> int:
    enqueue_late(change.exposures, now=now)
    return len(change.exposures)
