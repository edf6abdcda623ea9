"""Trips with their stays from a file: every line checked, then written in few statements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tocsin.accounts.bulk_rows import insert_rows, stored
from tocsin.accounts.models import Organisation
from tocsin.accounts.sealing import seal
from tocsin.exposure.checks import Checks, Counts, Held
from tocsin.exposure.errors import PlaceUnclear, ValueImpossible
from tocsin.exposure.models import Import, ImportChange, Person, Stay, Trip
from tocsin.exposure.person_values import checked_key, checked_name
from tocsin.exposure.places import PlaceWords, locate
from tocsin.exposure.problems import Problem
from tocsin.exposure.rematching import withdraw_stays
from tocsin.exposure.stay_values import STAY_COLUMNS, STORED_COLUMNS, StayValues, read_stay
from tocsin.exposure.tables import Row
from tocsin.wording import Wording, worded, worded_count

_BATCH = 1000
#: Two stays in two countries may share so much: a day of travel, written as dates, belongs to both, in two zones.
_TRAVEL = timedelta(hours=36)

TripKey = tuple[int, str]


@dataclass(slots=True)
class TripLines:
    """The good lines of one trip; `broken` where others of its lines were not good."""

    person_id: int
    key: str
    name: str = ""
    broken: bool = False
    stays: list[tuple[int, StayValues]] = field(default_factory=list)


def check_trips(rows: Sequence[Row], organisation: Organisation, checks: Checks) -> list[TripLines]:
    """Return the trips of the good lines, in the order of the file; the others' problems are in `checks`."""
    people = {
        person.key: person
        for person in Person.objects.filter(organisation=organisation).only("pk", "key", "active")
    }
    trips: dict[TripKey, TripLines] = {}
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        before = len(checks.problems)
        if checks.hold and (waiting := _held(row, people)) is not None:
            checks.held.append(waiting)
            continue
        person_id = _person(row, people, checks)
        key = checks.ask(row.line, checked_key, row["trip"], "trip")
        name = checks.ask(row.line, checked_name, row["trip_name"], "trip_name") if row["trip_name"] else ""
        values = checks.ask(
            row.line,
            read_stay,
            _words(row),
            arrive=row["arrive"],
            depart=row["depart"],
            timezone=row["timezone"],
        )
        trip = trips.setdefault((person_id, key), TripLines(person_id, key)) if person_id and key else None
        if values is None or trip is None or len(checks.problems) > before:
            if trip is not None:
                trip.broken = True
            continue
        same = (trip.person_id, trip.key, *values.columns().values())
        if same in seen:
            words = worded("The same stay is on line %(line)s already.", line=seen[same])
            checks.refuse(row.line, "", words, worded("Remove one of the two lines."))
            continue
        seen[same] = row.line
        trip.name = trip.name or name or ""
        trip.stays.append((row.line, values))
        if values.located.note:
            checks.flag(
                row.line,
                "place",
                values.located.note,
                worded("Give its geonames_id if another one is meant."),
            )
    found = [trip for trip in trips.values() if trip.stays]
    _flag_overlaps(found, organisation, checks)
    return found


def _held(row: Row, people: dict[str, Person]) -> Held | None:
    """The line as one that waits for a choice, where its person or its place is not clear; else None."""
    if not row["person"]:
        problem = Problem(
            row.line, "person", worded("Whose this is cannot be told."), worded("Choose the person.")
        )
        return Held(row.line, dict(row.cells), problem)
    if row["person"] not in people:
        return None
    try:
        locate(_words(row))
    except PlaceUnclear as error:
        choices = tuple(
            (words, {"geonames_id": number}) for words in error.choices if (number := _number_in(words))
        )
        return Held(
            row.line, dict(row.cells), Problem(row.line, error.field, error.problem, error.remedy), choices
        )
    except ValueImpossible:
        return None
    return None


def _number_in(choice: str) -> str:
    """The GeoNames number at the end of a choice, as `places.described` writes it."""
    found = re.search(r"geonames_id (-?\d+)\)$", choice)
    return found[1] if found else ""


def _person(row: Row, people: dict[str, Person], checks: Checks) -> int | None:
    key = checks.ask(row.line, checked_key, row["person"], "person")
    if key is None:
        return None
    person = people.get(key)
    if person is None:
        words = worded("Nobody has the key %(key)s.", key=repr(key))
        checks.refuse(row.line, "person", words, worded("Load the people first, or correct the key."))
        return None
    if not person.active:
        words = worded(
            "%(key)s is marked as no longer with you; their stays would not be matched.", key=repr(key)
        )
        checks.refuse(
            row.line, "person", words, worded("Make the person active again first, or remove the line.")
        )
        return None
    return int(person.pk)


