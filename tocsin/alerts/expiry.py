"""When an alert asks its desk whether it is still true. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: The desk is asked so long before the alert runs out, and a quarter of its time in force before where that is less.
LEAD = timedelta(hours=2)
#: An alert sent while things develop owes an update after so long.
UPDATE_OWED_AFTER = timedelta(hours=6)
#: One that ran out without an all-clear is shown for so long.
SHOWN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest edition of an alert, as the question looks at it; times are aware UTC."""

    sent: datetime
    expires: datetime
    is_developing: bool
    is_all_clear: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Why the desk is asked: the rule, and since when (aware UTC)."""

    rule: str
    since: datetime


def asked(standing: Standing, *, now: datetime) -> Asked | None:
    """Return why the alert asks 'still true?' at `now`; None where it does not.

    X-01: it runs out soon. X-02: it was sent while things developed, and no update followed. X-03: it ran out with
    neither an update nor an all-clear.
    """
    if standing.is_all_clear:
        return None
    if standing.expires <= now:
        return Asked("X-03", standing.expires) if now < standing.expires + SHOWN_AFTER else None
    soon = standing.expires - min(LEAD, (standing.expires - standing.sent) / 4)
    if soon <= now:
        return Asked("X-01", soon)
    owed = standing.sent + UPDATE_OWED_AFTER
    if standing.is_developing and owed <= now:
        return Asked("X-02", owed)
    return None
