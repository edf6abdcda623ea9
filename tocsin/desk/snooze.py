"""Until when an incident is put away: a few usual times, or one that is written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from tocsin.incidents.errors import WrongTime

#: Hours that are offered.
HOURS = (1, 4, 12, 24, 72, 168)
_FORM = "%Y-%m-%d %H:%M"


def snooze_end(hours: str, until: str, *, now: datetime) -> datetime:
    """Return when the snooze ends (UTC): the time in `until` ('2017-07-18 06:00'), else `hours` from `now`.

    Raises WrongTime, naming what was written, where neither can be read.
    """
    if until.strip():
        try:
            return datetime.strptime(until.strip().replace("T", " "), _FORM).replace(tzinfo=UTC)
        except ValueError:
            raise WrongTime(
                _("'%(time)s' is no time. Write it in UTC as 2017-07-18 06:00.")
                % {"time": until.strip()[:40]}
            ) from None
    if hours.isdecimal() and int(hours) in HOURS:
        return now + timedelta(hours=int(hours))
    raise WrongTime(_("Say until when: choose some hours, or write a time in UTC as 2017-07-18 06:00."))
