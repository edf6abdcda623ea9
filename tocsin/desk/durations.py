"""Lengths of time in words that fit a table."""

from __future__ import annotations

from django.utils.translation import gettext as _


def duration(seconds: float | None) -> str:
    """Return a length of time in its two largest units, as '3 h 12 min', with a minus where it is negative; '' for None."""
    if seconds is None:
        return ""
    whole = round(abs(seconds))
    sign = "\N{MINUS SIGN}" if seconds < 0 and whole else ""
    minutes, rest = divmod(whole, 60)
    hours, of_hour = divmod(minutes, 60)
    days, of_day = divmod(hours, 24)
    if days:
        words = _("%(days)d d %(hours)d h") % {"days": days, "hours": of_day}
    elif hours:
        words = _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": of_hour}
    elif minutes:
        words = _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
    else:
        words = _("%(seconds)d s") % {"seconds": rest}
    return sign + words
