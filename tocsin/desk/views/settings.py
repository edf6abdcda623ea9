"""The settings: what there is to set and how it stands, the desk itself, and how long what is kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.organisation_form import OrganisationForm, put_organisation, values_of
from tocsin.desk.retention_page import retention_page
from tocsin.desk.settings_page import settings_page
from tocsin.desk.views.asking import organisation_of, show, user_of


@require_safe
@needs(Act.READ_DESK)
def settings_index(request: HttpRequest) -> HttpResponse:
    """Show every page of settings that the reader's roles open, with what it is for and how it stands."""
    return show(request, "settings", groups=settings_page(request.access, now=now()))  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_SETTINGS)
def organisation(request: HttpRequest) -> HttpResponse:
    """Show how the desk is set up, and change it."""
    desk = organisation_of(request)
    form = asked(OrganisationForm, request, initial=values_of(desk))
    done = carried_out(form, lambda values: put_organisation(values, desk, actor=user_of(request), now=now()))
    if done is None:
        return show(request, "organisation", form=form)
    messages.success(request, _("Kept, under your name."))
    return redirect("desk:organisation")


@require_safe
@needs(Act.MANAGE_SETTINGS)
def retention(request: HttpRequest) -> HttpResponse:
    """Show what is kept for how long, and what the next purge will remove."""
    return show(request, "retention", page=retention_page(organisation_of(request), now=now()))
