"""Keys to the API: the list, making one, taking one back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.accounts.access import needs
from tocsin.accounts.models import ApiToken
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import revoke_token
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.tokens_page import TokenForm, make, token_rows
from tocsin.desk.views.asking import organisation_of, show, told, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@needs(Act.MANAGE_SETTINGS)
def tokens(request: HttpRequest) -> HttpResponse:
    """List the keys; make one, and show it this once."""
    desk, form = organisation_of(request), asked(TokenForm, request)
    made = carried_out(form, lambda values: make(values, desk, actor=user_of(request), now=now()))
    if made is not None:
        return show(request, "token_made", token=made[0], secret=made[1])
    return show(request, "tokens", rows=token_rows(desk, now=now()), form=form)


@require_POST
@needs(Act.MANAGE_SETTINGS)
def token_revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Let a key work no more, from now on."""
    mine = ApiToken.objects.filter(organisation=organisation_of(request)).select_related("organisation")
    found = get_object_or_404(mine, pk=number)
    with told(request, _("Revoked. It stopped working at once.")):
        # Pressed twice: the first time stands in the history.
        if found.revoked_at is None:
            revoke_token(found, now=now(), actor=user_of(request))
    return redirect("desk:tokens")
