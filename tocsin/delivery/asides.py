"""Setting aside what cannot be dealt with now, so that one bad row never stops the others; it is tried again by itself."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import DatabaseError, DataError, IntegrityError, transaction

from tocsin.accounts.errors import SecretUnreadable
from tocsin.delivery.errors import DeliveryError
from tocsin.delivery.worker_part import Aside
from tocsin.geo import GeoError

_log = logging.getLogger(__name__)

#: It is left alone for so long after the first fault, twice as long after each other, and never longer than the last.
FIRST, LONGEST = timedelta(minutes=1), timedelta(minutes=30)
#: What a process ended in is left alone for so long, and reported for so long where it ended in it twice.
UNFINISHED, REPORTED = timedelta(minutes=10), timedelta(days=1)
#: What was begun so lately is not reported: it is being done.
_BEING_DONE = timedelta(minutes=1)
#: What was not set aside again so long after its time is dealt with, or gone.
_OVER = timedelta(minutes=5)
#: Errors whose words say what to mend, and hold no secret.
_OUR_OWN = (SecretUnreadable, DeliveryError, GeoError)


def is_of_one_row(error: Exception) -> bool:
    """Return whether an error is about what was dealt with, and not about a database that is away or busy."""
    return not isinstance(error, DatabaseError) or isinstance(error, DataError | IntegrityError)


def put_aside(kind: str, number: int, error: Exception, *, now: datetime) -> datetime:
    """Set one thing aside because of `error`, which goes to the log, and return until when it is left alone."""
    _log.error("A %s (number %d) is set aside.", kind, number, exc_info=error)
    name = type(error).__name__
    reason = f"{name}: {error}" if isinstance(error, _OUR_OWN) else f"{name}, a fault in Tocsin"
    with transaction.atomic():
        row = Aside.objects.select_for_update().filter(kind=kind, number=number).first()
        if row is None or row.again_at + _OVER < now:
            values = {"at": now, "tries": 1, "again_at": now + FIRST, "reason": reason}
            row, _new = Aside.objects.update_or_create(kind=kind, number=number, defaults=values)
            return row.again_at
        row.tries, row.reason = row.tries + 1, reason
        row.again_at = now + min(FIRST * 2 ** min(row.tries - 1, 10), LONGEST)
        row.save(update_fields=["tries", "reason", "again_at"])
        return row.again_at


def try_once(kind: str, number: int, reason: str, *, now: datetime) -> bool:
    """Write down that something is begun which may end the whole process; return whether it may be begun.

    It is begun twice at most, the second time UNFINISHED after the first. Whoever comes to its end calls back_again.
    """
    with transaction.atomic():
        row = Aside.objects.select_for_update().filter(kind=kind, number=number).first()
        if row is None:
            values = {"at": now, "again_at": now + UNFINISHED, "reason": reason}
            return Aside.objects.get_or_create(kind=kind, number=number, defaults=values)[1]
        if row.tries > 1 or row.again_at > now:
            return False
        row.tries, row.again_at = 2, now + REPORTED
        row.save(update_fields=["tries", "again_at"])
        return True


def is_broken(kind: str, number: int, *, now: datetime) -> bool:
    """Return whether something was begun twice, and came to no end."""
    begun = Aside.objects.filter(kind=kind, number=number, tries__gt=1)
    return begun.filter(again_at__lte=now + REPORTED - UNFINISHED).exists()


def set_aside(kind: str, *, now: datetime) -> set[int]:
    """Return the numbers of what is left alone at `now`."""
    return set(Aside.objects.filter(kind=kind, again_at__gt=now).values_list("number", flat=True))


def back_again(kind: str, number: int) -> None:
    """Write down that something is dealt with: it is not set aside any more."""
    Aside.objects.filter(kind=kind, number=number).delete()


def asides(*, now: datetime) -> list[tuple[str, str, int, datetime]]:
    """Return what is set aside at `now`: of each kind and reason how many there are, and since when the oldest waits."""
    count: Counter[tuple[str, str]] = Counter()
    since: dict[tuple[str, str], datetime] = {}
    for row in Aside.objects.filter(again_at__gt=now - _OVER).order_by("-at"):
        if row.kind == Aside.Kind.MAIL and row.at > now - _BEING_DONE:
            continue
        count[row.kind, row.reason] += 1
        since[row.kind, row.reason] = row.at
    return [(kind, reason, number, since[kind, reason]) for (kind, reason), number in sorted(count.items())]


def forget_asides(*, now: datetime) -> int:
    """Remove what was dealt with, or is gone, a day ago and more; return how many rows went."""
    return Aside.objects.filter(again_at__lt=now - timedelta(days=1)).delete()[0]
