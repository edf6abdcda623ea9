"""The table of reach as this desk has it: look, change, go back to the published one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.reach_page import ReachForm, put_reach, reach_page
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.exposure.reach import back_to_default


@require_safe
@needs(Act.READ_DESK)
def reach(request: HttpRequest) -> HttpResponse:
    """Show how far each hazard reaches by severity, and where this desk differs."""
    return show(request, "reach", page=reach_page(organisation_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_SETTINGS)
def reach_change(request: HttpRequest) -> HttpResponse:
    """Put a row of the desk's own in the table, with the reason."""
    form = asked(ReachForm, request, **({} if request.POST else {"initial": request.GET.dict()}))
    done = carried_out(
        form, lambda values: put_reach(values, organisation_of(request), actor=user_of(request), now=now())
    )
    if done is not None:
        messages.success(request, _("Kept, under your name. Alerts are matched by it from now on."))
        return redirect("desk:reach")
    return show(request, "reach_change", form=form)


@require_POST
@needs(Act.MANAGE_SETTINGS)
def reach_default(request: HttpRequest) -> HttpResponse:
    """Take back every change of a hazard."""
    with told(request, _("The published rows hold again.")):
        hazard = request.POST.get("hazard", "")
        back_to_default(organisation_of(request), hazard, actor=user_of(request), now=now())
    return redirect("desk:reach")
