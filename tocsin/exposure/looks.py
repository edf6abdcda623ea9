"""Who looked at where a person is: kept for the person, and shown to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tocsin.accounts.bulk_rows import among
from tocsin.accounts.models import User
from tocsin.exposure.models import Person, PlaceLook

#: Where a place may be looked at: on which page or by which call.
PAGES = (
    "person",
    "people",
    "why",
    "timeline",
    "map",
    "draft",
    "incident",
    "roll-call",
    "roll-call file",
    "api",
    "terminal",
    "link",
)


def record_looks(people: Iterable[Person | int], *, by: User | str, where: str, now: datetime) -> int:
    """Keep that `by` looked at where `people` (or their numbers) are, on the page `where`; return how many rows are new.

    The same look within one hour is kept once: a page that is open all day is no flood.
    """
    numbers = {one.pk if isinstance(one, Person) else one for one in people}
    hour = now.replace(minute=0, second=0, microsecond=0)
    seen = PlaceLook.objects.filter(person__in=among(numbers), by=str(by), where=where, at__gte=hour)
    fresh = numbers - set(seen.values_list("person_id", flat=True))
    PlaceLook.objects.bulk_create(
        [PlaceLook(person_id=number, by=str(by), where=where, at=now) for number in sorted(fresh)],
        batch_size=1000,
    )
    return len(fresh)
