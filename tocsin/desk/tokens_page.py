"""The page of the keys to the API, and the form that makes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import ApiToken, Organisation, User
from tocsin.accounts.tokens import Scope, make_token
from tocsin.desk.account_form import AccountForm

SCOPE_LINES = {
    Scope.REPORTS_READ: _("read reports"),
    Scope.REPORTS_WRITE: _("file reports"),
    Scope.INCIDENTS_READ: _("read incidents and claims"),
    Scope.ALERTS_READ: _("read alerts and editions"),
    Scope.PEOPLE_READ: _("read people, trips, sites and exposures"),
    Scope.PEOPLE_WRITE: _("change people, trips and sites"),
    Scope.DELIVERIES_READ: _("read deliveries and attempts"),
    Scope.ANSWERS_READ: _("read answers"),
    Scope.ANSWERS_WRITE: _("record answers"),
}
_LIVES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")), ("0", _("until it is revoked"))]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One key, and whether it works now."""

    token: ApiToken
    works: bool

    @property
    def scopes(self) -> str:
        """What it is good for."""
        return ", ".join(self.token.scopes)


def token_rows(organisation: Organisation, *, now: datetime) -> tuple[TokenRow, ...]:
    """Return the keys of `organisation`: those that work first, the newest first."""
    found = organisation.tokens.select_related("made_by").order_by("-created_at", "-pk")
    rows = [TokenRow(one, _works(one, now)) for one in found]
    return tuple(sorted(rows, key=lambda row: not row.works))


def _works(token: ApiToken, now: datetime) -> bool:
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > now)


class TokenForm(AccountForm):
    """A new key: what for, how far, how long."""

    name = forms.CharField(
        label=_("What uses it?"),
        max_length=100,
        help_text=_("As 'travel system' or 'dashboard': the name in the list and the history."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(scope.value, f"{scope.value}: {line}") for scope, line in SCOPE_LINES.items()],
    )  # fmt: skip
    days = forms.ChoiceField(label=_("It works for"), choices=_LIVES, initial="365")


def make(
    values: dict[str, Any], organisation: Organisation, *, actor: User, now: datetime
) -> tuple[ApiToken, str]:
    """Make the key of the form; return its record and the key itself, which is never to be had again."""
    days = int(values["days"])
    until = now + timedelta(days=days) if days else None
    scopes = [Scope(one) for one in values["scopes"]]
    return make_token(organisation, values["name"], scopes, now=now, made_by=actor, expires_at=until)
