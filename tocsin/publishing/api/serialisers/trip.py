"""Trips with their stays, as the API returns and takes them."""

from __future__ import annotations

from pydantic import Field

from tocsin.exposure.models import Stay, Trip
from tocsin.exposure.places import PlaceWords
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import (
    Body,
    Identity,
    IdentityAsked,
    Moment,
    PageAsked,
    PlaceBody,
    Shape,
    Text,
    ZonedMoment,
)


class StayShape(Shape):
    """A place and a time window; `longitude` and `latitude` are null where only the country is known."""

    id: int
    place: str
    geonames_id: int | None
    country: str
    admin1: str
    longitude: float | None
    latitude: float | None
    precision: str
    uncertainty_km: float
    located_by: str
    arrive: Moment
    #: Null: until further notice.
    depart: Moment | None

    @classmethod
    def of(cls, stay: Stay) -> StayShape:
        """Return one stay."""
        return cls(**{name: getattr(stay, name) for name in cls.model_fields})


class TripShape(Shape):
    """A journey of one person."""

    id: int
    person_id: int
    key: str
    name: str
    created_at: Moment
    stays: list[StayShape]

    @classmethod
    def of(cls, trip: Trip) -> TripShape:
        """Return one trip, with its stays at hand, the earliest arrival first."""
        stays = sorted(trip.stays.all(), key=lambda stay: (stay.arrive, stay.pk))
        return cls(
            id=trip.pk,
            person_id=trip.person_id,
            key=trip.key,
            name=trip.name,
            created_at=trip.created_at,
            stays=[StayShape.of(stay) for stay in stays],
        )


class TripPage(Page):
    """A page of trips."""

    items: list[TripShape]


class TripsAsked(PageAsked):
    """Which trips are asked for."""

    person_id: IdentityAsked = None


class StayBody(PlaceBody):
    """Where and when. The place is given by coordinates, GeoNames number, airport, name or country alone."""

    geonames_id: Identity | None = None
    airport: Text = Field("", max_length=3, description="IATA code, as NBO.")
    arrive: ZonedMoment
    depart: ZonedMoment | None = Field(None, description="Null: until further notice.")

    def words(self) -> PlaceWords:
        """Return the place as the room `exposure` reads it."""
        words = super().words()
        return PlaceWords(
            place=words.place,
            country=words.country,
            longitude=words.longitude,
            latitude=words.latitude,
            airport=self.airport.strip(),
            geonames_id=str(self.geonames_id or ""),
        )


class TripBody(Body):
    """A trip to be added, with its stays: all of it, or nothing."""

    person_id: Identity
    key: Text = Field(min_length=1, max_length=100, examples=["2017-07-kisumu"])
    name: Text = Field("", max_length=200)
    stays: list[StayBody] = Field(min_length=1, max_length=100)