def _words(row: Row) -> PlaceWords:
    return PlaceWords(
        place=row["place"],
        country=row["country"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        airport=row["airport"],
        geonames_id=row["geonames_id"],
    )


@dataclass(frozen=True, slots=True)
class _Span:
    arrive: datetime
    depart: datetime | None
    country: str
    place: str
    line: int | None

    @property
    def where(self) -> Wording:
        """The stay in a few words."""
        values = {"place": self.place, "time": f"{self.arrive:%Y-%m-%d %H:%M}"}
        if self.line:
            return worded("%(place)s from %(time)s UTC (line %(line)s)", line=self.line, **values)
        return worded("%(place)s from %(time)s UTC (already known)", **values)


def _flag_overlaps(trips: Sequence[TripLines], organisation: Organisation, checks: Checks) -> None:
    """Flag stays of one person that share more than a day of travel in two countries."""
    spans: dict[int, list[_Span]] = defaultdict(list)
    for trip in trips:
        for line, values in trip.stays:
            located = values.located
            spans[trip.person_id].append(
                _Span(values.arrive, values.depart, located.country, located.place, line)
            )
    replaced = {(trip.person_id, trip.key) for trip in trips if not trip.broken}
    for stay in _other_stays(list(spans), organisation):
        if (stay.trip.person_id, stay.trip.key) not in replaced:
            spans[stay.trip.person_id].append(_Span(stay.arrive, stay.depart, stay.country, stay.place, None))
    for of_person in spans.values():
        _flag_overlaps_of(of_person, checks)


def _other_stays(people: list[int], organisation: Organisation) -> Iterable[Stay]:
    for start in range(0, len(people), _BATCH):
        yield from Stay.objects.filter(
            trip__person__organisation=organisation, trip__person__in=people[start : start + _BATCH]
        ).select_related("trip")


def _flag_overlaps_of(spans: list[_Span], checks: Checks) -> None:
    spans.sort(key=lambda span: span.arrive)
    running: list[_Span] = []
    for span in spans:
        running = [one for one in running if one.depart is None or one.depart > span.arrive + _TRAVEL]
        for one in running:
            ends = [end for end in (one.depart, span.depart) if end is not None]
            long = not ends or min(ends) - span.arrive > _TRAVEL
            line = span.line or one.line
            if one.country != span.country and long and line is not None:
                words = worded(
                    "Two stays overlap in two countries: %(one)s and %(other)s.",
                    one=one.where,
                    other=span.where,
                )
                checks.flag(
                    line,
                    "arrive",
                    words,
                    worded("Correct one if the person cannot be in both; both were matched."),
                )
        running.append(span)


def write_trips(
    trips: Sequence[TripLines], organisation: Organisation, checks: Checks, record: Import, *, now: datetime
) -> Counts:
    """Add and change trips by person and key, in the caller's transaction; counts are of stays.

    A trip that is there already gets the stays of the file: those that agree are kept, others changed, added or
    removed. None is removed where some of the trip's lines were not good.
    """
    counts = Counts()
    there = _trips_there(trips, organisation)
    new = [
        Trip(
            person_id=trip.person_id,
            key=trip.key,
            name=trip.name,
            loaded_by=record,
            added_by=record,
            created_at=now,
        )
        for trip in trips
        if (trip.person_id, trip.key) not in there
    ]
    Trip.objects.bulk_create(new, batch_size=_BATCH)
    known = [there[key] for trip in trips if (key := (trip.person_id, trip.key)) in there]
    stays = _stays_of(known)
    named = {(trip.person_id, trip.key): trip.name for trip in trips}
    for old in known:
        old.loaded_by, old.name = record, named[(old.person_id, old.key)] or old.name
    Trip.objects.bulk_update(known, ["loaded_by", "name"], batch_size=_BATCH)
    ids = {(trip.person_id, trip.key): trip.pk for trip in (*new, *known)}
    added: list[Stay] = []
    changed: list[Stay] = []
    removed: list[Stay] = []
    changes: list[ImportChange] = []
    for trip in trips:
        trip_id = ids[(trip.person_id, trip.key)]
        ids_of = trip_id, organisation.pk
        kept = _fitted(trip, ids_of, stays.get(trip_id, []), added, changed, changes)
        if kept and trip.broken:
            words = worded_count(
                "The trip %(key)s has lines that were not loaded, so none of its %(num)s older stays was removed.",
                "The trip %(key)s has lines that were not loaded, so none of its %(num)s older stays was removed.",
                len(kept),
                key=repr(trip.key),
            )
            checks.flag(trip.stays[0][0], "trip", words, worded("Correct the lines and load the file again."))
        elif kept:
            removed += kept
    changes += [change_of(stay, removed=True) for stay in removed]
    for change in changes:
        change.record = record
    ImportChange.objects.bulk_create(changes, batch_size=_BATCH)
    insert_rows(Stay, _COLUMNS, (_row(stay, record) for stay in added))
    for stay in changed:
        stay.renew_keys()
    Stay.objects.bulk_update(changed, STORED_COLUMNS, batch_size=200)
    gone = [stay.pk for stay in removed]
    withdraw_stays(gone, now=now)
    for start in range(0, len(gone), _BATCH):
        Stay.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
    counts.created, counts.changed, counts.removed = len(added), len(changed), len(removed)
    counts.unchanged = sum(len(trip.stays) for trip in trips) - counts.created - counts.changed
    return counts


def _trips_there(trips: Sequence[TripLines], organisation: Organisation) -> dict[TripKey, Trip]:
    people = list({trip.person_id for trip in trips})
    wanted = {(trip.person_id, trip.key) for trip in trips}
    found: dict[TripKey, Trip] = {}
    for start in range(0, len(people), _BATCH):
        batch = Trip.objects.filter(
            person__organisation=organisation, person__in=people[start : start + _BATCH]
        )
        found |= {(trip.person_id, trip.key): trip for trip in batch if (trip.person_id, trip.key) in wanted}
    return found


def _stays_of(trips: Sequence[Trip]) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = defaultdict(list)
    for start in range(0, len(trips), _BATCH):
        for stay in Stay.objects.filter(trip__in=trips[start : start + _BATCH]).order_by("arrive", "pk"):
            found[stay.trip_id].append(stay)
    return found


def _fitted(
    trip: TripLines,
    ids: tuple[int, int],
    there: list[Stay],
    added: list[Stay],
    changed: list[Stay],
    changes: list[ImportChange],
) -> list[Stay]:
    """Fit the trip's lines to its stays: the same one first, then the same place or day; return stays left over."""
    left = list(there)
    waiting: list[StayValues] = []
    for _, values in trip.stays:
        columns = values.columns()
        same = next(
            (s for s in left if all(getattr(s, name) == columns[name] for name in STAY_COLUMNS)), None
        )
        if same is None:
            waiting.append(values)
        else:
            left.remove(same)
    for values in waiting:
        near = next(
            (s for s in left if s.place == values.located.place or s.arrive.date() == values.arrive.date()),
            None,
        )
        # A line of a trip that was not read as a whole may be a new stay: it must not overwrite another one.
        if near is None and left and not trip.broken:
            near = left[0]
        if near is None:
            added.append(values.made(*ids))
        else:
            left.remove(near)
            change = change_of(near)
            values.put_into(near)
            change.before["after"] = columns_of_stay(near)
            changes.append(change)
            changed.append(near)
    return left


#: Every column of a stay but its number, in the order of :func:`_row`.
_COLUMNS = (
    "trip", "organisation", "place", "geonames_id", "country", "admin1", "precision", "uncertainty_km", "located_by",
    "arrive", "depart", "added_by", "sealed_place", "place_key", "country_key",
)  # fmt: skip


def _row(stay: Stay, record: Import) -> tuple[object, ...]:
    stay.renew_keys()
    return (
        stay.trip_id, stay.organisation_id, seal(stay.place), stay.geonames_id, stay.country, stay.admin1,
        stay.precision, stay.uncertainty_km, stay.located_by, stored(stay.arrive), stored(stay.depart), record.pk,
        stay.sealed_place, stay.place_key, stay.country_key,
    )  # fmt: skip


def change_of(stay: Stay, *, removed: bool = False) -> ImportChange:
    """Return the row that remembers a stay as it is now, before an import changes or removes it."""
    before = {"trip": stay.trip_id, "columns": columns_of_stay(stay)}
    return ImportChange(thing="stay", number=stay.pk, removed=removed, before=before)


def columns_of_stay(stay: Stay) -> dict[str, object]:
    """Return the values of a stay as JSON takes them."""
    values = {name: getattr(stay, name) for name in STAY_COLUMNS}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
