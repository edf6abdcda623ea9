"""Lines that wait for somebody's choice: which place is meant, or whose trip it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import User
from tocsin.exposure.checks import Held
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import HeldLine, Import, Person, Trip
from tocsin.exposure.places import PlaceWords
from tocsin.exposure.rematching import Rematched, rematch_stay
from tocsin.exposure.stay_values import read_stay
from tocsin.wording import worded

_PLACE = ("place", "country", "latitude", "longitude", "airport", "geonames_id")


def hold_lines(record: Import, held: Iterable[Held]) -> None:
    """Keep lines of an import until somebody chooses."""
    HeldLine.objects.bulk_create(
        HeldLine(
            record=record,
            line=number,
            values=one.cells | {"line": str(one.line)},
            problem=f"{one.problem.problem} {one.problem.remedy}",
            column=one.problem.column,
            choices=[{"label": label, "values": values} for label, values in one.choices],
        )
        for number, one in enumerate(held, 1)
    )


@transaction.atomic
def settle(held: HeldLine, values: Mapping[str, str], *, actor: User, now: datetime) -> Rematched:
    """Load a held line with the cells of `values` put into it, and match the stay at once.

    Whoever calls hands the new exposures on to delivery. Raises ValueImpossible where it is still not clear, or was settled.
    """
    held = HeldLine.objects.select_for_update().select_related("record__organisation").get(pk=held.pk)
    if held.settled_at is not None:
        raise ValueImpossible(
            "place", worded("This line is settled already."), worded("Look at the person's trips.")
        )
    cells: dict[str, str] = dict(held.values) | {
        name: value.strip() for name, value in values.items() if value.strip()
    }
    if values.get("geonames_id"):
        cells |= {name: "" for name in _PLACE if name != "geonames_id"}
    person = _person(held.record, cells.get("person", ""))
    stay_values = read_stay(
        PlaceWords(**{name: cells.get(name, "") for name in _PLACE}),
        arrive=cells.get("arrive", ""),
        depart=cells.get("depart", ""),
        timezone=cells.get("timezone", ""),
    )
    trip, _ = Trip.objects.get_or_create(
        person=person,
        key=cells.get("trip", "") or f"import-{held.record_id}-{held.line}",
        defaults={
            "name": cells.get("trip_name", "")[:200], "loaded_by": held.record, "added_by": held.record,
            "created_at": now,
        },
    )  # fmt: skip
    stay = stay_values.made(trip.pk, person.organisation_id)
    stay.added_by = held.record
    stay.save()
    _settle(held, actor, now, stay_id=stay.pk)
    return rematch_stay(stay, now=now)


@transaction.atomic
def put_aside(held: HeldLine, *, actor: User, now: datetime) -> None:
    """Settle a held line without loading it."""
    _settle(held, actor, now, stay_id=None)


def _person(record: Import, key: str) -> Person:
    person = Person.objects.filter(organisation=record.organisation, key=key).first()
    if person is None:
        raise ValueImpossible(
            "person",
            worded("Nobody has the key %(key)s.", key=repr(key)),
            worded("Choose one of your people."),
        )
    return person


def _settle(held: HeldLine, actor: User, now: datetime, *, stay_id: int | None) -> None:
    held.settled_at, held.settled_by, held.stay_id = now, str(actor), stay_id
    held.save(update_fields=["settled_at", "settled_by", "stay"])
    audit.record(
        held.record.organisation, "import.settle", f"import:{held.record_id}", now=now, actor=actor,
        detail={"line": held.line, "loaded": stay_id is not None},
    )  # fmt: skip
