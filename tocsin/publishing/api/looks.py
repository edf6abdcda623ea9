"""Who looked at whom: kept in the audit log and for each person, whenever a request returns where people are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tocsin.accounts.audit import record
from tocsin.exposure.looks import record_looks
from tocsin.publishing.api.access import Caller


def record_look(caller: Caller, what: str, people: Iterable[int], *, now: datetime) -> None:
    """Record that `caller` was shown `what` ('people', 'trips', ...) of the people with these numbers."""
    seen = sorted(set(people))
    record(
        caller.organisation, "person.view-list", f"api:{what}", now=now, actor=caller.actor, detail={"people": seen}
    )  # fmt: skip
    record_looks(seen, by=caller.actor, where="api", now=now)
