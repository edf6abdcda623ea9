"""What a stay is made of, from the words of a file, a form or the API: one place, one window, all checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Stay
from tocsin.exposure.places import Located, PlaceWords, locate
from tocsin.exposure.times import read_time, zone_of
from tocsin.wording import worded

_COLUMNS = (
    "place",
    "geonames_id",
    "country",
    "admin1",
    "longitude",
    "latitude",
    "precision",
    "uncertainty_km",
    "located_by",
    "arrive",
    "depart",
)


@dataclass(frozen=True, slots=True)
class StayValues:
    """Where and when: times in UTC, `depart` None until further notice; `zone` says whose local time was read."""

    located: Located
    arrive: datetime
    depart: datetime | None
    zone: str = ""

    def columns(self) -> dict[str, object]:
        """Return the values of the columns of a Stay."""
        point = self.located.point
        values = (
            self.located.place[:200],
            self.located.geonames_id,
            self.located.country,
            self.located.admin1,
            round(point.longitude, 7) if point else None,
            round(point.latitude, 7) if point else None,
            self.located.precision,
            self.located.uncertainty_km,
            self.located.located_by,
            self.arrive,
            self.depart,
        )
        return dict(zip(_COLUMNS, values, strict=True))

    def made(self, trip_id: int, organisation_id: int) -> Stay:
        """Return the stay as a row that is not saved yet."""
        return Stay(trip_id=trip_id, organisation_id=organisation_id, **self.columns())

    def put_into(self, stay: Stay) -> bool:
        """Give `stay` these values; return whether any of them is new."""
        changed = False
        for name, value in self.columns().items():
            if getattr(stay, name) != value:
                setattr(stay, name, value)
                changed = True
        return changed


STAY_COLUMNS: tuple[str, ...] = _COLUMNS
#: The columns of the table that the values of STAY_COLUMNS end up in.
STORED_COLUMNS: tuple[str, ...] = (
    *(name for name in _COLUMNS if name not in ("longitude", "latitude")),
    "sealed_place",
    "place_key",
    "country_key",
)


def read_stay(place: PlaceWords, *, arrive: str, depart: str, timezone: str = "") -> StayValues:
    """Return the stay that the words describe.

    A time without a zone is local: in `timezone` where that is given, else at the place. Raises PlaceUnclear or
    ValueImpossible, whose `field` is the column.
    """
    located = locate(place)
    zone = zone_of(timezone).key if timezone else located.timezone
    unknown = located.zone_reason
    if not arrive:
        raise ValueImpossible(
            "arrive", worded("The time of arrival is missing."), worded("Write a date, as 2017-07-15.")
        )
    start = read_time(arrive, field="arrive", zone=zone, unknown_zone=unknown)
    end = read_time(depart, field="depart", zone=zone, unknown_zone=unknown, is_end=True) if depart else None
    check_window(start, end)
    reason = f"{zone}, the column timezone" if timezone else f"{zone}, {located.zone_reason}"
    return StayValues(located, start, end, reason)


def stay_between(place: PlaceWords, *, arrive: datetime, depart: datetime | None) -> StayValues:
    """Return the stay at the place that the words name between two aware times.

    Raises PlaceUnclear or ValueImpossible, also for a time without a zone.
    """
    for name, moment in (("arrive", arrive), ("depart", depart)):
        if moment is not None and moment.utcoffset() is None:
            raise ValueImpossible(
                name,
                worded("%(time)s has no time zone.", time=moment.isoformat()),
                worded("Add the offset, as +01:00 or Z."),
            )
    check_window(arrive, depart)
    return StayValues(locate(place), arrive.astimezone(UTC), depart.astimezone(UTC) if depart else None)


def check_window(arrive: datetime, depart: datetime | None) -> None:
    """Return where a stay ends after it begins. Raises ValueImpossible where not."""
    if depart is not None and depart <= arrive:
        raise ValueImpossible(
            "depart",
            worded(
                "The departure (%(depart)s UTC) is not after the arrival (%(arrive)s UTC).",
                depart=f"{depart:%Y-%m-%d %H:%M}",
                arrive=f"{arrive:%Y-%m-%d %H:%M}",
            ),
            worded("Exchange the two, or correct one; leave depart empty for an open end."),
        )
