"""The forms of those who work at the desk: add one, change roles, choose a password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.invitations import choose_password, invite
from tocsin.accounts.members import Member, close_account, member_of, remove_second_factor, reopen_account
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.people import add_user
from tocsin.accounts.roles import ROLE_NAMES, Role
from tocsin.desk.account_form import AccountForm

#: What each role is for, in one line.
ROLE_LINES = {
    Role.READER: _("reads the desk and files reports"),
    Role.ANALYST: _("handles incidents, writes drafts, manages sources"),
    Role.APPROVER: _("approves what others wrote, and publishes"),
    Role.PEOPLE_MANAGER: _("sees and changes people, trips and sites"),
    Role.ADMINISTRATOR: _("these settings and the history, and no people"),
}
#: What can be done with an account on its page, and what is said when it was done.
ACTS = {
    "close": (close_account, _("Closed. They can no longer sign in; what they did stays under their name.")),
    "open": (reopen_account, _("Open again, with the password and roles that they had.")),
    "remove-second-factor": (
        remove_second_factor,
        _("Removed. The password alone lets them in until they set another."),
    ),
}


class _ByRole(forms.CheckboxSelectMultiple):
    """A box for each role."""


def _choices() -> list[tuple[str, str]]:
    return [(role.value, f"{ROLE_NAMES[role]}: {ROLE_LINES[role]}") for role in Role]


class RolesForm(AccountForm):
    """The roles of one user; none is for the room `accounts` to refuse."""

    roles = forms.MultipleChoiceField(label=_("Roles"), choices=_choices, widget=_ByRole, required=False)


class UserForm(AccountForm):
    """Somebody new; without a password they get a link to choose one."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They sign in with it. No mail is sent to it."),
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=_choices, widget=_ByRole)
    password = forms.CharField(
        label=_("First password"), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. Leave it empty, and you get a link by which they choose one themselves: better."),
    )  # fmt: skip


class PasswordForm(AccountForm):
    """A password, typed twice."""

    password = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more, and none that many use."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        values = super().clean() or {}
        if "again" in values and values.get("password") != values["again"]:
            self.add_error("again", _("It differs from the one above."))
        return values


@dataclass(frozen=True, slots=True)
class Added:
    """Somebody who was added, and the link by which they choose a password; '' where they got one."""

    member: Member
    link: str


def add(values: dict[str, Any], organisation: Organisation, *, actor: User, now: datetime) -> Added:
    """Add the user of the form to `organisation`; raise AccountRefused for an address or password that will not do."""
    user = add_user(
        values["email"], values["name"], roles=values["roles"], password=values["password"] or None,
        slug=organisation.slug, now=now, actor=actor,
    )  # fmt: skip
    member = member_of(organisation, user.pk)
    assert member is not None, "somebody was added with a role at least"
    return Added(member, "" if values["password"] else invite(organisation, member, actor=actor, now=now))


def chosen(values: dict[str, Any], number: int, token: str, *, now: datetime) -> User:
    """Set the password of the form for the user whose link it is; raise InvitationOver or AccountRefused."""
    return choose_password(number, token, values["password"], now=now)


def sums(rows: Iterable[Member]) -> dict[str, int]:
    """Return of those who may sign in: how many, how many approvers, how many with a second factor, how many who wait."""
    active = [one for one in rows if one.user.is_active]
    return {
        "all": len(active),
        "approvers": sum(Role.APPROVER in one.roles for one in active),
        "factors": sum(one.has_second_factor for one in active),
        "waiting": sum(one.waits for one in active),
    }
