"""The rounds of the worker's parts: written down as they end, so that a part that ends none is seen from outside."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from tocsin.delivery.worker_part import WorkerPart

_log = logging.getLogger(__name__)

#: Seconds between two notes that all goes well: a round may take milliseconds.
_BETWEEN_NOTES = 20.0
#: A part whose rounds fail is reported after so long.
FAILING = timedelta(minutes=5)
#: One that ends no round at all, after so long; some have long rounds, and the last comes once a day.
SILENT = timedelta(minutes=15)
SILENT_OF = {"intake": timedelta(minutes=30), "fan-out": timedelta(minutes=30), "purge": timedelta(days=3)}


class Rounds:
    """The rounds of one part, as this process makes them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._next = 0.0

    def began(self, *, now: datetime) -> None:
        """Write down that the part is there, where it has never been."""
        self._kept(now=now)

    def ended(self, *, now: datetime) -> None:
        """Write down that a round ended; not each of many in a row."""
        if time.monotonic() >= self._next and self._kept(ended_at=now, failed_at=None, fault="", now=now):
            self._next = time.monotonic() + _BETWEEN_NOTES

    def failed(self, error: Exception, *, now: datetime) -> None:
        """Write down that a round failed, and by what kind of fault."""
        self._next = 0.0
        self._kept(failed_at=now, fault=type(error).__name__[:80], now=now)

    def _kept(self, *, now: datetime, **values: object) -> bool:
        """Return whether it could be written down: a database that is away for a while ends no part."""
        try:
            WorkerPart.objects.get_or_create(name=self._name, defaults={"ended_at": now})
            if values:
                WorkerPart.objects.filter(name=self._name).update(**values)
        except DatabaseError as error:
            _log.warning("The rounds of %s could not be written down: %s", self._name, type(error).__name__)
            connection.close()
            return False
        return True


@dataclass(frozen=True, slots=True)
class LatePart:
    """A part that has ended no round for too long: since when, and the kind of fault where its rounds fail ('' otherwise)."""

    name: str
    since: datetime
    fault: str


def late_parts(*, now: datetime) -> tuple[LatePart, ...]:
    """Return the parts of the worker whose last whole round is too old at `now`; one that never ran is none of them."""
    return tuple(
        LatePart(part.name, part.ended_at, part.fault)
        for part in WorkerPart.objects.filter(ended_at__lte=now - FAILING).order_by("name")
        if part.failed_at or part.ended_at <= now - SILENT_OF.get(part.name, SILENT)
    )
