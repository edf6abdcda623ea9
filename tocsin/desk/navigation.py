"""What stands in the desk's navigation, and how much waits behind each word."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.accounts.access import Access
from tocsin.accounts.roles import Act
from tocsin.alerts.models import Draft
from tocsin.clock import now
from tocsin.desk.calls import open_calls
from tocsin.desk.inbox_filter import Asked, incidents_asked
from tocsin.desk.still_true import questions

#: Pages that stand under the word for settings.
_SETTINGS = ("settings", "reach", "escalation", "quiet", "channels")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the navigation; `waiting` is shown where it is not 0, `alarm` where people need help."""

    name: str
    address: str
    is_here: bool
    waiting: int = 0
    alarm: bool = False


def navigation(request: HttpRequest) -> list[Entry]:
    """Return the words of the navigation that the reader's roles open."""
    access: Access = request.access  # type: ignore[attr-defined]
    if access.organisation is None:
        return []
    mine = Draft.objects.filter(alert__organisation=access.organisation)
    waiting = {
        "inbox": incidents_asked(access.organisation, Asked(), None, now=now()).count(),
        "drafts": mine.filter(state="editing").count(),
        "review": mine.filter(state__in=["submitted", "approved"]).count(),
        "alerts": open_calls(access.organisation).count() + len(questions(access.organisation, now=now())),
    }
    words = [
        ("inbox", _("Inbox"), Act.READ_DESK),
        ("drafts", _("Drafts"), Act.READ_DESK),
        ("review", _("Review"), Act.READ_DESK),
        ("alerts", _("Alerts"), Act.READ_DESK),
        ("map", _("Map"), Act.READ_DESK),
        ("people", _("People"), Act.SEE_PEOPLE),
        ("sources", _("Sources"), Act.READ_DESK),
        ("settings", _("Settings"), Act.READ_DESK),
        ("history", _("History"), Act.READ_HISTORY),
    ]
    return [
        Entry(word, reverse(f"desk:{name}"), _is_here(request, name), waiting.get(name, 0), name == "alerts")
        for name, word, act in words
        if access.may(act)
    ]


def _is_here(request: HttpRequest, name: str) -> bool:
    address = reverse(f"desk:{name}")
    if name == "settings":
        return any(request.path.startswith(reverse(f"desk:{one}")) for one in _SETTINGS)
    if name == "inbox":
        return request.path == address or "/incidents/" in request.path
    return request.path.startswith(address)
