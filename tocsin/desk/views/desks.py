"""The desks of somebody who works at several: which one the pages are of."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.accounts.access import Access


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Go over to another desk that the user is a member of, for this session."""
    access: Access = request.access  # type: ignore[attr-defined]
    chosen = {str(desk.pk): desk for desk in access.others}.get(request.POST.get("desk", ""))
    if chosen is None:
        raise PermissionDenied(_("You are no member of that desk; an administrator there can change that."))
    request.session["organisation"] = chosen.pk
    return redirect("desk:inbox")
