"""What is done for those who do not answer: look, and change."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.escalation_page import EscalationForm, escalation_page, is_level, minutes_for, put_policy
from tocsin.desk.views.asking import organisation_of, show, user_of


@require_safe
@needs(Act.READ_DESK)
def escalation(request: HttpRequest) -> HttpResponse:
    """Show the steps by level, and who is on duty."""
    return show(request, "escalation", page=escalation_page(organisation_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_SETTINGS)
def escalation_change(request: HttpRequest, level: str) -> HttpResponse:
    """Change the steps of one level, for what is published from now on."""
    if not is_level(level):
        raise Http404
    desk = organisation_of(request)
    form = asked(EscalationForm, request, initial=minutes_for(desk, level))
    done = carried_out(
        form, lambda values: put_policy(values, desk, level, actor=user_of(request), now=now())
    )
    if done is not None:
        messages.success(
            request, _("Kept, under your name. Alerts that are published from now on have these steps.")
        )
        return redirect("desk:escalation")
    return show(request, "escalation_change", form=form, level=level)
