"""Sites: the list, one of them, adding and changing them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.site_form import SiteChangeForm, SiteForm, initial_of, make_site, move_site
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.exposure.models import Exposure, Site
from tocsin.exposure.sites import deactivate_site


@require_safe
@needs(Act.SEE_PEOPLE)
def sites(request: HttpRequest) -> HttpResponse:
    """List the sites; those with nobody to tell first."""
    mine = Site.objects.filter(organisation=organisation_of(request)).annotate(told=Count("contacts"))
    rows = sorted(mine.order_by("name", "pk"), key=lambda site: (not site.active, bool(site.told)))
    return show(request, "sites", sites=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.SEE_PEOPLE)
def site(request: HttpRequest, number: int) -> HttpResponse:
    """Show one site; managers change it here."""
    found = _site_of(request, number)
    exposures = Exposure.objects.filter(site=found).select_related("edition__alert", "person").order_by("-pk")
    form = asked(SiteChangeForm, request, initial=initial_of(found)) if _may_manage(request) else None
    if form is not None:
        done = carried_out(form, lambda values: move_site(found, values, actor=user_of(request), now=now()))
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect("desk:site", number)
        found = _site_of(request, number)
    return show(request, "site", site=found, form=form, exposures=exposures[:50])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def site_new(request: HttpRequest) -> HttpResponse:
    """Add a site."""
    form = asked(SiteForm, request)
    made = carried_out(
        form, lambda values: make_site(organisation_of(request), values, actor=user_of(request), now=now())
    )
    if made is None:
        return show(request, "site_form", form=form)
    messages.success(request, _("Added."))
    return redirect("desk:site", made.pk)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def site_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a site: it is matched no more."""
    with told(request, _("Closed: it is matched no more.")):
        deactivate_site(_site_of(request, number), actor=user_of(request), now=now())
    return redirect("desk:site", number)


def _site_of(request: HttpRequest, number: int) -> Site:
    return get_object_or_404(
        Site.objects.select_related("organisation").prefetch_related("contacts"),
        pk=number,
        organisation=organisation_of(request),
    )


def _may_manage(request: HttpRequest) -> bool:
    return bool(request.access.may(Act.MANAGE_PEOPLE))  # type: ignore[attr-defined]
