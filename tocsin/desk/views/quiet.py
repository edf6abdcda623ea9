"""What keeps messages quiet: look, and change; and the muting of one incident."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.delivery.quiet_settings import mute, unmute
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.quiet_page import QuietForm, may_wait, put_quiet, quiet_page, values_for
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.incidents.models import Incident


@require_safe
@needs(Act.READ_DESK)
def quiet(request: HttpRequest) -> HttpResponse:
    """Show what holds messages back, by level."""
    return show(request, "quiet", rows=quiet_page(organisation_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_SETTINGS)
def quiet_change(request: HttpRequest, level: str) -> HttpResponse:
    """Change what holds messages of one level back, from now on."""
    if not may_wait(level):
        raise Http404
    desk = organisation_of(request)
    form = asked(QuietForm, request, initial=values_for(desk, level))
    done = carried_out(form, lambda values: put_quiet(values, desk, level, actor=user_of(request), now=now()))
    if done is not None:
        messages.success(request, _("Kept, under your name. It counts from now on."))
        return redirect("desk:quiet")
    return show(request, "quiet_change", form=form, level=level)


@require_POST
@needs(Act.APPROVE_DRAFT)
def mute_incident(request: HttpRequest, reference: str) -> HttpResponse:
    """Let nothing of an incident but Critical and all-clears be sent for some hours."""
    incident = get_object_or_404(Incident, organisation=organisation_of(request), reference=reference)
    hours, reason = request.POST.get("hours", ""), request.POST.get("reason", "")
    with told(request, _("Muted. Critical and all-clears still go out.")):
        until = now() + timedelta(hours=int(hours) if hours.isdecimal() and len(hours) < 5 else 0)
        mute(incident, until=until, reason=reason, actor=user_of(request), now=now())
    return redirect("desk:incident", reference)


@require_POST
@needs(Act.APPROVE_DRAFT)
def unmute_incident(request: HttpRequest, reference: str) -> HttpResponse:
    """End the mute of an incident before its time."""
    incident = get_object_or_404(Incident, organisation=organisation_of(request), reference=reference)
    with told(request, _("Not muted any more.")):
        unmute(incident, actor=user_of(request), now=now())
    return redirect("desk:incident", reference)
