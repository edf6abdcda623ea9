"""Failures to sign in, counted by one rule (axes) for passwords and for codes alike: by account and address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tocsin.accounts.models import User


def account_named(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """Return whose account an attempt is about, as axes counts it: the address in small letters; None where none is named."""
    given = credentials or {}
    named = given.get("email") or given.get("login") or given.get("username") or request.POST.get("login")
    return str(named).strip().lower() if named else None


def count_wrong_code(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    """Count a code that was wrong as a password that was wrong is counted."""
    AxesProxyHandler.user_login_failed(sender, {"email": user.email}, request=request)


def refuse_if_closed(user: User) -> None:
    """Return where codes of `user` may be tried from this address; raise ValidationError after too many wrong ones.

    A right code must not be found out by going on trying.
    """
    request = context.request
    if AxesProxyHandler.is_allowed(request, {"email": user.email}):
        return
    # The middleware of axes answers then with the page that says how long it lasts.
    request.axes_locked_out = True
    raise forms.ValidationError(_("Too many attempts. Wait for half an hour."))


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The code at the sign-in."""

    code = forms.CharField(
        label=AuthenticateForm.base_fields["code"].label,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        """Return the code where it is right."""
        refuse_if_closed(self.user)
        return str(super().clean_code())


class SecondFactorAgainForm(CodeAgainForm):  # type: ignore[misc]
    """The code before something of the account changes."""

    def clean_code(self) -> str:
        """Return the code where it is right."""
        refuse_if_closed(self.user)
        return str(super().clean_code())


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password before something of the account changes; nobody gets another one by mail."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password, by whoever knows the present one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].help_text = ""
