"""Who may be in the way, by the index alone; `decide.match_many` has the last word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import numpy as np
from django.db import DatabaseError, connection
from django.db.models import F, TextField
from django.db.models.functions import Cast

from tocsin.accounts.bulk_rows import among
from tocsin.exposure.models import Stay
from tocsin.exposure.questions import question_of
from tocsin.exposure.sealed_places import unseal_places
from tocsin.exposure.stay_index import Integers, StayIndex
from tocsin.exposure.values import Target, Whereabouts
from tocsin.geo import Point

#: How a place was found that could not be read.
NOT_READ = "nothing: its place cannot be read"
#: So many stays are read at once.
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Subject:
    """A stay that may be in the way: its number, its person's, and where it is; `version` is what it was read from."""

    stay_id: int
    person_id: int
    whereabouts: Whereabouts
    version: tuple[object, ...]
    #: What kept us from reading where it is; the whereabouts then know the country and the times alone.
    fault: Exception | None = None


def open_index() -> StayIndex:
    """Return the index behind Django's own connection."""
    connection.ensure_connection()
    return StayIndex(connection.connection, connection.vendor)


def stays_near(target: Target, organisation_id: int | None) -> Integers:
    """Return the numbers of the stays of an organisation that may be in the way of `target`, ascending."""
    return open_index().find(question_of(target, organisation_id))


def subjects(stays: Sequence[int] | Integers) -> Iterator[list[Subject]]:
    """Yield the stays with those numbers in batches, without those of people who are no longer active."""
    numbers = np.asarray(stays, np.int64)
    for start in range(0, len(numbers), _AT_ONCE):
        yield _read(numbers[start : start + _AT_ONCE].tolist())


def changed_since(read: Sequence[Subject]) -> set[int]:
    """Return the numbers of those stays that are not what they were when they were read, or whose person has left."""
    rows = Stay.objects.filter(pk__in=among([one.stay_id for one in read]), trip__person__active=True)
    now = {
        row[0]: (row[1] and bytes(row[1]), *row[2:])
        for row in rows.values_list("pk", "sealed_place", "country", *_moments())
    }
    return {one.stay_id for one in read if now.get(one.stay_id) != one.version}


def _read(numbers: list[int]) -> list[Subject]:
    """Read the stays. One that cannot be read comes with its fault, and keeps nobody else's back."""
    try:
        return _read_whole(numbers)
    except DatabaseError:
        raise
    except Exception as fault:  # noqa: BLE001 whatever is wrong with one stay, the others are to be told
        if len(numbers) == 1:
            return _read_without_place(numbers[0], fault)
        half = len(numbers) // 2
        return _read(numbers[:half]) + _read(numbers[half:])


def is_readable(stay: int) -> bool:
    """Whether the stay of that number can be read by now, or is gone."""
    return all(subject.fault is None for subject in _read([stay]))


def _read_without_place(stay: int, fault: Exception) -> list[Subject]:
    rows = Stay.objects.filter(pk=stay, trip__person__active=True)
    kept = rows.values_list("trip__person_id", "country", "sealed_place", *_moments())
    return [
        Subject(
            stay,
            person,
            Whereabouts("", country, None, "country", 0.0, NOT_READ, _moment(arrive), _moment(depart)),
            (None if sealed is None else bytes(sealed), country, arrive, depart),
            fault,
        )
        for person, country, sealed, arrive, depart in kept
    ]


def _read_whole(numbers: list[int]) -> list[Subject]:
    rows = list(
        Stay.objects.filter(pk__in=among(numbers), trip__person__active=True)
        .order_by("pk")
        .values_list(
            "pk", "trip__person_id", "place", "country", "sealed_place", "precision", "uncertainty_km",
            "located_by", *_moments(),
        )
    )  # fmt: skip
    moment = cache(_moment)
    sealed = b"".join(bytes(row[4]) for row in rows if row[4] is not None)
    longitudes, latitudes = (degrees.tolist() for degrees in unseal_places(sealed))
    points = map(Point, longitudes, latitudes)
    return [
        Subject(
            row[0],
            row[1],
            Whereabouts(
                place=row[2],
                country=row[3],
                point=None if row[4] is None else next(points),
                precision=row[5],
                uncertainty_km=row[6],
                located_by=row[7],
                arrive=moment(row[8]),
                depart=moment(row[9]),
            ),
            (None if row[4] is None else bytes(row[4]), row[3], row[8], row[9]),
        )
        for row in rows
    ]


def _moments() -> tuple[Cast | F, ...]:
    """A stay's times as the database keeps them: thousands share a few, so SQLite's texts are read once each."""
    names = ("arrive", "depart")
    if connection.vendor == "sqlite":
        return tuple(Cast(name, TextField()) for name in names)
    return tuple(map(F, names))


def _moment(kept: str | datetime | None) -> datetime | None:
    """A time as the driver hands it over: SQLite keeps it as text, in UTC without saying so."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC) if isinstance(kept, str) else kept
