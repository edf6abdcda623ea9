"""Take an import back: what it added goes, what it changed or removed is as it was before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import User
from tocsin.exposure.errors import CannotUndo
from tocsin.exposure.models import Exposure, HeldLine, Import, ImportChange, Stay, Trip
from tocsin.exposure.rematching import rematch_stays, withdraw_stays
from tocsin.exposure.trips_file import columns_of_stay
from tocsin.wording import Wording, worded, worded_list


@dataclass(slots=True)
class Undone:
    """What became of an undo. `left` names what somebody has changed since and was left as it is."""

    removed: int = 0
    restored: int = 0
    left: list[str] = field(default_factory=list)
    exposures: tuple[Exposure, ...] = ()

    def wording(self) -> Wording:
        """Return what happened, a line for each thing that was left."""
        lines: list[str] = [
            worded(
                "%(removed)s stays that the file had added were removed, %(restored)s put back as they were.",
                removed=self.removed,
                restored=self.restored,
            )
        ]
        if self.left:
            lines.append(worded("Changed since, and left as it is:"))
            lines += [worded_list(("", one), "  ") for one in self.left]
        return worded_list(lines, "\n")

    def text(self) -> str:
        """Return what happened, for the terminal."""
        return f"{self.wording()}\n"


@transaction.atomic
def undo(record: Import, *, actor: User | str, now: datetime) -> Undone:
    """Undo an import of trips, a calendar or a booking; what was told because of it stays on record.

    Raises CannotUndo for an import of another kind, one that loaded nothing, or one that was undone.
    """
    record = Import.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=record.pk)
    if record.what not in ("trips", "calendar", "booking"):
        raise CannotUndo(
            worded(
                "An import of %(what)s is not undone as a whole; change or deactivate them one by one.",
                what=record.what,
            )
        )
    if record.undone_at is not None:
        raise CannotUndo(
            worded(
                "This import was undone on %(undone_at)s UTC by %(undone_by)s.",
                undone_at=f"{record.undone_at:%Y-%m-%d %H:%M}",
                undone_by=record.undone_by,
            )
        )
    done = Undone()
    _remove_added(record, done, now)
    back = [
        stay
        for change in record.changes.filter(thing="stay")
        if (stay := _put_back(change, done)) is not None
    ]
    Trip.objects.filter(added_by=record, stays__isnull=True).delete()
    HeldLine.objects.filter(record=record, settled_at__isnull=True).update(
        settled_at=now, settled_by=str(actor)
    )
    record.undone_at, record.undone_by = now, str(actor)
    record.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        record.organisation, "import.undo", f"import:{record.pk}", now=now, actor=actor,
        detail={"removed": done.removed, "restored": done.restored, "left": len(done.left)},
    )  # fmt: skip
    done.exposures = rematch_stays(np.array(back, np.int64), record.organisation, now=now).new
    return done


def _remove_added(record: Import, done: Undone, now: datetime) -> None:
    added = Stay.objects.filter(added_by=record)
    numbers = list(added.values_list("pk", flat=True))
    withdraw_stays(numbers, now=now)
    added.delete()
    done.removed = len(numbers)
    for trip in Trip.objects.filter(added_by=record, stays__isnull=False).distinct().select_related("person"):
        done.left.append(
            worded(
                "the trip %(trip)s of %(person)s: its stays were changed by hand",
                trip=trip.key,
                person=trip.person.key,
            )
        )


def _put_back(change: ImportChange, done: Undone) -> int | None:
    before: dict[str, Any] = change.before["columns"]
    if change.removed:
        trip = Trip.objects.filter(pk=change.before["trip"]).select_related("person").first()
        if trip is None:
            done.left.append(
                worded("a stay that began on %(day)s: its trip is gone", day=str(before["arrive"])[:10])
            )
            return None
        stay = Stay(trip=trip, organisation_id=trip.person.organisation_id)
    else:
        found = Stay.objects.filter(pk=change.number).select_related("trip__person").first()
        if found is None or columns_of_stay(found) != change.before.get("after"):
            done.left.append(worded("the stay that began on %(day)s", day=str(before["arrive"])[:10]))
            return None
        stay = found
    for name, value in before.items():
        is_time = name in ("arrive", "depart") and value is not None
        setattr(stay, name, datetime.fromisoformat(str(value)) if is_time else value)
    stay.save()
    done.restored += 1
    return int(stay.pk)
