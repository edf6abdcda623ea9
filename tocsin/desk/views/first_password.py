"""Where somebody with a link from an administrator chooses a password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tocsin.accounts.invitations import InvitationOver, invited
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.users_page import PasswordForm, chosen
from tocsin.desk.views.asking import show


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def first_password(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Show whose account it is, and take the password; opening the link changes nothing."""
    try:
        user = invited(number, token)
    except InvitationOver as refusal:
        messages.error(request, str(refusal))
        return redirect("account_login")
    form = asked(PasswordForm, request)
    if carried_out(form, lambda values: chosen(values, number, token, now=now())) is None:
        return show(request, "first_password", form=form, user=user)
    messages.success(request, _("Your password is set. Sign in with it."))
    return redirect("account_login")
