"""The audit log as the desk shows it: filtered, and whether its chain verifies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.accounts.audit import verify
from tocsin.accounts.errors import AuditBroken
from tocsin.accounts.models import AuditEntry, Organisation
from tocsin.desk.history_words import action_choices
from tocsin.wording import translated

ENTRIES_A_PAGE = 100
#: Up to so many entries the chain is verified whenever the page is opened; longer ones when asked.
VERIFIED_UNASKED = 5000


@dataclass(frozen=True, slots=True)
class Seal:
    """What verifying the chain gave: `is_whole` None where it was not asked for."""

    is_whole: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of the log; `query` asks for the same filter again."""

    page: Page
    actions: Sequence[tuple[str, str]]
    actors: Sequence[str]
    seal: Seal
    query: str


def history_page(
    organisation: Organisation, *, subject: str, actor: str, action: str, number: str | None, is_asked: bool
) -> HistoryPage:
    """Return one page of the log of `organisation`, the newest first."""
    mine = AuditEntry.objects.filter(organisation=organisation)
    found = mine
    if subject:
        found = found.filter(subject__startswith=subject)
    if actor:
        found = found.filter(actor=actor)
    if action:
        found = found.filter(action=action)
    query = urlencode({k: v for k, v in (("subject", subject), ("actor", actor), ("action", action)) if v})
    return HistoryPage(
        page=Paginator(found.order_by("-sequence"), ENTRIES_A_PAGE).get_page(number),
        actions=action_choices(mine.order_by("action").values_list("action", flat=True).distinct()),
        actors=list(mine.order_by("actor").values_list("actor", flat=True).distinct()),
        seal=seal(organisation, is_asked=is_asked),
        query=f"{query}&" if query else "",
    )


def seal(organisation: Organisation, *, is_asked: bool) -> Seal:
    """Return whether the chain verifies; a long one is verified only where it is asked for."""
    count = AuditEntry.objects.filter(organisation=organisation).count()
    if count > VERIFIED_UNASKED and not is_asked:
        return Seal(None, _("The log has %(count)s entries; verifying takes a while.") % {"count": count})
    try:
        verified = verify(organisation)
    except AuditBroken as error:
        return Seal(False, translated(error))
    words = ngettext(
        "The chain verifies: %(num)d entry, untouched since it was written.",
        "The chain verifies: %(num)d entries, none changed, removed or put in between.",
        verified,
    )
    return Seal(True, words % {"num": verified})
