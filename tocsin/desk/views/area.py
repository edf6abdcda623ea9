"""The area of a draft: its shapes as a list beside the map, and the outlines that the map draws."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.alerts import editing
from tocsin.alerts.errors import DraftChanged
from tocsin.clock import now
from tocsin.desk.area_page import AreaPage, area_page
from tocsin.desk.typed import fields_posted, forget_typed, keeps_typed, typed
from tocsin.desk.views.asking import REFUSALS, show, user_of
from tocsin.desk.views.drafts import draft_of
from tocsin.geo.drawn_outlines import countries_drawn, regions_drawn

_A_DAY = 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
@needs(Act.READ_DESK)
def draft_area(request: HttpRequest, number: int) -> HttpResponse:
    """Show the area, change what stands in the form by one verb, or save it."""
    found = draft_of(request, number)
    fields = fields_posted(request) if request.method == "POST" else typed(request)
    page = area_page(found, fields, now=now())
    if request.method == "POST" and request.POST.get("verb") == "save" and page.form.is_settled:
        return _save(request, page, fields or {})
    return _shown(request, page, fields or {}, (fields or {}).get("revision", found.revision))


def _save(request: HttpRequest, page: AreaPage, fields: Mapping[str, str]) -> HttpResponse:
    """Keep the area as a revision of the draft; where that is refused, say why and lose nothing of the form."""
    revision, reason = fields.get("revision", ""), fields.get("reason", "")
    start = int(revision) if revision.isdecimal() else 0
    try:
        editing.edit(page.draft, page.text, revision=start, author=user_of(request), reason=reason, now=now())
    except DraftChanged as error:
        return _shown(request, page, fields, error.current, refused=str(error))
    except REFUSALS as error:
        return _shown(request, page, fields, revision, refused=str(error))
    forget_typed(request)
    messages.success(request, _("Area saved."))
    return redirect("desk:draft", page.draft.pk)


def _shown(
    request: HttpRequest, page: AreaPage, fields: Mapping[str, str], revision: int | str, refused: str = ""
) -> HttpResponse:
    reason = fields.get("reason", "")
    return show(request, "area", page=page, refused=refused, revision=revision, reason=reason)


@require_safe
@needs(Act.READ_DESK)
@cache_control(private=True, max_age=_A_DAY)
def outlines_of_countries(request: HttpRequest) -> HttpResponse:
    """Return the outlines of all countries as GeoJSON."""
    return _geojson(countries_drawn())


@require_safe
@needs(Act.READ_DESK)
@cache_control(private=True, max_age=_A_DAY)
def outlines_of_regions(request: HttpRequest, country: str) -> HttpResponse:
    """Return the outlines of a country's regions as GeoJSON; none for a country that has none."""
    return _geojson(regions_drawn(country))


def _geojson(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(document, separators=(",", ":")), content_type="application/geo+json")
