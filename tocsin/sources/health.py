"""How a source is, in words that an analyst reads: what it last gave, what went wrong, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.sources.decide import State, state_of
from tocsin.sources.models import Source


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is.

    `state` is one of `tocsin.sources.decide.State`, `words` a sentence in the reader's language; times are aware
    UTC, None where there is none yet; `age` is that of the newest item. `last_error` is 'rule: sentence', one a
    line, of the last look, and may stand beside a source that is well but for one item.
    """

    state: State
    words: str
    newest_item_at: datetime | None
    age: timedelta | None
    last_error: str
    failing_since: datetime | None
    failures: int
    next_poll_at: datetime | None

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should see to it."""
        return self.state in (State.FAILING, State.SILENT) or bool(self.last_error)


def health(source: Source, *, now: datetime) -> Health:
    """Return how `source` is at `now`."""
    silent_after = timedelta(hours=source.silent_after_hours) if source.silent_after_hours else None
    state = state_of(
        kind=source.kind,
        is_enabled=source.enabled,
        failures=source.failures_in_a_row,
        last_success_at=source.last_success_at,
        newest_item_at=source.newest_item_at,
        created_at=source.created_at,
        silent_after=silent_after,
        now=now,
    )
    newest = source.newest_item_at
    age = max(now - newest, timedelta()) if newest else None
    return Health(
        state=state,
        words=_words(source, state, age, now),
        newest_item_at=newest,
        age=age,
        last_error=source.last_error,
        failing_since=source.failing_since,
        failures=source.failures_in_a_row,
        next_poll_at=source.next_poll_at if source.enabled else None,
    )


def _words(source: Source, state: State, age: timedelta | None, now: datetime) -> str:
    if state is State.PAUSED:
        return _("Paused: it is not looked at until somebody opens it again.")
    if state is State.OPEN:
        return _("Open: reports are filed here by hand or through the API.")
    if state is State.WAITING:
        return _("Not looked at yet.")
    if state is State.FAILING:
        return _failing(source, now)
    newest = (
        _("it has given nothing yet")
        if age is None
        else _("its newest item is %(age)s old") % {"age": span(age)}
    )
    if state is State.SILENT:
        return _("Silent: it answers, but %(newest)s. Check whether it has moved.") % {"newest": newest}
    if source.last_error:
        return _("Well, but part of it could not be read: %(newest)s.") % {"newest": newest}
    return _("Well: %(newest)s.") % {"newest": newest}


def _failing(source: Source, now: datetime) -> str:
    since = source.failing_since or now
    return ngettext(
        "Failing since %(since)s UTC (%(age)s): %(count)d look without success.",
        "Failing since %(since)s UTC (%(age)s): %(count)d looks without success.",
        source.failures_in_a_row,
    ) % {"since": f"{since:%Y-%m-%d %H:%M}", "age": span(now - since), "count": source.failures_in_a_row}


def span(length: timedelta) -> str:
    """Return a length of time in its largest whole unit, in words: 'under a minute', '3 hours', '12 days'."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("under a minute")
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
