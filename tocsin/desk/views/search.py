"""The search over everything that the desk knows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin.accounts.access import Access, needs
from tocsin.accounts.roles import Act
from tocsin.desk.search.page import search_page
from tocsin.desk.views.asking import organisation_of, show


@require_safe
@needs(Act.READ_DESK)
def search(request: HttpRequest) -> HttpResponse:
    """Find alerts, incidents, drafts, reports, sources, and people for those who may see them."""
    access: Access = request.access  # type: ignore[attr-defined]
    asked = request.GET
    page = search_page(
        organisation_of(request),
        asked.get("q", ""),
        kind=asked.get("kind", ""),
        page=int(asked["page"])
        if asked.get("page", "").isascii() and asked.get("page", "").isdecimal()
        else 1,
        may_see_people=access.may(Act.SEE_PEOPLE),
    )
    return show(request, "search", page=page)
