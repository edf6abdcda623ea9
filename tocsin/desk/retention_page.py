"""The page of what is kept for how long, with what the next purge will remove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.delivery.inbound.arrivals import KEPT
from tocsin.exposure.purging import LOOKS_KEPT, Purged, purge_due


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One kind of thing: how long it is kept, what stays of it, and how many go next (None: it is not purged)."""

    what: str
    how_long: str
    afterwards: str
    due: int | None


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """Everything that is kept, what goes next, and when something went last; None where nothing ever did."""

    rows: tuple[KeptRow, ...]
    due: Purged
    last: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether the next purge would remove nothing."""
        return self.due == Purged()


def days(number: int) -> str:
    """Return '30 days' in the reader's language."""
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def retention_page(organisation: Organisation, *, now: datetime) -> RetentionPage:
    """Return what `organisation` keeps, and what a purge at `now` would remove; nothing is removed."""
    due, kept = purge_due(organisation, now=now), days(organisation.keep_trips_days)
    hours = {"hours": organisation.answer_hours}
    after_end = _("%(days)s after the end of their last stay") % {"days": kept}
    for_ever = _("for ever: the record of what was said and who was told must stay whole")
    rows = (
        KeptRow(_("Trips"), after_end, _("counts of stays and nights by month and country stay"), due.trips),
        KeptRow(_("Stays"), _("as their trip"), _("the same counts"), due.stays),
        KeptRow(_("Places of those who were in the way of an alert"), _("as the stay"), _("that they were told stays, without the place"), due.exposures),
        KeptRow(_("Lines of imports"), _("%(days)s after the import") % {"days": kept}, _("the import's sums stay"), due.lines),
        KeptRow(_("Who looked where a person is"), days(LOOKS_KEPT.days), _("nothing"), due.looks),
        KeptRow(_("Bounces and replies that belong to no message of ours"), days(KEPT.days), _("nothing"), None),
        KeptRow(_("Answer links"), _("they work for %(hours)d hours after the expiry") % hours, _("the answers stay"), None),
        KeptRow(_("People and their addresses"), _("until they are forgotten, by you or on their own page"), _("a nameless row, so that it stays on record that a message was sent"), None),
        KeptRow(_("Reports, drafts, editions, answers, history"), for_ever, "", None),
    )  # fmt: skip
    purges = AuditEntry.objects.filter(organisation=organisation, action="trips.purge").order_by("-sequence")
    return RetentionPage(rows, due, purges.values_list("at", flat=True).first())
